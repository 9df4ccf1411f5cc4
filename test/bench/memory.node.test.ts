/** What goes into the bench of recall and what comes out, without a Worker: whatever the lines look like, every question gets its answer. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type Asked, recallOf } from "../../scripts/bench/memory/evidence.ts";
import { leaveOneOut } from "../../scripts/bench/memory/leave-one-out.ts";
import { readLocomo } from "../../scripts/bench/memory/locomo.ts";
import { answerLines } from "../../scripts/bench/memory/measure-jsonl.ts";
import type { MemoryWorker } from "../../scripts/bench/memory/memory-worker.ts";
import { readMoment } from "../../scripts/bench/memory/when.ts";
import type { Answer, Turn } from "../../scripts/bench/memory/wire.ts";

/** Finds the turns that hold a word of the question, newest first. */
function createWorker() {
  const told = new Map<string, Turn[]>();
  const answer = (turns: readonly Turn[]): Answer => ({ ranked: turns.map(({ no }) => no), tokens: { 10: 0, 25: 0 }, trips: 2, rows: turns.length });
  const worker: MemoryWorker = {
    tell: async (scope, turns) => void told.set(scope, [...(told.get(scope) ?? []), ...turns]),
    ask: async ({ scope, questions }) =>
      questions.map(({ text }) => answer((told.get(scope) ?? []).filter((turn) => text.split(" ").some((word) => turn.text.includes(word))).toReversed())),
    copy: async () => undefined,
    stop: async () => undefined,
  };
  return { worker, told };
}

async function answersTo(lines: readonly unknown[]) {
  const { worker, told } = createWorker();
  const [printed, warned]: [string[], string[]] = [[], []];
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  await answerLines(
    Readable.from([text]),
    worker,
    (line) => printed.push(line),
    (line) => warned.push(line),
  );
  return { answers: printed.map((line) => JSON.parse(line) as { qid: unknown; ranked: unknown[] }), warned, told: [...told.values()] };
}

const turn = (id: unknown, text: unknown, more: object = {}) => ({
  type: "turn",
  conv: "a",
  id,
  session: 1,
  seq: 1,
  ts: 1_700_000_000,
  speaker: "Ada",
  text,
  ...more,
});
const question = (qid: unknown, text: unknown, more: object = {}) => ({ type: "question", conv: "a", qid, question: text, k: 200, ...more });

describe("lines", () => {
  it("become turns, and questions ranked ids as they were given", async () => {
    const { answers } = await answersTo([
      { type: "conversation", conv: "a", speakers: ["Ada"] },
      turn("D1:1", "otter"),
      turn(7, "otter"),
      question("q", "otter"),
      { type: "end" },
    ]);
    expect(answers).toEqual([{ qid: "q", ranked: [7, "D1:1"] }]);
  });

  it("may come in any order: a question hears all of its conversation, and nothing of others", async () => {
    const { answers } = await answersTo([
      question("early", "otter"),
      turn("b1", "otter", { conv: "b" }),
      turn("a1", "otter"),
      question("other", "otter", { conv: "b" }),
      turn("a2", "otter"),
      question("nowhere", "otter", { conv: "c" }),
    ]);
    expect(Object.fromEntries(answers.map(({ qid, ranked }) => [qid, ranked]))).toEqual({ early: ["a2", "a1"], other: ["b1"], nowhere: [] });
  });

  it("that are no JSON, of unknown kinds or blank are left out, and what was not understood is told", async () => {
    const { answers, warned } = await answersTo(["", "  ", "{oops", "[1]", "null", { type: "weather" }, {}, turn("a1", "otter"), question("q", "otter")]);
    expect(answers).toEqual([{ qid: "q", ranked: ["a1"] }]);
    expect(warned).toHaveLength(3);
  });

  it("without a text, a speaker, a moment or an id are turns all the same", async () => {
    const { answers, told } = await answersTo([
      turn("a1", null, { caption: "an otter" }),
      turn("a2", undefined, { ts: undefined, speaker: undefined }),
      turn("a3", "otter", { ts: "soon", speaker: { name: "Bo" }, caption: null }),
      turn(undefined, "otter"),
      question("q", "otter"),
    ]);
    expect(answers).toEqual([{ qid: "q", ranked: ["a3", "a1"] }]);
    expect(told[0]?.map(({ speaker, text }) => [speaker, text])).toEqual([
      ["Ada", "an otter"],
      ["", ""],
      ["Bo", "otter"],
      ["Ada", "otter"],
    ]);
  });

  it("name an id twice at most in the input, and at most k in the answer", async () => {
    const { answers } = await answersTo([
      turn("a1", "otter"),
      turn("a1", "otter"),
      turn("a2", "otter"),
      question("q", "otter"),
      question("few", "otter", { k: 1 }),
    ]);
    expect(answers).toEqual([
      { qid: "q", ranked: ["a2", "a1"] },
      { qid: "few", ranked: ["a2"] },
    ]);
  });

  it("of another session are an hour apart at least where no moment says so", async () => {
    const { told } = await answersTo([
      turn("a1", "x", { ts: null }),
      turn("a2", "x", { ts: null }),
      turn("a3", "x", { ts: null, session: 2 }),
      question("q", "x"),
    ]);
    const [first = 0, second = 0, third = 0] = told[0]?.map(({ at }) => at) ?? [];
    expect(second - first).toBeLessThan(60_000);
    expect(third - second).toBeGreaterThanOrEqual(3_600_000);
  });
});

