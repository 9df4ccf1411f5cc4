/**
 * Who may do what on a server, for tools: roles, overwrites and thread membership of the asker and of the bot, remembered for a minute, and who else would
 * hear the answer. In a public answer only what everybody who can read it may read anyway is told. Used by tool-discord.ts and its parts.
 */
import type { DiscordApi, ServerAccess } from "../discord/api.ts";
import { isReadAlike, mayReadMessages, type ReadVerdict, readVerdict, type Standing, standingIn } from "../discord/channel-access.ts";
import { allows, everybodysPermissions, memberPermissions, permission, serverPermissions } from "../discord/permissions.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import type { At } from "../tools/discord-port.ts";
import { type ToolPlace, ToolProblem } from "../tools/tool.ts";

/** How long an answer of Discord's about who may what holds, ms. */
const FRESH_MS = 60_000;
const PRIVATE_THREAD = 12;

type Calls = Pick<DiscordApi, "serverAccess" | "member" | "channel" | "isThreadMember" | "server">;

export interface ToolAccess {
  /** All channels, as the bot and as the asker. Throws a ToolProblem where the asker is no member (any more). */
  both(at: At): Promise<{ guildId: GuildId; asBot: ServerAccess; asAsker: ServerAccess; isMuted: boolean }>;
  /** Throws a ToolProblem where there is no such channel. */
  standing(channelId: ChannelId, at: At): Promise<Standing>;
  /** The channel of the turn; of a thread that the bot does not see, its channel. */
  home(at: At): Promise<Standing>;
  /** Throws a ToolProblem where its messages may not be told in this answer. */
  readable(channelId: ChannelId, at: At): Promise<Standing>;
  server: DiscordApi["server"];
}

export function createToolAccess(discord: Calls, clock: Clock): ToolAccess {
  const server = remember(clock, (guildId: GuildId) => discord.server(guildId));
  const access = remember(clock, (guildId: GuildId, userId: UserId) => discord.serverAccess(guildId, userId));
  const member = remember(clock, (guildId: GuildId, userId: UserId) => discord.member(guildId, userId));
  const calls = {
    serverAccess: access,
    memberRoles: async (guildId: GuildId, userId: UserId) => (await member(guildId, userId))?.roles ?? null,
    channel: remember(clock, (channelId: ChannelId) => discord.channel(channelId)),
    isThreadMember: remember(clock, (threadId: ChannelId, userId: UserId) => discord.isThreadMember(threadId, userId)),
  };

  async function isMuted(guildId: GuildId, { asker }: ToolPlace): Promise<boolean> {
    return ((await member(guildId, asker.id))?.timeoutUntil ?? 0) > clock.now();
  }

  async function look(channelId: ChannelId, { place, signal }: At): Promise<Standing | "gone"> {
    const guildId = guildOf(place);
    const found = await standingIn({ guildId, channelId, askerId: place.asker.id, botId: botOf(place) }, calls, signal);
    signal.throwIfAborted();
    return found !== "gone" && (await isMuted(guildId, place)) ? { ...found, asker: muted(found.asker) } : found;
  }

  async function standing(channelId: ChannelId, at: At): Promise<Standing> {
    const found = await look(channelId, at);
    if (found === "gone") throw new ToolProblem(GONE);
    return found;
  }

  async function home(at: At): Promise<Standing> {
    const { channelId, parentId } = at.place;
    const found = await look(channelId, at);
    return found === "gone" ? standing(parentId ?? channelId, at) : found;
  }

  return {
    server,
    standing,
    home,
    async both({ place }) {
      const guildId = guildOf(place);
      const [asBot, asker, timedOut] = await Promise.all([access(guildId, botOf(place)), member(guildId, place.asker.id), isMuted(guildId, place)]);
      if (asker === null) throw new ToolProblem("The person you are talking to is no member of this server.");
      return { guildId, asBot, asAsker: { ...asBot, memberRoles: asker.roles }, isMuted: timedOut };
    },
    async readable(channelId, at) {
      const [found, here] = await Promise.all([standing(channelId, at), home(at)]);
      const verdict = readVerdict(found);
      if (verdict === "readable" || (verdict === "age-restricted" && here.deciding.ageRestricted)) {
        if (isForAll(found, here, at.place)) return found;
        throw new ToolProblem(ONLY_PRIVATE);
      }
      throw new ToolProblem(REFUSALS[verdict]);
    },
  };
}

