// Reminders from the first word to Done: set, listed, told at their moment, snoozed, changed, called off; once, whatever is repeated or crashes.
import { abortAllDurableObjects } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { permission } from "../../scripts/playground/discord/discord.ts";
import { guildOf, openPanel, rows } from "./panel.ts";
import { alarm, remind, reminderRows, toldIn, untilTold } from "./reminding.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});

const ada = () => openPanel(world, { user: world.ada, channel: world.channel });
const labelsOf = (record: { json: { components?: unknown } } | undefined) =>
  JSON.stringify(record?.json.components)
    .match(/"label":"([^"]*)"/g)
    ?.map((label) => label.slice(9, -1));

describe("a reminder", () => {
  test("is confirmed privately with its moment, and told there with a ping of whoever wanted it, and of nobody else", async () => {
    const set = await remind(world, { what: `pizza <@${world.bob.id}> @everyone`, when: "in 10 minutes" });
    expect(set.original()).toMatchObject({ isPrivate: true });
    expect(set.original()?.content).toMatch(/remind you here, <t:\d+:F> \(<t:\d+:R>\)/);
    expect(toldIn(world, world.channel)).toEqual([]);
    clock.move(10 * MINUTE - 2_000);
    await alarm(world.channel);
    expect(toldIn(world, world.channel)).toEqual([]);
    clock.move(2_000);
    await alarm(world.channel);
    const [told] = await untilTold(world, world.channel, 1);
    expect(told?.json.content).toContain("> pizza");
    expect(told?.json.mentions.map(({ id }) => id)).toEqual([world.ada.id]);
    expect(told?.json.mention_everyone).toBe(false);
    expect(labelsOf(told)).toEqual(["Done", "10 min", "1 hour", "Tomorrow 9:00"]);
    expect(await reminderRows(world)).toMatchObject([{ state: "sent", version: 1, message_id: told?.json.id }]);
  });

  test("names its moment within what is to be done, in German as well", async () => {
    const set = await remind(world, { what: "Milch kaufen morgen um 9" }, { locale: "de" });
    expect(set.original()?.content).toContain("Ich erinnere dich hier");
    expect(set.original()?.embeds).toMatchObject([{ description: "Milch kaufen" }]);
    const [row] = await reminderRows(world);
    expect(new Date(Number(row?.due_at)).toISOString()).toMatch(/T09:00:00/);
  });

  test("that cannot be understood is asked for again, with what was typed, and made from the window", async () => {
    const panel = ada();
    const refused = await panel.command("remind", [], { what: "buy milk", when: "banana" });
    expect(refused.original()).toMatchObject({ isPrivate: true, embeds: [{ description: "buy milk" }] });
    expect(await reminderRows(world)).toEqual([]);
    const window = await panel.press("Say when");
    expect(JSON.stringify(window.modal)).toContain("buy milk");
    const made = await panel.submit(window, { what: "buy milk", when: "in 2 hours", repeat: "" });
    expect(made.original()?.content).toContain("remind you here");
    expect(await reminderRows(world)).toMatchObject([{ text: "buy milk", state: "waiting" }]);
  });

  test("asks for the time zone once, and moves to it", async () => {
    const panel = ada();
    await panel.command("remind", [], { what: "tea", when: "2031-01-10 16:00" });
    expect(panel.text()).toContain("UTC");
    const [before] = await reminderRows(world);
    await panel.choose(`remind-zone:${before?.id}`, "America/New_York");
    expect(panel.text()).toContain("America/New York".replace(" ", "_"));
    const [after] = await reminderRows(world);
    expect(Number(after?.due_at) - Number(before?.due_at)).toBe(5 * 60 * MINUTE);
    await panel.command("remind", [], { what: "more tea", when: "2031-01-11 16:00" });
    expect(panel.text()).not.toContain("UTC");
    expect(panel.select(`remind-zone:${before?.id}`)).toBeUndefined();
  });

  test("goes where it was wanted: a direct message, without anything in the channel", async () => {
    await remind(world, { what: "a secret", when: "in 10 minutes", where: "dm" });
    clock.move(10 * MINUTE);
    await alarm(world.channel);
    const direct = world.discord.directChannel(world.discord.bot, world.ada);
    const [told] = await untilTold(world, direct, 1);
    expect(told?.json.content).toContain("> a secret");
    expect(toldIn(world, world.channel)).toEqual([]);
  });

  test("finds another way where the channel takes nothing any more, and is listed as failed where there is none", async () => {
    await remind(world, { what: "first", when: "in 10 minutes" });
    clock.move(10 * MINUTE);
    world.discord.removeFromGuild(guildOf(world));
    world.discord.addMember(world.discord.addGuild(), world.ada);
    await alarm(world.channel);
    const direct = world.discord.directChannel(world.discord.bot, world.ada);
    await untilTold(world, direct, 1);
    await remind(world, { what: "second", when: "in 10 minutes" }, { channel: direct });
    world.discord.state.closedDms.add(world.ada.id);
    clock.move(10 * MINUTE);
    await alarm(direct);
    await vi.waitFor(async () => expect((await reminderRows(world)).map(({ state }) => state)).toEqual(["sent", "failed"]));
    const list = await remind(world, {}, { channel: direct });
    expect(list.original()?.content).toMatch(/Couldn't be told[\s\S]*second/);
  });
});

describe("what was told", () => {
  async function told(what = "stretch") {
    await remind(world, { what, when: "in 10 minutes" });
    clock.move(10 * MINUTE);
    await alarm(world.channel);
    const record = (await untilTold(world, world.channel, 1)).at(-1);
    if (record === undefined) throw new Error("not told");
    const idOf = (label: string) =>
      new RegExp(`"label":"${label}"[^}]*"custom_id":"([^"]+)"|"custom_id":"([^"]+)"[^}]*"label":"${label}"`).exec(JSON.stringify(record.json.components));
    const press = (label: string, user = world.ada) => {
      const found = idOf(label);
      return world.discord.interact({ kind: "button", user, channel: world.channel, message: record, customId: found?.[1] ?? found?.[2] ?? "" });
    };
    return { record, press };
  }

  test("is done when its owner says so, and nobody else may", async () => {
    const { record, press } = await told();
    const other = await press("Done", world.bob);
    expect(other.original()).toMatchObject({ isPrivate: true, content: expect.stringContaining("somebody else's") });
    expect(await reminderRows(world)).toMatchObject([{ state: "sent" }]);
    await press("Done");
    expect(record.json.content).toContain("✅ Done");
    expect(labelsOf(record)).toBeUndefined();
    expect(await reminderRows(world)).toMatchObject([{ state: "done" }]);
    expect((await remind(world, {})).original()?.content).toContain("no reminders");
  });

  test("comes once more when it is snoozed", async () => {
    const { record, press } = await told();
    await press("10 min");
    expect(record.json.content).toContain("💤");
    expect(await reminderRows(world)).toMatchObject([{ state: "waiting", version: 2 }]);
    clock.move(10 * MINUTE + 1_000);
    await alarm(world.channel);
    expect(await untilTold(world, world.channel, 2)).toHaveLength(2);
  });

  test("comes once more, and once alone, where one that comes back is snoozed from two places", async () => {
    await remind(world, { what: "stretch", when: "in 10 minutes", repeat: "daily" });
    clock.move(10 * MINUTE);
    await alarm(world.channel);
    const message = (await untilTold(world, world.channel, 1)).at(-1);
    if (message === undefined) throw new Error("not told");
    const [row] = await reminderRows(world);
    for (const minutes of ["60", "10"]) {
      const customId = `remind-snooze:${row?.id}:${minutes}`;
      await world.discord.interact({ kind: "button", user: world.ada, channel: world.channel, message, customId, force: true });
    }
    const waiting = await reminderRows(world);
    expect(waiting.map(({ cron, state }) => [cron === null, state])).toEqual(
      expect.arrayContaining([
        [true, "waiting"],
        [false, "waiting"],
      ]),
    );
    expect(waiting).toHaveLength(2);
    // What is said there is what holds.
    const snoozed = waiting.find(({ cron }) => cron === null);
    expect(message.json.content).toContain(`<t:${Number(snoozed?.due_at) / 1_000}:f>`);
  });

  test("waits until nine in the morning of its owner's zone", async () => {
    const { press } = await told();
    await press("Tomorrow 9:00");
    const [row] = await reminderRows(world);
    expect(new Date(Number(row?.due_at)).toISOString()).toMatch(/T09:00:00/);
    expect(Number(row?.due_at) - Date.now()).toBeLessThan(DAY + 9 * 60 * MINUTE);
  });
});

test("Done on what was snoozed meanwhile says that it comes, for it does", async () => {
  await remind(world, { what: "tea", when: "in 1 hour" });
  const panel = ada();
  await panel.command("remind");
  const [row] = await reminderRows(world);
  expect(JSON.stringify((await panel.forge(`remind-done:${row?.id}`)).callback)).toContain("💤");
  expect(await reminderRows(world)).toMatchObject([{ state: "waiting", version: 1 }]);
});

describe("the list", () => {
  test("shows what waits to its owner alone, and changes or cancels it", async () => {
    await remind(world, { what: "one", when: "in 2 hours" });
    await remind(world, { what: "two", when: "in 1 hour" });
    await remind(world, { what: "not hers", when: "in 1 hour" }, { user: world.bob });
    const panel = ada();
    await panel.command("remind");
    expect(panel.text()).toMatch(/2 of 50[\s\S]*two[\s\S]*one/);
    expect(panel.text()).not.toContain("not hers");
    const [one] = await reminderRows(world);
    await panel.choose("remind-open", String(one?.id));
    const window = await panel.press("Edit");
    expect(JSON.stringify(window.modal)).toMatch(/"value":"one"/);
    await panel.submit(window, { what: "one, better", when: "in 3 hours", repeat: "" });
    expect(panel.text()).toContain("Changed");
    expect((await reminderRows(world))[0]).toMatchObject({ text: "one, better", version: 2 });
    const cancelled = await panel.press("Cancel reminder");
    expect(cancelled.original()?.content ?? panel.text()).toContain("Cancelled");
    expect((await reminderRows(world))[0]).toMatchObject({ state: "done", text: "" });
    clock.move(4 * 60 * MINUTE);
    await alarm(world.channel);
    const told = await untilTold(world, world.channel, 2);
    expect(told.map(({ json }) => json.content).join("\n")).not.toContain("one");
  });

  test("leaves the moment alone where only the words are changed, also of one who has moved to another zone", async () => {
    await remind(world, { what: "one", when: "in 90 seconds" });
    await rows("UPDATE reminders SET time_zone = 'Asia/Tokyo' WHERE user_id = ?", world.ada.id);
    const [before] = await reminderRows(world);
    const panel = ada();
    await panel.command("remind");
    await panel.choose("remind-open", String(before?.id));
    const window = await panel.press("Edit");
    const when = /"custom_id":"when"[^}]*"value":"([^"]+)"|"value":"([^"]+)"[^}]*"custom_id":"when"/.exec(JSON.stringify(window.modal));
    await panel.submit(window, { what: "two", when: when?.[1] ?? when?.[2] ?? "", repeat: "" });
    expect(await reminderRows(world)).toMatchObject([{ text: "two", due_at: before?.due_at, time_zone: "Asia/Tokyo", version: 2 }]);
  });

  test("lets nobody open, change or cancel another's, whatever they send", async () => {
    await remind(world, { what: "private matter", when: "in 1 hour" });
    const [row] = await reminderRows(world);
    const panel = openPanel(world, { user: world.bob, channel: world.channel });
    await remind(world, { what: "own", when: "in 1 hour" }, { user: world.bob });
    await panel.command("remind");
    for (const forged of [`remind-edit:${row?.id}`, `remind-cancel:${row?.id}`, `remind-done:${row?.id}`, `remind-snooze:${row?.id}:10`]) {
      const answer = await panel.forge(forged);
      expect(JSON.stringify(answer.callback)).not.toContain("private matter");
    }
    expect(JSON.stringify((await panel.forge("remind-open", [String(row?.id)])).callback)).not.toContain("private matter");
    expect((await reminderRows(world)).find(({ id }) => id === row?.id)).toMatchObject({ state: "waiting", version: 1 });
  });

  test("has room for fifty", async () => {
    const made = await remind(world, { what: "n", when: "in 1 hour" });
    await rows(
      `INSERT INTO reminders SELECT 'x' || value, user_id, guild_id, channel_id, direct, text, NULL, NULL, NULL, due_at, send_at, NULL, time_zone, locale, 'waiting', 1, NULL, created_at, changed_at
        FROM reminders, json_each(?1) WHERE user_id = ?2`,
      JSON.stringify(Array.from({ length: 49 }, (_, i) => i)),
      world.ada.id,
    );
    expect(made.original()?.content).toContain("remind you");
    expect((await remind(world, { what: "one too many", when: "in 1 hour" })).original()?.content).toContain("50 reminders");
    expect(await reminderRows(world)).toHaveLength(50);
  });
});

