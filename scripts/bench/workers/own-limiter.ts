/**
 * Bench only: the Worker as it is, with FLOOD counted in memory. On Cloudflare that binding is part of the platform and does no I/O; its local
 * simulation is a Durable Object with a SQLite write for each call, which costs more than the commit that is to be measured.
 */
import type { Env } from "../../../src/env.ts";
import worker from "../../../src/index.ts";

export { ChannelObject } from "../../../src/index.ts";

const LIMIT = 100;
const PERIOD_MS = 10_000;

function createLimiter(): RateLimit {
  const counts = new Map<string, number>();
  let window = 0;
  return {
    async limit({ key }) {
      const now = Math.floor(Date.now() / PERIOD_MS);
      if (now !== window) counts.clear();
      window = now;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { success: count <= LIMIT };
    },
  };
}

/** One per isolate, as the Worker itself keeps its app. */
const wrapped = new WeakMap<Env, Env>();

export default {
  fetch(request, env, ctx) {
    const own = wrapped.get(env) ?? { ...env, FLOOD: createLimiter() };
    wrapped.set(env, own);
    return worker.fetch(request, own, ctx);
  },
} satisfies ExportedHandler<Env>;
