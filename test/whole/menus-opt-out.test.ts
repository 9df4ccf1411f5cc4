// Whoever opts out after a menu was used on their message: no later request carries their words, not even as history.
import { expect, test, vi } from "vitest";
import { asObjects, asString } from "../../scripts/playground/discord/json.ts";
import { optOut } from "./memory.ts";
import { replying, saved } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { reply, posted, sentToModel } = replying(() => world);

const bobOptsOut = () => optOut(world, { user: world.bob, channel: world.channel });
const answeredReply = async (finishReason = "stop") => {
  world.model.script(() => ({ text: "About tomatoes.", finishReason }));
  const handle = await reply(world.discord.post(world.channel, world.bob, "my secret tomato recipe"));
  await saved(handle.id);
  world.model.script(undefined);
};
const pressOnReply = (label: string) => {
  const message = posted().at(-1);
  const buttons = asObjects(message?.json.components).flatMap((row) => asObjects(row.components));
  const customId = asString(buttons.find((button) => button.label === label)?.custom_id);
  if (message === undefined || customId === undefined) throw new Error(`no button ${label}`);
  return world.discord.interact({ kind: "button", user: world.ada, channel: world.channel, message, customId });
};

test("a later question goes without that exchange; what was said beside it stays", async () => {
  await saved((await world.ask("what is rain?")).id);
  await answeredReply();
  await world.ask("and snow?");
  expect(sentToModel()).toContain("my secret tomato recipe");
  await bobOptsOut();
  await world.ask("and hail?");
  expect(sentToModel()).toContain("what is rain?");
  expect(sentToModel()).not.toContain("secret");
});

test("an answer that was cut is not continued", async () => {
  await answeredReply("length");
  await bobOptsOut();
  const requests = world.model.requests.length;
  const handle = await pressOnReply("Continue");
  await vi.waitFor(() => expect(handle.original()?.content).toMatch(/doesn't want/), { timeout: 5_000 });
  expect(world.model.requests.length).toBe(requests);
});
