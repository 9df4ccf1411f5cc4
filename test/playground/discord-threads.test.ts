/** Threads that are archived or locked, refusals on demand, and messages of all kinds: what message menus meet. */
import { beforeEach, describe, expect, it } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});

const threadWith = (more: { archived?: boolean; locked?: boolean }) =>
  scene.discord.addChannel(scene.guild, { parent: scene.channel, type: channelType.publicThread, ...more });
const say = (channelId: string) => scene.api("POST", `/channels/${channelId}/messages`, { content: "hello", ...QUIET });

describe("an archived thread", () => {
  it("is opened again by a message", async () => {
    const thread = threadWith({ archived: true });
    expect((await say(thread.id)).status).toBe(200);
    expect(thread.thread?.archived).toBe(false);
  });

  it("that is locked refuses messages with 50083, but not of those who manage threads", async () => {
    expect(await say(threadWith({ archived: true, locked: true }).id)).toMatchObject({ status: 400, code: 50083 });
    scene.guild.roles[0] = { ...(scene.guild.roles[0] ?? { id: scene.guild.id, name: "", position: 0 }), permissions: permission.administrator };
    expect((await say(threadWith({ archived: true, locked: true }).id)).status).toBe(200);
  });

  it("lets no message be edited or deleted", async () => {
    const thread = threadWith({});
    const { json } = await say(thread.id);
    if (thread.thread) thread.thread.archived = true;
    const path = `/channels/${thread.id}/messages/${String(json.id)}`;
    expect(await scene.api("PATCH", path, { content: "changed", ...QUIET })).toMatchObject({ status: 400, code: 50083 });
    expect(await scene.api("DELETE", path)).toMatchObject({ status: 400, code: 50083 });
    expect(scene.discord.violations).toEqual([]);
  });
});

it("a refusal on demand has the status and code that were asked for, and nothing happens", async () => {
  scene.discord.faults.add({ kind: "refused", status: 400, code: 200000, times: 1 });
  expect(await say(scene.channel.id)).toMatchObject({ status: 400, code: 200000 });
  expect(scene.discord.visibleTo(scene.ada, scene.channel)).toEqual([]);
  expect((await say(scene.channel.id)).status).toBe(200);
});

it("polls, stickers and notices reach the bot with a message menu, whole even without the intent", async () => {
  const target = scene.discord.post(scene.channel, scene.bob, "", {
    json: { type: 7, poll: { question: { text: "Tea?" } }, sticker_items: [{ id: "1", name: "Wave", format_type: 1 }] },
  });
  await scene.discord.interact({ kind: "message", user: scene.ada, channel: scene.channel, command: "x", target });
  expect(scene.bot.seen.at(-1)).toMatchObject({
    data: { resolved: { messages: { [target.json.id]: { type: 7, poll: { question: { text: "Tea?" } }, sticker_items: [{ name: "Wave" }] } } } },
  });
});
