// A server's own model endpoint is entered in a window and tested; what does not work is said, and its key is nowhere to be found.
import { describe, expect, test, vi } from "vitest";
import { findEverywhere } from "../find-everywhere.ts";
import { ADDRESS, enter, HOST, KEY, openModels, own, ownServer, panelText } from "./own-endpoint-stage.ts";
import { openPanel } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

/** In which the key could be found. */
const forms = [KEY, btoa(KEY), KEY.slice(-8)];

describe("setting it up", () => {
  test("is tested with its list and one small question, kept, and from then on everybody's questions go there", async () => {
    const demo = ownServer(world);
    const panel = await openModels(world);
    expect(panel.text()).toContain("demo-large");
    const tested = await enter(world, panel);
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
    ownServer(world);
    const panel = await openModels(world);
    await enter(world, panel);
    const asked = await world.ask("hello");
    await world.press(world.ada, asked, "Why");
    await panel.press("Models");
    expect(panel.text()).toContain("**Key** set");
    const window = await panel.press("Own endpoint…");
    expect(String((await own(world))?.sealed_key)).toMatch(/^v1\.[\w-]{40,}$/);
    const shown = JSON.stringify([...world.discord.state.messages.values()].map(({ json, history }) => [json, history]));
    expect(await findEverywhere([HOST])).not.toEqual([]);
    expect(await findEverywhere(forms)).toEqual([]);
    for (const text of [shown, JSON.stringify(window.modal)]) {
      expect(text).toContain(HOST);
      for (const form of forms) expect(text).not.toContain(form);
    }
  });

  test("between the window and the test the key is sealed in the job, too", async () => {
    const hanging = Promise.withResolvers<void>();
    const demo = ownServer(world);
    world.serve(HOST, async (request) => {
      await hanging.promise;
      return demo.fetch(request);
    });
    const panel = await openModels(world);
    const window = await panel.press("Own endpoint…");
    await panel.submit(window, { address: ADDRESS, key: KEY, models: "llama3" });
    // The job is there, and the address in it.
    expect((await findEverywhere([HOST])).some(({ where }) => where.includes("jobs.payload"))).toBe(true);
    expect(await findEverywhere(forms)).toEqual([]);
    hanging.resolve();
    await vi.waitFor(async () => expect(await own(world)).toMatchObject({ endpoint: ADDRESS }));
  });

  test("without names it takes what the endpoint lists, but for what holds no conversations", async () => {
    ownServer(world, KEY, ["nomic-embed-text", "llama3", "whisper-1", "qwen3"]);
    await enter(world, await openModels(world), { models: "" });
    expect(JSON.parse(String((await own(world))?.models))).toEqual(["llama3", "qwen3"]);
  });

  test("a model that it lists twice can be chosen once", async () => {
    ownServer(world, KEY, ["llama3", "qwen3", "llama3"]);
    await enter(world, await openModels(world), { models: "" });
    expect(JSON.parse(String((await own(world))?.models))).toEqual(["llama3", "qwen3"]);
    const shown = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "model" });
    expect(panelText(shown)).toContain("**llama3**");
  });

  test("names of models stand there with every sign, so that they can be typed", async () => {
    ownServer(world, KEY, ["my_model", "their_other_model"]);
    const panel = await openModels(world);
    expect(panelText(await enter(world, panel, { models: "" }))).toContain("my\\_model");
    await panel.press("Models");
    expect(panel.text()).toContain("`my_model`, `their_other_model`");
    const model = (options = {}) => world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "model", options });
    expect(panelText(await model({ name: "mine" }))).toContain("`my_model`, `their_other_model`");
    expect(panelText(await model({ name: "their_other_model" }))).toMatch(/\*\*their\\_other\\_model\*\*[\s\S]*`their_other_model`/);
  });

  test("a window that is sent again, even much later, changes nothing", async () => {
    ownServer(world);
    const panel = await openModels(world);
    const first = await enter(world, panel);
    await panel.press("Models");
    await panel.press("Remove it");
    expect(panel.text()).toContain("Removed");
    expect(await own(world)).toMatchObject({ endpoint: null, sealed_key: null, models: null });
    await world.discord.redeliver(first);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await own(world)).toMatchObject({ endpoint: null, sealed_key: null });
    expect((await world.ask("hello")).messages()[0]?.content).not.toContain("from the server's own");
  });

  test("an empty key keeps the one that is set for the same host, and never takes it along to another", async () => {
    ownServer(world);
    const seen: (string | null)[] = [];
    world.serve("thief.example", async (request) => {
      seen.push(request.headers.get("authorization"));
      return Response.json({ data: [{ id: "llama3" }] });
    });
    const panel = await openModels(world);
    await enter(world, panel);
    await panel.press("Models");
    await enter(world, panel, { key: "", models: "qwen3" });
    expect(await own(world)).toMatchObject({ endpoint: ADDRESS, models: '["qwen3"]' });
    expect((await world.ask("hello")).messages()[0]?.content).toContain("from the server's own");
    await panel.press("Models");
    await enter(world, panel, { key: "", address: "https://thief.example/v1" });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(seen.map(() => null));
  });
});

describe("what does not work is said, with what was typed, and nothing is kept", () => {
  const refusals: [string, () => void, { address?: string; key?: string; models?: string }, RegExp][] = [
    ["a wrong key", () => ownServer(world, "another"), {}, /own\.example doesn't accept the key/],
    ["a model that is not there", () => ownServer(world), { models: "llama9" }, /no model “llama9”.*It lists: `llama3`, `qwen3`/],
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
    const handle = await enter(world, await openModels(world), values);
    expect(panelText(handle)).toMatch(sentence);
    expect(panelText(handle)).toContain("Nothing was changed");
    expect(panelText(handle)).toContain(ADDRESS);
    expect(await own(world)).toBeUndefined();
    expect(await findEverywhere(forms)).toEqual([]);
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
    const panel = await openModels(world);
    const handle = await panel.submit(await panel.press("Own endpoint…"), { address: ADDRESS, key: KEY, models: "llama3", ...values });
    expect(handle.original()?.content).toMatch(sentence);
    expect(JSON.stringify(handle.original()?.embeds)).toContain(values.address ?? ADDRESS);
    expect(JSON.stringify(handle.original()?.embeds)).not.toContain(values.key ?? KEY);
    expect(await own(world)).toBeUndefined();
    expect(world.model.requests).toEqual([]);
  });

  test("only those who manage the server: neither the view nor a forged window does anything for others", async () => {
    ownServer(world);
    const panel = await openModels(world);
    const window = await panel.press("Own endpoint…");
    const mine = openPanel(world, { user: world.ada, channel: world.channel });
    await mine.command("settings");
    for (const id of ["settings-models", "models-endpoint", "models-test", "models-remove"])
      expect((await mine.forge(id)).original()?.content).toContain("Manage Server");
    expect((await mine.forge("models-allow", ["demo-large"])).original()?.content).toContain("Manage Server");
    expect(window.modal).toBeDefined();
    expect(await own(world)).toBeUndefined();
  });
});
