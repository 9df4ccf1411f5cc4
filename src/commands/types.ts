/** What a handler of a command, button or modal gets and gives. Handlers are quick: one D1 batch at most; anything longer is a job. */
import type { AccessStore } from "../access/store.ts";
import type { ChannelLife } from "../autonomy/overview.ts";
import type { AutonomyStore } from "../autonomy/store.ts";
import type { BudgetStore } from "../budget/store.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { Reply } from "../discord/reply.ts";
import type { JobQueue } from "../jobs/types.ts";
import type { Clock } from "../kernel/clock.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Texts } from "../locales/index.ts";
import type { ChannelSettingsStore } from "../memory/channel-settings.ts";
import type { DocumentsStore } from "../memory/documents-store.ts";
import type { FactsStore } from "../memory/facts-store.ts";
import type { ConversationStore } from "../memory/store.ts";
import type { UnnoticedStore } from "../memory/unnoticed-store.ts";
import type { ModelStore } from "../models/store.ts";
import type { NotifyStore } from "../notify/store.ts";
import type { TargetSecret } from "../notify/target.ts";
import type { PersonaStore } from "../persona/personas.ts";
import type { PromptStore } from "../persona/store.ts";
import type { ErasureStore } from "../privacy/store.ts";
import type { Reminders } from "../schedule/reminders.ts";
import type { Claimed, ScheduleStore } from "../schedule/store.ts";
import type { McpStore } from "../tools/mcp/store.ts";
import type { ListedTool } from "../tools/policy.ts";
import type { ToolStore } from "../tools/store.ts";
import type { TurnStore } from "../turns/store.ts";

/** A job to commit before the acknowledgement; the edge fills in the rest from the payload (edge/commit.ts). */
export interface JobRequest {
  type: "job";
  kind: string;
  conversation: string | null;
  input: unknown;
  private: boolean;
  /** `message`: a new message ("thinking"). `update`: the message with the button is edited in place. */
  target: "message" | "update" | "reply";
}

export interface BotFacts {
  retentionDays: number;
  /** By night, what people said is looked through for facts about them. */
  noticeFacts: boolean;
  /** Host of the model's endpoint: where questions go. */
  modelHost: string;
  /** Host of the embedding model's: where they go as well, with what is remembered; null: there is none. */
  embeddingHost: string | null;
  /** Host of the voice model's: where an answer goes that is read aloud; null: none is. */
  speechHost: string | null;
  /** Host of the model that listens to recordings; null: nobody does. */
  audioHost: string | null;
  /** Host of the picture model's: where descriptions of pictures go; null: there is none. */
  imageHost: string | null;
  /** In all languages, commands that do nothing here because what they need is not set up: they are not registered, and nobody is told of them. */
  hiddenCommands: readonly string[];
  /** The deployer's system prompt; empty: prompts/default.md. */
  systemPrompt: string;
  /** Millionths of a US dollar a UTC day; 0: no limit. */
  serverBudgetMicroUsd: number;
  /** Ids of those who run the bot. */
  owners: readonly string[];
  /** Where the bot's own pages are, without a slash at the end; empty where unknown. */
  publicUrl: string;
}

/** What is known of a model; what is missing is not. */
export interface ModelAbout {
  id: string;
  /** USD per million tokens. */
  price?: { input: number; output: number };
  /** Tokens. */
  window?: number;
  vision?: boolean;
  tools?: boolean;
}

/** What a handler needs for a server's own endpoint; asking there is a job's work. */
export interface OwnEndpoints {
  /** What was typed as a base address, or what is wrong with it (net/endpoint.ts). */
  readAddress(typed: string): { address: string } | { problem: "invalid" | "private" | "insecure" };
  /** Null where the deployer has set no SECRET_KEY: then no key can be kept. */
  sealKey: ((key: string, guildId: string, address: string) => Promise<string>) | null;
}

/** What a handler needs for a server that has tools; asking there is a job's work. */
export interface McpServers {
  readAddress(typed: string): { address: string } | { problem: "invalid" | "private" | "insecure" };
  /** JSON; null where the deployer has set no SECRET_KEY: then no headers can be kept. */
  sealHeaders: ((headers: string, guildId: string, address: string) => Promise<string>) | null;
}

/** What a handler needs for places where people and servers are told of things; sending there is a job's work. */
export interface NotifyAddresses {
  /** Null: it is none. */
  readWebhook(typed: string): { id: string; token: string; threadId?: string } | null;
  readNtfy(typed: string): { address: string } | { problem: "invalid" | "private" | "insecure" };
  isTopic(typed: string): boolean;
  /** Null where the deployer has set no SECRET_KEY: then no address can be kept. */
  seal: ((secret: TargetSecret, owner: string, id: string) => Promise<string>) | null;
}

export interface CommandDeps {
  texts: Texts;
  clock: Clock;
  /** Ids of the bot's own models, default first. */
  models: readonly string[];
  /** `address`: of the server's own endpoint, where it is there. */
  describeModel(id: string, address?: string): ModelAbout;
  modelStore: Pick<ModelStore, "read" | "readServer" | "choose" | "allow" | "setEndpoint">;
  ownEndpoints: OwnEndpoints;
  /** All that there is on that server, on or off: our own, then remote ones. */
  listTools(guildId: GuildId): Promise<readonly ListedTool[]>;
  toolRules: Pick<ToolStore, "read" | "change">;
  mcpStore: Pick<McpStore, "list" | "remove" | "switch">;
  mcpServers: McpServers;
  notify: Pick<NotifyStore, "overview" | "list" | "add" | "change" | "remove">;
  notifyAddresses: NotifyAddresses;
  jobs: JobQueue;
  turns: Pick<TurnStore, "find" | "newestHere">;
  conversations: Pick<ConversationStore, "startNew" | "noteChannel">;
  channels: Pick<ChannelSettingsStore, "read" | "change">;
  memories: Pick<FactsStore, "remember" | "list" | "matching" | "find" | "count" | "edit" | "move" | "forget" | "forgetAll">;
  unnoticed: Pick<UnnoticedStore, "forget">;
  documents: Pick<DocumentsStore, "list" | "find" | "remove">;
  personas: Pick<PersonaStore, "read" | "speaking" | "find" | "save" | "change" | "remove" | "restore" | "choose">;
  prompts: Pick<PromptStore, "read" | "history" | "set" | "undo">;
  access: Pick<
    AccessStore,
    "noteEvent" | "noteServers" | "joining" | "server" | "changeServer" | "switchChannel" | "person" | "changePerson" | "optedOut" | "setOptOut"
  >;
  autonomy: AutonomyStore;
  /** What the channels' objects know and are told. */
  life: ChannelLife;
  reminders: Reminders;
  erasures: Pick<ErasureStore, "newest">;
  schedules: Pick<ScheduleStore, "add" | "list" | "find" | "receipts" | "switch" | "remove" | "begin">;
  /** Commits the job of a run by hand. */
  runSchedule(run: Claimed): Promise<unknown>;
  budget: Pick<BudgetStore, "serverLimit" | "setServerLimit" | "serverSpent">;
  pseudonyms: Pseudonyms;
  /** What the deployer decided, as far as people may know it. */
  facts: BotFacts;
}

export type Handler<I extends Interaction> = (interaction: I, deps: CommandDeps) => Promise<Reply | JobRequest> | Reply | JobRequest;
