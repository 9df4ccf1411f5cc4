/**
 * `npm run bench -- presence --data DIR --reader`: the same logs, read as the product reads a channel without a source in real time: its own watcher looks by
 * its own alarms at the strict stand-in for Discord, by cursor. Prints the measures and how often the channel was read. Called by index.ts of the bench.
 */
import { type Bar, bubblyBars, header, missed, row, shyBars } from "./bars.ts";
import { isReplayBench, type Log, loadReplayBench, type Measured, type ReplayBench, type Scored } from "./replay-bench.ts";

interface ReaderBenchOptions {
  data?: string | undefined;
  quick?: boolean | undefined;
  strict?: boolean | undefined;
}

type Phase = "live" | "back-off" | "quiet";

/** As in workers/presence-reader.ts, which is checked with the Worker's types, not with Node's. */
interface Reader {
  replayByReading(
    lines: readonly unknown[],
    options: { mood: object; random: () => number; content: boolean; signs: boolean; complain(line: string): void },
  ): Promise<{ posts: unknown[]; aborted: number; reads: number; byPhase: Record<Phase, { reads: number; hours: number }> }>;
}

const READER = "../workers/presence-reader.ts";
const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);

export async function benchReader({ data, quick, strict }: ReaderBenchOptions): Promise<void> {
  if (data === undefined || !isReplayBench(data)) {
    complain("Say where the replay bench is: --data DIR, a folder with replay.mjs and logs/.");
    process.exitCode = 2;
    return;
  }
  const [bench, reader] = await Promise.all([loadReplayBench(data), import(new URL(READER, import.meta.url).href) as Promise<Reader>]);
  const seeds = quick ? 1 : 5;
  const misses: string[] = [];
  const show = (name: string, measured: Measured, bars: readonly Bar[] = []) => {
    print(row(name, measured));
    for (const miss of missed(bars, measured)) misses.push(`${name}: ${miss}`);
  };
  print(`${bench.logs.length} logs, ${seeds} seeds, read by cursor; means over the logs\n\n${header()}`);
  const bubbly = await readAll(bench, reader, "bubbly", seeds);
  show("bubbly", bubbly.all, bubblyBars);
  for (const [name, measured] of bubbly.perLog) print(row(`  ${name}`, measured));
  show("shy", (await readAll(bench, reader, "shy", seeds)).all, shyBars(bubbly.all["good"] ?? 1));
  show("bubbly, told of activities", (await readAll(bench, reader, "bubbly", seeds, { signs: true })).all, bubblyBars);
  const asGood: Bar = { name: "GOOD", key: "good", atLeast: (bubbly.all["good"] ?? 1) - 0.03 };
  show("bubbly, nothing readable", (await readAll(bench, reader, "bubbly", seeds, { content: false })).all, [asGood]);
  print("\nreads a day, and an hour by how the channel is: live (10 minutes after a message), back-off (10 hours), quiet");
  for (const line of bubbly.reads) print(`  ${line}`);
  print(misses.length === 0 ? "\nAll bars hold." : `\nMissed:\n${misses.map((miss) => `  ${miss}`).join("\n")}`);
  if (strict && misses.length > 0) process.exitCode = 1;
}

async function readAll(bench: ReplayBench, reader: Reader, mood: string, seeds: number, { content = true, signs = false } = {}) {
  const numbers = bench.moods[mood];
  if (numbers === undefined) throw new Error(`The bench has no mood ${mood}.`);
  const perLog = new Map<string, Measured>();
  const reads: string[] = [];
  for (const log of bench.logs) {
    const scored: Scored[] = [];
    const sums: Record<Phase, { reads: number; hours: number }> = { live: zero(), "back-off": zero(), quiet: zero() };
    const { lines } = log as Log & { lines: { t: number }[] };
    for (let seed = 1; seed <= seeds; seed += 1) {
      const options = { mood: { name: mood, ...numbers }, random: chance(seed), content, signs, complain };
      const { posts, aborted, byPhase } = await reader.replayByReading(lines, options);
      scored.push(bench.score(log, posts, aborted));
      for (const [phase, { reads: made, hours }] of Object.entries(byPhase) as [Phase, { reads: number; hours: number }][]) {
        sums[phase].reads += made;
        sums[phase].hours += hours;
      }
    }
    perLog.set(log.meta.name, bench.avg(scored));
    const days = Math.max(1, ((lines.at(-1)?.t ?? 0) - (lines[0]?.t ?? 0)) / 86_400);
    const all = Object.values(sums).reduce((sum, phase) => sum + phase.reads, 0);
    const anHour = Object.entries(sums).map(([phase, sum]) => `${phase} ${sum.hours === 0 ? "-" : (sum.reads / sum.hours).toFixed(1)}`);
    reads.push(`${log.meta.name}: ${Math.round(all / seeds / days)} a day; an hour: ${anHour.join(", ")}`);
  }
  return { all: bench.avg([...perLog.values()]), perLog, reads };
}

const zero = () => ({ reads: 0, hours: 0 });

/** mulberry32: the same chance for the same seed. */
function chance(seed: number): () => number {
  let state = (seed * 7919 + 17) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
