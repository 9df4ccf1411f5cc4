// Whose words a turn with tools keeps: of everybody it is noted, so that it is found when one of them wants to be forgotten; and nothing is done twice.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type InteractionHandle, permission } from "../../scripts/playground/discord/discord.ts";
import type { Behaviour } from "../../scripts/playground/model/behaviour.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { enter, KEY, openModels, ownServer } from "./own-endpoint-stage.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);

/** What the model does, request by request. */
const acts = (...behaviours: Behaviour[]) => world.model.script((_, attempt) => behaviours[attempt - 1] ?? { text: "Done." });
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const allow = (...tools: string[]) =>
  env.DB.batch(
    tools.map((tool) =>
      env.DB.prepare("INSERT INTO tool_rules (guild_id, tool, enabled, set_by, changed_at) VALUES (?, ?, 1, '1', 1)").bind(guildOf(world).id, tool),
    ),
  );
const contentOf = (handle: InteractionHandle) => handle.original()?.content ?? "";
const keep = { context: false };
const call = (name: string, input: unknown) => ({ name, arguments: JSON.stringify(input) });
const READ = call("channel_history", {});
const records = () => (world.discord.state.channelMessages.get(world.channel.id) ?? []).filter(({ deletedAt }) => deletedAt === undefined);
const posts = () => records().map(({ json }) => json.content ?? "");

async function forgetBob(): Promise<void> {
  const panel = openPanel(world, { user: world.bob, channel: world.channel });
  await panel.command("privacy");
  await panel.press("Erase everything about me");
  const pressed = await panel.press("Yes, erase it all");
  await world.discord.waitFor(() => pressed.original()?.content.includes("Receipt") === true, { timeoutMs: 20_000, what: "the receipt" });
}

describe("words of others", () => {
  const bobSays = () => world.discord.post(world.channel, world.bob, "My pangolin escaped yesterday.");

  test("that a tool read stand in an answer that broke off: forgotten with them", async () => {
    bobSays();
    await allow("channel_history");
    world.model.script((_, attempt) =>
      attempt === 1 ? { toolCalls: [READ] } : { text: "Somebody misses a pangolin, as far as I can see it here.", errorInStream: { message: "no" } },
    );
    const answer = await world.ask("what is new?", { options: keep });
    await saved(answer.id);
    expect((await findEverywhere(["pangolin"])).length).toBeGreaterThan(0);
    await forgetBob();
    expect(await findEverywhere(["pangolin"])).toEqual([]);
  });

  test("that wait in what the model wants to do: forgotten with them, wherever it has them from", async () => {
    bobSays();
    await allow("send_message");
    acts({ toolCalls: [call("send_message", { channel: world.channel.id, text: "Who has seen a pangolin?" })] });
    const answer = await world.ask("tell them");
    await saved(answer.id);
    expect(contentOf(answer)).toContain("May I do this?");
    expect((await findEverywhere(["pangolin"])).length).toBeGreaterThan(0);
    await forgetBob();
    expect(await findEverywhere(["pangolin"])).toEqual([]);
  });

  test("that were read before somebody agreed, and are repeated after", async () => {
    bobSays();
    await allow("channel_history", "send_message");
    acts({ toolCalls: [READ] }, { toolCalls: [call("send_message", { channel: world.channel.id, text: "Hello" })] }, { text: "Sent. And a pangolin is away." });
    const answer = await world.ask("say hello", { options: keep });
    await saved(answer.id);
    const press = await world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(contentOf(answer)).toContain("pangolin"), { timeout: 8_000 });
    await saved(press.id);
    await forgetBob();
    expect(await findEverywhere(["pangolin"])).toEqual([]);
  });

  test("where found ones come from is kept without anybody's name", async () => {
    const { discord, channel, ada } = world;
    discord.post(channel, world.bob, "The pangolin is back.");
    await allow("search_messages");
    acts({ toolCalls: [call("search_messages", { words: "pangolin" })] }, { text: "It is back [1]." });
    const answer = await world.ask("any news?", { user: ada, options: keep });
    await saved(answer.id);
    const [turn] = await rows("SELECT explanation FROM turns WHERE id = ?", answer.id);
    expect(String(turn?.explanation)).toContain("https://discord.com/channels/");
    expect(String(turn?.explanation)).not.toContain("bob");
  });
});

describe("nothing twice", () => {
  test("a server that lets the model read less than is known of it: what was done is not done again", async () => {
    // Of its model a larger window is known than the usual one.
    const demo = ownServer(world, KEY, ["gpt-4o-mini"]);
    await enter(world, await openModels(world), { models: "gpt-4o-mini" });
    await allow("poll");
    const tooLong = { status: 400, error: { message: "This model's maximum context length is 8192 tokens.", code: "context_length_exceeded" } };
    demo.script(({ messages }) =>
      messages.some(({ role }) => role === "tool") ? tooLong : { toolCalls: [call("poll", { question: "Tea?", answers: ["yes", "no"] })] },
    );
    const answer = await world.ask("a poll, please", { options: keep });
    await saved(answer.id);
    expect(records().filter(({ json }) => json.poll !== undefined)).toHaveLength(1);
  });
});

