/**
 * `npm run bench -- presence --data DIR`: does it find the moment to speak? Replays the logs of a bench outside of the repository through the product's own engine (adapter.ts)
 * and holds the means against the bars. `--quick`: one seed. By hand, in DIR: `node replay.mjs --policy .../scripts/bench/presence/policy.mjs --split dev`.
 */

import type { Mode } from "./adapter.ts";
import { type Bar, bubblyBars, header, missed, row, shyBars, typingBars } from "./bars.ts";
import { fitWeights, samplesOf, withWeights } from "./fit.ts";
import { costs, moodsApart, ours, type Result, run } from "./measure.ts";
import { isReplayBench, loadReplayBench, type Measured, type ReplayBench } from "./replay-bench.ts";

interface PresenceOptions {
  data?: string | undefined;
  quick?: boolean | undefined;
  strict?: boolean | undefined;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

export async function benchPresence({ data, quick, strict }: PresenceOptions): Promise<void> {
  if (data === undefined || !isReplayBench(data)) {
    process.stderr.write("Say where the replay bench is: --data DIR, a folder with replay.mjs and logs/.\n");
    process.exitCode = 2;
    return;
  }
  const bench = await loadReplayBench(data);
  const seeds = quick ? 1 : 5;
  const misses: string[] = [];
  const show = (name: string, measured: Measured, bars: readonly Bar[] = []) => {
    print(row(name, measured));
    for (const miss of missed(bars, measured)) misses.push(`${name}: ${miss}`);
  };
  print(`${bench.logs.length} logs, ${seeds} seeds; means over the logs\n\n${header()}`);

  const bubbly = run(bench, "bubbly", seeds, ours());
  const neutral = run(bench, "neutral", seeds, ours());
  const shy = run(bench, "shy", seeds, ours());
  show("bubbly", bubbly.all, bubblyBars);
  show("neutral", neutral.all);
  show("shy", shy.all, shyBars(bubbly.all["good"] ?? 1));
  for (const share of [0.7, 1]) show(`bubbly, typing ${share}`, run(bench, "bubbly", seeds, ours(), share).all, typingBars);
  const asGood: Bar = { name: "GOOD", key: "good", atLeast: (bubbly.all["good"] ?? 1) - 0.03 };
  show("bubbly, nothing readable", run(bench, "bubbly", seeds, ours({ blind: true })).all, [asGood]);
  show("bubbly, read by cursor", run(bench, "bubbly", seeds, ours({ polled: true })).all, bubblyBars);
  show("bubbly, told of no activity", run(bench, "bubbly", seeds, ours({ untold: true })).all, bubblyBars);
  show("bubbly, by cursor, untold", run(bench, "bubbly", seeds, ours({ polled: true, untold: true })).all, bubblyBars);
  show("bubbly, each log left out", leaveOneOut(bench, seeds));
  show("bubbly, left out, untold", leaveOneOut(bench, seeds, { untold: true }));
  show("classic, bubbly", run(bench, "bubbly", seeds, ours({ profile: "classic" })).all);
  for (const [name, create] of Object.entries(bench.policies)) show(`${name}, bubbly`, run(bench, "bubbly", seeds, () => create).all);

  print("\nbubbly, log by log");
  for (const [name, measured] of bubbly.perLog) print(row(`  ${name}`, measured));
  apart(bench, bubbly, neutral, shy, misses);
  const { microseconds, bytes, reads } = costs(bench);
  print(`decision ${microseconds.toFixed(1)} us (bar 50), state ${bytes} bytes at most (bar 8192), read by cursor ${reads.toFixed(0)} times a day`);
  if (microseconds >= 50) misses.push(`decision ${microseconds.toFixed(1)} us`);
  if (bytes >= 8192) misses.push(`state ${bytes} bytes`);
  print(misses.length === 0 ? "\nAll bars hold." : `\nMissed:\n${misses.map((miss) => `  ${miss}`).join("\n")}`);
  if (strict && misses.length > 0) process.exitCode = 1;
}

/** Each log by weights that were fitted on the others. */
function leaveOneOut(bench: ReplayBench, seeds: number, mode: Mode = {}): Measured {
  const samples = bench.logs.map(samplesOf);
  const each = bench.logs.map((log, index) => {
    const fitted = fitWeights(samples.filter((_, other) => other !== index));
    return withWeights(fitted, () => run({ ...bench, logs: [log] }, "bubbly", seeds, ours(mode)).all);
  });
  return bench.avg(each);
}

function apart(bench: Parameters<typeof moodsApart>[0], bubbly: Result, neutral: Result, shy: Result, misses: string[]): void {
  const { ratio, ordered } = moodsApart(bench, bubbly, neutral, shy);
  print(`\nMOOD: bubbly speaks ${ratio.toFixed(2)} times as often as shy (bar 2.5 to 6), in order in ${(100 * ordered).toFixed(0)} % (bar 95 %)`);
  if (ratio < 2.5 || ratio > 6) misses.push(`MOOD ${ratio.toFixed(2)}`);
  if (ordered < 0.95) misses.push(`MOOD in order ${ordered.toFixed(2)}`);
}
