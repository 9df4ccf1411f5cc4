/** What people and servers can be told of, wherever they want to be told (notify room). Pure data. */

/** Each has its words in the locales. */
export const noteKinds = ["channel-off", "schedule-paused", "reminder", "test"] as const;
export type NoteKind = (typeof noteKinds)[number];

/** What each kind's words name; all may be missing. `problem`: a key of `reason` in the locales' notify.ts, or a sentence of its own. */
interface NoteValues {
  "channel-off": "channel" | "problem";
  "schedule-paused": "name" | "channel" | "problem";
  /** What was to be remembered. */
  reminder: "text";
  /** Where it is sent to. */
  test: "target";
}
export type NoteValue = NoteValues[NoteKind];

/** Something that happened, before anybody is told. */
export interface Note {
  /** Names the event: whatever is repeated, it is told once. */
  id: string;
  /** `user:<id>` or `server:<id>`. */
  owner: string;
  kind: NoteKind;
  /** What its words name, such as a channel's or a schedule's name (NoteValue). */
  values: Readonly<Record<string, string>>;
  /** Where to look. */
  url?: string;
  /** Who hears of it by direct message where the owner has set no target, such as whoever switched it on. */
  otherwise?: string;
}

/** What is told, in the owner's language, without markdown. */
export interface Words {
  title: string;
  text: string;
  /** Empty: nowhere to go. */
  url: string;
}

/** Why a target did not take it; each has its sentence, with the fix, in the locales. */
export const targetProblems = [
  "gone",
  "unauthorized",
  "no-key",
  "private",
  "closed",
  "refused",
  "busy",
  "unreachable",
  "slow",
  "ill",
  "moved",
  "not-ntfy",
  "failed",
] as const;
export type TargetProblem = (typeof targetProblems)[number];

/** Trying it again later may help; with the others somebody has to do something first. */
const PASSING: readonly TargetProblem[] = ["busy", "unreachable", "slow", "ill", "failed"];
export const isPassing = (problem: TargetProblem): boolean => PASSING.includes(problem);

/** What became of a note at one target. */
export type Sent = { kind: "taken" } | { kind: "failed"; problem: TargetProblem };
