/** What people do on the page besides typing: message menus, selects; and the checklist that ticks itself by what really happened. */
import { beforeEach, describe, expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import type { WireAction, WireMessage } from "../../scripts/playground/page/wire.ts";
import { createPageStage, type PageStage, register } from "./page-stage.ts";

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
    expect((await stage.world()).menus).toEqual(["Reply with AI", "Ask AI privately"]);
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
