/** The stand-in behind a real port: what a Worker in another process meets. */
import { afterEach, expect, it } from "vitest";
import { type ServedDiscord, serveDiscord } from "../../scripts/playground/discord/serve.ts";
import { createScene, multipart, QUIET, USER_AGENT } from "./scene.ts";

let served: ServedDiscord | undefined;
afterEach(async () => served?.close());

it("answers the API, takes files, serves links, and breaks connections on demand", async () => {
  const scene = await createScene();
  served = await serveDiscord(scene.discord, { other: async () => new Response("page") });
  const { url } = served;
  const headers = { "user-agent": USER_AGENT, authorization: `Bot ${scene.discord.botToken}` };
  const path = `${url}/api/v10/channels/${scene.channel.id}/messages`;
  const body = multipart({ content: "a", ...QUIET }, { name: "a.txt", type: "text/plain", bytes: new Uint8Array([1, 2, 3]) });
  const response = await fetch(path, { method: "POST", headers, body });
  expect(response.status).toBe(200);
  const { attachments } = (await response.json()) as { attachments: { url: string; proxy_url: string }[] };
  const [attachment] = attachments;
  expect(attachment?.url.startsWith(`${url}/attachments/`)).toBe(true);
  expect(new Uint8Array(await (await fetch(attachment?.url ?? "")).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  await fetch(`${attachment?.proxy_url}width=100&height=50`);
  expect([...scene.discord.state.files.values()][0]?.fetched).toMatchObject([{ host: "cdn" }, { host: "media", width: 100, height: 50 }]);
  expect(await (await fetch(`${url}/`)).text()).toBe("page");

  scene.discord.faults.add({ kind: "lost-answer", times: 1 });
  await expect(
    fetch(path, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify({ content: "lost", ...QUIET }) }),
  ).rejects.toThrow(TypeError);
  expect(scene.discord.visibleTo(scene.ada, scene.channel).map((message) => message.content)).toEqual(["a", "lost"]);
  expect(scene.discord.violations).toEqual([]);
});
