// /settings as people use it: every tab, choice and window, wherever it may be opened, and what a forged or repeated press comes to.
import { describe, expect, test } from "vitest";
import { permission } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const own = (user = world.ada) => openPanel(world, { user, channel: world.channel });
/** A select's chosen values. */
const chosen = (select: Record<string, unknown> | undefined) => {
  const options = (select?.options ?? []) as { value: string; default?: boolean }[];
  const defaults = (select?.default_values ?? []) as { id: string }[];
  return [...options.filter((option) => option.default).map(({ value }) => value), ...defaults.map(({ id }) => id)];
};

describe("the tab Me", () => {
  test("keeps a time zone from the list, or one that is typed, and the model learns it", async () => {
    const panel = own();
    const opened = await panel.command("settings");
    expect(opened.original()?.isPrivate).toBe(true);
    expect(panel.labels().slice(0, 4)).toEqual(["Me", "Channel", "Server", "Check"]);
    expect(panel.text()).toContain("not set");
    await panel.choose("settings-zone", "Europe/Berlin");
    expect(panel.text()).toMatch(/Europe\/Berlin, where it is \w+ \d\d:\d\d/);
    expect(chosen(panel.select("settings-zone"))).toEqual(["Europe/Berlin"]);

    const window = await panel.choose("settings-zone", "other");
    const wrong = await panel.submit(window, { zone: "Atlantis" });
    expect(wrong.original()?.content).toContain("don't know a time zone “Atlantis”");
    await panel.submit(await panel.choose("settings-zone", "other"), { zone: "vienna" });
    expect(panel.text()).toContain("Europe/Vienna");
    expect(panel.select("settings-zone")?.placeholder).toBe("Europe/Vienna");
    await world.ask("what time is it?");
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("Europe/Vienna");
  });

  test("shows my own instructions and opens their window, and the way to privacy", async () => {
    const panel = own();
    await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "setprompt", options: { text: "Talk like a pirate." } });
    await panel.command("settings");
    expect(panel.text()).toContain("Talk like a pirate.");
    const window = await panel.press("How I answer you");
    expect(JSON.stringify(window.modal)).toContain("Talk like a pirate.");
    const privacy = await panel.press("Privacy");
    expect(privacy.original()?.content).toContain("What I keep");
    expect(privacy.original()?.isPrivate).toBe(true);
  });
});

describe("the tab Channel", () => {
  test("tells everybody what is so here; without permission it offers no change", async () => {
    const panel = own();
    await panel.command("settings");
    await panel.press("Channel");
    expect(panel.text()).toMatch(/Am I used here\?\*\* Yes, as everywhere.*✅ read.*✅ post.*✅ attach.*✅ answer in threads/s);
    expect(panel.text()).toContain("Manage Channels");
    expect(panel.labels()).toEqual(["Me", "Channel", "Server", "Check"]);
  });

  test("names what the bot cannot do here", async () => {
    const deny = permission.readMessageHistory | permission.attachFiles;
    const channel = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
    const panel = openPanel(world, { user: world.ada, channel });
    await panel.command("settings");
    await panel.press("Channel");
    expect(panel.text()).toMatch(/❌ I can't read.*✅ post.*❌ I can't attach.*✅ answer in threads/s);
  });

  test("lets who manages the server keep the bot to a channel, and who manages that channel say more; the bot keeps to it", async () => {
    const panel = own(manager(world, "cara", permission.manageChannels));
    await panel.command("settings");
    await panel.press("Channel");
    expect(panel.labels()).not.toContain("Use me only here");
    const servers = own(manager(world, "dana", permission.manageGuild));
    await servers.command("settings");
    await servers.press("Channel");
    await servers.press("Use me only here");
    expect(servers.text()).toContain("on the server's list");
    await panel.press("Channel");
    const other = world.discord.addChannel(guildOf(world), { name: "other" });
    const refused = await world.ask("hello", { channel: other });
    expect(refused.messages()[0]?.content).toContain(`only used in <#${world.channel.id}>`);
    expect(refused.messages()[0]?.buttons.map(({ label }) => label)).toEqual(["Why"]);
    await panel.press("Don't use me here");
    expect(panel.text()).toContain("not on the server's list");
    await panel.press("Use me here");
    expect((await world.ask("hello")).messages()[0]?.content).not.toContain("only used");
    const thread = world.discord.addChannel(guildOf(world), { parent: world.channel });
    expect((await world.ask("hello", { channel: thread })).messages()[0]?.content).not.toContain("only used");
  });

  test("opens the window for the channel's instructions", async () => {
    const panel = own(manager(world));
    await panel.command("settings");
    await panel.press("Channel");
    const saved = await panel.submit(await panel.press("How I answer here"), { text: "Answer in rhymes." });
    expect(saved.original()?.content).toContain("this channel");
    await panel.command("settings");
    await panel.press("Channel");
    expect(panel.text()).toContain("Answer in rhymes.");
  });
});

