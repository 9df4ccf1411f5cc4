// The buttons under pictures: for whoever asked and for moderators, on what is shown, as long as the turn is remembered.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { permission, type User } from "../../scripts/playground/discord/discord.ts";
import { asked, emptyLedger, labels, paint, pictures, turnOf } from "./painting.ts";
import { manager, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(emptyLedger);

const moderator = async (): Promise<User> => {
  const user = manager(world, "mo", permission.manageMessages);
  await world.knows(user);
  return user;
};
const optOut = async () => {
  const panel = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "privacy" });
  return world.press(world.ada, panel, "Don't read or remember me");
};

test("Reroll paints the same in a new message, and the old picture stays", async () => {
  const first = await paint(world, "a heron", { size: "portrait", count: 2 });
  await turnOf(first.id);
  const again = await world.press(world.ada, first, "Reroll");
  await world.answered(again);
  expect(again.original()?.id).not.toBe(first.original()?.id);
  expect(pictures(first)).toHaveLength(2);
  expect(pictures(again)).toHaveLength(2);
  expect(again.original()?.content).toMatch(/^🎲 a heron/);
  expect(asked(world).at(-1)?.body).toMatchObject({ n: 2, size: "1024x1536" });
  expect(JSON.parse((await turnOf(again.id)).input)).toMatchObject({ action: "reroll", prompt: "a heron", count: 2, shape: "portrait" });
  // And from there again.
  const third = await world.press(world.ada, again, "Reroll");
  await world.answered(third);
  expect(pictures(third)).toHaveLength(2);
});

test("Edit prompt hands back what was typed, and paints what was made of it", async () => {
  const first = await paint(world, "a heron", { refine: false });
  await turnOf(first.id);
  const window = await world.press(world.ada, first, "Edit prompt");
  expect(JSON.stringify(window.modal)).toContain('"value":"a heron"');
  const edited = await world.discord.interact({ kind: "modal", user: world.ada, channel: world.channel, from: window, values: { prompt: "two herons" } });
  await world.answered(edited);
  expect(edited.original()?.content).toBe("two herons");
  expect(asked(world).at(-1)?.body["prompt"]).toBe("two herons");
});

test("Vary starts from the very picture that its number names", async () => {
  const first = await paint(world, "a heron", { count: 2 });
  await turnOf(first.id);
  const size = Number(pictures(first)[1]?.["size"]);
  const varied = await world.press(world.ada, first, "Vary 2");
  await world.answered(varied);
  expect(asked(world).at(-1)).toMatchObject({ path: "/v1/images/edits", body: { image: { type: "image/png", bytes: size }, n: "2" } });
  // What it was made of, and nothing is refined twice.
  expect(asked(world).at(-1)?.body["prompt"]).toBe(asked(world)[0]?.body["prompt"]);
  expect(pictures(varied)).toHaveLength(2);
});

test("Delete takes the message away, and what was asked for with it; only the numbers stay", async () => {
  const first = await paint(world, "a heron with a secret");
  await turnOf(first.id);
  const pressed = await world.press(world.ada, first, "Delete");
  await world.discord.waitFor(() => pressed.original()?.content.includes("Deleted") ?? false, { timeoutMs: 8_000 });
  expect(pressed.original()?.isPrivate).toBe(true);
  expect(first.messages()).toEqual([]);
  const turn = await turnOf(first.id);
  expect([turn.input, turn.answer]).toEqual(["null", ""]);
  expect(turn.cost_micro_usd).toBeGreaterThan(0);
});

test.each(["Reroll", "Edit prompt", "Vary", "Delete"])("%s is not for others", async (label) => {
  const first = await paint(world, "a heron");
  await turnOf(first.id);
  const pressed = await world.press(world.bob, first, label);
  expect(pressed.original()).toMatchObject({ isPrivate: true, content: expect.stringContaining("Only the person who asked") });
  expect(asked(world)).toHaveLength(1);
  expect(first.messages()).toHaveLength(1);
});

test("a moderator may reroll and delete; what it costs is the moderator's, whose pictures they are stays", async () => {
  const mo = await moderator();
  const first = await paint(world, "a heron");
  await turnOf(first.id);
  const again = await world.press(mo, first, "Reroll");
  await world.answered(again);
  expect(await turnOf(again.id)).toMatchObject({ user_id: mo.id, conversation: `${world.channel.id}:${world.ada.id}:pictures` });
  const pressed = await world.press(mo, again, "Delete");
  await world.discord.waitFor(() => pressed.original()?.content.includes("Deleted") ?? false, { timeoutMs: 8_000 });
  expect(again.messages()).toEqual([]);
});

test("weeks later they work; past retention they say so", async () => {
  const first = await paint(world, "a heron");
  await turnOf(first.id);
  await env.DB.prepare("UPDATE turns SET created_at = created_at - 2000000000 WHERE id = ?").bind(first.id).run();
  const again = await world.press(world.ada, first, "Reroll");
  await world.answered(again);
  expect(pictures(again)).toHaveLength(1);
  await env.DB.prepare("DELETE FROM turns WHERE id = ?").bind(first.id).run();
  const gone = await world.press(world.ada, first, "Reroll");
  await world.answered(gone);
  expect(gone.original()?.content).toContain("past the time I keep things");
  expect(labels(gone)).toEqual(["Why"]);
  const window = await world.press(world.ada, first, "Edit prompt");
  expect(window.original()?.content).toContain("past the time I keep things");
});

test("of those who opted out nothing is kept, so there is nothing to paint again", async () => {
  await optOut();
  const first = await paint(world, "a heron with a secret");
  expect(labels(first)).toEqual(["Delete", "Why"]);
  const turn = await turnOf(first.id);
  expect([turn.input, turn.answer]).toEqual(["null", ""]);
  expect(JSON.stringify(await rows("SELECT * FROM turns"))).not.toContain("secret");
});

test("a picture is no question: nothing of it is in a conversation, and no other button goes on from it", async () => {
  const first = await paint(world, "a heron with a secret");
  await turnOf(first.id);
  await world.ask("what did I say?");
  expect(JSON.stringify(world.model.requests.at(-1)?.body)).not.toContain("secret");
  expect(await rows("SELECT content FROM messages WHERE turn_id = ?", first.id)).toEqual([]);
  for (const action of ["regenerate", "retry", "continue"]) {
    const before = world.model.requests.length;
    const message = first.original()?.record ?? "";
    // As a button that we never put there.
    const buttons = first.original()?.record.json.components[0] as { components: { custom_id: string }[] };
    const [button] = buttons.components;
    if (button === undefined) throw new Error("no button");
    button.custom_id = `${action}:${first.id}:${world.ada.id}`;
    const pressed = await world.discord.interact({ kind: "button", user: world.ada, channel: world.channel, message, customId: button.custom_id });
    await world.discord.waitFor(() => [pressed, first].some((handle) => handle.original()?.content.includes("past the time I keep things")), {
      timeoutMs: 8_000,
      what: action,
    });
    await turnOf(pressed.id);
    expect(world.model.requests).toHaveLength(before);
  }
});
