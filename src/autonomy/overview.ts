/** What a channel's object tells about the day in it, for /autonomy status, and how it is told that something was set. Pure data. */
import type { Decision } from "./types.ts";

/** Numbers and keys alone; hours are those of the server's time zone, today. */
export interface PresenceOverview {
  /** Messages of people that were seen in each hour of the day, 24 numbers. */
  activityByHour: readonly number[];
  /** Unasked posts in each hour of the day, 24 numbers. */
  spokenByHour: readonly number[];
  /** Looks of today that ended in silence, by the key of the gate that decided. */
  silentByGate: Readonly<Record<string, number>>;
  /** Unasked posts of today; they count towards the daily cap. */
  spokenToday: number;
  /** Of today: drafts that were dropped because the moment had passed, and times at which the model chose to say nothing. */
  discardedToday: number;
  declinedToday: number;
  /** Mentions that were found too late to be answered, today. */
  lateMentionsToday: number;
  /** The newest look; null: there has been none. */
  lastDecision: { at: number; action: Decision["action"]; gates: Decision["gates"] } | null;
  /** How the talk sounds, -1 to 1; 0 where it cannot be told. */
  sentiment: number;
  /** When the object looks next, ms since 1970; null: it does not. */
  nextLookAt: number | null;
  /** Messages reach it with their words; null: none has been read yet. */
  readsContent: boolean | null;
  /** Why it could not read lately, an error's key such as `forbidden`; empty: it could. */
  readProblem: string;
}

/** Port to the channels' objects. May throw: then it cannot be told, or has to be found out by the next look. */
export interface ChannelLife {
  /** What was set for that channel, or for its server, has changed: read it anew and look soon. */
  watch(channelId: string): Promise<void>;
  /** Null: the object knows nothing yet. */
  presenceOf(channelId: string): Promise<PresenceOverview | null>;
}
