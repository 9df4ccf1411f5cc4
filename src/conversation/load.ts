/** The first D1 round trip of a turn: question, history, prompts, the asker's standing, what is known of the model's counting, and the budget's reserve. */
import type { AccessStore, Refusal, Standing } from "../access/store.ts";
import type { BudgetScope, BudgetStore } from "../budget/store.ts";
import { type Database, inOneBatch } from "../db/client.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import { type ChannelId, snowflakeTime, type UserId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { FactsStore } from "../memory/facts-store.ts";
import type { Search } from "../memory/search.ts";
import { type ConversationState, type ConversationStore, conversationKey, type HistoryEnd, type HistoryMessage, sharedKey, stateOf } from "../memory/store.ts";
import { countName } from "../models/policy.ts";
import { type ModelStore, parseServerModels } from "../models/store.ts";
import type { PersonaStore } from "../persona/personas.ts";
import { type PromptPlace, promptScopes } from "../persona/scopes.ts";
import { keptSpeaking, personaOwners, type Speaking, speakingIn } from "../persona/speaker.ts";
import type { PromptStore, PromptVersion } from "../persona/store.ts";
import { deployerModels, promptFor } from "../prompts/index.ts";
import type { McpServer } from "../tools/mcp/server.ts";
import { type McpStore, parseMcpServers } from "../tools/mcp/store.ts";
import type { ToolRules } from "../tools/policy.ts";
import { parseRules, type ToolStore } from "../tools/store.ts";
import { type ModelCount, parse, type TurnRecord, type TurnStore } from "../turns/store.ts";
import { type ChosenModels, chooseModels } from "./choose-model.ts";
import type { LastQuestions } from "./last-questions.ts";
import { beginRecall, NOTHING_RECALLED, type Recalling } from "./recall.ts";

/** Everything the turn starts from. `input` is whole: a regenerated question stands in it again. */
export interface Loaded {
  kind: "loaded";
  input: AskInput;
  parent: TurnRecord | null;
  /** The one that the turn belongs to: the asker's own, or the channel's. Without a summary for those who opted out. */
  conversation: ConversationState;
  /** Public turns in the channel are one conversation now. */
  shared: boolean;
  /** The channel that is read, if what people say there is remembered. */
  remembered: ChannelId | null;
  /** Newest first, some more than a turn sees; nothing for those who opted out. */
  history: HistoryMessage[];
  /** Of those turns in it that are about somebody's message: whose. */
  quoted: ReadonlyMap<string, string>;
  /** Of those turns in it that hold words of others: whose, by their HMACs. */
  voices: ReadonlyMap<string, readonly string[]>;
  /** Which models are asked, and where. */
  chosen: ChosenModels;
  /** Of the first of them. */
  counts: ModelCount | undefined;
  /** Who answers, of the personas. */
  speaking: Speaking;
  recalling: Recalling;
  /** Prompts that people set, at most one a scope; an empty text is none. */
  prompts: PromptVersion[];
  standing: Standing;
  /** What the server's managers decided about tools. */
  toolRules: ToolRules;
  /** Whose tools there are besides our own. */
  toolServers: McpServer[];
}

export type LoadResult =
  | Loaded
  | { kind: "over-budget"; full: BudgetScope; parent: TurnRecord | null; standing: Standing }
  | { kind: "refused"; refusal: Refusal; standing: Standing }
  /** `not-kept`: because its asker had opted out. */
  | { kind: "turn-gone" | "not-kept"; standing: Standing };

export interface LoadDeps {
  db: Database;
  conversations: ConversationStore;
  turns: TurnStore;
  budget: BudgetStore;
  prompts: PromptStore;
  personas: PersonaStore;
  models: ModelStore;
  access: AccessStore;
  toolStore: Pick<ToolStore, "rules">;
  mcpStore: Pick<McpStore, "servers">;
  pseudonyms: Pseudonyms;
  search: Pick<Search, "begin">;
  memories: Pick<FactsStore, "always">;
  lastQuestions: LastQuestions;
  historyMessages: number;
  settings: { models: readonly string[] };
}

/** Messages of a conversation after which it is summed up; read along, so that it can be told whether there are so many. */
export const UNSUMMARIZED = 24;

