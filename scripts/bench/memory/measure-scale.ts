/** Does searching get slower when others talk? One scope of 10,000 messages, alone and among 990,000 of others with the same words. */
import { median, quantile } from "../statistics.ts";
import type { MemoryWorker } from "./memory-worker.ts";
import type { Turn } from "./wire.ts";

const OWN = 10_000;
const OTHERS = 99;
const QUESTIONS = 200;
const WARM_UP = 20;
const BAR = 2;

/** Words by how often they are said, as in any language: the one of rank r is 1/r as frequent as the first. */
const WORDS = 8_000;
const WORDS_PER_MESSAGE = 14;
const SPEAKERS = ["Ada", "Bo", "Cem", "Dora", "Emil"];
const BURST = 25;

/** `start`: a Worker with an empty database. */
export async function measureScale(start: () => Promise<MemoryWorker>, tell: (text: string) => void): Promise<{ table: string; json: Record<string, number> }> {
  const random = createRandom(1);
  const word = createVocabulary(random);
  const turns = Array.from({ length: OWN }, (_, no): Turn => {
    const text = Array.from({ length: 3 + Math.floor(random() * 2 * (WORDS_PER_MESSAGE - 3)) }, word).join(" ");
    const at = Date.UTC(2025, 0, 1) + Math.floor(no / BURST) * 3_600_000 + no * 1000;
    return { no, speaker: SPEAKERS[Math.floor(random() * SPEAKERS.length)] ?? "", at, text };
  });
  const questions = Array.from({ length: QUESTIONS }, () => `What did ${SPEAKERS[0]} say about ${Array.from({ length: 5 }, word).join(" ")}?`);
  const workers = [await start(), await start()];
  try {
    const [alone, among] = workers.map(createSide) as [Side, Side];
    for (const { worker } of [alone, among]) await worker.tell("own", turns);
    const startedAt = performance.now();
    for (let other = 0; other < OTHERS; other++) {
      if (other % 10 === 0) tell(`Storing what others said: ${other * OWN} of ${OTHERS * OWN}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s ...`);
      await among.worker.copy("own", `other-${other}`);
    }
    for (const text of questions.slice(0, WARM_UP)) for (const side of [alone, among]) await side.ask(text);
    for (const side of [alone, among]) side.clear();
    // By turns, so that what the machine does beside this meets both alike.
    for (const text of questions) for (const side of [alone, among]) await side.ask(text);
    return report(alone, among);
  } finally {
    for (const worker of workers) await worker.stop();
  }
}

interface Side {
  worker: MemoryWorker;
  ms: number[];
  trips: number[];
  ranked: string[];
  ask(text: string): Promise<void>;
  clear(): void;
}

function createSide(worker: MemoryWorker): Side {
  const [ms, trips, ranked]: [number[], number[], string[]] = [[], [], []];
  return {
    worker,
    ms,
    trips,
    ranked,
    async ask(text) {
      const startedAt = performance.now();
      const [answer] = await worker.ask({ scope: "own", questions: [{ text, names: SPEAKERS, at: null, limit: 25 }] });
      ms.push(performance.now() - startedAt);
      trips.push(answer?.trips ?? 0);
      ranked.push(JSON.stringify(answer?.ranked));
    },
    clear() {
      for (const list of [ms, trips, ranked]) list.length = 0;
    },
  };
}

function report(alone: Side, among: Side): { table: string; json: Record<string, number> } {
  const same = alone.ranked.every((ranked, index) => ranked === among.ranked[index]);
  const ratio = median(among.ms) / median(alone.ms);
  const line = (name: string, { ms, trips }: Side) =>
    `  ${name.padEnd(18)}p50 ${median(ms).toFixed(2)} ms, p95 ${quantile(ms, 0.95).toFixed(2)} ms; D1 round trips at most ${Math.max(...trips)}`;
  const table = [
    `Whole recall: both D1 round trips and the ranking, seen from outside the Worker; ${QUESTIONS} questions of 5 words`,
    line(`${OWN} messages`, alone),
    line(`${OWN * (OTHERS + 1)} messages`, among),
    `  ratio of p50: ${ratio.toFixed(2)}, bar <= ${BAR}: ${ratio <= BAR ? "holds" : "MISSED"}; the same is found: ${same ? "yes" : "NO"}`,
  ].join("\n");
  if (ratio > BAR || !same) process.exitCode = 1;
  const round = (figure: number) => Math.round(figure * 100) / 100;
  const trips = Math.max(...alone.trips, ...among.trips);
  return { table, json: { p50Alone: round(median(alone.ms)), p50Among: round(median(among.ms)), ratio: round(ratio), trips, same: Number(same) } };
}

/** Zipf's law over made-up words. */
function createVocabulary(random: () => number): () => string {
  const syllables = ["ka", "lo", "mi", "tu", "re", "sa", "no", "vi", "pe", "du", "gra", "sto", "bel", "fin", "hor", "zem"];
  const words = Array.from({ length: WORDS }, (_, rank) => {
    let text = "";
    for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length)) text += syllables[rest % syllables.length];
    return text;
  });
  const reach = Math.log(WORDS);
  return () => words[Math.min(WORDS - 1, Math.floor(Math.exp(random() * reach)) - 1)] ?? "kalo";
}

/** Lehmer's generator: the same numbers every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
