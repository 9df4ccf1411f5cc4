// What is easily forgotten when something is to be forgotten, or told to its owner alone: notes, answers that were made again, names of documents.
import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { openDatabase } from "../fakes/database.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { saved } from "./known-person.ts";
import { memoryOf } from "./memory.ts";
import { ADDRESS, HOST, KEY, ownServer } from "./own-endpoint-stage.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { HOUR, useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

// The tests of a file share their database.
beforeEach(async () => {
  await openDatabase();
});
let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);
const clock = useMovableClock();

const told = (handle: InteractionHandle) => handle.original()?.content ?? "";
const ask = async (prompt: string, options = {}, user = world.ada) => {
  const handle = await world.ask(prompt, { user, options: { context: false, ...options } });
  await saved(handle.id);
  return handle;
};
const cron = () => {
  const entry = exports.default as unknown as { scheduled(event: { scheduledTime: Date; cron: string }): Promise<unknown> };
  return entry.scheduled({ scheduledTime: new Date(Math.ceil(Date.now() / HOUR) * HOUR), cron: "* * * * *" });
};
async function exported(user: User): Promise<string> {
  const panel = openPanel(world, { user, channel: world.channel });
  await panel.command("privacy");
  const handle = await panel.press("Get my data");
  await world.discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: "the export" });
  return (await Promise.all((handle.original()?.attachments ?? []).map(async ({ url }) => (await world.discord.fetch(new Request(url))).text()))).join("\n");
}
const erase = async (user: User, channel = world.channel) => {
  const panel = openPanel(world, { user, channel });
  await panel.command("privacy");
  await panel.press("Erase everything about me");
  const pressed = await panel.press("Yes, erase it all");
  await world.discord.waitFor(() => told(pressed).includes("Receipt"), { timeoutMs: 25_000, what: "the receipt" });
};

describe("an export", () => {
  test("leaves out notes that may repeat what others said", { timeout: 40_000 }, async () => {
    world.model.script(({ messages }) =>
      messages[0]?.text.startsWith("You keep the notes") ? { text: "Bob dreams of parsnipmandolin" } : { text: "Bob told of a parsnipmandolin." },
    );
    world.discord.post(world.channel, world.bob, "I dream of a parsnipmandolin");
    await ask("What did Bob say?", { context: true });
    await ask("And now?");
    clock.move(13 * HOUR);
    await ask("Good morning");
    expect(await rows("SELECT summary FROM conversations WHERE key LIKE ?", `%:${world.ada.id}`)).toMatchObject([{ summary: "Bob dreams of parsnipmandolin" }]);
    expect(await exported(world.ada)).not.toContain("parsnipmandolin");
  });

  test("of a moderator has no question of somebody whose answer they had made again", { timeout: 40_000 }, async () => {
    const mod = manager(world, "mod", permission.manageMessages);
    await world.knows(mod);
    world.model.script(() => ({ text: "I see." }));
    const answer = await ask("Where is my turnipviolin?");
    const again = await world.press(mod, answer, "Regenerate");
    await saved(again.id);
    expect(await exported(mod)).not.toContain("turnipviolin");
    expect(await exported(world.ada)).toContain("turnipviolin");
  });

  test("mentions nobody else, in no name of theirs either", { timeout: 40_000 }, async () => {
    const boss = manager(world);
    await world.knows(boss);
    await memoryOf(world).use({ user: boss, channel: world.channel }, "add", { text: "They are kind.", name: `About <@${world.bob.id}>` });
    await vi.waitFor(async () => expect(await rows("SELECT name FROM documents")).toHaveLength(1), { timeout: 5_000 });
    expect(await exported(boss)).not.toContain(world.bob.id);
  });
});

describe("erasing", () => {
  test("takes somebody out of documents' names though they become the same", { timeout: 60_000 }, async () => {
    const boss = manager(world);
    const memory = memoryOf(world);
    const names = [`About <@${world.bob.id}>`, "About @someone"];
    for (const name of names) await memory.use({ user: boss, channel: world.channel }, "add", { text: "They are kind.", name });
    await vi.waitFor(async () => expect(await rows("SELECT name FROM documents")).toHaveLength(2), { timeout: 5_000 });
    await erase(world.bob);
    expect(await findEverywhere([world.bob.id])).toEqual([]);
    expect((await rows("SELECT name FROM documents")).map(({ name }) => name)).toEqual([expect.stringMatching(/^About @someone \d+$/), "About @someone"]);
  });
});

