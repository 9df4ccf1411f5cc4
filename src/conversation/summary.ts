/** Sums up what was said: asks the small model for new notes out of the old ones and the messages since. Used by answer.ts after a long silence, and by the job kind `summarize`. */
import type { Job } from "../jobs/types.ts";
import { ModelError } from "../kernel/errors.ts";
import { isSnowflake } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { estimateTokens } from "../llm/tokens.ts";
import type { HistoryMessage, NewSummary } from "../memory/store.ts";
import { promptFor } from "../prompts/index.ts";
import { fence, inert } from "../turn/fence.ts";
import { newestThatFit, shorten } from "../turn/fit.ts";
import { runTurn } from "../turn/run.ts";
import type { Journal, TurnOutcome } from "../turn/types.ts";
import { costOfFailed } from "./billing.ts";
import type { SmallJobs } from "./choose-model.ts";
import { jobSettings } from "./job-settings.ts";
import type { Recap } from "./past.ts";
import { replyReserve } from "./prepare.ts";
import type { ConversationDeps } from "./types.ts";

/** Fewer new messages are not worth a call. */
export const LEAST_MESSAGES = 4;
/** Tokens of one message, cut in the middle, and of all that is read for one summary. */
const MESSAGE_TOKENS = 400;
const INPUT_TOKENS = 8_000;
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

export interface SummedUp {
  /** Null where nothing came of it. */
  kept: NewSummary | null;
  costMicroUsd: number;
  outcome: TurnOutcome | null;
  failure: string | null;
}

interface Asking {
  at: SmallJobs;
  journal: Journal;
  /** Of the journal, for the model's words. */
  step: string;
  signal: AbortSignal;
  afford(lostMicroUsd: number): Promise<void>;
}

type SummaryDeps = Pick<ConversationDeps, "clock" | "settings" | "safetyIdentifier">;

/** What it can cost at most. */
export function summaryWorstCase(at: SmallJobs, settings: SummaryDeps["settings"]): number {
  const { models, replyTokens, inputTokens } = limitsOf(at, settings);
  return at.pricing.worstCaseMicroUsd(models, inputTokens, replyTokens);
}

/** Rejects with what `afford` rejects with, and with the signal's reason where that is neither "stop" nor "deadline". */
export async function sumUp(job: Job, material: SummaryMaterial, asking: Asking, deps: SummaryDeps): Promise<SummedUp> {
  const { models, replyTokens, inputTokens, ...limits } = limitsOf(asking.at, deps.settings);
  const messages = [
    { role: "system" as const, content: promptFor("summary").body },
    { role: "user" as const, content: transcript(material, inputTokens - estimateTokens(promptFor("summary").body)) },
  ];
  const size = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  let spent = 0;
  const afford = async (lost: number): Promise<void> => {
    spent += lost;
    await asking.afford(lost);
  };
  const request = { messages, models, maxOutputTokens: replyTokens, ...limits, safetyIdentifier: await deps.safetyIdentifier(job.user.id) };
  const { clock } = deps;
  const { at, journal, step, signal } = asking;
  try {
    const outcome = await runTurn(request, size, signal, {
      model: at.model,
      clock,
      journal,
      step,
      afford,
      emit: () => undefined,
      countTokens: estimateTokens,
      costMicroUsd: at.pricing.costMicroUsd,
    });
    const isWhole = outcome.text !== "" && (outcome.end === "stop" || outcome.end === "length");
    return { kept: isWhole ? summaryOf(outcome.text, material) : null, costMicroUsd: outcome.costMicroUsd, outcome, failure: isWhole ? null : outcome.end };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { failure } = error;
    return { kept: null, costMicroUsd: spent + costOfFailed({ failure, inputTokens: size, drafted: "", models }, at), outcome: null, failure };
  }
}

function limitsOf({ models, windowOf }: SmallJobs, settings: SummaryDeps["settings"]) {
  const { temperature, maxOutputTokens, firstTokenTimeoutMs } = jobSettings(promptFor("summary"), settings);
  const window = Math.min(...models.map(windowOf));
  const replyTokens = replyReserve(window, maxOutputTokens);
  return { models, temperature, firstTokenTimeoutMs, replyTokens, inputTokens: Math.min(INPUT_TOKENS, window - replyTokens) };
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
