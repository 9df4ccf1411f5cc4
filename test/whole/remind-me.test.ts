// "Remind me": of somebody's message, later. Quick choices and a window; the way to the message, and no more of its words than a short quote.
import { describe, expect, test } from "vitest";
import { permission } from "../../scripts/playground/discord/discord.ts";
import { hmacOf } from "./known-person.ts";
import { guildOf, openPanel, rows } from "./panel.ts";
import { alarm, reminderRows, toldIn, untilTold } from "./reminding.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const MINUTE = 60_000;
const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});

const post = (text: string, user = world.bob) => world.discord.post(world.channel, user, text);
const menu = (target = post("Lunch at twelve, at the usual place?"), user = world.ada) =>
  world.discord.interact({ kind: "message", command: "Remind me", user, channel: world.channel, target });
const linkTo = (id: string) => `https://discord.com/channels/${world.channel.guildId}/${world.channel.id}/${id}`;
const from = async (handle: Awaited<ReturnType<typeof menu>>, user = world.ada) => {
  const panel = openPanel(world, { user, channel: world.channel });
  const seen = handle.original();
  if (seen === undefined) throw new Error("no question");
  panel.from(seen);
  return panel;
};

describe("the menu", () => {
  test("asks when, in private, and tells with the way to the message", async () => {
    const target = post("Lunch at twelve, at the usual place?");
    const asked = await menu(target);
    expect(asked.original()).toMatchObject({ isPrivate: true });
    const panel = await from(asked);
    expect(panel.labels()).toEqual(["In 20 minutes", "In 1 hour", "Tomorrow 9:00", "Another time…"]);
    await panel.press("In 20 minutes");
    expect(panel.text()).toContain("remind you here");
    expect(await reminderRows(world)).toMatchObject([
      { about_message_id: target.json.id, quoted_key: await hmacOf(world.bob.id), text: "“bob: Lunch at twelve, at the usual place?”" },
    ]);
    clock.move(20 * MINUTE + 1_000);
    await alarm(world.channel);
    const [told] = await untilTold(world, world.channel, 1);
    expect(told?.json.content).toContain(linkTo(target.json.id));
    expect(told?.json.mentions.map(({ id }) => id)).toEqual([world.ada.id]);
  });

  test("keeps no more than a short quote, and a note of one's own instead where there is one", async () => {
    const target = post(`Here is a long story. ${"It goes on and on. ".repeat(60)}`);
    const panel = await from(await menu(target));
    await panel.press("In 1 hour");
    expect(String((await reminderRows(world))[0]?.text).length).toBeLessThan(120);
    const other = await from(await menu(target));
    const window = await other.press("Another time…");
    await other.submit(window, { what: "answer him", when: "in 2 hours", repeat: "" });
    expect((await reminderRows(world))[1]).toMatchObject({ text: "answer him", about_message_id: target.json.id });
  });

  test("leaves people alone who opted out, before and after the question", async () => {
    await rows("INSERT OR REPLACE INTO opt_outs (key, active, changed_at) VALUES (?, 1, 5)", await hmacOf(world.bob.id));
    expect((await menu()).original()?.content).toContain("doesn't want me to read it");
    await rows("DELETE FROM opt_outs");
    const panel = await from(await menu());
    await rows("INSERT OR REPLACE INTO opt_outs (key, active, changed_at) VALUES (?, 1, 5)", await hmacOf(world.bob.id));
    const pressed = await panel.press("In 1 hour");
    expect(pressed.original()?.content).toContain("doesn't want me to read it");
    expect(await reminderRows(world)).toEqual([]);
    await rows("DELETE FROM opt_outs");
  });

  test("tells no word of somebody who opted out, or was erased, since", async () => {
    const panel = await from(await menu());
    await panel.press("In 20 minutes");
    await rows("INSERT OR REPLACE INTO opt_outs (key, active, changed_at) VALUES (?, 1, 5)", await hmacOf(world.bob.id));
    clock.move(20 * MINUTE + 1_000);
    await alarm(world.channel);
    const [told] = await untilTold(world, world.channel, 1);
    expect(told?.json.content).not.toContain("Lunch");
    expect(told?.json.content).not.toContain("discord.com/channels");
    await rows("DELETE FROM opt_outs");
  });

  test("is for pictures, too, and for one's own words", async () => {
    const picture = world.discord.putFile("cat.png", "image/png", new Uint8Array([1, 2, 3]));
    const target = world.discord.post(world.channel, world.ada, "", { attachments: [picture] });
    const panel = await from(await menu(target));
    await panel.press("Tomorrow 9:00");
    expect(await reminderRows(world)).toMatchObject([{ text: "", quoted_key: null, about_message_id: target.json.id }]);
    expect(
      (await world.discord.interact({ kind: "slash", command: "remind", user: world.ada, channel: world.channel, options: {} })).original()?.content,
    ).toContain("a message");
  });
});

test("who opted out themselves is reminded all the same", async () => {
  await rows("INSERT OR REPLACE INTO opt_outs (key, active, changed_at) VALUES (?, 1, 5)", await hmacOf(world.ada.id));
  await world.discord.interact({ kind: "slash", command: "remind", user: world.ada, channel: world.channel, options: { what: "tea", when: "in 10 minutes" } });
  clock.move(10 * MINUTE);
  await alarm(world.channel);
  expect((await untilTold(world, world.channel, 1))[0]?.json.content).toContain("> tea");
  await rows("DELETE FROM opt_outs");
});

test("the model sets one for whoever asks, once, and says when it is", async () => {
  const answer = await world.ask("Remind me in 10 minutes to call Bob", { options: { context: false } });
  expect(answer.messages()[0]?.content).toMatch(/Set: .*UTC/);
  expect(await reminderRows(world)).toMatchObject([{ text: "call Bob", user_id: world.ada.id, state: "waiting", direct: 0 }]);
  clock.move(10 * MINUTE);
  await alarm(world.channel);
  await untilTold(world, world.channel, 1);
  const hidden = await world.ask("Remind me in 10 minutes to hide", { options: { context: false, private: true } });
  expect(hidden.messages()[0]?.content).toContain("direct message");
  clock.move(10 * MINUTE);
  await alarm(world.channel);
  await untilTold(world, world.discord.directChannel(world.discord.bot, world.ada), 1);
  expect(
    toldIn(world, world.channel)
      .map(({ json }) => json.content)
      .join(),
  ).not.toContain("hide");
});

test("where only private answers are possible nothing is promised in public", async () => {
  const quiet = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny: permission.sendMessages }] });
  const set = await world.discord.interact({ kind: "slash", command: "remind", user: world.ada, channel: quiet, options: { what: "x", when: "in 1 hour" } });
  expect(set.original()?.content).toContain("direct message");
});
