/** What tools change on Discord: each looks first whether asker and bot may do it there, so that nobody does through the bot what they may not do themselves. */

import type { OwnPlace } from "../autonomy/watch-store.ts";
import { isThread } from "../discord/access.ts";
import type { DiscordApi, Poll } from "../discord/api.ts";
import { mayReadMessages, SPOKEN_IN, type Standing } from "../discord/channel-access.ts";
import { NONCE_LENGTH } from "../discord/limits.ts";
import { messageLink } from "../discord/messages.ts";
import { allows, permission } from "../discord/permissions.ts";
import type { ChannelId, GuildId, MessageId } from "../kernel/ids.ts";
import { shortDigest } from "../kernel/short-digest.ts";
import type { At, Made, ToolDiscord } from "../tools/discord-port.ts";
import { type ToolPlace, ToolProblem } from "../tools/tool.ts";
import { botOf, guildOf, mayInServer, type ToolAccess } from "./tool-access.ts";
import { channelNamed, messageNamed } from "./tool-names.ts";
import { orUnsure, UNSURE } from "./tool-refusals.ts";

export interface WriteDeps {
  discord: Pick<DiscordApi, "createMessage" | "startThread" | "startThreadFrom" | "addReaction" | "emojis" | "createEvent">;
  access: ToolAccess;
  /** What is written there by whoever asked for it is for the bot. */
  listenIn(place: OwnPlace): Promise<void>;
}

/** Where threads can be started. Source: Discord reference, "Channel Types": text, announcement. */
const WITH_THREADS: readonly number[] = [0, 5];

export async function sendTo(at: At, { channel, text }: { channel: string; text: string }, key: string, { discord, access }: WriteDeps): Promise<Made> {
  const guildId = guildOf(at.place);
  const channelId = channelNamed(channel, [], guildId);
  const standing = await access.standing(channelId, at);
  checkWriting(standing);
  // Links unfold for those only who could make them unfold themselves.
  const suppressEmbeds = !allows(standing.asker, permission.embedLinks);
  const message = { content: text, ...(suppressEmbeds ? { suppressEmbeds } : {}) };
  const { id } = await orUnsure(discord.createMessage(channelId, message, await nonceOf(at.place, key), at.signal));
  return { link: messageLink(guildId, channelId, id) };
}

export async function postPoll(at: At, poll: Poll, key: string, { discord, access }: WriteDeps): Promise<Made> {
  const { place, signal } = at;
  const guildId = guildOf(place);
  const home = await access.home(at);
  checkWriting(home);
  checkBoth(home, "Create Polls", permission.sendPolls);
  const { id } = await orUnsure(discord.createMessage(place.channelId, { poll }, await nonceOf(place, key), signal));
  return { link: messageLink(guildId, place.channelId, id) };
}

export async function startThread(
  at: At,
  { name, message }: { name: string; message?: string | undefined },
  { discord, access, listenIn }: WriteDeps,
): Promise<Made> {
  const { place, signal } = at;
  const guildId = guildOf(place);
  const home = await access.home(at);
  if (!WITH_THREADS.includes(home.channel.type)) throw new ToolProblem("No thread can be started here: threads belong to text and announcement channels.");
  checkBoth(home, "Create Public Threads", permission.viewChannel, permission.createPublicThreads);
  const opened = async (channelId: ChannelId): Promise<Made> => {
    await listenIn({ channelId, guildId, parentId: place.channelId, channelName: "", locale: place.locale, opener: place.asker.id });
    return linkTo(guildId, channelId);
  };
  if (message !== undefined) {
    const from = ownMessage(message, place, guildId);
    return opened((await discord.startThreadFrom(place.channelId, from, name, signal)).id);
  }
  const started = await discord.startThread({ id: place.channelId, type: home.channel.type }, name, signal);
  if (started.kind === "unknown") throw new ToolProblem(UNSURE);
  return opened(started.id);
}

