// What is scheduled comes when its time has come: once a slot, across changes of the clocks, crashes and outages; and whoever owns it hears when it cannot.
import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { type Channel, permission } from "../../scripts/playground/discord/discord.ts";
import { removeFromGuild } from "../../scripts/playground/discord/world.ts";
import { losableD1 } from "./d1-away.ts";
import { guildOf, manager, rows } from "./panel.ts";
import { noSchedules, schedulingIn } from "./scheduling.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
const clock = useMovableClock();
useWorld((fresh) => {
  world = fresh;
});
const { save, slash, cron, at, over, runs, stored, posts } = schedulingIn(() => world, clock);
beforeEach(noSchedules);

/** Cron's minute at that moment, and what it begins. */
const minute = async (moment: string | number, channel?: Channel) => {
  at(moment);
  await cron();
  await over(channel);
};
const told = () => JSON.stringify(world.model.requests.at(-1)?.body);
const toolNames = () =>
  ((world.model.requests.at(-1)?.body as { tools?: { function: { name: string } }[] } | undefined)?.tools ?? []).map((tool) => tool.function.name);
const when = () => posts().map(({ timestamp }) => timestamp.slice(0, 16));

describe("across a change of the clocks, in another zone", () => {
  test("a time that is skipped in spring comes once, as soon as it can", async () => {
    at("2027-03-13T12:00:00Z");
    await save(manager(world), { when: "daily at 2:30", prompt: "Say something", zone: "America/New_York" });
    for (const moment of ["06:29", "06:30", "06:59", "07:00", "07:00", "07:01", "07:30", "08:00"]) await minute(`2027-03-14T${moment}:00Z`);
    expect(when()).toEqual(["2027-03-14T07:00"]);
    for (const moment of ["06:29", "06:30", "06:31", "07:30"]) await minute(`2027-03-15T${moment}:00Z`);
    expect(when()).toEqual(["2027-03-14T07:00", "2027-03-15T06:30"]);
    expect(told()).toContain("Monday, March 15, 2027");
    expect(told()).toContain("America/New_York");
  });

  test("a time that comes twice in autumn comes once", async () => {
    at("2027-11-06T12:00:00Z");
    await save(manager(world), { when: "daily at 1:30", prompt: "Say something", zone: "America/New_York" });
    for (const moment of ["05:29", "05:30", "05:31", "06:29", "06:30", "06:31", "07:30"]) await minute(`2027-11-07T${moment}:00Z`);
    expect(when()).toEqual(["2027-11-07T05:30"]);
    await minute("2027-11-08T06:30:00Z");
    expect(when()).toEqual(["2027-11-07T05:30", "2027-11-08T06:30"]);
  });
});

