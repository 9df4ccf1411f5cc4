/** The job that tells somebody what they wanted to be reminded of: exact, in its turn, and never lost, whatever is out of reach. */
import { describe, expect, it } from "vitest";
import { createRemindJob, remindJob, remindJobId } from "../../src/jobs/remind.ts";
import type { Job, JobRun } from "../../src/jobs/types.ts";
import { NetworkError } from "../../src/kernel/errors.ts";
import type { ChannelId } from "../../src/kernel/ids.ts";
import type { Reminder } from "../../src/schedule/reminder-store.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { type ApiCall, createFakeDiscord, refusal, type Trouble } from "../fakes/discord-api.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";

const DUE = 1_800_000_000_000;

interface World {
  reminder?: Partial<Reminder> | null;
  ahead?: number;
  /** How often D1 fails first. */
  lost?: number;
  trouble?: (call: ApiCall, nth: number) => Trouble;
  dm?: "open" | "closed";
}

function open({ reminder = {}, ahead = 0, lost = 0, trouble, dm = "open" }: World = {}) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, trouble);
  const opened: string[] = [];
  discord.directChannel = async (userId) => {
    opened.push(userId);
    if (dm === "closed") throw refusal(403, 50007);
    return "dm" as ChannelId;
  };
  const row = {
    ...{ id: "1000", userId: "7", guildId: "9", channelId: "8", direct: false, text: "tea", aboutMessageId: null, aboutChannelId: null, quotedKey: null },
    ...{
      dueAt: DUE,
      sendAt: DUE,
      cron: null,
      timeZone: "Europe/Berlin",
      locale: "en-US",
      state: "waiting",
      version: 1,
      messageId: null,
      createdAt: 5,
      changedAt: 5,
    },
    ...reminder,
  } as Reminder;
  const settled: unknown[] = [];
  const read = { left: lost, asked: 0 };
  const kind = createRemindJob({
    discord,
    clock,
    log: { info: () => undefined, error: () => undefined },
    reminders: {
      due: async () => {
        read.asked += 1;
        if (read.left-- > 0) throw new Error("D1_ERROR");
        return reminder === null ? null : { reminder: row, ahead };
      },
      settle: async (...args) => void settled.push(args),
    },
  });
  const job = (attempt = 0) =>
    remindJob(
      { applicationId: "1", channelId: "8", guildId: "9", locale: "en-US", now: DUE - 5_000 },
      { reminderId: "1000", version: 1, dueAt: DUE, attempt },
      DUE,
    );
  const run = (journal: FakeJournal): JobRun => ({ journal, signal: new AbortController().signal, deadline: DUE + 780_000, starts: 1 });
  return {
    kind,
    run,
    clock,
    discord,
    opened,
    settled,
    read,
    async fire(journal = createJournal(), given: Job = job()) {
      const result = await clock.run(kind.run(given, run(journal)));
      await kind.save?.({ ...given, input: undefined }, journal);
      const following = kind.next?.(given, journal) ?? [];
      return { result, journal, next: following.filter(({ kind: one }) => one === "remind"), notes: following.filter(({ kind: one }) => one === "notify") };
    },
    abandon: async (reason: "crashes" | "deadline", attempt = 0) => {
      const journal = createJournal();
      const result = await clock.run(kind.abandon(job(attempt), run(journal), reason));
      return { result, next: kind.next?.(job(attempt), journal) ?? [], journal };
    },
    job,
  };
}

