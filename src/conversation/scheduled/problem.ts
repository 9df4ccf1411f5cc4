/** What came of a scheduled turn, in the few words that receipts keep (locales, schedule.problem). Used by post.ts. */
import type { Failure } from "../../delivery/explain.ts";
import type { Refusal } from "../../delivery/surface.ts";
import type { Texts } from "../../locales/index.ts";
import type { Receipt } from "../../schedule/store.ts";
import type { TurnToSave } from "../record.ts";

export type ScheduleProblem = keyof Texts["schedule"]["problem"];
export type Verdict = Pick<Receipt, "outcome" | "isFinal"> & { problem: ScheduleProblem | "" };

const BY_FAILURE: Readonly<Partial<Record<Failure, ScheduleProblem>>> = {
  paused: "paused",
  blocked: "paused",
  elsewhere: "elsewhere",
  "budget-user": "budget",
  "budget-server": "budget",
  "budget-global": "budget",
  storage: "storage",
  crashed: "crashed",
  deadline: "crashed",
  bug: "crashed",
  empty: "empty",
  unauthorized: "model-setup",
  "unknown-model": "model-setup",
  "not-an-api": "model-setup",
  "no-model": "model-setup",
  "model-not-allowed": "model-setup",
  "own-unauthorized": "model-setup",
  "own-unknown-model": "model-setup",
  "own-not-an-api": "model-setup",
  "own-private": "model-setup",
  "own-no-key": "model-setup",
  "image-off": "image-off",
  "image-refused": "image-refused",
  "image-unauthorized": "model-setup",
  "image-unknown-model": "model-setup",
};

const BY_REFUSAL: Readonly<Record<Refusal, ScheduleProblem>> = {
  forbidden: "no-permission",
  closed: "closed",
  blocked: "automod",
  slow: "undeliverable",
  removed: "undeliverable",
  failed: "undeliverable",
};

/** Somebody wanted it so, or it is a matter of the day: the schedule goes on. */
const HELD: readonly ScheduleProblem[] = ["paused", "elsewhere", "budget"];
/** It would be the same every time. */
const FINAL: readonly ScheduleProblem[] = ["no-permission", "gone"];

export function verdictOn({ outcome, reason, messageIds }: Pick<TurnToSave["turn"], "outcome" | "reason" | "messageIds">, overOwn: boolean): Verdict {
  if ((outcome === "answered" || outcome === "stopped") && messageIds.length > 0) return { outcome: "done", problem: "", isFinal: false };
  if (outcome === "undeliverable") return failedBy(BY_REFUSAL[reason as Refusal] ?? "undeliverable");
  if (overOwn && reason?.startsWith("budget-") === true) return failedBy("budget-run");
  const known = BY_FAILURE[reason as Failure];
  return failedBy(known ?? (reason?.startsWith("image-") === true ? "image" : "model"));
}

export function failedBy(problem: ScheduleProblem): Verdict {
  return { outcome: HELD.includes(problem) ? "held" : "failed", problem, isFinal: FINAL.includes(problem) };
}
