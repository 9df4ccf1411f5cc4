// A server's own model endpoint: entered in a window, tested, used, explained when it fails; its key is nowhere to be found.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const HOST = "own.example";
const ADDRESS = `https://${HOST}/v1`;
const KEY = "sk-of-the-server-0123456789abcdef";

/** Another model server, that wants a key. Its list is open to everybody, as with some hubs. */
function ownServer(key = KEY, models = ["llama3", "qwen3"]): DemoModel {
  const demo = createDemoModel({ clock: systemClock, delayMs: 1, models });
  demo.script(() => ({ text: "from the server's own" }));
  world.serve(HOST, async (request) => {
    const isOpen = request.method === "GET";
    if (isOpen || request.headers.get("authorization") === `Bearer ${key}`) return demo.fetch(request);
    return Response.json({ error: { message: `Incorrect API key provided: ${key.slice(0, 6)}`, code: "invalid_api_key" } }, { status: 401 });
  });
  return demo;
}

async function openModels(user = manager(world), locale?: string) {
  const panel = openPanel(world, { user, channel: world.channel, ...(locale === undefined ? {} : { locale }) });
  await panel.command("settings");
  await panel.press("Server");
  await panel.press("Models");
  return panel;
}
type Panel = Awaited<ReturnType<typeof openModels>>;

/** Fills the window in and waits for what the test finds. */
async function enter(panel: Panel, values: { address?: string; key?: string; models?: string } = {}) {
  const window = await panel.press("Own endpoint…");
  const handle = await panel.submit(window, { address: ADDRESS, key: KEY, models: "llama3", ...values });
  await world.discord.waitFor(() => handle.settled && panelText(handle) !== "", { timeoutMs: 15_000, what: "the end of the test" });
  // A job edits the panel after its acknowledgement.
  await vi.waitFor(() => expect(panelText(handle)).not.toContain("### Models on this server"), { timeout: 10_000 });
  const shown = handle.original();
  if (shown !== undefined) panel.from(shown);
  return handle;
}
const panelText = (handle: { original(): { content: string } | undefined }) => handle.original()?.content ?? "";

const own = async () => (await rows("SELECT endpoint, sealed_key, models, allowed FROM server_models WHERE guild_id = ?", guildOf(world).id))[0];

/** Everything that is stored anywhere: all tables of D1, and the SQLite of the channel's object. */
async function everythingStored(): Promise<string> {
  const tables = (await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE '%fts%'")).map(
    ({ name }) => String(name),
  );
  const stored = await Promise.all(tables.map((table) => rows(`SELECT * FROM "${table}"`)));
  const object = await runInDurableObject(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)), (_instance, state) =>
    ["jobs", "journal", "tombstones"].map((table) => state.storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
  );
  expect(tables.length).toBeGreaterThan(10);
  return JSON.stringify([stored, object]);
}