describe("erasing somebody after whom others called a persona", () => {
  test("takes their id out of its names, too", { timeout: 60_000 }, async () => {
    const { ada, bob, channel, discord } = world;
    for (const name of [ada.id, "someone"]) {
      const text = `# edgewise: name = ${name}\nFROM default\nSYSTEM You are like ${ada.id}.`;
      const made = await discord.interact({ kind: "slash", user: bob, channel, command: "persona", path: ["import"], options: { text } });
      await discord.waitFor(() => made.settled, { what: "the import" });
    }
    expect(await rows("SELECT name FROM personas")).toHaveLength(2);
    await erase(ada);
    expect(await findEverywhere([ada.id])).toEqual([]);
    expect((await rows("SELECT name FROM personas ORDER BY id")).map(({ name }) => name)).toEqual([expect.stringMatching(/^someone \d+$/), "someone"]);
  });
});

describe("somebody who was erased", () => {
  test("does not come back with what others said to them before, when that is read again", { timeout: 60_000 }, async () => {
    const quill = manager(world, "quillfeather", 0n);
    const { channel, discord, bob } = world;
    await rows("INSERT INTO channel_settings (channel_id, guild_id, remembered) VALUES (?, ?, 1)", channel.id, guildOf(world).id);
    discord.post(channel, bob, `hello <@${quill.id}>, how is your turnipviolin?`);
    const said = () => rows("SELECT content FROM messages WHERE turn_id IS NULL ORDER BY id");
    world.model.script(() => ({ text: "I see." }));
    await ask("What did Bob say?", { context: true });
    expect(await said()).toEqual([{ content: `hello <@${quill.id}>, how is your turnipviolin?` }]);
    await erase(quill);
    discord.post(channel, bob, "it is quiet here");
    await ask("And now?", { context: true });
    expect(await findEverywhere([quill.id])).toEqual([]);
    expect(await said()).toEqual([{ content: "hello @someone, how is your turnipviolin?" }, { content: "it is quiet here" }]);
    discord.post(channel, bob, `welcome back <@${quill.id}>`);
    await ask("And now?", { context: true });
    expect((await said()).at(-1)).toEqual({ content: `welcome back <@${quill.id}>` });
  });

  test("is in no notes that were being made meanwhile of what the bot had repeated", { timeout: 60_000 }, async () => {
    const { channel, discord, bob } = world;
    let noting = 0;
    const says = (text: string) =>
      world.model.script(({ messages }) => {
        if (!messages[0]?.text.startsWith("You keep the notes")) return { text };
        noting += 1;
        return { text: "Bob has a turnipviolin", delayMs: 1_000 };
      });
    discord.post(channel, bob, "I have a turnipviolin");
    says("Bob has a turnipviolin.");
    await ask("What did Bob say?", { context: true });
    await ask("And now?");
    // An alarm of an object knows no other clock than the real one, and erasing needs it.
    for (const table of ["turns", "messages"]) await rows(`UPDATE ${table} SET created_at = created_at - ?`, 13 * HOUR);
    says("I see.");
    const answer = world.ask("Good morning", { options: { context: false } });
    await vi.waitFor(() => expect(noting).toBe(1), { timeout: 5_000 });
    await erase(bob, discord.directChannel(discord.bot, bob));
    await saved((await answer).id);
    expect(noting).toBe(1);
    expect(await findEverywhere([bob.id, "turnipviolin"])).toEqual([]);
  });

  test.each([
    ["memory", "add", "rules.txt", "Be kind."],
    ["persona", "import", "owl.modelfile", "FROM default\nSYSTEM Hoot."],
  ])("is not named by what a file becomes that was still being read in a channel that nothing knew of: /%s %s", { timeout: 60_000 }, async (...what) => {
    const [command, subcommand, name, words] = what;
    const boss = manager(world);
    const file = world.discord.putFile(name, "text/plain", new TextEncoder().encode(words));
    const before = globalThis.fetch;
    const reading = { begun: false, ends: false };
    vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
      if (new Request(input, init).url.includes(name)) {
        reading.begun = true;
        while (!reading.ends) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return before(input, init);
    });
    const elsewhere = world.discord.addChannel(guildOf(world));
    const handle = await world.discord.interact({ kind: "slash", user: boss, channel: elsewhere, command, path: [subcommand], options: { file } });
    await vi.waitFor(() => expect(reading.begun).toBe(true), { timeout: 5_000 });
    await erase(boss);
    reading.ends = true;
    await world.discord.waitFor(() => handle.settled, { timeoutMs: 10_000, what: "the end" });
    expect(told(handle)).not.toBe("");
    expect(await findEverywhere([boss.id])).toEqual([]);
  });

  test("is not named by an endpoint that was still being tried", { timeout: 60_000 }, async () => {
    const boss = manager(world);
    const server = ownServer(world);
    const trying = { begun: false, ends: false };
    world.serve(HOST, async (request) => {
      trying.begun = true;
      while (!trying.ends) await new Promise((resolve) => setTimeout(resolve, 50));
      return server.fetch(request);
    });
    const panel = openPanel(world, { user: boss, channel: world.discord.addChannel(guildOf(world)) });
    await panel.command("settings");
    await panel.press("Server");
    await panel.press("Models");
    const handle = await panel.submit(await panel.press("Own endpoint…"), { address: ADDRESS, key: KEY, models: "llama3" });
    await vi.waitFor(() => expect(trying.begun).toBe(true), { timeout: 5_000 });
    await erase(boss);
    trying.ends = true;
    await vi.waitFor(() => expect(told(handle)).not.toContain("### Models on this server"), { timeout: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await findEverywhere([boss.id])).toEqual([]);
  });

  test("is not taken in by name when what was said to them before is read for the first time", { timeout: 60_000 }, async () => {
    const quill = manager(world, "quillfeather", 0n);
    const { channel, discord, bob } = world;
    await rows("INSERT INTO channel_settings (channel_id, guild_id, remembered) VALUES (?, ?, 1)", channel.id, guildOf(world).id);
    discord.post(channel, bob, `hello <@${quill.id}>`);
    await erase(quill);
    world.model.script(() => ({ text: "I see." }));
    await ask("What did Bob say?", { context: true });
    expect(await findEverywhere([quill.id])).toEqual([]);
  });
});

