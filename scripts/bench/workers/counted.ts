/**
 * Bench only: the Worker as it is, with a list of what it does: D1 round trips and outgoing requests in their order. `GET /bench/trace` gives and empties
 * it; `GET /bench/d1?times=n` repeats the batch an answer began with, n times one after the other, through the same binding.
 */
import type { Env } from "../../../src/env.ts";
import worker, { ChannelObject as RealChannelObject } from "../../../src/index.ts";
import { countD1, type Query } from "./count-d1.ts";

/** `d1 6`: one round trip with six statements. `PATCH /api/...`: an outgoing request. */
const trace: string[] = [];
const seen: { firstBatch?: Query[] } = {};

const onTrip = (queries: Query[]) => {
  trace.push(`d1 ${queries.length}`);
  if (queries.length > 3) seen.firstBatch ??= queries;
};

const platformFetch = globalThis.fetch;
globalThis.fetch = (input: RequestInfo | URL, init?: RequestInit) => {
  const request = new Request(input, init);
  trace.push(`${request.method} ${new URL(request.url).pathname}`);
  return platformFetch.call(globalThis, request);
};

const counted = (env: Env): Env => ({ ...env, DB: countD1(env.DB, onTrip) });

export class ChannelObject extends RealChannelObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, counted(env));
  }
}

/** The same statements under an id that was never there: the reserve is idempotent by turn and would otherwise write nothing. */
async function repeatBatch(db: D1Database, times: number): Promise<Response> {
  const queries = seen.firstBatch;
  const turnId = queries?.[0]?.params[0];
  if (queries === undefined) return new Response("ask something first\n", { status: 409 });
  for (let time = 0; time < times; time++) {
    const fresh = crypto.randomUUID();
    await db.batch(queries.map(({ sql, params }) => db.prepare(sql).bind(...params.map((value) => (value === turnId ? fresh : value)))));
  }
  return new Response("done\n");
}

const wrapped = new WeakMap<Env, Env>();

export default {
  fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/bench/trace") return Response.json(trace.splice(0));
    if (pathname === "/bench/d1") return repeatBatch(env.DB, Number(searchParams.get("times")));
    const own = wrapped.get(env) ?? counted(env);
    wrapped.set(env, own);
    return worker.fetch(request, own, ctx);
  },
} satisfies ExportedHandler<Env>;