describe("setting it up", () => {
  test("is tested with its list and one small question, kept, and from then on everybody's questions go there", async () => {
    const demo = ownServer();
    const panel = await openModels();
    expect(panel.text()).toContain("demo-large");
    const tested = await enter(panel);
    expect(panelText(tested)).toMatch(/It works: own\.example answered as “llama3” after \d+ ms/);
    expect(demo.requests.map(({ path }) => path)).toEqual(["/v1/models", "/v1/chat/completions"]);
    const asked = await world.ask("hello");
    expect(asked.messages()[0]?.content).toContain("from the server's own");
    expect(world.model.requests).toEqual([]);
    expect(demo.requests.at(-1)?.body).toMatchObject({ model: "llama3" });
    const why = await world.press(world.ada, asked, "Why");
    expect(panelText(why)).toContain("at this server's own endpoint, own.example");
    expect(panelText(why)).toContain("paid by this server");
  });

  test("its key is sealed, and stands nowhere in the clear: no table, no object, no answer, no custom id", async () => {
    ownServer();
    const panel = await openModels();
    await enter(panel);
    const asked = await world.ask("hello");
    await world.press(world.ada, asked, "Why");
    await panel.press("Models");
    expect(panel.text()).toContain("**Key** set");
    const window = await panel.press("Own endpoint…");
    expect(String((await own())?.sealed_key)).toMatch(/^v1\.[\w-]{40,}$/);
    const shown = JSON.stringify([...world.discord.state.messages.values()].map(({ json, history }) => [json, history]));
    for (const text of [await everythingStored(), shown, JSON.stringify(window.modal)]) {
      expect(text).toContain("own.example");
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(btoa(KEY));
      expect(text).not.toContain(KEY.slice(-8));
    }
  });

  test("between the window and the test the key is sealed in the job, too", async () => {
    const hanging = Promise.withResolvers<void>();
    const demo = ownServer();
    world.serve(HOST, async (request) => {
      await hanging.promise;
      return demo.fetch(request);
    });
    const panel = await openModels();
    const window = await panel.press("Own endpoint…");
    await panel.submit(window, { address: ADDRESS, key: KEY, models: "llama3" });
    const stored = await everythingStored();
    expect(stored).toContain("endpoint");
    expect(stored).toContain(HOST);
    expect(stored).not.toContain(KEY);
    hanging.resolve();
    await vi.waitFor(async () => expect(await own()).toMatchObject({ endpoint: ADDRESS }));
  });

  test("without names it takes what the endpoint lists, but for what holds no conversations", async () => {
    ownServer(KEY, ["nomic-embed-text", "llama3", "whisper-1", "qwen3"]);
    await enter(await openModels(), { models: "" });
    expect(JSON.parse(String((await own())?.models))).toEqual(["llama3", "qwen3"]);
  });

  test("a window that is sent again, even much later, changes nothing", async () => {
    ownServer();
    const panel = await openModels();
    const first = await enter(panel);
    await panel.press("Models");
    await panel.press("Remove it");
    expect(panel.text()).toContain("Removed");
    expect(await own()).toMatchObject({ endpoint: null, sealed_key: null, models: null });
    await world.discord.redeliver(first);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await own()).toMatchObject({ endpoint: null, sealed_key: null });
    expect((await world.ask("hello")).messages()[0]?.content).not.toContain("from the server's own");
  });

  test("an empty key keeps the one that is set for the same host, and never takes it along to another", async () => {
    ownServer();
    const seen: (string | null)[] = [];
    world.serve("thief.example", async (request) => {
      seen.push(request.headers.get("authorization"));
      return Response.json({ data: [{ id: "llama3" }] });
    });
    const panel = await openModels();
    await enter(panel);
    await panel.press("Models");
    await enter(panel, { key: "", models: "qwen3" });
    expect(await own()).toMatchObject({ endpoint: ADDRESS, models: '["qwen3"]' });
    expect((await world.ask("hello")).messages()[0]?.content).toContain("from the server's own");
    await panel.press("Models");
    await enter(panel, { key: "", address: "https://thief.example/v1" });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(seen.map(() => null));
  });
});

