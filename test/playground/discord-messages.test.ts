/** The stand-in refuses what Discord refuses in messages, and lets a correct client through. */
import { beforeEach, describe, expect, it } from "vitest";
import { permission } from "../../scripts/playground/discord/permissions.ts";
import { createScene, multipart, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
let path: string;
beforeEach(async () => {
  scene = await createScene();
  path = `/channels/${scene.channel.id}/messages`;
});

const button = (id: string, more: object = {}) => ({ type: 2, style: 2, label: "Go", custom_id: id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const file = (size: number, name = "a.txt") => ({ name, type: "text/plain", bytes: new Uint8Array(size) });

it("takes a correct message and notes nothing", async () => {
  const body = { content: "hello", components: [row(button("a"), button("b"))], nonce: "n1", enforce_nonce: true, ...QUIET };
  const { status, json } = await scene.api("POST", path, body);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    content: "hello",
    author: { id: scene.discord.bot.id, bot: true },
    components: [{ components: [{ custom_id: "a" }, { custom_id: "b" }] }],
  });
  expect(scene.discord.violations).toEqual([]);
});

describe("50035 with the path of the mistake", () => {
  const cases: [string, object, string[]][] = [
    ["over 2,000 units", { content: "x".repeat(2001) }, ["content"]],
    ["over 2,000 units counted in UTF-16", { content: "😀".repeat(1001) }, ["content"]],
    ["an unknown key", { content: "a", colour: 1 }, ["colour"]],
    ["an unknown key in a component", { content: "a", components: [row(button("a", { onclick: "x" }))] }, ["components", "0", "components", "0", "onclick"]],
    ["the same custom_id twice", { content: "a", components: [row(button("a")), row(button("a"))] }, ["components", "1", "components", "0", "custom_id"]],
    ["a custom_id of 101 characters", { content: "a", components: [row(button("x".repeat(101)))] }, ["components", "0", "components", "0", "custom_id"]],
    ["an empty custom_id", { content: "a", components: [row(button(""))] }, ["components", "0", "components", "0", "custom_id"]],
    ["a button without custom_id", { content: "a", components: [row({ type: 2, style: 1, label: "a" })] }, ["components", "0", "components", "0", "custom_id"]],
    [
      "a link button with custom_id",
      { content: "a", components: [row(button("a", { style: 5, url: "https://a.example" }))] },
      ["components", "0", "components", "0", "custom_id"],
    ],
    ["a button with nothing to see", { content: "a", components: [row({ type: 2, style: 1, custom_id: "a" })] }, ["components", "0", "components", "0"]],
    ["a label of 81 characters", { content: "a", components: [row(button("a", { label: "x".repeat(81) }))] }, ["components", "0", "components", "0", "label"]],
    ["an unknown button style", { content: "a", components: [row(button("a", { style: 9 }))] }, ["components", "0", "components", "0", "style"]],
    ["six buttons in a row", { content: "a", components: [row(..."abcdef".split("").map((id) => button(id)))] }, ["components", "0", "components"]],
    ["six rows", { content: "a", components: "abcdef".split("").map((id) => row(button(id))) }, ["components"]],
    ["an empty row", { content: "a", components: [row()] }, ["components", "0", "components"]],
    ["a text display without the V2 flag", { content: "a", components: [{ type: 10, content: "a" }] }, ["components", "0", "type"]],
    ["content with the V2 flag", { content: "a", flags: 1 << 15, components: [{ type: 10, content: "a" }] }, ["content"]],
    ["the private flag in a channel", { content: "a", flags: 64 }, ["flags"]],
    ["embeds over 6,000 in all", { embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] }, ["embeds"]],
    ["an embed's field of blanks", { embeds: [{ fields: [{ name: "a", value: "\n" }] }] }, ["embeds", "0", "fields", "0", "value"]],
    ["a nonce over 25", { content: "a", nonce: "x".repeat(26) }, ["nonce"]],
    ["an attachment that does not exist", { content: "a", attachments: [{ id: "7" }] }, ["attachments", "0", "id"]],
    ["a reply to nothing", { content: "a", message_reference: { message_id: "1" } }, ["message_reference"]],
  ];
  it.each(cases)("%s", async (_, body, where) => {
    const { status, code, json } = await scene.api("POST", path, { ...body, ...QUIET });
    expect([status, code]).toEqual([400, 50035]);
    expect(where.reduce<unknown>((level, key) => (level as Record<string, unknown> | undefined)?.[key], json.errors)).toHaveProperty("_errors");
    expect(scene.discord.violations).toHaveLength(1);
  });
});

