/** How much of what answers a question is found: evidence recall through the product's own store and search, and with weights chosen on other conversations. */
import type { Signs } from "../../../src/memory/recall/weights.ts";
import { median } from "../statistics.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { type Conversation, readLocomo } from "./locomo.ts";
import type { MemoryWorker } from "./memory-worker.ts";
import type { Answer } from "./wire.ts";

const DEPTHS = [5, 10, 25, 50] as const;
/** Of each question the records that are ranked. */
const LIMIT = 200;

/** A question, as it was answered. */
export interface Asked {
  conversation: number;
  evidence: number[];
  ranked: number[];
  signs: Partial<Signs>[];
  answer: Answer;
}

export async function measureData(file: string, worker: MemoryWorker, tell: (text: string) => void): Promise<{ table: string; json: Record<string, number> }> {
  const conversations = readLocomo(file);
  const asked: Asked[] = [];
  for (const [index, conversation] of conversations.entries()) {
    tell(`${conversation.name}: ${conversation.transcript.turns.length} messages, ${conversation.questions.length} questions ...`);
    asked.push(...(await askAll(conversation, index, worker)));
  }
  tell("Choosing weights without each conversation in turn ...");
  const learnt = leaveOneOut(asked);
  const own = averages(asked.map(recallOf));
  const trips = asked.map(({ answer }) => answer.trips);
  const tokens = (depth: 10 | 25) => asked.map(({ answer }) => answer.tokens[depth]);
  const rows = asked.map(({ answer }) => answer.rows);
  const line = (name: string, figures: readonly number[]) => `  ${name.padEnd(34)}${figures.map((figure) => (100 * figure).toFixed(1).padStart(7)).join("")}`;
  const table = [
    `Evidence recall: ${asked.length} questions, ${conversations.length} conversations`,
    `  ${"".padEnd(34)}${DEPTHS.map((depth) => `R@${depth}`.padStart(7)).join("")}`,
    line("the product", own),
    line("weights chosen on the other ones", averages(learnt)),
    ...conversations.map(({ name }, index) => line(`  ${name}`, averages(asked.filter(({ conversation }) => conversation === index).map(recallOf)))),
    `  tokens in the prompt: at 10 ${range(tokens(10))}, at 25 ${range(tokens(25))}`,
    `  D1 round trips: ${range(trips)}; records read: ${range(rows)}`,
  ].join("\n");
  const [r5 = 0, r10 = 0, r25 = 0, r50 = 0] = own.map(round);
  const [, loo10 = 0, loo25 = 0] = averages(learnt).map(round);
  const most = { tokens10: Math.max(...tokens(10)), tokens25: Math.max(...tokens(25)), trips: Math.max(...trips) };
  return { table, json: { questions: asked.length, r5, r10, r25, r50, loo10, loo25, ...most } };
}

async function askAll({ name, transcript, questions }: Conversation, index: number, worker: MemoryWorker): Promise<Asked[]> {
  await worker.tell(name, transcript.turns);
  const names = transcript.speakers();
  const at = transcript.turns.at(-1)?.at ?? null;
  const answers = await worker.ask({ scope: name, signs: true, questions: questions.map(({ text }) => ({ text, names, at, limit: LIMIT })) });
  return questions.flatMap(({ evidence }, number) => {
    const answer = answers[number];
    return answer === undefined ? [] : [{ conversation: index, evidence, ranked: answer.ranked, signs: answer.signs ?? [], answer }];
  });
}

/** At each of the depths. */
export function recallOf({ evidence, ranked }: Pick<Asked, "evidence" | "ranked">): number[] {
  const ranks = evidence.map((turn) => ranked.indexOf(turn)).map((rank) => (rank === -1 ? Number.POSITIVE_INFINITY : rank));
  return DEPTHS.map((depth) => ranks.filter((rank) => rank < depth).length / evidence.length);
}

const averages = (rows: readonly (readonly number[])[]): number[] =>
  DEPTHS.map((_, depth) => rows.reduce((sum, row) => sum + (row[depth] ?? 0), 0) / Math.max(1, rows.length));

const round = (figure: number): number => Math.round(figure * 10_000) / 10_000;

const range = (figures: readonly number[]): string => `${median(figures).toFixed(0)} (at most ${Math.max(...figures)})`;
