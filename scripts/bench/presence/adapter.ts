/** The product's engine as a policy of the presence bench (its README: onMessage, onEvent, tick, onPosted, confirm, wakeAt). Bundled by policy.mjs and polled.mjs, and used by run.ts. */

import { type Activity, emptyActivity } from "../../../src/autonomy/activity.ts";
import { nextLook } from "../../../src/autonomy/cadence.ts";
import { confirm, decide } from "../../../src/autonomy/decide.ts";
import { observe } from "../../../src/autonomy/observe.ts";
import type { ActivityEvent, AutonomySettings, Decision } from "../../../src/autonomy/types.ts";

export interface Line {
  t: number;
  a: number;
  q: boolean;
  to?: number;
  b: boolean;
}

/** What the bench hands to `create`. */
export interface PolicyOptions {
  mood: { name: string; energy: number; sociability: number; impulsiveness: number; curiosity?: number };
  seed?: number;
  tz?: number;
}

export interface Mode {
  profile?: AutonomySettings["profile"];
  /** Nobody's words can be read: whether something is a question is unknown. */
  blind?: boolean;
  /** Messages are seen only when the channel is read, as often as the product reads it (cadence.ts), and once more right before a post. */
  polled?: boolean;
  /** Nothing tells of what people start, as without a source in real time. */
  untold?: boolean;
  /** For measuring: sees the state after each event, and what a decision took. */
  watch?: (activity: Activity, microseconds: number | null) => void;
  stopwatch?: () => number;
}

export interface Policy {
  wakeAt: number | undefined;
  onMessage(line: Line): void;
  onEvent(event: { t: number; ev: "join" | "activity" | "typing"; a: number }): void;
  tick(context: { t: number }): { action: string } | null;
  onPosted(post: { t: number }): void;
  confirm(context: { t: number }): boolean;
  reads(): number;
}

export function createPolicy({ mood, tz = 0 }: PolicyOptions, mode: Mode = {}): Policy {
  const activity = emptyActivity();
  const settings: AutonomySettings = {
    profile: mode.profile ?? "edgewise",
    mood: { curiosity: 0.5, ...mood },
    quietHours: null,
    dailyCap: 1000,
    offsetMinutes: () => tz * 60,
  };
  let messages = 0;
  let posts = 0;
  let reads = 0;
  let nextRead = 0;
  let lookAt = 0;
  let since: number | null = null;
  let unread: ActivityEvent[] = [];
  let pending: Decision | null = null;

  const take = (event: ActivityEvent) => {
    observe(activity, event);
    mode.watch?.(activity, null);
  };
  const read = (t: number) => {
    reads += 1;
    for (const event of unread) take(event);
    unread = [];
    since ??= t * 1000;
    nextRead = nextLook({ now: t * 1000, activity, since, lookAgainAt: null }) / 1000;
  };
  const wake = (t: number) => {
    const next = mode.polled ? Math.min(nextRead, lookAt) : lookAt;
    policy.wakeAt = next > t ? next : t + 1;
  };

  const policy: Policy = {
    wakeAt: undefined,
    onMessage(line) {
      messages += 1;
      const event: ActivityEvent = {
        kind: "message",
        id: `m${messages}`,
        at: line.t * 1000,
        author: String(line.a),
        bot: line.b,
        question: mode.blind ? null : line.q,
        ...(line.to !== undefined && { to: String(line.to) }),
      };
      if (mode.polled) unread.push(event);
      else {
        take(event);
        look(line.t);
      }
    },
    onEvent({ t, ev, a }) {
      if (mode.untold && ev === "activity") return;
      take({ kind: ev, at: t * 1000, author: String(a) });
      if (ev === "activity") look(t);
    },
    tick({ t }) {
      if (mode.polled && t >= nextRead) read(t);
      const decision = decided(t);
      pending = decision.action === null ? null : decision;
      return decision.action === null ? null : { action: decision.action };
    },
    confirm({ t }) {
      if (mode.polled) read(t);
      const holds = pending !== null && confirm(activity, pending, t * 1000, settings).action !== null;
      look(t);
      return holds;
    },
    onPosted({ t }) {
      posts += 1;
      take({ kind: "own", id: `p${posts}`, at: t * 1000, unasked: pending?.action ?? "join_conversation" });
    },
    reads: () => reads,
  };

  function decided(t: number): Decision {
    const from = mode.stopwatch?.() ?? 0;
    const decision = decide(activity, t * 1000, settings);
    mode.watch?.(activity, (mode.stopwatch?.() ?? 0) - from);
    lookAt = decision.lookAgainAt / 1000 + 0.01;
    wake(t);
    return decision;
  }
  /** What was seen may bring the next look forward. */
  function look(t: number): void {
    const decision = decide(activity, t * 1000, settings);
    lookAt = decision.action === null ? decision.lookAgainAt / 1000 + 0.01 : t + 1;
    wake(t);
  }

  return policy;
}
