/** The stand-in when its clock is moved, as the playground does, and when tokens are made to die before their time. */
import { describe, expect, test } from "vitest";
import { createSnowflakes } from "../../scripts/playground/discord/snowflake.ts";
import { createScene, QUIET } from "./scene.ts";

const DAY = 24 * 60 * 60_000;

describe("ids", () => {
  const timeOf = (id: string) => Number((BigInt(id) >> 22n) + 1_420_070_400_000n);

  test("follow the clock back, so that an interaction is never from the future, and stay unique", () => {
    const time = { ms: Date.UTC(2026, 10, 20) };
    const next = createSnowflakes(() => time.ms);
    const ids = [next(), next()];
    time.ms += DAY;
    ids.push(next(), next());
    time.ms -= DAY;
    ids.push(next(), next());
    expect(new Set(ids).size).toBe(6);
    expect(timeOf(ids[4] ?? "")).toBe(time.ms);
    expect(BigInt(ids[5] ?? 0)).toBeGreaterThan(BigInt(ids[4] ?? 0));
  });

  test("keep growing when the clock only wobbles", () => {
    const time = { ms: Date.UTC(2026, 10, 20) };
    const next = createSnowflakes(() => time.ms);
    const first = next();
    time.ms -= 500;
    expect(BigInt(next())).toBeGreaterThan(BigInt(first));
  });
});

test("a rate limit from a time that was moved back is forgotten instead of holding for a day", async () => {
  const { api, channel, time, discord } = await createScene();
  time.ms += DAY;
  const post = () => api("POST", `/channels/${channel.id}/messages`, { content: "hello", ...QUIET });
  for (let sent = 0; sent < 5; sent++) await post();
  expect((await post()).status).toBe(429);
  time.ms -= DAY;
  expect((await post()).status).toBe(200);
  expect(discord.violations).toEqual([]);
});

test("expired tokens are refused like those that are a quarter of an hour old, and new ones work", async () => {
  const { api, ask, hook, discord } = await createScene();
  const handle = await ask();
  const edit = async (of: typeof handle) => (await api("PATCH", hook(of, "/messages/@original"), { content: "hello", ...QUIET })).code;
  expect(await edit(handle)).toBeUndefined();
  expect(discord.expireTokens()).toBe(1);
  expect(await edit(handle)).toBe(50_027);
  expect(discord.expireTokens()).toBe(0);
  expect(await edit(await ask())).toBeUndefined();
});
