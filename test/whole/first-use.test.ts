// The notice at first use: once a person, on an answer that arrives.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type InteractionHandle, permission } from "../../scripts/playground/discord/discord.ts";
import { guildOf, rows } from "./panel.ts";
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
const everywhere = (handle: InteractionHandle) =>
  handle
    .messages()
    .map(({ content }) => content)
    .join("\n");
const words = async () => JSON.stringify([await rows("SELECT * FROM turns"), await rows("SELECT * FROM messages")]);

describe("the first answer", () => {
  test("ends with the notice, once a person, in whatever channel and language", async () => {
    world.model.script(() => ({ text: "Rain is water." }));
    const first = await world.ask("what is rain?");
    const [answer, notice] = everywhere(first).split("\n");
    expect(answer).toBe("Rain is water.");
    expect(notice).toMatch(/^-# Our first time: I keep .* 30 days, and the model at model\.example reads it\..*\/privacy$/);
    await saved(first.id);
    expect(everywhere(await world.ask("and snow?"))).not.toContain(NOTICE);
    const german = await world.discord.interact({
      kind: "slash",
      user: world.bob,
      channel: world.channel,
      command: "ask",
      options: { prompt: "Was ist Regen?" },
      locale: "de",
    });
    await world.answered(german);
    expect(everywhere(german)).toMatch(/\n-# Unser erstes Mal: .*\/datenschutz$/);
  });

  test("is one of two that are given at once", async () => {
    world.model.script(() => ({ text: "four words of it", delayMs: 20 }));
    const elsewhere = world.discord.addChannel(guildOf(world));
    const both = await Promise.all([
      world.ask("here", { options: { context: false } }),
      world.ask("there", { channel: elsewhere, options: { context: false } }),
    ]);
    expect(
      both
        .map(everywhere)
        .join("\n")
        .match(/Our first time/g),
    ).toHaveLength(1);
    for (const { id } of both) await saved(id);
    expect(everywhere(await world.ask("more"))).not.toContain(NOTICE);
  });

  test("counts as untold where it never arrived", async () => {
    const closed = world.discord.addChannel(guildOf(world), { overwrites: [{ id: world.discord.bot.id, type: 1, allow: 0n, deny: permission.sendMessages }] });
    world.model.script(() => ({ text: "the answer", delayMs: 60 }));
    const asked = await world.discord.interact({ kind: "slash", user: world.ada, channel: closed, command: "ask", options: { prompt: "x", context: false } });
    world.discord.expireTokens();
    await saved(asked.id);
    expect(await rows("SELECT outcome FROM turns WHERE id = ?", asked.id)).toEqual([{ outcome: "undeliverable" }]);
    world.model.script(undefined);
    expect(everywhere(await world.ask("hello"))).toContain(NOTICE);
  });

  test("tells it in private answers, too, and keeps the notice out of what is remembered", async () => {
    const first = await world.ask("psst", { options: { private: true } });
    expect(everywhere(first)).toContain(NOTICE);
    await saved(first.id);
    expect(await words()).not.toContain(NOTICE);
  });

  test("shows it on the last message however long the answer is", async () => {
    world.model.script(() => ({ text: "more words here. ".repeat(1_000), delayMs: 0 }));
    const first = await world.ask("long please");
    expect(first.messages()).toHaveLength(5);
    expect(first.messages().at(-1)?.content).toMatch(/\n-# Our first time[^\n]*\n-# The remaining .* in the file\.$/);
    for (const { content } of first.messages()) expect(content.length).toBeLessThanOrEqual(2_000);
  });

  test("is the first that was an answer: a failure does not count", async () => {
    world.model.script(() => ({ status: 401 }));
    const failed = await world.ask("hello");
    expect(everywhere(failed)).not.toContain(NOTICE);
    await saved(failed.id);
    world.model.script(undefined);
    expect(everywhere(await world.ask("hello"))).toContain(NOTICE);
  });

  test("shows it once although the process dies before it is saved", async () => {
    world.model.script(() => ({ text: "all of it", delayMs: 1 }));
    world.discord.faults.add({ kind: "500", rate: 1, match: (call) => call.method === "PATCH" });
    const asked = await world.discord.interact({
      kind: "slash",
      user: world.ada,
      channel: world.channel,
      command: "ask",
      options: { prompt: "x", context: false },
    });
    await vi.waitFor(() => expect(world.model.requests).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await abortAllDurableObjects();
    world.discord.faults.clear();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await world.answered(asked);
    expect(everywhere(asked).match(/Our first time/g)).toHaveLength(1);
    await saved(asked.id);
    expect(everywhere(await world.ask("more"))).not.toContain(NOTICE);
  });
});