test("one that comes back keeps its hour over a change of the clocks", async () => {
  const panel = ada();
  await panel.command("remind", [], { what: "plants", when: "in 10 minutes" });
  await rows("UPDATE people SET time_zone = 'Europe/Berlin' WHERE id = ?", world.ada.id);
  // To the day before clocks go forward there.
  clock.move(Date.UTC(2027, 2, 27, 12) - Date.now());
  await remind(world, { what: "water the plants every day at 9" });
  const find = async () => (await reminderRows(world)).find(({ cron }) => cron !== null);
  expect(await find()).toMatchObject({ cron: "0 9 * * *", due_at: Date.UTC(2027, 2, 28, 7), text: "water the plants" });
  clock.move(Date.UTC(2027, 2, 28, 7) - Date.now());
  await alarm(world.channel);
  await untilTold(world, world.channel, 2);
  await vi.waitFor(async () => expect(await find()).toMatchObject({ state: "waiting", due_at: Date.UTC(2027, 2, 29, 7), version: 2 }));
  clock.move(DAY);
  await alarm(world.channel);
  const told = await untilTold(world, world.channel, 3);
  expect(told.at(-1)?.json.content).toContain("comes back");
});

describe("whatever happens", () => {
  test("a repeated interaction changes nothing", async () => {
    const set = await remind(world, { what: "once", when: "in 1 hour" });
    await world.discord.redeliver(set);
    expect(await reminderRows(world)).toHaveLength(1);
  });

  test("a crash before its moment, and one after it was told, tell it once", async () => {
    await remind(world, { what: "once", when: "in 10 minutes" });
    await abortAllDurableObjects();
    clock.move(10 * MINUTE);
    await alarm(world.channel);
    await world.discord.waitFor(() => toldIn(world, world.channel).length > 0, { timeoutMs: 8_000 });
    await abortAllDurableObjects();
    await alarm(world.channel);
    await untilTold(world, world.channel, 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(toldIn(world, world.channel)).toHaveLength(1);
  });
});

test("members who may not write are not told in public", async () => {
  const quiet = world.discord.addChannel(guildOf(world), { overwrites: [{ id: guildOf(world).id, type: 0, allow: 0n, deny: permission.sendMessages }] });
  const set = await remind(world, { what: "x", when: "in 1 hour", where: "here" }, { channel: quiet });
  expect(set.original()?.content).toMatch(/direct message[\s\S]*can't post here/);
  expect(await reminderRows(world)).toMatchObject([{ direct: 1 }]);
});
