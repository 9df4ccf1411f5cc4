/** What a turn leaves behind: composed after delivery and journalled, then written down by save-turn.ts. */
import type { DeliveryResult } from "../delivery/deliver.ts";
import type { Failure } from "../delivery/explain.ts";
import type { AskInput, Job, JobResult, SummarizeInput } from "../jobs/types.ts";
import type { Person } from "../kernel/echoes.ts";
import type { UserId } from "../kernel/ids.ts";
import { type ConversationMoment, conversationKey, type NewMessage, type NewSummary } from "../memory/store.ts";
import { messageScope } from "../memory/visibility.ts";
import type { ContextReport } from "../turn/context.ts";
import type { PendingTurn, TurnOutcome } from "../turn/types.ts";
import type { Explanation, RecalledSource } from "../turns/explanation.ts";
import type { ModelCount, TurnRecord } from "../turns/store.ts";
import type { ModelUse } from "./choose-model.ts";
import { listSources } from "./cited.ts";
import { askerOf, isOwnIdea, ownerOf, speakersOf } from "./load.ts";
import type { Overheard } from "./overheard.ts";
import { historyOf } from "./task.ts";

interface PreparedSummary {
  report: ContextReport;
  notices: string[];
  visibleNotices: string[];
  /** Stands above the answer. */
  lead: string;
  /** Where what was remembered comes from. */
  recalled: RecalledSource[];
  models: string[];
  use: ModelUse;
  persona?: NonNullable<Explanation["persona"]>;
}

/** What of a turn may be written down: the words too, or numbers alone; `ask`: nobody could be asked yet whether the asker opted out. */
export type Keep = "text" | "numbers" | "ask";

/** What becomes of the conversation. Plain JSON. */
export interface Memory {
  /** Its key; absent: nobody could tell, so it is the asker's own. */
  conversation?: string;
  /** Notes on what had lapsed, and what stood there before. */
  summary?: { of: ConversationMoment; kept: NewSummary };
  /** It has grown long. */
  due?: SummarizeInput;
  /** In a channel that is remembered. */
  overheard?: Overheard;
}

/** How a turn ended, before it is delivered. Plain JSON: it is journalled. `input` is whole, with a regenerated question in it. */
export type Ending = Memory & Ended;

type Ended =
  | {
      kind: "answered";
      outcome: TurnOutcome;
      input: AskInput;
      parent: TurnRecord | null;
      prepared: PreparedSummary | null;
      learnt: ModelCount | null;
      /** Whose words the answer repeats. */
      echoed: Person[];
      keep: Keep;
      /** The asker has never been answered before: the answer ends with the notice. */
      firstUse: boolean;
      /** Where the server decided it: for how many days words are kept. */
      retentionDays: number | null;
    }
  /** `stopped`: by a person before the first word. `partial`: what was shown until then. */
  | {
      kind: "failed";
      failure: Failure | "stopped";
      partial: string;
      model: string;
      /** What the failure's sentence names besides the model. */
      detail?: string;
      costMicroUsd: number;
      input: AskInput;
      parent: TurnRecord | null;
      prepared: PreparedSummary | null;
      echoed: Person[];
      keep: Keep;
    };

/** Plain JSON. */
export interface TurnToSave {
  turn: Omit<TurnRecord, "people">;
  /** Whose turn and conversation it is, and everybody else whose words it holds; who they are is hidden when it is written. */
  parties: Person[];
  others: Person[];
  /** The exchange as history; empty for failures. Who it is from is hidden when it is written. */
  messages: Omit<NewMessage, "userKey" | "quotedKey">[];
  /** Whose memory it becomes (memory/visibility.ts). */
  scope: string;
  /** It holds words of the speaker's own that may tell something about them; `present`: the bot is a member there. */
  tells?: { present: boolean } | null;
  /** The turn whose place this one takes. */
  supersedes: string | null;
  learnt: ModelCount | null;
  /** Whose opting out decides about the words; nobody's where it is known that they may be written down. */
  askFirst: string[];
  /** Notes to be kept, and a conversation to be summed up. */
  summary: Memory["summary"] | null;
  due: SummarizeInput | null;
  /** In a channel that is remembered. */
  overheard: Overheard | null;
  /** It stands still until somebody agrees to what its model wants to do; whose question it is. */
  pending: { userId: string; state: PendingTurn } | null;
  /** The turn may have been the one to show the first-use notice, and did not. */
  noticeLost: boolean;
}

