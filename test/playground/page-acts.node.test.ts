/** What people do on the page besides typing: message menus, selects; and the checklist that ticks itself by what really happened. */
import { beforeEach, describe, expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import type { WireAction, WireMessage } from "../../scripts/playground/page/wire.ts";
import { createPageStage, HERE, type PageStage, register } from "./page-stage.ts";

let stage: PageStage;

beforeEach(async () => {
  stage = await createPageStage();
  await register(stage.discord, declarations);
});

type Row = { type: 1; components: Record<string, unknown>[] };
const row = (...components: Record<string, unknown>[]): Row => ({ type: 1, components });
const button = (customId: string) => ({ type: 2, style: 2, label: "x", custom_id: customId });
/** From now on the bot answers with this. */
const answerWith = (components: Row[], more: Record<string, unknown> = {}) => {
  stage.bot.answer = async () => Response.json({ type: 4, data: { content: "hello", components, allowed_mentions: { parse: [] }, ...more } });
};
const slash = (command: string, prompt = "hi"): WireAction => {
  const options = command === "ask" ? { prompt: { type: 3, value: prompt } } : { text: { type: 3, value: prompt } };
  return { kind: "slash", command, path: [], options };
};
const menu = (target: string): WireAction => ({ kind: "message", command: "Reply with AI", target });
const act = (action: WireAction) => stage.act(stage.people[0], stage.general, action);
const last = async () => (await stage.get<WireMessage[]>(`/playground/messages?channel=${stage.general}`)).at(-1);

describe("acting", () => {
  test("a message menu hands the message to the bot, and the answer names it", async () => {
    const target = stage.discord.post(stage.channel, stage.people[1], "Who can come?");
    let seen: unknown;
    stage.bot.answer = async (request) => {
      seen = await request.json();
      return Response.json({ type: 5 });
    };
    expect((await stage.world()).menus).toEqual(["Reply with AI", "Ask AI privately", "Remind me"]);
    expect(await act(menu(target.json.id))).toEqual({});
    expect(seen).toMatchObject({
      type: 2,
      data: { type: 3, target_id: target.json.id, resolved: { messages: { [target.json.id]: { content: "Who can come?" } } } },
    });
    expect(await last()).toMatchObject({ isLoading: true, used: { command: "Reply with AI", by: { name: "Mira" } } });
  });

  test("a select is drawn with its limits and takes ids of people", async () => {
    const [, jonas] = stage.people;
    answerWith([row({ type: 5, custom_id: "who", min_values: 0, max_values: 2, default_values: [{ id: jonas.id, type: "user" }] })]);
    await act(slash("ask"));
    const message = await last();
    expect(message?.rows[0]?.[0]).toMatchObject({ type: 5, customId: "who", minValues: 0, maxValues: 2, defaultValues: [jonas.id], channelTypes: [] });
    let seen: unknown;
    stage.bot.answer = async (request) => {
      seen = await request.json();
      return Response.json({ type: 6 });
    };
    expect(await act({ kind: "select", message: message?.id ?? "", customId: "who", values: [jonas.id] })).toEqual({});
    expect(seen).toMatchObject({ type: 3, data: { component_type: 5, values: [jonas.id], resolved: { users: { [jonas.id]: { username: "jonas" } } } } });
    const wrong = await act({ kind: "select", message: message?.id ?? "", customId: "who", values: ["1"] });
    expect(wrong.problem).toContain("cannot be chosen here");
  });

  test("an embed arrives with all its parts", async () => {
    const embed = {
      title: "Weather",
      description: "Rain on Thursday",
      url: "https://example.com/a",
      color: 0x336699,
      timestamp: "2026-11-20T10:00:00.000Z",
      author: { name: "Jonas", url: "https://example.com/j" },
      footer: { text: "from the barn" },
      image: { url: "https://example.com/b.png" },
      fields: [{ name: "Wind", value: "west", inline: true }],
    };
    answerWith([], { embeds: [embed] });
    await act(slash("ask"));
    expect((await last())?.embeds).toEqual([
      {
        title: "Weather",
        description: "Rain on Thursday",
        url: "https://example.com/a",
        color: 0x336699,
        author: { name: "Jonas", url: "https://example.com/j", iconUrl: "" },
        fields: [{ name: "Wind", value: "west", isInline: true }],
        imageUrl: "https://example.com/b.png",
        thumbnailUrl: "",
        footer: "from the barn",
        timestamp: Date.UTC(2026, 10, 20, 10),
      },
    ]);
  });
});

describe("a command with subcommands", () => {
  const named = (name: string) => ({ name, description: `the ${name}` });
  const give = {
    ...named("give"),
    type: 1,
    options: [
      { ...named("count"), type: 4, required: true, min_value: 1, max_value: 9 },
      { ...named("who"), type: 6 },
      { ...named("where"), type: 7, channel_types: [0] },
      { ...named("file"), type: 11 },
    ],
  };
  beforeEach(() => register(stage.discord, [{ ...named("apples"), options: [give, { ...named("list"), type: 1 }], contexts: [0] }]));

  test("is offered as one line for each, with what its options take", async () => {
    const { commands, guilds } = await stage.world();
    expect(commands.map(({ name, path }) => [name, ...path])).toEqual([
      ["apples", "give"],
      ["apples", "list"],
    ]);
    expect(commands[0]?.options).toMatchObject([
      { name: "count", type: 4, minValue: 1, maxValue: 9 },
      { name: "who", type: 6 },
      { name: "where", type: 7, channelTypes: [0] },
      { name: "file", type: 11 },
    ]);
    expect(guilds[0]?.channels.map(({ kind, offered, canPost }) => [kind, offered.length > 0, canPost])).toContainEqual(["forum", false, false]);
  });

  test("sends people, channels and files, and the answer says in words what was asked", async () => {
    const [, jonas] = stage.people;
    const uploaded = await stage.page.fetch(new Request(`${HERE}/playground/files?name=Modelfile`, { method: "POST", body: "FROM x" }));
    const { id } = (await uploaded.json()) as { id: string };
    const options = {
      count: { type: 4, value: 3 },
      who: { type: 6, value: jonas.id },
      where: { type: 7, value: stage.general },
      file: { type: 11, value: id },
    };
    answerWith([]);
    expect(await act({ kind: "slash", command: "apples", path: ["give"], options })).toEqual({});
    expect(await last()).toMatchObject({ used: { command: "apples give", text: "/apples give count: 3  who: @Jonas  where: #general  file: Modelfile" } });
    expect((await stage.world()).traffic.at(-1)?.title).toBe("/apples give");
    const refused = await act({ kind: "slash", command: "apples", path: ["give"], options: { count: { type: 4, value: 10 } } });
    expect(refused.problem).toContain("at most 9");
  });
});

test("polls and reactions are there to look at", async () => {
  const poll = { question: { text: "Which?" }, answers: [{ answer_id: 1, poll_media: { text: "Cox" } }], expiry: "2026-11-21T00:00:00.000Z" };
  const reaction = { count: 1, count_details: { burst: 0, normal: 1 }, burst_colors: [], me: true, me_burst: false };
  const reactions = [
    { ...reaction, emoji: { id: null, name: "🍎" } },
    { ...reaction, emoji: { id: "1", name: "apple" } },
  ];
  stage.discord.post(stage.channel, stage.people[1], "", { json: { poll, reactions } });
  expect(await last()).toMatchObject({
    poll: { question: "Which?", answers: ["Cox"], endsAt: Date.UTC(2026, 10, 21) },
    reactions: [
      { emoji: "🍎", count: 1 },
      { emoji: ":apple:", count: 1 },
    ],
  });
});

describe("threads", () => {
  const start = (body: unknown, channel = stage.general) => stage.send(`/playground/threads?channel=${channel}`, body);
  const at = (id: string) => stage.get<WireMessage[]>(`/playground/messages?channel=${id}`);

  test("are started on a message, which leads there, and begin with it", async () => {
    const listening = await stage.listen(stage.people[1]);
    const { json } = stage.discord.post(stage.channel, stage.people[1], "Who can come?");
    const { id } = (await (await start({ name: "Wednesday", message: json.id })).json()) as { id: string };
    expect(id).toBe(json.id);
    expect(await last()).toMatchObject({ content: "Who can come?", thread: { id, name: "Wednesday" }, isNotice: false });
    expect(await at(id)).toMatchObject([{ content: "Who can come?", author: { name: "Jonas" }, isNotice: true, replyTo: null, thread: null }]);
    expect((await stage.world()).guilds[0]?.channels.find((channel) => channel.id === id)).toMatchObject({ kind: "thread", canThread: false, canPost: true });
    expect(await listening.end()).toContainEqual({ type: "world" });
  });

  test("of their own are told in the channel", async () => {
    const { id } = (await (await start({ name: "Recap" })).json()) as { id: string };
    expect(await last()).toMatchObject({ content: `started a thread: <#${id}>`, author: { name: "Mira" }, isNotice: true });
  });

  test("that the client would not allow are refused with a sentence", async () => {
    const { json } = stage.discord.post(stage.channel, stage.people[1], "Who can come?");
    expect((await start({ name: "a", message: json.id })).status).toBe(200);
    const again = await start({ name: "b", message: json.id });
    expect([again.status, await again.json()]).toEqual([400, { problem: "Discord's client would not allow this: this message has a thread already." }]);
    expect((await start({ name: " " })).status).toBe(400);
    expect((await start({ name: "x", message: "1" })).status).toBe(400);
    const thread = (await stage.world()).guilds[0]?.channels.find(({ name }) => name === "Press repair");
    expect((await start({ name: "x" }, thread?.id)).status).toBe(400);
  });

  test("of a forum are its posts, with tags", async () => {
    const { guilds } = await stage.world();
    const forum = guilds[0]?.channels.find(({ kind }) => kind === "forum");
    const [post] = guilds[0]?.channels.filter(({ parentId }) => parentId === forum?.id) ?? [];
    expect(post).toMatchObject({ kind: "thread", tags: ["tools"], canPost: true });
    expect((await at(post?.id ?? "")).map(({ author, isNotice }) => [author.name, isNotice])).toEqual([
      ["Wei", false],
      ["Jonas", false],
    ]);
  });
});

test("the bot goes by its nickname in that server, and everybody is told", async () => {
  answerWith([]);
  await act(slash("ask"));
  const listening = await stage.listen(stage.people[1]);
  const guild = stage.channel.guildId ?? "";
  const headers = {
    authorization: `Bot ${stage.discord.botToken}`,
    "content-type": "application/json",
    "user-agent": "DiscordBot (https://edgewise.example, 1.0)",
  };
  const url = `https://discord.com/api/v10/guilds/${guild}/members/@me`;
  const response = await stage.discord.fetch(new Request(url, { method: "PATCH", headers, body: JSON.stringify({ nick: "Captain Salt" }) }));
  expect(response.status).toBe(200);
  expect(await last()).toMatchObject({ author: { name: "Captain Salt", isBot: true } });
  expect(await listening.end()).toContainEqual({ type: "world" });
});

describe("the checklist", () => {
  const answered = [row(button("follow-up:1:2"), button("why:1:2"))];
  const stored = [row(button("prompt-undo:me:1"), button("prompt-view"))];

  test("ticks a question once it was answered, and not while it is written or when it failed", async () => {
    answerWith([row(button("stop:1:2"))]);
    await act(slash("ask"));
    answerWith([row(button("retry:1:2"), button("why:1:2"))]);
    await act(slash("ask"));
    expect(await stage.done()).toEqual([]);
    answerWith(answered);
    await act(slash("ask"));
    expect(await stage.done()).toEqual(["ask"]);
  });

  test("ticks a message menu once the bot took it", async () => {
    const target = stage.discord.post(stage.channel, stage.people[1], "Who can come?");
    stage.bot.answer = async () => new Response("", { status: 500 });
    await act(menu(target.json.id));
    expect(await stage.done()).toEqual([]);
    stage.bot.answer = async () => Response.json({ type: 5 });
    await act(menu(target.json.id));
    expect(await stage.done()).toEqual(["menu"]);
  });

  test("ticks instructions once they were stored and an answer came after that", async () => {
    answerWith([]);
    await act(slash("setprompt", "like a pirate"));
    answerWith(answered);
    await act(slash("ask"));
    expect(await stage.done()).toEqual(["ask"]);
    answerWith(stored);
    await act(slash("setprompt", "like a pirate"));
    expect(await stage.done()).toEqual(["ask"]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    answerWith(answered);
    await act(slash("ask"));
    expect(await stage.done()).toEqual(["ask", "prompt"]);
  });

  test("ticks the clock, the model and the set-up when they are there, and tells everybody", async () => {
    const listening = await stage.listen();
    await stage.machine.moveClock(60_000);
    await stage.machine.useModel({ url: "http://127.0.0.1:11434/v1", key: "", model: "llama" });
    stage.setup.isFinished = true;
    stage.page.lookAtSetup();
    expect(await stage.done()).toEqual(["clock", "model", "discord"]);
    const told = (await listening.end()).flatMap((event) => (event.type === "steps" ? [event.steps.filter((step) => step.done).length] : []));
    expect(told).toEqual([1, 2, 3]);
    await stage.machine.moveClock(0);
    await stage.machine.useModel(undefined);
    expect(await stage.done()).toEqual(["clock", "model", "discord"]);
  });

  test("is kept over a restart, and starts anew with what still holds", async () => {
    answerWith(answered);
    await act(slash("ask"));
    stage.setup.isFinished = true;
    stage.page.lookAtSetup();
    const next = await createPageStage(structuredClone(stage.shelf.content));
    expect(await next.done()).toEqual(["ask", "discord"]);
    const steps: { id: string; done: boolean }[] = await (await stage.send("/playground/steps", {})).json();
    expect(steps.filter((step) => step.done).map((step) => step.id)).toEqual(["discord"]);
    expect(await (await createPageStage(structuredClone(stage.shelf.content))).done()).toEqual(["discord"]);
  });

  test.each([null, "rubbish", { done: "ask" }, { done: ["nonsense"], promptAt: "x" }])("begins empty where the file says %j", async (kept) => {
    expect(await (await createPageStage(kept)).done()).toEqual([]);
  });
});
