/** Threads and forum posts, archived or locked ones, the bot's nickname, refusals on demand, and messages of all kinds. */
import * as spec from "discord-api-spec/zod";
import { beforeEach, describe, expect, it } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { schemaErrors } from "../../scripts/playground/discord/schemas.ts";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});

const threadWith = (more: { archived?: boolean; locked?: boolean }) =>
  scene.discord.addChannel(scene.guild, { parent: scene.channel, type: channelType.publicThread, ...more });
const say = (channelId: string) => scene.api("POST", `/channels/${channelId}/messages`, { content: "hello", ...QUIET });

describe("an archived thread", () => {
  it("is opened again by a message", async () => {
    const thread = threadWith({ archived: true });
    expect((await say(thread.id)).status).toBe(200);
    expect(thread.thread?.archived).toBe(false);
  });

  it("that is locked refuses messages with 50083, but not of those who manage threads", async () => {
    expect(await say(threadWith({ archived: true, locked: true }).id)).toMatchObject({ status: 400, code: 50083 });
    scene.guild.roles[0] = { ...(scene.guild.roles[0] ?? { id: scene.guild.id, name: "", position: 0 }), permissions: permission.administrator };
    expect((await say(threadWith({ archived: true, locked: true }).id)).status).toBe(200);
  });

  it("lets no message be edited or deleted", async () => {
    const thread = threadWith({});
    const { json } = await say(thread.id);
    if (thread.thread) thread.thread.archived = true;
    const path = `/channels/${thread.id}/messages/${String(json.id)}`;
    expect(await scene.api("PATCH", path, { content: "changed", ...QUIET })).toMatchObject({ status: 400, code: 50083 });
    expect(await scene.api("DELETE", path)).toMatchObject({ status: 400, code: 50083 });
    expect(scene.discord.violations).toEqual([]);
  });
});

it("a refusal on demand has the status and code that were asked for, and nothing happens", async () => {
  scene.discord.faults.add({ kind: "refused", status: 400, code: 200000, times: 1 });
  expect(await say(scene.channel.id)).toMatchObject({ status: 400, code: 200000 });
  expect(scene.discord.visibleTo(scene.ada, scene.channel)).toEqual([]);
  expect((await say(scene.channel.id)).status).toBe(200);
});

it("polls, stickers and notices reach the bot with a message menu, whole even without the intent", async () => {
  const target = scene.discord.post(scene.channel, scene.bob, "", {
    json: { type: 7, poll: { question: { text: "Tea?" } }, sticker_items: [{ id: "1", name: "Wave", format_type: 1 }] },
  });
  await scene.discord.interact({ kind: "message", user: scene.ada, channel: scene.channel, command: "x", target });
  expect(scene.bot.seen.at(-1)).toMatchObject({
    data: { resolved: { messages: { [target.json.id]: { type: 7, poll: { question: { text: "Tea?" } }, sticker_items: [{ name: "Wave" }] } } } },
  });
});

