// Somebody speaks to the bot without a command: a real reply by the bot itself, once, whatever happens, and nobody is pinged.
import { abortAllDurableObjects } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { deleteMessage } from "../../scripts/playground/discord/messages.ts";
import { rows } from "./panel.ts";
import { postingIn } from "./posting.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { mention, posted, over, wake } = postingIn(() => world);
const call = (words: string, more: Parameters<World["discord"]["post"]>[3] = {}, user = world.ada) =>
  world.discord.post(world.channel, user, `<@${world.discord.bot.id}> ${words}`, more);
const told = () => JSON.stringify(world.model.requests.at(-1)?.body);
const labels = () =>
  posted()
    .at(-1)
    ?.components.flatMap((row) => (row.components as { label: string; custom_id: string }[]) ?? []) ?? [];
const press = (label: string, user = world.ada) => {
  const message = world.discord.state.messages.get(posted().at(-1)?.id ?? "");
  const button = labels().find((one) => one.label === label);
  if (message === undefined || button === undefined) throw new Error(`no button ${label}`);
  return world.discord.interact({ kind: "button", user, channel: world.channel, message, customId: button.custom_id });
};

describe("a mention", () => {
  test("is answered by a real reply that pings nobody, is remembered and explained", async () => {
    world.model.script(() => ({ text: "Tea, <@1> @everyone.", delayMs: 5 }));
    const asked = call("tea or coffee?");
    expect(await mention(asked)).toBe("committed");
    await over();
    expect(posted()).toMatchObject([{ content: "Tea, <@1> @everyone.", type: 19, message_reference: { message_id: asked.json.id }, mentions: [] }]);
    expect(told()).toContain("tea or coffee?");
    expect(told()).not.toContain(`<@${world.discord.bot.id}>`);
    expect(await rows("SELECT trigger, private, outcome, user_id, message_ids FROM turns WHERE id = ?", asked.json.id)).toEqual([
      { trigger: "mention", private: 0, outcome: "answered", user_id: world.ada.id, message_ids: JSON.stringify([posted()[0]?.id]) },
    ]);
    const why = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "why" });
    await world.discord.waitFor(() => why.settled);
    expect(why.original()?.content).toContain("You spoke to me in the channel");
    expect(why.original()?.content).toContain("as a message of my own");
    world.model.script(undefined);
    await world.ask("what did I ask before?");
    expect(told()).toContain("tea or coffee?");
  });

  test("that is read twice is answered once", async () => {
    const asked = call("hello");
    await mention(asked);
    expect(await mention(asked)).toBe("duplicate");
    await over();
    expect(await mention(asked)).toBe("duplicate");
    expect(posted()).toHaveLength(1);
  });

  test("is seen being answered: typing first, then its text as it grows", async () => {
    world.model.script(() => ({ text: "word ".repeat(60), delayMs: 20 }));
    await mention(call("tell me a story"));
    await world.discord.waitFor(() => (posted()[0]?.content.length ?? 0) > 20, { timeoutMs: 8_000 });
    expect(world.discord.calls.some(({ route }) => route.endsWith("/typing"))).toBe(true);
    expect(labels().map(({ label }) => label)).toEqual(["Stop"]);
    await press("Stop");
    await over();
    expect(posted()[0]?.content).toContain("Stopped here.");
  });

  test("knows what it replies to, and of the channel what was before it", async () => {
    world.discord.intents.messageContent = true;
    const first = world.discord.post(world.channel, world.bob, "the meeting is on Friday");
    world.discord.post(world.channel, world.bob, "bring cake");
    const asked = call("is that true?", { replyTo: first });
    world.discord.post(world.channel, world.bob, "said later");
    await mention(asked);
    await over();
    expect(told()).toMatch(/reply_chain[^>]*untrusted.*bob: the meeting is on Friday.*<\/reply_chain>/s);
    expect(told()).toContain("bring cake");
    expect(told()).not.toContain("said later");
  });

  test("is not told twice: what was said to the bot is history, not the channel's messages as well", async () => {
    world.discord.intents.messageContent = true;
    world.model.script(() => ({ text: "A fact about otters.", delayMs: 1 }));
    await mention(call("tell me about otters"));
    await over();
    await mention(call("and more?"));
    await over();
    expect(told().split("tell me about otters")).toHaveLength(2);
    expect(told().split("A fact about otters.")).toHaveLength(2);
  });

  test("of somebody who opted out is answered, and nothing of it is kept", async () => {
    const out = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "privacy" });
    await world.discord.waitFor(() => out.settled);
    await world.press(world.ada, out, "Don't read or remember me");
    const asked = call("a secret question");
    await mention(asked);
    await over();
    expect(posted()).toHaveLength(1);
    expect(JSON.stringify(await rows("SELECT * FROM turns WHERE id = ?", asked.json.id))).not.toContain("secret");
  });

  test("is answered anew by Regenerate, and goes on by Follow up", async () => {
    world.model.script(() => ({ text: "First.", delayMs: 1 }));
    await mention(call("tea or coffee?"));
    await over();
    world.model.script(() => ({ text: "Second.", delayMs: 1 }));
    await press("Regenerate");
    await vi.waitFor(() => expect(posted().map(({ content }) => content)).toEqual(["Second."]), { timeout: 5_000 });
    expect(told()).toContain("tea or coffee?");
  });
});

