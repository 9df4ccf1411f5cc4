/** The side panel's server side: clock, cron, tokens, permissions, installation, and what a click on a request shows. */
import { beforeEach, describe, expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import type { User } from "../../scripts/playground/discord/discord.ts";
import type { TrafficDetails, WireChannel, WirePermission } from "../../scripts/playground/page/wire.ts";
import { createPageStage, type PageStage, register } from "./page-stage.ts";

const DAY = 24 * 60 * 60_000;
let stage: PageStage;

beforeEach(async () => {
  stage = await createPageStage();
});

describe("the clock", () => {
  test("moves the Worker's and Discord's time together, tells everybody, and cron runs at the new time", async () => {
    const listening = await stage.listen();
    const before = Date.now();
    expect(await (await stage.send("/playground/clock", { offsetMs: 2 * DAY })).json()).toEqual({ offsetMs: 2 * DAY });
    expect(stage.worker.told.map(({ path }) => path)).toEqual(["/playground/state", "/playground/cron"]);
    expect(stage.worker.told[0]?.body).toEqual({ offsetMs: 2 * DAY, vars: {}, channels: [...stage.discord.state.channels.keys()] });
    const posted = stage.discord.post(stage.channel, stage.people[0], "later");
    expect(posted.createdAt).toBeGreaterThanOrEqual(before + 2 * DAY);
    expect(await stage.world()).toMatchObject({ clock: { offsetMs: 2 * DAY }, cron: { isOk: true, result: "done in 3 ms" } });
    const events = await listening.end();
    expect(events).toContainEqual({ type: "clock", clock: { offsetMs: 2 * DAY } });
    expect(events.some((event) => event.type === "cron" && (event.cron.lastRunAt ?? 0) >= before + 2 * DAY)).toBe(true);
  });

  test("reaches a Worker that was away later", async () => {
    const { worker, machine } = stage;
    const answer = worker.answer;
    worker.answer = () => new Response("starting", { status: 503 });
    expect((await stage.send("/playground/clock", { offsetMs: DAY })).status).toBe(200);
    expect((await stage.world()).cron.isOk).toBe(false);
    worker.answer = answer;
    await machine.remind();
    expect(worker.told.at(-1)).toMatchObject({ path: "/playground/state", body: { offsetMs: DAY } });
  });

  test.each([-1, 1e15, Number.NaN, "tomorrow", undefined])("does not move to %s", async (offsetMs) => {
    expect((await stage.send("/playground/clock", { offsetMs })).status).toBe(400);
    expect(stage.machine.clock.offsetMs).toBe(0);
  });
});

describe("cron", () => {
  test("says which part failed", async () => {
    stage.worker.answer = () => Response.json({ ranAt: 5, ms: 1, failures: ["retention: no such table: turns"] });
    expect(await (await stage.send("/playground/cron", {})).json()).toEqual({ lastRunAt: 5, isOk: false, result: "retention: no such table: turns" });
  });

  test("says so when the Worker does not answer, and keeps when it last ran", async () => {
    stage.worker.answer = () => new Response("starting", { status: 503 });
    expect(await stage.machine.runCron()).toEqual({ lastRunAt: null, isOk: false, result: "The Worker does not answer just now." });
  });
});

describe("permissions", () => {
  const address = (who: { id: string }, channel = stage.general) => `/playground/permissions?channel=${channel}&who=${who.id}`;
  const of = async (who: { id: string }, name: string, channel?: string) =>
    (await stage.get<WirePermission[]>(address(who, channel))).find((candidate) => candidate.name === name);
  const set = (who: { id: string }, name: string, allowed: boolean, channel?: string) => stage.send(address(who, channel), { name, allowed });

  test("of a person in a channel: taken away and given back, for them alone", async () => {
    const [, jonas, wei] = stage.people;
    await set(jonas, "sendMessages", false);
    expect(await of(jonas, "sendMessages")).toMatchObject({ label: "Send Messages", scope: "channel", allowed: false, fixed: "" });
    expect(await of(jonas, "attachFiles")).toMatchObject({ allowed: false, fixed: "Needs the permission to send." });
    expect(await of(wei, "sendMessages")).toMatchObject({ allowed: true });
    expect((await stage.send(`/playground/messages?as=${jonas.id}&channel=${stage.general}`, { content: "hi" })).status).toBe(400);
    await set(jonas, "sendMessages", true);
    expect((await stage.send(`/playground/messages?as=${jonas.id}&channel=${stage.general}`, { content: "hi" })).status).toBe(200);
  });

  test("of the bot: without View Channel it may do nothing there, as Discord tells it with each interaction", async () => {
    const { discord, people, channel } = stage;
    await set(discord.bot, "viewChannel", false);
    const handle = await discord.interact({ kind: "slash", user: people[0], channel, command: "ask", options: {} });
    expect(handle.payload["app_permissions"]).toBe("0");
    expect(await of(discord.bot, "readMessageHistory")).toMatchObject({ allowed: false, fixed: "Nothing goes without View Channel." });
    expect(await of(discord.bot, "manageGuild")).toBeUndefined();
  });

  test("of a person on the server: Manage Server comes with a role of their own, in all channels", async () => {
    const [mira, jonas, wei] = stage.people;
    const random = (await stage.world()).guilds[0]?.channels.find((channel) => channel.name === "random")?.id ?? "";
    await set(jonas, "manageGuild", true);
    expect([await of(jonas, "manageGuild", random), await of(wei, "manageGuild", random)]).toMatchObject([{ allowed: true }, { allowed: false }]);
    await set(jonas, "manageGuild", false);
    expect(await of(jonas, "manageGuild")).toMatchObject({ allowed: false });
    // What else made him a moderator is his still.
    expect(await of(jonas, "manageChannels")).toMatchObject({ allowed: true });
    expect(await of(mira, "manageGuild")).toMatchObject({ allowed: true, fixed: "The owner may do everything." });
    expect(await (await set(mira, "manageGuild", false)).json()).toEqual({ problem: "The owner may do everything." });
  });

  test("tell everybody to look again, and hide a channel from who may not see it", async () => {
    const [mira, jonas] = stage.people;
    const listening = await stage.listen(mira);
    await set(jonas, "viewChannel", false);
    expect((await listening.end()).map((event) => event.type)).toEqual(["world"]);
    expect((await stage.world(jonas)).guilds[0]?.channels.map((channel) => channel.name)).not.toContain("general");
    expect(await stage.get(`/playground/messages?as=${jonas.id}&channel=${stage.general}`)).toEqual([]);
  });

  test("are none in direct messages and of people who are not there", async () => {
    const group = (await stage.world()).directs[0]?.id ?? "";
    expect(await stage.get(address(stage.people[0], group))).toEqual([]);
    expect((await set(stage.people[0], "viewChannel", false, group)).status).toBe(400);
    expect((await set({ id: "1" }, "viewChannel", false)).status).toBe(400);
  });
});

describe("where commands are offered", () => {
  const offers = async (as: User, name: string) => {
    const { guilds, directs } = await stage.world(as);
    const all = [...guilds.flatMap((guild) => guild.channels), ...directs];
    return all.filter(({ offered }) => offered.includes("ask") && offered.includes(name)).map((channel) => channel.name);
  };

  test("in servers with the bot and its DM for everybody; everywhere for those who have it in their account", async () => {
    await register(stage.discord, declarations);
    const [mira, jonas] = stage.people;
    const everywhere = ["general", "random", "noticeboard", "Press repair", "Which rope for the high branches?", "oven", "Edgewise", "Jonas, Wei", "Jonas"];
    expect(await offers(mira, "Reply with AI")).toEqual(everywhere);
    expect(await offers(jonas, "Reply with AI")).toEqual(["general", "random", "noticeboard", "Press repair", "Which rope for the high branches?", "Edgewise"]);
    await stage.send(`/playground/install?as=${jonas.id}`, { installed: true });
    expect(await offers(jonas, "Reply with AI")).toHaveLength(everywhere.length);
    expect((await stage.world(jonas)).hasApp).toBe(true);
    await stage.send(`/playground/install?as=${mira.id}`, { installed: false });
    expect(await offers(mira, "Reply with AI")).not.toContain("oven");
  });

  test("in a server once somebody who manages it has added the bot, which hears of it", async () => {
    await register(stage.discord, declarations);
    const [mira, jonas, wei] = stage.people;
    const bakery = (await stage.world()).guilds[1]?.id;
    const install = (as: User, installed: boolean) => stage.send(`/playground/install?as=${as.id}`, { installed, guild: bakery });
    expect((await install(mira, true)).status).toBe(400);
    expect((await install(wei, true)).status).toBe(200);
    expect(await offers(jonas, "Reply with AI")).toContain("oven");
    await install(wei, false);
    expect(await offers(jonas, "Reply with AI")).not.toContain("oven");
    expect((await stage.world()).guilds[1]).toMatchObject({ hasBot: false, roles: [] });
    expect(stage.events).toEqual(["APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED"]);
    expect(stage.discord.violations).toEqual([]);
  });

  test("not to who may not use commands there", async () => {
    await register(stage.discord, declarations);
    const [, jonas] = stage.people;
    await stage.send(`/playground/permissions?channel=${stage.general}&who=${jonas.id}`, { name: "useApplicationCommands", allowed: false });
    expect(await offers(jonas, "Reply with AI")).not.toContain("general");
  });
});

test("the second server has people and no bot; roles tell who is who", async () => {
  const { guilds, directs } = await stage.world();
  const [mira, jonas, wei] = stage.people;
  expect(guilds.map(({ name, hasBot }) => [name, hasBot])).toEqual([
    ["The Orchard", true],
    ["Village Bakery", false],
  ]);
  const named = (id: string) => guilds[0]?.roles.find((role) => role.id === id)?.name;
  expect(guilds[0]?.members.map(({ id, isOwner, roles }) => [id, isOwner, roles.map(named)])).toEqual([
    [mira.id, true, []],
    [stage.discord.bot.id, false, ["Edgewise"]],
    [jonas.id, false, ["Moderator", "Picker"]],
    [wei.id, false, ["Picker"]],
  ]);
  const kinds = (channel: WireChannel) => [channel.type, channel.recipients.length, channel.recipients.includes(stage.discord.bot.id)];
  expect(directs.map(kinds)).toEqual([
    [1, 2, true],
    [3, 3, false],
    [1, 2, false],
  ]);
});

test("expired tokens are counted, and the bot's next call with one is refused", async () => {
  const { act, people, general, send } = stage;
  await act(people[0], general, { kind: "slash", command: "ask", path: [], options: {} });
  expect(await (await send("/playground/tokens", {})).json()).toEqual({ expired: 1 });
  expect(await (await send("/playground/tokens", {})).json()).toEqual({ expired: 0 });
});

test("a click on a request shows what was sent and what came back, without any token", async () => {
  const { discord, act, people, general, get, world } = stage;
  await act(people[0], general, { kind: "slash", command: "ask", path: [], options: {} });
  const [interaction] = [...discord.state.interactions.values()];
  const token = interaction?.token ?? "";
  await discord.fetch(
    new Request(`https://discord.com/api/v10/webhooks/${discord.applicationId}/${token}/messages/@original`, {
      method: "PATCH",
      headers: { "content-type": "application/json", "user-agent": "DiscordBot (https://edgewise.example, 1.0)" },
      body: JSON.stringify({ content: "x".repeat(2_001), allowed_mentions: { parse: [] } }),
    }),
  );
  const lines = (await world()).traffic;
  const details = await Promise.all(lines.map((line) => get<TrafficDetails>(`/playground/traffic?id=${line.id}`)));
  expect(JSON.stringify(details)).not.toContain(token);
  expect(JSON.parse(details[0]?.sent ?? "")).toMatchObject({ type: 2, data: { name: "ask" } });
  expect(JSON.parse(details[0]?.received ?? "")).toMatchObject({ type: 4, data: { content: "hello" } });
  expect(details[1]?.facts).toContainEqual({ name: "Code", value: "50035" });
  expect(details[1]?.facts).toContainEqual({ name: "Route", value: "/webhooks/:application/:token/messages/:message" });
  expect(details[1]?.sent).toContain("(2001 characters)");
  expect(details[1]?.received).toContain("Invalid Form Body");
  expect((await stage.page.fetch(new Request("http://127.0.0.1:8787/playground/traffic?id=c99"))).status).toBe(400);
});