describe("a thread is started", () => {
  const from = (message: string, body: unknown = { name: "Plans" }, channel = scene.channel.id) =>
    scene.api("POST", `/channels/${channel}/messages/${message}/threads`, body);
  const alone = (body: unknown, channel = scene.channel.id) => scene.api("POST", `/channels/${channel}/threads`, body);
  const read = async (id: string) => (await scene.api("GET", `/channels/${id}/messages`)).json as unknown as Record<string, unknown>[];

  it("from a message: the ids are the same, the message says so, the thread begins with a pointer to it", async () => {
    scene.discord.intents.messageContent = true;
    const { json: message } = scene.discord.post(scene.channel, scene.ada, "Let us plan");
    const { status, json } = await from(message.id);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      id: message.id,
      type: 11,
      parent_id: scene.channel.id,
      owner_id: scene.discord.bot.id,
      name: "Plans",
      member: { id: message.id },
    });
    expect(schemaErrors(spec.ThreadResponseSchema, json, true)).toEqual([]);
    const [parent] = await read(scene.channel.id);
    expect(parent).toMatchObject({ content: "Let us plan", edited_timestamp: null, thread: { id: message.id }, flags: 32 });
    const [starter] = await read(message.id);
    expect(starter).toMatchObject({ type: 21, content: "", message_reference: { message_id: message.id }, referenced_message: { content: "Let us plan" } });
    for (const shown of [parent, starter]) expect(schemaErrors(spec.MessageResponseSchema, shown, true)).toEqual([]);
    expect(await from(message.id)).toMatchObject({ status: 400, code: 160004 });
    expect(scene.discord.violations).toEqual([]);
  });

  it("of its own: private unless a type is given, and a public one is announced", async () => {
    expect((await alone({ name: "Secret" })).json).toMatchObject({ type: 12, name: "Secret" });
    expect(await read(scene.channel.id)).toEqual([]);
    const { json } = await alone({ name: "Open", type: 11, auto_archive_duration: 60 });
    expect(json).toMatchObject({ type: 11, thread_metadata: { auto_archive_duration: 60, archived: false } });
    expect(schemaErrors(spec.CreatedThreadResponseSchema, json, true)).toEqual([]);
    const [notice] = await read(scene.channel.id);
    expect(notice).toMatchObject({ type: 18, message_reference: { channel_id: json.id } });
    expect(schemaErrors(spec.MessageResponseSchema, notice, true)).toEqual([]);
    expect(await from(String(notice?.id))).toMatchObject({ status: 400, code: 50068 });
  });

  it.each([
    ["no name", {}],
    ["a name of blanks", { name: "  " }],
    ["101 characters", { name: "x".repeat(101) }],
    ["another time to archive", { name: "a", auto_archive_duration: 61 }],
    ["a type that is no thread", { name: "a", type: 0 }],
    ["an announcement's type in a text channel", { name: "a", type: 10 }],
    ["invitable on a public one", { name: "a", type: 11, invitable: true }],
    ["an unknown key", { name: "a", type: 11, colour: 1 }],
  ])("not with %s", async (_, body) => {
    expect(await alone(body)).toMatchObject({ status: 400, code: 50035 });
    expect(scene.discord.violations).toHaveLength(1);
  });

  it("not in DMs, threads, voice channels, nor where the bot may not", async () => {
    const { discord, guild, ada } = scene;
    const direct = discord.directChannel(ada, discord.bot);
    const said = discord.post(direct, ada, "hi");
    expect((await from(said.json.id, { name: "a" }, direct.id)).code).toBe(50024);
    expect((await alone({ name: "a", type: 11 }, threadWith({}).id)).code).toBe(50024);
    expect((await alone({ name: "a", type: 11 }, discord.addChannel(guild, { type: channelType.voice }).id)).code).toBe(50024);
    const closed = discord.addChannel(guild, { deny: permission.createPublicThreads });
    expect((await alone({ name: "a", type: 11 }, closed.id)).code).toBe(50013);
    expect((await alone({ name: "a", type: 12 }, closed.id)).status).toBe(201);
    expect((await from(discord.post(closed, ada, "hi").json.id, { name: "a" }, closed.id)).code).toBe(50013);
    expect((await from("1")).code).toBe(10008);
    expect((await alone({ name: "a", type: 11 }, discord.addChannel(guild, { deny: permission.viewChannel }).id)).code).toBe(50001);
  });

  it("not beyond a thousand active ones", async () => {
    const threads = Array.from({ length: 1000 }, () => threadWith({}));
    expect((await alone({ name: "a", type: 11 })).code).toBe(160006);
    const [first] = threads;
    if (first?.thread) first.thread.archived = true;
    expect((await alone({ name: "a", type: 11 })).status).toBe(201);
  });

  it("by people, where they may", () => {
    const { discord, guild, channel, ada } = scene;
    const message = discord.post(channel, ada, "hi");
    expect(discord.startThread(channel, ada, "Hi", message)).toMatchObject({ id: message.json.id, thread: { ownerId: ada.id } });
    expect(() => discord.startThread(channel, ada, "Again", message)).toThrow("already");
    expect(() => discord.startThread(channel, ada, " ")).toThrow("1 to 100");
    expect(() => discord.startThread(discord.addChannel(guild, { deny: permission.createPublicThreads }), ada, "Hi")).toThrow("may not");
    expect(() => discord.startThread(threadWith({}), ada, "Hi")).toThrow("cannot be started here");
  });
});