/** The bot's user has its application's id. */
export const botOf = ({ applicationId }: ToolPlace) => applicationId as string as UserId;

/** Tools of the server are not offered elsewhere. */
export function guildOf({ guildId, bot }: ToolPlace): GuildId {
  if (guildId === null || !bot.present) throw new ToolProblem("This works only on a server that the bot has joined.");
  return guildId;
}

/** Whether everybody who reads the answer may read that, too. */
function isForAll({ channel, deciding, everyone }: Standing, home: Standing, place: ToolPlace): boolean {
  if (place.private || channel.id === place.channelId) return true;
  // Who sees a thread sees its channel, and who sees a channel its public threads.
  if (channel.type !== PRIVATE_THREAD && isReadAlike(home.deciding, deciding)) return true;
  return mayReadMessages(everyone, channel.type);
}

/** Of the server's own channels, not of threads: as `readable`, without a request for each. `privately`: in a private answer it might. */
export function isTellable(
  channel: ServerAccess["channels"][number],
  { guildId, asBot, asAsker }: Awaited<ReturnType<ToolAccess["both"]>>,
  home: Standing,
  place: ToolPlace,
): "yes" | "privately" | "no" {
  const reads = (granted: bigint) => mayReadMessages(granted, channel.type);
  const both = [memberPermissions(asAsker, guildId, place.asker.id, channel), memberPermissions(asBot, guildId, botOf(place), channel)];
  if (!both.every(reads) || (channel.ageRestricted && !home.deciding.ageRestricted)) return "no";
  const isForAll = isReadAlike(home.deciding, channel) || reads(everybodysPermissions(asBot, guildId, channel));
  return place.private || isForAll ? "yes" : "privately";
}

/** Source: Discord reference, "Permissions", "Permissions for Timed Out Members". */
function muted(granted: bigint): bigint {
  return allows(granted, permission.administrator) ? granted : granted & (permission.viewChannel | permission.readMessageHistory | permission.connect);
}

export function mayInServer(access: ServerAccess, guildId: GuildId, userId: UserId, isMuted: boolean, bit: bigint): boolean {
  const granted = serverPermissions(access, guildId, userId);
  return allows(isMuted ? muted(granted) : granted, bit);
}

const GONE = "There is no such channel on this server, or the bot is not allowed to see it.";
/** For the model, which tells it to people. */
const REFUSALS: Readonly<Record<Exclude<ReadVerdict, "readable">, string>> = {
  asker: "The person you are talking to may not read that channel, so it cannot be read to them.",
  bot: "The bot may not read that channel: it lacks View Channel or Read Message History there.",
  gone: GONE,
  "no-messages": "That channel holds no messages of its own. Its threads or posts do.",
  "age-restricted": "That channel is age-restricted: it can only be read from within an age-restricted channel.",
};
const ONLY_PRIVATE =
  "Your answer is public here, and not everybody who can read it may read that channel. Tell the person to ask the same privately (/ask with private: True).";

/** Answers are kept while they are new; calls under way are shared, so they do not end with one caller's signal. */
function remember<Args extends string[], T>(clock: Clock, load: (...args: Args) => Promise<T>): (...args: Args) => Promise<T> {
  const known = new Map<string, { at: number; value: Promise<T> }>();
  return (...args) => {
    const now = clock.now();
    for (const [key, { at }] of known) if (at + FRESH_MS <= now || at > now) known.delete(key);
    // The signal of a call may follow its ids.
    const key = args.filter((arg) => typeof arg === "string").join(":");
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = load(...args);
    known.set(key, { at: now, value });
    value.catch(() => known.delete(key));
    return value;
  };
}
