/** Sums up what was said: asks the small model for new notes out of the old ones and the messages since. Used by answer.ts after a long silence, and by the job kind `summarize`. */
import type { Job } from "../jobs/types.ts";
import { isSnowflake } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { estimateTokens } from "../llm/tokens.ts";
import type { HistoryMessage, NewSummary } from "../memory/store.ts";
import { fence, inert } from "../turn/fence.ts";
import { newestThatFit, shorten } from "../turn/fit.ts";
import { askSmall, type SmallAnswer, type SmallAsking, type SmallDeps, type SmallTask, smallWorstCase } from "./ask-small.ts";
import type { SmallJobs } from "./choose-model.ts";
import type { Recap } from "./past.ts";

/** Fewer new messages are not worth a call. */
export const LEAST_MESSAGES = 4;
const TASK: SmallTask = { prompt: "summary", inputTokens: 8_000 };
/** Tokens of one message, cut in the middle. */
const MESSAGE_TOKENS = 400;
/** Ends what the model is given: what is asked for stands in the system prompt. */
const NOW = "Write the new notes.";
/** Characters kept of it, should the model write more than it was asked for. */
const LENGTH = 4_000;

export interface SummaryMaterial {
  before: Recap | null;
  /** New in it, newest first. Nobody's who does not want it. */
  messages: readonly HistoryMessage[];
  /** Of those turns that are about somebody's message: whose. */
  quoted: ReadonlyMap<string, string>;
  /** Of those turns that hold words of others: whose, by their HMACs. */
  voices: ReadonlyMap<string, readonly string[]>;
}

export interface SummedUp extends SmallAnswer {
  /** Null where nothing came of it. */
  kept: NewSummary | null;
}

/** What it can cost at most. */
export const summaryWorstCase = (at: SmallJobs, settings: SmallDeps["settings"]): number => smallWorstCase(TASK, at, settings);

/** Rejects as askSmall does. */
export async function sumUp(job: Job, material: SummaryMaterial, asking: SmallAsking, deps: SmallDeps): Promise<SummedUp> {
  const answer = await askSmall(job, TASK, (room) => transcript(material, room), asking, deps);
  const text = answer.failure === null ? answer.outcome?.text : undefined;
  return { ...answer, kept: text === undefined ? null : summaryOf(text, material) };
}

function summaryOf(text: string, { before, messages, quoted, voices }: SummaryMaterial): NewSummary {
  const quotedHere = messages.flatMap(({ turnId }) => [...(quoted.has(turnId) ? [quoted.get(turnId) ?? ""] : []), ...(voices.get(turnId) ?? [])]);
  return {
    text: text.slice(0, LENGTH).toWellFormed(),
    summarizedAt: Math.max(...messages.map(({ createdAt }) => createdAt)),
    people: [...new Set([...(before?.people ?? []), ...messages.map(({ userId }) => userId), ...quotedHere])],
    messageIds: messages.map(({ id }) => id),
  };
}

/** Notes first, then as much of what was said since as there is room for; the oldest gives way. */
function transcript({ before, messages }: SummaryMaterial, room: number): string {
  const notes = before === null ? "" : fence("summary", inert(before.text));
  const said = (lines: readonly string[]) => fence("conversation", lines.toReversed().join("\n"));
  const left = room - estimateTokens(notes + NOW) - estimateTokens(said([]));
  const lines = newestThatFit(messages.map(lineOf), left, (line) => estimateTokens(`${line}\n`));
  return [notes, said(lines), NOW].filter((part) => part !== "").join("\n\n");
}

function lineOf({ role, name, content, createdAt }: HistoryMessage): string {
  const at = new Date(createdAt).toISOString().slice(0, 16).replace("T", " ");
  const speaker = role === "assistant" ? "You" : name.replaceAll(/[\r\n:]+/g, " ") || "Somebody";
  // Indented, so that no line break makes words look like somebody else's.
  const text = shorten(inert(content), MESSAGE_TOKENS, estimateTokens).replaceAll(/[\r\n\u2028\u2029]+/g, "\n  ");
  return `${at} ${inert(speaker)}: ${text}`;
}

/** By which those are found of whom notes tell. */
export async function keysOfNotes({ people }: NewSummary, pseudonyms: Pseudonyms): Promise<string[]> {
  return (await Promise.all(people.map((id) => (isSnowflake(id) ? pseudonyms(id) : [id])))).flat();
}
