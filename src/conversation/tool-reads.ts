/** Messages for tools: of one channel, or found on the server. Words of people who opted out stay out, and nothing is read while nobody can tell who did. */
import type { OptOutCheck } from "../access/opt-outs.ts";
import type { ChannelMessage, DiscordApi, SearchResult, ServerAccess } from "../discord/api.ts";
import { mayReadMessages, SPOKEN_IN } from "../discord/channel-access.ts";
import { isSpoken, messageLink } from "../discord/messages.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import { type ChannelId, type MessageId, snowflakeBefore } from "../kernel/ids.ts";
import { parseSince, sinceMoment } from "../kernel/since.ts";
import type { At, HistoryQuery, SearchQuery, ToldMessages } from "../tools/discord-port.ts";
import { ToolProblem } from "../tools/tool.ts";
import { isBlank, mayBeRead, oneLine, withoutSmallPrint } from "./channel-context.ts";
import { named, peopleIn, speakerNotes, whenSaid } from "./numbered-lines.ts";
import { heardOf } from "./surroundings.ts";
import { guildOf, isTellable, type ToolAccess } from "./tool-access.ts";
import { channelNamed, messageNamed, personNamed } from "./tool-names.ts";

/** Of a search: Discord's own most. */
const MOST_CHANNELS = 500;
/** How long one waits for a server to be indexed, ms. */
const LEAST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 4_000;
/** Source: Discord reference, "Channel Types". */
const PRIVATE_THREAD = 12;
/** Whose posts are threads. */
const FORUMS: readonly number[] = [15, 16];

export interface ReadDeps {
  discord: Pick<DiscordApi, "channelMessages" | "searchMessages">;
  access: ToolAccess;
  optOuts: OptOutCheck;
  clock: Clock;
}

export async function readHistory(at: At, wanted: HistoryQuery, deps: ReadDeps): Promise<ToldMessages> {
  const { place, signal } = at;
  const guildId = guildOf(place);
  const pivot = wanted.around ?? wanted.before;
  const message = pivot === undefined ? undefined : messageNamed(pivot, guildId);
  const channelId = wanted.channel === undefined ? (message?.channel ?? place.channelId) : await find(wanted.channel, at, deps);
  const { channel } = await deps.access.readable(channelId, at);
  const from = wanted.since === undefined ? undefined : momentOf(wanted.since, at, deps.clock);
  const cursor = message === undefined ? {} : wanted.around === undefined ? { before: message.id } : { around: message.id };
  const page = await deps.discord.channelMessages(channelId, { limit: wanted.limit, ...cursor }, signal);
  const messages = page.filter(({ sentAt }) => from === undefined || sentAt >= from).map((found) => ({ ...found, channelId }));
  const told = await tell(messages.toReversed(), () => channel.name, at, deps);
  return { ...told, channel: channel.name, more: messages.length === page.length && page.length === wanted.limit, onlyPublic: false };
}

export async function searchServer(at: At, wanted: SearchQuery, deps: ReadDeps): Promise<ToldMessages> {
  const { place } = at;
  const guildId = guildOf(place);
  const [who, home] = await Promise.all([deps.access.both(at), deps.access.home(at)]);
  const searchable = who.asBot.channels.filter(({ type }) => SPOKEN_IN.some((spoken) => spoken === type) || FORUMS.includes(type));
  const verdicts = new Map(searchable.map((channel) => [channel, isTellable(channel, who, home, place)]));
  const open = searchable.filter((channel) => verdicts.get(channel) === "yes");
  const visible = searchable.filter((channel) => verdicts.get(channel) !== "no");
  const one = wanted.channel === undefined ? undefined : channelNamed(wanted.channel, visible, guildId);
  const named = one === undefined ? undefined : (open.find(({ id }) => id === one) ?? (await deps.access.readable(one, at)).channel);
  // The thread that one is in, be it private; other threads follow their channels.
  const isInThread = home.channel.id === place.channelId && home.channel.id !== home.deciding.id;
  const here = isInThread && [home.asker, home.bot].every((granted) => mayReadMessages(granted, home.channel.type)) ? [home.channel] : [];
  const within = named === undefined ? [...open, ...here] : [named];
  if (within.length === 0) throw new ToolProblem("There is no channel that could be searched for this answer.");
  const from = wanted.since === undefined ? undefined : momentOf(wanted.since, at, deps.clock);
  const query = {
    ...(wanted.words === undefined ? {} : { content: wanted.words }),
    channels: within.slice(0, MOST_CHANNELS).map(({ id }) => id),
    ...(wanted.author === undefined ? {} : { authorId: personNamed(wanted.author) }),
    ...(from === undefined ? {} : { minId: snowflakeBefore(from) as MessageId }),
    limit: wanted.limit,
    ageRestricted: home.deciding.ageRestricted === true,
    order: wanted.order,
  };
  const found = await whenIndexed(() => deps.discord.searchMessages(guildId, query, at.signal).catch(explain), at, deps.clock);
  const places = placesIn(found, within);
  const messages = found.messages.filter(({ channelId }) => places.has(channelId));
  const told = await tell(messages, (channelId) => places.get(channelId) ?? "", at, deps);
  const onlyPublic = one === undefined && [...verdicts.values()].includes("privately");
  return { ...told, channel: named?.name ?? "", more: found.messages.length === wanted.limit, onlyPublic };
}

