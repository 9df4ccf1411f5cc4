/** Inside workerd the bot calls the stand-in from its objects, in another I/O context than the test that watches. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { createScene, QUIET } from "./scene.ts";

const channels = (env as unknown as { CHANNEL: DurableObjectNamespace }).CHANNEL;

it("a Durable Object edits and uploads while the test waits, and a fault reaches it", async () => {
  const scene = await createScene();
  const asked = await scene.ask();
  scene.discord.faults.add({ kind: "slow", delayMs: 30, times: 1 });
  scene.discord.faults.add({ kind: "lost-answer", times: 1, match: (call) => call.method === "POST" });
  const work = runInDurableObject(channels.get(channels.idFromName("1")), async () => {
    await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "from the object", ...QUIET });
    await expect(scene.api("POST", `/channels/${scene.channel.id}/messages`, { content: "lost", ...QUIET })).rejects.toThrow(TypeError);
  });
  await scene.discord.waitFor(() => asked.settled);
  await work;
  expect(scene.discord.visibleTo(scene.bob, scene.channel).map((message) => message.content)).toEqual(["from the object", "lost"]);
});
