/** The one Durable Object class: a channel. A thin shell that gives the runner its storage, its alarm and its tasks. */
import { DurableObject } from "cloudflare:workers";
import { createObjectDeps } from "../deps/object.ts";
import type { Env } from "../env.ts";
import { type Alarm, createAlarm } from "../jobs/alarm.ts";
import { createJobKinds } from "../jobs/index.ts";
import { createRunner, type Runner } from "../jobs/runner.ts";
import { createJobStore } from "../jobs/store.ts";
import type { Job, SubmitResult } from "../jobs/types.ts";
import type { Gates } from "../net/gates.ts";

export class ChannelObject extends DurableObject<Env> {
  readonly #runner: Runner;
  readonly #alarm: Alarm;
  readonly #gates: Gates;
  readonly #probe: () => Promise<string | null>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const setAlarm = (at: number) => this.#background(() => ctx.storage.setAlarm(at));
    const { jobs, gates, clock, log, probe } = createObjectDeps(env, { wakeSoon: () => setAlarm(clock.now()), running: () => this.#runner.running() });
    this.#gates = gates;
    this.#probe = probe;
    this.#alarm = createAlarm(setAlarm);
    this.#runner = createRunner({
      store: createJobStore(ctx.storage.sql),
      kinds: createJobKinds(jobs),
      clock,
      log,
      alarm: this.#alarm,
      // A timer of 0 ms: the event that submitted the job is answered first.
      spawn: (task) => this.#background(() => new Promise((resolve) => setTimeout(resolve, 0)).then(task)),
    });
  }

  submit(job: Job): SubmitResult {
    this.#gates.refill();
    return this.#runner.submit(job);
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
    return this.#runner.forget(userId, until);
  }

  /** For `/health?deep=1`: whether this object reaches D1. */
  probe(): Promise<string | null> {
    return this.#probe();
  }

  override alarm(): void {
    this.#gates.refill();
    this.#alarm.fired();
    this.#runner.wake();
  }

  /** Pending `waitUntil` keeps the object in memory (compatibility date >= 2026-10-01), though not through a deploy: that is the alarm's part. */
  #background(task: () => Promise<void>): void {
    this.ctx.waitUntil(task());
  }
}
