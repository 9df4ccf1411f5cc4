/** A note that comes to nothing: tried again after what may pass, given up in the end, and told nowhere twice after a crash. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../src/jobs/types.ts";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { refusal } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { channelOff, open, store, TOPIC, target, told, WEBHOOK } from "./notify-bench.ts";

beforeEach(async () => {
  await openDatabase();
});

describe("what comes to nothing", () => {
  it("is tried again after 1, 5, 30 and 120 minutes, then given up; the words do not wait in the object", async () => {
    await target({ kind: "ntfy", userId: null, sealed: TOPIC });
    const { run, job, clock, discord } = open({ ntfy: "unreachable", trouble: () => refusal(403, 50007) });
    const waits: number[] = [];
    let current: Job | undefined = job(channelOff);
    const ids = new Set<string>();
    for (let tries = 0; current !== undefined; tries++) {
      ids.add(current.id);
      expect(JSON.stringify(current.input).includes("general")).toBe(tries === 0);
      const { next }: { next: Job | undefined } = await run(current);
      if (next?.runAt !== undefined) {
        expect(await told()).toMatchObject({ state: "waiting", problem: "unreachable" });
        waits.push(Math.round((next.runAt - clock.now()) / 60_000));
        await clock.advance(next.runAt - clock.now());
      }
      current = next;
    }
    expect(waits).toEqual([1, 5, 30, 120]);
    expect(ids.size).toBe(5);
    // At the end whoever set it up is written to, in vain.
    expect(discord.count("create")).toBe(1);
    expect(await told()).toMatchObject({ state: "failed", attempts: 5, problem: "unreachable" });
  });

  it("is told by the words of the first time, and of the first language", async () => {
    await target();
    const { run, job } = open({ trouble: (nth) => (nth === 1 ? new NetworkError("lost") : undefined) });
    const { next } = await run(job(channelOff));
    if (next === undefined) throw new Error("nothing follows");
    expect((await run({ ...next, locale: "de" })).result).toEqual({ outcome: "answered" });
    expect(await told()).toMatchObject({ state: "sent", attempts: 2, title: "I have stopped in a channel" });
  });

  it("is not tried again where only people can help, but told to whoever set it up", async () => {
    await target({ kind: "webhook", userId: null, sealed: WEBHOOK });
    const { run, job, discord } = open({ trouble: () => undefined });
    discord.executeWebhook = async () => Promise.reject(new DiscordApiError("POST", "/webhooks", 404, 10015, "Unknown Webhook"));
    const { next } = await run(job(channelOff));
    expect(next).toBeUndefined();
    expect(discord.count("create")).toBe(1);
    expect(await told()).toMatchObject({ state: "sent", taken_by: '["otherwise"]' });
    expect(await rows("SELECT enabled, problem FROM notify_targets")).toEqual([{ enabled: 0, problem: "gone" }]);
  });

  it.each([
    ["a seal that does not open", { kind: "webhook", sealed: "{}" }, "no-key"],
    ["a person who takes no messages", { kind: "dm", userId: "3" }, "closed"],
  ] as const)("%s is named", async (_name, over, problem) => {
    await target({ userId: null, ...over });
    const { otherwise: _, ...note } = channelOff;
    const { run, job } = open({ trouble: () => refusal(403, 50007) });
    await run(job(note));
    expect(await told()).toMatchObject({ state: "failed", problem });
  });

  it("while D1 is away waits a minute, with its words, and has sent nothing", async () => {
    await target();
    const away = open({ look: () => Promise.reject(new Error("D1 is away")) });
    const { next } = await away.run(away.job(channelOff));
    expect(away.discord.calls).toEqual([]);
    expect(next?.runAt).toBe(away.clock.now() + 60_000);
    const back = open();
    if (next === undefined) throw new Error("nothing follows");
    expect((await back.run(next)).result).toEqual({ outcome: "answered" });
    expect(back.discord.texts()[0]).toContain("#general");
  });

  it("with a process that dies after somebody took it is told", async () => {
    await target();
    await target({ id: "101", kind: "ntfy", userId: null, sealed: TOPIC });
    const { kind, job, clock } = open();
    await store.begin(channelOff, { title: "t", text: "t", url: "" }, clock.now());
    const journal = createJournal({ heard: ["100", "101"], "target:100": { at: 1, sent: { kind: "taken" } }, "target:101": { at: 1 } });
    await kind.abandon(job(channelOff), { journal, signal: new AbortController().signal, deadline: clock.now(), starts: 4 }, "crashes");
    await kind.save?.(job(channelOff), journal);
    expect(kind.next?.(job(channelOff), journal)).toEqual([]);
    expect(await told()).toMatchObject({ state: "sent", taken_by: '["100"]' });
  });

  it("with a process that dies again and again is tried later; what was called off is not", async () => {
    await target();
    const { kind, job, clock } = open();
    for (const [reason, follows] of [
      [undefined, 1],
      ["stop", 0],
    ] as const) {
      const controller = new AbortController();
      if (reason !== undefined) controller.abort(reason);
      const journal = createJournal();
      await kind.abandon(job(channelOff), { journal, signal: controller.signal, deadline: clock.now(), starts: 4 }, "crashes");
      expect(kind.next?.(job(channelOff), journal)).toHaveLength(follows);
    }
  });
});

describe("a crash", () => {
  const leftBehind = (at: number, sent?: object) => ({ "target:100": { at, ...(sent === undefined ? {} : { sent }) } });

  it("in the middle of a direct message sends it again with the same nonce, within minutes", async () => {
    await target();
    const { run, job, discord, clock } = open();
    await run(job(channelOff), leftBehind(clock.now() - 60_000));
    const again = open();
    await rows("UPDATE notifications SET state = 'waiting'");
    await again.run(again.job(channelOff));
    expect(discord.calls[0]?.nonce).toBe(again.discord.calls[0]?.nonce);
    expect(discord.calls[0]?.nonce).toMatch(/^[0-9a-f]{25}$/);
  });

  it("in the middle of a webhook, or too long ago, sends it not again in this job; a later one does, if nobody took it", async () => {
    await target({ kind: "webhook", userId: null, sealed: WEBHOOK });
    const { run, job, discord, clock } = open();
    const { next } = await run(job(channelOff), leftBehind(clock.now() - 1_000));
    expect(discord.calls).toEqual([]);
    expect(await told()).toMatchObject({ state: "waiting", problem: "failed" });
    if (next === undefined) throw new Error("nothing follows");
    await run(next);
    expect(discord.count("webhook")).toBe(1);
  });

  it("after one target took it tells it nowhere twice", async () => {
    await target();
    await target({ id: "101", kind: "ntfy", userId: null, sealed: TOPIC });
    const { run, job, discord, pushed, clock } = open();
    await run(job(channelOff), leftBehind(clock.now() - 1_000, { kind: "taken" }));
    expect([discord.calls.length, pushed.length]).toEqual([0, 1]);
    expect(await told()).toMatchObject({ state: "sent" });
  });
});
