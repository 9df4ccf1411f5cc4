/** What tools may do on Discord: the port that they see (tools/discord-port.ts), for the server, channel and person of each call. Made once per object. */
import type { OptOutCheck } from "../access/opt-outs.ts";
import type { DiscordApi, ServerAccess, ServerMember } from "../discord/api.ts";
import { allows, memberPermissions, permission } from "../discord/permissions.ts";
import type { Clock } from "../kernel/clock.ts";
import { snowflakeTime, type UserId } from "../kernel/ids.ts";
import type { At, ChannelFacts, MemberFacts, ServerFacts, ToolDiscord } from "../tools/discord-port.ts";
import { ToolProblem } from "../tools/tool.ts";
import { createToolAccess, guildOf, isTellable, type ToolAccess } from "./tool-access.ts";
import { readHistory, searchServer } from "./tool-reads.ts";
import { orProblem } from "./tool-refusals.ts";
import { makeEvent, postPoll, react, sendTo, startThread, type WriteDeps } from "./tool-writes.ts";

export interface ToolDiscordDeps {
  discord: DiscordApi;
  optOuts: OptOutCheck;
  clock: Clock;
  listenIn: WriteDeps["listenIn"];
}

/** Source: Discord reference, "Channel Types". */
const PRIVATE_THREAD = 12;
const KINDS: Readonly<Record<number, ChannelFacts["kind"]>> = { 0: "text", 2: "voice", 5: "announcements", 13: "stage", 15: "forum", 16: "forum" };

export function createToolDiscord({ discord, optOuts, clock, listenIn }: ToolDiscordDeps): ToolDiscord {
  const access = createToolAccess(discord, clock);
  const reads = { discord, access, optOuts, clock };
  const writes = { discord, access, listenIn };
  return {
    server: (at) => orProblem(serverFacts(at, discord, access, optOuts)),
    channels: (at) => orProblem(channelFacts(at, discord, access)),
    members: (at, wanted, limit) => orProblem(memberFacts(at, wanted, limit, discord, access, optOuts)),
    history: (at, wanted) => orProblem(readHistory(at, wanted, reads)),
    search: (at, wanted) => orProblem(searchServer(at, wanted, reads)),
    poll: (at, poll, key) => orProblem(postPoll(at, poll, key, writes)),
    thread: (at, wanted) => orProblem(startThread(at, wanted, writes)),
    react: (at, message, emoji) => orProblem(react(at, message, emoji, writes)),
    event: (at, event) => orProblem(makeEvent(at, event, writes)),
    send: (at, message, key) => orProblem(sendTo(at, message, key, writes)),
  };
}

async function serverFacts({ place, signal }: At, discord: DiscordApi, access: ToolAccess, optOuts: OptOutCheck): Promise<ServerFacts> {
  const guildId = guildOf(place);
  const server = await access.server(guildId);
  const [owner, emojis, optedOut] = await Promise.all([
    discord.member(guildId, server.ownerId, signal),
    discord.emojis(guildId, signal),
    optOuts([server.ownerId]),
  ]);
  return {
    ...server,
    createdAt: snowflakeTime(guildId),
    owner: owner === null || optedOut?.has(server.ownerId) !== false ? "" : owner.name,
    roles: server.roles.filter(({ id }) => id !== guildId).map(({ name }) => name),
    emojis: emojis.filter(({ available }) => available).map(({ name }) => name),
  };
}

/** Those that hold messages or posts, and the threads that are active in them. */
async function channelFacts(at: At, discord: DiscordApi, access: ToolAccess): Promise<ChannelFacts[]> {
  const { place } = at;
  const [who, home, threads] = await Promise.all([access.both(at), access.home(at), discord.activeThreads(guildOf(place), at.signal)]);
  const names = new Map(who.asBot.channels.map(({ id, name }) => [id, name]));
  const told = who.asBot.channels.filter((channel) => channel.type in KINDS && isTellable(channel, who, home, place) === "yes");
  const mayWrite = (channel: ServerAccess["channels"][number], inThread: boolean) => {
    const granted = memberPermissions(who.asAsker, who.guildId, place.asker.id, channel, inThread);
    return !who.isMuted && allows(granted, inThread ? permission.sendMessagesInThreads : permission.sendMessages);
  };
  const channels = told.map((channel): ChannelFacts => {
    const { id, name, topic = "", ageRestricted = false, parentId, type } = channel;
    const category = parentId === null ? "" : (names.get(parentId) ?? "");
    return { id, name, kind: KINDS[type] ?? "text", category, topic, ageRestricted, isHere: id === place.channelId, canWrite: mayWrite(channel, false) };
  });
  const inThem = threads.flatMap(({ id, name, parentId, type }): ChannelFacts[] => {
    const isHere = id === place.channelId;
    const parent = told.find((channel) => channel.id === parentId);
    // Of a private one it is not known who is in it.
    if (parent === undefined || (type === PRIVATE_THREAD && !isHere)) return [];
    const { ageRestricted = false } = parent;
    return [{ id, name, kind: "thread", category: `#${parent.name}`, topic: "", ageRestricted, isHere, canWrite: mayWrite(parent, true) }];
  });
  return [...channels, ...inThem];
}

async function memberFacts(at: At, wanted: string, limit: number, discord: DiscordApi, access: ToolAccess, optOuts: OptOutCheck): Promise<MemberFacts[]> {
  const guildId = guildOf(at.place);
  const [, id] = /^<?@?!?(\d{15,20})>?$/.exec(wanted.trim()) ?? [];
  const asked =
    id === undefined ? discord.findMembers(guildId, wanted.trim().replace(/^@/, ""), limit, at.signal) : one(discord.member(guildId, id as UserId, at.signal));
  const [members, { roles }] = await Promise.all([asked, access.server(guildId)]);
  const optedOut = await optOuts(members.filter(({ bot }) => !bot).map((member) => member.id));
  if (optedOut === null) throw new ToolProblem("It cannot be told just now who does not want to be named, so nobody is. It may work in a minute.");
  return members
    .filter((member) => !optedOut.has(member.id))
    .map((member) => {
      const own = roles.filter((role) => role.id !== guildId && member.roles.includes(role.id));
      const { bot, joinedAt, name, username } = member;
      return { id: member.id, name, username, bot, joinedAt, roles: own.map((role) => role.name) };
    });
}

const one = async (member: Promise<ServerMember | null>): Promise<ServerMember[]> => [await member].filter((found) => found !== null);