export async function react(at: At, message: string, emoji: string, { discord, access }: WriteDeps): Promise<void> {
  const { place, signal } = at;
  const guildId = guildOf(place);
  const to = ownMessage(message, place, guildId);
  const home = await access.home(at);
  if (!mayReadMessages(home.asker, home.channel.type)) throw new ToolProblem("The person you are talking to may not read this channel.");
  checkBoth(home, "Add Reactions", permission.readMessageHistory, permission.addReactions);
  await discord.addReaction(place.channelId, to, await emojiNamed(emoji, guildId, signal, discord), signal);
}

export async function makeEvent(at: At, event: Parameters<ToolDiscord["event"]>[1], { discord, access }: WriteDeps): Promise<Made> {
  const { place, signal } = at;
  const { guildId, asAsker, asBot, isMuted } = await access.both(at);
  const bit = permission.createEvents;
  if (!mayInServer(asAsker, guildId, place.asker.id, isMuted, bit)) throw new ToolProblem(lacks("The person you are talking to", "Create Events"));
  if (!mayInServer(asBot, guildId, botOf(place), false, bit)) throw new ToolProblem(lacks("The bot", "Create Events"));
  const { name, description, from, to } = event;
  const made = await discord.createEvent(guildId, { name, ...(description === undefined ? {} : { description }), place: event.place, from, to }, signal);
  if (made.kind === "unknown") throw new ToolProblem(UNSURE);
  return { link: `https://discord.com/events/${guildId}/${made.id}` };
}

function checkWriting(standing: Standing): void {
  const { type, locked } = standing.channel;
  if (!SPOKEN_IN.some((spoken) => spoken === type)) throw new ToolProblem("Nothing can be written into that kind of channel. Use one of its threads or posts.");
  if (!mayReadMessages(standing.asker | permission.readMessageHistory, type)) throw new ToolProblem("The person you are talking to may not see that channel.");
  checkBoth(
    standing,
    isThread(type) ? "Send Messages in Threads" : "Send Messages",
    permission.viewChannel,
    isThread(type) ? permission.sendMessagesInThreads : permission.sendMessages,
  );
  if (locked) checkBoth(standing, "Manage Threads (this one is locked)", permission.manageThreads);
}

function checkBoth({ asker, bot }: Standing, name: string, ...bits: bigint[]): void {
  if (!allows(asker, ...bits)) throw new ToolProblem(lacks("The person you are talking to", name));
  if (!allows(bot, ...bits)) throw new ToolProblem(lacks("The bot", name));
}

const lacks = (who: string, name: string) => `${who} lacks the permission ${name} there, so it was not done.`;

/** In the channel of the turn alone. */
function ownMessage(written: string, place: ToolPlace, guildId: GuildId): MessageId {
  const { id, channel } = messageNamed(written, guildId);
  if (channel !== undefined && channel !== place.channelId)
    throw new ToolProblem("That message is in another channel; this works only with messages of this one.");
  return id;
}

const linkTo = (guildId: GuildId, channelId: ChannelId): Made => ({ link: `https://discord.com/channels/${guildId}/${channelId}` });

/** As Discord's API wants it: a Unicode emoji, or `name:id` of one of the server's own. */
async function emojiNamed(written: string, guildId: GuildId, signal: AbortSignal, discord: WriteDeps["discord"]): Promise<string> {
  const emoji = written.trim();
  if (/^\p{RGI_Emoji}$/v.test(emoji)) return emoji;
  // What most people and models write of a heart or a snowflake has no selector.
  if (/^\p{RGI_Emoji}$/v.test(`${emoji}\ufe0f`)) return `${emoji}\ufe0f`;
  const [, name = ""] = /^(?:<a?)?:?(\w{2,32}):?(?:\d{15,20}>)?$/.exec(emoji) ?? [];
  const own = (await discord.emojis(guildId, signal)).filter(({ available }) => available);
  const found = own.find((candidate) => candidate.name === name) ?? own.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return `${found.name}:${found.id}`;
  throw new ToolProblem("That is neither a single Unicode emoji nor one of this server's own.");
}

/** The same for the same call of the same turn, and for no other: the token is the interaction's own. */
async function nonceOf({ token, channelId, asker }: ToolPlace, key: string): Promise<string> {
  return (await shortDigest(`${token}:${channelId}:${asker.id}:${key}`)).slice(0, NONCE_LENGTH);
}
