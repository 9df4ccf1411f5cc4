// With EMBEDDING_MODEL: /memory search and questions about a channel find by meaning, too, and Check tells whether that works. Where it does not, words are enough.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { ago, catchingUp, text } from "./catching-up.ts";
import { countTrips } from "./count-trips.ts";
import { hmacOf } from "./known-person.ts";
import { COST, charged, EMBEDDING_VARIABLES, embedded, type Illness, illnesses, useMeanings } from "./meanings.ts";
import { memoryOf, optOut, said, shown } from "./memory.ts";
import { enter, openModels, ownServer } from "./own-endpoint-stage.ts";
import { guildOf, manager, openPanel, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, EMBEDDING_VARIABLES);

let world: World;
let here: Place;
useWorld((fresh) => {
  world = fresh;
});
const { state, ask, sent } = useMeanings(() => world);
beforeEach(() => {
  here = { user: world.ada, channel: world.channel };
});

const search = (query: string, place = here) => memoryOf(world).use(place, "search", { query });
const WORDS_ALONE = "by words alone: the embedding model couldn't be asked";
/** As if that had been spent today. */
const spend = async (amount: number) => {
  const day = new Date().toISOString().slice(0, 10);
  await rows("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, ?)", `user:${await hmacOf(world.ada.id)}`, day, amount);
};
const throughOwnEndpoint = async () => {
  ownServer(world);
  await enter(world, await openModels(world));
  state.asked = [];
};

describe("/memory search", () => {
  test("finds what shares no word with it, behind what holds the words; what means something else is not shown", async () => {
    await ask("my cat is called Miso");
    await ask("mountains are high");
    await ask("a feline was at the vet");
    await embedded(6);
    const found = await search("feline");
    const lines = shown(found).split("\n");
    expect(lines[0]).toContain("a feline was at the vet");
    expect(shown(found)).toContain("my cat is called Miso");
    expect(shown(found)).not.toContain("mountains");
    expect(said(found)).not.toContain("alone");
    expect(await charged(found.id)).toBe(COST);
  });

  test("asks D1 as often as by words alone before it answers, and once more to settle", async () => {
    const { id } = await ask("my cat is called Miso");
    await embedded(2);
    await charged(`${id}-vectors`);
    const counter = countTrips();
    try {
      expect(shown(await search("feline"))).toContain("Miso");
      await vi.waitFor(() => expect(counter.count()).toBe(4), { timeout: 5_000 });
      await new Promise((done) => setTimeout(done, 200));
      expect(counter.count()).toBe(4);
    } finally {
      counter.end();
    }
  });

  test.each(illnesses)("by words, and says so, where the endpoint is %s; what was reserved is given back", async (illness: Illness) => {
    await memoryOf(world).use(here, "remember", { text: "My cat is called Miso." });
    state.illness = illness;
    const before = Date.now();
    const found = await search("cat");
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(shown(found)).toContain("My cat is called Miso.");
    expect(said(found)).toContain(WORDS_ALONE);
    expect(said(await search("zebras", { ...here, locale: "de" }))).toContain("Nur nach Wörtern gesucht");
    expect(await charged(found.id)).toBe(illness === "slow" ? "cat".length * 5 : 0);
  });

  test("with vectors of another length finds by words", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    state.answer = async () => Response.json({ data: [{ index: 0, embedding: [1, 0] }] });
    expect(shown(await search("cat"))).toContain("Miso");
  });

  test("asks the endpoint for nothing where the budget is used up", async () => {
    await ask("my cat is called Miso");
    await embedded(2);
    const before = state.asked.length;
    await spend(500_000);
    const found = await search("cat");
    expect([shown(found), said(found)]).toEqual([expect.stringContaining("Miso"), expect.stringContaining(WORDS_ALONE)]);
    expect(state.asked).toHaveLength(before);
    expect(await rows("SELECT * FROM ledger WHERE turn_id = ?", found.id)).toEqual([]);
  });

  test("sends no word there of who opted out, nor of a server that asks at its own endpoint, and does not say so", async () => {
    await optOut(world, { ...here, user: world.bob });
    const ofBob = await search("cat", { ...here, user: world.bob });
    await throughOwnEndpoint();
    const atOwn = await search("cat");
    for (const handle of [ofBob, atOwn]) {
      expect(said(handle)).not.toContain("alone");
      expect(await charged(handle.id)).toBe(0);
    }
    expect(sent()).toEqual([]);
  });

  test("is answered though the object dies while the endpoint thinks, and reserves nothing for ever", { timeout: 20_000 }, async () => {
    await memoryOf(world).use(here, "remember", { text: "My cat is called Miso." });
    state.illness = "slow";
    const searching = world.discord.interact({ ...here, kind: "slash", command: "memory", path: ["search"], options: { query: "cat" } });
    await vi.waitFor(() => expect(state.asked).toHaveLength(1), { timeout: 5_000 });
    await abortAllDurableObjects();
    state.illness = null;
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    const handle = await searching;
    await world.discord.waitFor(() => handle.settled && shown(handle).includes("Miso"), { timeoutMs: 10_000, what: "what was found" });
    expect(await charged(handle.id)).toBe(COST);
  });
});