/** Ways on which the asker sees the answer itself. */
const SEEN: readonly string[] = ["interaction", "reply", "bot", "post"] satisfies DeliveryResult["via"][];

interface Facts {
  job: Job;
  input: AskInput;
  ending: Ending;
  delivered: DeliveryResult;
  startedAt: number;
  finishedAt: number;
}

export function composeRecord({ job, input, ending, delivered, startedAt, finishedAt }: Facts): TurnToSave {
  const outcome = ending.kind === "answered" ? ending.outcome : null;
  const answer = outcome?.text ?? (ending.kind === "failed" ? ending.partial : "");
  const report = ending.prepared?.report;
  const { key, isPrivate } = conversationOf(job, ending, delivered);
  const turn: TurnToSave["turn"] = {
    id: job.id,
    parentId: input.parentId ?? null,
    trigger: input.trigger,
    guildId: job.guildId,
    channelId: job.channelId,
    userId: job.user.id,
    conversation: key,
    private: isPrivate,
    quotedUserId: ending.input.target?.author.id ?? null,
    input: JSON.stringify(ending.input),
    ...judge(ending, delivered),
    answer,
    model: outcome !== null ? outcome.model || null : ending.kind === "failed" && ending.model !== "" ? ending.model : null,
    inputTokens: outcome?.usage.inputTokens ?? 0,
    cachedInputTokens: outcome?.usage.cachedInputTokens ?? 0,
    outputTokens: outcome?.usage.outputTokens ?? 0,
    costMicroUsd: ending.kind === "answered" ? ending.outcome.costMicroUsd : ending.costMicroUsd,
    explanation: {
      layers: report?.layers ?? [],
      models: ending.prepared?.models ?? [],
      ...(ending.prepared === null ? {} : modelOf(ending.prepared.use)),
      ...(ending.prepared?.persona === undefined ? {} : { persona: ending.prepared.persona }),
      context: {
        budget: report?.budget ?? 0,
        summary: report?.summary ?? 0,
        examples: report?.examples ?? 0,
        history: report?.history ?? 0,
        historyMessages: report?.historyMessages ?? 0,
        channel: report?.channel ?? 0,
        channelMessages: report?.channelMessages ?? 0,
        quoted: report?.quoted ?? 0,
        memories: report?.memories ?? 0,
        attachments: report?.attachments ?? 0,
        prompt: report?.prompt ?? 0,
      },
      memories: ending.prepared?.recalled ?? [],
      notices: ending.prepared?.notices ?? [],
      restarts: outcome?.restarts ?? [],
      ...(outcome?.tools === undefined ? {} : { tools: [...outcome.tools.calls], sources: listSources(answer, outcome.tools.sources) }),
      times: timesOf(job, { startedAt, finishedAt }, outcome),
      delivery: delivered.via === "never-acknowledged" ? "undeliverable" : delivered.via,
    },
    messageIds: delivered.messageIds,
    createdAt: job.createdAt,
    finishedAt,
  };
  const said = outcome !== null && outcome.end !== "waiting" && answer !== "" && turn.outcome !== "never-acknowledged";
  // What is only told again stays the words of whoever asked first.
  const speakerId = ownerOf(job, ending.input);
  const isFirst = input.trigger !== "regenerate" && input.trigger !== "continue" && ending.input.replaces === undefined;
  const common = {
    turnId: job.id,
    conversation: key,
    guildId: job.guildId,
    channelId: job.channelId,
    messageId: delivered.messageIds[0] ?? null,
    userId: speakerId,
    private: isPrivate,
    createdAt: job.createdAt,
  };
  const record: TurnToSave = {
    turn,
    parties: [...new Set([job.user.id, askerOf(job), speakerId])].map((id) => ({ id })),
    others: [...quotedIn(ending.input), ...ending.echoed],
    messages: said
      ? [
          { ...common, source: `${job.id}:user`, role: "user", name: speakerId === job.user.id ? job.user.name : "", content: historyOf(ending.input) },
          { ...common, source: `${job.id}:assistant`, role: "assistant", name: "", content: answer },
        ]
      : [],
    scope: messageScope({ ...job, userId: askerOf(job) as UserId, private: isPrivate, botPresent: job.bot.present, canRead: job.bot.canRead }),
    // What is told again was looked through already; what quotes somebody is not the speaker's own.
    tells: said && isFirst && job.conversation !== null && !isOwnIdea(job) && ownWords(ending.input) !== "" ? { present: job.bot.present } : null,
    supersedes: said ? ((input.trigger === "regenerate" ? input.parentId : ending.input.replaces) ?? null) : null,
    learnt: ending.kind === "answered" ? ending.learnt : null,
    askFirst: ending.keep === "ask" ? speakersOf(job, ending.input) : [],
    summary: ending.summary ?? null,
    due: said ? (ending.due ?? null) : null,
    overheard: ending.overheard ?? null,
    pending: outcome?.pending === undefined ? null : { userId: speakerId, state: outcome.pending },
    noticeLost: ending.kind === "failed" || (ending.firstUse && !SEEN.includes(delivered.via)),
  };
  // The quoted words are part of the question: their author did not want them read.
  const quotesOptedOut = ending.kind === "failed" && ending.failure === "opted-out";
  return ending.keep === "numbers" || quotesOptedOut ? withoutWords(record) : record;
}

