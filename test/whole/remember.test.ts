// "Remember this channel": told to everybody first, then what people say is kept when it is read; nobody who does not want it, nothing elsewhere.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type Channel, channelType, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { replying } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);
const { posted } = replying(() => world);

const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const ask = async (prompt: string, options = {}, channel = world.channel) => {
  const handle = await world.ask(prompt, { channel, options });
  await saved(handle.id);
};
/** What others said, oldest first. */
const kept = (channel: Channel = world.channel) =>
  rows("SELECT content, name, user_id, message_id FROM messages WHERE channel_id = ? AND turn_id IS NULL ORDER BY created_at, id", channel.id);
const words = async (channel?: Channel) => (await kept(channel)).map(({ content }) => content);

async function open(user: User, channel: Channel = world.channel, locale = "en-US") {
  const panel = openPanel(world, { user, channel, locale });
  await panel.command("settings");
  await panel.press(locale === "de" ? "Dieser Kanal" : "Channel");
  return panel;
}
async function remember(channel: Channel = world.channel) {
  const panel = await open(manager(world, `m${channel.id}`), channel);
  const pressed = await panel.press("Remember this channel");
  await vi.waitFor(() => expect(pressed.original()?.content ?? panel.message()?.record.json.content).toContain("I remember what people say here"), {
    timeout: 5_000,
  });
  return panel;
}

describe("the switch", () => {
  test("takes Manage Server, tells everybody by name without a ping, and says so in the panel; off again the same", async () => {
    const members = await open(manager(world, "cara", permission.manageChannels));
    expect(members.labels()).not.toContain("Remember this channel");
    const forged = await members.forge("settings-remember:on");
    expect(forged.original()?.content).toContain("Manage Server");
    expect(posted()).toEqual([]);

    const boss = manager(world, "boss");
    const panel = await open(boss);
    expect(panel.text()).toContain("not what people say among themselves");
    await panel.press("Remember this channel");
    await vi.waitFor(() => expect(posted()).toHaveLength(1), { timeout: 5_000 });
    const [announcement] = posted();
    expect(announcement?.json.content).toMatch(new RegExp(`remember what people say in this channel.*<@${boss.id}>.*30 days.*/privacy`));
    expect(announcement?.json.mentions).toEqual([]);
    await vi.waitFor(async () =>
      expect(await rows("SELECT remembered FROM channel_settings WHERE channel_id = ?", world.channel.id)).toEqual([{ remembered: 1 }]),
    );
    const again = await open(boss);
    expect(again.text()).toContain("I remember what people say here");
    // The panel that is still open from before knows it by now, and tells nobody twice.
    await again.forge("settings-remember:on");
    await again.press("Stop remembering");
    await vi.waitFor(() => expect(posted()).toHaveLength(2), { timeout: 5_000 });
    expect(posted()[1]?.json.content).toContain("no longer remember");
    expect((await open(boss)).labels()).toContain("Remember this channel");
  });

  test("where it cannot post, nothing begins, whether that is known before or turns out", async () => {
    const deny = permission.sendMessages;
    const mute = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
    const panel = await open(manager(world, "boss"), mute);
    const refused = await panel.press("Remember this channel");
    expect(refused.original()?.content).toContain("tell everybody here first");

    const here = await open(manager(world, "boss2"));
    world.discord.faults.add({ kind: "refused", match: (call) => call.method === "POST" && call.path.endsWith("/messages") });
    const failed = await here.press("Remember this channel");
    await vi.waitFor(() => expect(failed.original()?.content).toContain("left it as it was"), { timeout: 5_000 });
    expect(await rows("SELECT remembered FROM channel_settings WHERE remembered = 1 AND channel_id IN (?, ?)", mute.id, world.channel.id)).toEqual([]);
  });

  test("switched off while everybody is still being told that it is on stays off", async () => {
    const boss = manager(world, "boss");
    const [on, off] = [await open(boss), await open(boss)];
    world.discord.faults.add({ kind: "slow", rate: 1, times: 1, match: (call) => call.method === "POST" && call.path.endsWith("/messages") });
    const begun = await on.press("Remember this channel");
    const ended = await off.forge("settings-remember:off");
    await vi.waitFor(() => expect(posted()).toHaveLength(1), { timeout: 8_000 });
    await world.discord.waitFor(() => begun.settled && ended.settled, { timeoutMs: 8_000, what: "the end of both" });
    await ask("What did people say?");
    expect(await rows("SELECT remembered FROM channel_settings WHERE remembered = 1 AND channel_id = ?", world.channel.id)).toEqual([]);
    expect(begun.original()?.content ?? on.message()?.record.json.content).toContain("left it as it was");
  });

  test("switched off holds, though something else about the channel was decided right after", async () => {
    const boss = manager(world, "boss");
    await remember();
    const panel = await open(boss);
    await (await open(boss)).press("One conversation for all");
    // Pressed before that, and carried out after it.
    const now = Date.now;
    const then = vi.spyOn(Date, "now").mockImplementation(() => now() - 2_000);
    const pressed = panel.press("Stop remembering");
    then.mockRestore();
    await pressed;
    await vi.waitFor(() => expect(posted()).toHaveLength(2), { timeout: 5_000 });
    expect(posted()[1]?.json.content).toContain("no longer remember");
    expect(await rows("SELECT remembered FROM channel_settings WHERE remembered = 1 AND channel_id = ?", world.channel.id)).toEqual([]);
    expect((await open(boss)).labels()).toContain("Remember this channel");
  });

  test("tells once though the object dies in the middle", async () => {
    const panel = await open(manager(world, "boss"));
    world.discord.faults.add({ kind: "500", rate: 1, match: (call) => call.method === "PATCH" });
    await panel.press("Remember this channel");
    await vi.waitFor(() => expect(posted()).toHaveLength(1), { timeout: 5_000 });
    await abortAllDurableObjects();
    world.discord.faults.clear();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await vi.waitFor(async () =>
      expect(await rows("SELECT remembered FROM channel_settings WHERE channel_id = ?", world.channel.id)).toEqual([{ remembered: 1 }]),
    );
    await vi.waitFor(() => expect(panel.message()?.record.json.content ?? "").not.toBe(""));
    expect(posted()).toHaveLength(1);
  });
});

