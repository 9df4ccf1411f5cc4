/**
 * What holds in a channel, from its own row, the server's word and the server's moods. Pure. Used by the object's looks, by the jobs that speak and by
 * /autonomy, so that what people are shown is what happens.
 */
import { offsetMinutes } from "../kernel/time-zone.ts";
import { byChattiness, type Chattiness, DEFAULT_QUIET_HOURS } from "./defaults.ts";
import { colourOf, customMood, isMoodName, moodNow, moodOf } from "./moods.ts";
import type { AutonomySettings, Mood } from "./types.ts";
import type { OwnMood, WatchedChannel } from "./watched.ts";

/** Of the server, as far as it counts here. */
export interface ServerWord {
  /** `silent` switches speaking off in all channels, whatever they say; else the word of channels that have none. */
  chattiness: Chattiness;
  /** IANA name; null: UTC. */
  timeZone: string | null;
}

type Channel = Pick<
  WatchedChannel,
  "channelId" | "speaks" | "mood" | "rotation" | "chattiness" | "profile" | "quietHours" | "dailyCap" | "topics" | "webhook" | "problem"
>;

/** Why it does not speak unasked: it was not switched on here or Discord put an end to it, it is silent on the whole server, or in this channel. */
export type Hush = "off" | "server-silent" | "channel-silent";

export interface Effective {
  /** Null: it may speak unasked. Otherwise nothing may, whatever the rest says. */
  hush: Hush | null;
  settings: AutonomySettings;
  /** What the model is told of the mood; empty: nothing. */
  moodWords: string;
  /** Who decided about the mood. */
  moodFrom: "hand" | "time" | "sentiment" | "chattiness";
  topics: readonly string[];
  webhook: boolean;
}

/** `sentiment`: how the talk sounds, -1 to 1, for moods that follow it; 0 where nobody can tell. */
export function effectiveSettings(channel: Channel, server: ServerWord, ownMoods: readonly OwnMood[], now: number, sentiment = 0): Effective {
  const word = channel.chattiness ?? server.chattiness;
  // Where nothing speaks there is still something to be shown.
  const { mood: usual, dailyCap } = byChattiness[word === "silent" ? "shy" : word];
  const timeZone = server.timeZone ?? "UTC";
  const offset = (at: number) => offsetMinutes(at, timeZone);
  const { mood, words, from } = moodHere(channel, ownMoods, moodOf(usual), { now, offset, sentiment });
  return {
    hush: hushOf(channel, server),
    settings: {
      profile: channel.profile,
      mood,
      quietHours: quietHoursOf(channel),
      dailyCap: channel.dailyCap ?? dailyCap,
      offsetMinutes: offset,
    },
    moodWords: words,
    moodFrom: from,
    topics: channel.topics,
    webhook: channel.webhook,
  };
}

function hushOf({ speaks, chattiness, problem }: Channel, server: ServerWord): Hush | null {
  if (!speaks || problem !== "") return "off";
  if (server.chattiness === "silent") return "server-silent";
  return chattiness === "silent" ? "channel-silent" : null;
}

/** Null: none. */
export function quietHoursOf({ quietHours }: Pick<WatchedChannel, "quietHours">): { from: number; to: number } | null {
  const { from, to } = quietHours ?? DEFAULT_QUIET_HOURS;
  return from === to ? null : { from, to };
}

interface Moment {
  now: number;
  offset(at: number): number;
  sentiment: number;
}

/** One that was set by hand wins; one that is gone counts as none. */
function moodHere(
  { channelId, mood: name, rotation }: Channel,
  ownMoods: readonly OwnMood[],
  usual: Mood,
  { now, offset, sentiment }: Moment,
): { mood: Mood; words: string; from: Effective["moodFrom"] } {
  const own = name === null ? undefined : ownMoods.find((each) => each.name === name);
  if (own !== undefined) {
    const mood = customMood(own.name, own);
    return { mood, words: own.words === "" ? colourOf(mood) : own.words, from: "hand" };
  }
  const told = (mood: Mood, from: Effective["moodFrom"]) => ({ mood, words: colourOf(mood), from });
  if (name !== null && isMoodName(name)) return told(moodOf(name), "hand");
  if (rotation === "off") return told(usual, "chattiness");
  return told(moodNow(rotation, usual, { id: channelId, sentiment }, now, offset(now)), rotation);
}