describe("a run", () => {
  beforeEach(() => at("2027-01-02T12:00:00Z"));

  test("is the bot's own post, without buttons and pings, kept and explained as a turn whose payer is the channel", async () => {
    world.model.script(() => ({ text: "Good morning, <@1> @everyone!", delayMs: 1 }));
    await save(manager(world), { when: "daily at 9", prompt: "Say good morning", zone: "UTC" });
    await minute("2027-01-03T09:00:00Z");
    expect(posts()).toMatchObject([{ content: "Good morning, <@1> @everyone!", mentions: [], components: [] }]);
    expect(told()).toContain("This is a scheduled post");
    expect(told()).toContain("Say good morning");
    const [turn] = await rows("SELECT * FROM turns WHERE trigger = 'schedule'");
    expect(turn).toMatchObject({ outcome: "answered", user_id: world.discord.applicationId, guild_id: world.channel.guildId });
    expect(await runs()).toMatchObject([{ outcome: "done", message_id: posts()[0]?.id, cost_micro_usd: turn?.cost_micro_usd }]);
    expect(await rows("SELECT count(DISTINCT user_scope) AS n, sum(settled = 0) AS open FROM ledger")).toEqual([{ n: 1, open: 0 }]);
    // No first-use notice: nobody asked.
    expect(posts()[0]?.content).not.toContain("keep");
  });

  test("may use the tools that everybody may without being asked, or none", async () => {
    await save(manager(world), { when: "daily at 9", prompt: "What is new?", zone: "UTC", name: "with" });
    await minute("2027-01-03T09:00:00Z");
    expect(toolNames()).toContain("current_time");
    for (const name of ["remember", "set_reminder", "send_message", "create_event", "generate_image"]) expect(toolNames()).not.toContain(name);
    await slash(manager(world, "moe"), "pause", { name: "with" });
    await save(manager(world, "max"), { when: "daily at 9", prompt: "What is new?", zone: "UTC", name: "without", tools: false });
    await minute("2027-01-04T09:00:00Z");
    expect(toolNames()).toEqual([]);
  });

  test("posts a picture where that is wanted", async () => {
    await save(manager(world), { when: "daily at 9", prompt: "a heron in the rain", output: "image", zone: "UTC" });
    await minute("2027-01-03T09:00:00Z");
    expect(posts()).toHaveLength(1);
    expect(posts()[0]).toMatchObject({ attachments: [{ content_type: "image/png" }], components: [] });
    expect(posts()[0]?.content).toContain("a heron in the rain");
    expect(await runs()).toMatchObject([{ outcome: "done" }]);
  });

  test.each(["text", "image"] as const)("costs no more than it may: %s", async (output) => {
    await save(manager(world), { when: "daily at 9", prompt: "p", output, zone: "UTC" });
    await env.DB.prepare("UPDATE schedules SET budget_micro_usd = 5").run();
    await minute("2027-01-03T09:00:00Z");
    expect(posts()).toEqual([]);
    expect(world.model.requests).toEqual([]);
    expect(await runs()).toMatchObject([{ outcome: "failed", problem: "budget-run", cost_micro_usd: 0 }]);
    // A cent is enough for a short one.
    await env.DB.prepare("UPDATE schedules SET budget_micro_usd = ?")
      .bind(output === "text" ? 50_000 : 80_000)
      .run();
    await minute("2027-01-04T09:00:00Z");
    expect((await runs())[1]).toMatchObject({ outcome: "done" });
  });

  test("is held back, and pauses nothing, while the bot is paused there, may not be used there, or the day's budget is gone", async () => {
    await save(manager(world), { when: "hourly", prompt: "p", zone: "UTC" });
    const hold = async (sql: string, moment: string, ...values: string[]) => {
      await env.DB.prepare(sql)
        .bind(...values)
        .run();
      await minute(moment);
    };
    const guild = world.channel.guildId ?? "";
    await hold("INSERT OR REPLACE INTO servers (id, paused) VALUES (?, 1)", "2027-01-02T13:00:00Z", guild);
    await hold("INSERT OR REPLACE INTO servers (id, channels) VALUES (?, '[\"1\"]')", "2027-01-02T14:00:00Z", guild);
    await hold("DELETE FROM servers WHERE id = ?", "2027-01-02T15:00:00Z", guild);
    await hold("INSERT INTO budget_limits (scope, amount, changed_at) VALUES ('server:' || ?, 1, 0)", "2027-01-02T16:00:00Z", guild);
    await env.DB.prepare("DELETE FROM budget_limits").run();
    expect((await runs()).map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ["held", "paused"],
      ["held", "elsewhere"],
      ["done", ""],
      ["held", "budget"],
    ]);
    expect(await stored()).toMatchObject({ paused: 0, failures: 0, problem: "budget" });
    expect(posts()).toHaveLength(1);
  });
});

describe("once a slot", () => {
  beforeEach(() => at("2027-01-02T12:00:00Z"));

  test("whatever is repeated: cron twice at the same time, and objects that die", async () => {
    await save(manager(world), { when: "daily at 9", prompt: "p", zone: "UTC" });
    at("2027-01-03T09:00:00Z");
    world.model.script(() => ({ text: "word ".repeat(20), delayMs: 30 }));
    await Promise.all([cron(), cron(), cron()]);
    await world.discord.waitFor(() => world.model.requests.length > 0, { timeoutMs: 5_000 });
    await abortAllDurableObjects();
    await cron();
    await over();
    for (let n = 1; n < 8; n++) await minute(Date.parse("2027-01-03T09:00:00Z") + n * 60_000);
    expect(posts()).toHaveLength(1);
    expect(await runs()).toMatchObject([{ outcome: "done" }]);
  });

  test("what was claimed and never handed out is handed out some minutes later", async () => {
    await save(manager(world), { when: "daily at 9", prompt: "p", zone: "UTC" });
    at("2027-01-03T09:00:00Z");
    const away = { idFromName: () => ({}), get: () => ({ submit: () => Promise.reject(new Error("the object is away")) }) };
    await cron({ CHANNEL: away } as never);
    expect(await runs()).toMatchObject([{ outcome: "running" }]);
    expect(posts()).toEqual([]);
    await minute("2027-01-03T09:03:00Z");
    expect(posts()).toHaveLength(1);
    await minute("2027-01-03T09:06:00Z");
    expect(posts()).toHaveLength(1);
  });

  test("after an outage the newest slot alone comes, if it is not too long ago", async () => {
    await save(manager(world), { when: "every 2 hours", prompt: "p", zone: "UTC" });
    await minute(Date.parse("2027-01-03T14:00:00Z") + 50 * 60_000);
    expect(posts()).toHaveLength(1);
    expect(await runs()).toMatchObject([{ slot: Date.parse("2027-01-03T14:00:00Z"), outcome: "done", skipped: 12 }]);
    await minute(Date.parse("2027-01-04T14:00:00Z") + 70 * 60_000);
    expect(posts()).toHaveLength(1);
    expect((await runs())[1]).toMatchObject({ slot: Date.parse("2027-01-04T14:00:00Z"), outcome: "skipped" });
    await minute("2027-01-04T16:00:00Z");
    expect(posts()).toHaveLength(2);
  });
});

