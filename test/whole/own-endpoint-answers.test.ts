// Answers that come from a server's own model endpoint: whose money it is, what is learnt, and what is said when it fails.
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { hmacOf } from "./known-person.ts";
import { ADDRESS, enter, HOST, KEY, openModels, own, ownServer, panelText } from "./own-endpoint-stage.ts";
import { guildOf, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

describe("when it fails later", () => {
  test("the answer says whose endpoint it is and what to do, and nobody else's money is spent", async () => {
    ownServer(world);
    await enter(world, await openModels(world));
    const failures: [DemoModel["fetch"], RegExp][] = [
      [() => Promise.reject(new TypeError("refused")), /This server has a model endpoint of its own, and it can't be reached/],
      [async () => Response.json({ error: { message: "no", code: "invalid_api_key" } }, { status: 401 }), /doesn't accept the key/],
      [async () => Response.json({ error: { message: "gone", code: "model_not_found" } }, { status: 404 }), /doesn't know “llama3”/],
      [async () => new Response("<html>", { headers: { "content-type": "text/html" } }), /no model server/],
    ];
    for (const [fetch, sentence] of failures) {
      world.serve(HOST, fetch);
      const asked = await world.ask("hello");
      expect(asked.messages()[0]?.content).toMatch(sentence);
      expect(asked.messages()[0]?.content).toContain("/settings → Server → Models");
    }
    expect(world.model.requests).toEqual([]);
    const check = openPanel(world, { user: world.ada, channel: world.channel });
    await check.command("settings");
    const found = await check.press("Check");
    await vi.waitFor(() => expect(panelText(found)).toContain("This server's own endpoint"), { timeout: 10_000 });
  });

  test("a key that can no longer be opened asks for a new one", async () => {
    ownServer(world);
    await enter(world, await openModels(world));
    const sealed = String((await own(world))?.sealed_key);
    await env.DB.prepare("UPDATE server_models SET sealed_key = ?")
      .bind(`${sealed.slice(0, -4)}AAAA`)
      .run();
    expect((await world.ask("hello")).messages()[0]?.content).toContain("can no longer read the key");
    expect(world.model.requests).toEqual([]);
  });

  test("a sealed key that is copied to another server's row opens nothing there", async () => {
    ownServer(world);
    await enter(world, await openModels(world));
    const guild = world.discord.addGuild();
    const channel = world.discord.addChannel(guild);
    world.discord.addMember(guild, world.ada);
    await env.DB.prepare(
      "INSERT INTO server_models SELECT ?, allowed, endpoint, sealed_key, models, tested_at, set_by, changed_at FROM server_models WHERE guild_id = ?",
    )
      .bind(guild.id, guildOf(world).id)
      .run();
    expect((await world.ask("hello", { channel })).messages()[0]?.content).toContain("can no longer read the key");
  });
});

describe("money and counting", () => {
  test("the deployer's budgets stay untouched, even where they are used up", async () => {
    ownServer(world);
    await enter(world, await openModels(world));
    const day = new Date().toISOString().slice(0, 10);
    for (const scope of [`user:${await hmacOf(world.ada.id)}`, `server:${guildOf(world).id}`, "global"])
      await env.DB.prepare("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, 900000000)").bind(scope, day).run();
    const asked = await world.ask("hello");
    expect(asked.messages()[0]?.content).toContain("from the server's own");
    await vi.waitFor(async () => expect(await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", asked.id)).toEqual([{ amount: 0, settled: 1 }]));
    const dm = world.discord.directChannel(world.discord.bot, world.ada);
    expect((await world.ask("hello", { channel: dm })).messages()[0]?.content).toContain("budget");
    await env.DB.prepare("DELETE FROM budget_usage WHERE scope = 'global'").run();
  });

  test("what is learnt of its models is not taken for the deployer's of the same name", async () => {
    const demo = ownServer(world, KEY, ["demo-large"]);
    await enter(world, await openModels(world), { models: "demo-large" });
    demo.script(() => ({ text: "cut", contextTokens: 2_048 }));
    const long = Array.from({ length: 1_000 }, (_, n) => `fact ${n}`)
      .join(", ")
      .slice(0, 5_900);
    const file = world.discord.putFile("facts.txt", "text/plain", new TextEncoder().encode(long.repeat(5)));
    const asked = await world.ask(long, { options: { context: false, file } });
    await vi.waitFor(async () => expect(await rows("SELECT model, window FROM model_counts")).toEqual([{ model: `${ADDRESS} demo-large`, window: 2_048 }]));
    expect(panelText(await world.press(world.ada, asked, "Why"))).toContain("Whoever runs it can give the model a larger context");
    const before = demo.requests.length;
    const again = world.discord.putFile("facts.txt", "text/plain", new TextEncoder().encode(long.repeat(5)));
    await world.ask(long, { options: { context: false, file: again } });
    expect(demo.requests.length - before).toBe(1);
  });

  test("a model that is known to read more is given more, and less again where the server does not let it", async () => {
    const demo = ownServer(world, KEY, ["gpt-4o-mini"]);
    await enter(world, await openModels(world), { models: "gpt-4o-mini" });
    const file = () => world.discord.putFile("book.txt", "text/plain", new TextEncoder().encode("A sentence of the book. ".repeat(3_000)));
    const sizes = () => demo.requests.filter(({ path }) => path === "/v1/chat/completions").map(({ body }) => JSON.stringify(body).length);
    await world.ask("what is it about?", { options: { context: false, file: file() } });
    expect(sizes().at(-1)).toBeGreaterThan(40_000);
    demo.script((request) =>
      JSON.stringify(request.messages).length > 30_000
        ? { status: 400, error: { code: "context_length_exceeded", message: "This model's maximum context length is 8192 tokens." } }
        : { text: "with less" },
    );
    const asked = await world.ask("and now?", { options: { context: false, file: file() } });
    expect(asked.messages()[0]?.content).toContain("with less");
    expect(sizes().at(-1)).toBeLessThan(30_000);
    await vi.waitFor(async () => expect(await rows("SELECT window FROM model_counts WHERE model = ?", `${ADDRESS} gpt-4o-mini`)).toEqual([{ window: 8_192 }]));
    const before = sizes().length;
    await world.ask("once more", { options: { context: false, file: file() } });
    expect(sizes().length - before).toBe(1);
  });

  test("the next of its models helps when the first fails, the deployer's never does", async () => {
    const demo = ownServer(world);
    await enter(world, await openModels(world), { models: "llama3, qwen3" });
    demo.script((request) => (request.model === "llama3" ? { status: 500 } : { text: "from the second" }));
    expect((await world.ask("hello")).messages()[0]?.content).toContain("from the second");
    expect(world.model.requests).toEqual([]);
  });
});

test("Test it says how it stands, and notes when it worked", async () => {
  ownServer(world);
  const panel = await openModels(world);
  await enter(world, panel);
  await env.DB.prepare("UPDATE server_models SET tested_at = 5").run();
  await panel.press("Models");
  const tested = await panel.press("Test it");
  await vi.waitFor(() => expect(panelText(tested)).toMatch(/It works: own\.example answered as “llama3”/), { timeout: 10_000 });
  expect(Number((await rows("SELECT tested_at FROM server_models WHERE guild_id = ?", guildOf(world).id))[0]?.tested_at)).toBeGreaterThan(5);
  expect((await world.ask("hello")).messages()[0]?.content).toContain("from the server's own");
});

test("the first-use notice and /privacy name where the words really go", async () => {
  ownServer(world);
  await enter(world, await openModels(world));
  const notice = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "privacy" });
  expect(notice.original()?.content).toContain(HOST);
  const carl = world.discord.addUser("carl");
  world.discord.addMember(guildOf(world), carl);
  const asked = await world.ask("hello", { user: carl });
  expect(asked.messages()[0]?.content).toContain(HOST);
});
