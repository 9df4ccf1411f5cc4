/** Everything the stand-in knows, in one object that its parts share; made by `discord.ts`. */
import { asObject, type JsonObject } from "./json.ts";
import type { KeyPair } from "./keys.ts";
import { DM_PERMISSIONS, isDirect, memberPermissions } from "./permissions.ts";
import { createSnowflakes } from "./snowflake.ts";
import type { Call, Channel, DiscordEvent, Guild, MessageRecord, StoredFile, User, Webhook } from "./types.ts";

export interface DiscordOptions {
  /** The application's key; `createKeyPair()`. */
  keys: KeyPair;
  /** Where interactions and events go: the bot under test. */
  deliver: (request: Request) => Promise<Response>;
  applicationId?: string;
  /** Of older applications it is another than theirs; default: the same. */
  botId?: string;
  appName?: string;
  botToken?: string;
  /** ms since 1970; default: the system's. Ids, expiries and rate limits follow it. */
  clock?: { now(): number };
  /** Decides about faults with a rate; default `Math.random`. */
  random?: () => number;
  /** The privileged intent; may be switched later by `discord.intents`. */
  intents?: { messageContent?: boolean };
  /** false: unknown keys in request bodies are ignored, as Discord does, instead of refused. */
  strict?: boolean;
  interactionsUrl?: string;
  eventsUrl?: string;
  cdnBase?: string;
  mediaBase?: string;
  /** Real time that the bot has for its acknowledgement; 3000 as on Discord. */
  acknowledgeMs?: number;
  attachmentLifetimeMs?: number;
  /** How long after a 429 a request may still arrive that had been sent before it; default 50. */
  inFlightMs?: number;
  /** Requests per window and route template; see `rate-limits.ts` for the defaults. */
  limits?: Record<string, { limit: number; windowMs: number }>;
}

/** Why the token of an interaction works, or does not. */
export type InteractionStatus = "pending" | "acknowledged" | "failed";

export interface InteractionRecord {
  id: string;
  token: string;
  /** 1 ping, 2 command, 3 component, 4 autocomplete, 5 modal submit. */
  type: number;
  user: User;
  channelId: string;
  guildId: string | null;
  createdAt: number;
  /** The very bytes and headers that were delivered, for replays. */
  body: string;
  headers: Record<string, string>;
  payload: JsonObject;
  status: InteractionStatus;
  failure: string | undefined;
  acknowledgedAt: number | undefined;
  /** Its token died before its time, by a switch. */
  expired: boolean;
  callback: JsonObject | undefined;
  /** The message with the pressed button (or from whose button the modal came). */
  sourceMessageId: string | undefined;
  /** What `@original` means; undefined before the acknowledgement and for autocomplete and modals. */
  originalId: string | undefined;
  /** Messages made by this interaction, oldest first. */
  messageIds: string[];
  followUps: number;
  userInstallOnly: boolean;
  /** The asker may not use external apps in public here. */
  forcePrivate: boolean;
  modal: JsonObject | undefined;
  choices: JsonObject[] | undefined;
  metadata: JsonObject;
  attachmentSizeLimit: number;
}

export interface State {
  readonly options: Required<Omit<DiscordOptions, "clock" | "random" | "intents" | "limits" | "botId">>;
  readonly limits: Record<string, { limit: number; windowMs: number }>;
  now(): number;
  random(): number;
  nextId(): string;
  readonly intents: { messageContent: boolean };
  readonly app: {
    id: string;
    name: string;
    bot: User;
    settings: JsonObject;
    /** User installs. */
    users: Set<string>;
    /** Guild installs: the bot is a member. */
    guilds: Set<string>;
    /** Key: guild id, or "" for global. */
    commands: Map<string, JsonObject[]>;
    /** When commands were created, per scope, for the daily limit. */
    commandCreates: Map<string, number[]>;
  };
  readonly users: Map<string, User>;
  /** People who do not take messages from the bot. */
  readonly closedDms: Set<string>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, MessageRecord>;
  readonly channelMessages: Map<string, MessageRecord[]>;
  /** By token. */
  readonly interactions: Map<string, InteractionRecord>;
  readonly webhooks: Map<string, Webhook>;
  readonly files: Map<string, StoredFile>;
  readonly calls: Call[];
  readonly violations: string[];
  readonly listeners: Set<(event: DiscordEvent) => void>;
}

export function createUserJson(id: string, username: string, globalName: string | null, bot: boolean): User {
  const user: User = { id, username, discriminator: "0", global_name: globalName, avatar: null, public_flags: 0, flags: 0, primary_guild: null };
  return bot ? { ...user, bot: true } : user;
}

export function createState(options: DiscordOptions): State {
  const now = () => (options.clock ?? Date).now();
  const nextId = createSnowflakes(now);
  const id = options.applicationId ?? nextId();
  const name = options.appName ?? "Edgewise";
  // Applications made in recent years share their id with their bot user.
  const bot = createUserJson(options.botId ?? id, name.toLowerCase(), null, true);
  return {
    options: {
      applicationId: id,
      appName: name,
      botToken: options.botToken ?? "test-bot-token",
      keys: options.keys,
      deliver: options.deliver,
      strict: options.strict ?? true,
      interactionsUrl: options.interactionsUrl ?? "https://bot.example/interactions",
      eventsUrl: options.eventsUrl ?? "https://bot.example/events",
      cdnBase: options.cdnBase ?? "https://cdn.discordapp.com",
      mediaBase: options.mediaBase ?? "https://media.discordapp.net",
      acknowledgeMs: options.acknowledgeMs ?? 3000,
      inFlightMs: options.inFlightMs ?? 50,
      attachmentLifetimeMs: options.attachmentLifetimeMs ?? 24 * 3600_000,
    },
    limits: options.limits ?? {},
    now,
    random: options.random ?? Math.random,
    nextId,
    intents: { messageContent: options.intents?.messageContent ?? false },
    app: { id, name, bot, settings: {}, users: new Set(), guilds: new Set(), commands: new Map(), commandCreates: new Map() },
    users: new Map([[bot.id, bot]]),
    closedDms: new Set(),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    channelMessages: new Map(),
    interactions: new Map(),
    webhooks: new Map(),
    files: new Map(),
    calls: [],
    violations: [],
    listeners: new Set(),
  };
}

export function emit(state: State, event: DiscordEvent): void {
  for (const listener of state.listeners) listener(event);
}

/** Notes that the bot did what a good bot does not do. Tests assert that there is nothing here. */
export function violate(state: State, text: string): void {
  state.violations.push(text);
}

/** What somebody may do in a channel; 0 where they cannot even see it. */
export function permissionsIn(state: State, userId: string, channel: Channel): bigint {
  if (isDirect(channel)) return channel.recipients.includes(userId) ? DM_PERMISSIONS : 0n;
  const guild = channel.guildId === null ? undefined : state.guilds.get(channel.guildId);
  if (!guild) return 0n;
  const parent = channel.parentId === null ? undefined : state.channels.get(channel.parentId);
  return memberPermissions(guild, userId, channel, parent, state.now());
}

export function interactionById(state: State, id: string): InteractionRecord | undefined {
  for (const interaction of state.interactions.values()) if (interaction.id === id) return interaction;
  return undefined;
}

/** Registered commands that count in a guild: its own and the global ones. */
export function findCommand(state: State, guildId: string | null, type: number, name: string): JsonObject | undefined {
  const all = [...(guildId === null ? [] : (state.app.commands.get(guildId) ?? [])), ...(state.app.commands.get("") ?? [])];
  return all.map(asObject).find((command) => command.name === name && (command.type ?? 1) === type);
}
