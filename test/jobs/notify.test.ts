/** A note over the real D1: told once by whoever is awake, tried again after what may pass, and never told to somebody who had themselves forgotten. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createDatabase } from "../../src/db/client.ts";
import { createNotifyJob, notifyJob } from "../../src/jobs/notify.ts";
import type { Job, JobRun, NotifyInput } from "../../src/jobs/types.ts";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import type { NtfyMessage, NtfyResult } from "../../src/net/ntfy.ts";
import { createNotifyStore, type NewTarget } from "../../src/notify/store.ts";
import type { Note } from "../../src/notify/types.ts";
import { createErasureStore } from "../../src/privacy/store.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { openDatabase, rows } from "../fakes/database.ts";
import { createFakeDiscord, refusal, type Trouble } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

const OWNER = "server:1";
const WEBHOOK = JSON.stringify({ id: "5", token: "secret" });
const TOPIC = JSON.stringify({ address: "https://ntfy.example", topic: "t" });
const store = createNotifyStore(createDatabase(env.DB));
const erasures = createErasureStore(createDatabase(env.DB));
const channelOff: Note = { id: "off:9:1", owner: OWNER, kind: "channel-off", values: { channel: "general", problem: "no-access" }, otherwise: "7" };

beforeEach(async () => {
  await openDatabase();
});

async function target(more: Partial<NewTarget> & { quiet?: [number, number] } = {}) {
  const { quiet, ...values } = more;
  const row: NewTarget = { id: "100", owner: OWNER, kind: "dm", label: "Ada", userId: "3", sealed: null, timeZone: "UTC", ...values };
  await store.add(row, { userId: "3", at: 1 });
  if (quiet) await store.change(OWNER, row.id, { quietFrom: quiet[0], quietTo: quiet[1] }, { userId: "3", at: 2 });
}

interface World {
  trouble?: (nth: number) => Trouble;
  ntfy?: NtfyResult;
  look?: () => Promise<never>;
}

function open({ trouble, ntfy = "taken", look }: World = {}) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, (_call, nth) => trouble?.(nth));
  const pushed: NtfyMessage[] = [];
  const lines: string[] = [];
  const kind = createNotifyJob({
    discord,
    clock,
    ntfy: async (_to, message) => {
      pushed.push(message);
      return ntfy;
    },
    openTarget: async ({ sealed }) => sealed,
    notify: look === undefined ? store : { ...store, look },
    pseudonyms: async (id) => [`p${id}`],
    erasures,
    log: { info: () => undefined, error: (line) => void lines.push(line) },
  });
  /** Runs a job and what it leaves behind, as the runner does; gives the one that follows. */
  const run = async (job: Job, before: Record<string, unknown> = {}) => {
    const journal = createJournal(before);
    const running: JobRun = { journal, signal: new AbortController().signal, deadline: clock.now() + 780_000, starts: 1 };
    const result = await clock.run(kind.run(job, running));
    await kind.save?.(job, journal);
    return { result, next: (kind.next?.(job, journal) ?? [])[0], journal };
  };
  const at = (note: Note) =>
    notifyJob({ applicationId: "1" as Job["applicationId"], channelId: "9" as Job["channelId"], guildId: null, locale: "en", now: clock.now() }, note);
  return { clock, discord, pushed, kind, run, job: at, lines };
}
const told = async () => (await rows("SELECT state, attempts, taken_by, problem, title, text FROM notifications"))[0];
const hourOf = (at: number) => new Date(at).getUTCHours();

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
