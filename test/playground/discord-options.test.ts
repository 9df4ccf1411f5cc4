/** Subcommands and their options: what the client keeps, what reaches the bot, completions, and files in answers. */
import { beforeEach, describe, expect, it } from "vitest";
import { channelType, type InteractSpec, permission } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { createScene, multipart, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
  const named = (name: string) => ({ name, description: "d" });
  const pick = {
    ...named("pick"),
    type: 1,
    options: [
      { ...named("text"), type: 3, required: true, min_length: 2, max_length: 5, autocomplete: true },
      { ...named("choice"), type: 3, choices: [{ name: "One", value: "one" }] },
      { ...named("count"), type: 4, min_value: 1, max_value: 10 },
      { ...named("size"), type: 4, choices: [{ name: "Two", value: 2 }] },
      { ...named("loud"), type: 5 },
      { ...named("who"), type: 6 },
      { ...named("where"), type: 7, channel_types: [0, 11] },
      { ...named("file"), type: 11 },
    ],
  };
  const commands = [
    { ...named("sample"), options: [pick, { ...named("list"), type: 1 }], contexts: [0], integration_types: [0] },
    { name: "Look", type: 3, contexts: [0], integration_types: [0] },
  ];
  expect((await scene.api("PUT", `/applications/${scene.discord.applicationId}/commands`, commands)).status).toBe(200);
});

const use = (options: Record<string, OptionValue>, more: { path?: string[]; force?: boolean } = {}) =>
  scene.discord.interact({ kind: "slash", user: scene.ada, channel: scene.channel, command: "sample", path: ["pick"], options, ...more });
const typing = (focused: string, options: Record<string, OptionValue>) =>
  scene.discord.interact({ kind: "autocomplete", user: scene.ada, channel: scene.channel, command: "sample", path: ["pick"], focused, options });
const data = () => scene.bot.seen.at(-1)?.data as Record<string, unknown>;

describe("the options of a subcommand", () => {
  it("reach the bot with their types, and what their ids stand for", async () => {
    const { discord, guild, channel, ada, bob } = scene;
    const thread = discord.startThread(channel, ada, "Plans");
    const file = discord.putFile("Modelfile", "application/octet-stream", new Uint8Array(3));
    await use({ text: "abc", choice: "one", count: 10, size: 2, loud: false, who: bob, where: thread, file });
    expect(data().options).toEqual([
      {
        name: "pick",
        type: 1,
        options: [
          { name: "text", type: 3, value: "abc" },
          { name: "choice", type: 3, value: "one" },
          { name: "count", type: 4, value: 10 },
          { name: "size", type: 4, value: 2 },
          { name: "loud", type: 5, value: false },
          { name: "who", type: 6, value: bob.id },
          { name: "where", type: 7, value: thread.id },
          { name: "file", type: 11, value: file.id },
        ],
      },
    ]);
    const { users, members, channels, attachments } = data().resolved as Record<string, Record<string, Record<string, unknown>>>;
    expect(users).toMatchObject({ [bob.id]: { username: "bob" } });
    expect(members?.[bob.id]).not.toHaveProperty("user");
    const mine = String(discord.permissionsOf(ada, thread));
    expect(channels).toMatchObject({
      [thread.id]: { name: "Plans", type: 11, parent_id: channel.id, guild_id: guild.id, permissions: mine, thread_metadata: { archived: false } },
    });
    expect(channels?.[thread.id]).not.toHaveProperty("owner_id");
    // Discord tells no type of a file whose name says nothing.
    expect(attachments?.[file.id]).toMatchObject({ filename: "Modelfile", size: 3, ephemeral: true });
    expect(attachments?.[file.id]).not.toHaveProperty("content_type");
  });

  const spoiled: [string, () => Record<string, OptionValue>, string][] = [
    ["a required one that is missing", () => ({}), '"text" is required'],
    ["text that is too short", () => ({ text: "a" }), "too short"],
    ["text that is too long", () => ({ text: "abcdef" }), "too long"],
    ["what is no choice", () => ({ text: "abc", choice: "two" }), "no choice"],
    ["a number that is no choice", () => ({ text: "abc", size: 3 }), "no choice"],
    ["too small a number", () => ({ text: "abc", count: 0 }), "at least 1"],
    ["too large a number", () => ({ text: "abc", count: 11 }), "at most 10"],
    ["a broken number", () => ({ text: "abc", count: 1.5 }), "integer"],
    ["text for a number", () => ({ text: "abc", count: "3" }), "integer"],
    ["a channel of another type", () => ({ text: "abc", where: scene.discord.addChannel(scene.guild, { type: channelType.voice }) }), "not offered"],
    ["a channel of another server", () => ({ text: "abc", where: scene.discord.addChannel(scene.discord.addGuild()) }), "not offered"],
    ["a channel they cannot see", () => ({ text: "abc", where: scene.discord.addChannel(scene.guild, { deny: permission.viewChannel }) }), "not offered"],
    ["an option that is not there", () => ({ text: "abc", other: "x" }), "no option"],
  ];
  it.each(spoiled)("are not sent with %s, unless by force", async (_, options, why) => {
    await expect(use(options())).rejects.toThrow(why);
    expect(scene.bot.seen).toEqual([]);
    expect((await use(options(), { force: true })).status).toBe("acknowledged");
  });

  it("are not sent without a subcommand, or with one that is not there", async () => {
    await expect(use({}, { path: [] })).rejects.toThrow("needs one of its sub-commands");
    await expect(use({}, { path: ["gone"] })).rejects.toThrow("no sub-command gone");
    expect((await use({}, { path: ["list"] })).status).toBe("acknowledged");
  });

  it("are completed where that is declared, with ids as they are", async () => {
    scene.bot.answer = () => Response.json({ type: 8, data: { choices: [{ name: "Abc", value: "abc" }] } });
    const handle = await typing("text", { text: "a", who: scene.bob });
    expect(handle.choices).toEqual([{ name: "Abc", value: "abc" }]);
    expect(data().options).toMatchObject([
      {
        name: "pick",
        options: [
          { name: "text", value: "a", focused: true },
          { name: "who", value: scene.bob.id },
        ],
      },
    ]);
    expect(data()).not.toHaveProperty("resolved");
    await expect(typing("choice", { choice: "o" })).rejects.toThrow("not completed");
    await expect(typing("text", {})).rejects.toThrow("nothing is typed");
    expect(scene.discord.violations).toEqual([]);
  });
});