/** Throws when D1 does. Idempotent: a resumed job loads again and reserves nothing twice. */
export async function loadTurn(job: Job, input: AskInput, worstCaseMicroUsd: number, deps: LoadDeps): Promise<LoadResult> {
  const own = await deps.pseudonyms(job.user.id);
  // Managers decide about the servers that the bot is a member of.
  const guildId = job.bot.present ? job.guildId : null;
  const [userKey] = await deps.pseudonyms(payerOf(job));
  const reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd: worstCaseMicroUsd };
  const reserve = deps.budget.reserve(reservation, deps.models.paysItself(guildId));
  const scopes = promptScopes(placeOf(job, input));
  const pseudonyms = await Promise.all(speakersOf(job, input).map((id) => deps.pseudonyms(id)));
  const place = { ...job, guildId, userId: job.user.id, ownPseudonyms: own, pseudonyms: pseudonyms.flat() };
  const standing = deps.access.standing(place);
  const candidates = candidateKeys(job);
  const channel = { channelId: job.channelId, parentId: job.parentId };
  const elsewhere = input.catchup?.channelId;
  // Of another channel it is not known what it is a thread of.
  const heardIn = elsewhere === undefined || elsewhere === job.channelId ? channel : { channelId: elsewhere, parentId: null };
  const pinned = goesBack(input) ? { pinned: deps.turns.conversationOf(input.parentId ?? "", candidates) } : {};
  const key = deps.conversations.keyOf({ own: ownKey(job), channel: candidates.length > 1 ? channel : null, ...pinned });
  const askerId = ownerOf(job, input);
  const recall = beginRecall(job, input, { askerId, before: deps.lastQuestions.of(ownKey(job)), search: deps.search });
  const end = historyEnd(job, input);
  const limit = deps.historyMessages === 0 ? 0 : Math.max(deps.historyMessages, UNSUMMARIZED);
  const rows = await inOneBatch(deps.db, {
    reserved: reserve.insert,
    own: reserve.own,
    usage: reserve.usage,
    limit: reserve.limit,
    conversation: deps.conversations.current(key, channel, heardIn),
    history: deps.conversations.history(key, end, limit),
    quoting: deps.turns.quoting(deps.conversations.historyTurns(key, end, limit)),
    counts: deps.turns.counts(deployerModels(deps.settings.models), deps.models.countNames(guildId)),
    parents: deps.turns.byId(input.parentId ?? ""),
    ...recall.statements,
    facts: deps.memories.always(recall.scopes),
    prompts: deps.prompts.current(scopes.map(([, scope]) => scope)),
    cast: deps.personas.choices(scopes.map(([, scope]) => scope)),
    personas: deps.personas.chosen(
      scopes.map(([, scope]) => scope),
      personaOwners(placeOf(job, input)),
      deps.turns.personaOf(input.trigger === "continue" ? (input.parentId ?? "") : ""),
    ),
    choices: deps.models.choices(scopes.map(([, scope]) => scope)),
    models: deps.models.server(guildId),
    server: standing.server,
    ...(isOwnIdea(job) ? {} : { notice: deps.access.claimNotice(job.user.id, job.id, job.createdAt) }),
    person: standing.person,
    optedOut: standing.optedOut,
    toolRules: deps.toolStore.rules(guildId),
    toolServers: deps.mcpStore.servers(guildId),
  });
  // A turn of another conversation is none of this one's business, whoever presses the button.
  const parent = parse(candidates.includes(rows.parents[0]?.conversation ?? "") ? rows.parents[0] : undefined);
  const verdictOn = standing.verdict(rows.server, rows.person, rows.optedOut);
  const found = isOwnIdea(job) ? { ...verdictOn, timeZone: verdictOn.serverTimeZone ?? null } : verdictOn;
  if (found.refusal !== null) return { kind: "refused", refusal: found.refusal, standing: found };
  const verdict = reserve.verdict(rows.own, rows.usage, rows.limit);
  if (!verdict.reserved) return { kind: "over-budget", full: verdict.full, parent, standing: found };
  const whole = resolveInput(job, input, parent);
  if (typeof whole === "string") return { kind: whole, standing: found };
  // Whose question is made again, and who answers it, is known only now: what is another person's own stays out of it.
  const owner = ownerOf(job, whole);
  const server = parseServerModels(rows.models);
  const isOthers = (scope: string) => scope.startsWith("user:") && scope !== `user:${owner}`;
  const here = scopes.filter(([, scope]) => !isOthers(scope));
  if (!found.optedOut && whole.trigger !== "continue" && whole.unasked === undefined) deps.lastQuestions.note(ownKey(job), whole.prompt, job.createdAt);
  const isForgotten = found.optedOut || deps.historyMessages === 0;
  const [current] = rows.conversation;
  const conversation = stateOf(rows.conversation, ownKey(job));
  const now = speakingIn(here, rows.cast, rows.personas);
  const before = parent?.explanation.persona;
  const speaking = whole.trigger === "continue" ? keptSpeaking(before?.ref, now, rows.personas, { by: before?.by ?? "", at: before?.at ?? 0 }) : now;
  const chosen = chooseModels(whole, speaking.speaker, here, rows.choices, server, deps.settings.models);
  return {
    kind: "loaded",
    input: whole,
    parent,
    conversation: isForgotten ? { ...conversation, summary: "" } : conversation,
    shared: candidates.length > 1 && current?.shared === 1,
    remembered: guildId !== null && current?.remembered === 1 ? heardIn.channelId : null,
    history: isForgotten ? [] : rows.history.filter(({ turnId }) => turnId !== whole.replaces),
    quoted: new Map(rows.quoting.flatMap(({ id, quotedUserId }) => (quotedUserId === null ? [] : [[id, quotedUserId] as const]))),
    // Written by record.ts alone.
    voices: new Map(rows.quoting.map(({ id, people }) => [id, (JSON.parse(people) as string[]).filter((key) => !place.pseudonyms.includes(key))])),
    chosen,
    counts: rows.counts.find(({ model }) => model === countName(chosen.models[0] ?? "", chosen.own)),
    speaking,
    recalling: found.optedOut
      ? NOTHING_RECALLED
      : recall.recalling(whole, rows, { owner, startedAt: conversation.startedAt, atOwnEndpoint: server.own !== null, timeZone: found.timeZone }),
    prompts: rows.prompts.filter(({ scope }) => !isOthers(scope)),
    standing: found,
    toolRules: parseRules(rows.toolRules),
    toolServers: parseMcpServers(rows.toolServers),
  };
}

