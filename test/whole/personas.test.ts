// Personas as people use them: importing one, talking to it, switching, whose choice counts; all of it seen from Discord's side and from the model's.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { manager, rows } from "./panel.ts";
import { embedTexts, filesOf, personaCommands, said } from "./persona-world.ts";
import { isFinal, useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { persona, press, choose, submit, complete, upload, sent, messages, system } = personaCommands(() => world);

const KEEPER = `# A file from somewhere.
# edgewise: name = Keeper
# edgewise: emoji = 🗼
# edgewise: style_prefix = "🗼 "
FROM default
PARAMETER temperature 0.3
PARAMETER top_p 0.8
PARAMETER seed 7
PARAMETER stop "THE END"
PARAMETER num_predict 300
PARAMETER num_thread 8
TEMPLATE "{{ .Prompt }}"
SYSTEM """
You are Keeper, who minds the light on {server}. You talk with {user}.
"""
MESSAGE system Only at night.
MESSAGE user is it dark?
MESSAGE assistant Dark enough to see by.
LICENSE MIT
`;
const PLAIN = "FROM default\nSYSTEM You are a plain speaker.\n";

describe("a persona", () => {
  test("comes in as a text, speaks from the next message on, and brings prompt, examples and parameters along", async () => {
    const imported = await persona("import", { text: '{"name":"Moss","prompt_inject":"You are Moss, a patient gardener.","emoji":"🌿"}' });
    expect(said(imported)).toMatch(/^Done, imported: \*\*Moss\*\*/);
    expect(imported.original()?.isPrivate).toBe(true);
    const used = await press(imported, "Use");
    expect(said(used)).toContain("From your next message on, **Moss** answers you");
    const answer = await world.ask("when do I plant peas?");
    expect(said(answer)).toMatch(/^-# 🎭 Moss\n|^-# 🌿 Moss\n/);
    expect(system()).toMatch(/^You are Moss, a member[\s\S]*<persona name="Moss">\nYou are Moss, a patient gardener\.\n<\/persona>/);
    expect(said(await world.ask("and beans?", { user: world.bob }))).toMatch(/^This is the \*\*demo model\*\*, speaking as \*\*Edgewise\*\*/);
  });

  test("comes in as a file, and the file goes out again byte for byte", async () => {
    const bytes = new TextEncoder().encode(`\uFEFF${KEEPER.replaceAll("\n", "\r\n")}`);
    const imported = await persona("import", { file: upload("keeper.modelfile", bytes, "application/octet-stream") });
    expect(said(imported)).toMatch(/^Done, imported: \*\*Keeper\*\*\.[\s\S]*num_thread is kept, but has no effect here[\s\S]*TEMPLATE is kept/);
    const exported = await press(imported, "Export");
    const [file] = await filesOf(world, exported.original());
    expect(file?.name).toBe("keeper.modelfile");
    expect(file?.bytes).toEqual(bytes);
    await persona("use", { name: "keeper" });
    const answer = await world.ask("is the light on?");
    expect(said(answer)).toMatch(/^🗼 This is the/);
    expect(sent()).toMatchObject({ temperature: 0.3, top_p: 0.8, seed: 7, stop: ["THE END"] });
    expect(sent().max_tokens ?? sent().max_completion_tokens).toBe(300);
    expect(system()).toContain('<persona name="Keeper">\nYou are Keeper, who minds the light on');
    expect(system()).toContain("You talk with ada.\n\nOnly at night.\n</persona>");
    expect(messages().slice(1, 3)).toEqual([
      { role: "user", content: "is it dark?" },
      { role: "assistant", content: "Dark enough to see by." },
    ]);
    await world.ask("and now?");
    // History comes behind the examples and has no prefix in it.
    expect(messages().map(({ role }) => role)).toEqual(["system", "user", "assistant", "user", "assistant", "user"]);
    expect(messages()[4]?.content).toMatch(/^This is the/);
  });

  test("is the first thing in the first draft already, and exactly once in the end", async () => {
    await persona("import", { text: KEEPER });
    await persona("use", { name: "Keeper" });
    world.model.script(() => ({ delayMs: 120 }));
    const answer = await world.ask("tell me about fog");
    const shown = (answer.original()?.history ?? []).map(({ content }) => content).filter((content) => content !== "" && !content.startsWith("Thinking"));
    expect(shown.length).toBeGreaterThan(1);
    for (const content of shown) expect(content).toMatch(/^🗼($| (?!🗼))/);
  });

  test("can be switched at run time, and none goes back to just me", async () => {
    for (const [name, starts] of [
      ["rivet", /^-# 🔩 Rivet\n/],
      ["captain-quill", /^🏴‍☠️ /u],
      ["none", /^This is the/],
    ] as const) {
      await persona("use", { name });
      expect(said(await world.ask("hello"))).toMatch(starts);
    }
    const back = await persona("use", { name: "default" });
    expect(said(back)).toContain("no choice of your own");
    const undone = await press(back, "Undo");
    expect(said(undone)).toMatch(/^Taken back/);
  });

  test("speaks through Regenerate and Follow up as it holds then, and through Continue as it began", async () => {
    await persona("import", { text: KEEPER });
    await persona("use", { name: "Keeper" });
    world.model.script((_, attempt) => (attempt === 1 ? "length" : {}));
    const first = await world.ask("tell me a long tale");
    await persona("use", { name: "rivet" });
    const more = await world.press(world.ada, first, "Continue");
    await world.answered(more);
    expect(said(more)).toMatch(/^🗼 /);
    expect(system()).toContain('<persona name="Keeper">');
    const again = await world.press(world.ada, first, "Regenerate");
    await world.discord.waitFor(() => said(again).startsWith("-# 🔩 Rivet\n") && isFinal(again), { what: "the new answer" });
    const why = await world.press(world.ada, again, "Why");
    expect(said(why)).toContain("The answer before came from: Keeper. Who speaks is what holds now: Rivet.");
  });
});

describe("whose choice counts", () => {
  test("the person's own before the thread's, the channel's, the server's; each says so in /why", async () => {
    const boss = manager(world);
    const thread = world.discord.addChannel(guild(), { parent: world.channel, type: channelType.publicThread });
    const speaks = async (channel = world.channel) => {
      const answer = await world.ask("hello", { channel, user: world.bob });
      return [/^-# \S+ (\S+)|^This is/.exec(said(answer))?.[1] ?? "nobody", said(await world.press(world.bob, answer, "Why"))] as const;
    };
    await persona("use", { name: "rivet", for: "server" }, { user: boss });
    expect((await speaks())[0]).toBe("Rivet");
    await persona("use", { name: "hazel", for: "channel" }, { user: boss });
    const [hazel, why] = await speaks();
    expect(hazel).toBe("Hazel");
    expect(why).toMatch(/\*\*Persona\*\* \S+ Hazel · chosen for this channel by <@\d+> <t:\d+:R> · temperature/);
    expect((await speaks(thread))[0]).toBe("Hazel");
    await persona("use", { name: "juniper", for: "channel" }, { user: boss, channel: thread });
    expect((await speaks(thread))[0]).toBe("Juniper");
    await persona("use", { name: "none" }, { user: world.bob });
    expect((await speaks(thread))[0]).toBe("nobody");
    await persona("use", { name: "default" }, { user: world.bob });
    expect((await speaks(thread))[0]).toBe("Juniper");
  });

  test("members choose for themselves alone; a manager's own persona can't speak for many", async () => {
    for (const whose of ["channel", "server"]) expect(said(await persona("use", { name: "rivet", for: whose }))).toContain("for those who may manage");
    expect(said(await persona("import", { text: PLAIN, name: "Theirs", for: "server" }))).toContain("for those who may manage the server");
    const boss = manager(world);
    await persona("import", { text: PLAIN, name: "Mine" }, { user: boss });
    expect(said(await persona("use", { name: "Mine", for: "server" }, { user: boss }))).toContain("yours alone");
    await persona("import", { text: PLAIN, name: "Ours", for: "server" }, { user: boss });
    expect(said(await persona("use", { name: "Ours", for: "server" }, { user: boss }))).toContain("**Ours** speaks on this server");
    expect(said(await world.ask("hello", { user: world.bob }))).toMatch(/^-# 🎭 Ours\n/);
    // Others may choose it, too, but neither change nor delete it, nor see the manager's own.
    expect(said(await persona("delete", { name: "Ours" }, { user: world.bob }))).toContain("for those who may manage the server");
    expect(said(await persona("edit", { name: "Ours" }, { user: world.bob }))).toContain("for those who may manage the server");
    expect(said(await persona("show", { name: "Mine" }, { user: world.bob }))).toContain("There is no persona “Mine” here");
    expect((await complete("use", "name", "", { user: world.bob })).map(({ name }) => name).join()).toMatch(/Ours · this server's(?!.*Mine)/);
  });

  test("where the bot is a guest, and in direct messages, only one's own counts", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    await world.knows(eve);
    const foreign = world.discord.addGuild({ installed: false, owner: eve });
    const channel = world.discord.addChannel(foreign);
    const direct = world.discord.directChannel(world.discord.bot, eve);
    for (const there of [channel, direct]) {
      for (const whose of ["channel", "server"])
        expect(said(await persona("use", { name: "rivet", for: whose }, { user: eve, channel: there }))).toContain("only your own persona");
      expect(said(await persona("import", { text: PLAIN, name: "Ours", for: "server" }, { user: eve, channel: there }))).toContain("only personas of your own");
    }
    await persona("import", { text: PLAIN, name: "Tin" }, { user: eve, channel });
    await persona("use", { name: "Tin" }, { user: eve, channel });
    for (const there of [channel, direct]) expect(said(await world.ask("hello", { user: eve, channel: there }))).toMatch(/^-# 🎭 Tin\n/);
  });

  test("one that was deleted is passed over, /why says so, and bringing it back lets it speak again", async () => {
    await persona("import", { text: PLAIN, name: "Tin" });
    await persona("use", { name: "Tin" });
    const asked = await persona("delete", { name: "tin" });
    expect(said(asked)).toMatch(/^Delete \*\*Tin\*\*\?/);
    const deleted = await press(asked, "Delete");
    expect(said(deleted)).toContain("**Tin** is deleted");
    const answer = await world.ask("hello");
    expect(said(answer)).toMatch(/^This is the/);
    expect(said(await world.press(world.ada, answer, "Why"))).toContain("The persona that you had chosen is not there any more");
    const back = await press(deleted, "Undo");
    expect(said(back)).toContain("**Tin** is back");
    expect(said(await world.ask("hello again"))).toMatch(/^-# 🎭 Tin\n/);
    // Old deliveries of both change nothing any more.
    expect((await world.discord.redeliver(deleted)).status).toBe(200);
    expect(said(await world.ask("still there?"))).toMatch(/^-# 🎭 Tin\n/);
  });
});

test("a crash in the middle of an answer leaves its prefix there exactly once", async () => {
  await persona("import", { text: KEEPER });
  await persona("use", { name: "Keeper" });
  const text = Array.from({ length: 150 }, (_, index) => `word${index}`).join(" ");
  world.model.script(() => ({ text, delayMs: 20 }));
  const asked = await world.discord.interact({
    kind: "slash",
    user: world.ada,
    channel: world.channel,
    command: "ask",
    options: { prompt: "go on", context: false },
  });
  await world.discord.waitFor(() => (asked.original()?.content.length ?? 0) > 20, { timeoutMs: 8_000 });
  await abortAllDurableObjects();
  await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
  await world.answered(asked);
  expect(asked.messages().map(({ content }) => content)).toEqual([`🗼 ${text}`]);
});

describe("the nickname", () => {
  /** Roles that the bot has, @everyone's among them. */
  const botRoles = () => guild().roles.filter(({ id }) => id === guild().id || guild().members.get(world.discord.bot.id)?.roles.includes(id));
  const nick = () => guild().members.get(world.discord.bot.id)?.nick ?? null;

  test("is the persona's where the bot may change it, and taken back with none", async () => {
    const boss = manager(world);
    for (const role of botRoles()) role.permissions |= permission.changeNickname;
    const used = await persona("use", { name: "rivet", for: "server", nickname: true }, { user: boss });
    expect(said(used)).toMatch(/\*\*Rivet\*\* speaks on this server[\s\S]*I am now called \*\*Rivet\*\*/);
    expect(nick()).toBe("Rivet");
    expect(said(await persona("use", { name: "none", for: "server", nickname: true }, { user: boss }))).toContain("called as everywhere again");
    expect(nick()).toBeNull();
  });

  test("stays where the bot may not, with a sentence, though the persona speaks", async () => {
    const boss = manager(world);
    for (const role of botRoles()) role.permissions &= ~(permission.changeNickname | permission.administrator);
    const used = await persona("use", { name: "rivet", for: "server", nickname: true }, { user: boss });
    expect(said(used)).toContain("I lack the permission **Change Nickname**");
    expect(nick()).toBeNull();
    expect(said(await world.ask("hello"))).toMatch(/^-# 🔩 Rivet/);
    expect(said(await persona("use", { name: "rivet", nickname: true }))).toContain("only together with `for: this server`");
  });
});

describe("nothing happens twice", () => {
  test("when Discord delivers an import, a choice, a change or a deletion again", async () => {
    const imported = await persona("import", { text: PLAIN, name: "Tin" });
    const used = await persona("use", { name: "Tin" });
    const shown = await persona("show", { name: "Tin" });
    const edited = await submit(await press(shown, "Edit"), { name: "Tin", emoji: "🥫", prefix: "", prompt: "You are Tin, hollow and cheerful.", image: "" });
    expect(said(edited)).toContain("**Tin** is changed");
    await persona("use", { name: "rivet" });
    for (const handle of [imported, used, edited]) expect((await world.discord.redeliver(handle)).status).toBe(200);
    expect(await rows("SELECT name, modelfile FROM personas WHERE set_by = ?", world.ada.id)).toEqual([
      { name: "Tin", modelfile: "# edgewise: emoji = 🥫\nFROM default\nSYSTEM You are Tin, hollow and cheerful.\n" },
    ]);
    expect(said(await world.ask("hello"))).toMatch(/^-# 🔩 Rivet/);
    const deleted = await press(await persona("delete", { name: "Tin" }), "Delete");
    for (const handle of [imported, edited, deleted]) expect((await world.discord.redeliver(handle)).status).toBe(200);
    expect(said(await persona("show", { name: "Tin" }))).toContain("There is no persona “Tin” here");
  });
});

describe("somebody who opted out", () => {
  const turns = () => rows("SELECT * FROM turns WHERE user_id = ?", world.ada.id);
  test("may have personas; the record of the turn names none of their own", async () => {
    await persona("import", { text: PLAIN, name: "Tin" });
    await persona("use", { name: "Tin" });
    const notice = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "privacy" });
    await world.press(world.ada, notice, notice.messages()[0]?.buttons[0]?.label ?? "");
    expect(said(await world.ask("hello"))).toMatch(/^-# 🎭 Tin\n/);
    await vi.waitFor(async () => expect(await turns()).toHaveLength(1), { timeout: 5_000 });
    expect(JSON.stringify(await turns())).not.toContain("Tin");
  });
});

test("one that somebody made has its own emoji in lists, and its name in /viewprompt", async () => {
  await persona("import", { text: `# edgewise: emoji = 🦊\n${PLAIN}`, name: "Reynard" });
  const list = await persona("list");
  expect(said(list)).toMatch(/\*\*Yours\*\*\n🦊 Reynard/);
  expect(JSON.stringify(list.original()?.components)).toContain('"label":"🦊 Reynard"');
  await persona("use", { name: "Reynard" });
  const prompt = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "viewprompt" });
  expect(embedTexts(prompt)).toContain("The persona: Reynard");
});

test("the list, the panel and the settings lead to each other", async () => {
  await persona("import", { text: PLAIN, name: "Tin" });
  const list = await persona("list");
  expect(said(list)).toMatch(/Rivet[\s\S]*\*\*Yours\*\*\n🎭 Tin/);
  const shown = await choose(list, "persona-pick:mine", `#${String((await rows("SELECT id FROM personas WHERE set_by = ?", world.ada.id))[0]?.id)}`);
  expect(embedTexts(shown)).toContain("Tin\nYou are a plain speaker.");
  const panel = await persona("show");
  expect(said(panel)).toContain("**Nobody but me**");
  const chosen = await choose(panel, "persona-choose:me", "rivet");
  expect(said(chosen)).toContain("🔩 **Rivet**");
  const settings = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "settings" });
  expect(said(settings)).toContain("**Persona** 🔩 Rivet");
  expect(said(await world.press(world.ada, settings, "Choose a persona"))).toContain("### Who speaks here");
  const viewed = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "viewprompt" });
  expect(embedTexts(viewed)).toMatch(/You are Rivet, a member[\s\S]*How I take the persona[\s\S]*The persona: Rivet\n-# set by <@\d+>/);
});

function guild() {
  const found = world.discord.state.guilds.get(world.channel.guildId ?? "");
  if (found === undefined) throw new Error("no server");
  return found;
}
