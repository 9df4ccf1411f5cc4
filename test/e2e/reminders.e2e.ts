// Hundreds of reminders that are due in the same second, each in a channel of its own, under Discord's limits: all are told in time, without a storm of
// requests, and none is lost or told twice when workerd is killed in the middle. REMINDERS=1000 makes it a thousand, which takes six minutes and a
// machine that does nothing else.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channel } from "../../scripts/playground/discord/discord.ts";
import { inParallel, openStage, type Stage } from "./stage.ts";

const REMINDERS = Number(process.env.REMINDERS ?? 300);
const AT_ONCE = 4;
/** Until they are due: to set them takes a while. */
const AHEAD_MS = 20_000 + 80 * REMINDERS;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  stage.discord.on((event) => {
    if (event.type !== "message-create" || event.message.interactionId !== undefined) return;
    const { channel_id } = event.message.json;
    told.set(channel_id, [...(told.get(channel_id) ?? []), event.message.createdAt]);
  });
}, 120_000);
afterAll(() => stage.close());

/** All for the same second, by signed commands. Returns that second, ms since 1970. */
async function setThem(name: string): Promise<{ dueAt: number; channels: Channel[] }> {
  const { discord } = stage;
  const guild = discord.addGuild();
  const channels = Array.from({ length: REMINDERS }, () => discord.addChannel(guild));
  const dueAt = Math.ceil((Date.now() + AHEAD_MS) / 1_000) * 1_000;
  const startedAt = Date.now();
  await inParallel(channels, AT_ONCE, async (channel, i) => {
    const user = discord.addUser(`${name}${i}`);
    discord.addMember(guild, user);
    const options = { what: `${name} ${i}`, when: `<t:${dueAt / 1_000}>` };
    const set = await discord.interact({ kind: "slash", user, channel, command: "remind", options });
    expect(set.failure).toBeUndefined();
    expect(set.original()?.content).toContain("remind you here");
  });
  console.log(`${name}: ${REMINDERS} set in ${Date.now() - startedAt} ms`);
  expect(Date.now()).toBeLessThan(dueAt - 1_000);
  return { dueAt, channels };
}

/** When each was told, by channel; written down as it happens, since looking through a thousand channels takes time itself. */
const told = new Map<string, number[]>();
const toldIn = ({ id }: Channel): number[] => told.get(id) ?? [];

/** Waits for all of them, and tells how it went. */
async function follow(name: string, { dueAt, channels }: { dueAt: number; channels: Channel[] }, from: number) {
  const { discord } = stage;
  const until = dueAt + 180_000;
  // Where this process itself stands still, requests that were sent one after the other arrive at once.
  const delay = monitorEventLoopDelay({ resolution: 20 });
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - 500 - Date.now())));
  delay.enable();
  let missing = channels;
  while (missing.length > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    missing = missing.filter((channel) => toldIn(channel).length === 0);
  }
  delay.disable();
  // Whatever would be told twice has its time.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const moments = channels.flatMap(toldIn).toSorted((a, b) => a - b);
  const posts = discord.calls.slice(from).filter(({ method, route }) => method === "POST" && route === "/channels/:channel/messages");
  const limited = posts.filter(({ status }) => status === 429).length;
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  console.log(
    `${name}: ${moments.length} told, first after ${first - dueAt} ms, last after ${last - dueAt} ms, ${posts.length} requests, ${limited} of them 429`,
  );
  return { told: moments, posts: posts.length, limited, first: first - dueAt, last: last - dueAt };
}

test("all within 25 seconds, the first within 2, hardly a request too many", { timeout: 600_000 }, async () => {
  const set = await setThem("quiet");
  const from = stage.discord.calls.length;
  const { told: moments, posts, limited, first, last } = await follow("quiet", set, from);
  expect(moments).toHaveLength(REMINDERS);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(first).toBeLessThan(2_000);
  expect(last).toBeLessThan(25_000);
  expect(limited).toBeLessThan(REMINDERS * 0.1);
  expect(posts).toBe(REMINDERS + limited);
  expect(stage.discord.violations).toEqual([]);
});

test("none is lost, and none told twice, when workerd is killed in the middle", { timeout: 600_000 }, async () => {
  const set = await setThem("killed");
  const from = stage.discord.calls.length;
  await new Promise((resolve) => setTimeout(resolve, set.dueAt + 8 * REMINDERS - Date.now()));
  const before = set.channels.filter((channel) => toldIn(channel).length > 0).length;
  stage.killWorkerd();
  // wrangler starts it anew; the alarms that were missed bring the objects back.
  const { told: moments, limited, last } = await follow("killed", set, from);
  console.log(`killed: after ${before} of them`);
  expect(moments).toHaveLength(REMINDERS);
  // All that were late by then come back at once; they must not keep asking.
  expect(limited).toBeLessThan(REMINDERS * 0.5);
  expect(last).toBeLessThan(90_000);
  expect(stage.discord.violations).toEqual([]);
});
