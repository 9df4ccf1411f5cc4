/** Fits the weights of src/autonomy/chances.ts anew on some of the logs, so that each log can be measured by weights that never saw it. Used by index.ts. */

import { type Activity, emptyActivity } from "../../../src/autonomy/activity.ts";
import { audienceAt, freshness, LIVE, momentOf, odds, silenceAfter, WEIGHTS } from "../../../src/autonomy/chances.ts";
import { observe } from "../../../src/autonomy/observe.ts";
import type { Log } from "./replay-bench.ts";

interface RawLine {
  t: number;
  a: number;
  ev?: "join" | "activity";
  q?: number;
  to?: number;
  b?: number;
}

interface Sample {
  features: readonly number[];
  /** Whether somebody spoke within 15 s of a post, and within half an hour. */
  over: boolean;
  heard: boolean;
  quiet: number;
}

/** Looks at a lull of so many seconds, if it lasts. */
const LOOKS = [30, 45, 60, 75, 90, 105, 120, 150, 180, 240, 300, 450, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400, 21_600, 28_800, 36_000];
const POST_TAKES = 6;

const namesOf = {
  talkedOver: ["base", "quiet", "pace", "distinct"],
  heard: ["base", "quiet", "silence", "people60", "distinct", "started", "asked"],
  start: ["base", "quiet", "audience", "started", "people60"],
  heardUntold: ["base", "quiet", "silence", "people60", "distinct", "asked"],
  startUntold: ["base", "quiet", "audience", "people60"],
} as const;
type Model = keyof typeof namesOf;
const models = Object.keys(namesOf) as Model[];

function features(activity: Activity, now: number): Record<Model, number[]> {
  const moment = momentOf(activity, now);
  const long = Math.log(Math.max(1, moment.quiet) / 60);
  const people60 = Math.log1p(moment.people60);
  const distinct = Math.log1p(moment.distinct);
  const started = freshness(activity, now);
  const silence = odds(silenceAfter(activity, moment.quiet + POST_TAKES));
  const audience = Math.log(audienceAt(activity, now) + 0.1);
  const asked = moment.asked ? 1 : 0;
  return {
    talkedOver: [1, long, activity.pace - 4, distinct],
    heard: [1, long, silence, people60, distinct, started, asked],
    start: [1, long, audience, started, people60],
    heardUntold: [1, long, silence, people60, distinct, asked],
    startUntold: [1, long, audience, people60],
  };
}

type Samples = Record<Model, Sample[]>;

/** With what people start, and without. */
export function samplesOf(log: Log): Samples {
  const { lines } = log as Log & { lines: RawLine[] };
  const told = lookedAt(lines);
  const { heardUntold, startUntold } = lookedAt(lines.filter(({ ev }) => ev !== "activity"));
  return { ...told, heardUntold, startUntold };
}

function lookedAt(lines: readonly RawLine[]): Samples {
  const activity = emptyActivity();
  const samples: Samples = { talkedOver: [], heard: [], start: [], heardUntold: [], startUntold: [] };
  const people = lines.filter(({ ev, b }) => ev === undefined && !b).map(({ t }) => t);
  const end = lines.at(-1)?.t ?? 0;
  let next = 0;
  lines.forEach((line, index) => {
    if (line.ev !== undefined) observe(activity, { kind: line.ev, at: line.t * 1000, author: String(line.a) });
    else observe(activity, { kind: "message", id: `m${index}`, at: line.t * 1000, author: String(line.a), bot: Boolean(line.b), question: Boolean(line.q) });
    while (next < people.length && (people[next] ?? 0) <= line.t) next += 1;
    if (next === 0) return;
    const spoke = people[next - 1] ?? 0;
    const following = people[next] ?? Number.POSITIVE_INFINITY;
    const until = lines[index + 1]?.t ?? 0;
    const moments = LOOKS.map((quiet) => spoke + quiet);
    if (line.ev === "activity") moments.push(...[5, 60, 180, 300].map((seconds) => line.t + seconds));
    for (const at of moments) {
      if (at <= line.t || at >= until || at + POST_TAKES >= following || at + POST_TAKES + 1800 > end) continue;
      const [quiet, over, heard] = [at - spoke, following - at - POST_TAKES < 15, following - at - POST_TAKES <= 1800];
      const all = features(activity, at * 1000);
      const add = (model: Model) => samples[model].push({ features: all[model], over, heard, quiet });
      if (quiet <= LIVE) add("talkedOver");
      if (quiet <= 600) for (const model of ["heard", "heardUntold"] as const) add(model);
      if (quiet >= 600) for (const model of ["start", "startUntold"] as const) add(model);
    }
  });
  return samples;
}

/** Logs of very different length count by the root of theirs. */
export function fitWeights(logs: readonly Samples[]): Record<Model, number[]> {
  const model = (name: Model) => {
    const rows = logs.flatMap((log) =>
      log[name].map((sample) => ({ x: sample.features, y: name === "talkedOver" ? sample.over : sample.heard, weight: 1 / Math.sqrt(log[name].length) })),
    );
    return logistic(rows, namesOf[name].length);
  };
  return Object.fromEntries(models.map((name) => [name, model(name)])) as Record<Model, number[]>;
}

/** Runs `measure` with other weights, and puts the product's own back. */
export function withWeights<T>(fitted: Record<Model, number[]>, measure: () => T): T {
  const own = structuredClone(WEIGHTS);
  for (const model of models) {
    Object.assign(WEIGHTS[model], Object.fromEntries(namesOf[model].map((name, index) => [name, fitted[model][index] ?? 0])));
  }
  try {
    return measure();
  } finally {
    for (const model of models) Object.assign(WEIGHTS[model], own[model]);
  }
}

interface Row {
  x: readonly number[];
  y: boolean;
  weight: number;
}

/** Newton's method with a little ridge. */
function logistic(rows: readonly Row[], width: number): number[] {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const ridge: number = 1e-3;
  let b: number[] = Array.from({ length: width }, () => 0);
  for (let step = 0; step < 20; step += 1) {
    const gradient: number[] = b.map((value, index) => (index === 0 ? 0 : ridge * value));
    const hessian = b.map((_, i): number[] => b.map((__, j) => (i === j ? ridge : 0)));
    for (const { x, y, weight } of rows) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)));
      const w = weight / total;
      for (let i = 0; i < width; i += 1) {
        const xi = x[i] ?? 0;
        gradient[i] = (gradient[i] ?? 0) + w * (p - (y ? 1 : 0)) * xi;
        const line = hessian[i] ?? [];
        for (let j = 0; j < width; j += 1) line[j] = (line[j] ?? 0) + w * p * (1 - p) * xi * (x[j] ?? 0);
      }
    }
    const change = solve(hessian, gradient);
    b = b.map((value, index) => value - (change[index] ?? 0));
  }
  return b;
}

/** Gauss and Jordan, with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let column = 0; column < rows.length; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < rows.length; row += 1) if (Math.abs(at(row, column)) > Math.abs(at(pivot, column))) pivot = row;
    const [top, other] = [rows[pivot] ?? [], rows[column] ?? []];
    [rows[column], rows[pivot]] = [top.map((value) => value / (top[column] ?? 1)), pivot === column ? top.map((value) => value / (top[column] ?? 1)) : other];
    for (let row = 0; row < rows.length; row += 1) {
      const factor = at(row, column);
      if (row !== column && factor !== 0) rows[row] = (rows[row] ?? []).map((value, index) => value - factor * at(column, index));
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