describe("deleting an answer", () => {
  const gone = async (answer: InteractionHandle) => {
    const deleted = await world.press(world.ada, await world.press(world.ada, answer, "More"), "Delete");
    await vi.waitFor(() => expect(told(deleted)).toContain("Deleted"), { timeout: 8_000 });
  };

  test("takes those along in whose place it came", { timeout: 40_000 }, async () => {
    world.model.script(() => ({ text: "A turnipviolin is green." }));
    const answer = await ask("What is a turnipviolin?");
    const again = await world.press(world.ada, answer, "Regenerate");
    await saved(again.id);
    await world.answered(again);
    await gone(again);
    expect(await findEverywhere(["turnipviolin"])).toEqual([]);
  });

  test("takes the names of its files along", { timeout: 40_000 }, async () => {
    const file = world.discord.putFile("turnipviolin.txt", "text/plain", new Uint8Array([0, 255, 254, 0, 1, 2, 3, 0, 200]));
    const answer = await ask("what is this?", { file });
    expect((await findEverywhere(["turnipviolin"])).map(({ where }) => where)).toContain("D1 turns.explanation");
    await gone(answer);
    expect(await findEverywhere(["turnipviolin"])).toEqual([]);
  });

  test("takes along what has come in its place since More was opened", { timeout: 40_000 }, async () => {
    world.model.script(() => ({ text: "A turnipviolin is green." }));
    const answer = await ask("What is a turnipviolin?");
    const panel = await world.press(world.ada, answer, "More");
    const again = await world.press(world.ada, answer, "Regenerate");
    await saved(again.id);
    await world.answered(again);
    const deleted = await world.press(world.ada, panel, "Delete");
    await vi.waitFor(() => expect(told(deleted)).toContain("Deleted"), { timeout: 8_000 });
    expect(await findEverywhere(["turnipviolin"])).toEqual([]);
  });
});

describe("deleting an answer of which a thread was given notes", () => {
  test("takes the notes away there, too", { timeout: 40_000 }, async () => {
    world.model.script(({ messages }) =>
      messages[0]?.text.startsWith("You keep the notes") ? { text: "ada's cat is called turnipviolin" } : { text: "I see." },
    );
    const first = await ask("my cat is called turnipviolin");
    await ask("it is black");
    clock.move(13 * HOUR);
    const last = await ask("good morning");
    const begun = await world.press(world.ada, await world.press(world.ada, last, "More"), "Continue in thread");
    await vi.waitFor(() => expect(told(begun)).toContain("We go on in"), { timeout: 8_000 });
    expect(await rows("SELECT key FROM conversations WHERE summary <> ''")).toHaveLength(2);
    const deleted = await world.press(world.ada, await world.press(world.ada, first, "More"), "Delete");
    await vi.waitFor(() => expect(told(deleted)).toContain("Deleted"), { timeout: 8_000 });
    expect(await findEverywhere(["turnipviolin"])).toEqual([]);
  });
});

describe("what is past a server's own retention", () => {
  test("is told by no notes either", { timeout: 40_000 }, async () => {
    world.model.script(({ messages }) =>
      messages[0]?.text.startsWith("You keep the notes") ? { text: "ada's cat is called turnipviolin" } : { text: "I see." },
    );
    await rows("INSERT INTO servers (id, retention_days) VALUES (?, 1)", guildOf(world).id);
    await ask("my cat is called turnipviolin");
    await ask("it is black");
    clock.move(13 * HOUR);
    await ask("good morning");
    clock.move(25 * HOUR);
    for (let minute = 0; minute < 3; minute++) await cron();
    expect(await rows("SELECT id FROM messages")).toEqual([]);
    expect(await findEverywhere(["turnipviolin"])).toEqual([]);
    await ask("hello again");
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).not.toContain("turnipviolin");
  });
});
