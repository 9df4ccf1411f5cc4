// What /settings has about speaking unasked and listening in a channel: who may, what is refused, and what the check says of it.
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
const chosen = (select: Record<string, unknown> | undefined) =>
  ((select?.options ?? []) as { value: string; default?: boolean }[]).filter((option) => option.default).map(({ value }) => value);

describe("speaking unasked and listening, in the tab Channel", () => {
  const words = () => rows("SELECT speaks, listens, chattiness FROM watched_channels WHERE guild_id = ?", guildOf(world).id);

  test("are chosen with a button and a word, by who manages the server alone", async () => {
    const panel = own(manager(world));
    await panel.command("settings");
    await panel.press("Channel");
    expect(panel.text()).toMatch(/Speaking unasked\*\* not here\n\*\*Listening\*\* I don't read along/);
    expect(chosen(panel.select("settings-word"))).toEqual(["off"]);
    await panel.press("Listen here");
    expect(panel.text()).toContain("I read along and answer mentions");
    await panel.choose("settings-word", "server");
    expect(panel.text()).toContain("switched on, but silent on the whole server");
    await panel.choose("settings-word", "chatty");
    expect(await words()).toEqual([{ speaks: 1, listens: 1, chattiness: "chatty" }]);
    expect(chosen(panel.select("settings-word"))).toEqual(["chatty"]);
    await panel.press("Stop listening");
    await panel.choose("settings-word", "off");
    expect(await words()).toEqual([{ speaks: 0, listens: 0, chattiness: null }]);
    const channels = own(manager(world, "cara", permission.manageChannels));
    await channels.command("settings");
    await channels.press("Channel");
    expect(channels.labels()).not.toContain("Listen here");
    expect(channels.select("settings-word")).toBeUndefined();
  });

  test("are refused where the bot cannot read or write", async () => {
    const overwrites = [{ id: world.discord.bot.id, type: 1 as const, allow: 0n, deny: permission.readMessageHistory }];
    const panel = openPanel(world, { user: manager(world), channel: world.discord.addChannel(guildOf(world), { overwrites }) });
    await panel.command("settings");
    await panel.press("Channel");
    const refused = await panel.press("Listen here");
    expect(refused.original()?.content).toContain("Give me View Channel, Read Message History and Send Messages");
    expect(await words()).toEqual([]);
  });

  test("stand in the check of the place, with what they lack", async () => {
    const panel = own(manager(world));
    await panel.command("settings");
    await panel.press("Channel");
    await panel.press("Listen here");
    const finds = async (line: string) => {
      const handle = await panel.press("Check");
      await world.discord.waitFor(() => handle.original()?.content.includes(line) ?? false, { what: line });
    };
    await finds("⚠️ In this channel I'm to speak unasked or answer mentions, but what people write reaches me without its text");
    world.discord.intents.messageContent = true;
    await finds("✅ In this channel I may speak unasked or answer mentions");
    await rows("UPDATE watched_channels SET problem = 'forbidden' WHERE channel_id = ?", world.channel.id);
    await finds("❌ I was to speak unasked or answer mentions here, until Discord refused me");
  });
});
