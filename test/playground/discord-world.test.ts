/** Permissions, the content intent, direct messages, commands, and the shapes of what the stand-in itself sends. */
import * as spec from "discord-api-spec/zod";
import { beforeEach, describe, expect, it } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { schemaErrors } from "../../scripts/playground/discord/schemas.ts";
import { createScene, multipart, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});
const say = (channelId: string, body: unknown = { content: "a", ...QUIET }) => scene.api("POST", `/channels/${channelId}/messages`, body);

describe("bot-token calls need permissions", () => {
  it("an unknown channel is 10003, a hidden one 50001, a silent one 50013", async () => {
    const { discord, guild } = scene;
    expect((await say("1")).code).toBe(10003);
    expect(await say(discord.addChannel(guild, { deny: permission.viewChannel }).id)).toMatchObject({ status: 403, code: 50001 });
    expect(await say(discord.addChannel(guild, { deny: permission.sendMessages }).id)).toMatchObject({ status: 403, code: 50013 });
  });

  it("a server that the bot is not in is 50001", async () => {
    const elsewhere = scene.discord.addGuild({ installed: false });
    expect((await say(scene.discord.addChannel(elsewhere).id)).code).toBe(50001);
    expect((await scene.api("GET", `/guilds/${elsewhere.id}`)).code).toBe(10004);
  });

  it("files and embeds need their own", async () => {
    const plain = scene.discord.addChannel(scene.guild, { deny: permission.attachFiles | permission.embedLinks });
    expect((await say(plain.id, { embeds: [{ title: "a" }], ...QUIET })).code).toBe(50013);
    expect((await say(plain.id, multipart({ ...QUIET }, { name: "a.txt", type: "text/plain", bytes: new Uint8Array(1) }))).code).toBe(50013);
    expect((await say(plain.id)).status).toBe(200);
  });

  it("a role's overwrite opens what @everyone may not, and the member's own decides", async () => {
    const { discord, guild } = scene;
    const bot = guild.members.get(discord.bot.id);
    const overwrites = [{ id: bot?.roles[0] ?? "", type: 0 as const, allow: permission.sendMessages, deny: 0n }];
    expect((await say(discord.addChannel(guild, { deny: permission.sendMessages, overwrites }).id)).status).toBe(200);
    const own = { id: discord.bot.id, type: 1 as const, allow: 0n, deny: permission.sendMessages };
    expect((await say(discord.addChannel(guild, { deny: permission.sendMessages, overwrites: [...overwrites, own] }).id)).code).toBe(50013);
  });

  it("threads follow their channel, with SEND_MESSAGES_IN_THREADS, and private ones need joining", async () => {
    const { discord, guild } = scene;
    const parent = discord.addChannel(guild, { deny: permission.sendMessages });
    expect((await say(discord.addChannel(guild, { parent }).id)).status).toBe(200);
    const noThreads = discord.addChannel(guild, { deny: permission.sendMessagesInThreads });
    expect((await say(discord.addChannel(guild, { parent: noThreads }).id)).code).toBe(50013);
    const secret = discord.addChannel(guild, { parent: scene.channel, type: channelType.privateThread });
    expect((await say(secret.id)).code).toBe(50001);
    secret.recipients.push(discord.bot.id);
    expect((await say(secret.id)).status).toBe(200);
  });

  it("no history: the list is empty, a single message and a reply are refused", async () => {
    const blind = scene.discord.addChannel(scene.guild, { deny: permission.readMessageHistory });
    const { json } = scene.discord.post(blind, scene.ada, "hi");
    expect((await scene.api("GET", `/channels/${blind.id}/messages`)).json).toEqual([]);
    expect((await scene.api("GET", `/channels/${blind.id}/messages/${json.id}`)).code).toBe(50013);
    expect((await say(blind.id, { content: "a", message_reference: { message_id: json.id, fail_if_not_exists: false }, ...QUIET })).code).toBe(160002);
  });

  it("nobody edits other people's messages, and deleting them needs MANAGE_MESSAGES", async () => {
    const { json } = scene.discord.post(scene.channel, scene.ada, "mine");
    const path = `/channels/${scene.channel.id}/messages/${json.id}`;
    expect(await scene.api("PATCH", path, { content: "yours", ...QUIET })).toMatchObject({ status: 403, code: 50005 });
    expect((await scene.api("DELETE", path)).code).toBe(50013);
    expect((await scene.api("DELETE", `/channels/${scene.channel.id}/messages/1`)).code).toBe(10008);
  });

  it("typing needs the right to send", async () => {
    expect((await scene.api("POST", `/channels/${scene.channel.id}/typing`)).status).toBe(204);
    expect((await scene.api("POST", `/channels/${scene.discord.addChannel(scene.guild, { deny: permission.sendMessages }).id}/typing`)).code).toBe(50013);
  });
});

