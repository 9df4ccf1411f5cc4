/** Places where an owner is told of something: what one is, and which of them hear of a note. Pure. Used by the job `notify` and /settings. */
import { quietUntil } from "./quiet.ts";
import type { Note, Sent } from "./types.ts";

/** An owner can have so many. */
export const MOST_TARGETS = 5;

export type Owner = `user:${string}` | `server:${string}`;

export interface Target {
  /** The id of the interaction that added it. */
  id: string;
  owner: string;
  kind: "dm" | "webhook" | "ntfy";
  /** For people; nothing secret. */
  label: string;
  /** Who is written to; of `dm`. */
  userId: string | null;
  /** JSON of TargetSecret under `targetSealContext`; null for `dm`. */
  sealed: string | null;
  enabled: boolean;
  /** Local hours from (inclusive) to (exclusive) in which nothing comes; null: none. */
  quietFrom: number | null;
  quietTo: number | null;
  timeZone: string;
  /** A TargetProblem; empty: nothing. */
  problem: string;
  workedAt: number | null;
  changedAt: number;
}

/** Whoever has it can write there, so that it lies nowhere in the clear. A topic is one, too: on a public server everybody who knows it can read along. */
export type TargetSecret = { id: string; token: string; threadId?: string } | { address: string; topic: string; token?: string };

/** A seal opens for the very target that it was made for. */
export const targetSealContext = (owner: string, id: string): string => `notify:${owner}:${id}`;

/** The target that nobody set: the note's `otherwise`. */
export const OTHERWISE = "otherwise";

const otherwiseTarget = (owner: string, userId: string): Target => ({
  ...{ id: OTHERWISE, owner, kind: "dm", label: "", userId, sealed: null, enabled: true },
  ...{ quietFrom: null, quietTo: null, timeZone: "UTC", problem: "", workedAt: null, changedAt: 0 },
});

/** Who hears of it directly, where no target takes it. Who hears of it by a target of theirs is no other. */
export const lastResort = ({ owner, otherwise }: Note, targets: readonly Target[]): Target[] =>
  otherwise === undefined || targets.some(({ userId, enabled }) => enabled && userId === otherwise) ? [] : [otherwiseTarget(owner, otherwise)];

/**
 * Who is to hear of it; null: its owner has set nobody. A target that people switched off is theirs to switch off, so that then nobody else hears of it
 * either; one that a problem switched off is as good as none. A reminder stands on Discord already, in the channel or as a direct message.
 */
export function audience({ kind }: Pick<Note, "kind">, targets: readonly Target[]): Target[] | null {
  const on = targets.filter(({ enabled }) => enabled);
  if (kind === "reminder") return on.filter((target) => target.kind !== "dm");
  return targets.every(({ enabled, problem }) => !enabled && problem !== "") ? null : on;
}

/** What becomes of a note at a target now: `wait` until that moment, ms since 1970, or `skip`. */
export type Turn = { target: Target; when: "now" | "skip" } | { target: Target; when: "wait"; until: number };

/**
 * Quiet hours are each target's own. What somebody has to know waits for their end, unless another target takes it meanwhile. A reminder is for its
 * moment: hours later it helps nobody. Who tests wants to see it now.
 */
export function turnOf({ kind }: Pick<Note, "kind">, target: Target, now: number): Turn {
  const until = kind === "test" ? null : quietUntil(target, now);
  if (until === null) return { target, when: "now" };
  return kind === "reminder" ? { target, when: "skip" } : { target, when: "wait", until };
}

/** After the first, second, ... attempt that came to nothing, ms. */
const BACK_OFF_MS = [60_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000];

/**
 * When to try again, ms since 1970; null: never. `passing`: what went wrong may pass. `tries`: attempts so far. `until`: ends of quiet hours of those who
 * were not asked yet.
 */
export function nextTryAt(now: number, tries: number, passing: boolean, until: readonly number[]): number | null {
  const wait = passing ? BACK_OFF_MS[tries - 1] : undefined;
  const moments = [...(wait === undefined ? [] : [now + wait]), ...until];
  return moments.length === 0 ? null : Math.min(...moments);
}

/** What is known of a target after it was tried. An empty problem: it took the note. `off`: it is dead, until somebody switches it on. */
export interface Tried {
  id: string;
  problem: string;
  off: boolean;
}

export const tried = (id: string, sent: Sent): Tried => {
  const problem = sent.kind === "failed" ? sent.problem : "";
  return { id, problem, off: problem === "gone" };
};
