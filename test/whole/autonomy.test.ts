// /autonomy as managers use it: on and off, what is seen of the day, mood, hours, cap, topics and the dry run; refusals, replays, and what is asked of Discord.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type InteractionHandle, permission } from "../../scripts/playground/discord/discord.ts";
import { textsFor } from "../../src/locales/index.ts";
import { openDatabase } from "../fakes/database.ts";
import { guildOf, manager, openPanel, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await openDatabase();
  await world.knows(world.ada, world.bob);
});

const en = textsFor("en-US").autonomy;
const own = (place: Partial<Place> = {}) => openPanel(world, { user: manager(world), channel: world.channel, ...place });
type Panel = ReturnType<typeof own>;
const told = (handle: InteractionHandle) => handle.original()?.content ?? "";
/** `on` ends in a job, so its words come a moment later. */
async function on(panel: Panel, options: Record<string, boolean> = {}): Promise<InteractionHandle> {
  const handle = await panel.command("autonomy", ["on"], options);
  await world.discord.waitFor(() => handle.original()?.isLoading === false, { what: "the end of /autonomy on" });
  const shown = handle.original();
  if (shown !== undefined) panel.from(shown);
  return handle;
}
const watched = () => rows("SELECT speaks, listens, mood, rotation, quiet_from, quiet_to, daily_cap, topics, channel_name, set_by FROM watched_channels");
const servers = (columns: string) => rows(`SELECT ${columns} FROM servers WHERE id = ?`, guildOf(world).id);

describe("/autonomy on", () => {
  test("lets it speak here, says what is lost without the intent, and asks for what is missing: the server's word and its time zone", async () => {
    const panel = own();
    const handle = await on(panel);
    expect(handle.original()?.isPrivate).toBe(true);
    expect(told(handle)).toContain(en.on.doneSilent);
    expect(told(handle)).not.toContain(en.on.done);
    expect(told(handle)).toContain("Message Content Intent is off");
    expect(told(handle)).toContain("silent on the whole server");
    expect(await watched()).toMatchObject([{ speaks: 1, channel_name: world.channel.name }]);
    await panel.choose("autonomy-server", "normal");
    expect(panel.text()).toContain(en.state.on("Normal, as on the whole server"));
    expect(panel.text()).toContain("no time zone was chosen");
    await panel.choose("autonomy-zone", "Europe/Berlin");
    expect(panel.text()).toContain("Europe/Berlin");
    expect(panel.select("autonomy-zone")).toBeUndefined();
    expect(await servers("chattiness, time_zone")).toEqual([{ chattiness: "normal", time_zone: "Europe/Berlin" }]);
    // Nobody else heard of it.
    expect(world.discord.visibleTo(world.bob, world.channel)).toEqual([]);
  });

  test("has nothing to warn of where words can be read, and tells everybody if asked to", async () => {
    world.discord.intents.messageContent = true;
    const panel = own();
    const handle = await on(panel, { announce: true });
    expect(told(handle)).toContain(en.on.intentOn);
    expect(told(handle)).toContain(en.on.announced);
    const [announcement] = world.discord.visibleTo(world.bob, world.channel);
    expect(announcement?.content).toMatch(/^💬 \*\*From now on I may say something here without being asked/);
    await world.discord.redeliver(handle);
    expect(world.discord.visibleTo(world.bob, world.channel)).toHaveLength(1);
  });

  test("switches nothing on where it could neither look nor speak", async () => {
    const deny = permission.readMessageHistory | permission.sendMessages;
    const channel = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
    const handle = await own({ channel }).command("autonomy", ["on"]);
    expect(told(handle)).toMatch(/I lack \*\*Read Message History\*\*, \*\*Send Messages\*\*\. Nothing was switched on/);
    expect(await watched()).toEqual([]);
  });

  test("names the other channels that the server's silence holds back", async () => {
    const other = world.discord.addChannel(guildOf(world), { name: "other" });
    await on(own({ channel: other }));
    expect(told(await on(own()))).toContain(en.on.alsoIn(`<#${other.id}>`));
  });

  test("is taken back by off, and a late repeat of on changes nothing", async () => {
    const panel = own();
    const first = await on(panel);
    await panel.command("autonomy", ["off"]);
    expect(panel.text()).toContain(en.off.done);
    expect(panel.text()).toContain(en.state.off);
    await world.discord.redeliver(first);
    expect(await watched()).toMatchObject([{ speaks: 0 }]);
    await panel.press(en.button.on);
    await world.discord.waitFor(() => panel.message() !== undefined && panel.labels().length > 0);
    expect(await watched()).toMatchObject([{ speaks: 1 }]);
  });
});

