/** What was set for a followed channel, from the rooms that know it, and what its object can tell of itself. Used by watcher.ts; made in deps/. */
import { refusalOf } from "../access/refusal.ts";
import type { AccessStore, ServerSettings } from "../access/store.ts";
import type { Activity } from "../autonomy/activity.ts";
import { openPage } from "../autonomy/diary.ts";
import type { PresenceOverview } from "../autonomy/overview.ts";
import type { AutonomyStore } from "../autonomy/store.ts";
import type { Life, Watch } from "../autonomy/watch-memory.ts";
import type { WatchStore } from "../autonomy/watch-store.ts";
import type { OwnMood, WatchedChannel } from "../autonomy/watched.ts";
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import { offsetMinutes } from "../kernel/time-zone.ts";

export interface Known {
  channel: WatchedChannel;
  server: Pick<ServerSettings, "chattiness" | "timeZone">;
  moods: readonly OwnMood[];
  /** The server is paused, or the bot may not be used in this channel. */
  isRefused: boolean;
}

export interface WatchPlaces {
  store: WatchStore;
  /** Null: nobody wants it followed, or Discord does not. */
  read(watch: Watch, now: number): Promise<Known | null>;
}

const DAY_MS = 24 * 60 * 60_000;
const DIRECT: Known["server"] = { chattiness: "silent", timeZone: null };

export interface PlacesDeps {
  autonomy: Pick<AutonomyStore, "read">;
  access: Pick<AccessStore, "server">;
  store: WatchStore;
}

export function createWatchPlaces({ autonomy, access, store }: PlacesDeps): WatchPlaces {
  async function rowOf({ channelId, guildId, opener, place }: Watch, now: number) {
    const found = await autonomy.read(channelId, guildId ?? "");
    if (found.channel !== null || place === null) return found;
    await store.listen({ channelId, guildId, opener, ...place }, now + DAY_MS);
    return autonomy.read(channelId, guildId ?? "");
  }

  return {
    store,
    async read(watch, now) {
      const [found, ofServer] = await Promise.all([rowOf(watch, now), watch.guildId === null ? null : access.server(watch.guildId as GuildId)]);
      const { channel } = found;
      if (channel === null || channel.problem !== "" || !(channel.speaks || channel.listens)) return null;
      const guildId = channel.guildId as GuildId | null;
      if (guildId === null) return { channel, server: DIRECT, moods: [], isRefused: false };
      // The object did not know yet whose channel it is.
      const [moods, server] = watch.guildId === guildId ? [found.moods, ofServer] : [(await autonomy.read(channel.channelId, guildId)).moods, null];
      const settings = server ?? (await access.server(guildId));
      const place = { guildId, channelId: channel.channelId as ChannelId, parentId: channel.parentId as ChannelId | null };
      const refusal = refusalOf(settings, { ...place, userId: "" as UserId, ownPseudonyms: [], pseudonyms: [], id: "" });
      return { channel, server: settings, moods, isRefused: refusal !== null };
    },
  };
}

/** Everybody whose id stands in it. */
export function peopleOf({ recent, people, typing, joined, started }: Activity): string[] {
  const signs = [joined, started].flatMap((sign) => (sign === null ? [] : [sign.by]));
  const all = [...recent.flatMap(({ by, to }) => [by, to ?? ""]), ...people.map(({ id }) => id), ...typing.map(({ by }) => by), ...signs];
  return [...new Set(all)].filter((id) => id !== "");
}

/** For /autonomy status. */
export function overviewOf({ watch, activity, diary }: Life, now: number, known: Known | null): PresenceOverview {
  openPage(diary, now, offsetMinutes(now, known?.server.timeZone ?? "UTC"));
  return {
    activityByHour: diary.messages,
    spokenByHour: diary.spoken,
    silentByGate: diary.silent,
    spokenToday: diary.spoken.reduce((sum, count) => sum + count, 0),
    discardedToday: diary.discarded,
    declinedToday: diary.declined,
    lateMentionsToday: diary.late,
    lastDecision: diary.last,
    sentiment: activity.sentiment,
    nextLookAt: watch.nextLookAt,
    readsContent: watch.readsContent,
    readProblem: watch.readProblem,
  };
}
