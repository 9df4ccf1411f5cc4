// Whatever way an answer takes, it shows whose it is once: by the bot's token, behind Show, in several messages, as a reply, after a Regenerate that failed.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { personaCommands, said } from "./persona-world.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { persona } = personaCommands(() => world);
const KEEPER = '# edgewise: name = Keeper\n# edgewise: style_prefix = "🗼 "\nFROM default\nSYSTEM You are Keeper.\n';
const TEXT = "the light is on, and it was on all night";

beforeEach(async () => {
  await persona("import", { text: KEEPER });
  await persona("use", { name: "Keeper" });
  world.model.script(() => ({ text: TEXT, delayMs: 40 }));
});

const bots = () => world.discord.visibleTo(world.ada, world.channel).filter((message) => message.record.interactionId === undefined);
async function askTooLate(isPrivate: boolean): Promise<InteractionHandle> {
  const options = { prompt: "is it on?", private: isPrivate, context: false };
  const asked = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "ask", options });
  const interaction = world.discord.state.interactions.get(asked.token);
  if (interaction === undefined) throw new Error("no interaction");
  interaction.createdAt -= 16 * 60_000;
  await vi.waitFor(async () => expect((await env.DB.prepare("SELECT id FROM turns WHERE id = ?").bind(asked.id).all()).results).toHaveLength(1), {
    timeout: 8_000,
  });
  return asked;
}

test("posted by the bot after Discord's reply had expired, below the question", async () => {
  await askTooLate(false);
  expect(bots().map(({ content }) => content)).toEqual([expect.stringMatching(new RegExp(`^-# .*is it on\\?\\n🗼 ${TEXT}`))]);
});

test("a private one, and when it is opened by Show", async () => {
  const asked = await world.ask("is it on?", { options: { private: true } });
  expect(said(asked)).toBe(`🗼 ${TEXT}`);
  await askTooLate(true);
  const [notice] = bots();
  expect(notice?.content).not.toContain("🗼");
  const opened = await world.discord.interact({
    kind: "button",
    user: world.ada,
    channel: world.channel,
    message: notice?.id ?? "",
    customId: notice?.buttons[0]?.customId ?? "",
  });
  await world.discord.waitFor(() => said(opened) === `🗼 ${TEXT}`, { what: "the private answer" });
});

test("one of several messages begins with it in the first alone", async () => {
  world.model.script(() => ({ text: "fog and foam. ".repeat(250), delayMs: 0 }));
  const asked = await world.ask("a long one");
  const messages = asked.messages().map(({ content }) => content);
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.map((content) => content.split("🗼").length - 1)).toEqual(messages.map((_, index) => (index === 0 ? 1 : 0)));
});

test("a reply to somebody's message", async () => {
  const target = world.discord.post(world.channel, world.bob, "Is anybody on watch?");
  const asked = await world.discord.interact({ kind: "message", user: world.ada, channel: world.channel, command: "Reply with AI", target });
  await world.discord.waitFor(
    () => asked.settled && bots().some(({ content, buttons }) => content.includes("night") && buttons.some(({ label }) => label === "Why" || label === "More")),
    {
      timeoutMs: 15_000,
      what: "the reply",
    },
  );
  expect(
    bots()
      .filter(({ content }) => content.includes("light"))
      .map(({ content }) => content),
  ).toEqual([`🗼 ${TEXT}`]);
});

test("an old answer that is kept because a new one did not work out keeps whose it was", async () => {
  const asked = await world.ask("is it on?", { options: { context: false } });
  await persona("use", { name: "rivet" });
  world.model.script(() => ({ status: 401 }));
  const again = await world.press(world.ada, asked, "Regenerate");
  await world.discord.waitFor(() => said(again).includes("I kept the old answer"), { timeoutMs: 15_000, what: "the end" });
  expect(said(again)).toMatch(new RegExp(`^🗼 ${TEXT}\n-# I kept`));
});
