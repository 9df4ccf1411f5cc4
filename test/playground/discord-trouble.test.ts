/** Rate limits and injected faults. */
import { beforeEach, describe, expect, it } from "vitest";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});

describe("rate limits", () => {
  it("edits and follow-ups of one interaction share five per two seconds, another interaction has its own", async () => {
    const [asked, other] = [await scene.ask(), await scene.ask()];
    const edit = (handle = asked) => scene.api("PATCH", scene.hook(handle, "/messages/@original"), { content: "a", ...QUIET });
    const first = await edit();
    expect([first.headers.get("x-ratelimit-limit"), first.headers.get("x-ratelimit-remaining"), first.headers.get("x-ratelimit-reset-after")]).toEqual([
      "5",
      "4",
      "2.000",
    ]);
    for (let n = 0; n < 4; n += 1) await edit();
    const limited = await scene.api("POST", scene.hook(asked), { content: "b", ...QUIET });
    expect(limited).toMatchObject({ status: 429, json: { retry_after: 2, global: false, message: "You are being rate limited." } });
    expect([limited.headers.get("retry-after"), limited.headers.get("x-ratelimit-scope"), limited.headers.get("x-ratelimit-remaining")]).toEqual([
      "2",
      "user",
      "0",
    ]);
    expect((await edit(other)).status).toBe(200);
    expect(asked.messages()).toHaveLength(1);
    scene.time.ms += 2000;
    expect((await edit()).status).toBe(200);
    expect(scene.discord.violations).toEqual([]);
  });

  it("asking again before Retry-After has passed is a violation, waiting is not", async () => {
    const asked = await scene.ask();
    const edit = () => scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "a", ...QUIET });
    for (let n = 0; n < 6; n += 1) await edit();
    scene.time.ms += 500;
    expect((await edit()).status).toBe(429);
    expect(scene.discord.violations).toHaveLength(1);
    scene.time.ms += 1500;
    expect((await edit()).status).toBe(200);
    expect(scene.discord.violations).toHaveLength(1);
  });

  it("fifty bot-token calls a second in all; interaction calls do not count", async () => {
    const asked = await scene.ask();
    const channels = Array.from({ length: 11 }, () => scene.discord.addChannel(scene.guild).id);
    const statuses: number[] = [];
    for (const id of channels)
      for (let n = 0; n < 5; n += 1) statuses.push((await scene.api("POST", `/channels/${id}/messages`, { content: "a", ...QUIET })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    const last = await scene.api("GET", "/users/@me");
    expect(last).toMatchObject({ status: 429, json: { global: true } });
    expect([last.headers.get("x-ratelimit-global"), last.headers.get("x-ratelimit-scope")]).toEqual(["true", "global"]);
    expect((await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "a", ...QUIET })).status).toBe(200);
  });

  it("can be set per route", async () => {
    scene = await createScene({ limits: { interaction: { limit: 1, windowMs: 1000 } } });
    const asked = await scene.ask();
    expect((await scene.api("GET", scene.hook(asked, "/messages/@original"))).status).toBe(200);
    expect((await scene.api("GET", scene.hook(asked, "/messages/@original"))).status).toBe(429);
  });
});

describe("faults", () => {
  const send = () => scene.api("POST", `/channels/${scene.channel.id}/messages`, { content: "a", ...QUIET });
  const count = () => scene.discord.visibleTo(scene.ada, scene.channel).length;

  it("a lost answer: it happened, but the call fails", async () => {
    scene.discord.faults.add({ kind: "lost-answer", times: 1 });
    await expect(send()).rejects.toThrow(TypeError);
    expect(count()).toBe(1);
    expect((await send()).status).toBe(200);
  });

  it("a reset, a 500 and a 429: nothing happened", async () => {
    scene.discord.faults.add({ kind: "reset", times: 1 });
    await expect(send()).rejects.toThrow(TypeError);
    scene.discord.faults.add({ kind: "500", times: 1 });
    expect((await send()).status).toBe(500);
    scene.discord.faults.add({ kind: "429", times: 1, retryAfterMs: 1500 });
    expect(await send()).toMatchObject({ status: 429, json: { retry_after: 1.5 } });
    expect(count()).toBe(0);
    scene.time.ms += 100;
    await send();
    expect(scene.discord.violations).toHaveLength(1);
    scene.time.ms += 1500;
    expect((await send()).status).toBe(200);
  });

  it("a hanging call ends when the client gives up", async () => {
    scene.discord.faults.add({ kind: "hang", times: 1 });
    const gone = new AbortController();
    const call = scene.discord.fetch(new Request("https://discord.com/api/v10/users/@me", { signal: gone.signal }));
    setTimeout(() => gone.abort(), 20);
    await expect(call).rejects.toThrow();
  });

  it("match, rate and the injected chance decide whom they strike", async () => {
    const chances = [0.9, 0.1];
    scene = await createScene({ random: () => chances.shift() ?? 1 });
    scene.discord.faults.add({ kind: "500", rate: 0.2, match: (call) => call.method === "POST" && call.route === "/channels/:channel/messages" });
    expect((await scene.api("GET", "/users/@me")).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(500);
    expect(scene.discord.calls.map((call) => call.verdict)).toEqual(["ok", "ok", "fault"]);
  });
});

it("listeners hear what happens", async () => {
  const heard: string[] = [];
  const stop = scene.discord.on((event) => heard.push(event.type));
  const asked = await scene.ask();
  await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "a", ...QUIET });
  stop();
  await scene.ask();
  expect(heard).toEqual(["interaction-created", "message-create", "interaction-acknowledged", "message-update", "call"]);
});
