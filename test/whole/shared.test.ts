// One conversation for everybody in a channel: switched on by its managers, told in order, with names, and without those who do not want it.
import { describe, expect, test, vi } from "vitest";
import { channelType, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { isFinal, useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

interface Sent {
  messages: { role: string; content: string; name?: string }[];
}

const last = () => world.model.requests.at(-1)?.body as Sent;
const words = () => JSON.stringify(last());
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const ask = async (prompt: string, user: User, options = {}, channel = world.channel) => {
  const handle = await world.ask(prompt, { user, channel, options: { context: false, ...options } });
  await saved(handle.id);
  return handle;
};
const conversationOf = async (handle: InteractionHandle) => (await rows("SELECT conversation FROM turns WHERE id = ?", handle.id))[0]?.conversation;

async function share(label = "One conversation for all", channel = world.channel) {
  const panel = openPanel(world, { user: manager(world, `m${label.length}`, permission.manageChannels), channel });
  await panel.command("settings");
  await panel.press("Channel");
  await panel.press(label);
  return panel;
}

describe("the switch", () => {
  test("is for those who manage the channel; the panel says what holds, and a repeat changes nothing", async () => {
    const member = openPanel(world, { user: world.ada, channel: world.channel });
    await member.command("settings");
    await member.press("Channel");
    expect(member.text()).toContain("Each person has their own");
    expect(member.labels()).not.toContain("One conversation for all");
    const forged = await member.forge("settings-shared:on");
    expect(forged.original()?.content).toContain("Manage Channels");

    const panel = openPanel(world, { user: manager(world, "cara", permission.manageChannels), channel: world.channel });
    await panel.command("settings");
    await panel.press("Channel");
    const on = await panel.press("One conversation for all");
    expect(panel.text()).toContain("One for everybody");
    await panel.press("One conversation each");
    await world.discord.redeliver(on);
    await panel.press("Channel");
    expect(panel.text()).toContain("Each person has their own");
  });
});

describe("a shared conversation", () => {
  test("knows what anybody asked, by name, and goes back to each one's own when it is switched off", async () => {
    await ask("I am afraid of geese", world.ada);
    await share();
    await ask("my cat is called Miso", world.ada);
    const second = await ask("and my dog is called Rex", world.bob);
    expect(
      last()
        .messages.slice(1)
        .map(({ role, name }) => [role, name]),
    ).toEqual([
      ["user", "ada"],
      ["assistant", undefined],
      ["user", "bob"],
    ]);
    expect(words()).toContain("Miso");
    // What was said to it before was said in one's own.
    expect(words()).not.toContain("geese");
    expect(await conversationOf(second)).toBe(`${world.channel.id}:shared`);
    await share("One conversation each");
    await ask("what did I say?", world.ada);
    expect(words()).toContain("geese");
    expect(words()).not.toContain("Rex");
  });

  test("is none of a private turn's business, nor the other way round", async () => {
    await share();
    await ask("the password is quince", world.ada, { private: true });
    await ask("our dog is called Rex", world.bob);
    expect(words()).not.toContain("quince");
    await ask("what is the password?", world.ada, { private: true });
    expect(words()).toContain("quince");
    expect(words()).not.toContain("Rex");
  });

  test("shows nobody twice: what the bot answered others is history, not a message of the channel", async () => {
    await share();
    await ask("my cat is called Miso", world.bob);
    world.discord.intents.messageContent = true;
    world.discord.post(world.channel, world.bob, "Miso likes fish");
    await ask("what does it like?", world.ada, { context: true });
    const question = last().messages.at(-1)?.content ?? "";
    expect(question).toContain("Miso likes fish");
    expect(question).not.toContain("demo model");
  });

  test("is told in order, whoever asks at the same time", async () => {
    await share();
    await ask("first of all", world.ada);
    world.model.script(({ messages }) => ({ text: `re: ${messages.at(-1)?.text.split("\n\n").at(-1)}`, delayMs: 60 }));
    const handles: InteractionHandle[] = [];
    for (const [index, user] of [world.ada, world.bob, world.ada, world.bob].entries()) {
      const options = { prompt: `question number ${index}`, context: false };
      handles.push(await world.discord.interact({ kind: "slash", user, channel: world.channel, command: "ask", options }));
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect(handles.filter((handle) => isFinal(handle))).toEqual([]);
    for (const handle of handles) await world.answered(handle);
    const histories = world.model.requests.slice(-4).map(({ body }) => (body as Sent).messages.length);
    // Each one has seen the one before it, and its answer.
    expect(histories).toEqual([4, 6, 8, 10]);
    expect(words()).toContain("re: question number");
  });

  test("lets anybody follow up, in their own name; the other buttons are the asker's and the moderators'", async () => {
    await share();
    const asked = await ask("my cat is called Miso", world.ada);
    const window = await world.press(world.bob, asked, "Follow up");
    const followed = await world.discord.interact({ kind: "modal", user: world.bob, channel: world.channel, from: window, values: { prompt: "is it black?" } });
    await world.answered(followed);
    await saved(followed.id);
    expect(last().messages.map(({ name }) => name)).toEqual([undefined, "ada", undefined, "bob"]);
    expect(await conversationOf(followed)).toBe(`${world.channel.id}:shared`);
    const refused = await world.press(world.bob, asked, "Regenerate");
    expect(refused.original()?.content).toContain("Only the person who asked");
    const mod = manager(world, "mod", permission.manageMessages);
    await world.press(mod, asked, "Regenerate");
    await vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE parent_id = ? AND trigger = 'regenerate'", asked.id)).toHaveLength(1));
    // What is told again are still ada's words.
    expect(
      await rows(
        "SELECT DISTINCT user_id, superseded FROM messages WHERE conversation = ? AND content LIKE '%Miso%' AND role = 'user'",
        `${world.channel.id}:shared`,
      ),
    ).toEqual([
      { user_id: world.ada.id, superseded: 1 },
      { user_id: world.ada.id, superseded: 0 },
    ]);
  });

  test("goes on with what was cut where it was cut, though the channel is shared no more", async () => {
    await share();
    world.model.script(() => ({ text: "the first half", finishReason: "length" }));
    const cut = await ask("tell me everything about Miso", world.ada);
    await share("One conversation each");
    world.model.script(() => ({ text: "the second half" }));
    const more = await world.press(world.ada, cut, "Continue");
    await world.answered(more);
    expect(words()).toContain("tell me everything about Miso");
    await saved(more.id);
    expect(await conversationOf(more)).toBe(`${world.channel.id}:shared`);
  });

  test("begins anew for everybody with /new", async () => {
    await share();
    await ask("my cat is called Miso", world.ada);
    const anew = await world.discord.interact({ kind: "slash", user: world.bob, channel: world.channel, command: "new" });
    expect(anew.original()?.content).toContain("for everybody");
    await ask("what is it called?", world.ada);
    expect(words()).not.toContain("Miso");
  });

  test("keeps no word of somebody who opts out, before or after", async () => {
    await share();
    // The demo would repeat what was asked before.
    world.model.script(() => ({ text: "I see." }));
    await ask("my dog is called Rex", world.bob);
    await ask("my cat is called Miso", world.ada);
    const panel = openPanel(world, { user: world.bob, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Don't read or remember me");
    await ask("I have a parrot, too", world.bob);
    expect(words()).not.toContain("Miso");
    await ask("who lives here?", world.ada);
    expect(words()).toContain("Miso");
    expect(words()).not.toMatch(/Rex|parrot/);
  });

  test("sums up without them, and never uses notes that tell of them", { timeout: 60_000 }, async () => {
    await share();
    let nth = 0;
    const isForNotes = (body: unknown) => (body as Sent).messages[0]?.content.startsWith("You keep the notes") === true;
    world.model.script(({ messages }) => (messages[0]?.text.startsWith("You keep the notes") ? { text: `- notes ${++nth}` } : { text: "I see." }));
    await ask("my dog is called Rex", world.bob);
    for (let n = 0; n < 10; n++) await ask(`number ${n}`, world.ada);
    const key = `${world.channel.id}:shared`;
    const kept = () => rows("SELECT summary, people FROM conversations WHERE key = ?", key);
    await vi.waitFor(async () => expect(await kept()).toEqual([{ summary: "- notes 1", people: JSON.stringify([world.ada.id, world.bob.id]) }]), {
      timeout: 5_000,
    });
    const panel = openPanel(world, { user: world.bob, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Don't read or remember me");
    const answer = await ask("go on", world.ada);
    const asked = world.model.requests.map(({ body }) => body).filter((body) => !isForNotes(body));
    expect(JSON.stringify(asked.at(-1))).not.toContain("notes 1");
    await saved(answer.id);
    await vi.waitFor(async () => expect(await kept()).toEqual([{ summary: "- notes 2", people: JSON.stringify([world.ada.id]) }]), { timeout: 5_000 });
    const forNotes = world.model.requests.map(({ body }) => body).filter(isForNotes);
    expect(forNotes).toHaveLength(2);
    expect(JSON.stringify(forNotes[1])).not.toMatch(/Rex|notes 1/);
    expect(JSON.stringify(forNotes[1])).toContain("number 0");
  });
});

describe("a thread", () => {
  test("shares as its channel does until it has a setting of its own", async () => {
    const thread = world.discord.addChannel(guildOf(world), { parent: world.channel, type: channelType.publicThread, owner: world.ada });
    await share();
    await ask("my cat is called Miso", world.ada, {}, thread);
    const second = await ask("what is it called?", world.bob, {}, thread);
    expect(words()).toContain("Miso");
    expect(await conversationOf(second)).toBe(`${thread.id}:shared`);
    await ask("what is it called?", world.bob);
    expect(words()).not.toContain("Miso");
    await share("One conversation each", thread);
    expect(await conversationOf(await ask("and now?", world.bob, {}, thread))).toBe(`${thread.id}:${world.bob.id}`);
    expect(await conversationOf(await ask("and here?", world.bob))).toBe(`${world.channel.id}:shared`);
  });
});

test("a thread and a post in a forum are conversations of their own, also for the same person", async () => {
  const guild = guildOf(world);
  const forum = world.discord.addChannel(guild, { name: "ideas", type: channelType.forum });
  const places = [
    world.channel,
    world.discord.startThread(world.channel, world.bob, "a thread"),
    world.discord.addPost(forum, world.bob, "one idea", "Let us keep bees."),
    world.discord.addPost(forum, world.bob, "another idea", "Let us keep geese."),
  ];
  for (const [index, place] of places.entries()) {
    const asked = await ask(`the number here is ${index}00`, world.ada, {}, place);
    expect(await conversationOf(asked)).toBe(`${place.id}:${world.ada.id}`);
    expect(last().messages).toHaveLength(2);
  }
  await ask("which number?", world.ada, {}, places[2]);
  expect(words()).toContain("200");
  expect(words()).not.toMatch(/number here is [013]00/);
});

describe("where the bot is nobody's member", () => {
  test("a guest's questions stay their own, whatever was decided there", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const guild = world.discord.addGuild({ installed: false, owner: eve });
    const channel = world.discord.addChannel(guild);
    await rows("INSERT INTO channel_settings (channel_id, guild_id, shared) VALUES (?, ?, 1)", channel.id, guild.id);
    await world.knows(eve);
    expect(await conversationOf(await ask("hello", eve, {}, channel))).toBe(`${channel.id}:${eve.id}`);
  });
});
