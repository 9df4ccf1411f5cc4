/** Choosing in a select: what the client lets a person choose, and what Discord sends along. Source: Discord reference, "Message Component Data Structure". */
import { beforeEach, expect, test } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
let asked: InteractionHandle;

/** The bot answers with these selects, one per row. */
async function show(...selects: Record<string, unknown>[]): Promise<void> {
  scene.bot.answer = () =>
    Response.json({ type: 4, data: { ...QUIET, content: "choose", components: selects.map((select) => ({ type: 1, components: [select] })) } });
  asked = await scene.ask();
  scene.bot.answer = () => Response.json({ type: 6 });
}

function choose(customId: string, ...values: string[]): Promise<InteractionHandle> {
  const { discord, ada, channel } = scene;
  return discord.interact({ kind: "select", user: ada, channel, message: asked.messages()[0]?.id ?? "", customId, values });
}

const data = async (chosen: Promise<InteractionHandle>) => (await chosen).payload.data;

beforeEach(async () => {
  scene = await createScene();
});

test("people, roles and channels come with what Discord knows of them", async () => {
  const { discord, guild, channel, bob } = scene;
  const role = discord.addRole(guild, "Moderator", 0n);
  const types = [5, 6, 7, 8] as const;
  await show(...types.map((type) => ({ type, custom_id: `s${type}`, max_values: 2 })));
  expect(await data(choose("s5", bob.id))).toMatchObject({
    component_type: 5,
    values: [bob.id],
    resolved: { users: { [bob.id]: { username: "bob" } }, members: { [bob.id]: { permissions: expect.any(String) } } },
  });
  expect(await data(choose("s6", role.id))).toMatchObject({ values: [role.id], resolved: { roles: { [role.id]: { name: "Moderator" } } } });
  expect(await data(choose("s7", role.id, bob.id))).toMatchObject({ resolved: { roles: { [role.id]: {} }, users: { [bob.id]: {} } } });
  expect(await data(choose("s8", channel.id))).toMatchObject({
    resolved: { channels: { [channel.id]: { name: "general", permissions: expect.any(String) } } },
  });
  expect(discord.violations).toEqual([]);
});

test("a channel select takes channels of its kinds, of this server", async () => {
  const { discord, guild, channel } = scene;
  const voice = discord.addChannel(guild, { name: "voice", type: 2 });
  const elsewhere = discord.addChannel(discord.addGuild());
  await show({ type: 8, custom_id: "s", channel_types: [0] });
  await expect(choose("s", voice.id)).rejects.toThrow("cannot be chosen here");
  await expect(choose("s", elsewhere.id)).rejects.toThrow("cannot be chosen here");
  expect(await data(choose("s", channel.id))).toMatchObject({ values: [channel.id] });
});

test("only what is offered can be chosen, as often as the select allows", async () => {
  const options = ["a", "b", "c"].map((value) => ({ label: value, value }));
  await show({ type: 3, custom_id: "s", min_values: 1, max_values: 2, options });
  await expect(choose("s")).rejects.toThrow("1 to 2 can be chosen, not 0");
  await expect(choose("s", "a", "b", "c")).rejects.toThrow("1 to 2 can be chosen, not 3");
  await expect(choose("s", "a", "a")).rejects.toThrow("nothing can be chosen twice");
  await expect(choose("s", "d")).rejects.toThrow("cannot be chosen here");
  expect(await data(choose("s", "c", "a"))).toMatchObject({ values: ["c", "a"] });
});
