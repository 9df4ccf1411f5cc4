// From the invitation to a bot that is set up: one greeting, wherever it may be posted, four steps that can be skipped, and the check at their end.
import { describe, expect, test } from "vitest";
import { permission, type User } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const greetings = (user: User, channel = world.channel) => world.discord.visibleTo(user, channel).filter(({ content }) => content.includes("I'm Edgewise"));
const greeted = async (user: User, channel = world.channel) => {
  await world.discord.waitFor(() => greetings(user, channel).length > 0, { what: "the greeting" });
  const [seen] = greetings(user, channel);
  if (seen === undefined) throw new Error("no greeting");
  return seen;
};
const bots = () => world.discord.calls.filter(({ auth, method }) => auth === "bot" && method === "POST");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a server that invites the bot", () => {
  test("is greeted once in its system channel, without a ping, and noted", async () => {
    const guild = guildOf(world);
    expect((await world.discord.authorize(world.ada, guild)).status).toBe(204);
    const seen = await greeted(world.bob);
    expect(seen.buttons.map(({ label }) => label)).toEqual(["Set up", "Try it", "Privacy"]);
    expect(seen.record.json.mentions).toEqual([]);
    expect(seen.record.json.nonce).toBeTruthy();
    expect(await rows("SELECT id, name, left_at FROM servers WHERE id = ?", guild.id)).toEqual([{ id: guild.id, name: guild.name, left_at: null }]);
  });

  test("is greeted once, though Discord repeats the event or an answer is lost", async () => {
    world.discord.faults.add({ kind: "lost-answer", times: 1, match: (call) => call.auth === "bot" && call.method === "POST" });
    const payload = JSON.stringify({
      version: 1,
      application_id: world.discord.applicationId,
      type: 1,
      event: {
        type: "APPLICATION_AUTHORIZED",
        timestamp: new Date().toISOString(),
        data: {
          integration_type: 0,
          scopes: ["bot"],
          user: world.ada,
          guild: { id: guildOf(world).id, name: "Here", system_channel_id: world.channel.id, preferred_locale: "en-US" },
        },
      },
    });
    for (let i = 0; i < 3; i++) {
      const request = await world.discord.signedRequest(payload, {}, "https://bot.example/events");
      expect((await world.discord.state.options.deliver(request)).status).toBe(204);
    }
    await greeted(world.ada);
    await pause(1_000);
    expect(greetings(world.ada)).toHaveLength(1);
  });

  test("is not greeted again when it is authorized once more, but is when the bot comes back", async () => {
    const guild = guildOf(world);
    await Promise.all([world.discord.authorize(world.ada, guild), world.discord.authorize(world.bob, guild)]);
    await greeted(world.ada);
    await world.discord.authorize(world.bob, guild);
    await pause(500);
    expect(greetings(world.ada)).toHaveLength(1);
    await rows("UPDATE servers SET left_at = 1 WHERE id = ?", guild.id);
    await world.discord.authorize(world.bob, guild);
    await world.discord.waitFor(() => greetings(world.ada).length === 2, { what: "the second greeting" });
  });

  test("is greeted in its own language", async () => {
    guildOf(world).locale = "de";
    await world.discord.authorize(world.ada, guildOf(world));
    await world.discord.waitFor(() => world.discord.visibleTo(world.ada, world.channel).some(({ content }) => content.includes("Hallo, ich bin Edgewise")));
  });

  test("hears nothing where the bot may not post, or has no place to, and that is all", async () => {
    const closed = world.discord.addGuild({ name: "closed" });
    closed.systemChannelId = world.discord.addChannel(closed, { deny: permission.sendMessages }).id;
    const bare = world.discord.addGuild({ name: "bare" });
    bare.systemChannelId = null;
    for (const guild of [closed, bare]) expect((await world.discord.authorize(world.ada, guild)).status).toBe(204);
    // The second try is for a bot that has not quite joined yet.
    await world.discord.waitFor(() => bots().length === 2);
    await pause(300);
    expect(bots().map(({ status }) => status)).toEqual([403, 403]);
    expect(await rows("SELECT name FROM servers WHERE id IN (?, ?) ORDER BY name", closed.id, bare.id)).toEqual([{ name: "bare" }, { name: "closed" }]);
  });
});