describe("who may", () => {
  test("is asked by the server, whatever Discord showed", async () => {
    for (const user of [world.ada, manager(world, "cara", permission.manageChannels)]) {
      for (const path of ["on", "off", "status", "mood", "hours", "cap", "topics", "try"]) {
        const handle = await world.discord.interact({ kind: "slash", user, channel: world.channel, command: "autonomy", path: [path], force: true });
        expect([path, told(handle)]).toEqual([path, expect.stringMatching(/^That takes Manage Server/)]);
        expect(handle.original()?.isPrivate).toBe(true);
      }
    }
    expect(await watched()).toEqual([]);
  });

  test("is nobody in direct messages, groups and servers that the bot is no member of", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const elsewhere = world.discord.addGuild({ installed: false, owner: eve });
    const places = [
      { user: world.ada, channel: world.discord.directChannel(world.discord.bot, world.ada) },
      { user: eve, channel: world.discord.groupChannel(eve, world.ada, world.bob) },
      { user: eve, channel: world.discord.addChannel(elsewhere, { allow: permission.viewChannel | permission.sendMessages }) },
    ];
    for (const place of places) {
      const handle = await world.discord.interact({ ...place, kind: "slash", command: "autonomy", path: ["on"], force: true });
      expect(told(handle)).toContain("only on servers I'm a member of");
    }
    expect(await rows("SELECT * FROM watched_channels WHERE speaks = 1")).toEqual([]);
  });
});

describe("/autonomy status", () => {
  test("says that it has not looked yet, then draws the day that the object saw", async () => {
    const panel = own();
    await panel.command("autonomy", ["status"]);
    expect(panel.text()).toContain(en.state.off);
    for (const [text, who] of [
      ["Anybody for chess?", world.ada],
      ["Sure!", world.bob],
    ] as const)
      world.discord.post(world.channel, who, text);
    await on(panel);
    await vi.waitFor(async () => expect((await presence())?.readsContent).toBe(false), { timeout: 10_000 });
    await panel.press(en.button.refresh);
    expect(panel.text()).toMatch(/```\nhour {3}0 {5}6 {5}12 {4}18\npeople ·*█·*\nme {5}·{24}\n```/);
    expect(panel.text()).toContain("0 of");
    expect(panel.text()).toContain("**Next look**");
    expect(panel.text()).toContain("Words don't reach me here");
  });

  test("speaks German", async () => {
    const panel = own({ locale: "de" });
    await panel.command("autonomy", ["status"]);
    expect(panel.text()).toContain("### Ungefragt reden in");
    expect(panel.labels()).toContain("Einschalten");
  });
});

const presence = () => env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)).presence();