describe("direct messages", () => {
  const open = async (id: string) => (await scene.api("POST", "/users/@me/channels", { recipient_id: id })).json.id as string;
  it("reach people of a shared server, the same channel each time", async () => {
    const id = await open(scene.ada.id);
    expect(await open(scene.ada.id)).toBe(id);
    expect((await say(id)).status).toBe(200);
  });
  it("do not reach strangers and people who do not want them", async () => {
    expect((await say(await open(scene.discord.addUser("stranger").id))).code).toBe(50278);
    const closed = scene.discord.addUser("closed", { acceptsDms: false });
    scene.discord.addMember(scene.guild, closed);
    expect((await say(await open(closed.id))).code).toBe(50007);
    expect((await scene.api("POST", "/users/@me/channels", { recipient_id: "1" })).code).toBe(10013);
  });
});

describe("message content without the intent", () => {
  const contents = async () => {
    const { json } = await scene.api("GET", `/channels/${scene.channel.id}/messages`);
    return (json as unknown as { content: string; attachments: unknown[] }[]).map((message) => [message.content, message.attachments.length]).reverse();
  };
  it("is blank, but for own messages, mentions, and pinging replies to regular messages", async () => {
    const { discord, ada, channel } = scene;
    discord.post(channel, ada, "hidden", { attachments: [discord.putFile("a.txt", "text/plain", new Uint8Array(1))] });
    discord.post(channel, ada, `<@${discord.bot.id}> hello`);
    const own = discord.state.messages.get(String((await say(channel.id, { content: "mine", ...QUIET })).json.id));
    discord.post(channel, ada, "reply", own ? { replyTo: own } : {});
    discord.post(channel, ada, "quiet reply", own ? { replyTo: own, ping: false } : {});
    expect(await contents()).toEqual([
      ["", 0],
      [`<@${discord.bot.id}> hello`, 0],
      ["mine", 0],
      ["reply", 0],
      ["", 0],
    ]);
    discord.intents.messageContent = true;
    expect((await contents())[0]).toEqual(["hidden", 1]);
  });

  it("is blank in replies to the response of a command", async () => {
    scene.bot.answer = () => Response.json({ type: 4, data: { content: "answer", ...QUIET } });
    const asked = await scene.ask();
    const answer = asked.messages()[0];
    scene.discord.post(scene.channel, scene.ada, "and then?", answer ? { replyTo: answer.record } : {});
    expect(await contents()).toEqual([
      ["answer", 0],
      ["", 0],
    ]);
  });

  it("is there in DMs and for the target of a message command", async () => {
    const { discord, ada, channel } = scene;
    const direct = discord.directChannel(ada, discord.bot);
    discord.post(direct, ada, "in private");
    expect((await scene.api("GET", `/channels/${direct.id}/messages`)).json).toMatchObject([{ content: "in private" }]);
    const target = discord.post(channel, ada, "look at this");
    await discord.interact({ kind: "message", user: ada, channel, command: "Reply with AI", target });
    expect(scene.bot.seen.at(-1)).toMatchObject({
      data: { type: 3, target_id: target.json.id, resolved: { messages: { [target.json.id]: { content: "look at this" } } } },
    });
  });
});

describe("commands", () => {
  const put = (body: unknown) => scene.api("PUT", `/applications/${scene.discord.applicationId}/commands`, body);
  const ask = { name: "ask", description: "Ask", options: [{ type: 3, name: "prompt", description: "What", required: true }] };

  it("are registered, and from then on the client checks them", async () => {
    const { status, json } = await put([
      ask,
      { name: "Reply with AI", type: 3 },
      { name: "panel", description: "p", default_member_permissions: "32", contexts: [0] },
    ]);
    expect(status).toBe(200);
    for (const command of json as unknown as unknown[]) expect(schemaErrors(spec.ApplicationCommandResponseSchema, command, true)).toEqual([]);
    const { discord, ada, channel } = scene;
    await expect(discord.interact({ kind: "slash", user: ada, channel, command: "ask" })).rejects.toThrow("required");
    await expect(discord.interact({ kind: "slash", user: ada, channel, command: "panel" })).rejects.toThrow("not offered");
    await expect(discord.interact({ kind: "slash", user: ada, channel, command: "nothing" })).rejects.toThrow("no command");
    expect((await discord.interact({ kind: "slash", user: ada, channel, command: "panel", force: true })).status).toBe("acknowledged");
    expect((await scene.ask()).status).toBe("acknowledged");
  });

  const option = (more: object) => ({ type: 3, name: "o", description: "d", ...more });
  it.each([
    ["upper case", [{ ...ask, name: "Ask" }]],
    ["a space", [{ ...ask, name: "a sk" }]],
    ["no description", [{ name: "a" }]],
    ["a description for a menu", [{ name: "A", type: 3, description: "x" }]],
    ["required after optional", [{ ...ask, options: [option({ name: "a" }), option({ name: "b", required: true })] }]],
    ["the same option twice", [{ ...ask, options: [option({}), option({})] }]],
    ["choices and autocomplete", [{ ...ask, options: [option({ autocomplete: true, choices: [{ name: "a", value: "a" }] })] }]],
    ["a range that nothing fits", [{ ...ask, options: [option({ type: 4, min_value: 2, max_value: 1 })] }]],
    ["options beside subcommands", [{ ...ask, options: [option({}), option({ type: 1, name: "s" })] }]],
    ["a subcommand in a subcommand", [{ ...ask, options: [option({ type: 1, options: [option({ type: 1, name: "s" })] })] }]],
    ["26 options", [{ ...ask, options: Array.from({ length: 26 }, (_, n) => option({ name: `o${n}` })) }]],
    ["26 choices", [{ ...ask, options: [option({ choices: Array.from({ length: 26 }, (_, n) => ({ name: `c${n}`, value: "a" })) })] }]],
    ["an unknown locale", [{ ...ask, name_localizations: { "de-AT": "frag" } }]],
    ["an unknown key", [{ ...ask, colour: 1 }]],
    ["a name twice", [ask, ask]],
    ["16 menus", Array.from({ length: 16 }, (_, n) => ({ name: `M${n}`, type: 3 }))],
    [
      "over 8,000 characters",
      [
        {
          ...ask,
          options: Array.from({ length: 25 }, (_, n) =>
            option({
              name: `o${n}`,
              description: "x".repeat(100),
              choices: Array.from({ length: 3 }, (_, c) => ({ name: `${c}${"n".repeat(79)}`, value: `${c}` })),
            }),
          ),
        },
      ],
    ],
  ])("refuses %s", async (_, body) => {
    expect((await put(body)).status).toBe(400);
    expect((await scene.api("GET", `/applications/${scene.discord.applicationId}/commands`)).json).toEqual([]);
  });
});

