// With EMBEDDING_MODEL: what shares no word with the question is found by its meaning, nobody's answer waits for the endpoint, and nothing is kept of who is gone.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { optOut } from "./memory.ts";
import { rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, { EMBEDDING_MODEL: "meanings", EMBEDDING_BASE_URL: "https://embed.example/v1" });

const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});

interface Asked {
  model: string;
  input: string[];
}
let asked: Asked[];
let keys: (string | null)[];
let isDown: boolean;

/** Cats on one axis, everything else on others. */
const meaningOf = (text: string) => (/cat|feline/.test(text) ? [1, 0.1, 0] : [0, text.length % 2, 1]);

beforeEach(async () => {
  await env.DB.batch(["messages", "vectors"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  [asked, keys, isDown] = [[], [], false];
  world.model.script(() => ({ text: "I see." }));
  world.serve("embed.example", async (request) => {
    if (isDown) return new Response("down", { status: 503 });
    const body = await request.json<Asked>();
    asked.push(body);
    keys.push(request.headers.get("authorization"));
    const data = body.input.map((text, index) => ({ object: "embedding", index, embedding: meaningOf(text) }));
    return Response.json({ object: "list", model: body.model, data: data.toReversed(), usage: { prompt_tokens: 3, total_tokens: 3 } });
  });
});

const ask = async (prompt: string, more = {}) => {
  const answer = await world.ask(prompt, more);
  await vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", answer.id)).toHaveLength(1), { timeout: 5_000 });
  return answer;
};
const kept = () => rows("SELECT id, model, hex(vector) AS vector FROM vectors ORDER BY id");
const embedded = (count: number) => vi.waitFor(async () => expect(await kept()).toHaveLength(count), { timeout: 5_000 });
/** What was said before is no part of the conversation any more. */
const later = () => clock.move(13 * HOUR);
const lastQuestion = () => (world.model.requests.at(-1)?.body as { messages: { content: string }[] } | undefined)?.messages.at(-1)?.content ?? "";

describe("with an embedding model", () => {
  test("a question finds what shares no word with it", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    expect((await kept()).map(({ model, vector }) => [model, String(vector).length])).toEqual([
      ["meanings", 6],
      ["meanings", 6],
    ]);
    later();
    const answer = await ask("which feline lives here?");
    expect(lastQuestion()).toMatch(/<memories untrusted="true">\n.*my cat is called Miso/);
    const why = (await world.press(world.ada, answer, "Why")).original()?.content ?? "";
    expect(why).not.toContain("by their words alone");
    // The key of the other endpoint stays where it belongs.
    expect(new Set(keys)).toEqual(new Set([null]));
    await embedded(4);
  });

  test("what means something else is not dragged in", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    later();
    await ask("how high are mountains?");
    expect(lastQuestion()).not.toContain("<memories");
    await embedded(4);
  });

  test("a dead endpoint costs no answer: words find what they find, Why tells, and the next turn catches up", async () => {
    isDown = true;
    await ask("my cat is called Miso");
    later();
    const answer = await ask("what is my cat called?");
    expect(lastQuestion()).toContain("my cat is called Miso");
    expect((await world.press(world.ada, answer, "Why")).original()?.content).toContain("by their words alone: the embedding model did not answer");
    expect(await kept()).toEqual([]);
    isDown = false;
    await ask("hello there");
    await embedded(6);
  });

  test("nothing of somebody who opted out is embedded, and what goes takes its vector along", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    await optOut(world, { user: world.bob, channel: world.channel });
    const before = asked.length;
    await ask("my dog is called Rex", { user: world.bob });
    await ask("hello there");
    await embedded(4);
    expect(
      asked
        .slice(before)
        .flatMap(({ input }) => input)
        .join(),
    ).not.toContain("Rex");
    await env.DB.prepare("DELETE FROM messages").run();
    expect(await kept()).toEqual([]);
  });
});
