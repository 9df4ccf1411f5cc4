/** A note over the real D1: told once by whoever is awake, and never to somebody who had themselves forgotten. */
import { beforeEach, describe, expect, it } from "vitest";
import type { NotifyInput } from "../../src/jobs/types.ts";
import { NetworkError } from "../../src/kernel/errors.ts";
import type { Note } from "../../src/notify/types.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { channelOff, erasures, hourOf, OWNER, open, store, TOPIC, target, told, WEBHOOK } from "./notify-bench.ts";

beforeEach(async () => {
  await openDatabase();
});

describe("a note", () => {
  it("is told by every target, and is told when one of them took it", async () => {
    await target();
    await target({ id: "101", kind: "webhook", userId: null, sealed: WEBHOOK });
    await target({ id: "102", kind: "ntfy", userId: null, sealed: TOPIC });
    const { run, job, discord, pushed } = open({ ntfy: "ill" });
    const { result, next } = await run(job(channelOff));
    expect(result).toEqual({ outcome: "answered" });
    expect(next).toBeUndefined();
    expect(discord.calls.map(({ kind, message }) => [kind, message.suppressEmbeds])).toEqual([
      ["create", true],
      ["webhook", true],
    ]);
    expect(discord.texts()[0]).toContain(
      "**I have stopped in a channel**\nI no longer speak or listen by myself in #general. I can't see that channel any more",
    );
    expect(pushed[0]).toMatchObject({ title: "I have stopped in a channel", tags: ["warning"], priority: 4 });
    expect(pushed[0]?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(await told()).toMatchObject({ state: "sent", attempts: 1, taken_by: '["100","101"]', problem: "" });
    expect(await rows("SELECT id, problem, worked_at > 0 AS worked FROM notify_targets ORDER BY id")).toEqual([
      { id: "100", problem: "", worked: 1 },
      { id: "101", problem: "", worked: 1 },
      { id: "102", problem: "ill", worked: null },
    ]);
  });

  it("is told once, whatever is repeated", async () => {
    await target();
    const { run, job, discord } = open();
    await run(job(channelOff));
    expect((await run(job(channelOff))).result).toEqual({ outcome: "answered", reason: "known" });
    expect(discord.count("create")).toBe(1);
    expect(job(channelOff).id).toBe(job({ ...channelOff, values: {} }).id);
  });

  it("goes directly to whoever set it up where its owner has set no target, and says why", async () => {
    const { run, job, discord } = open();
    await run(job(channelOff));
    expect(discord.calls[0]?.message.content).toContain("-# You are told because you set this up.");
    expect(await told()).toMatchObject({ state: "sent", taken_by: '["otherwise"]' });
  });

  it("that nobody hears of is written down", async () => {
    const { otherwise: _, ...note } = channelOff;
    const { run, job, discord } = open();
    expect((await run(job(note))).result).toEqual({ outcome: "undeliverable", reason: "nobody" });
    expect(discord.calls).toEqual([]);
    expect(await told()).toMatchObject({ state: "failed", problem: "nobody", attempts: 0 });
  });

  it("whose targets were switched off by people is told to nobody else; where a problem switched the only one off, it is", async () => {
    await target();
    await store.change(OWNER, "100", { enabled: false }, { userId: "3", at: 3 });
    const { run, job, discord } = open();
    await run(job(channelOff));
    expect(discord.calls).toEqual([]);
    expect(await told()).toMatchObject({ state: "failed", problem: "off" });
    await rows("UPDATE notify_targets SET problem = 'gone'");
    await run(job({ ...channelOff, id: "2" }));
    expect(discord.count("create")).toBe(1);
  });

  it("makes nothing of what others wrote but words", async () => {
    const { run, job, discord } = open();
    await run(job({ ...channelOff, values: { channel: "a\n# <@1> [x](https://evil.example) **b**", problem: "- it\n@everyone" }, url: "javascript:alert(1)" }));
    const content = discord.texts()[0] ?? "";
    expect(content).toContain("in #a # \\<@1\\> \\[x\\](https://evil.example) \\*\\*b\\*\\*");
    expect(content).not.toContain("javascript");
    expect(content.split("\n")).toHaveLength(3);
  });
});

describe("quiet hours", () => {
  const around = (at: number): [number, number] => [hourOf(at), (hourOf(at) + 2) % 24];

  it("make it wait for their end, and cost no attempt", async () => {
    const { run, job, clock, discord } = open();
    await target({ quiet: around(clock.now()) });
    const { next, result } = await run(job(channelOff));
    expect(result).toEqual({ outcome: "answered", reason: "quiet" });
    expect(discord.calls).toEqual([]);
    expect(await told()).toMatchObject({ state: "waiting", attempts: 0, problem: "quiet" });
    expect(hourOf(next?.runAt ?? 0)).toBe((hourOf(clock.now()) + 2) % 24);
    if (next?.runAt === undefined) throw new Error("nothing follows");
    await clock.advance(next.runAt - clock.now());
    await run(next);
    expect(discord.count("create")).toBe(1);
  });

  it("of one target hold up nobody else, and it hears of it no more", async () => {
    const { run, job, clock, pushed, discord } = open();
    await target({ quiet: around(clock.now()) });
    await target({ id: "101", kind: "ntfy", userId: null, sealed: TOPIC });
    expect((await run(job(channelOff))).next).toBeUndefined();
    expect([discord.calls.length, pushed.length]).toEqual([0, 1]);
  });

  it("end for a target before the next attempt of the others: then it is asked", async () => {
    const { run, job, clock } = open({ ntfy: "unauthorized" });
    await target({ quiet: around(clock.now()) });
    await target({ id: "101", kind: "ntfy", userId: null, sealed: TOPIC });
    const { next } = await run(job(channelOff));
    expect(hourOf(next?.runAt ?? 0)).toBe((hourOf(clock.now()) + 2) % 24);
    expect(await told()).toMatchObject({ state: "waiting", problem: "unauthorized" });
  });
});

describe("a reminder", () => {
  const reminder: Note = { id: "r1", owner: OWNER, kind: "reminder", values: { text: "buy *milk*" }, otherwise: "3" };

  it("goes to other targets than direct messages, for it stands on Discord already; without any it is nothing to be written down", async () => {
    await target();
    const { run, job, discord, pushed } = open();
    expect((await run(job(reminder))).result).toEqual({ outcome: "answered", reason: "nobody" });
    expect(await told()).toBeUndefined();
    await target({ id: "101", kind: "ntfy", userId: null, sealed: TOPIC });
    await run(job(reminder));
    expect(discord.calls).toEqual([]);
    expect(pushed[0]).toMatchObject({ title: "Reminder", message: "buy *milk*", tags: ["bell"] });
  });

  it("does not wait for the end of quiet hours: by then it helps nobody", async () => {
    const { run, job, clock, pushed } = open();
    await target({ kind: "ntfy", userId: null, sealed: TOPIC, quiet: [hourOf(clock.now()), (hourOf(clock.now()) + 2) % 24] });
    expect((await run(job(reminder))).next).toBeUndefined();
    expect(pushed).toEqual([]);
    expect(await told()).toMatchObject({ state: "failed", problem: "quiet" });
  });
});

describe("who had themselves forgotten", () => {
  it("is told nothing from before, neither as owner nor as whoever set something up; others are", async () => {
    const { run, job, discord, clock } = open();
    await erasures.begin({ id: "e", key: "p7", at: clock.now() });
    expect((await run(job({ ...channelOff, owner: "user:7" }))).result).toEqual({ outcome: "undeliverable", reason: "erased" });
    expect(await told()).toBeUndefined();
    expect((await run(job(channelOff))).result).toEqual({ outcome: "undeliverable", reason: "nobody" });
    expect(discord.calls).toEqual([]);
    await target();
    expect((await run(job({ ...channelOff, id: "2" }))).result).toEqual({ outcome: "answered" });
  });

  it("does not hear of it later either: what is forgotten is not told again", async () => {
    await target();
    const { run, job, discord } = open({ trouble: () => new NetworkError("lost") });
    const { next } = await run(job(channelOff));
    await rows("DELETE FROM notifications");
    if (next === undefined) throw new Error("nothing follows");
    expect((next.input as NotifyInput).tries).toBe(1);
    expect((await run(next)).result).toEqual({ outcome: "answered", reason: "known" });
    expect(discord.calls.length).toBe(1);
  });
});
