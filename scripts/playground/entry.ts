/**
 * The Worker's entry in the playground, started by `worker.ts` instead of src/index.ts: the same handler and the same object, but with a clock that
 * can be moved and variables that can be changed while it runs (control.ts). Never part of a deployment.
 */
import type { Env } from "../../src/env.ts";
import production, { ChannelObject as ProductionObject } from "../../src/index.ts";
import { CRON_PATH, type CronResult, SECRET_HEADER, SECRET_NAME, STATE_PATH, type WorkerState } from "./control.ts";

const realNow = Date.now;
let offsetMs = 0;
let vars: Record<string, string> = {};
/** Channels whose objects have been in memory. */
const awake = new Set<string>();
/** One merged environment per change: the production code keeps what it made of an environment for as long as that object lives. */
let merged = new WeakMap<Env, Env>();

// Handler and objects share this isolate, and nothing in src/ reads the time in any other way (held by test/architecture).
Date.now = () => realNow() + offsetMs;

export class ChannelObject extends ProductionObject {
  constructor(ctx: DurableObjectState, env: Env) {
    const setAlarm = ctx.storage.setAlarm.bind(ctx.storage);
    // The code names times of the moved clock, alarms go off by the real one.
    Object.defineProperty(ctx.storage, "setAlarm", { value: (at: number | Date) => setAlarm(Number(at) - offsetMs) });
    super(ctx, withVars(env));
    awake.add(ctx.id.name ?? "");
  }

  /** What is due by now runs, the rest gets its alarm by the clock as it is. */
  rearm(): void {
    this.alarm();
  }

  /** As a deploy does it: the next event finds a fresh object, which takes up the jobs from its journal. */
  restart(): void {
    this.ctx.abort("restarted by the playground");
  }
}

export default {
  ...production,
  fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    const isControl = request.method === "POST" && (pathname === STATE_PATH || pathname === CRON_PATH);
    if (isControl && isFromPlayground(request, env)) return pathname === STATE_PATH ? takeOver(request, env) : runCron(env);
    return production.fetch(request, withVars(env), ctx);
  },
  scheduled: (event, env) => production.scheduled(event, withVars(env)),
} satisfies ExportedHandler<Env>;

function isFromPlayground(request: Request, env: Env): boolean {
  const secret = env[SECRET_NAME];
  return typeof secret === "string" && secret !== "" && request.headers.get(SECRET_HEADER) === secret;
}

function withVars(env: Env): Env {
  if (Object.keys(vars).length === 0 && offsetMs === 0) return env;
  const known = merged.get(env) ?? { ...env, ...vars };
  merged.set(env, known);
  return known;
}

async function takeOver(request: Request, env: Env): Promise<Response> {
  const next = await request.json<WorkerState>();
  const moved = next.offsetMs - offsetMs;
  const isChanged = JSON.stringify(next.vars) !== JSON.stringify(vars);
  offsetMs = next.offsetMs;
  vars = next.vars;
  // Back in time: what is kept in memory with a time (rate limits, caches) would wait for a moment that is now far away.
  const isFresh = isChanged || moved < 0;
  if (isFresh) merged = new WeakMap();
  if (isFresh || moved !== 0) await Promise.all(next.channels.map((channel) => wake(env, channel, isFresh)));
  return new Response(null, { status: 204 });
}

async function wake(env: Env, channel: string, isFresh: boolean): Promise<void> {
  // The binding knows the production class; this bundle's is the one above. A stub whose object was aborted stays broken, so each call gets its own.
  const object = () => env.CHANNEL.get(env.CHANNEL.idFromName(channel)) as DurableObjectStub<ChannelObject>;
  if (isFresh && awake.delete(channel)) {
    await object()
      .restart()
      .catch(() => undefined);
  }
  await object().rearm();
}

/** The lines that a failing part writes are all that is known of it outside. */
async function runCron(env: Env): Promise<Response> {
  const ranAt = Date.now();
  const failures: string[] = [];
  const log = console.log;
  console.log = (line: unknown) => {
    const failure = cronFailure(line);
    if (failure !== undefined) failures.push(failure);
    log(line);
  };
  try {
    await production.scheduled({ scheduledTime: ranAt - (ranAt % 60_000), cron: "* * * * *", noRetry: () => undefined }, withVars(env));
  } catch (error) {
    failures.push(String(error));
  } finally {
    console.log = log;
  }
  return Response.json({ ranAt, ms: Date.now() - ranAt, failures } satisfies CronResult);
}

function cronFailure(line: unknown): string | undefined {
  if (typeof line !== "string" || !line.startsWith('{"severity":"error","event":"cron"')) return undefined;
  const { part, error } = JSON.parse(line) as Record<string, unknown>;
  return `${part}: ${error}`;
}