describe("where there is no answer", () => {
  test("because the bot is paused, the person is told, but not again for a while", async () => {
    const pause = (paused: number) =>
      rows(
        "INSERT INTO servers (id, paused, changed_at) VALUES (?, ?, 1) ON CONFLICT (id) DO UPDATE SET paused = excluded.paused",
        world.channel.guildId,
        paused,
      );
    await pause(1);
    await mention(call("hello?"));
    await over();
    expect(posted()).toHaveLength(1);
    expect(posted()[0]?.content).toContain("pause");
    const again = call("hello??");
    await mention(again);
    await over();
    expect(posted()).toHaveLength(1);
    expect(await rows("SELECT outcome, reason, message_ids FROM turns WHERE id = ?", again.json.id)).toEqual([
      { outcome: "failed", reason: "paused", message_ids: "[]" },
    ]);
    await pause(0);
  });

  test("because the model is away, the reply says so and offers to try again", async () => {
    world.model.script(() => ({ status: 400, error: { message: "no" } }));
    await mention(call("hello?"));
    await over();
    expect(posted()[0]).toMatchObject({ type: 19 });
    expect(labels().map(({ label }) => label)).toContain("Try again");
    world.model.script(() => ({ text: "Here I am.", delayMs: 1 }));
    await press("Try again");
    await vi.waitFor(() => expect(posted().at(-1)?.content).toBe("Here I am."), { timeout: 5_000 });
  });

  test("because the channel takes none, it is recorded with the reason", async () => {
    const asked = call("hello?");
    world.discord.faults.add({ kind: "refused", rate: 1, status: 403, code: 50013, match: (one) => one.method === "POST" && one.path.includes("/messages") });
    await mention(asked);
    await over();
    world.discord.faults.clear();
    expect(posted()).toEqual([]);
    expect(await rows("SELECT outcome, reason FROM turns WHERE id = ?", asked.json.id)).toEqual([{ outcome: "undeliverable", reason: "forbidden" }]);
  });

  test("because its message is gone, it stands as a plain message", async () => {
    const asked = call("hello?");
    await mention(asked);
    deleteMessage(world.discord.state, asked);
    await over();
    expect(posted()).toMatchObject([{ type: 0 }]);
  });
});

describe("a crash", () => {
  test("while it is being written, or twice, leaves one whole reply", async () => {
    const text = Array.from({ length: 100 }, (_, i) => `word${i}`).join(" ");
    world.model.script(() => ({ text, delayMs: 20 }));
    await mention(call("go on"));
    for (let crash = 0; crash < 2; crash++) {
      const requests = world.model.requests.length;
      await world.discord.waitFor(() => (posted()[0]?.content.length ?? 0) > 20, { timeoutMs: 8_000 });
      await abortAllDurableObjects();
      await wake();
      await vi.waitFor(() => expect(world.model.requests.length).toBeGreaterThan(requests), { timeout: 5_000 });
    }
    await over();
    expect(posted().map(({ content }) => content)).toEqual([text]);
  });

  test("between the post and its id leaves one reply", async () => {
    world.model.script(() => ({ text: "All of it.", delayMs: 1 }));
    world.discord.faults.add({ kind: "lost-answer", rate: 1, match: (one) => one.method === "POST" && one.path.endsWith("/messages") });
    await mention(call("go on"));
    await vi.waitFor(() => expect(posted()).toHaveLength(1), { timeout: 5_000 });
    await abortAllDurableObjects();
    world.discord.faults.clear();
    await wake();
    await over();
    expect(posted().map(({ content }) => content)).toEqual(["All of it."]);
  });
});
