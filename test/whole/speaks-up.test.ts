// People talk, and the bot waits for the lull, joins in by itself, once, and tells why: from the look at the channel to what Discord shows, with a clock that moves.
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { User } from "../../scripts/playground/discord/discord.ts";
import { rows } from "./panel.ts";
import { postingIn } from "./posting.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const SECOND = 1_000;
const clock = useMovableClock();
let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);
const { posted, objectOf, over } = postingIn(() => world);
beforeEach(async () => {
  for (const table of ["watched_channels", "opt_outs"]) await env.DB.prepare(`DELETE FROM ${table}`).run();
});

async function pass(ms: number): Promise<void> {
  clock.move(ms);
  await runDurableObjectAlarm(objectOf());
  // Looks and jobs run in tasks of their own.
  await new Promise((resolve) => setTimeout(resolve, 15));
}

async function speaksHere(quiet: { from: number; to: number } = { from: 0, to: 0 }): Promise<void> {
  await rows(
    "INSERT INTO servers (id, chattiness, changed_at) VALUES (?, 'chatty', 1) ON CONFLICT (id) DO UPDATE SET chattiness = excluded.chattiness",
    world.channel.guildId,
  );
  await rows(
    "INSERT INTO watched_channels (channel_id, guild_id, speaks, mood, quiet_from, quiet_to, changed_at) VALUES (?, ?, 1, 'bubbly', ?, ?, 1)",
    ...[world.channel.id, world.channel.guildId, quiet.from, quiet.to],
  );
  await objectOf().watch(world.channel.id);
}

async function talk(minutes = 20): Promise<void> {
  const cara = world.discord.addUser("cara");
  world.discord.addMember(world.discord.state.guilds.get(world.channel.guildId ?? "") as never, cara);
  const people: User[] = [world.ada, world.bob, cara];
  for (let nth = 0; nth < minutes * 3; nth++) {
    world.discord.post(world.channel, people[(nth * 2 + (nth % 5)) % 3] ?? world.ada, `orchard story number ${nth}.`);
    await pass((12 + ((nth * 7) % 17)) * SECOND);
  }
}

const unasked = () => rows("SELECT outcome, explanation FROM turns WHERE trigger = 'speak' AND channel_id = ?", world.channel.id);

describe("a channel in which it may speak", () => {
  test("hears it at the lull: once, about what was said, and /why explains it", async () => {
    await speaksHere();
    await talk();
    const during = posted().length;
    for (let wait = 0; posted().length === during && wait < 80; wait++) await pass(5 * SECOND);
    await over();
    expect(posted().length).toBe(during + 1);
    const last = posted().at(-1);
    expect(last?.content).toContain("Nobody asked me");
    expect(last).toMatchObject({ type: 19, mentions: [], message_reference: { channel_id: world.channel.id } });
    await vi.waitFor(async () => expect((await unasked()).length).toBeGreaterThan(0));
    for (let wait = 0; wait < 60; wait++) await pass(10 * SECOND);
    expect(posted().length).toBe(during + 1);
    const why = await world.discord.interact({ kind: "slash", user: world.bob, channel: world.channel, command: "why" });
    await world.discord.waitFor(() => why.settled);
    expect(why.original()?.content).toContain("it was my own idea");
    expect(why.original()?.content).toMatch(/✓ seconds of quiet: \d+/);
    // What was so once more is not told twice, and nobody asked a question.
    expect(why.original()?.content?.match(/no quiet hours/g)).toHaveLength(1);
    expect(why.original()?.content).toMatch(/Right before the post/);
    expect(why.original()?.content).not.toContain("the question (about");
  });

  test("hears nothing in quiet hours, and no model is asked", async () => {
    await speaksHere({ from: 0, to: 23 });
    // Local hours of UTC: it is moved to noon.
    clock.move(36 * 3_600 * SECOND - (Date.now() % (24 * 3_600 * SECOND)));
    await talk(10);
    for (let wait = 0; wait < 60; wait++) await pass(5 * SECOND);
    expect([posted(), world.model.requests.length, await unasked()]).toEqual([[], 0, []]);
  });
});

describe("a job that comes too late", () => {
  test("where the channel is not followed any more, the draft is let go", async () => {
    const { speakJob } = await import("../../src/jobs/speak.ts");
    const { place, submit } = postingIn(() => world);
    const decision = { action: "join_conversation" as const, gates: [], about: null, person: null, lookAgainAt: 0 };
    const mood = { name: "neutral", energy: 0.5, sociability: 0.5, impulsiveness: 0.5, curiosity: 0.5 };
    const job = speakJob(place(), { decision, mood, moodWords: "", topics: [], webhook: false });
    expect(await submit(job)).toBe("committed");
    expect(await submit(job)).toBe("duplicate");
    await over();
    expect(posted()).toEqual([]);
    const [turn] = await rows("SELECT outcome, explanation FROM turns WHERE id = ?", job.id);
    expect(turn?.["outcome"]).toBe("discarded");
    expect(JSON.parse(String(turn?.["explanation"])).unasked.again.gates.at(-1)).toMatchObject({ gate: "off", passed: false });
  });
});