it.each([{ content: "" }, { content: " \n\t " }, {}, { content: "", components: [] }])("refuses the empty message %j", async (body) => {
  expect(await scene.api("POST", path, { ...body, ...QUIET })).toMatchObject({ status: 400, code: 50006 });
});

it("refuses an edit that leaves nothing", async () => {
  const { json } = await scene.api("POST", path, { content: "a", ...QUIET });
  expect(await scene.api("PATCH", `${path}/${String(json.id)}`, { content: "", ...QUIET })).toMatchObject({ code: 50006 });
});

it.each([
  ["missing", undefined],
  ["pings everything", { parse: ["everyone"] }],
  ["leaves the rest to Discord", {}],
])("notes allowed_mentions that %s, on creation and on edits", async (_, allowed) => {
  const body = { content: "a", ...(allowed === undefined ? {} : { allowed_mentions: allowed }) };
  const { json } = await scene.api("POST", path, body);
  await scene.api("PATCH", `${path}/${String(json.id)}`, body);
  expect(scene.discord.violations).toHaveLength(2);
});

describe("files", () => {
  it("are attached under the number that attachments names, and served by their link until it expires", async () => {
    const { json } = await scene.api("POST", path, multipart({ attachments: [{ id: 0, description: "d" }], ...QUIET }, file(3)));
    const [attachment] = json.attachments as { url: string; description: string; size: number }[];
    expect(attachment).toMatchObject({ filename: "a.txt", description: "d", size: 3, content_type: expect.stringContaining("text/plain") });
    const link = attachment?.url ?? "";
    expect((await (await scene.discord.fetch(new Request(link))).arrayBuffer()).byteLength).toBe(3);
    expect((await scene.discord.fetch(new Request(link.replace("hm=", "hm=0")))).status).toBe(404);
    scene.time.ms += 25 * 3600_000;
    expect((await scene.discord.fetch(new Request(link))).status).toBe(404);
    expect(scene.discord.violations).toEqual([]);
  });

  it("stay on edits that do not speak of attachments, and go when a list leaves them out", async () => {
    const { json } = await scene.api("POST", path, multipart({ content: "a", ...QUIET }, file(1, "one.txt"), file(1, "two.txt")));
    const [one] = json.attachments as { id: string }[];
    const message = `${path}/${String(json.id)}`;
    expect((await scene.api("PATCH", message, { content: "b", ...QUIET })).json.attachments).toHaveLength(2);
    expect((await scene.api("PATCH", message, multipart(QUIET, file(1, "three.txt")))).json.attachments).toHaveLength(3);
    const edited = await scene.api("PATCH", message, multipart({ attachments: [{ id: one?.id }, { id: 0 }], ...QUIET }, file(1, "new.txt")));
    expect(edited.json.attachments).toMatchObject([{ filename: "one.txt" }, { filename: "new.txt" }]);
    expect((await scene.api("PATCH", message, { attachments: [], ...QUIET })).json.attachments).toEqual([]);
  });

  it("over 10 MiB each are refused", async () => {
    expect(await scene.api("POST", path, multipart(QUIET, file(10 * 1024 * 1024 + 1)))).toMatchObject({ status: 413, code: 40005 });
  });

  it("over 25 MiB together are refused", async () => {
    const big = file(9 * 1024 * 1024);
    expect(await scene.api("POST", path, multipart(QUIET, big, big, big))).toMatchObject({ status: 413, code: 40005 });
  });

  it("over ten are refused", async () => {
    const eleven = Array.from({ length: 11 }, (_, index) => file(1, `${index}.txt`));
    expect(await scene.api("POST", path, multipart(QUIET, ...eleven))).toMatchObject({ status: 400, code: 50035 });
  });

  it("that the list forgets are refused", async () => {
    expect(await scene.api("POST", path, multipart({ attachments: [], ...QUIET }, file(1)))).toMatchObject({ status: 400, code: 50035 });
  });
});