describe("moments", () => {
  const MOMENT = Date.UTC(2023, 4, 8, 13, 56);
  it.each([MOMENT, MOMENT / 1000, String(MOMENT / 1000), "2023-05-08T13:56:00Z", "2023-05-08T15:56:00+02:00", "2023-05-08 13:56", "1:56 pm on 8 May, 2023"])(
    "%s",
    (given) => {
      expect(readMoment(given)).toBe(MOMENT);
    },
  );

  it.each([undefined, null, "", "soon", Number.NaN, {}, true])("%s is none", (given) => {
    expect(readMoment(given)).toBeNull();
  });
});

describe("LoCoMo", () => {
  it("is read with its malformed evidence, without category 5 and what nothing answers", () => {
    const folder = mkdtempSync(join(tmpdir(), "edgewise-locomo-"));
    const file = join(folder, "data.json");
    const said = (dia_id: string, text: string) => ({ speaker: "Ada", dia_id, text, blip_caption: "a photo" });
    const qa = [
      { question: "both", category: 1, evidence: ["D1:2; D2:1"] },
      { question: "padded", category: 2, evidence: ["D:1:01", "D"] },
      { question: "unanswered", category: 3, evidence: ["D9:9"] },
      { question: "never said", category: 5, evidence: ["D1:1"] },
    ];
    const conversation = {
      session_10_date_time: "1:56 pm on 8 May, 2023",
      session_1_date_time: "1:56 pm on 7 May, 2023",
      session_1: [said("D1:1", "one"), said("D1:2", "two")],
      session_10: [said("D2:1", "three")],
    };
    writeFileSync(file, JSON.stringify([{ sample_id: "x", conversation, qa }]));
    const [found] = readLocomo(file);
    rmSync(folder, { recursive: true });
    expect(found?.questions).toEqual([
      { text: "both", evidence: [1, 2] },
      { text: "padded", evidence: [0] },
    ]);
    expect(found?.transcript.turns.map(({ text }) => text)).toEqual(["one\na photo", "two\na photo", "three\na photo"]);
    expect(found?.transcript.turns[2]?.at).toBe(Date.UTC(2023, 4, 8, 13, 56));
  });

  it("recall counts the evidence within the first k", () => {
    const ranked = Array.from({ length: 60 }, (_, index) => index);
    expect(recallOf({ evidence: [0, 7, 30, 99], ranked })).toEqual([0.25, 0.5, 0.5, 0.75]);
  });

  it("weights that are chosen on other conversations find what these have in common", () => {
    // Everywhere it is the author that tells the answer from 49 others.
    const asked = Array.from({ length: 40 }, (_, index): Asked => {
      const ranked = Array.from({ length: 50 }, (_, no) => no);
      const signs = ranked.map((no) => ({ near: 1 - no / 100, author: no === 40 ? 1 : -1 }));
      return { conversation: index % 4, evidence: [40], ranked, signs, answer: { ranked, tokens: { 10: 0, 25: 0 }, trips: 2, rows: 50 } };
    });
    expect(recallOf(asked[0] as Asked)[1]).toBe(0);
    expect(leaveOneOut(asked).every((row) => row[1] === 1)).toBe(true);
  });
});