describe("the job", () => {
  it("carries no person and no words, waits for its moment and runs beside answers", () => {
    const made = open().job();
    expect(made).toMatchObject({
      id: `1000-remind-1-${DUE}`,
      kind: "remind",
      runAt: DUE - 4_000,
      token: "",
      user: { id: "1", name: "" },
      conversation: "remind:8",
    });
    expect(JSON.stringify(made)).not.toContain("tea");
  });

  it("tells it with a nonce of its version, pinging its owner alone", async () => {
    const { fire, discord, settled } = open();
    expect((await fire()).result.outcome).toBe("answered");
    expect(discord.calls).toMatchObject([{ kind: "create", nonce: `${(1000).toString(36)}-1`, message: { pings: "7", suppressEmbeds: true } }]);
    expect(settled).toEqual([["1000", 1, { kind: "told", messageId: "2", next: null }]]);
  });

  it("fits into a message, however many lines it has", async () => {
    const about = { aboutMessageId: "1588889596723200002", aboutChannelId: "1588889596723200002", guildId: "1588889596723200002", cron: "0 9 * * *" };
    const { fire, discord } = open({ reminder: { text: "a\n".repeat(500), ...about } });
    await fire();
    const [told] = discord.calls as { message: { content: string } }[];
    expect(told?.message.content).toMatch(/> a\n[\s\S]*\/channels\/[\s\S]*comes back/);
    // What became of it is added below.
    expect(told?.message.content.length).toBeLessThan(1_950);
  });

  it("does nothing for one that was changed, called off or told since", async () => {
    const { fire, discord, settled } = open({ reminder: null });
    expect(await fire()).toMatchObject({ result: { outcome: "answered" }, next: [] });
    expect([discord.calls, settled]).toEqual([[], []]);
  });

  it("waits for its place, and behind those that were due before it", async () => {
    const early = open({ reminder: { sendAt: DUE + 900 } });
    await early.fire();
    expect(early.discord.calls[0]?.at).toBe(DUE + 900);
    const late = open({ reminder: { dueAt: DUE - 60_000, sendAt: DUE - 60_000 }, ahead: 300 });
    await late.fire();
    expect(late.discord.calls[0]?.at).toBe(DUE + 300 * 21 - 300);
    // It may have been called off while it waited.
    expect(late.read.asked).toBe(2);
    // Those of a moment ago are only not written down yet.
    const usual = open({ ahead: 12 });
    await usual.fire();
    expect(usual.discord.calls[0]?.at).toBe(DUE);
  });

  it("is not told when it is called off in its last moment", async () => {
    const { kind, discord, run, job, clock } = open({ reminder: { sendAt: DUE + 3_000 } });
    const controller = new AbortController();
    const running = kind.run(job(), { ...run(createJournal()), signal: controller.signal });
    await clock.advance(1_000);
    controller.abort("cancel");
    await clock.run(running);
    expect(discord.calls).toEqual([]);
  });

  it("goes on where a crash left it: what was told is not told again", async () => {
    const { fire, discord, settled } = open();
    await fire(createJournal({ told: { channelId: "8", messageId: "55", direct: false } }));
    expect(discord.calls).toEqual([]);
    expect(settled).toEqual([["1000", 1, { kind: "told", messageId: "55", next: null }]]);
  });
});

describe("where something refuses", () => {
  const closed = (call: ApiCall, nth: number): Trouble => (call.kind === "create" && nth === 1 ? refusal(403, 50013) : undefined);

  it("the channel: it comes as a direct message", async () => {
    const { fire, discord, opened, settled } = open({ trouble: closed });
    await fire();
    expect(opened).toEqual(["7"]);
    expect(discord.calls).toHaveLength(2);
    expect(discord.calls[1]?.message.pings).toBeUndefined();
    expect(settled).toMatchObject([["1000", 1, { kind: "told" }]]);
  });

  it("both: it has failed, and is not tried again", async () => {
    const { fire, settled } = open({ trouble: closed, dm: "closed" });
    expect(await fire()).toMatchObject({ result: { outcome: "undeliverable" }, next: [] });
    expect(settled).toEqual([["1000", 1, { kind: "failed" }]]);
  });
});