describe("what people say", () => {
  test("is not kept where nobody switched it on", async () => {
    world.discord.post(world.channel, world.bob, "my dog is called Rex");
    await ask("hello");
    expect(await kept()).toEqual([]);
  });

  test("is kept once, with who said it and where it stands; edited words take the place of the old ones", async () => {
    await remember();
    const rex = world.discord.post(world.channel, world.bob, "my dog is called Rex");
    world.discord.post(world.channel, world.ada, "what a name");
    await ask("hello");
    expect(await kept()).toEqual([
      { content: "my dog is called Rex", name: "bob", user_id: world.bob.id, message_id: rex.json.id },
      { content: "what a name", name: "ada", user_id: world.ada.id, message_id: expect.any(String) },
    ]);
    rex.json.content = "my dog is called Max";
    world.discord.post(world.channel, world.bob, "a good dog");
    await ask("and now?");
    expect(await words()).toEqual(["my dog is called Max", "what a name", "a good dog"]);
    const [scope] = await rows("SELECT no FROM memory_scopes WHERE key = ?", `channel:${world.channel.id}`);
    const found = async (word: string) =>
      rows(
        "SELECT m.content FROM memory_fts f JOIN messages m ON m.id = f.rowid WHERE memory_fts MATCH ? AND f.rowid >> 28 = ? AND m.turn_id IS NULL",
        word,
        scope?.no,
      );
    expect(await found("rex")).toEqual([]);
    expect(await found("max")).toEqual([{ content: "my dog is called Max" }]);
  });

  test("of bots, of people who opted out, and without words is not", async () => {
    await remember();
    const panel = openPanel(world, { user: world.bob, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Don't read or remember me");
    world.discord.post(world.channel, world.bob, "my dog is called Rex");
    world.discord.post(world.channel, world.ada, "", { attachments: [world.discord.putFile("a.txt", "text/plain", new TextEncoder().encode("x"))] });
    world.discord.post(world.channel, world.ada, "hello there");
    await ask("hello");
    expect(await words()).toEqual(["hello there"]);
  });

  test("is not kept where the question keeps the channel out; what a private question reads is", async () => {
    await remember();
    world.discord.post(world.channel, world.bob, "my dog is called Rex");
    await ask("hello", { context: false });
    expect(await kept()).toEqual([]);
    await ask("hello", { private: true });
    expect(await words()).toEqual(["my dog is called Rex"]);
    expect(await rows("SELECT DISTINCT private FROM messages WHERE channel_id = ? AND turn_id IS NULL", world.channel.id)).toEqual([{ private: 0 }]);
  });

  test("of somebody who asked, and opted out, goes on being kept of the others alone", async () => {
    await remember();
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Don't read or remember me");
    world.discord.post(world.channel, world.ada, "I like quinces");
    world.discord.post(world.channel, world.bob, "I like apples");
    await ask("what do we like?");
    expect(await words()).toEqual(["I like apples"]);
  });

  test("without the intent is not kept, because it is not known", async () => {
    await remember();
    world.discord.intents.messageContent = false;
    world.discord.post(world.channel, world.bob, "my dog is called Rex");
    await ask("hello");
    expect(await kept()).toEqual([]);
  });

  test("in a thread is kept where its channel is remembered, as the thread's own", async () => {
    await remember();
    const thread = world.discord.addChannel(guildOf(world), { parent: world.channel, type: channelType.publicThread, owner: world.ada });
    world.discord.post(thread, world.bob, "only in here");
    await ask("hello", {}, thread);
    expect(await words(thread)).toEqual(["only in here"]);
    expect(await kept()).toEqual([]);
  });
});
