/** What holds for a channel of which nothing else was said. Pure data. Used by settings.ts and by what /autonomy shows. */
import type { MoodName } from "./moods.ts";

/** How much it may speak unasked, in one word. */
export const chattinesses = ["silent", "shy", "normal", "chatty"] as const;
export type Chattiness = (typeof chattinesses)[number];

/** Local hours, from (inclusive) to (exclusive): most people sleep then, or would rather not be written to. */
export const DEFAULT_QUIET_HOURS = { from: 23, to: 8 } as const;

/** In what mood it is where nobody set one, and how many unasked posts a local day are enough. */
export const byChattiness: Readonly<Record<Exclude<Chattiness, "silent">, { mood: MoodName; dailyCap: number }>> = {
  shy: { mood: "shy", dailyCap: 6 },
  normal: { mood: "neutral", dailyCap: 12 },
  chatty: { mood: "bubbly", dailyCap: 24 },
};

/** More than this nobody can want: four an hour are never passed, and it has to sleep. */
export const GREATEST_CAP = 50;
export const MOST_TOPICS = 10;
export const TOPIC_LENGTH = 80;
/** With the ten that ship they fit into one of Discord's selects. */
export const MOST_OWN_MOODS = 15;
export const MOOD_NAME_LENGTH = 30;
export const MOOD_WORDS_LENGTH = 300;
