/**
 * A strict stand-in for Discord, for tests (inside workerd, `fetch` stubbed to `discord.fetch`) and for the playground (behind `serve.ts`).
 * It refuses what Discord refuses, remembers what a good bot does not do, and plays the people in the client.
 *
 *   const discord = createDiscord({ keys: await createKeyPair(), deliver: (request) => worker.fetch(request) });
 *   const guild = discord.addGuild();  const channel = discord.addChannel(guild);
 *   const ada = discord.addUser("ada");  discord.addMember(guild, ada);
 *   const asked = await discord.interact({ kind: "slash", user: ada, channel, command: "ask", options: { prompt: "hi" } });
 *   await discord.waitFor(() => asked.settled);
 *   asked.messages()[0].content;  asked.messages()[0].buttons;  discord.violations  // must be []
 *
 * - World: `addGuild` `addChannel` `addUser` `addMember` `addRole` `addEmoji` `install` `removeFromGuild` `directChannel` `groupChannel` `post` `startThread`
 *   `addPost` `addWebhook` `putFile`.
 * - People: `interact(spec)` (see `spec.ts`), `redeliver`, `expireTokens()`, `visibleTo(user, channel)`, `handle(interactionId)`.
 * - REST: `fetch(request)` answers `/api/v10/...` and attachment URLs; `handles(url)` says whether a URL is Discord's.
 * - Trouble: `faults.add({ kind: "429" | "500" | "reset" | "lost-answer" | "hang" | "slow", match, rate, times })`.
 * - Watching: `calls`, `violations`, `on(listener)`, `waitFor(predicate)`.
 * - Webhook events: `authorize(user, guild?)`, `sendEvent(type, data)`. Forged requests: `signedRequest(body, forgery)`.
 * - Switches: `intents.messageContent`, `app`.
 */
import { type NewFile, storeFile } from "./cdn.ts";
import { authorizedData, sendEvent, type WebhookEventType } from "./events.ts";
import { createFaults, type Faults } from "./faults.ts";
import { handleOf, type InteractionHandle, interact, redeliver, type SeenMessage, seen } from "./interact.ts";
import type { JsonObject } from "./json.ts";
import { visibleTo } from "./messages.ts";
import { createRateLimiter } from "./rate-limits.ts";
import { createRest } from "./rest.ts";
import { expireTokens } from "./routes-interactions.ts";
import { type Forgery, signedRequest } from "./signing.ts";
import type { InteractSpec } from "./spec.ts";
import { createState, type DiscordOptions, interactionById, permissionsIn, type State } from "./state.ts";
import { startThreadBy } from "./threads.ts";
import type { Attachment, Call, Channel, DiscordEvent, Emoji, Guild, Member, MessageRecord, Role, User, Webhook } from "./types.ts";
import { addWebhook } from "./webhook-execute.ts";
import * as world from "./world.ts";

export type { FaultKind } from "./faults.ts";
export type { InteractionHandle, SeenMessage } from "./interact.ts";
export { createKeyPair, type KeyPair } from "./keys.ts";
export { EVERYONE_DEFAULT, permission } from "./permissions.ts";
export { type Action, ClientError, type InteractSpec } from "./spec.ts";
export type { DiscordOptions } from "./state.ts";
export {
  type Attachment,
  type Call,
  type Channel,
  channelType,
  type DiscordEvent,
  type Guild,
  type Member,
  type MessageRecord,
  type Role,
  type User,
} from "./types.ts";

export interface Discord {
  readonly applicationId: string;
  readonly botToken: string;
  readonly publicKeyHex: string;
  readonly bot: User;
  readonly intents: { messageContent: boolean };
  readonly calls: readonly Call[];
  readonly violations: readonly string[];
  readonly faults: Faults;
  /** Everything, for pages that draw it; read only. */
  readonly state: State;
  fetch(request: Request): Promise<Response>;
  handles(url: string | URL): boolean;
  /** Attachment links start with this from now on, e.g. the address of a local server. */
  useBase(origin: string): void;

  addGuild(spec?: world.GuildSpec): Guild;
  addChannel(guild: Guild, spec?: world.ChannelSpec): Channel;
  addUser(name: string, options?: { displayName?: string; bot?: boolean; installed?: boolean; acceptsDms?: boolean }): User;
  addMember(guild: Guild, user: User, options?: { nick?: string; roles?: Role[]; timeoutUntil?: number }): Member;
  addRole(guild: Guild, name: string, permissions: bigint): Role;
  addEmoji(guild: Guild, name: string, available?: boolean): Emoji;
  /** For a person: user install; for a server: the bot joins. */
  install(where: User | Guild, permissions?: bigint): void;
  removeFromGuild(guild: Guild): void;
  /** The DM of these two; with the bot as one of them it is the bot's DM. */
  directChannel(...users: User[]): Channel;
  groupChannel(...users: User[]): Channel;
  post(channel: Channel, user: User, content: string, spec?: world.PostSpec): MessageRecord;
  /** As the client lets a person: from a message, or of its own. */
  startThread(channel: Channel, user: User, name: string, from?: MessageRecord): Channel;
  /** A new post in a forum; `tags` by name. */
  addPost(forum: Channel, user: User, name: string, content: string, tags?: string[]): Channel;
  /** As somebody makes one in the channel's settings, unless it is an application's. */
  addWebhook(channel: Channel, spec?: { name?: string; applicationId?: string | null }): Webhook;
  /** Somebody deletes it. */
  removeWebhook(webhook: Webhook): void;
  putFile(name: string, contentType: string, bytes: Uint8Array, extra?: NewFile["extra"]): Attachment;