describe("trouble", () => {
  beforeEach(() => at("2027-01-02T12:00:00Z"));
  const directTo = (user: ReturnType<typeof manager>) => world.discord.directChannel(world.discord.bot, user);
  const heard = (user: ReturnType<typeof manager>) => posts(directTo(user)).map(({ content }) => content);

  test("three failures in a row pause it, and whoever set it up hears of it once", async () => {
    world.model.script(() => ({ status: 500 }));
    const mira = manager(world);
    await save(mira, { when: "daily at 9", prompt: "p", zone: "UTC", name: "Morning" });
    for (const day of ["03", "04"]) await minute(`2027-01-${day}T09:00:00Z`);
    expect(await stored()).toMatchObject({ paused: 0, failures: 2, problem: "model" });
    expect(heard(mira)).toEqual([]);
    await minute("2027-01-05T09:00:00Z");
    expect(await stored()).toMatchObject({ paused: 1, failures: 3, problem: "model" });
    await world.discord.waitFor(() => heard(mira).length > 0, { timeoutMs: 5_000 });
    expect(heard(mira)[0]).toContain("Morning");
    expect(heard(mira)[0]).toContain("The model didn't answer");
    await minute("2027-01-06T09:00:00Z");
    expect(heard(mira)).toHaveLength(1);
    expect(posts()).toEqual([]);
    expect((await slash(mira, "show", { name: "Morning" })).original()?.content).toContain("Paused after 3 failures in a row. The model didn't answer");
    world.model.script(() => ({ text: "Fine." }));
    await slash(mira, "resume", { name: "Morning" });
    await minute("2027-01-07T09:00:00Z");
    expect(posts()).toHaveLength(1);
    expect(await stored()).toMatchObject({ paused: 0, failures: 0, problem: "" });
  });

  test.each([
    [
      "may not write there any more",
      "no-permission",
      () => void world.channel.overwrites.push({ id: world.discord.bot.id, type: 1, allow: 0n, deny: permission.sendMessages }),
    ],
    [
      "does not see the channel any more",
      "gone",
      () => void world.channel.overwrites.push({ id: world.discord.bot.id, type: 1, allow: 0n, deny: permission.viewChannel }),
    ],
    ["finds no channel any more", "gone", () => void world.discord.state.channels.delete(world.channel.id)],
    ["is thrown out", "gone", () => removeFromGuild(world.discord.state, guildOf(world))],
  ])("where it %s, it is paused at once", async (_, problem, close) => {
    const mira = manager(world);
    await save(mira, { when: "daily at 9", prompt: "p", zone: "UTC" });
    close();
    await minute("2027-01-03T09:00:00Z");
    expect(await stored()).toMatchObject({ paused: 1, failures: 1, problem });
    const known = world.discord.state.channelMessages.get(world.channel.id) ?? [];
    expect(known.filter(({ json, interactionId }) => json.author.id === world.discord.bot.id && interactionId === undefined)).toEqual([]);
  });

  test("what names another server's channel says nothing there", async () => {
    const elsewhere = world.discord.addChannel(world.discord.addGuild());
    await save(manager(world), { when: "daily at 9", prompt: "p", zone: "UTC" });
    await rows("UPDATE schedules SET channel_id = ?", elsewhere.id);
    await minute("2027-01-03T09:00:00Z", elsewhere);
    expect(await stored()).toMatchObject({ paused: 1, problem: "gone" });
    expect([posts(elsewhere), world.model.requests]).toEqual([[], []]);
  });

  test("D1 away for a moment when it begins: it comes, once", async () => {
    await save(manager(world), { when: "daily at 9", prompt: "p", zone: "UTC" });
    const d1 = losableD1();
    // Found, claimed, and where it belongs; the job itself finds nothing.
    d1.lose(3);
    at("2027-01-03T09:00:00Z");
    await cron();
    d1.back();
    await over();
    expect(posts()).toHaveLength(1);
    expect(await runs()).toMatchObject([{ outcome: "done" }]);
  });
});
