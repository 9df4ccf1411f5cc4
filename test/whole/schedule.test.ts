// /schedule as a manager uses it: nothing is saved that was not seen, and only by those who may; in both languages.
import { beforeEach, describe, expect, test } from "vitest";
import { type InteractionHandle, permission } from "../../scripts/playground/discord/discord.ts";
import { guildOf, manager, rows } from "./panel.ts";
import { noSchedules, schedulingIn } from "./scheduling.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
const clock = useMovableClock();
useWorld((fresh) => {
  world = fresh;
});
const { slash, press, save, stored, at, over, posts, runs } = schedulingIn(() => world, clock);
beforeEach(noSchedules);
const text = (handle: Awaited<ReturnType<typeof slash>>) => JSON.stringify(handle.original()?.record.json ?? {});

describe("adding", () => {
  test("shows in private what would come, with its next three runs in the zone, before anything is saved", async () => {
    at("2027-01-02T12:00:30Z");
    const mira = manager(world);
    const preview = await slash(mira, "add", { when: "every weekday at 9", prompt: "Say good morning", zone: "Europe/Berlin", budget: 5, name: "Morning" });
    expect(preview.original()).toMatchObject({ isPrivate: true });
    expect(preview.original()?.content).toContain("Not saved yet");
    const monday = Date.parse("2027-01-04T08:00:00Z") / 1000;
    for (const shown of [
      "`0 9 * * 1-5`",
      "every weekday at 9",
      "`Europe/Berlin` · as you chose",
      `<#${world.channel.id}>`,
      "at most 5 ¢ a run",
      "Say good morning",
    ])
      expect(text(preview)).toContain(shown);
    for (const day of [0, 1, 2]) expect(text(preview)).toContain(`<t:${monday + day * 86_400}:F>`);
    expect(text(preview)).toContain("Mon 09:00 AM there");
    expect(await stored()).toBeUndefined();

    const saved = await press(mira, preview, "Save");
    expect(saved.original()?.content).toContain("Saved: “Morning”");
    expect(await stored()).toMatchObject({
      ...{ guild_id: world.channel.guildId, channel_id: world.channel.id, name: "Morning", cron: "0 9 * * 1-5", time_zone: "Europe/Berlin" },
      ...{ words: "every weekday at 9", prompt: "Say good morning", output: "text", tools: 1, budget_micro_usd: 50_000, paused: 0 },
      ...{ next_at: monday * 1000, set_by: mira.id },
    });
  });

  test("cancels, and saves once however often it is pressed", async () => {
    const mira = manager(world);
    await press(mira, await slash(mira, "add", { when: "daily at noon", prompt: "p" }), "Cancel");
    expect(await stored()).toBeUndefined();
    const preview = await slash(mira, "add", { when: "daily at noon", prompt: "p" });
    const message = preview.original()?.record;
    const customId = preview.original()?.buttons.find(({ label }) => label === "Save")?.customId;
    if (message === undefined || customId === undefined) throw new Error("no preview");
    let first: InteractionHandle | undefined;
    for (let n = 0; n < 2; n++) {
      const pressed = await world.discord.interact({ kind: "button", user: mira, channel: world.channel, message, customId, force: true });
      await world.discord.waitFor(() => pressed.settled);
      first ??= pressed;
    }
    expect(await rows("SELECT id FROM schedules")).toHaveLength(1);
    // Delivered again, as it was, after it has been removed.
    const [{ id } = { id: "" }] = (await rows("SELECT id FROM schedules")) as { id: string }[];
    await press(mira, await slash(mira, "remove", { name: id }), "Remove it");
    if (first !== undefined) await world.discord.redeliver(first);
    expect((await slash(mira, "list")).original()?.content).toContain("no schedules here yet");
  });

  test("takes the server's zone, else the asker's, else UTC, and says so", async () => {
    const mira = manager(world);
    const zoneIn = async () => text(await slash(mira, "add", { when: "daily at noon", prompt: "p" }));
    expect(await zoneIn()).toContain("`UTC` · neither the server nor you have set one");
    await rows("INSERT INTO people (id, time_zone, changed_at) VALUES (?, 'Asia/Tokyo', 1)", mira.id);
    expect(await zoneIn()).toContain("`Asia/Tokyo` · yours; the server has none");
    await rows("INSERT OR REPLACE INTO servers (id, time_zone) VALUES (?, 'America/New_York')", world.channel.guildId);
    expect(await zoneIn()).toContain("`America/New_York` · this server's");
  });

  test.each([
    [{ when: "every 5 minutes", prompt: "p" }, "more often than every 15 minutes"],
    [{ when: "0 0 9 * * *", prompt: "p" }, "leave out the seconds"],
    [{ when: "every other tuesday", prompt: "p" }, "can't count every second"],
    [{ when: "0 9 30 2 *", prompt: "p" }, "never comes"],
    [{ when: "daily at 9", prompt: "p", zone: "Atlantis" }, "don't know the time zone"],
  ])("refuses %j at once, with a way out", async (options, sentence) => {
    const refused = await slash(manager(world), "add", options);
    expect(refused.original()?.content).toContain(sentence);
    expect(world.model.requests).toEqual([]);
    expect(await stored()).toBeUndefined();
  });

  test("asks the small model about words that it does not know, shows what came of them, and saves nothing by itself", async () => {
    world.model.script(({ messages }) => ({ text: messages[0]?.text.includes("five cron fields") ? 'Sure: {"cron": "0 7 * * 6"}' : "Fine." }));
    const mira = manager(world);
    const preview = await slash(mira, "add", { when: "saturdays at the crack of dawn", prompt: "p" });
    expect(preview.original()?.content).toContain("I wasn't sure about “saturdays at the crack of dawn”");
    expect(text(preview)).toContain("`0 7 * * 6`");
    expect(await stored()).toBeUndefined();
    await press(mira, preview, "Save");
    expect(await stored()).toMatchObject({ cron: "0 7 * * 6", words: "saturdays at the crack of dawn" });
    expect(await rows("SELECT settled FROM ledger")).toEqual([{ settled: 1 }]);
  });

  test.each(['{"cron": null}', '{"cron": "*/5 * * * *"}', "every day I guess", '{"cron": "0 0 9 * * *"}', "[]", ""])(
    "says that it can't tell where the model says %s",
    async (answer) => {
      world.model.script(() => ({ text: answer }));
      const told = await slash(manager(world), "add", { when: "when the moon is full", prompt: "p" });
      expect(told.original()?.content).toContain("I can't tell when “when the moon is full” is");
      expect(told.original()?.buttons).toEqual([]);
    },
  );

  test("writes nowhere that the bot, or whoever asks, may not write", async () => {
    const guild = guildOf(world);
    const mira = manager(world);
    const deny = permission.sendMessages;
    const forBot = world.discord.addChannel(guild, { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny }] });
    const forMira = world.discord.addChannel(guild, { overwrites: [{ id: mira.id, type: 1, allow: 0n, deny }] });
    const add = async (channel: typeof forBot) => (await slash(mira, "add", { when: "daily at 9", prompt: "p", channel })).original()?.content;
    expect(await add(forBot)).toContain("I may not write in");
    expect(await add(forMira)).toContain("You may not write in");
    expect(await add(world.discord.addChannel(guild))).toContain("Not saved yet");
  });

  test("is for those who manage the server: nobody else's command, nor their press", async () => {
    const mira = manager(world);
    const other = await world.discord.interact({
      kind: "slash",
      user: world.ada,
      channel: world.channel,
      command: "schedule",
      path: ["add"],
      options: { when: "daily at 9", prompt: "p" },
      force: true,
    });
    await world.discord.waitFor(() => other.settled);
    expect(other.original()?.content).toContain("takes Manage Server");
    const preview = await slash(mira, "add", { when: "daily at 9", prompt: "p" });
    const [message, button] = [preview.original()?.record, preview.original()?.buttons.find(({ label }) => label === "Save")];
    const pressed = await world.discord.interact({
      kind: "button",
      user: world.ada,
      channel: world.channel,
      message: message ?? "",
      customId: button?.customId ?? "",
      force: true,
    });
    await world.discord.waitFor(() => pressed.settled);
    expect(await stored()).toBeUndefined();
  });

  test("speaks German", async () => {
    const preview = await slash(manager(world), "add", { when: "jeden Montag um 18:30", prompt: "Frag nach dem Wochenende", zone: "Berlin" }, "de");
    expect(preview.original()?.content).toContain("Noch nicht gespeichert");
    expect(text(preview)).toContain("`30 18 * * 1`");
    expect(text(preview)).toMatch(/dort Mo\S* 18:30/);
  });
});

