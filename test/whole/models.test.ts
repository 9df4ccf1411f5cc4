/** What the bot learns about a model, and what becomes of one that misbehaves: seen from Discord's side. */
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { hmacOf } from "./known-person.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const counts = async (model: string) => (await env.DB.prepare("SELECT bytes_per_token, window FROM model_counts WHERE model = ?").bind(model).all()).results[0];
const bytesOf = (fromEnd: number) => JSON.stringify(world.model.requests.at(-fromEnd)?.body).length;
const LONG = Array.from({ length: 1_200 }, (_, i) => `fact ${i}`)
  .join(", ")
  .slice(0, 5_900);

test("the estimate of tokens learns from what the server reports", async () => {
  world.model.script(() => ({ text: "noted", usage: { prompt_tokens: 2_950, completion_tokens: 1 } }));
  await world.ask(LONG, { options: { context: false } });
  await vi.waitFor(async () => expect(await counts("demo-large")).toBeDefined());
  // It began at 3.6 bytes per token; about 2.3 were reported.
  expect(Number((await counts("demo-large"))?.bytes_per_token)).toBeLessThan(3.6);
});

test("a server that silently cuts the prompt is asked once more with one that fits, and that is remembered and said", async () => {
  world.model.script(() => ({ contextTokens: 2_048 }));
  const file = () => world.discord.putFile("facts.txt", "text/plain", new TextEncoder().encode(LONG.repeat(5)));
  const asked = await world.ask(LONG, { options: { context: false, model: "demo-small", file: file() } });
  expect(world.model.requests).toHaveLength(2);
  expect(bytesOf(1)).toBeLessThan(bytesOf(2));
  await vi.waitFor(async () => expect(await counts("demo-small")).toMatchObject({ window: 2_048 }));
  const why = await world.press(world.ada, asked, "Why");
  expect(why.original()?.content).toContain("2,048 tokens");
  await world.ask(LONG, { options: { context: false, model: "demo-small", file: file() } });
  expect(world.model.requests).toHaveLength(3);
});

test("a model that fails is followed by the next of the chain, and nothing is said twice", async () => {
  world.model.script((request) =>
    request.model === "demo-large" ? { status: 404, error: { code: "model_not_found", message: "no such model" } } : { text: "from the small one" },
  );
  const asked = await world.ask("hello");
  expect(asked.messages().map((message) => message.content)).toEqual(["from the small one"]);
  const why = await world.press(world.ada, asked, "Why");
  expect(why.original()?.content).toContain("demo-small");
});

test("a stream that breaks starts over: what was shown is replaced, never doubled", async () => {
  let calls = 0;
  world.model.script(() =>
    ++calls === 1 ? { text: "one two three four five six", truncate: true, delayMs: 100 } : { text: "one two three four five six", delayMs: 5 },
  );
  const asked = await world.ask("count");
  expect(asked.messages().map((message) => message.content)).toEqual(["one two three four five six"]);
  expect(calls).toBe(2);
});

test("reasoning never reaches the channel", async () => {
  world.model.script(() => ({ text: "visible", reasoning: "hidden thoughts", reasoningAs: "think" }));
  const asked = await world.ask("think");
  const everything = JSON.stringify(asked.messages().map((message) => [message.content, message.history]));
  expect(everything).toContain("visible");
  expect(everything).not.toContain("hidden");
});

test("an HTML page where a model should be is explained to a person", async () => {
  world.model.script(() => "html");
  const asked = await world.ask("hello");
  expect(asked.messages()[0]?.content).toMatch(/OPENAI_BASE_URL/);
  expect(asked.messages()[0]?.content).not.toMatch(/</);
});

test("an attempt that was paid for in vain is not repeated beyond the budget", async () => {
  // Room for exactly one reservation: 6,144 tokens in at 5 and 2,048 out at 15 USD per million.
  const room = 6_144 * 5 + 2_048 * 15;
  const day = new Date().toISOString().slice(0, 10);
  await env.DB.prepare("INSERT INTO budget_usage (scope, day, amount) VALUES (?, ?, ?)")
    .bind(`user:${await hmacOf(world.ada.id)}`, day, 500_000 - room)
    .run();
  world.model.script(() => ({ text: "one two three four", truncate: true, delayMs: 5 }));
  const asked = await world.ask("count");
  expect(world.model.requests).toHaveLength(1);
  expect(asked.messages()[0]?.content).toContain("budget");
  await vi.waitFor(async () => {
    const [row] = (await env.DB.prepare("SELECT amount, settled FROM ledger WHERE turn_id = ?").bind(asked.id).all()).results;
    expect(row).toMatchObject({ settled: 1 });
    expect(Number(row?.amount)).toBeGreaterThan(0);
  });
});