describe("somebody who installs the bot for themselves", () => {
  test("gets one direct message, with something to try", async () => {
    expect((await world.discord.authorize(world.ada)).status).toBe(204);
    const direct = world.discord.directChannel(world.discord.bot, world.ada);
    const seen = await greeted(world.ada, direct);
    expect(seen.buttons.map(({ label }) => label)).toEqual(["Try it", "Privacy"]);
    const panel = openPanel(world, { user: world.ada, channel: direct });
    panel.from(seen);
    const asked = await panel.submit(await panel.press("Try it"), { prompt: "what is rain?" });
    await world.answered(asked);
    expect(asked.messages()[0]?.isPrivate).toBe(false);
  });

  test("gets none where they take no messages, and nobody is bothered by that", async () => {
    const shy = world.discord.addUser("shy", { acceptsDms: false });
    expect((await world.discord.authorize(shy)).status).toBe(204);
    await world.discord.waitFor(() => bots().some(({ status }) => status === 403));
    await pause(300);
    expect(bots().map(({ status }) => status)).toEqual([200, 403]);
    expect(world.discord.visibleTo(shy, world.discord.directChannel(world.discord.bot, shy))).toEqual([]);
  });
});

describe("the buttons of the greeting", () => {
  const greeting = async (user: User) => {
    await world.discord.authorize(world.ada, guildOf(world));
    const panel = openPanel(world, { user, channel: world.channel });
    panel.from(await greeted(user));
    return panel;
  };

  test("let anybody ask a first question, answered for all to see", async () => {
    const panel = await greeting(world.bob);
    const window = await panel.press("Try it");
    const asked = await panel.submit(window, { prompt: "what is snow?" });
    await world.answered(asked);
    expect(asked.messages()[0]?.isPrivate).toBe(false);
    expect(asked.messages()[0]?.buttons.map(({ label }) => label)).toContain("Follow up");
    expect(await rows("SELECT 1 FROM turns WHERE id = ?", asked.id)).toHaveLength(1);
  });

  test("show the privacy notice to whoever presses, and leave the greeting as it is", async () => {
    const panel = await greeting(world.bob);
    const notice = await panel.press("Privacy");
    expect(notice.original()?.isPrivate).toBe(true);
    expect(greetings(world.ada)).toHaveLength(1);
  });

  test("refuse the set-up to whoever does not manage the server", async () => {
    const panel = await greeting(world.bob);
    const refused = await panel.press("Set up");
    expect(refused.original()?.content).toContain("Manage Server");
    expect(refused.original()?.isPrivate).toBe(true);
  });

  test("lead a manager through four steps, each kept at once, back and forth, to the check", async () => {
    const panel = await greeting(manager(world));
    const opened = await panel.press("Set up");
    expect(opened.original()?.isPrivate).toBe(true);
    expect(panel.text()).toMatch(/1 of 4.*Now: everywhere/s);
    expect(panel.labels()).toEqual(["Skip"]);
    await panel.choose("settings-channels:setup", world.channel.id);
    expect(panel.text()).toContain(`Now: <#${world.channel.id}>`);
    expect(panel.labels()).toEqual(["Next", "Everywhere"]);
    await panel.press("Next");
    expect(panel.text()).toContain("2 of 4");
    await panel.choose("settings-personality:setup", "teacher");
    expect(panel.text()).toContain("Now: Patient teacher");
    const window = await panel.press("My own words");
    await panel.submit(window, { text: "Be our librarian." });
    expect(panel.text()).toMatch(/2 of 4.*Now: your own words: \*Be our librarian\.\*/s);
    await panel.press("Next");
    expect(panel.text()).toMatch(/3 of 4.*Now: Silent/s);
    await panel.choose("settings-unasked:setup", "normal");
    expect(panel.text()).toMatch(/Now: Normal.*no channel yet/s);
    await panel.choose("setup-speak-in", world.channel.id);
    expect(panel.text()).toMatch(new RegExp(`Now: Normal.*Switched on in\\*\\* <#${world.channel.id}>`, "s"));
    await panel.press("Back");
    expect(panel.text()).toContain("2 of 4");
    await panel.press("Next");
    await panel.press("Next");
    expect(panel.text()).toMatch(/4 of 4.*Now: \$2\.00/s);
    await panel.choose("settings-budget:setup", "100000");
    expect(panel.text()).toContain("Now: $0.10");
    const handle = await panel.press("Finish and check");
    await world.discord.waitFor(() => handle.original()?.content.includes("in your channels") ?? false, { what: "the findings" });
    expect(handle.original()?.content).toContain("✅ In 1 channel I may do everything I need.");
    expect(handle.original()?.buttons.map(({ label }) => label)).toEqual(["Back", "Check once more", "To the settings"]);
    expect(await rows("SELECT channels, chattiness FROM servers WHERE id = ?", guildOf(world).id)).toEqual([
      { channels: JSON.stringify([world.channel.id]), chattiness: "normal" },
    ]);
    expect(await rows("SELECT amount FROM budget_limits")).toEqual([{ amount: 100_000 }]);
    expect(greetings(world.bob)).toHaveLength(1);
  });

  test("leave a silent, working bot behind for whoever skips everything", async () => {
    const panel = await greeting(manager(world));
    await panel.press("Set up");
    for (let step = 1; step < 4; step++) await panel.press("Skip");
    const handle = await panel.press("Finish and check");
    await world.discord.waitFor(() => handle.original()?.content.includes("in your channels") ?? false);
    expect(await rows("SELECT channels, blocked, paused, chattiness FROM servers WHERE id = ?", guildOf(world).id)).toEqual([
      { channels: null, blocked: null, paused: 0, chattiness: "silent" },
    ]);
    expect(await rows("SELECT * FROM prompts WHERE scope = ?", `server:${guildOf(world).id}`)).toEqual([]);
    const asked = await world.ask("hello");
    expect(asked.messages()[0]?.buttons.map(({ label }) => label)).toContain("Regenerate");
  });
});

