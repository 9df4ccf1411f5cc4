// /privacy and what follows from it: what stays of somebody who wants nothing to stay.
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { strangers: true },
);

const NOTICE = "Our first time";
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const labels = (handle: InteractionHandle) =>
  handle
    .messages()
    .at(-1)
    ?.buttons.map(({ label }) => label);
const everywhere = (handle: InteractionHandle) =>
  handle
    .messages()
    .map(({ content }) => content)
    .join("\n");
const optOut = async (user: User) => {
  const panel = openPanel(world, { user, channel: world.channel });
  await panel.command("privacy");
  await panel.press("Don't read or remember me");
  return panel;
};
/** Everything that is stored of words. */
const words = async () =>
  JSON.stringify([
    await rows("SELECT * FROM turns"),
    await rows("SELECT * FROM messages"),
    await rows("SELECT * FROM conversations"),
    await rows("SELECT * FROM prompts"),
  ]);

describe("/privacy", () => {
  test("tells what is kept, where it goes and what about others, to the asker alone, without being a first use", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    const opened = await panel.command("privacy");
    expect(opened.original()?.isPrivate).toBe(true);
    expect(panel.text()).toMatch(/30 days.*model\.example.*others wrote.*7 to 30 more days.*Who runs me.*You take part/s);
    expect(panel.text()).not.toContain(NOTICE);
    expect(panel.labels()).toEqual(["Don't read or remember me", "Get my data", "Erase everything about me", "The whole story"]);
    expect(JSON.stringify(panel.message()?.components)).toContain('"url":"https://bot.example/privacy"');
    expect(everywhere(await world.ask("hello"))).toContain(NOTICE);
  });

  test("opts out and in again, whatever is repeated", async () => {
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    await panel.command("privacy");
    const out = await panel.press("Don't read or remember me");
    expect(panel.text()).toContain("You opted out");
    await panel.press("Let me take part again");
    await world.discord.redeliver(out);
    await panel.command("privacy");
    expect(panel.text()).toContain("You take part");
    const forged = await panel.forge("privacy-opt:perhaps");
    expect(forged.original()?.content).toContain("don't know this button");
  });

  test("works in the bot's direct messages and where it is only somebody's guest", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    for (const channel of [world.discord.directChannel(world.discord.bot, eve), world.discord.groupChannel(eve, world.ada, world.bob)]) {
      const panel = openPanel(world, { user: eve, channel });
      await panel.command("privacy");
      await panel.press(panel.labels()[0] ?? "");
    }
    expect(await rows("SELECT active FROM opt_outs WHERE active = 1 AND changed_at > 0")).toHaveLength(0);
  });
});

