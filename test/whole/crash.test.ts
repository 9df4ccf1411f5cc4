// The object dies in the middle: what was acknowledged is still answered, once. (`npm run test:e2e` does it with kill -9.)
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const channelObject = () => env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id));
const ask = (prompt: string) =>
  world.discord.interact({ kind: "slash", user: world.ada, channel: world.channel, command: "ask", options: { prompt, context: false } });
const showsSome = (handle: InteractionHandle) => world.discord.waitFor(() => (handle.original()?.content.length ?? 0) > 20, { timeoutMs: 8_000 });

test("an answer that was streaming is finished after a crash", async () => {
  const text = Array.from({ length: 150 }, (_, i) => `word${i}`).join(" ");
  world.model.script(() => ({ text, delayMs: 20 }));
  const asked = await ask("go on");
  await showsSome(asked);
  await abortAllDurableObjects();
  await runDurableObjectAlarm(channelObject());
  await world.answered(asked);
  expect(asked.messages().map((message) => message.content)).toEqual([text]);
  expect(world.model.requests).toHaveLength(2);
});

test("an answer whose words are all there is not asked for again", async () => {
  world.model.script(() => ({ text: "all of it", delayMs: 1 }));
  world.discord.faults.add({ kind: "500", rate: 1, match: (call) => call.method === "PATCH" });
  const asked = await ask("go on");
  await vi.waitFor(() => expect(world.model.requests).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 500));
  await abortAllDurableObjects();
  world.discord.faults.clear();
  await runDurableObjectAlarm(channelObject());
  await world.answered(asked);
  expect(asked.messages()[0]?.content).toBe("all of it");
  expect(world.model.requests).toHaveLength(1);
});

test("a job that crashes the process again and again ends with an apology and Retry", async () => {
  world.model.script(() => "hang");
  const asked = await ask("poison");
  for (let crash = 0; crash < 3; crash++) {
    await vi.waitFor(() => expect(world.model.requests).toHaveLength(crash + 1), { timeout: 5_000 });
    await abortAllDurableObjects();
    await runDurableObjectAlarm(channelObject());
  }
  await world.answered(asked);
  expect(asked.messages()[0]?.content).toContain("interrupted");
  expect(asked.messages()[0]?.buttons.map((button) => button.label)).toContain("Try again");
  expect(world.model.requests).toHaveLength(3);
});
