// /memory remember, show, edit, forget and export, from Discord's side: who may, what is seen where, and that a replay changes nothing.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import { type Channel, type InteractionHandle, permission } from "../../scripts/playground/discord/discord.ts";
import { labels, memoryOf, optOut, said, shown } from "./memory.ts";
import { guildOf, manager, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let here: Place;
let memory: ReturnType<typeof memoryOf>;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await env.DB.batch(["facts", "fact_versions", "memory_scopes"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  here = { user: world.ada, channel: world.channel };
  memory = memoryOf(world);
});

const direct = (): Place => {
  world.discord.install(world.ada);
  return { user: world.ada, channel: world.discord.directChannel(world.discord.bot, world.ada) };
};
/** Where the bot is only her guest. */
const abroad = (): Place => {
  world.discord.install(world.ada);
  const guild = world.discord.addGuild({ installed: false });
  world.discord.addMember(guild, world.ada);
  return { user: world.ada, channel: world.discord.addChannel(guild) };
};
const remember = (text: string, place = here, options = {}) => memory.use(place, "remember", { text, ...options });
const list = async (place = here, about = "me") => shown(await memory.use(place, "show", { about }));
const stored = () => rows("SELECT text, owner, private FROM facts ORDER BY created_at, id");
const handleOf = async (text: string) => String((await rows("SELECT handle FROM facts WHERE text = ?", text))[0]?.handle);
/** The very same request once more, as it was signed. */
async function replay(handle: InteractionHandle): Promise<void> {
  expect((await world.discord.redeliver(handle)).status).toBe(200);
}

describe("/memory remember", () => {
  test("about oneself is for this server, in public too; the answer says so, and one press makes it private", async () => {
    const told = await remember("I'm a vegetarian.");
    expect(told.original()?.isPrivate).toBe(true);
    expect(said(told)).toContain("in public answers too");
    expect(labels(told)).toEqual(["Only in private", "Edit", "Undo", "To the list"]);
    expect(await stored()).toEqual([{ text: "I'm a vegetarian.", owner: `user:${world.ada.id}`, private: 0 }]);
    const moved = await memory.press(here, told, "Only in private");
    expect(said(moved)).toContain("**only in private**");
    expect(await rows("SELECT s.key FROM facts f JOIN memory_scopes s ON s.no = f.id >> 28")).toEqual([{ key: `facts:user:${world.ada.id}:private` }]);
    expect(said(await memory.press(here, moved, "Also in public here"))).toContain("in public answers too");
    expect(await stored()).toMatchObject([{ private: 0 }]);
  });

  test("where only private is asked for, or possible, it is private", async () => {
    expect(said(await remember("one", here, { where: "private" }))).toContain("**only in private**");
    const inDm = direct();
    const told = await remember("two", inDm);
    expect(said(told)).toContain("**only in private**");
    expect(labels(told)).not.toContain("Also in public here");
    const eve = world.discord.addUser("eve", { installed: true });
    expect(said(await remember("three", { user: eve, channel: world.discord.groupChannel(eve, world.bob) }))).toContain("**only in private**");
    expect((await stored()).map((row) => row.private)).toEqual([1, 1, 1]);
  });

  test("of channel and server is for those who manage them; whoever may not gets the words back", async () => {
    const [mira, chad] = [manager(world), manager(world, "chad", permission.manageChannels)];
    for (const whose of ["channel", "server"] as const) {
      const refused = await remember("We speak English.", here, { for: whose });
      expect(said(refused)).toContain("up to those who may manage");
      expect(shown(refused)).toContain("We speak English.");
    }
    expect(said(await remember("Is about chess.", { ...here, user: chad }, { for: "channel" }))).toContain("in this channel");
    expect(said(await remember("no", { ...here, user: chad }, { for: "server" }))).toContain("up to those who may manage");
    expect(said(await remember("Founded in 2020.", { ...here, user: mira }, { for: "server" }))).toContain("on this server");
    expect((await stored()).map(({ text }) => text)).toEqual(["Is about chess.", "Founded in 2020."]);
    expect(await list(here, "channel")).toContain("Is about chess.");
    expect(await list(here, "server")).toContain("Founded in 2020.");
  });

  test("where the bot is nobody's or a guest, only about oneself", async () => {
    for (const place of [direct(), abroad()]) {
      for (const whose of ["channel", "server"]) expect(said(await remember("x", place, { for: whose }))).toContain("only know you");
      expect(said(await memory.use(place, "show", { about: "server" }))).toContain("only on servers I'm a member of");
      expect(said(await memory.use(place, "add", { text: "x", name: "y" }))).toContain("only on servers I'm a member of");
    }
    expect(said(await remember("I'm here on business.", abroad()))).toContain("on this server");
    expect(await stored()).toHaveLength(1);
  });

  test("without a text opens a window; what is sent there is kept", async () => {
    const window = await memory.use(here, "remember", { where: "private" });
    expect(window.modal).toMatchObject({ title: "What should I remember about you?" });
    expect(said(await memory.submit(here, window, { text: "  I like\r\n\r\n tea " }))).toContain("**only in private**");
    expect(await stored()).toMatchObject([{ text: "I like\n tea", private: 1 }]);
    expect(said(await memory.use(here, "remember", { for: "server" }))).toContain("up to those who may manage");
  });

  test("takes the same words once, the same interaction once, and neither blanks nor what is too long", async () => {
    const first = await remember("I like tea.");
    expect(said(await remember("I like tea."))).toContain("know that already");
    await replay(first);
    expect(said(await remember("   "))).toContain("nothing in it");
    const long = await world.discord.interact({
      ...here,
      kind: "slash",
      command: "memory",
      path: ["remember"],
      options: { text: "x".repeat(700) },
      force: true,
    });
    expect(said(long)).toContain("700 characters, and 500 fit");
    expect(shown(long)).toContain("x".repeat(700));
    expect(await stored()).toHaveLength(1);
  });

  test("after Undo it is gone, and a replay of the command does not bring it back", async () => {
    const told = await remember("I like tea.");
    const undone = await memory.press(here, told, "Undo");
    expect([said(undone), shown(undone)]).toEqual(["Forgotten:", "I like tea."]);
    await replay(told);
    await replay(undone);
    expect(await stored()).toEqual([]);
  });

  test("is not for those who opted out, nor shown to anybody's model", async () => {
    await remember("I like tea.");
    await optOut(world, here);
    const refused = await remember("I like coffee.");
    expect(said(refused)).toContain("You opted out");
    expect(shown(refused)).toContain("I like coffee.");
    expect(said(await memory.use(here, "show"))).toContain("You opted out, so I use none of it");
    expect(await list()).toContain("I like tea.");
    expect(await stored()).toHaveLength(1);
  });

  test("ends at two hundred, with a sentence", async () => {
    const insert = env.DB.prepare(
      "INSERT INTO facts (id, handle, owner, channel_id, private, text, origin, set_by, user_key, created_at, changed_at) VALUES (?, ?, ?, '1', 1, ?, 'command', ?, 'k', 0, 0)",
    );
    await env.DB.batch(Array.from({ length: 200 }, (_, i) => insert.bind(9 * 2 ** 28 + i, `h${i}`, `user:${world.ada.id}`, `fact ${i}`, world.ada.id)));
    expect(said(await remember("one more"))).toContain("200 things about you already");
  });
});

describe("/memory show", () => {
  test("turns pages, opens an entry with its history, and leads to edit and forget", async () => {
    for (let i = 1; i <= 10; i++) await remember(`fact number ${i}`);
    const first = await memory.use(here, "show");
    expect(said(first)).toContain("Page 1 of 2");
    expect(shown(first)).toMatch(/^1\. fact number 10\n-# <t:\d+:d> · told me · on this server, in public too\n2\. fact number 9/);
    const second = await memory.press(here, first, "Next");
    expect(shown(second)).toMatch(/^9\. fact number 2\n.*\n10\. fact number 1\n/);
    const open = await memory.choose(here, second, "memory-open", `fact:${await handleOf("fact number 1")}`);
    expect(shown(open)).toMatch(/^fact number 1\n-# /);
    const window = await memory.press(here, open, "Edit");
    expect(JSON.stringify(window.modal)).toContain("fact number 1");
    const edited = await memory.submit(here, window, { text: "fact number one" });
    expect([said(edited), shown(edited)]).toEqual([
      expect.stringContaining("Changed"),
      expect.stringMatching(/^fact number one\n.*\nWhat it said before\nfact number 1$/s),
    ]);
    const last = await memory.press(here, await memory.press(here, edited, "To the list"), "Next");
    const again = await memory.choose(here, last, "memory-open", `fact:${await handleOf("fact number one")}`);
    expect(shown(again)).toContain("Said before");
    expect(shown(await memory.press(here, again, "Forget"))).toBe("fact number one");
    expect(await stored()).toHaveLength(9);
  });

  test("shows what can be read here: nothing of another server's, nothing private of anybody else", async () => {
    await remember("only here");
    await remember("everywhere", here, { where: "private" });
    await remember("bob's secret", { ...here, user: world.bob }, { where: "private" });
    expect(await list()).toMatch(/everywhere[\s\S]*only here/);
    expect(await list()).not.toContain("bob");
    const inDm = await memory.use(direct(), "show");
    expect(shown(inDm)).toContain("everywhere");
    expect(shown(inDm)).not.toContain("only here");
    expect(said(inDm)).toContain("1 more thing about you I remember elsewhere");
    expect(labels(inDm)).toEqual(["Remember something", "Don't note things yourself", "Forget all"]);
    // Neither by a forged press.
    const forged = await world.discord.interact({
      ...{ user: world.bob, channel: world.channel, kind: "button", force: true },
      ...{ message: inDm.original()?.record ?? "", customId: `memory-edit:${await handleOf("everywhere")}` },
    });
    expect(said(forged)).toContain("don't remember that any more");
  });

  test("lets members look at what is the channel's and the server's, and managers change it", async () => {
    const mira = manager(world);
    await remember("Is about chess.", { ...here, user: mira }, { for: "channel" });
    const seen = await memory.use(here, "show", { about: "channel" });
    expect(shown(seen)).toContain(`by <@${mira.id}>`);
    expect(labels(seen)).toEqual(["About me", "This channel", "This server", "Documents"]);
    const handle = await handleOf("Is about chess.");
    expect(labels(await memory.choose(here, seen, "memory-open", `fact:${handle}`))).toEqual(["To the list"]);
    for (const customId of [
      `memory-edit:${handle}`,
      `memory-forget:${handle}`,
      `memory-where:${handle}:private`,
      "memory-all:channel",
      "memory-all-yes:channel",
      "memory-new:channel",
    ]) {
      await world.discord.interact({ ...here, kind: "button", message: seen.original()?.record ?? "", customId, force: true });
    }
    expect(await stored()).toMatchObject([{ text: "Is about chess." }]);
    const elsewhere: Channel = world.discord.addChannel(guildOf(world));
    expect(await list({ ...here, channel: elsewhere }, "channel")).toContain("Nothing so far");
  });

  test("hides a channel's facts from whoever may not read its history", async () => {
    const mira = manager(world);
    const guild = guildOf(world);
    const closed = world.discord.addChannel(guild, { overwrites: [{ id: guild.id, type: 0, allow: 0n, deny: permission.readMessageHistory }] });
    await remember("secret of the channel", { user: mira, channel: closed }, { for: "channel" });
    expect(await list({ ...here, channel: closed }, "channel")).toContain("Nothing so far");
  });
});

describe("/memory edit and forget", () => {
  test("find by typing, what the person may change and nothing else", async () => {
    const mira = manager(world);
    await remember("I like green tea.");
    await remember("I play chess.");
    await remember("Tea is at five.", { ...here, user: mira }, { for: "server" });
    expect((await memory.complete(here, "edit", "TEA")).map(({ name }) => name)).toEqual(["I like green tea."]);
    expect((await memory.complete({ ...here, user: mira }, "edit", "tea")).map(({ name }) => name)).toEqual(["This server: Tea is at five."]);
    expect((await memory.complete(here, "forget", "")).map(({ name }) => name)).toEqual(["I play chess.", "I like green tea.", "Everything about me"]);
    expect((await memory.complete(here, "edit", "")).map(({ name }) => name)).not.toContain("Everything about me");
    expect(await memory.complete({ ...here, user: world.bob }, "forget", "tea")).toEqual([]);
  });

  test("take what was chosen, or typed if it is clear; else they say why not", async () => {
    await remember("I like green tea.");
    await remember("I like black tea.");
    const [chosen] = await memory.complete(here, "edit", "green");
    expect(shown(await memory.use(here, "edit", { fact: chosen?.value ?? "", text: "I like white tea." }))).toContain("I like green tea.");
    expect(said(await memory.use(here, "edit", { fact: "tea", text: "x" }))).toContain("fits more than one thing");
    expect(said(await memory.use(here, "edit", { fact: "`coffee` @everyone", text: "x" }))).toContain("don't remember anything like “coffee @everyone”");
    expect((await memory.use(here, "edit", { fact: "white" })).modal).toMatchObject({ custom_id: expect.stringMatching(/^memory-text:/) });
    expect(said(await memory.use(here, "edit", { fact: "white", text: "I like black tea." }))).toContain("exactly that already");
    expect(shown(await memory.use(here, "forget", { fact: "white" }))).toBe("I like white tea.");
    expect(said(await memory.use({ ...here, user: world.bob }, "forget", { fact: chosen?.value ?? "" }))).toContain("don't remember that any more");
    expect(said(await memory.use({ ...here, user: world.bob }, "edit", { fact: chosen?.value ?? "" }))).toContain("don't remember anything like");
    expect((await stored()).map(({ text }) => text)).toEqual(["I like black tea."]);
  });

  test("everything goes only after a second press, and a replay leaves what came later", async () => {
    await remember("one");
    await remember("two", here, { where: "private" });
    await remember("bob's", { ...here, user: world.bob });
    const asked = await memory.use(here, "forget", { fact: "all" });
    expect(said(asked)).toContain("all 2 things I remember about you");
    expect(await stored()).toHaveLength(3);
    const gone = await memory.press(here, asked, "Forget all 2");
    expect(said(gone)).toContain("2 things forgotten");
    await remember("later");
    await replay(gone);
    expect((await stored()).map(({ text }) => text)).toEqual(["bob's", "later"]);
    expect(said(await memory.use({ ...here, user: manager(world) }, "forget", { fact: "all" }))).toContain("nothing to forget");
  });
});

describe("/memory export", () => {
  test("hands out a file with what is remembered in this place, or says that there is nothing", async () => {
    expect(said(await memory.use(here, "export"))).toContain("nothing about you here");
    await remember("I like\ntea.");
    await remember("bob's", { ...here, user: world.bob });
    await remember("only in private", here, { where: "private" });
    const handle = await memory.use(here, "export");
    const [file] = handle.original()?.attachments ?? [];
    expect(file).toMatchObject({ filename: "memories.md" });
    const text = await (await world.discord.fetch(new Request(file?.url ?? ""))).text();
    expect(text).toMatch(/^# What I remember about ada\n/);
    expect(text).toMatch(/^- \d{4}-\d\d-\d\d, only in private: only in private\n- \d{4}-\d\d-\d\d, on this server, in public too: I like\n {2}tea\.\n$/m);
    expect(text).not.toContain("bob");
    expect(handle.original()?.isPrivate).toBe(true);
  });
});

test("all of it speaks German, too", async () => {
  const place = { ...here, locale: "de" };
  expect(said(await remember("Ich bin Vegetarier.", place))).toContain("auch in öffentlichen Antworten");
  expect(said(await memory.use(place, "show"))).toContain("Was ich mir über dich gemerkt habe");
  expect(declarations.find(({ name }) => name === "memory")?.name_localizations.de).toBe("gedächtnis");
});