/** By name only what may be told of. */
async function find(written: string, at: At, { access }: ReadDeps): Promise<ChannelId> {
  const [who, home] = await Promise.all([access.both(at), access.home(at)]);
  const visible = who.asBot.channels.filter((channel) => SPOKEN_IN.some((type) => type === channel.type) && isTellable(channel, who, home, at.place) !== "no");
  return channelNamed(written, visible, who.guildId);
}

/** Names by id, of what was searched and of the open threads in it: of private ones Discord does not say here who is in them. */
function placesIn(
  { threads }: Extract<SearchResult, { kind: "found" }>,
  within: readonly Pick<ServerAccess["channels"][number], "id" | "name">[],
): Map<ChannelId, string> {
  const known = new Map(within.map(({ id, name }) => [id, name]));
  const open = threads.filter(({ type, parentId }) => parentId !== null && known.has(parentId) && type !== PRIVATE_THREAD);
  return new Map([...known, ...open.map(({ id, name }) => [id, name] as const)]);
}

/** Refused as a whole: the intent is off, or the bot may not read anywhere. */
function explain(error: unknown): never {
  if (!(error instanceof DiscordApiError) || error.status !== 403) throw error;
  throw new ToolProblem(
    "Discord does not let the bot search: for that it needs the Message Content intent, which its operator can switch on, and Read Message History.",
  );
}

async function whenIndexed(search: () => Promise<SearchResult>, { signal }: At, clock: Clock): Promise<Extract<SearchResult, { kind: "found" }>> {
  const first = await search();
  if (first.kind === "found") return first;
  await clock.sleep(Math.min(LONGEST_WAIT_MS, Math.max(LEAST_WAIT_MS, first.retryAfterMs)), signal);
  signal.throwIfAborted();
  const second = await search();
  if (second.kind === "found") return second;
  throw new ToolProblem("Discord is still preparing this server's messages for searching. It can be tried again in some minutes.");
}

/** In the same order. */
async function tell(
  messages: readonly (ChannelMessage & { channelId: ChannelId })[],
  nameOf: (channelId: ChannelId) => string,
  { place, signal }: At,
  { optOuts }: ReadDeps,
): Promise<Omit<ToldMessages, "channel" | "more" | "onlyPublic">> {
  const optedOut = await optOuts(peopleIn(messages));
  signal.throwIfAborted();
  if (optedOut === null) throw new ToolProblem("It cannot be told just now who does not want to be read, so nobody is. It may work in a minute.");
  const selfId = place.applicationId as string;
  const isOwn = ({ author }: ChannelMessage) => author.id === selfId;
  // Of its own, what is still being written is empty.
  const spoken = messages
    .map((message) => (isOwn(message) ? { ...message, ...withoutSmallPrint(message) } : message))
    .filter((message) => isSpoken(message.type) && !(isOwn(message) && isBlank(message)));
  const kept = spoken.filter((message) => mayBeRead(message, optedOut));
  const told = kept.filter((message) => !isBlank(message));
  return {
    messages: told.map((message) => {
      const notes = speakerNotes(message, { selfId, askerId: place.asker.id });
      return {
        id: message.id,
        channel: nameOf(message.channelId),
        author: [message.author.name, ...(notes.length === 0 ? [] : [`(${notes.join(", ")})`])].join(" "),
        when: whenSaid(message.sentAt, place.timeZone ?? "UTC", true),
        text: oneLine({ ...message, content: named(message, { optedOut }) }),
        link: messageLink(place.guildId, message.channelId, message.id),
      };
    }),
    leftOut: kept.length < spoken.length,
    blank: kept.length - told.length,
    heard: told.flatMap((message) => heardOf(message, place.asker.id)),
  };
}

function momentOf(since: string, { place }: At, clock: Clock): number {
  const parsed = parseSince(since);
  if (parsed === null || parsed === "last-message")
    throw new ToolProblem(`It is not clear when "${since.slice(0, 50)}" was. Use for example 2h, yesterday or 2026-11-20.`);
  return sinceMoment(parsed, clock.now(), place.timeZone ?? "UTC");
}
