// Discord's fifteen minutes are over before the answer is: what is public comes by the bot, what is private waits behind Show.
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import { useWorld, type World } from "./world.ts";

const SECRET = "the password is quince, said slowly and more than once";
let world: World;
useWorld((fresh) => {
  world = fresh;
  world.model.script(() => ({ text: SECRET, delayMs: 60 }));
});

const outcomeOf = async (id: string) =>
  (await env.DB.prepare("SELECT outcome, message_ids, explanation FROM turns WHERE id = ?").bind(id).all<Record<string, string>>()).results[0];
const saved = (id: string) => vi.waitFor(async () => expect(await outcomeOf(id)).toBeDefined(), { timeout: 8_000 });
const contents = (user: User) => world.discord.visibleTo(user, world.channel).map((message) => message.content);
const bots = (user: User) => world.discord.visibleTo(user, world.channel).filter((message) => message.record.interactionId === undefined);

async function askTooLate(isPrivate: boolean): Promise<InteractionHandle> {
  const options = { prompt: "what is the password?", private: isPrivate, context: false };
  const asked = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "ask", options });
  const interaction = world.discord.state.interactions.get(asked.token);
  if (interaction === undefined) throw new Error("no interaction");
  interaction.createdAt -= 16 * 60_000;
  await saved(asked.id);
  return asked;
}

test("a public answer is posted by the bot, once, with its question above it and working buttons", async () => {
  world.discord.faults.add({ kind: "lost-answer", times: 1, match: (call) => call.auth === "bot" && call.method === "POST" });
  const asked = await askTooLate(false);
  const posted = bots(world.bob);
  expect(posted).toHaveLength(1);
  expect(posted[0]?.content).toMatch(/^-# .*ada.*what is the password\?\n.*quince/s);
  expect(posted[0]?.record.json.nonce).toBeTruthy();
  expect(posted[0]?.record.json.mentions).toEqual([]);
  const record = await outcomeOf(asked.id);
  expect([record?.outcome, record?.message_ids]).toEqual(["answered", JSON.stringify([posted[0]?.id])]);
  world.model.script(() => ({ text: "another answer" }));
  const regenerate = posted[0]?.buttons.find(({ label }) => label === "Regenerate");
  const again = await world.discord.interact({
    kind: "button",
    user: world.ada,
    channel: world.channel,
    message: posted[0]?.id ?? "",
    customId: regenerate?.customId ?? "",
  });
  await world.answered(again);
  expect(contents(world.bob).some((content) => content.includes("another answer"))).toBe(true);
});

test("a private answer waits behind Show, which opens it for its asker alone", async () => {
  const asked = await askTooLate(true);
  const [notice, ...more] = bots(world.bob);
  expect(more).toEqual([]);
  expect(notice?.buttons.map(({ label }) => label)).toEqual(["Show"]);
  expect(JSON.parse((await outcomeOf(asked.id))?.explanation ?? "{}")).toMatchObject({ delivery: "notice" });
  const press = (user: User) =>
    world.discord.interact({ kind: "button", user, channel: world.channel, message: notice?.id ?? "", customId: notice?.buttons[0]?.customId ?? "" });

  const refused = await press(world.bob);
  expect(refused.original()?.isPrivate).toBe(true);
  expect(refused.original()?.content).toContain("Only the person who asked");
  const opened = await press(world.ada);
  await world.discord.waitFor(() => opened.original()?.content.includes("quince") ?? false, { what: "the private answer" });
  expect(opened.messages().every((message) => message.isPrivate)).toBe(true);
  expect(contents(world.bob).join()).not.toContain("quince");
  expect(contents(world.ada).join()).toContain("quince");
  // And again, as often as she likes.
  const reopened = await press(world.ada);
  await world.discord.waitFor(() => reopened.original()?.content.includes("quince") ?? false, { what: "the private answer again" });
  expect(world.model.requests).toHaveLength(1);
});

test("a private answer that failed says behind Show why, not that it was forgotten", async () => {
  world.model.script(() => ({ status: 401, delayMs: 60 }));
  world.discord.faults.add({ kind: "500", times: 2, match: (call) => call.method === "PATCH" });
  await askTooLate(true);
  const notice = bots(world.ada)[0];
  const opened = await world.discord.interact({
    kind: "button",
    user: world.ada,
    channel: world.channel,
    message: notice?.id ?? "",
    customId: notice?.buttons[0]?.customId ?? "",
  });
  await world.discord.waitFor(() => (opened.original()?.content ?? "") !== "", { what: "the reason" });
  expect(opened.original()?.content).toContain("OPENAI_API_KEY");
});
