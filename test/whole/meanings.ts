/** An embeddings' endpoint that knows what cats are, and how it can be ill. For whole-path tests; EMBEDDING_MODEL has to be set before the Worker reads it. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, vi } from "vitest";
import { rows } from "./panel.ts";
import type { World } from "./world.ts";

export const MODEL = "meanings";
export const EMBEDDING_VARIABLES = { EMBEDDING_MODEL: MODEL, EMBEDDING_BASE_URL: "https://embed.example/v1" };
/** What a request costs, by FALLBACK_PRICE: 3 tokens. */
export const COST = 15;

/** Cats on one axis, everything else on others. */
const meaningOf = (text: string) => (/cat|feline/.test(text) ? [1, 0.1, 0] : [0, text.length % 2, 1]);

interface Asked {
  model: string;
  input: string[];
}

const ill = {
  down: async () => new Response("down", { status: 503 }),
  gone: () => Promise.reject(new TypeError("no route to host")),
  locked: async () => Response.json({ error: { message: "Incorrect API key provided", code: "invalid_api_key" } }, { status: 401 }),
  strange: async () => Response.json({ error: { message: "The model `meanings` does not exist", code: "model_not_found" } }, { status: 404 }),
  rubbish: async () => new Response("<html>hello</html>", { headers: { "content-type": "text/html" } }),
  numbersMissing: async () => Response.json({ data: [{ index: 0, embedding: [1, null, "x"] }], usage: { prompt_tokens: 3 } }),
  // Nobody heeds the signal, and nobody waits.
  slow: () => new Promise<Response>(() => undefined),
} as const;
export type Illness = keyof typeof ill;
export const illnesses = Object.keys(ill) as Illness[];

/** `world`: the one of the running test, which has to be made before this is called. */
export function useMeanings(world: () => World) {
  const state = {
    asked: [] as Asked[],
    keys: [] as (string | null)[],
    illness: null as Illness | null,
    /** In place of what it says. */
    answer: null as ((body: Asked) => Promise<Response>) | null,
  };
  beforeEach(async () => {
    await env.DB.batch(["messages", "vectors", "facts", "documents", "server_models"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
    Object.assign(state, { asked: [], keys: [], illness: null, answer: null });
    world().model.script(() => ({ text: "I see." }));
    world().serve("embed.example", async (request) => {
      const body = await request.json<Asked>();
      state.asked.push(body);
      state.keys.push(request.headers.get("authorization"));
      if (state.illness !== null) return ill[state.illness]();
      if (state.answer !== null) return state.answer(body);
      const data = body.input.map((text, index) => ({ object: "embedding", index, embedding: meaningOf(text) }));
      return Response.json({ object: "list", model: body.model, data: data.toReversed(), usage: { prompt_tokens: 3, total_tokens: 3 } });
    });
  });
  return {
    state,
    /** Everything that it was sent. */
    sent: () => state.asked.flatMap(({ input }) => input),
    /** Asks and waits until it is written down. */
    ask: async (prompt: string, more: Parameters<World["ask"]>[1] = {}) => {
      const answer = await world().ask(prompt, more);
      await vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", answer.id)).toHaveLength(1), { timeout: 5_000 });
      return answer;
    },
  };
}

export const keptVectors = () => rows("SELECT id, model, hex(vector) AS vector FROM vectors ORDER BY id");
export const embedded = (count: number) => vi.waitFor(async () => expect(await keptVectors()).toHaveLength(count), { timeout: 5_000 });
/** What that job was charged in the end, once nothing is reserved for it any more. */
export const charged = (id: string) =>
  vi.waitFor(
    async () => {
      const [row] = await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", id);
      expect(row).toMatchObject({ settled: 1 });
      return Number(row?.amount);
    },
    { timeout: 5_000 },
  );