it("a forum or a category is no place to type; a post in a forum is", async () => {
  const { discord, guild, ada } = scene;
  const forum = discord.addChannel(guild, { type: channelType.forum });
  const list = (channel: typeof forum) => discord.interact({ kind: "slash", user: ada, channel, command: "sample", path: ["list"] });
  await expect(list(forum)).rejects.toThrow("nowhere to type");
  await expect(list(discord.addChannel(guild, { type: channelType.category }))).rejects.toThrow("nowhere to type");
  const post = discord.addPost(forum, ada, "It grinds", "Oil did not help");
  expect((await list(post)).status).toBe("acknowledged");
  expect(scene.bot.seen.at(-1)).toMatchObject({ channel: { type: 11, parent_id: forum.id, name: "It grinds" } });
});

describe("files in answers", () => {
  const file = (size: number) => ({ name: "captain.modelfile", type: "text/plain", bytes: new Uint8Array(size).fill(65) });
  const inline = (size: number) => new Response(multipart({ type: 4, data: { content: "here", ...QUIET } }, file(size)));

  it("come by edit, follow-up and callback, and can be downloaded as what they are", async () => {
    const { discord } = scene;
    const asked = await use({ text: "abc" });
    await scene.api("PATCH", scene.hook(asked, "/messages/@original"), multipart({ content: "a", ...QUIET }, file(4)));
    await scene.api("POST", scene.hook(asked), multipart({ content: "b", flags: 64, ...QUIET }, file(5)));
    scene.bot.answer = async (payload) => {
      await scene.api(
        "POST",
        `/interactions/${String(payload.id)}/${String(payload.token)}/callback`,
        multipart({ type: 4, data: { content: "c", ...QUIET } }, file(6)),
      );
      return new Response(null, { status: 202 });
    };
    const second = await use({ text: "abc" });
    const files = [...asked.messages(), ...second.messages()].flatMap(({ attachments }) => attachments);
    expect(files.map(({ size, content_type }) => [size, content_type])).toEqual([4, 5, 6].map((size) => [size, "text/plain; charset=utf-8"]));
    const response = await discord.fetch(new Request(files[0]?.url ?? ""));
    expect(await response.text()).toBe("AAAA");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="captain.modelfile"');
    expect(discord.violations).toEqual([]);
  });

  const menu = (): InteractSpec => ({
    kind: "message",
    user: scene.ada,
    channel: scene.channel,
    command: "Look",
    target: scene.discord.post(scene.channel, scene.ada, "hi"),
  });

  it("in the HTTP answer itself are lost when large, and for menus", async () => {
    scene.bot.answer = () => inline(1000);
    expect((await use({ text: "abc" })).status).toBe("acknowledged");
    expect(scene.discord.violations).toEqual([]);
    expect((await scene.discord.interact(menu())).status).toBe("failed");
    scene.bot.answer = () => inline(100_000);
    expect((await use({ text: "abc" })).failure).toContain("by REST");
    expect(scene.discord.violations).toHaveLength(2);
  });
});

describe("a window opened by a slash command", () => {
  const modal = (max: number, value = "") => ({
    type: 9,
    data: {
      custom_id: "m",
      title: "Text",
      components: [
        { type: 18, label: "Words", component: { type: 4, style: 2, custom_id: "words", min_length: 2, max_length: max, ...(value === "" ? {} : { value }) } },
      ],
    },
  });
  const submit = (from: { id: string }, words: string) =>
    scene.discord.interact({ kind: "modal", user: scene.ada, channel: scene.channel, from, values: { words } });

  it("takes up to 4,000 characters, and is answered without a message to update", async () => {
    scene.bot.answer = () => Response.json(modal(4000));
    const opened = await use({ text: "abc" });
    await expect(submit(opened, "x".repeat(4001))).rejects.toThrow("4000");
    await expect(submit(opened, "x")).rejects.toThrow("at least 2");
    scene.bot.answer = () => Response.json({ type: 4, data: { content: "stored", flags: 64, ...QUIET } });
    expect((await submit(opened, "x".repeat(4000))).messages()).toMatchObject([{ content: "stored", isPrivate: true }]);
    expect(scene.bot.seen.at(-1)).not.toHaveProperty("message");
    scene.bot.answer = () => Response.json({ type: 7, data: { content: "changed", ...QUIET } });
    expect((await submit(opened, "xx")).failure).toContain("no message to update");
  });

  it("with more than 4,000 characters is refused", async () => {
    scene.bot.answer = () => Response.json(modal(4001));
    expect((await use({ text: "abc" })).status).toBe("failed");
    scene.bot.answer = () => Response.json(modal(4000, "x".repeat(4001)));
    expect((await use({ text: "abc" })).status).toBe("failed");
    expect(scene.discord.violations).toHaveLength(2);
  });
});