test("the third step offers the channels once a word is chosen, and the check at the end says where it lacks something", async () => {
  const guild = guildOf(world);
  const overwrites = [{ id: world.discord.bot.id, type: 1 as const, allow: 0n, deny: permission.sendMessages }];
  const mute = world.discord.addChannel(guild, { name: "rules", overwrites });
  const panel = openPanel(world, { user: manager(world), channel: world.channel });
  await panel.command("settings");
  await panel.press("Server");
  await panel.press("Set up step by step");
  for (let step = 1; step < 3; step++) await panel.press("Skip");
  expect(panel.select("setup-speak-in")).toBeUndefined();
  await panel.choose("settings-unasked:setup", "shy");
  await panel.choose("setup-speak-in", world.channel.id, mute.id);
  expect(panel.select("setup-speak-in")?.default_values).toMatchObject([{ id: world.channel.id }, { id: mute.id }]);
  await panel.press("Next");
  const handle = await panel.press("Finish and check");
  await world.discord.waitFor(() => handle.original()?.content.includes("in your channels") ?? false);
  expect(handle.original()?.content).toContain(`❌ <#${mute.id}>: I'm to speak unasked or answer mentions there, but I lack **Send Messages**.`);
  const checked = handle.original();
  if (checked !== undefined) panel.from(checked);
  await panel.press("Back");
  await panel.press("Back");
  await panel.choose("setup-speak-in", world.channel.id);
  expect(await rows("SELECT channel_id, channel_name FROM watched_channels WHERE speaks = 1 AND guild_id = ?", guild.id)).toEqual([
    { channel_id: world.channel.id, channel_name: world.channel.name },
  ]);
  // Silent silences it without forgetting where it was on.
  await panel.choose("settings-unasked:setup", "silent");
  expect(panel.text()).toContain("nothing speaks while I'm silent here");
  expect(await rows("SELECT speaks FROM watched_channels WHERE channel_id = ?", world.channel.id)).toEqual([{ speaks: 1 }]);
});

test("the check at the end groups channels by what the bot lacks in them, and names none that it cannot see", async () => {
  const guild = guildOf(world);
  const without = (deny: bigint, name: string) =>
    world.discord.addChannel(guild, { name, overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
  const mute = [without(permission.sendMessages, "rules"), without(permission.sendMessages, "news")];
  const secret = world.discord.addChannel(guild, { name: "staff-only", deny: permission.viewChannel });
  const panel = openPanel(world, { user: manager(world), channel: world.channel });
  await panel.command("settings");
  await panel.press("Server");
  await panel.press("Set up step by step");
  for (let step = 1; step < 4; step++) await panel.press("Skip");
  const handle = await panel.press("Finish and check");
  await world.discord.waitFor(() => handle.original()?.content.includes("in your channels") ?? false);
  const { content = "" } = handle.original() ?? {};
  expect(content).toMatch(
    new RegExp(`❌ <#${mute[0]?.id}>, <#${mute[1]?.id}>: I lack \\*\\*Send Messages\\*\\*, \\*\\*Attach Files\\*\\*, \\*\\*Embed Links\\*\\*\\.`),
  );
  expect(content).toContain(`⚠️ These I can't see: <#${secret.id}>.`);
  expect(content).toContain("✅ In 1 channel");
  expect(content).not.toContain("staff-only");
});
