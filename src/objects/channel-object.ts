/** The one Durable Object class: a channel. A thin shell that gives the runner its storage, its alarm and its tasks. */
import { DurableObject } from "cloudflare:workers";
import type { PresenceOverview } from "../autonomy/overview.ts";
import type { ActivityEvent } from "../autonomy/types.ts";
import { createWatchMemory } from "../autonomy/watch-memory.ts";
import type { OwnPlace } from "../autonomy/watch-store.ts";
import { createObjectDeps } from "../deps/object.ts";
import type { Env } from "../env.ts";
import { type Alarm, createAlarm } from "../jobs/alarm.ts";
import { createJobKinds } from "../jobs/index.ts";
import { createRunner, type Runner } from "../jobs/runner.ts";
import { createJobStore } from "../jobs/store.ts";
import type { Job, SubmitResult } from "../jobs/types.ts";
import { createWatcher, type Watcher } from "../jobs/watcher.ts";
import type { Gates } from "../net/gates.ts";

export class ChannelObject extends DurableObject<Env> {
  readonly #runner: Runner;
  readonly #watcher: Watcher;
  readonly #alarm: Alarm;
  readonly #gates: Gates;
  readonly #probe: () => Promise<string | null>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const setAlarm = (at: number) => this.#background(() => ctx.storage.setAlarm(at));
    const { jobs, watcher, gates, clock, log, probe } = createObjectDeps(env, {
      wakeSoon: () => setAlarm(clock.now()),
      running: () => this.#runner.running(),
      tryNow: (place, holds) => this.#watcher.tryNow(place, holds),
      presence: { recheck: (decision) => this.#watcher.recheck(decision), note: (post) => this.#watcher.note(post) },
    });
    // A timer of 0 ms: the event that submitted the job is answered first.
    const spawn = (task: () => Promise<void>) => this.#background(() => new Promise((resolve) => setTimeout(resolve, 0)).then(task));
    this.#gates = gates;
    this.#probe = probe;
    this.#alarm = createAlarm(setAlarm);
    this.#runner = createRunner({
      store: createJobStore(ctx.storage.sql),
      kinds: createJobKinds(jobs),
      clock,
      log,
      alarm: this.#alarm,
      spawn,
    });
    this.#watcher = createWatcher({
      ...watcher,
      memory: createWatchMemory(ctx.storage.sql),
      alarm: this.#alarm,
      spawn,
      submit: (job) => this.#runner.submit(job),
    });
  }

  submit(job: Job): SubmitResult {
    this.#gates.refill();
    const result = this.#runner.submit(job);
    if (result === "committed") this.#watcher.heard(job);
    return result;
  }

  cancel(id: string): void {
    this.#gates.refill();
    this.#runner.cancel(id);
  }

  stop(id: string): boolean {
    this.#gates.refill();
    return this.#runner.stop(id);
  }

  /** How many jobs from until then still know of that person: what can end, ends. */
  forget(userId: string, until: number): number {
    this.#gates.refill();
    this.#watcher.forget(userId);
    return this.#runner.forget(userId, until);
  }

  /** Somebody changed what is set for the channel, or for its server. */
  watch(channelId: string): void {
    this.#gates.refill();
    this.#watcher.watch(channelId);
  }

  /** Cron's: a look at that moment, unless the object looks by itself. `pushedAt`: when cron comes back. */
  lookAt(channelId: string, at: number, pushedAt: number): void {
    this.#gates.refill();
    this.#watcher.lookAt(channelId, at, pushedAt);
  }

  /** A direct channel that is in use, or a thread that the bot opened: what is for the bot there is answered. */
  listen(place: OwnPlace): void {
    this.#gates.refill();
    this.#watcher.listen(place);
  }

  /** What a source in real time has seen in the channel. Nothing comes by it yet. */
  observe(events: readonly ActivityEvent[]): Promise<void> {
    this.#gates.refill();
    return this.#watcher.observe(events);
  }

  /** For /autonomy; null: the channel is not followed. */
  presence(): PresenceOverview | null {
    this.#gates.refill();
    return this.#watcher.overview();
  }

  /** For `/health?deep=1`: whether this object reaches D1. */
  probe(): Promise<string | null> {
    return this.#probe();
  }

  override alarm(): void {
    this.#gates.refill();
    this.#alarm.fired();
    this.#runner.wake();
    this.#watcher.wake();
  }

  /** Pending `waitUntil` keeps the object in memory (compatibility date >= 2026-10-01), though not through a deploy: that is the alarm's part. */
  #background(task: () => Promise<void>): void {
    this.ctx.waitUntil(task());
  }
}
