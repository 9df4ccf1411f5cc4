/** Writes down what a turn leaves behind: one batch to D1, which may be repeated. Called by the job kind `ask`. */
import type { AccessStore } from "../access/store.ts";
import type { BudgetStore } from "../budget/store.ts";
import type { Database, Statement } from "../db/client.ts";
import type { Person } from "../kernel/echoes.ts";
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { nextNight } from "../memory/night.ts";
import type { ConversationStore, NewMessage } from "../memory/store.ts";
import type { UnnoticedStore } from "../memory/unnoticed-store.ts";
import { channelScope } from "../memory/visibility.ts";
import type { PendingCalls, ToolStore } from "../tools/store.ts";
import type { TurnRecord, TurnStore } from "../turns/store.ts";
import { keepOverheard } from "./overheard.ts";
import { type TurnToSave, withoutWords } from "./record.ts";
import { keysOfNotes } from "./summary.ts";

export interface RecordDeps {
  db: Database;
  conversations: ConversationStore;
  turns: TurnStore;
  budget: BudgetStore;
  access: AccessStore;
  toolStore: Pick<ToolStore, "keepPending" | "forgetPending">;
  pseudonyms: Pseudonyms;
  unnoticed: Pick<UnnoticedStore, "add">;
  settings: { noticeFacts: boolean };
}

/** Throws when D1 does; nothing is half-written. */
export async function saveTurn(composed: TurnToSave, deps: RecordDeps): Promise<void> {
  const pseudonyms = await Promise.all(composed.askFirst.map((id) => deps.pseudonyms(id)));
  const optedOut = pseudonyms.length > 0 && (await deps.access.optedOut(pseudonyms.flat())).size > 0;
  const record = optedOut ? withoutWords(composed) : composed;
  const { id, userId, channelId, guildId } = record.turn;
  // Not taken where somebody in it had themselves erased meanwhile (a trigger in migrations/): then nothing of it stays.
  const statements: [Statement, ...Statement[]] = [
    deps.budget.settle(id, chargedFor(record.turn)),
    deps.turns.save({ ...record.turn, people: await keysOf([...record.parties, ...record.others], deps) }),
    // Before the exchange, as it was said before it.
    ...(record.overheard && guildId !== null ? await keepOverheard(record.overheard, guildId as GuildId, record.askFirst, deps) : []),
  ];
  if (record.messages.length > 0)
    statements.push(
      ...deps.conversations.remember({ key: record.scope, guildId: record.turn.guildId }, await hidden(record, deps)),
      ...toBeNoticed(record, deps),
    );
  if (record.pending !== null) statements.push(deps.toolStore.keepPending(await pendingOf(record, record.pending, deps)));
  // What was decided needs its words no more.
  if (record.turn.trigger === "decide" && record.turn.parentId !== null) statements.push(deps.toolStore.forgetPending([record.turn.parentId]));
  if (record.supersedes !== null) statements.push(deps.conversations.supersede(record.supersedes));
  if (record.learnt !== null) statements.push(deps.turns.learn(record.learnt));
  const { summary } = record;
  if (summary) statements.push(deps.conversations.keepSummary(summary.of, summary.kept, await keysOfNotes(summary.kept, deps.pseudonyms)));
  if (record.noticeLost) statements.push(deps.access.releaseNotice(userId as UserId, id));
  const isShared = record.scope === channelScope(channelId as ChannelId);
  statements.push(...deps.conversations.dropUntaken(id, isShared ? null : record.scope), deps.access.dropUntaken(userId as UserId, id));
  await deps.db.batch(statements);
}

async function pendingOf(
  { turn, parties, others }: TurnToSave,
  { userId, state }: NonNullable<TurnToSave["pending"]>,
  deps: RecordDeps,
): Promise<PendingCalls> {
  const { id: turnId, guildId, channelId, createdAt } = turn;
  return { turnId, guildId, channelId, userId, createdAt, people: await keysOf([...parties, ...others], deps), state: JSON.stringify(state) };
}

/** By the coming night. */
function toBeNoticed({ tells, messages, turn }: TurnToSave, { unnoticed, settings }: RecordDeps): Statement[] {
  if (!tells || !settings.noticeFacts) return [];
  const { id, guildId, createdAt } = turn;
  return [unnoticed.add(id, { userId: messages[0]?.userId ?? "", guildId, present: tells.present, dueAt: nextNight(createdAt) })];
}

/** What a server's own endpoint costs is its own affair: no budget of the deployer's holds it. */
function chargedFor({ explanation, costMicroUsd }: Pick<TurnRecord, "explanation" | "costMicroUsd">): number {
  return explanation.own === undefined ? costMicroUsd : 0;
}

async function keysOf(people: readonly Person[], { pseudonyms }: RecordDeps): Promise<string[]> {
  const keys = await Promise.all(people.map(async (person) => ("key" in person ? person.key : (await pseudonyms(person.id))[0])));
  return [...new Set(keys)];
}

/** Of several who are quoted in an answer the first one counts. */
async function hidden({ turn, messages, others }: TurnToSave, deps: RecordDeps): Promise<NewMessage[]> {
  const [quotedKey, [echoedKey]] = await Promise.all([
    turn.quotedUserId === null ? null : deps.pseudonyms(turn.quotedUserId).then(([key]) => key),
    keysOf(others, deps),
  ]);
  return Promise.all(
    messages.map(async (message) => {
      const [userKey] = await deps.pseudonyms(message.userId);
      return { ...message, userKey, quotedKey: quotedKey ?? (message.role === "assistant" ? (echoedKey ?? null) : null) };
    }),
  );
}
