/** Inputs of the jobs that nobody asked for. Part of types.ts. */
import type { Action, Decision, Mood } from "../autonomy/types.ts";
import type { MessageId, UserId } from "../kernel/ids.ts";

/** Input of the job kind `speak`: the bot has something to say that nobody asked for. No interaction stands behind it. */
export interface SpeakInput {
  /** Why, with every gate; once more decided right before the post. */
  decision: Decision;
  mood: Mood;
  /** What the model is told of the mood; empty: nothing. */
  moodWords: string;
  /** What it may begin to talk about. */
  topics: readonly string[];
  /** By a webhook with the persona's name and picture, where that is permitted. */
  webhook: boolean;
  /** Nothing is posted and nobody is charged more than for the words: /autonomy try. */
  rehearsal?: true;
}

/** What the bot means to do by itself, and how. */
export interface UnaskedInput {
  action: Action;
  /** The message it refers to. */
  about: MessageId | null;
  /** Whom it is about. */
  person: UserId | null;
  /** What the model is told of its mood; empty: nothing. */
  moodWords: string;
  topics: readonly string[];
}