describe("what does not work is said, with what was typed, and nothing is kept", () => {
  const refusals: [string, () => void, { address?: string; key?: string; models?: string }, RegExp][] = [
    ["a wrong key", () => ownServer("another"), {}, /own\.example doesn't accept the key/],
    ["a model that is not there", () => ownServer(), { models: "llama9" }, /no model “llama9”.*It lists: `llama3`, `qwen3`/],
    ["a server that is down", () => world.serve(HOST, () => Promise.reject(new TypeError("refused"))), {}, /couldn't reach own\.example/],
    [
      "a web page",
      () => world.serve(HOST, async () => new Response("<html>Welcome</html>", { headers: { "content-type": "text/html" } })),
      {},
      /not an OpenAI-compatible API/,
    ],
    ["a redirect", () => world.serve(HOST, async () => Response.redirect("https://elsewhere.example/v1/models", 307)), {}, /not an OpenAI-compatible API/],
    [
      "a server without a list, where no model is named",
      () => world.serve(HOST, async () => Response.json({}, { status: 404 })),
      { models: "" },
      /please name/,
    ],
    [
      "a hub with hundreds of models",
      () => world.serve(HOST, async () => Response.json({ data: Array.from({ length: 300 }, (_, n) => ({ id: `m${n}` })) })),
      { models: "" },
      /lists 300 models/,
    ],
  ];
  test.each(refusals)("%s", async (_name, arrange, values, sentence) => {
    arrange();
    const handle = await enter(await openModels(), values);
    expect(panelText(handle)).toMatch(sentence);
    expect(panelText(handle)).toContain("Nothing was changed");
    expect(panelText(handle)).toContain(ADDRESS);
    expect(await own()).toBeUndefined();
    expect(await everythingStored()).not.toContain(KEY);
  });

  const typos: [string, { address?: string; key?: string; models?: string }, RegExp][] = [
    ["no address", { address: "my computer" }, /not an address/],
    ["an address with a password", { address: "https://a:b@own.example/v1" }, /not an address/],
    ["a private address", { address: "http://192.168.1.10:11434/v1" }, /private network/],
    ["a private address in disguise", { address: "https://[::ffff:127.0.0.1]/v1" }, /private network/],
    ["an address that is not encrypted", { address: "http://own.example/v1" }, /begin with https/],
    ["a key with spaces", { key: "my secret key" }, /doesn't look like a key/],
    ["too many models", { models: Array.from({ length: 30 }, (_, n) => `m${n}`).join(",") }, /30 models, and 25 fit/],
  ];
  test.each(typos)("%s, without any request", async (_name, values, sentence) => {
    const panel = await openModels();
    const handle = await panel.submit(await panel.press("Own endpoint…"), { address: ADDRESS, key: KEY, models: "llama3", ...values });
    expect(handle.original()?.content).toMatch(sentence);
    expect(JSON.stringify(handle.original()?.embeds)).toContain(values.address ?? ADDRESS);
    expect(JSON.stringify(handle.original()?.embeds)).not.toContain(values.key ?? KEY);
    expect(await own()).toBeUndefined();
    expect(world.model.requests).toEqual([]);
  });

  test("only those who manage the server: neither the view nor a forged window does anything for others", async () => {
    ownServer();
    const panel = await openModels();
    const window = await panel.press("Own endpoint…");
    const mine = openPanel(world, { user: world.ada, channel: world.channel });
    await mine.command("settings");
    for (const id of ["settings-models", "models-endpoint", "models-test", "models-remove"])
      expect((await mine.forge(id)).original()?.content).toContain("Manage Server");
    expect((await mine.forge("models-allow", ["demo-large"])).original()?.content).toContain("Manage Server");
    expect(window.modal).toBeDefined();
    expect(await own()).toBeUndefined();
  });
});

describe("when it fails later", () => {
  test("the answer says whose endpoint it is and what to do, and nobody else's money is spent", async () => {
    ownServer();
    await enter(await openModels());
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
    ownServer();
    await enter(await openModels());
    const sealed = String((await own())?.sealed_key);
    await env.DB.prepare("UPDATE server_models SET sealed_key = ?")
      .bind(`${sealed.slice(0, -4)}AAAA`)
      .run();
    expect((await world.ask("hello")).messages()[0]?.content).toContain("can no longer read the key");
    expect(world.model.requests).toEqual([]);
  });

  test("a sealed key that is copied to another server's row opens nothing there", async () => {
    ownServer();
    await enter(await openModels());
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
    ownServer();
    await enter(await openModels());
    const day = new Date().toISOString().slice(0, 10);
    for (const scope of [`user:${world.ada.id}`, `server:${guildOf(world).id}`, "global"])
      await env.DB.prepare("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, 900000000)").bind(scope, day).run();
    const asked = await world.ask("hello");
    expect(asked.messages()[0]?.content).toContain("from the server's own");
    await vi.waitFor(async () => expect(await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", asked.id)).toEqual([{ amount: 0, settled: 1 }]));
    const dm = world.discord.directChannel(world.discord.bot, world.ada);
    expect((await world.ask("hello", { channel: dm })).messages()[0]?.content).toContain("budget");
    await env.DB.prepare("DELETE FROM budget_usage WHERE scope = 'global'").run();
  });

  test("what is learnt of its models is not taken for the deployer's of the same name", async () => {
    const demo = ownServer(KEY, ["demo-large"]);
    await enter(await openModels(), { models: "demo-large" });
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

  test("the next of its models helps when the first fails, the deployer's never does", async () => {
    const demo = ownServer();
    await enter(await openModels(), { models: "llama3, qwen3" });
    demo.script((request) => (request.model === "llama3" ? { status: 500 } : { text: "from the second" }));
    expect((await world.ask("hello")).messages()[0]?.content).toContain("from the second");
    expect(world.model.requests).toEqual([]);
  });
});

test("Test it says how it stands, and notes when it worked", async () => {
  ownServer();
  const panel = await openModels();
  await enter(panel);
  await env.DB.prepare("UPDATE server_models SET tested_at = 5").run();
  await panel.press("Models");
  const tested = await panel.press("Test it");
  await vi.waitFor(() => expect(panelText(tested)).toMatch(/It works: own\.example answered as “llama3”/), { timeout: 10_000 });
  expect(Number((await rows("SELECT tested_at FROM server_models WHERE guild_id = ?", guildOf(world).id))[0]?.tested_at)).toBeGreaterThan(5);
  expect((await world.ask("hello")).messages()[0]?.content).toContain("from the server's own");
});

test("the first-use notice names where the words really go", async () => {
  ownServer();
  await enter(await openModels());
  const carl = world.discord.addUser("carl");
  world.discord.addMember(guildOf(world), carl);
  const asked = await world.ask("hello", { user: carl });
  expect(asked.messages()[0]?.content).toContain(HOST);
});
