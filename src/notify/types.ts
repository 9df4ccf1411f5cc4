/** What people and servers can be told of, wherever they want to be told (notify room). Pure data. */

/** Each has its words in the locales. */
export const noteKinds = ["channel-off", "schedule-paused", "schedule-failed", "reminder", "test"] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Something that happened, before anybody is told. */
export interface Note {
  /** Names the event: whatever is repeated, it is told once. */
  id: string;
  /** `user:<id>` or `server:<id>`. */
  owner: string;
  kind: NoteKind;
  /** What its words name, such as a channel's or a schedule's name. */
  values: Readonly<Record<string, string>>;
  /** Where to look. */
  url?: string;
  /** Who hears of it by direct message where the owner has set no target, such as whoever switched it on. */
  otherwise?: string;
}
