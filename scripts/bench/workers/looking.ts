/**
 * Bench only: the Worker as it is, with the time in which tasks of its object are under way, which is what an object is billed for. `GET /bench/look?channel=`
 * has a channel followed if it is not yet, makes one look at it and tells how long the object was busy with it, in ms.
 */
import type { Env } from "../../../src/env.ts";
import worker, { ChannelObject as RealChannelObject } from "../../../src/index.ts";

export class ChannelObject extends RealChannelObject {
  readonly #tasks: { open: number; since: number; busy: number };

  constructor(ctx: DurableObjectState, env: Env) {
    const tasks = { open: 0, since: 0, busy: 0 };
    const waitUntil = ctx.waitUntil.bind(ctx);
    const end = () => {
      tasks.open -= 1;
      if (tasks.open === 0) tasks.busy += performance.now() - tasks.since;
    };
    Object.defineProperty(ctx, "waitUntil", {
      value: (task: Promise<unknown>) => {
        if (tasks.open === 0) tasks.since = performance.now();
        tasks.open += 1;
        waitUntil(task.finally(end));
      },
    });
    super(ctx, env);
    this.#tasks = tasks;
  }

  /** Until nothing is under way. The clock of a Worker moves with its requests alone, which a look makes. */
  async busyWith(author: string): Promise<number> {
    const at = Date.now();
    const before = this.#tasks.busy;
    await this.observe([{ kind: "message", id: String(Math.floor(Math.random() * 1e15)), at, author, bot: false, question: false, toBot: true }]);
    const isOver = () => (this.presence()?.nextLookAt ?? 0) > Date.now() + 1_000;
    for (let waited = 0; !isOver() && waited < 5_000; waited += 2) await new Promise((resolve) => setTimeout(resolve, 2));
    if (!isOver()) throw new Error("there was no look");
    return this.#tasks.busy - before;
  }
}

async function look(env: Env, channel: string): Promise<Response> {
  const row = "INSERT INTO watched_channels (channel_id, guild_id, listens, changed_at) VALUES (?, '7', 1, 1) ON CONFLICT DO NOTHING RETURNING channel_id";
  const inserted = await env.DB.prepare(row).bind(channel).all();
  const object = env.CHANNEL.get(env.CHANNEL.idFromName(channel)) as unknown as DurableObjectStub<ChannelObject>;
  if (inserted.results.length > 0) await object.watch(channel);
  return Response.json(await object.busyWith(String(1_000 + Math.floor(Math.random() * 5))));
}

export default {
  fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    return pathname === "/bench/look" ? look(env, searchParams.get("channel") ?? "1") : worker.fetch(request, env, ctx);
  },
} satisfies ExportedHandler<Env>;
