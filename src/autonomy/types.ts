/** The room's vocabulary: what is observed in a channel, what is decided from it, and how somebody set it. Pure data; no sentence of anybody is part of it. */

/** What was seen in a channel, whatever the source: an interaction, messages read by cursor, later a real-time connection. Times are ms since 1970. */
export type ActivityEvent = SeenMessage | SeenSign | OwnPost;

export interface SeenMessage {
  kind: "message";
  /** Discord's id; a message that was observed already changes nothing. */
  id: string;
  at: number;
  /** Id of its author. */
  author: string;
  /** Another bot, or a webhook. Ours are `OwnPost`. */
  bot: boolean;
  /** Whether it asks something; null: its words cannot be read. */
  question: boolean | null;
  /** Whom it speaks to: the author of the message that it replies to, or the one person it mentions. */
  to?: string;
  /** It speaks to the bot: a mention, or a reply to something of it. */
  toBot?: boolean;
  /** Characters; null: cannot be read. */
  length?: number | null;
  /** Words that say what it is about, where they can be read: lower case, no names. */
  keywords?: readonly string[];
  /** -1 to 1; null: cannot be told. */
  sentiment?: number | null;
}

/** Somebody began to type, came to the server, or started an activity such as a game. */
export interface SeenSign {
  kind: "typing" | "join" | "activity";
  at: number;
  author: string;
  /** Name of the activity. */
  name?: string;
}

/** Something of the bot. `unasked`: it was its own idea; otherwise somebody had asked for it. */
export interface OwnPost {
  kind: "own";
  id: string;
  at: number;
  unasked: Action | null;
}

/** What it can do by itself. */
export const actions = ["join_conversation", "engage_user", "fomo", "break_silence", "share_something"] as const;
export type Action = (typeof actions)[number];

/** How it is disposed, each 0 to 1. */
export interface Mood {
  /** One of `moodNames`, or a name that a server gave. */
  name: string;
  energy: number;
  sociability: number;
  impulsiveness: number;
  /** 0 to 1; drives what is shared. */
  curiosity: number;
}

/** What a manager set for the channel, and what the deployer and the server allow. */
export interface AutonomySettings {
  /** `classic`: the original specification to the letter. */
  profile: "edgewise" | "classic";
  mood: Mood;
  /** Local hours in which it keeps quiet, from (inclusive) to (exclusive), 0 to 23; null: none. May span midnight. */
  quietHours: { from: number; to: number } | null;
  /** Unasked posts a local day at most. */
  dailyCap: number;
  /** The minutes by which local time is ahead of UTC at a moment. */
  offsetMinutes(at: number): number;
}

/** One check on the way to speaking: what it looked at and what it would have taken. */
export interface Gate {
  /** Stable key, such as `quiet-hours` or `lull`; its words are in the locales. */
  gate: string;
  passed: boolean;
  /** What was measured, in the gate's own unit (seconds, messages, a share). */
  value?: number;
  /** What it had to reach, or to stay below. */
  bar?: number;
}

export interface Decision {
  /** Null: silence. */
  action: Action | null;
  /** Every gate that was looked at, in order; the last is the one that decided. */
  gates: readonly Gate[];
  /** Id of the message that a post would refer to; null: a plain post. */
  about: string | null;
  /** Id of the person whom `engage_user` is about. */
  person: string | null;
  /** When another look may come to something else, if nothing happens before, ms since 1970. */
  lookAgainAt: number;
}

/** Port of the channel's object to whatever speaks in it. */
export interface Presence {
  /** Right before a post: reads what was said meanwhile and decides once more. A null action: not now, for the reason in its last gate. */
  recheck(decision: Decision): Promise<Decision>;
  /** Something of the bot stands in the channel now. */
  note(post: OwnPost): void;
}