it("a locked thread refuses messages with 160005, those who manage threads may write", async () => {
  const thread = threadWith({ locked: true });
  expect(await say(thread.id)).toMatchObject({ status: 400, code: 160005 });
  const bot = scene.guild.members.get(scene.discord.bot.id);
  bot?.roles.push(scene.discord.addRole(scene.guild, "moderators", permission.manageThreads).id);
  expect((await say(thread.id)).status).toBe(200);
});

describe("a forum", () => {
  const forum = () => scene.discord.addChannel(scene.guild, { type: channelType.forum, name: "help", tags: ["solved", "open"] });

  it("has posts: threads whose first message has their id, with tags", async () => {
    const { discord, ada } = scene;
    const place = forum();
    discord.intents.messageContent = true;
    const post = discord.addPost(place, ada, "It grinds", "Oil did not help", ["open"]);
    const { json } = await scene.api("GET", `/channels/${post.id}`);
    expect(json).toMatchObject({ type: 11, parent_id: place.id, name: "It grinds", applied_tags: [place.tags[1]?.id] });
    expect(schemaErrors(spec.ThreadResponseSchema, json, true)).toEqual([]);
    expect((await scene.api("GET", `/channels/${post.id}/messages/${post.id}`)).json).toMatchObject({ id: post.id, type: 0, content: "Oil did not help" });
    expect((await say(post.id)).status).toBe(200);
    const { json: channel } = await scene.api("GET", `/channels/${place.id}`);
    expect(channel).toMatchObject({ type: 15, available_tags: [{ name: "solved" }, { name: "open" }] });
    expect(schemaErrors(spec.GuildChannelResponseSchema, channel, true)).toEqual([]);
  });

  it("takes no messages itself and has none, and a post needs a message and known tags", async () => {
    const place = forum();
    expect((await say(place.id)).code).toBe(40058);
    expect((await scene.api("GET", `/channels/${place.id}/messages`)).code).toBe(50024);
    const create = (body: unknown) => scene.api("POST", `/channels/${place.id}/threads`, body);
    expect((await create({ name: "a" })).code).toBe(50035);
    expect((await create({ name: "a", message: { content: "b", ...QUIET }, applied_tags: ["1"] })).code).toBe(50035);
    const { status, json } = await create({ name: "a", message: { content: "b", ...QUIET }, applied_tags: [place.tags[0]?.id] });
    expect([status, (json.message as { id: string }).id]).toEqual([201, json.id]);
  });
});

describe("the bot's nickname", () => {
  const change = (body: unknown) => scene.api("PATCH", `/guilds/${scene.guild.id}/members/@me`, body);

  it("is set, tidied, and taken away", async () => {
    const { status, json } = await change({ nick: "  Captain   Salt " });
    expect([status, json.nick]).toEqual([200, "Captain Salt"]);
    expect(schemaErrors(spec.PrivateGuildMemberResponseSchema, json, true)).toEqual([]);
    expect((await change({ nick: null })).json.nick).toBe(null);
    expect(scene.discord.violations).toEqual([]);
  });

  it("needs CHANGE_NICKNAME, at most 32 characters, and known keys", async () => {
    expect((await change({ nick: "x".repeat(33) })).code).toBe(50035);
    expect((await change({ nick: 1 })).code).toBe(50035);
    expect((await change({ nickname: "x" })).code).toBe(50035);
    scene.guild.roles[0] = { id: scene.guild.id, name: "@everyone", position: 0, permissions: permission.viewChannel };
    expect(await change({ nick: "x" })).toMatchObject({ status: 403, code: 50013 });
    expect((await scene.api("PATCH", `/guilds/${scene.discord.addGuild({ installed: false }).id}/members/@me`, { nick: "x" })).code).toBe(10004);
  });
});
