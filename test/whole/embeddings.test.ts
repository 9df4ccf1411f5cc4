// With EMBEDDING_MODEL: what shares no word with the question is found by its meaning, nobody's answer waits for the endpoint, and nothing is kept of who is gone.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { COST, charged, EMBEDDING_VARIABLES, embedded, keptVectors as kept, MODEL, useMeanings } from "./meanings.ts";
import { optOut } from "./memory.ts";
import { rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, EMBEDDING_VARIABLES);

const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { state, ask, sent } = useMeanings(() => world);

/** What was said before is no part of the conversation any more. */
const later = () => clock.move(13 * HOUR);
const lastQuestion = () => (world.model.requests.at(-1)?.body as { messages: { content: string }[] } | undefined)?.messages.at(-1)?.content ?? "";

describe("with an embedding model", () => {
  test("a question finds what shares no word with it", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    expect((await kept()).map(({ model, vector }) => [model, String(vector).length])).toEqual([
      [MODEL, 6],
      [MODEL, 6],
    ]);
    later();
    const answer = await ask("which feline lives here?");
    expect(lastQuestion()).toMatch(/<memories untrusted="true">\n.*my cat is called Miso/);
    const why = (await world.press(world.ada, answer, "Why")).original()?.content ?? "";
    expect(why).not.toContain("by their words alone");
    // The key of the other endpoint stays where it belongs.
    expect(new Set(state.keys)).toEqual(new Set([null]));
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
    state.illness = "down";
    await ask("my cat is called Miso");
    later();
    const answer = await ask("what is my cat called?");
    expect(lastQuestion()).toContain("my cat is called Miso");
    expect((await world.press(world.ada, answer, "Why")).original()?.content).toContain("by their words alone: the embedding model did not answer");
    expect(await kept()).toEqual([]);
    state.illness = null;
    await ask("hello there");
    await embedded(6);
  });

  test("nothing of somebody who opted out is embedded, and what goes takes its vector along", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    await optOut(world, { user: world.bob, channel: world.channel });
    await ask("my dog is called Rex", { user: world.bob });
    await ask("hello there");
    await embedded(4);
    expect(sent().join()).not.toContain("Rex");
    await env.DB.prepare("DELETE FROM messages").run();
    expect(await kept()).toEqual([]);
  });

  test("vectors of another length, as of a model that was changed behind its name, cost no answer either", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    later();
    state.answer = async ({ input }) => Response.json({ data: input.map((_, index) => ({ index, embedding: [1, 0] })), usage: { prompt_tokens: 3 } });
    await ask("what is my cat called?");
    expect(lastQuestion()).toContain("my cat is called Miso");
    await embedded(4);
  });

  test("an answer behind which notes are made is embedded, too", { timeout: 60_000 }, async () => {
    world.model.script(({ messages }) => ({ text: messages[0]?.text.startsWith("You keep the notes") ? "- ada counts" : "I see." }));
    for (let n = 1; n <= 11; n++) await ask(`number ${n}`, { options: { context: false } });
    await vi.waitFor(async () => expect(await rows("SELECT summary FROM conversations WHERE summary <> ''")).toEqual([{ summary: "- ada counts" }]), {
      timeout: 5_000,
    });
    await embedded(22);
    await vi.waitFor(async () => expect(await rows("SELECT turn_id FROM ledger WHERE settled = 0")).toEqual([]), { timeout: 5_000 });
  });
});

describe("what a question's meaning costs", () => {
  /** What is reserved while it is found out, and what is charged in the end. */
  async function paid(prompt: string, illness: typeof state.illness = null) {
    let reserved = Number.NaN;
    state.answer = async ({ input }) => {
      // The question alone comes while its turn is open.
      const [open] = await rows("SELECT amount FROM ledger WHERE settled = 0 AND turn_id NOT LIKE '%-%'");
      if (input.length === 1 && open !== undefined) reserved = Number(open.amount);
      return Response.json({ data: input.map((_, index) => ({ index, embedding: [0, 1, 1] })), usage: { prompt_tokens: 3, total_tokens: 3 } });
    };
    state.illness = illness;
    const { id } = await ask(prompt, { options: { context: false } });
    const [turn] = await rows("SELECT cost_micro_usd, input_tokens, output_tokens FROM turns WHERE id = ?", id);
    const { cost_micro_usd: cost, input_tokens: read, output_tokens: written } = turn as Record<string, number>;
    return { reserved, charged: await charged(id), cost, ofModel: (read ?? 0) * 5 + (written ?? 0) * 15 };
  }

  test("is reserved with the turn, as many tokens as it has bytes, and charged as it was", async () => {
    const short = await paid("elephants and lions");
    later();
    const long = await paid(`elephants and lions ${"é".repeat(200)}`);
    expect(long.reserved - short.reserved).toBe(401 * 5);
    for (const { charged, cost, ofModel } of [short, long]) expect([charged, cost]).toEqual([ofModel + COST, ofModel + COST]);
  });

  test("of an endpoint that was too slow is the most that it can be, of one that is down nothing", { timeout: 20_000 }, async () => {
    const before = Date.now();
    const slow = await paid("elephants and lions", "slow");
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(slow.charged).toBe(slow.ofModel + "elephants and lions".length * 5);
    later();
    const down = await paid("elephants and lions", "down");
    expect(down.charged).toBe(down.ofModel);
  });
});