describe("the request itself", () => {
  it.each([
    ["a wrong bot token is 401", { authorization: "Bot wrong" }, 401, 0],
    ["no token is 401", { authorization: undefined }, 401, 0],
    ["another User-Agent is refused", { "user-agent": "node" }, 403, 40333],
    ["a wrong content type is 50035", { "content-type": "text/plain" }, 400, 50035],
  ])("%s", async (_, headers, status, code) => {
    expect(await scene.api("POST", path, { content: "a", ...QUIET }, headers)).toMatchObject({ status, code });
    expect(scene.discord.violations).toHaveLength(1);
  });

  it("broken JSON is 50109", async () => {
    expect(await scene.api("POST", path, '{"content":')).toMatchObject({ status: 400, code: 50109 });
  });

  it("another API version, an unknown route and a wrong method are refused", async () => {
    const headers = { "user-agent": "DiscordBot (https://a.example, 1)", authorization: `Bot ${scene.discord.botToken}` };
    const status = async (method: string, url: string) => (await scene.discord.fetch(new Request(url, { method, headers }))).status;
    expect(await status("GET", "https://discord.com/api/v9/users/@me")).toBe(400);
    expect(await status("GET", "https://discord.com/api/users/@me")).toBe(400);
    expect(await status("GET", "https://discord.com/api/v10/nothing")).toBe(404);
    expect(await status("PUT", "https://discord.com/api/v10/users/@me")).toBe(405);
  });
});

it("enforce_nonce gives back the first message for some minutes", async () => {
  const send = async () => (await scene.api("POST", path, { content: "a", nonce: "turn-1", enforce_nonce: true, ...QUIET })).json.id;
  const first = await send();
  expect(await send()).toBe(first);
  scene.time.ms += 10 * 60_000;
  expect(await send()).not.toBe(first);
});

it("pages through messages, newest first, and refuses bad limits", async () => {
  const ids = Array.from({ length: 5 }, (_, index) => scene.discord.post(scene.channel, scene.ada, `m${index}`).json.id);
  const list = async (query: string) => {
    scene.time.ms += 1000;
    const { json } = await scene.api("GET", `${path}?${query}`);
    return (json as unknown as { id: string }[]).map((message) => ids.indexOf(message.id));
  };
  expect(await list("limit=2")).toEqual([4, 3]);
  expect(await list(`limit=2&before=${ids[3]}`)).toEqual([2, 1]);
  expect(await list(`limit=2&after=${ids[1]}`)).toEqual([3, 2]);
  expect(await list(`limit=3&around=${ids[2]}`)).toEqual([3, 2, 1]);
  scene.time.ms += 1000;
  expect((await scene.api("GET", `${path}?limit=101`)).code).toBe(50035);
  expect((await scene.api("GET", `${path}?limit=0`)).code).toBe(50035);
  expect((await scene.api("GET", `${path}?before=1&after=2`)).code).toBe(50035);
});

describe("voice messages", () => {
  const VOICE = 1 << 13;
  const ogg = { name: "voice.ogg", type: "audio/ogg", bytes: new Uint8Array(4) };
  const sound = { id: 0, duration_secs: 1.2, waveform: "AAAA" };
  const send = (payload: object, ...files: (typeof ogg)[]) => scene.api("POST", path, multipart({ flags: VOICE, ...QUIET, ...payload }, ...files));

  it("are one audio file with length and wave form, and nothing else", async () => {
    expect((await send({ attachments: [sound] }, ogg)).json).toMatchObject({ flags: VOICE, attachments: [{ duration_secs: 1.2, waveform: "AAAA" }] });
    expect((await send({ attachments: [sound], content: "a" }, ogg)).code).toBe(50159);
    expect((await send({ attachments: [sound] }, file(1))).code).toBe(50160);
    expect((await send({ attachments: [{ id: 0 }] }, ogg)).code).toBe(50161);
  });

  it("have a length and a wave form that make sense, and are not for who may not send them", async () => {
    for (const wrong of [{ duration_secs: 0 }, { waveform: "" }, { waveform: "?" }, { waveform: btoa("x".repeat(257)) }])
      expect((await send({ attachments: [{ ...sound, ...wrong }] }, ogg)).code).toBe(50161);
    expect((await send({ attachments: [{ ...sound, waveform: btoa("x".repeat(256)) }] }, ogg)).status).toBe(200);
    const deny = permission.sendVoiceMessages;
    const quiet = scene.discord.addChannel(scene.guild, { overwrites: [{ id: scene.discord.bot.id, type: 1, allow: 0n, deny }] });
    const denied = await scene.api("POST", `/channels/${quiet.id}/messages`, multipart({ flags: VOICE, ...QUIET, attachments: [sound] }, ogg));
    expect([denied.status, denied.code]).toEqual([403, 50173]);
  });

  it("cannot be edited", async () => {
    const { json } = await send({ attachments: [sound] }, ogg);
    expect((await scene.api("PATCH", `${path}/${String(json.id)}`, { content: "a", ...QUIET })).code).toBe(50162);
  });
});
