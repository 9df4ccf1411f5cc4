/** A watched channel as the rest of the house knows it, and a server's own moods; read from their rows. Pure. Used by store.ts and by whatever reads the tables in a batch of its own. */
import type { moods, watchedChannels } from "../db/schema/autonomy.ts";
import type { Chattiness } from "./defaults.ts";

export type Rotation = "off" | "time" | "sentiment";

export interface WatchedChannel {
  channelId: string;
  /** Null for direct channels. */
  guildId: string | null;
  parentId: string | null;
  channelName: string;
  locale: string;
  speaks: boolean;
  listens: boolean;
  /** Null: as rotation or chattiness have it. */
  mood: string | null;
  rotation: Rotation;
  /** Null: the server's. */
  chattiness: Chattiness | null;
  profile: "edgewise" | "classic";
  /** Null: the default hours. Equal ones: none. */
  quietHours: { from: number; to: number } | null;
  /** Null: the default. */
  dailyCap: number | null;
  topics: readonly string[];
  webhook: boolean;
  /** Why Discord put an end to it; empty: nothing did. */
  problem: string;
  nextLookAt: number | null;
  setBy: string;
  changedAt: number;
}

/** Of a channel of which nothing was ever set. */
export const UNSET: Omit<WatchedChannel, "channelId" | "guildId" | "parentId" | "channelName" | "locale"> = {
  speaks: false,
  listens: false,
  mood: null,
  rotation: "off",
  chattiness: null,
  profile: "edgewise",
  quietHours: null,
  dailyCap: null,
  topics: [],
  webhook: true,
  problem: "",
  nextLookAt: null,
  setBy: "",
  changedAt: 0,
};

/** A mood of a server's own: its numbers from 0 to 1. */
export interface OwnMood {
  name: string;
  energy: number;
  sociability: number;
  impulsiveness: number;
  curiosity: number;
  /** For the model; empty: what its numbers say. */
  words: string;
}

/** Of a removed mood the row stays a while with this energy, so that a replay of what made it does not bring it back. */
export const REMOVED = -1;

export function parseWatched(row: typeof watchedChannels.$inferSelect): WatchedChannel {
  const { quietFrom, quietTo, topics, ...rest } = row;
  return {
    ...rest,
    quietHours: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
    // Rows are written by store.ts alone, so their JSON is ours.
    topics: JSON.parse(topics) as string[],
  };
}

export function parseMoods(rows: readonly (typeof moods.$inferSelect)[]): OwnMood[] {
  return rows
    .filter(({ energy }) => energy !== REMOVED)
    .map(({ name, energy, sociability, impulsiveness, curiosity, words }) => ({ name, energy, sociability, impulsiveness, curiosity, words }));
}