describe("somebody who opted out", () => {
  test("is answered, and no word of it is left behind: only numbers", async () => {
    await optOut(world.ada);
    world.model.script(() => ({ text: "Quinces are fruit." }));
    const file = world.discord.putFile("marmalade-recipe.txt", "text/plain", new TextEncoder().encode("boil the quinces"));
    const asked = await world.ask("what about quinces?", { options: { file } });
    expect(everywhere(asked)).toBe("Quinces are fruit.");
    expect(labels(asked)).toEqual(["Follow up", "More"]);
    await saved(asked.id);
    expect(await words()).not.toMatch(/quince|marmalade|fruit/i);
    const [turn] = await rows("SELECT input, answer, outcome, output_tokens, cost_micro_usd FROM turns WHERE id = ?", asked.id);
    expect(turn).toMatchObject({ input: "null", answer: "", outcome: "answered" });
    expect(Number(turn?.output_tokens)).toBeGreaterThan(0);
    const why = await world.press(world.ada, asked, "Why");
    expect(why.original()?.content).toContain("demo-large");
    await world.ask("what did I just ask?");
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).not.toMatch(/quince/i);
  });

  test("may follow up; what would need the words says that they are gone", async () => {
    world.model.script(() => ({ text: "the first half", finishReason: "length" }));
    await optOut(world.ada);
    const asked = await world.ask("tell me everything");
    expect(everywhere(asked)).toBe("the first half\n-# This was cut because it got too long.");
    expect(labels(asked)).toEqual(["Follow up", "More"]);
    await saved(asked.id);
    const panel = openPanel(world, { user: world.ada, channel: world.channel });
    const [seen] = asked.messages();
    if (seen) panel.from(seen);
    for (const action of ["continue", "retry"]) {
      const pressed = await panel.forge(`${action}:${asked.id}:${world.ada.id}`);
      await vi.waitFor(() => expect(pressed.original()?.content).toContain("You asked me to remember nothing"));
    }
    world.model.script(() => ({ text: "and more" }));
    const window = await world.discord.interact({
      kind: "button",
      user: world.ada,
      channel: world.channel,
      message: seen?.record ?? "",
      customId: `follow-up:${asked.id}:${world.ada.id}`,
      force: true,
    });
    const followed = await world.discord.interact({ kind: "modal", user: world.ada, channel: world.channel, from: window, values: { prompt: "go on" } });
    await world.answered(followed);
    expect(everywhere(followed)).toBe("and more");
  });

  test("leaves no word behind either where they follow up somebody else's answer as a moderator", async () => {
    const cara = manager(world, "cara", permission.manageMessages);
    await optOut(cara);
    const asked = await world.ask("what about apples?");
    await saved(asked.id);
    const window = await world.press(cara, asked, "Follow up");
    world.model.script(() => ({ text: "Quinces, too." }));
    const followed = await world.discord.interact({ kind: "modal", user: cara, channel: world.channel, from: window, values: { prompt: "and quinces?" } });
    await world.answered(followed);
    await saved(followed.id);
    expect(await words()).toContain("apples");
    expect(await words()).not.toMatch(/quince/i);
  });

  test("leaves nothing behind either when the model fails, or everything did before anybody could be asked", async () => {
    await optOut(world.ada);
    world.model.script(() => ({ status: 401 }));
    const failed = await world.ask("secret one");
    expect(labels(failed)).toEqual(["Follow up", "Why"]);
    await saved(failed.id);
    world.model.script(() => "hang");
    const before = world.model.requests.length;
    const poison = await world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "ask", options: { prompt: "secret two" } });
    for (let crash = 0; crash < 3; crash++) {
      await vi.waitFor(() => expect(world.model.requests).toHaveLength(before + crash + 1), { timeout: 5_000 });
      await abortAllDurableObjects();
      await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    }
    await world.answered(poison);
    await saved(poison.id);
    expect(await words()).not.toContain("secret");
  });

  test("leaves no word in the channel's object either, while the database cannot take even the numbers", async () => {
    await optOut(world.ada);
    world.model.script(() => ({ text: "Quinces are fruit.", delayMs: 60 }));
    const asking = world.ask("what about quinces?", { options: { context: false } });
    await vi.waitFor(() => expect(world.model.requests).toHaveLength(1));
    await rows("ALTER TABLE turns RENAME TO turns_away");
    const asked = await asking;
    const stub = env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id));
    const kept = () =>
      runInDurableObject(stub, (_object, { storage: { sql } }) => [sql.exec("SELECT * FROM jobs").toArray(), sql.exec("SELECT * FROM journal").toArray()]);
    await vi.waitFor(async () => expect(JSON.stringify(await kept())).toContain("saving"), { timeout: 5_000 });
    expect(JSON.stringify(await kept())).not.toMatch(/quince|fruit/i);
    await abortAllDurableObjects();
    await rows("ALTER TABLE turns_away RENAME TO turns");
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await saved(asked.id);
  });

  test("hears that a private answer is lost whose time ran out, and the channel hears nothing of it", async () => {
    await optOut(world.ada);
    world.model.script(() => ({ text: "the password is quince", delayMs: 60 }));
    const asked = await world.discord.interact({
      kind: "slash",
      user: world.ada,
      channel: world.channel,
      command: "ask",
      options: { prompt: "what is the password?", private: true, context: false },
    });
    world.discord.expireTokens();
    await saved(asked.id);
    const notices = world.discord.visibleTo(world.bob, world.channel).filter(({ record }) => record.interactionId === undefined);
    expect(notices.map(({ content, buttons }) => [content, buttons])).toEqual([[expect.stringContaining("it is lost"), []]]);
    expect(await words()).not.toContain("quince");
  });

  test("is remembered again once they take part", async () => {
    const panel = await optOut(world.ada);
    await panel.press("Let me take part again");
    const asked = await world.ask("my cat is called Miso");
    await saved(asked.id);
    await world.ask("what is my cat called?");
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("Miso");
  });

  test("is known by no name in the list", async () => {
    await optOut(world.ada);
    expect(JSON.stringify(await rows("SELECT * FROM opt_outs"))).not.toContain(world.ada.id);
  });
});