describe("hours, cap and topics", () => {
  test("are shown without options, set with them, and go back to the default", async () => {
    const panel = own();
    await panel.command("autonomy", ["hours"]);
    expect(panel.text()).toContain(en.hours.now(23, 8));
    await panel.command("autonomy", ["hours"], { from: 0, to: 6 });
    expect(panel.text()).toContain(en.hours.now(0, 6));
    await panel.press(en.button.noHours);
    expect(panel.text()).toContain(en.hours.none);
    await panel.press(en.button.defaultHours);
    expect(panel.text()).toContain(en.hours.isDefault);
    expect(told(await panel.command("autonomy", ["hours"], { from: 3 }))).toBe(en.hours.both);
    expect(told(await panel.command("autonomy", ["hours"], { from: 3, to: 4, none: true }))).toBe(en.hours.either);
    await panel.command("autonomy", ["hours"], { none: true });
    expect(await watched()).toMatchObject([{ quiet_from: 0, quiet_to: 0 }]);

    await panel.command("autonomy", ["cap"]);
    expect(panel.text()).toContain(en.cap.now(6));
    await panel.command("autonomy", ["cap"], { n: 3 });
    expect(panel.text()).toContain(en.cap.now(3));
    await panel.press(en.button.defaultCap);
    expect(await watched()).toMatchObject([{ daily_cap: null, speaks: 0 }]);
  });

  test("topics come from an option or a window, and are cleared", async () => {
    const panel = own();
    await panel.command("autonomy", ["topics"]);
    expect(panel.text()).toBe(en.topics.none);
    await panel.command("autonomy", ["topics"], { topics: "chess,  new   games , chess" });
    expect(panel.text()).toBe(`${en.topics.title}\n- chess\n- new games`);
    const window = await panel.press(en.button.edit);
    expect(JSON.stringify(window.modal)).toContain("chess\\nnew games");
    const many = await panel.submit(window, { topics: Array.from({ length: 11 }, (_, n) => `topic ${n}`).join("\n") });
    expect(told(many)).toBe(en.topics.tooMany(11, 10));
    await panel.submit(await panel.press(en.button.edit), { topics: "tea" });
    expect(await watched()).toMatchObject([{ topics: '["tea"]' }]);
    await panel.press(en.button.clear);
    expect(await watched()).toMatchObject([{ topics: "[]" }]);
  });

  test("that come twice or late change nothing", async () => {
    const panel = own();
    const first = await panel.command("autonomy", ["cap"], { n: 3 });
    await panel.command("autonomy", ["cap"], { n: 7 });
    const again = await world.discord.redeliver(first);
    expect(await again.json()).toMatchObject({ data: { content: expect.stringContaining(en.changedMeanwhile) } });
    expect(await watched()).toMatchObject([{ daily_cap: 7 }]);
  });
});

describe("/autonomy try", () => {
  const dryRun = async () => {
    const handle = await own().command("autonomy", ["try"]);
    await world.discord.waitFor(() => handle.original()?.isLoading === false, { what: "the dry run" });
    return handle;
  };

  test("shows every gate, whether it would speak and what it would say, and posts nothing", async () => {
    world.discord.post(world.channel, world.bob, "Does anybody know a good bakery?");
    world.model.script(() => ({ text: "The one by the station." }));
    const handle = await dryRun();
    expect(told(handle)).toMatch(/### A dry run\n\*\*Right now I would keep silent\*\*, because .+\n-# .+\n\*\*What I looked at\*\*\n✅ /);
    expect(told(handle)).toContain(`${en.try.ifSay}\n> The one by the station.`);
    expect(told(handle)).toContain(en.try.hush);
    expect(handle.original()?.isPrivate).toBe(true);
    expect(world.discord.visibleTo(world.ada, world.channel)).toHaveLength(1);
    expect(await watched()).toEqual([]);
    // What it cost is on the channel's own account, and nothing follows from the look.
    expect(await rows("SELECT trigger, answer FROM turns")).toMatchObject([{ trigger: "speak" }]);
    expect(await presence()).toBeNull();
  });

  test("says so where the model has nothing to say, or cannot be reached", async () => {
    world.model.script(() => ({ text: "" }));
    expect(told(await dryRun())).toContain(`> ${en.try.silent}`);
    world.model.script(() => ({ status: 401 }));
    expect(told(await dryRun())).toContain("I couldn't rehearse it: ");
  });

  test("says so where Discord does not let it look", async () => {
    world.discord.faults.add({ kind: "refused", match: ({ method, path }) => method === "GET" && path.endsWith("/messages") });
    expect(told(await dryRun())).toContain(en.try.noLook);
  });
});
