/** Runs policies over all logs and seeds, and takes their means as the bench does. Used by index.ts. */

import type { Activity } from "../../../src/autonomy/activity.ts";
import { createPolicy, type Mode } from "./adapter.ts";
import type { Log, Measured, PolicyOptions, ReplayBench, Scored } from "./replay-bench.ts";

type Create = (options: PolicyOptions) => object;

export interface Result {
  /** Mean over the logs. */
  all: Measured;
  perLog: Map<string, Measured>;
  /** For each log and seed. */
  perDay: number[];
}

export function run(bench: ReplayBench, mood: string, seeds: number, create: (log: Log) => Create, typing = 0): Result {
  const numbers = bench.moods[mood];
  if (numbers === undefined) throw new Error(`The bench has no mood ${mood}.`);
  const perLog = new Map<string, Measured>();
  const perDay: number[] = [];
  for (const log of bench.logs) {
    const scored: Scored[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const heard = typing > 0 ? bench.withTyping(log, seed, typing) : log;
      const { posts, aborted } = bench.replay(heard, create(log), { mood: { name: mood, ...numbers }, seed });
      scored.push(bench.score(log, posts, aborted));
    }
    perLog.set(log.meta.name, bench.avg(scored));
    perDay.push(...scored.map((each) => each.perDay));
  }
  return { all: bench.avg([...perLog.values()]), perLog, perDay };
}

export const ours =
  (mode: Mode = {}) =>
  (): Create =>
  (options) =>
    createPolicy(options, mode);

/** What a decision costs and how large a state becomes, over all logs once. */
export function costs(bench: ReplayBench): { microseconds: number; bytes: number; reads: number } {
  let bytes = 0;
  let decisions = 0;
  let spent = 0;
  let seen = 0;
  const watch = (activity: Activity, microseconds: number | null) => {
    if (microseconds !== null) {
      decisions += 1;
      spent += microseconds;
      return;
    }
    seen += 1;
    if (seen % 16 === 0) bytes = Math.max(bytes, Buffer.byteLength(JSON.stringify(activity)));
  };
  run(bench, "bubbly", 1, ours({ watch, stopwatch: () => performance.now() * 1000 }));
  const polled: { policy: ReturnType<typeof createPolicy>; log: Log }[] = [];
  run(bench, "bubbly", 1, (log) => (options) => {
    const policy = createPolicy(options, { polled: true });
    polled.push({ policy, log });
    return policy;
  });
  const perDay = polled.map(({ policy, log }) => policy.reads() / days(log));
  return { microseconds: spent / decisions, bytes, reads: perDay.reduce((sum, each) => sum + each, 0) / perDay.length };
}

function days(log: Log): number {
  const { lines } = log as Log & { lines: { t: number }[] };
  return Math.max(1, ((lines.at(-1)?.t ?? 0) - (lines[0]?.t ?? 0)) / 86_400);
}

/** As the bench's own summary: the median of bubbly over shy, and how often the moods are in order. */
export function moodsApart(bench: ReplayBench, bubbly: Result, neutral: Result, shy: Result): { ratio: number; ordered: number } {
  const ratios = bench.logs.map(({ meta: { name } }) => (bubbly.perLog.get(name)?.["perDay"] ?? 0) / Math.max(shy.perLog.get(name)?.["perDay"] ?? 0, 0.05));
  ratios.sort((a, b) => a - b);
  const inOrder = bubbly.perDay.map((most, index) => {
    const [middle, least] = [neutral.perDay[index] ?? 0, shy.perDay[index] ?? 0];
    return most >= middle && middle >= least && most > least;
  });
  return { ratio: ratios[ratios.length >> 1] ?? 0, ordered: inOrder.filter(Boolean).length / inOrder.length };
}
