/** The first D1 round trip of a turn: question, history, prompts, the asker's standing, what is known of the model's counting, and the budget's reserve. */
import type { AccessStore, Refusal, Standing } from "../access/store.ts";
import type { BudgetScope, BudgetStore } from "../budget/store.ts";
import type { Database } from "../db/client.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import { snowflakeTime } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { ConversationStore, HistoryEnd, HistoryMessage } from "../memory/store.ts";
import type { PromptScope, PromptStore, PromptVersion } from "../persona/store.ts";
import { type ModelCount, parse, type TurnRecord, type TurnStore } from "../turns/store.ts";
import { continuePrompt } from "./layers.ts";

/** Everything the turn starts from. `input` is whole: a regenerated question stands in it again. */
export interface Loaded {
  kind: "loaded";
  input: AskInput;
  parent: TurnRecord | null;
  /** Newest first. */
  history: HistoryMessage[];
  counts: ModelCount | undefined;
  /** Prompts that people set, at most one a scope; an empty text is none. */
  prompts: PromptVersion[];
  standing: Standing;
}

export type LoadResult =
  | Loaded
  | { kind: "over-budget"; full: BudgetScope; parent: TurnRecord | null }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "turn-gone" };

export interface LoadDeps {
  db: Database;
  conversations: ConversationStore;
  turns: TurnStore;
  budget: BudgetStore;
  prompts: PromptStore;
  access: AccessStore;
  pseudonyms: Pseudonyms;
  historyMessages: number;
}

/** Throws when D1 does. Idempotent: a resumed job loads again and reserves nothing twice. */
export async function loadTurn(job: Job, input: AskInput, worstCaseMicroUsd: number, model: string, deps: LoadDeps): Promise<LoadResult> {
  const key = job.conversation ?? job.id;
  const reserve = deps.budget.reserve({ turnId: job.id, userId: job.user.id, guildId: job.guildId, at: job.createdAt, amountMicroUsd: worstCaseMicroUsd });
  const place = { ...job, userId: job.user.id, pseudonyms: await deps.pseudonyms(job.user.id) };
  const standing = deps.access.standing(place);
  const [, own, usage, limit, history, counts, parents, prompts, server, person, optedOut] = await deps.db.batch([
    reserve.insert,
    reserve.own,
    reserve.usage,
    reserve.limit,
    deps.conversations.history(key, historyEnd(job, input), deps.historyMessages),
    deps.turns.counts(model),
    deps.turns.byId(input.parentId ?? ""),
    deps.prompts.current(promptScopes(job)),
    standing.server,
    standing.person,
    standing.optedOut,
  ]);
  // A turn of another conversation is none of this one's business, whoever presses the button.
  const parent = parse(parents[0]?.conversation === key ? parents[0] : undefined);
  const found = standing.verdict(server, person, optedOut);
  if (found.refusal !== null) return { kind: "refused", refusal: found.refusal };
  const verdict = reserve.verdict(own, usage, limit);
  if (!verdict.reserved) return { kind: "over-budget", full: verdict.full, parent };
  const whole = resolveInput(input, parent);
  return whole === null ? { kind: "turn-gone" } : { kind: "loaded", input: whole, parent, history, counts: counts[0], prompts, standing: found };
}

/** A thread has its channel's prompt, too; outside servers there are only a person's own. */
export function promptScopes({ guildId, channelId, parentId, user, bot }: Pick<Job, "guildId" | "channelId" | "parentId" | "user" | "bot">): PromptScope[] {
  const own: PromptScope = `user:${user.id}`;
  if (guildId === null || !bot.present) return [own];
  return [`server:${guildId}`, ...(parentId === null ? [] : [`channel:${parentId}` as const]), `channel:${channelId}`, own];
}

/** Regenerate sees what was before its question, Continue ends with the answer it goes on from. */
function historyEnd(job: Job, input: AskInput): HistoryEnd {
  if (input.parentId === undefined || input.trigger === "follow-up" || input.trigger === "retry") return { at: job.createdAt };
  return { at: snowflakeTime(input.parentId), turnId: input.parentId, included: input.trigger === "continue" };
}

/** Null where the question is past retention. */
function resolveInput(input: AskInput, parent: TurnRecord | null): AskInput | null {
  // Written by record.ts alone.
  const asked = parent === null ? null : (JSON.parse(parent.input) as AskInput);
  if (input.trigger === "ask") return input;
  // Who kept the channel out of the question keeps it out of what follows.
  const readChannel = asked?.readChannel ?? input.readChannel;
  if (input.trigger === "follow-up") return { ...input, readChannel };
  if (parent === null || asked === null) return null;
  if (input.trigger === "continue") return { ...input, readChannel, prompt: continuePrompt() };
  return { ...asked, trigger: input.trigger, parentId: parent.id };
}