export const ownKey = (job: Job): string => job.conversation ?? job.id;

/** The conversations that a turn may belong to: the asker's own, and in public on a server that the bot is a member of everybody's. */
function candidateKeys(job: Job): string[] {
  const own = ownKey(job);
  const isPublic = !job.private && own === conversationKey(job.channelId, askerOf(job) as UserId, false);
  return isPublic && job.guildId !== null && job.bot.present ? [own, sharedKey(job.channelId)] : [own];
}

/** These are told again where they were told before, whatever holds in the channel now. */
export const goesBack = ({ trigger, parentId }: AskInput): boolean =>
  parentId !== undefined && (trigger === "regenerate" || trigger === "continue" || trigger === "decide");

/** Whose words the turn is about: a moderator may press the buttons of somebody else's answer. */
export function askerOf(job: Job): string {
  return job.conversation?.split(":")[1] ?? job.user.id;
}

/** Nobody asked for it: the bot itself is its user. */
export const isOwnIdea = ({ user, applicationId }: Pick<Job, "user" | "applicationId">): boolean => user.id === (applicationId as string);

/** Whose daily budget bears it: what nobody asked for counts as the channel's own, so that one channel's posts do not use up another's. */
export const payerOf = (job: Pick<Job, "user" | "applicationId" | "channelId">): string => (isOwnIdea(job) ? job.channelId : job.user.id);

/** Whose words the turn is made of: what a moderator asks in somebody else's conversation is the moderator's. */
export const speakersOf = (job: Job, input: Pick<AskInput, "trigger" | "askedBy">): string[] => [...new Set([askerOf(job), ownerOf(job, input)])];

/**
 * Whose wishes shape the answer and whose facts it knows: its asker's, whoever pressed, as nobody's wishes shape what another person is told. Of what a
 * moderator asks in somebody else's conversation that is the moderator, who would read the other's by asking for them.
 */
export function ownerOf(job: Job, { trigger, askedBy }: Pick<AskInput, "trigger" | "askedBy">): UserId {
  return trigger === "follow-up" ? job.user.id : (askedBy ?? (askerOf(job) as UserId));
}

export function placeOf(job: Job, input: Pick<AskInput, "trigger" | "askedBy">): PromptPlace {
  const { guildId, channelId, parentId, bot } = job;
  return { guildId, channelId, parentId, userId: ownerOf(job, input), botPresent: bot.present };
}

/** Regenerate sees what was before its question, Continue ends with the answer it goes on from. */
function historyEnd(job: Job, input: AskInput): HistoryEnd {
  if (input.parentId === undefined || input.trigger === "follow-up" || input.trigger === "retry") return { at: job.createdAt };
  return { at: snowflakeTime(input.parentId), turnId: input.parentId, included: input.trigger === "continue" };
}

/** A word for why there is no question: it is past retention, or it was never kept. */
function resolveInput(job: Job, input: AskInput, parent: TurnRecord | null): AskInput | "turn-gone" | "not-kept" {
  // Written by record.ts alone; null where nothing was to be kept.
  const asked = parent === null ? null : (JSON.parse(parent.input) as AskInput | null);
  if (input.parentId === undefined) return input;
  // Who kept the channel out of the question keeps it out of what follows.
  const readChannel = asked?.readChannel ?? input.readChannel;
  // What was told once can be asked about: it is read again.
  const again = asked?.catchup === undefined ? {} : { catchup: asked.catchup };
  if (input.trigger === "follow-up") return { ...input, readChannel, ...again, ...(job.user.id === askerOf(job) ? {} : { askedBy: job.user.id }) };
  if (parent === null) return "turn-gone";
  if (asked === null) return "not-kept";
  if (input.trigger === "continue")
    return { ...input, readChannel, ...again, ...(asked.askedBy === undefined ? {} : { askedBy: asked.askedBy }), prompt: promptFor("continue").body };
  const whole = { ...asked, trigger: input.trigger, parentId: parent.id };
  if (input.decision === undefined) return whole;
  // What waited may have been another answer to the same question.
  const replaces = asked.trigger === "regenerate" && asked.parentId !== undefined ? { replaces: asked.parentId } : {};
  return { ...whole, ...replaces, decision: input.decision };
}
