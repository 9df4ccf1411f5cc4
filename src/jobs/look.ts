/** One look at a channel: reads what is new, finds out who may be known, and tells what it means. Changes nothing; watcher.ts commits what comes of it. */
import type { ActivityEvent } from "../autonomy/types.ts";
import type { Watch } from "../autonomy/watch-memory.ts";
import { isBlank } from "../conversation/channel-context.ts";
import { addressed, isByPerson, isJoined, type Listener, speaksTo, unsettledUntil } from "../conversation/presence/addressed.ts";
import { readNew } from "../conversation/presence/read-new.ts";
import { peopleIn, seenOf } from "../conversation/presence/seen.ts";
import type { ChannelMessage, DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { ApplicationId, ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import type { PeopleCheck } from "./people-check.ts";

/** What is older was not meant for an answer by now, ms. */
const TOO_OLD_MS = 15 * 60_000;
/** Of one look; who writes more at once is not talking. */
const MOST_ANSWERED = 10;

export interface LookDeps {
  discord: Pick<DiscordApi, "channelMessages" | "ownUser" | "memberRoles">;
  people: PeopleCheck;
  /** False: that person asks too often. */
  flood(userId: string): Promise<boolean>;
  applicationId: ApplicationId;
  clock: Clock;
}

/** A message for the bot, with the roles of its author where they could be found out. */
export interface ForBot {
  message: ChannelMessage;
  roles: readonly string[] | undefined;
  /** The bot's user. */
  selfId: string;
}

export interface Seen {
  selfId: string;
  cursor: string;
  events: ActivityEvent[];
  answer: ForBot[];
  /** For the bot, and not answered: too old, or too many. */
  late: number;
  isShared: boolean;
  /** Null: nothing by people came. */
  readsContent: boolean | null;
  /** Somebody may not have finished: nothing of this is to be taken in before that moment. */
  unsettledUntil: number | null;
}

/** `listens`: what is for the bot is to be answered. Throws as `DiscordApi` does, and where nobody can be asked who wants to be read. */
export async function look(watch: Watch, listens: boolean, { discord, people, flood, applicationId, clock }: LookDeps): Promise<Seen> {
  const selfId = watch.selfId === "" ? await discord.ownUser() : watch.selfId;
  const { messages, cursor } = await readNew(discord, watch.channelId as ChannelId, watch.cursor, clock.now());
  const now = clock.now();
  const listener: Listener = { selfId, applicationId, direct: watch.guildId === null, opener: watch.opener, isShared: watch.isShared };
  // What was said before is learned from, and not answered.
  const sinceThen = messages.filter(({ sentAt }) => sentAt >= watch.since);
  const optedOut = await people.optedOut(peopleIn(messages));
  const forBot = listens ? addressed(sinceThen, listener) : [];
  const inTime = forBot.filter(({ sentAt }) => now - sentAt <= TOO_OLD_MS).slice(0, MOST_ANSWERED);
  const roles = await rolesOf(inTime, watch, discord);
  const answer: ForBot[] = [];
  for (const message of inTime) {
    // Gone from the server in the meantime.
    if (roles.get(message.author.id) === null || !(await flood(message.author.id))) continue;
    answer.push({ message, roles: roles.get(message.author.id) ?? undefined, selfId });
  }
  const told = messages.filter((message) => isByPerson(message, listener) && !speaksTo(message, listener));
  return {
    selfId,
    cursor,
    events: messages.flatMap((message) => seenOf(message, { selfId, applicationId, optedOut })),
    answer,
    late: forBot.length - answer.length,
    isShared: watch.opener !== "" && watch.guildId !== null && isJoined(messages, listener),
    readsContent: told.length === 0 || watch.guildId === null ? null : told.some((message) => !isBlank(message)),
    unsettledUntil: listens ? unsettledUntil(sinceThen, listener, now) : null,
  };
}

/** Null: no member any more. Those that cannot be found out are missing, and as good as none. */
async function rolesOf(messages: readonly ChannelMessage[], { guildId }: Watch, discord: LookDeps["discord"]): Promise<Map<string, string[] | null>> {
  const found = new Map<string, string[] | null>();
  if (guildId === null) return found;
  for (const id of new Set(messages.map(({ author }) => author.id))) {
    try {
      found.set(id, await discord.memberRoles(guildId as GuildId, id as UserId));
    } catch (error) {
      if (error instanceof DiscordApiError && error.status === 429) throw error;
    }
  }
  return found;
}
