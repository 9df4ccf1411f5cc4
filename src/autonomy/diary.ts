/** What a channel's day was like, as numbers: kept by its object, told by /autonomy status (overview.ts). Begins anew with each local day. */
import type { Decision } from "./types.ts";

export interface Diary {
  v: 1;
  /** Days since 1970 in the server's time zone. */
  day: number;
  messages: number[];
  spoken: number[];
  /** By the key of the gate that decided; keys are the engine's, so few. */
  silent: Record<string, number>;
  discarded: number;
  declined: number;
  late: number;
  last: { at: number; action: Decision["action"]; gates: Decision["gates"] } | null;
}

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const none = (): number[] => Array.from({ length: 24 }, () => 0);

export const emptyDiary = (): Diary => ({ v: 1, day: 0, messages: none(), spoken: none(), silent: {}, discarded: 0, declined: 0, late: 0, last: null });

export function migrateDiary(stored: unknown): Diary {
  const isOurs = typeof stored === "object" && stored !== null && (stored as { v?: unknown }).v === 1;
  // Written by watch-memory.ts alone.
  return isOurs ? (stored as Diary) : emptyDiary();
}

/** The page of that moment; what is left of an earlier day is the last decision. `offset`: minutes by which local time is ahead of UTC. */
export function openPage(diary: Diary, at: number, offset: number): number {
  const local = at + offset * 60_000;
  const day = Math.floor(local / DAY);
  if (day > diary.day) Object.assign(diary, emptyDiary(), { day, last: diary.last });
  return day < diary.day ? -1 : Math.floor((local % DAY) / HOUR);
}

export function noteMessage(diary: Diary, at: number, offset: number): void {
  const hour = openPage(diary, at, offset);
  if (hour >= 0) diary.messages[hour] = (diary.messages[hour] ?? 0) + 1;
}

export function noteSpoken(diary: Diary, at: number, offset: number): void {
  const hour = openPage(diary, at, offset);
  if (hour >= 0) diary.spoken[hour] = (diary.spoken[hour] ?? 0) + 1;
}

/** On the page of that moment: what is added to yesterday's is gone with it. */
export function noteCount(diary: Diary, what: "discarded" | "declined" | "late", count: number, at: number, offset: number): void {
  openPage(diary, at, offset);
  diary[what] += count;
}

export function noteDecision(diary: Diary, { action, gates }: Decision, at: number, offset: number): void {
  openPage(diary, at, offset);
  diary.last = { at, action, gates };
  const closed = gates.findLast(({ passed }) => !passed)?.gate;
  if (action === null && closed !== undefined) diary.silent[closed] = (diary.silent[closed] ?? 0) + 1;
}
