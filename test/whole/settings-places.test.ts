// Where /settings is not at home: without a server there is nothing of a server, whoever presses what, and the check says what works right there.
import { describe, expect, test } from "vitest";
import { permission, type User } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, openPanel, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const guest = (name: string): User => world.discord.addUser(name, { installed: true });
const outside: Record<string, () => Place> = {
  "the bot's direct messages": () => ({ user: world.ada, channel: world.discord.directChannel(world.discord.bot, world.ada) }),
  "a group": () => {
    const eve = guest("eve");
    return { user: eve, channel: world.discord.groupChannel(eve, world.ada, world.bob) };
  },
  "a server of their own that the bot is no member of": () => {
    const eve = guest("eve");
    const guild = world.discord.addGuild({ installed: false, owner: eve });
    return { user: eve, channel: world.discord.addChannel(guild) };
  },
};
const forged: [string, string[]?][] = [
  ["settings:channel"],
  ["settings:server"],
  ["settings:server:back"],
  ["settings-use:only"],
  ["settings-use:off"],
  ["settings-channels:settings", ["1"]],
  ["settings-everywhere:setup"],
  ["settings-budget:settings", ["100000"]],
  ["settings-blocked", []],
  ["settings-pause:on"],
  ["settings-voice"],
  ["settings-personality:setup", ["formal"]],
  ["settings-words:setup"],
  ["settings-unasked:settings", ["chatty"]],
  ["settings-listen:on"],
  ["settings-word", ["chatty"]],
  ["settings-server-zone", ["Asia/Tokyo"]],
  ["setup-speak-in", ["1"]],
  ["autonomy"],
  ["autonomy-switch:on"],
  ["autonomy-switch:off"],
  ["autonomy-try"],
  ["autonomy-mood"],
  ["autonomy-mood-pick", ["bubbly"]],
  ["autonomy-rotation:time"],
  ["autonomy-hours:none"],
  ["autonomy-cap:default"],
  ["autonomy-topics"],
  ["autonomy-topics-edit"],
  ["autonomy-topics-clear"],
  ["autonomy-server", ["chatty"]],
  ["autonomy-zone", ["Asia/Tokyo"]],
  ["moods"],
  ["moods-pick", ["monday"]],
  ["moods-add"],
  ["moods-edit:monday"],
  ["moods-remove:monday"],
  ["setup:1"],
  ["setup:4"],
  ["setup:check"],
];
const stored = async () => [
  await rows("SELECT * FROM servers"),
  await rows("SELECT * FROM prompts"),
  await rows("SELECT * FROM budget_limits"),
  await rows("SELECT * FROM watched_channels"),
  await rows("SELECT * FROM moods"),
];

describe("without a server of the bot's own", () => {
  for (const [name, place] of Object.entries(outside)) {
    test(`there are only Me and Check, and forged presses are refused: ${name}`, async () => {
      const panel = openPanel(world, place());
      await panel.command("settings");
      expect(panel.labels().slice(0, 2)).toEqual(["Me", "Check"]);
      expect(panel.labels()).not.toContain("Server");
      const before = await stored();
      for (const [customId, values] of forged) {
        const refused = await panel.forge(customId, values);
        expect([customId, refused.original()?.content]).toEqual([customId, expect.stringContaining("only on servers I'm a member of")]);
        expect(refused.original()?.isPrivate).toBe(true);
      }
      expect(await stored()).toEqual(before);
      await panel.choose("settings-zone", "Asia/Tokyo");
      expect(panel.text()).toContain("Asia/Tokyo");
    });
  }
});