describe("what is out of reach", () => {
  it("D1 for a while: it is told late, once", async () => {
    const { fire, discord } = open({ lost: 4 });
    await fire();
    expect(discord.calls).toHaveLength(1);
    expect(discord.calls[0]?.at).toBeLessThan(DUE + 15_000);
  });

  it("D1 for long: it is put off and tried again, by a job of its own, for hours", async () => {
    const { fire, discord, settled, job } = open({ lost: 1_000 });
    const { next } = await fire();
    expect(next).toMatchObject([{ id: `1000-remind-1-${DUE}-1`, input: { reminderId: "1000", version: 1, dueAt: DUE, attempt: 1 } }]);
    expect([discord.calls, settled]).toEqual([[], []]);
    expect((await fire(createJournal(), next[0])).next).toMatchObject([{ id: `1000-remind-1-${DUE}-2` }]);
    expect((await fire(createJournal(), job(720))).next).toEqual([]);
    expect(settled).toEqual([["1000", 1, { kind: "failed" }]]);
  });

  it("Discord: the same", async () => {
    const { fire, settled } = open({ trouble: () => new NetworkError("lost") });
    expect((await fire()).next).toHaveLength(1);
    expect(settled).toEqual([]);
  });

  it("the bot's own token: that is nothing about the reminder", async () => {
    const { fire, settled } = open({ trouble: () => refusal(401, 0) });
    expect((await fire()).next).toHaveLength(1);
    expect(settled).toEqual([]);
  });
});

describe("after an outage", () => {
  it("it is told though its time to run is over", async () => {
    const { abandon, discord } = open();
    await abandon("deadline");
    expect(discord.calls).toHaveLength(1);
  });

  it("one that crashes the process is tried again a few times, then has failed", async () => {
    const { abandon } = open();
    expect((await abandon("crashes")).next).toMatchObject([{ input: { attempt: 1 } }]);
    expect((await abandon("crashes", 3)).next).toEqual([]);
  });
});

describe("wherever else its owner wants to hear of it", () => {
  it("it is told as well, with the way to it, also where Discord took nothing", async () => {
    const { notes } = await open().fire();
    const note = { id: "reminder:1000:1", owner: "user:7", kind: "reminder", values: { text: "tea" }, url: "https://discord.com/channels/9/8/2" };
    expect(notes).toMatchObject([{ kind: "notify", input: { note } }]);
    const refused = open({ trouble: () => refusal(403, 50013), dm: "closed" });
    expect((await refused.fire()).notes).toMatchObject([{ input: { note: { values: { text: "tea" } } } }]);
  });

  it("it has no words of others", async () => {
    const { notes } = await open({ reminder: { text: "“bob: at eight”", quotedKey: "k", aboutMessageId: "5" } }).fire();
    expect(JSON.stringify(notes)).not.toContain("eight");
  });
});

it("one that comes back has its next job committed along, by the clock of its zone, and makes up for nothing", async () => {
  // 14:00 in Berlin on that day; four days late.
  const { fire, settled } = open({ reminder: { cron: "0 9 * * *", dueAt: DUE - 4 * 86_400_000, sendAt: DUE - 4 * 86_400_000 } });
  const { next } = await fire();
  const at = Number(next[0]?.runAt) + 4_000;
  expect(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "short" }).format(at)).toMatch(/, 09:00$/);
  expect(at - DUE).toBeLessThanOrEqual(86_400_000);
  expect(next).toMatchObject([{ id: `1000-remind-2-${at}`, input: { version: 2, dueAt: at, attempt: 0 } }]);
  expect(settled).toMatchObject([["1000", 1, { kind: "told", next: at }]]);
});

it("one that is edited while it is told has an alarm of its own: not that which would have come next", async () => {
  const { next } = await open({ reminder: { cron: "0 9 * * *" } }).fire();
  const edited = { reminderId: "1000", version: 2, dueAt: DUE + 300_000, attempt: 0 };
  expect(next[0]?.id).not.toBe(remindJobId(edited));
  // What cron commits again is the same, though.
  expect(next[0]?.id).toBe(remindJobId({ ...edited, dueAt: Number(next[0]?.runAt) + 4_000 }));
});
