// A guest in a server that shows the answers of external apps to their asker alone (no USE_EXTERNAL_APPS): those turns are private ones.
import { expect, test, vi } from "vitest";
import { type Channel, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { rows, saved } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

async function quietPlace(): Promise<{ user: User; channel: Channel }> {
  const user = world.discord.addUser("eve", { installed: true });
  await world.knows(user);
  const guild = world.discord.addGuild({ installed: false });
  for (const member of [user, world.bob]) world.discord.addMember(guild, member);
  const overwrites = [{ id: user.id, type: 1 as const, allow: 0n, deny: permission.useExternalApps }];
  return { user, channel: world.discord.addChannel(guild, { overwrites }) };
}
const turnOf = (id: string) => rows("SELECT private, conversation FROM turns WHERE id = ?", id);

test("they are remembered as private, and their buttons go on from them", async () => {
  const { user, channel } = await quietPlace();
  const handle = await world.ask("what is rain?", { user, channel });
  expect(handle.original()).toMatchObject({ isPrivate: true });
  await saved(handle.id);
  expect(await turnOf(handle.id)).toEqual([{ private: 1, conversation: `${channel.id}:${user.id}:private` }]);
  world.model.script(() => ({ text: "Once more.", delayMs: 1 }));
  await world.press(user, handle, "Regenerate");
  await vi.waitFor(() => expect(handle.original()?.content).toContain("Once more."), { timeout: 5_000 });
});

test("so is the answer to somebody's message", async () => {
  const { user, channel } = await quietPlace();
  const target = world.discord.post(channel, world.bob, "anybody here?");
  const handle = await world.discord.interact({ kind: "message", command: "Reply with AI", user, channel, target });
  await world.answered(handle);
  expect(handle.original()).toMatchObject({ isPrivate: true });
  await saved(handle.id);
  expect(await turnOf(handle.id)).toMatchObject([{ private: 1 }]);
});