describe("on a server of the bot's own", () => {
  test("what takes a permission is refused to whoever lacks it, in every place it could be forged", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("settings");
    const before = await stored();
    for (const [customId, values] of forged.slice(3)) {
      const refused = await panel.forge(customId, values);
      expect([customId, refused.original()?.content]).toEqual([customId, expect.stringMatching(/^That takes Manage (Server|Channels)/)]);
    }
    expect(await stored()).toEqual(before);
  });

  test("whoever manages channels manages no more than that", async () => {
    const panel = openPanel(world, { user: manager(world, "cara", permission.manageChannels), channel: world.channel });
    await panel.command("settings");
    for (const [customId, values] of forged.slice(5)) {
      const refused = await panel.forge(customId, values);
      expect([customId, refused.original()?.content]).toEqual([customId, expect.stringMatching(/^That takes Manage Server/)]);
    }
  });

  test("values that nobody offered are refused, and change nothing", async () => {
    const panel = openPanel(world, { user: manager(world), channel: world.channel });
    await panel.command("settings");
    const before = await stored();
    for (const [customId, values] of [
      ["settings-budget:settings", ["999999999"]],
      ["settings-budget:settings", ["-1"]],
      ["settings-budget:nowhere", ["default"]],
      ["settings-channels:settings", ["general"]],
      ["settings-channels:settings", []],
      ["settings-channels:settings", Array.from({ length: 26 }, (_, i) => String(i + 1))],
      ["settings-blocked", ["<@1>"]],
      ["settings-personality:settings", ["constructor"]],
      ["settings-unasked:settings", ["loud"]],
      ["settings-pause:maybe", []],
      ["settings-zone", ["Europe/Atlantis"]],
      ["settings-use:maybe", []],
      ["settings:constructor", []],
      ["setup:5", []],
      ["settings-listen:maybe", []],
      ["settings-word", ["silent"]],
      ["settings-server-zone", ["Europe/Atlantis"]],
      ["setup-speak-in", ["general"]],
      ["autonomy-switch:maybe", []],
      ["autonomy-rotation:constructor", []],
      ["autonomy-hours:maybe", []],
      ["autonomy-server", ["loud"]],
      ["autonomy-zone", ["Europe/Atlantis"]],
    ] as [string, string[]][]) {
      const refused = await panel.forge(customId, values);
      expect([customId, refused.original()?.content]).toEqual([customId, expect.stringMatching(/don't know this/)]);
    }
    expect(await stored()).toEqual(before);
  });
});

describe("the tab Check", () => {
  const checked = async (place: Place, locale?: string) => {
    const panel = openPanel(world, { ...place, ...(locale === undefined ? {} : { locale }) });
    await panel.command("settings");
    const handle = await panel.press(locale === "de" ? "Prüfen" : "Check");
    await world.discord.waitFor(() => /works right here|genau hier/.test(handle.original()?.content ?? ""), { what: "the findings" });
    return handle.original();
  };
  const here = () => ({ user: world.ada, channel: world.channel });

  test("tells a member what works, without the names of settings, and keeps the tabs", async () => {
    const seen = await checked(here());
    expect(seen?.isPrivate).toBe(true);
    expect(seen?.content).toMatch(/✅ I have every permission.*View Channel.*Embed Links/s);
    expect(seen?.content).toMatch(/⚠️ Message Content Intent is off/);
    expect(seen?.content).toContain("doesn't list “demo-large”");
    expect(seen?.content).toContain("No answer failed");
    expect(seen?.content).not.toMatch(/OPENAI|MODEL:|database|Discord reaches/);
    expect(seen?.buttons.map(({ label }) => label)).toEqual(["Me", "Channel", "Server", "Check"]);
  });

  test("tells a manager all of it: intent, endpoint, events, model, database, the last failure", async () => {
    world.discord.intents.messageContent = true;
    world.model.script(() => ({ status: 401 }));
    await world.ask("hello");
    await world.discord.waitFor(() => true);
    await expect.poll(() => rows("SELECT id FROM turns")).toHaveLength(1);
    const seen = await checked({ user: manager(world), channel: world.channel });
    expect(seen?.content).toContain("✅ Message Content Intent is on");
    expect(seen?.content).toContain("✅ Discord reaches me.");
    expect(seen?.content).toMatch(/⚠️ I don't hear about it when somebody installs me.*\n-# → Discord's developer portal/);
    expect(seen?.content).toContain("✅ My database is up to date.");
    expect(seen?.content).toMatch(/⚠️ The last answer that failed here, <t:\d+:R>: .*OPENAI_API_KEY/);
    const member = await checked(here());
    expect(member?.content).toMatch(/The last answer that failed here, <t:\d+:R>: The model can't be used just now/);
    expect(member?.content).not.toContain("OPENAI_API_KEY");
  });

  test("names what the bot lacks here as Discord names it, first, with the way to it", async () => {
    const deny = permission.readMessageHistory | permission.embedLinks;
    const channel = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
    const seen = await checked({ user: world.ada, channel });
    expect(seen?.content.split("\n")[1]).toBe("❌ I lack here: **Read Message History**, **Embed Links**.");
    expect(seen?.content.split("\n")[2]).toContain("Permissions");
    const german = await checked({ user: world.ada, channel }, "de");
    expect(german?.content).toContain("**Nachrichtenverlauf anzeigen**");
  });

  test("says so where the bot is paused, and where it is only somebody's guest", async () => {
    const panel = openPanel(world, { user: manager(world), channel: world.channel });
    await panel.command("settings");
    await panel.press("Server");
    await panel.press("Pause");
    expect((await checked(here()))?.content).toContain("❌ I'm paused on this server.");
    for (const [name, place] of Object.entries(outside)) {
      const { content = "" } = (await checked(place())) ?? {};
      expect([name, content]).toEqual([
        name,
        expect.stringContaining(name.includes("direct") ? "✅ In direct messages" : "⚠️ I'm here only because you installed me"),
      ]);
      expect(content).not.toContain("paused");
    }
  });

  test("still tells the rest where Discord, the model or both do not answer", async () => {
    world.discord.faults.add({ kind: "refused", status: 403, match: (call) => call.path.includes("/applications/@me") });
    const seen = await checked({ user: manager(world), channel: world.channel });
    expect(seen?.content).toContain("Discord didn't tell me about my application");
    expect(seen?.content).toContain("My database is up to date");
  });

  test("asks for nothing that costs, and is not asked twice by a repeat", async () => {
    const panel = openPanel(world, here());
    const spent = await rows("SELECT * FROM ledger");
    await panel.command("settings");
    const handle = await panel.press("Check");
    await world.discord.waitFor(() => handle.original()?.content.includes("works right here") ?? false);
    await world.discord.redeliver(handle);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(world.model.requests.map(({ path }) => path)).toEqual(["/v1/models"]);
    expect(await rows("SELECT * FROM ledger")).toEqual(spent);
  });
});