  interact(spec: InteractSpec): Promise<InteractionHandle>;
  redeliver(handle: { token: string }, forgery?: Forgery): Promise<Response>;
  handle(interactionId: string): InteractionHandle | undefined;
  /** All tokens of interactions die now, as after a quarter of an hour; gives how many. */
  expireTokens(): number;
  visibleTo(user: User, channel: Channel): SeenMessage[];
  permissionsOf(user: User, channel: Channel): bigint;
  sendEvent(type: WebhookEventType, data?: JsonObject, forgery?: Forgery): Promise<Response>;
  /** Installs the application, to that server or else to the person's account, and tells the bot. */
  authorize(user: User, guild?: Guild): Promise<Response>;
  signedRequest(body: string, forgery?: Forgery, url?: string): Promise<Request>;

  /** Returns the function that ends it. */
  on(listener: (event: DiscordEvent) => void): () => void;
  /** Looks again and again, in real time; throws with the last calls after `timeoutMs` (5000). */
  waitFor(predicate: () => boolean, options?: { timeoutMs?: number; what?: string }): Promise<void>;
}

export function createDiscord(options: DiscordOptions): Discord {
  const state = createState(options);
  const faults = createFaults(state);
  const rest = createRest(state, createRateLimiter(state), faults);
  return {
    applicationId: state.app.id,
    botToken: state.options.botToken,
    publicKeyHex: options.keys.publicKeyHex,
    bot: state.app.bot,
    intents: state.intents,
    calls: state.calls,
    violations: state.violations,
    faults,
    state,
    fetch: rest,
    handles: (url) => isDiscords(state, new URL(url)),
    useBase(origin) {
      state.options.cdnBase = origin;
      state.options.mediaBase = `${origin}/media`;
    },
    addGuild: (spec) => world.addGuild(state, spec),
    addChannel: (guild, spec) => world.addChannel(state, guild, spec),
    addUser: (name, spec) => world.addUser(state, name, spec),
    addMember: (guild, user, spec) => world.addMember(state, guild, user, spec),
    addRole: (guild, name, permissions) => world.addRole(state, guild, name, permissions),
    addEmoji: (guild, name, available) => world.addEmoji(state, guild, name, available),
    install: (where, permissions) => ("members" in where ? world.installInGuild(state, where, permissions) : void state.app.users.add(where.id)),
    removeFromGuild: (guild) => world.removeFromGuild(state, guild),
    directChannel: (...users) => world.directChannel(state, users),
    groupChannel: (...users) => world.groupChannel(state, users),
    post: (channel, user, content, spec) => world.post(state, channel, user, content, spec),
    startThread: (channel, user, name, from) => startThreadBy(state, user, channel, name, from),
    addPost: (forum, user, name, content, tags = []) => world.addPost(state, forum, user, name, content, tags),
    addWebhook: (channel, spec) => addWebhook(state, channel, spec),
    removeWebhook: ({ id }) => void state.webhooks.delete(id),
    putFile: (name, contentType, bytes, extra) => storeFile(state, { filename: name, contentType, bytes, ...(extra ? { extra } : {}) }),
    interact: (spec) => interact(state, spec),
    redeliver: (handle, forgery) => redeliver(state, handle, forgery),
    handle(interactionId) {
      const interaction = interactionById(state, interactionId);
      return interaction ? handleOf(state, interaction) : undefined;
    },
    expireTokens: () => expireTokens(state),
    visibleTo: (user, channel) => visibleTo(state, user, channel).map(seen),
    permissionsOf: (user, channel) => permissionsIn(state, user.id, channel),
    sendEvent: (type, data, forgery) => sendEvent(state, type, data, forgery),
    authorize(user, guild) {
      if (guild === undefined) state.app.users.add(user.id);
      else if (!state.app.guilds.has(guild.id)) world.installInGuild(state, guild);
      return sendEvent(state, "APPLICATION_AUTHORIZED", authorizedData(user, guild));
    },
    signedRequest: (body, forgery, url) => signedRequest(state, url ?? state.options.interactionsUrl, body, forgery),
    on(listener) {
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    waitFor: (predicate, wait) => waitFor(state, predicate, wait?.timeoutMs ?? 5000, wait?.what),
  };
}

function isDiscords(state: State, url: URL): boolean {
  const hosts = [state.options.cdnBase, state.options.mediaBase].map((base) => new URL(base).host);
  return ["discord.com", "cdn.discordapp.com", "media.discordapp.net", ...hosts].includes(url.host);
}

async function waitFor(state: State, predicate: () => boolean, timeoutMs: number, what = "a condition"): Promise<void> {
  for (let waited = 0; !predicate(); waited += 5) {
    if (waited >= timeoutMs) {
      const last = state.calls.slice(-8).map((call) => `${call.method} ${call.route} -> ${call.status} ${call.verdict}`);
      throw new Error([`waited ${timeoutMs} ms for ${what}. Last calls:`, ...last, "Violations:", ...state.violations].join("\n"));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