describe("the tab Server", () => {
  test("shows a member how things are, and nothing to change", async () => {
    const panel = own();
    await panel.command("settings");
    await panel.press("Server");
    expect(panel.text()).toMatch(/Personality\*\* Just me.*Budget a day\*\* \$2.00.*everywhere.*Silent.*Manage Server/s);
    expect(panel.text()).not.toContain("Not answered");
    expect(panel.labels()).toEqual(["Me", "Channel", "Server", "Check"]);
  });

  test("keeps each choice of a manager at once", async () => {
    const panel = own(manager(world));
    const other = world.discord.addChannel(guildOf(world), { name: "other" });
    await panel.command("settings");
    await panel.press("Server");
    await panel.choose("settings-budget:settings", "500000");
    expect(panel.text()).toContain("$0.50; spent today: $0.");
    await panel.choose("settings-channels:settings", other.id, world.channel.id);
    expect(panel.text()).toContain(`<#${other.id}>, <#${world.channel.id}>`);
    expect(chosen(panel.select("settings-channels:settings"))).toEqual([other.id, world.channel.id]);
    await panel.press("Everywhere");
    expect(panel.text()).toContain("Where I may be used** everywhere");
    await panel.press("People and memory");
    await panel.choose("settings-blocked", world.bob.id);
    expect(panel.text()).toContain(`<@${world.bob.id}>`);
    expect((await world.ask("hello", { user: world.bob })).messages()[0]?.content).toContain("don't want me to answer you");
    await panel.choose("settings-blocked");
    expect(panel.text()).toContain("Not answered here** nobody");
    await panel.press("Back");
    await panel.press("Personality and voice");
    expect(panel.text()).toContain("Time zone of the server** not set");
    await panel.choose("settings-server-zone", "Asia/Tokyo");
    expect(panel.text()).toMatch(/Time zone of the server\*\* Asia\/Tokyo, where it is \w+ \d\d:\d\d/);
    await panel.submit(await panel.choose("settings-server-zone", "other"), { zone: "vienna" });
    expect(panel.text()).toContain("Europe/Vienna");
    await panel.press("Moods of this server");
    expect(panel.text()).toContain("### Moods of this server's own");
    await panel.press("Personality and voice");
    await panel.press("Back");
    await panel.choose("settings-budget:settings", "default");
    expect(panel.text()).toContain("$2.00");
  });

  test("gives a personality, from the list or in own words, that every answer keeps to", async () => {
    const panel = own(manager(world));
    const sent = () => JSON.stringify(world.model.requests.at(-1)?.body);
    await panel.command("settings");
    await panel.press("Server");
    await panel.press("Personality and voice");
    await panel.choose("settings-personality:settings", "concise");
    expect(panel.text()).toContain("Brief");
    await world.ask("hello");
    expect(sent()).toContain("one to three sentences");
    const wrong = await panel.submit(await panel.press("My own words"), { text: "Greet {nobody} first." });
    expect(wrong.original()?.content).toContain("{nobody}");
    await panel.submit(await panel.press("My own words"), { text: "Greet {user} like a butler." });
    expect(panel.text()).toContain("your own words: *Greet {user} like a butler.*");
    await world.ask("hello");
    expect(sent()).toContain("Greet ada like a butler.");
    await panel.choose("settings-unasked:settings", "shy");
    expect(panel.text()).toMatch(/Shy.*Switched on in\*\* no channel yet/s);
    await panel.choose("settings-personality:settings", "none");
    await panel.press("Back");
    expect(panel.text()).toContain("Personality** Just me");
  });

  test("keeps words for as long as its managers say, and tells it everywhere", async () => {
    const panel = own(manager(world));
    await panel.command("settings");
    await panel.press("Server");
    expect(panel.text()).toContain("How long I remember** What is said: 30 days.");
    await panel.press("People and memory");
    expect(panel.text()).toContain("Facts, documents and instructions stay");
    expect(chosen(panel.select("settings-retention"))).toEqual(["default"]);
    await panel.choose("settings-retention", "7");
    expect(panel.text()).toContain("7 days");
    for (const typed of ["0", "366", "-1", "ten"]) {
      const wrong = await panel.submit(await panel.choose("settings-retention", "other"), { days: typed.slice(0, 3) });
      expect(wrong.original()?.content).toContain(`“${typed}” is no number of days`);
    }
    await panel.submit(await panel.choose("settings-retention", "other"), { days: " 45" });
    expect(panel.text()).toContain("45 days");
    expect(chosen(panel.select("settings-retention"))).toEqual(["45"]);
    expect((await panel.forge("settings-retention", ["1000"])).original()?.content).toContain("don't know this choice");
    const other = own();
    await other.command("settings");
    expect(other.text()).toContain("I keep what we say for 45 days");
    await other.command("privacy");
    expect(other.text()).toContain("for 45 days");
    expect((await other.forge("settings-retention", ["1"])).original()?.content).toContain("Manage Server");
    const eve = world.discord.addUser("eve");
    world.discord.addMember(guildOf(world), eve);
    expect((await world.ask("hello", { user: eve })).messages()[0]?.content).toContain("for 45 days");
    await panel.choose("settings-retention", "default");
    expect(panel.text()).toContain("30 days");
  });

  test("keeps a block on whoever had themselves forgotten, until the list is emptied", async () => {
    const panel = own(manager(world));
    const hidden = "A".repeat(43);
    await rows("INSERT INTO servers (id, blocked) VALUES (?, ?)", guildOf(world).id, JSON.stringify([hidden]));
    await panel.command("settings");
    await panel.press("Server");
    expect(panel.text()).toContain("1 person who was forgotten at their own wish");
    await panel.press("People and memory");
    await panel.choose("settings-blocked", world.bob.id);
    expect(panel.text()).toMatch(new RegExp(`<@${world.bob.id}>, 1 person who was forgotten`));
    expect(chosen(panel.select("settings-blocked"))).toEqual([world.bob.id]);
    expect(await rows("SELECT blocked FROM servers WHERE id = ?", guildOf(world).id)).toEqual([{ blocked: JSON.stringify([world.bob.id, hidden]) }]);
    await panel.choose("settings-blocked");
    expect(panel.text()).toContain("Not answered here** nobody");
  });

  test("pauses the bot for everybody, and wakes it up; what it reserved is given back", async () => {
    const panel = own(manager(world));
    await panel.command("settings");
    await panel.press("Server");
    await panel.press("Pause");
    const asked = await world.ask("anybody there?");
    expect(asked.messages()[0]?.content).toContain("paused");
    expect(asked.messages()[0]?.buttons.map(({ label }) => label)).toEqual(["Why"]);
    expect(world.model.requests).toHaveLength(0);
    await world.discord.waitFor(() => true);
    await expect.poll(() => rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", asked.id)).toEqual([{ amount: 0, settled: 1 }]);
    for (const command of ["settings", "privacy", "help"]) {
      const still = await world.discord.interact({ kind: "slash", user: world.bob, channel: world.channel, command });
      expect(still.original()?.content).not.toContain("I'm paused");
    }
    await panel.press("Wake up");
    expect((await world.ask("and now?")).messages()[0]?.content).not.toContain("paused");
  });
});

describe("a press that is repeated", () => {
  test("changes nothing, and says what holds by then", async () => {
    const panel = own(manager(world));
    await panel.command("settings");
    await panel.press("Server");
    const paused = await panel.press("Pause");
    await panel.press("Wake up");
    const response = await world.discord.redeliver(paused);
    expect(JSON.stringify(await response.json())).toContain("awake");
    expect(await rows("SELECT paused FROM servers WHERE id = ?", guildOf(world).id)).toEqual([{ paused: 0 }]);
    await panel.press("Personality and voice");
    const first = await panel.choose("settings-personality:settings", "formal");
    await panel.choose("settings-personality:settings", "playful");
    await world.discord.redeliver(first);
    const scope = `server:${guildOf(world).id}`;
    expect(await rows("SELECT count(*) AS n FROM prompts WHERE scope = ?", scope)).toEqual([{ n: 2 }]);
    const zone = openPanel(world, { user: world.ada, channel: world.channel });
    await zone.command("settings");
    const berlin = await zone.choose("settings-zone", "Europe/Berlin");
    await zone.choose("settings-zone", "Asia/Tokyo");
    await world.discord.redeliver(berlin);
    expect(await rows("SELECT time_zone FROM people WHERE id = ?", world.ada.id)).toEqual([{ time_zone: "Asia/Tokyo" }]);
  });
});
