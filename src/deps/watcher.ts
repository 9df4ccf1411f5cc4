/** Config -> what a channel's object needs to follow its channel. */
import type { AccessStore } from "../access/store.ts";
import { createAutonomyStore } from "../autonomy/store.ts";
import { createWatchStore, type OwnPlace } from "../autonomy/watch-store.ts";
import type { Database } from "../db/client.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Config, Env } from "../env.ts";
import { mentionJob, type PostPlace } from "../jobs/mention.ts";
import { notifyJob } from "../jobs/notify.ts";
import { createPeopleCheck } from "../jobs/people-check.ts";
import { speakJob } from "../jobs/speak.ts";
import type { Job } from "../jobs/types.ts";
import type { WatcherDeps } from "../jobs/watch-core.ts";
import { createWatchPlaces, type Known } from "../jobs/watch-places.ts";
import type { Clock, Random } from "../kernel/clock.ts";
import { describeError } from "../kernel/errors.ts";
import type { ApplicationId, ChannelId, GuildId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { ErasureStore } from "../privacy/store.ts";

export interface WatcherParts {
  db: Database;
  access: AccessStore;
  erasures: ErasureStore;
  pseudonyms: Pseudonyms;
  discord: DiscordApi;
  clock: Clock;
  random: Random;
  log: Log;
}

/** The rest is the object's own: its storage, its alarm, its tasks, its jobs. */
export type WatcherOfConfig = Omit<WatcherDeps, "memory" | "alarm" | "spawn" | "submit">;

export function createWatcherDeps(config: Config, env: Env, { db, ...parts }: WatcherParts): WatcherOfConfig {
  const { clock, log } = parts;
  const applicationId = config.DISCORD_APPLICATION_ID as ApplicationId;
  const at = ({ channel }: Known): PostPlace => ({
    applicationId,
    channelId: channel.channelId as ChannelId,
    channelName: channel.channelName,
    parentId: channel.parentId as ChannelId | null,
    guildId: channel.guildId as GuildId | null,
    locale: channel.locale,
    now: clock.now(),
  });
  return {
    ...parts,
    applicationId,
    people: createPeopleCheck(parts),
    places: createWatchPlaces({ autonomy: createAutonomyStore(db), access: parts.access, store: createWatchStore(db) }),
    // As at the edge it only spares work: where it fails, budgets are still there.
    flood: async (userId) => {
      try {
        return (await env.FLOOD.limit({ key: userId })).success;
      } catch (error) {
        log.error("flood-check-failed", { error: describeError(error) });
        return true;
      }
    },
    mentionJob: (known, { message, roles, selfId }) => mentionJob(at(known), message, { botId: selfId, ...(roles === undefined ? {} : { roles }) }),
    speakJob: (known, input) => speakJob(at(known), input),
    offJob: (known, problem) => offJob(at(known), known, problem),
  };
}

/** Null: nobody set it. */
function offJob(at: PostPlace, { channel }: Known, problem: string): Job | null {
  if (at.guildId === null || channel.changedAt === 0) return null;
  return notifyJob(at, {
    id: `channel-off:${channel.channelId}:${channel.changedAt}`,
    owner: `server:${at.guildId}`,
    kind: "channel-off",
    values: { channel: channel.channelName === "" ? "" : `#${channel.channelName}`, problem: problem === "forbidden" ? "no-access" : problem },
    url: `https://discord.com/channels/${at.guildId}/${channel.channelId}`,
    ...(channel.setBy === "" ? {} : { otherwise: channel.setBy }),
  });
}

/** Tells the object of a direct channel, or of a thread that the bot opened, to listen there. What it misses now comes with the next command in it. */
export function createListenIn(env: Env, log: Log): (place: OwnPlace) => Promise<void> {
  return async (place) => {
    try {
      await env.CHANNEL.get(env.CHANNEL.idFromName(place.channelId)).listen(place);
    } catch (error) {
      log.error("listen-failed", { channel: place.channelId, error: describeError(error) });
    }
  };
}

/** The same REST calls; whoever is written to directly is listened to there. */
export function listeningInDirect(discord: DiscordApi, listenIn: (place: OwnPlace) => Promise<void>): DiscordApi {
  return {
    ...discord,
    async directChannel(userId, signal) {
      const channelId = await discord.directChannel(userId, signal);
      await listenIn({ channelId, guildId: null, parentId: null, channelName: "", locale: "en-US", opener: userId, isQuiet: true });
      return channelId;
    },
  };
}
