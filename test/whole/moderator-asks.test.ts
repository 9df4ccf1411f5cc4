// A moderator may go on with somebody else's answer. What they ask is theirs: the model is told nothing then that is the other's own.
import { beforeEach, expect, test, vi } from "vitest";
import { permission, type User } from "../../scripts/playground/discord/discord.ts";
import { openDatabase } from "../fakes/database.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { memoryOf } from "./memory.ts";
import { manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

// The tests of a file share their database.
beforeEach(async () => {
  await openDatabase();
});
let world: World;
useWorld((fresh) => {
  world = fresh;
});

const sent = () => JSON.stringify(world.model.requests.at(-1)?.body);
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });

async function followedUp(mod: User, question: string) {
  const { ada, channel, discord } = world;
  world.model.script(() => ({ text: "I see." }));
  await world.knows(mod, ada);
  await discord.interact({ kind: "slash", user: ada, channel, command: "setprompt", options: { text: "Call me Countess Quillfeather." } });
  await discord.interact({ kind: "slash", user: mod, channel, command: "setprompt", options: { text: "Be brief with me." } });
  await memoryOf(world).use({ user: ada, channel }, "remember", { text: "is afraid of geese" });
  const asked = await world.ask("hello", { options: { context: false } });
  await saved(asked.id);
  expect(sent()).toMatch(/Quillfeather.*afraid of geese/s);
  const window = await world.press(mod, asked, "Follow up");
  const answer = await discord.interact({ kind: "modal", user: mod, channel, from: window, values: { prompt: question } });
  await world.answered(answer);
  await saved(answer.id);
  return answer;
}

test("neither wishes nor facts of the one who asked before, when it is asked and when it is asked again", { timeout: 30_000 }, async () => {
  const answer = await followedUp(manager(world, "mod", permission.manageMessages), "What do you know about whom you talk to?");
  expect(sent()).toContain("Be brief with me.");
  expect(sent()).toContain("hello");
  expect(sent()).not.toMatch(/Quillfeather|geese/);
  // Also when it is the one who asked before that has it told again.
  const again = await world.press(world.ada, answer, "Regenerate");
  await world.discord.waitFor(() => world.model.requests.length === 3, { timeoutMs: 10_000 });
  await saved(again.id);
  expect(sent()).toContain("whom you talk to");
  expect(sent()).not.toMatch(/Quillfeather|geese/);
});

test("goes with whoever asked it when they have themselves erased, made again by another, too", { timeout: 60_000 }, async () => {
  const mod = manager(world, "mod", permission.manageMessages);
  const answer = await followedUp(mod, "a flumadiddler?");
  const again = await world.press(world.ada, answer, "Regenerate");
  await saved(again.id);
  expect((await findEverywhere([mod.id, "flumadiddler"])).length).toBeGreaterThan(3);
  const panel = openPanel(world, { user: mod, channel: world.channel });
  await panel.command("privacy");
  await panel.press("Erase everything about me");
  const pressed = await panel.press("Yes, erase it all");
  await world.discord.waitFor(() => pressed.original()?.content.includes("Receipt") === true, { timeoutMs: 25_000, what: "the receipt" });
  expect(await findEverywhere([mod.id, "flumadiddler"])).toEqual([]);
});