describe("afterwards", () => {
  const add = async (user: ReturnType<typeof manager>, name: string) => save(user, { when: "daily at 9", prompt: `About ${name}`, name });

  test("all of them are listed, and one is looked at, paused, resumed and removed", async () => {
    const mira = manager(world);
    expect((await slash(mira, "list")).original()?.content).toContain("no schedules here yet");
    for (let n = 0; n < 12; n++) await add(mira, `Plan ${String(n).padStart(2, "0")}`);
    const list = await slash(mira, "list");
    expect(list.original()?.content).toContain("12 of 50");
    expect(text(list)).toContain("Plan 09");
    expect(text(list)).not.toContain("Plan 10");
    await press(mira, list, "More");
    expect(text(list)).toContain("Plan 11");

    const shown = await slash(mira, "show", { name: "plan 03" });
    expect(text(shown)).toContain("About Plan 03");
    expect(text(shown)).toContain("It has not run yet");
    await press(mira, shown, "Pause");
    expect(shown.original()?.content).toContain("“Plan 03” is paused.");
    expect(await rows("SELECT paused FROM schedules WHERE name = 'Plan 03'")).toEqual([{ paused: 1 }]);
    await press(mira, shown, "Resume");
    expect(await rows("SELECT paused FROM schedules WHERE name = 'Plan 03'")).toEqual([{ paused: 0 }]);
    await press(mira, shown, "Remove");
    await press(mira, shown, "Keep");
    await press(mira, shown, "Remove");
    await press(mira, shown, "Remove it");
    expect(await rows("SELECT name FROM schedules WHERE name = 'Plan 03'")).toEqual([]);
    expect((await slash(mira, "show", { name: "plan 03" })).original()?.content).toContain("no such schedule");
  });

  test("one runs by hand, paused or not, and leaves a receipt with its cost and the way to the post", async () => {
    world.model.script(() => ({ text: "Good morning, everybody." }));
    const mira = manager(world);
    await add(mira, "Morning");
    await slash(mira, "pause", { name: "Morning" });
    const started = await slash(mira, "run", { name: "Morning" });
    expect(started.original()?.content).toContain("It runs now");
    await over();
    expect(posts().map(({ content }) => content)).toEqual(["Good morning, everybody."]);
    expect(posts()[0]).toMatchObject({ mentions: [], components: [] });
    expect(await runs()).toMatchObject([{ outcome: "done", problem: "", message_id: posts()[0]?.id }]);
    const shown = await slash(mira, "show", { name: "Morning" });
    expect(text(shown)).toContain(`/channels/${world.channel.guildId}/${world.channel.id}/${posts()[0]?.id}`);
    expect(text(shown)).toMatch(/posted · .* · \$0\.\d{4}/);
  });

  test("they are completed by name, for managers alone", async () => {
    const mira = manager(world);
    await add(mira, "Morning");
    const complete = async (user: typeof mira, focused: string, options: Record<string, string>, path: string) =>
      (await world.discord.interact({ kind: "autocomplete", user, channel: world.channel, command: "schedule", path: [path], focused, options, force: true }))
        .choices;
    expect(await complete(mira, "name", { name: "mor" }, "show")).toMatchObject([{ name: "Morning" }]);
    expect(await complete(world.ada, "name", { name: "mor" }, "show")).toEqual([]);
    expect(await complete(mira, "zone", { zone: "berl" }, "add")).toMatchObject([{ value: "Europe/Berlin" }]);
  });
});