describe("a question about a channel", () => {
  const { catchUp, lines, post } = catchingUp(() => world);
  beforeEach(async () => {
    world.discord.intents.messageContent = true;
    await rows(
      "INSERT INTO channel_settings (channel_id, guild_id, shared, remembered, changed_at) VALUES (?, ?, 0, 1, 1)",
      world.channel.id,
      guildOf(world).id,
    );
    post(world.bob, "my cat is called Miso", ago(180));
    await catchUp({ options: { since: "1d" } });
    await vi.waitFor(async () => expect(await rows("SELECT 1 FROM messages m JOIN vectors v ON v.id = m.id WHERE m.turn_id IS NULL")).toHaveLength(1), {
      timeout: 5_000,
    });
    post(world.bob, "It rains.");
    state.asked = [];
  });
  const question = (words: string) => catchUp({ options: { question: words, since: "1h" } });
  const why = async (handle: InteractionHandle) => (await world.press(world.ada, handle, "Why")).original()?.content ?? "";

  test("finds what is remembered in other words; what is read anyway is not embedded for it", async () => {
    const handle = await question("which feline lives here?");
    expect(lines()).toContain("[2] bob (remembered): my cat is called Miso");
    expect(text(handle)).toContain("Beside these, 1 line that I remember.");
    expect(await why(handle)).not.toContain("alone");
    expect(state.asked[0]?.input).toEqual(["which feline lives here?"]);
    const [turn] = await rows("SELECT input_tokens, output_tokens FROM turns WHERE id = ?", handle.id);
    expect(await charged(handle.id)).toBe(Number(turn?.input_tokens) * 5 + Number(turn?.output_tokens) * 15 + COST);
  });

  test("finds by words, and Why says so, where the endpoint is ill or slow", { timeout: 30_000 }, async () => {
    for (const illness of ["down", "rubbish", "slow"] as const) {
      state.illness = illness;
      const handle = await question("what is the cat called?");
      expect(lines()).toContain("[2] bob (remembered): my cat is called Miso");
      expect(await why(handle)).toContain("by their words alone: the embedding model did not answer");
      await question("which feline lives here?");
      expect(lines()).toEqual(["[1] bob: It rains."]);
    }
  });

  test("sends nothing there of who opted out, nor of a server that asks at its own endpoint; what nobody asked is not looked up", async () => {
    await catchUp({ options: { since: "1h" } });
    await optOut(world, here);
    await question("which feline lives here?");
    expect(lines()).toEqual(["[1] bob: It rains."]);
    await throughOwnEndpoint();
    await catchUp({ user: world.bob, options: { question: "which feline lives here?", since: "1h" } });
    await new Promise((done) => setTimeout(done, 200));
    expect(sent().filter((words) => words.includes("feline"))).toEqual([]);
  });
});

describe("/privacy", () => {
  test("says that questions go to the embedding model, too, except from a server that asks at its own endpoint", async () => {
    const notice = async (locale = "en-US") => said(await world.discord.interact({ ...here, locale, kind: "slash", command: "privacy" }));
    expect(await notice()).toContain("also go to the embedding model at `embed.example`");
    expect(await notice("de")).toContain("an das Embedding-Modell bei `embed.example`");
    await throughOwnEndpoint();
    expect(await notice()).not.toContain("embed");
  });
});

describe("the tab Check", () => {
  const checked = async (user = manager(world), locale = "en-US") => {
    const panel = openPanel(world, { ...here, user, locale });
    await panel.command("settings");
    const handle = await panel.press(locale === "de" ? "Prüfen" : "Check");
    await world.discord.waitFor(() => /works right here|genau hier/.test(handle.original()?.content ?? ""), { timeoutMs: 20_000, what: "the findings" });
    return { content: handle.original()?.content ?? "", id: handle.id };
  };

  test("tells that it works, with model and dimensions, and what it cost is charged", async () => {
    const { content, id } = await checked();
    expect(content).toMatch(/✅ What I remember is also found by its meaning: “meanings” answered after \d+ ms, with 3 dimensions\./);
    expect(await charged(id)).toBe(COST);
    expect((await checked(world.ada, "de")).content).toMatch(/✅ .*auch der Bedeutung nach: „meanings“.*mit 3 Dimensionen/);
  });

  test.each([
    ["down", /⚠️ What I remember is found by its words alone just now\. .*has a problem right now\.\n-# → Try once more/],
    ["gone", /can't be reached\.\n-# → Check EMBEDDING_BASE_URL/],
    ["locked", /doesn't accept my key\.\n-# → Check EMBEDDING_API_KEY/],
    ["strange", /doesn't know the embedding model “meanings”\.\n-# → Correct EMBEDDING_MODEL/],
    ["rubbish", /makes no embeddings\.\n-# → Check EMBEDDING_BASE_URL: it ends in the version/],
    ["numbersMissing", /makes no embeddings\./],
  ] as [Illness, RegExp][])("tells managers what is wrong where it is %s and which setting to look at, others whom to ask", async (illness, line) => {
    state.illness = illness;
    const { content, id } = await checked();
    expect(content).toMatch(line);
    expect(await charged(id)).toBe(0);
    const member = (await checked(world.ada)).content;
    expect(member).toMatch(/⚠️ What I remember is found by its words alone just now\.\n/);
    expect(member).not.toMatch(/EMBEDDING|meanings/);
  });

  test("tells that it answers later than a question waits", { timeout: 20_000 }, async () => {
    state.answer = async () => {
      await new Promise((done) => setTimeout(done, 1_700));
      return Response.json({ data: [{ index: 0, embedding: [1, 2, 3] }] });
    };
    expect((await checked()).content).toMatch(/⚠️ The embedding model “meanings” answers, but took [1-9],\d\d\d ms; a question waits 1,500 ms/);
  });

  test("tries nothing where the budget is used up, or the server asks at its own endpoint", async () => {
    const boss = manager(world);
    const day = new Date().toISOString().slice(0, 10);
    await rows("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, 500000)", `user:${await hmacOf(boss.id)}`, day);
    expect((await checked(boss)).content).toContain("⚠️ I didn't try the embedding model: today's budget is used up.");
    await throughOwnEndpoint();
    expect((await checked(world.ada)).content).not.toContain("What I remember");
    expect(state.asked).toEqual([]);
  });
});
