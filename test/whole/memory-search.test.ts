// /memory search: finds what was said, told and given here, shows who and when and where, and nothing that is not for the person who asks.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { memoryOf, optOut, said, shown } from "./memory.ts";
import { guildOf, manager, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let here: Place;
let memory: ReturnType<typeof memoryOf>;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  const tables = ["facts", "documents", "messages", "memory_scopes"];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  here = { user: world.ada, channel: world.channel };
  memory = memoryOf(world);
});

const search = (query: string, place = here) => memory.use(place, "search", { query });
const saved = (n: number) => vi.waitFor(async () => expect((await rows("SELECT count(*) AS n FROM messages"))[0]?.n).toBe(n), { timeout: 10_000 });

describe("it finds", () => {
  test("what was said, with who and when and a link; what was told, and a document by its name", async () => {
    const asked = await world.ask("Where do zebras sleep at night?");
    await saved(2);
    await memory.use(here, "remember", { text: "I saw a zebra in Kenya." });
    await memory.use({ ...here, user: manager(world) }, "add", { name: "Animals", text: "The zebra sleeps standing." });
    const found = await search("zebra");
    expect(found.original()?.isPrivate).toBe(true);
    expect(said(found)).toMatch(/^### “zebra”: [34] places in my memory$/);
    const link = `https://discord.com/channels/${world.channel.guildId}/${world.channel.id}/${asked.original()?.id}`;
    expect(shown(found)).toContain(
      `Where do zebras sleep at night?\n-# <t:${Math.floor(Number((await rows("SELECT created_at FROM messages"))[0]?.created_at) / 1000)}:d> · you · [go there](${link})`,
    );
    expect(shown(found)).toMatch(/I saw a zebra in Kenya\.\n-# <t:\d+:d> · about you$/m);
    expect(shown(found)).toMatch(/The zebra sleeps standing\.\n-# document “Animals”$/m);
  });

  test("no neighbours of what holds the words, though they help to answer a question", async () => {
    world.model.script(() => ({ text: "I see." }));
    await world.ask("Where do zebras sleep at night?");
    await world.ask("And what is the time?");
    await saved(4);
    expect(shown(await search("zebra"))).not.toContain("what is the time");
  });

  test("the words that were looked for, also far within a long text", async () => {
    const long = `${"Nothing of interest stands here. ".repeat(20)}The password of the club is mango. ${"And so on it goes for long. ".repeat(20)}`;
    await memory.use({ ...here, user: manager(world) }, "add", { name: "Club", text: long });
    await memory.use(here, "remember", { text: "Mango is my favourite fruit." });
    expect(shown(await search("mango"))).toContain("The password of the club is mango");
  });

  test("nothing, and says where it looked", async () => {
    const nothing = await search("`unicorns` @everyone");
    expect(said(nothing)).toContain("I remember nothing here that fits “unicorns @everyone”");
    expect(said(await world.discord.interact({ ...here, kind: "slash", command: "memory", path: ["search"], options: { query: "  " } }))).toContain(
      "Tell me what to look for",
    );
    expect(said(await search("?!"))).toContain("I remember nothing here");
  });

  test("and speaks German", async () => {
    await memory.use(here, "remember", { text: "Mein Hund heißt Bello." });
    const found = await search("hund", { ...here, locale: "de" });
    expect([said(found), shown(found)]).toEqual([expect.stringContaining("1 Stelle in meinem Gedächtnis"), expect.stringContaining("über dich")]);
  });
});

describe("it does not show", () => {
  test("what others asked in private, other channels, other people's facts, or words of who opted out", async () => {
    const other = world.discord.addChannel(guildOf(world));
    await world.ask("The walrus is in the other channel.", { channel: other });
    await world.ask("The walrus is bob's secret.", { user: world.bob, options: { private: true } });
    await world.ask("The walrus is for everybody.", { user: world.bob });
    await saved(6);
    await memory.use({ ...here, user: world.bob }, "remember", { text: "I am a walrus." });
    const found = shown(await search("walrus"));
    expect(found).toContain("for everybody");
    expect(found).not.toMatch(/other channel|secret|I am a walrus/);
    await optOut(world, { ...here, user: world.bob });
    expect(said(await search("walrus"))).toContain("I remember nothing here");
  });
});
