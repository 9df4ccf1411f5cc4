/**
 * Many messages, a small window: the older ones are condensed into notes first, a few calls of the small model side by side, so that nothing of them is
 * simply missing. What the calls may cost is reserved before. Used by prepare.ts; made in answer.ts.
 */
import type { JobRun } from "../jobs/types.ts";
import { ModelError } from "../kernel/errors.ts";
import type { Endpoint } from "../llm/endpoints.ts";
import { estimateTokens } from "../llm/tokens.ts";
import { promptFor } from "../prompts/index.ts";
import { buildContext } from "../turn/context.ts";
import { runTurn } from "../turn/run.ts";
import { jobSettings } from "./job-settings.ts";
import { replyReserve } from "./prepare.ts";
import type { Purse } from "./purse.ts";
import type { ConversationDeps } from "./types.ts";

/** Each is a request, and money. */
const MOST_CALLS = 4;
/** Of one call's notes, in the answer's own window. */
const NOTE_TOKENS = 600;
/** What is around the lines besides the prompt. */
const MARGIN = 64;

/** A line, or notes on several of them. */
export interface ChannelItem {
  text: string;
  messages: number;
}

/** `lines`: oldest first, as what returns. `room`: tokens. Rejects with the signal's reason and with what the purse rejects with. */
export type Condense = (lines: readonly string[], room: number, question: string, bytesPerToken: number) => Promise<ChannelItem[]>;

export interface CondenserDeps extends Endpoint {
  models: readonly string[];
  run: JobRun;
  signal: AbortSignal;
  safetyIdentifier: string;
  clock: ConversationDeps["clock"];
  settings: ConversationDeps["settings"];
  purse: Purse;
  /** Called before the calls: so many messages are read. */
  begin(messages: number): void;
}

export function createCondenser(deps: CondenserDeps): Condense {
  const { models, settings, windowOf, pricing } = deps;
  const prompt = promptFor("condense");
  const job = jobSettings(prompt, settings);

  return async (lines, room, question, bytesPerToken) => {
    const tokens = (text: string) => estimateTokens(`${text}\n`, bytesPerToken);
    const whole = lines.map((text) => ({ text, messages: 1 }));
    const window = Math.min(...models.map(windowOf));
    const reply = replyReserve(window, job.maxOutputTokens);
    const request = (channel: string[]) =>
      buildContext(
        {
          layers: [{ name: prompt.name, source: "src/prompts/condense.md", text: prompt.body }],
          history: [],
          channel,
          channelShare: 1,
          files: [],
          images: [],
          remarks: [],
          prompt: question === "" ? "" : `The notes will be used to answer this question: ${question}`,
          userName: "",
          now: "",
        },
        { window, reply, bytesPerToken },
      );
    const roomOfCall = window - reply - request([]).report.total - MARGIN;
    const plan = planCondensing(lines.map(tokens), room, roomOfCall);
    if (plan.calls.length === 0) return whole;

    deps.begin(lines.length);
    const requests = plan.calls.map(({ from, to }) => request(lines.slice(from, to).toReversed()));
    await deps.purse.hold(requests.reduce((sum, { report }) => sum + pricing.worstCaseMicroUsd(models, report.total, reply), 0));
    const asked = requests.map(({ messages, report }, index) => take(messages, report.total, `notes:${plan.calls[index]?.from ?? index}`));
    // None goes on behind the back of a turn that has failed.
    await Promise.allSettled(asked);
    const notes = await Promise.all(asked);
    return [
      ...plan.calls.flatMap(({ from, to }, index) => {
        const note = firstThatFit(notes[index] ?? "", NOTE_TOKENS, tokens);
        return note === "" ? [] : [{ text: `Notes on ${numberOf(lines[from])} to ${numberOf(lines[to - 1])}:\n${indented(note)}`, messages: to - from }];
      }),
      ...whole.slice(plan.rest),
    ];
  };

  /** Empty where the model fails: then these messages are left out, and that is said. */
  async function take(messages: Parameters<typeof runTurn>[0]["messages"], inputTokens: number, step: string): Promise<string> {
    try {
      const { run, signal, clock, safetyIdentifier, model } = deps;
      const { temperature, maxOutputTokens, firstTokenTimeoutMs } = job;
      const outcome = await runTurn({ messages, models, maxOutputTokens, temperature, firstTokenTimeoutMs, safetyIdentifier }, inputTokens, signal, {
        model,
        journal: run.journal,
        step,
        clock,
        countTokens: (text) => estimateTokens(text),
        costMicroUsd: pricing.costMicroUsd,
        // What was lost is part of what the call did cost in the end; its repetition is held anew.
        afford: deps.purse.hold,
        emit: () => undefined,
      });
      deps.purse.spend(outcome.costMicroUsd);
      deps.signal.throwIfAborted();
      return outcome.text;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      return "";
    }
  }
}

interface Plan {
  /** Lines `from` up to but without `to`, oldest first. */
  calls: { from: number; to: number }[];
  /** From this line on all are kept as they are. */
  rest: number;
}

/** As few calls as it takes; where even all of them do not, the oldest lines are in none of them. `sizes`: tokens of each line, oldest first. */
export function planCondensing(sizes: readonly number[], room: number, roomOfCall: number): Plan {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= room || roomOfCall < NOTE_TOKENS) return { calls: [], rest: 0 };
  for (let calls = 1; ; calls += 1) {
    const rest = startOfNewest(sizes, sizes.length, room - calls * NOTE_TOKENS);
    const chunks: Plan["calls"] = [];
    for (let to = rest; to > 0 && chunks.length < calls; ) {
      // A line that does not even fit into a call of its own is no reason to stop there.
      const from = Math.min(to - 1, startOfNewest(sizes, to, roomOfCall));
      chunks.unshift({ from, to });
      to = from;
    }
    const isEnough = (chunks[0]?.from ?? 0) === 0;
    if (isEnough || calls === MOST_CALLS || room < (calls + 1) * NOTE_TOKENS) return { calls: chunks, rest };
  }
}

/** Of the lines before `end`, the first of the newest that fit. */
function startOfNewest(sizes: readonly number[], end: number, room: number): number {
  let left = room;
  let start = end;
  while (start > 0 && (sizes[start - 1] ?? 0) <= left) {
    start -= 1;
    left -= sizes[start] ?? 0;
  }
  return start;
}

function firstThatFit(text: string, room: number, tokens: (text: string) => number): string {
  const kept: string[] = [];
  let left = room;
  for (const line of text.split("\n").filter((candidate) => candidate.trim() !== "")) {
    left -= tokens(line);
    if (left < 0) break;
    kept.push(line);
  }
  return kept.join("\n");
}

const numberOf = (line: string | undefined): string => /^\[\d+\]/.exec(line ?? "")?.[0] ?? "";
const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
