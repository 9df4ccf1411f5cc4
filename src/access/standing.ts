/** Whether somebody is answered in a place, and what a turn has to know about both. Pure data; found out by store.ts. */
import type { ChannelId, GuildId, UserId } from "../kernel/ids.ts";

/** Why somebody is not answered in a place. */
export type Refusal = { kind: "paused" } | { kind: "blocked" } | { kind: "elsewhere"; channels: string[] };

/** What a turn has to know about its asker and its place. */
export interface Standing {
  refusal: Refusal | null;
  serverName: string;
  optedOut: boolean;
  /** This turn is the one to show the first-use notice. */
  isNew: boolean;
  timeZone: string | null;
  /** Of the server; missing: unknown. */
  serverTimeZone?: string | null;
  /** Days for which the server keeps words; null: as long as the deployer said. */
  retentionDays: number | null;
}

export interface Place {
  guildId: GuildId | null;
  channelId: ChannelId;
  /** Of a thread: where its parent is allowed, it is too. */
  parentId: ChannelId | null;
  userId: UserId;
  /** Of that person, kernel/pseudonym.ts. */
  ownPseudonyms: readonly string[];
  /** Of everybody whose words the turn is made of. */
  pseudonyms: readonly string[];
  /** The turn that asks; the same turn may come back after a crash. */
  id: string;
}
