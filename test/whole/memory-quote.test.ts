// "Remember" in the panel of "Ask AI privately": the message becomes a fact of whoever asked, with the way back, for private use alone.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import type { MessageRecord } from "../../scripts/playground/discord/discord.ts";
import { labels, memoryOf, optOut, pseudonymOf, said, shown } from "./memory.ts";
import type { Place } from "./panel.ts";
import { rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let here: Place;
let memory: ReturnType<typeof memoryOf>;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await env.DB.batch(["facts", "fact_versions", "memory_scopes"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  here = { user: world.ada, channel: world.channel };
  memory = memoryOf(world);
});

const open = (target: MessageRecord, place = here) => world.discord.interact({ ...place, kind: "message", command: "Ask AI privately", target });
const facts = () => rows("SELECT f.text, f.origin, f.message_id, f.quoted_key, f.private, s.key FROM facts f JOIN memory_scopes s ON s.no = f.id >> 28");

test("keeps what somebody said, by whom and where, privately; the panel stays", async () => {
  const target = world.discord.post(world.channel, world.bob, "The meeting is on Friday at five.");
  const panel = await open(target);
  const told = await memory.press(here, panel, "Remember");
  expect(told.original()?.isPrivate).toBe(true);
  expect(told.original()?.id).not.toBe(panel.original()?.id);
  expect(labels(panel)).toContain("Explain");
  expect(said(told)).toContain("**only in private**");
  // It quotes somebody: there is no way to make it public.
  expect(labels(told)).toEqual(["Edit", "Undo", "To the list"]);
  const link = `https://discord.com/channels/${world.channel.guildId}/${world.channel.id}/${target.json.id}`;
  expect(shown(told)).toMatch(/^bob: The meeting is on Friday at five\.\n-# .* · from a message · only in private · /);
  expect(shown(told)).toContain(`[source](${link})`);
  expect(await facts()).toEqual([
    {
      text: "bob: The meeting is on Friday at five.",
      origin: "menu",
      message_id: target.json.id,
      quoted_key: await pseudonymOf(world.bob.id),
      private: 1,
      key: `facts:user:${world.ada.id}:private`,
    },
  ]);
  const handle = (await rows("SELECT handle FROM facts"))[0]?.handle;
  const forged = await world.discord.interact({
    ...here,
    kind: "button",
    message: told.original()?.record ?? "",
    customId: `memory-where:${handle}:public`,
    force: true,
  });
  expect(said(forged)).toContain("stays in private");
  expect(await facts()).toMatchObject([{ private: 1 }]);
});

test("twice is once, a replay changes nothing, and Undo takes it back", async () => {
  const panel = await open(world.discord.post(world.channel, world.bob, "The meeting is on Friday."));
  const told = await memory.press(here, panel, "Remember");
  await world.discord.redeliver(told);
  expect(said(await memory.press(here, panel, "Remember"))).toContain("know that already");
  expect(await facts()).toHaveLength(1);
  await memory.press(here, told, "Undo");
  await world.discord.redeliver(told);
  expect(await facts()).toEqual([]);
});

test("one's own words are nobody else's: they can be made public on that server", async () => {
  const panel = await open(world.discord.post(world.channel, world.ada, "I'm allergic to nuts."));
  const told = await memory.press(here, panel, "Remember");
  expect(await facts()).toMatchObject([{ text: "I'm allergic to nuts.", quoted_key: null }]);
  expect(said(await memory.press(here, told, "Also in public here"))).toContain("in public answers too");
});

test("a long message is shortened after a sentence; one without words has no such button", async () => {
  const long = `${"A sentence about the plan. ".repeat(30)}The end.`;
  await memory.press(here, await open(world.discord.post(world.channel, world.bob, long)), "Remember");
  const text = String((await facts())[0]?.text);
  expect(text.length).toBeLessThanOrEqual(500);
  expect(text).toMatch(/^bob: A sentence .* the plan\. …$/);
  const picture = world.discord.putFile("cat.png", "image/png", new Uint8Array([1, 2, 3]));
  const panel = await open(world.discord.post(world.channel, world.bob, "", { attachments: [picture] }));
  await world.answered(panel);
  expect(labels(panel)).not.toContain("Remember");
});

test("is refused for words of somebody who opted out since, and for somebody who did", async () => {
  const panel = await open(world.discord.post(world.channel, world.bob, "The meeting is on Friday."));
  await optOut(world, { ...here, user: world.bob });
  expect(said(await memory.press(here, panel, "Remember"))).toContain("doesn't want me to read it");
  await optOut(world, here);
  const own = await open(world.discord.post(world.channel, world.ada, "I'm allergic to nuts."));
  expect(said(await memory.press(here, own, "Remember"))).toContain("You opted out");
  expect(await facts()).toEqual([]);
});

test("works in groups, in others' direct messages and where the bot is a guest, privately all the same", async () => {
  const eve = world.discord.addUser("eve", { installed: true });
  const foreign = world.discord.addGuild({ installed: false });
  world.discord.addMember(foreign, eve);
  world.discord.addMember(foreign, world.bob);
  for (const channel of [world.discord.groupChannel(eve, world.bob), world.discord.directChannel(eve, world.bob), world.discord.addChannel(foreign)]) {
    const place = { user: eve, channel };
    const told = await memory.press(place, await open(world.discord.post(channel, world.bob, `Said in ${channel.id}.`), place), "Remember");
    expect(said(told)).toContain("**only in private**");
  }
  expect(await rows("SELECT DISTINCT private FROM facts")).toEqual([{ private: 1 }]);
});