it("checks an interactions endpoint before it accepts it", async () => {
  const url = { interactions_endpoint_url: "https://bot.example/interactions" };
  scene.bot.answer = () => Response.json({ type: 1 });
  expect((await scene.api("PATCH", "/applications/@me", url)).code).toBe(50035);
  scene.bot.answer = (_, request) =>
    request.headers.get("x-signature-ed25519")?.startsWith("0000") ? new Response("bad", { status: 401 }) : Response.json({ type: 1 });
  expect((await scene.api("PATCH", "/applications/@me", url)).json).toMatchObject(url);
});

it("events are signed and must be answered by 204", async () => {
  scene.bot.answer = () => new Response(null, { status: 204 });
  await scene.discord.sendEvent("PING");
  await scene.discord.sendEvent("APPLICATION_AUTHORIZED", { user: scene.ada, scopes: ["bot"], integration_type: 0 });
  expect(scene.bot.seen).toMatchObject([{ type: 0 }, { type: 1, event: { type: "APPLICATION_AUTHORIZED", data: { user: { id: scene.ada.id } } } }]);
  expect(scene.discord.violations).toEqual([]);
  scene.bot.answer = () => new Response("ok");
  await scene.discord.sendEvent("PING");
  expect(scene.discord.violations).toHaveLength(1);
});

it("what it sends has the shape of Discord's own schemas", async () => {
  const { discord, guild, channel, ada } = scene;
  const valid = (schema: spec.SpecSchema, json: unknown) => expect(schemaErrors(schema, json, true)).toEqual([]);
  scene.bot.answer = () =>
    Response.json({
      type: 4,
      data: { content: "a", components: [{ type: 1, components: [{ type: 2, style: 2, label: "x", custom_id: "x" }] }], embeds: [{ title: "t" }], ...QUIET },
    });
  const asked = await scene.ask();
  const pressed = await discord.interact({ kind: "button", user: ada, channel, message: asked.messages()[0]?.record ?? "", customId: "x" });
  await scene.api("POST", scene.hook(pressed), multipart({ content: "f", ...QUIET }, { name: "a.png", type: "image/png", bytes: new Uint8Array(4) }));
  discord.post(channel, ada, "hi", { attachments: [discord.putFile("a.txt", "text/plain", new Uint8Array(2))] });
  for (const message of (await scene.api("GET", `/channels/${channel.id}/messages`)).json as unknown as unknown[]) valid(spec.MessageResponseSchema, message);
  valid(spec.MessageResponseSchema, scene.bot.seen.at(-1)?.message);
  valid(spec.GuildMemberResponseSchema, (await scene.api("GET", `/guilds/${guild.id}/members/${ada.id}`)).json);
  valid(spec.GuildWithCountsResponseSchema, (await scene.api("GET", `/guilds/${guild.id}`)).json);
  valid(spec.GuildChannelResponseSchema, (await scene.api("GET", `/channels/${channel.id}`)).json);
  valid(spec.ThreadResponseSchema, (await scene.api("GET", `/channels/${discord.addChannel(guild, { parent: channel }).id}`)).json);
  valid(spec.PrivateChannelResponseSchema, (await scene.api("POST", "/users/@me/channels", { recipient_id: ada.id })).json);
  valid(spec.PrivateApplicationResponseSchema, (await scene.api("GET", "/applications/@me")).json);
  for (const own of (await scene.api("GET", "/users/@me/guilds")).json as unknown as unknown[]) valid(spec.MyGuildResponseSchema, own);
  for (const role of (await scene.api("GET", `/guilds/${guild.id}/roles`)).json as unknown as unknown[]) valid(spec.GuildRoleResponseSchema, role);
  expect(discord.violations).toEqual([]);
});