/** How the job ended, for its log line. */
export function resultOf({ turn }: TurnToSave): JobResult {
  const { outcome, reason, model, inputTokens, outputTokens, costMicroUsd } = turn;
  return {
    // Written by `judge` alone.
    outcome: outcome as JobResult["outcome"],
    inputTokens,
    outputTokens,
    costMicroUsd,
    ...(reason === null ? {} : { reason }),
    ...(model === null ? {} : { model }),
  };
}

/** When was what, for `/why`. `modelMs`: of the model's own work; null: it did none. */
export function timesOf(
  job: Job,
  at: { startedAt: number; finishedAt: number },
  model: { modelMs: number; firstTokenMs: number | null } | null,
): Explanation["times"] {
  return {
    queuedMs: Math.max(0, at.startedAt - job.createdAt),
    preparedMs: Math.max(0, at.finishedAt - at.startedAt - (model?.modelMs ?? 0)),
    firstTokenMs: model?.firstTokenMs ?? null,
    modelMs: model?.modelMs ?? 0,
    deliveredMs: Math.max(0, at.finishedAt - job.createdAt),
  };
}

/** The default speaks for itself. */
const modelOf = ({ source, own }: ModelUse) => ({ ...(source === "default" ? {} : { modelFrom: source }), ...(own === undefined ? {} : { own }) });

/** No question, no answer, no names of files: the numbers stay, so that budgets and /why hold. */
export function withoutWords(record: TurnToSave): TurnToSave {
  const { turn } = record;
  // The name of a persona of one's own is a word of one's own.
  const { persona, sources: _, ...numbers } = turn.explanation;
  const explanation = { ...numbers, notices: [], ...(persona === undefined || isNumber(persona.ref) ? {} : { persona }) };
  const wordless = { ...turn, input: "null", answer: "", quotedUserId: null, explanation };
  return { ...record, turn: wordless, others: [], messages: [], summary: null, due: null, pending: null };
}

/** Authors of the messages that the question quotes. Bots ask for nothing to be forgotten. */
function quotedIn({ target }: AskInput): Person[] {
  const people: Person[] = [];
  for (let message = target; message !== undefined; message = message.replied) if (!message.author.bot) people.push({ id: message.author.id });
  return people;
}

const ownWords = ({ target, prompt }: AskInput): string => (target === undefined ? prompt.trim() : "");

const isNumber = (ref: string): boolean => /^\d+$/.test(ref);

function judge(ending: Ending, delivered: DeliveryResult): { outcome: string; reason: string | null } {
  if (delivered.via === "never-acknowledged") return { outcome: "never-acknowledged", reason: null };
  if (delivered.via === "undeliverable") return { outcome: "undeliverable", reason: delivered.because ?? (ending.kind === "failed" ? ending.failure : null) };
  if (ending.kind === "failed") return ending.failure === "stopped" ? { outcome: "stopped", reason: null } : { outcome: "failed", reason: ending.failure };
  return { outcome: ending.outcome.end === "stopped" ? "stopped" : "answered", reason: ending.outcome.end === "stop" ? null : ending.outcome.end };
}

/** What was shown to its asker alone, as a reply that could not be posted, belongs to what nobody else sees. */
function conversationOf(job: Job, ending: Ending, delivered: DeliveryResult): { key: string; isPrivate: boolean } {
  const isPrivate = job.private || delivered.alone === true || (job.target === "reply" && delivered.via !== "reply");
  if (job.conversation === null) return { isPrivate, key: job.id };
  const own = conversationKey(job.channelId, askerOf(job) as UserId, isPrivate);
  return { isPrivate, key: isPrivate ? own : (ending.conversation ?? own) };
}