describe("a crash", () => {
  test("in the middle of an answer about a page: its number stays that page's, though it is gone meanwhile", async () => {
    const pages = ["first", "second"];
    for (const name of pages)
      world.serve(
        `${name}.example`,
        async () => new Response(`<title>${name}</title><p>It is the ${name} page.</p>`, { headers: { "content-type": "text/html" } }),
      );
    world.model.script(() => ({ text: "First [1], and second [2], as both of them say.", delayMs: 100 }));
    const { discord, ada, channel } = world;
    const options = { prompt: "Compare https://first.example/ and https://second.example/", context: false };
    const answer = await discord.interact({ kind: "slash", user: ada, channel, command: "ask", options });
    await vi.waitFor(() => expect(world.model.requests).toHaveLength(1), { timeout: 5_000 });
    await abortAllDurableObjects();
    world.serve("first.example", async () => new Response("gone", { status: 404 }));
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(channel.id)));
    await world.answered(answer);
    expect(contentOf(answer)).toContain("First [¹](<https://first.example/>), and second [²](<https://second.example/>)");
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("It is the first page.");
  });
});

describe("consent", () => {
  test("what takes several messages is answered in another one, and both stay whole", async () => {
    await allow("send_message");
    const text = "word ".repeat(390).trim();
    acts({ toolCalls: [call("send_message", { channel: world.channel.id, text })] }, { text: "It is sent." });
    const answer = await world.ask("tell them a long story", { options: keep });
    expect(answer.messages().length).toBeGreaterThan(1);
    await saved(answer.id);
    const before = answer.messages().map(({ content }) => content);
    const press = await world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(press.messages().map(({ content }) => content)).toContainEqual(expect.stringContaining("It is sent.")), { timeout: 8_000 });
    expect(answer.messages().map(({ content }) => content)).toEqual(before);
    expect(posts().filter((content) => content === text)).toHaveLength(1);
  });

  test("in a reply to somebody's message: the reply becomes the answer, by its asker or a moderator alone", async () => {
    await allow("send_message");
    acts({ toolCalls: [call("send_message", { channel: world.channel.id, text: "Hello" })] }, { text: "Said so." });
    const target = world.discord.post(world.channel, world.bob, "Say hello to all");
    const menu = await world.discord.interact({ kind: "message", user: world.ada, channel: world.channel, command: "Reply with AI", target });
    const reply = () => records().find(({ json }) => json.message_reference?.message_id === target.json.id);
    await vi.waitFor(() => expect(reply()?.json.content).toContain("May I do this?"), { timeout: 10_000 });
    await saved(menu.id);
    const record = reply();
    const customId = `approve:${menu.id}:${world.ada.id}:1`;
    expect(JSON.stringify(record?.json.components)).toContain(customId);
    const press = (user: typeof world.ada) => world.discord.interact({ kind: "button", user, channel: world.channel, message: record ?? "", customId });
    expect(contentOf(await press(world.bob))).toContain("Only the person who asked");
    await press(manager(world, "mod", permission.manageMessages));
    await vi.waitFor(() => expect(reply()?.json.content).toContain("Said so."), { timeout: 10_000 });
    expect(posts().filter((content) => content === "Hello")).toHaveLength(1);
    expect(await rows("SELECT private FROM turns WHERE channel_id = ?", world.channel.id)).toEqual([{ private: 0 }, { private: 0 }]);
  });

  test("what a moderator asked in somebody's conversation is not that person's to decide", async () => {
    await allow("send_message");
    const mod = manager(world, "mod", permission.manageMessages);
    world.model.script(({ messages }) =>
      JSON.stringify(messages.at(-1)).includes("greet")
        ? { toolCalls: [call("send_message", { channel: world.channel.id, text: "Hello" })] }
        : { text: "Well." },
    );
    const first = await world.ask("how are you?", { options: keep });
    await saved(first.id);
    const pressed = await world.press(mod, first, "Follow up");
    const follow = await world.discord.interact({ kind: "modal", user: mod, channel: world.channel, from: pressed, values: { prompt: "greet them" } });
    await world.answered(follow);
    await saved(follow.id);
    expect(contentOf(follow)).toContain("May I do this?");
    const press = await world.press(world.ada, follow, "Approve");
    await vi.waitFor(() => expect(press.messages().map(({ content }) => content)).toContainEqual(expect.stringContaining("Only the person who asked")), {
      timeout: 8_000,
    });
    expect(posts()).not.toContain("Hello");
    await world.press(mod, follow, "Approve");
    await vi.waitFor(() => expect(posts()).toContain("Hello"), { timeout: 8_000 });
  });

  test("over the budget when it is given: trying again asks the question again, not nothing", async () => {
    await allow("send_message");
    acts({ toolCalls: [call("send_message", { channel: world.channel.id, text: "Hello" })] }, { text: "Said so." });
    const answer = await world.ask("say hello to all, please", { options: keep });
    await saved(answer.id);
    await env.DB.prepare("UPDATE budget_usage SET amount = 1000000000000").run();
    await world.press(world.ada, answer, "Approve");
    await vi.waitFor(() => expect(answer.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label))).toContain("Try again"), { timeout: 8_000 });
    await env.DB.prepare("DELETE FROM budget_usage").run();
    await world.press(world.ada, answer, "Try again");
    await vi.waitFor(() => expect(contentOf(answer)).toContain("Said so."), { timeout: 8_000 });
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("say hello to all, please");
  });
});
