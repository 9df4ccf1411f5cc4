/** What of the past a turn sees: back to a long silence, without whoever does not want it, and what becomes a summary when. */
import { describe, expect, it } from "vitest";
import type { Loaded } from "../../src/conversation/load.ts";
import { pastOf, peopleIn } from "../../src/conversation/past.ts";
import { spanOf } from "../../src/conversation/span.ts";
import { summaryDue, toSumUp } from "../../src/conversation/summary-due.ts";
import type { AskInput, Job } from "../../src/jobs/types.ts";

const HOUR = 60 * 60_000;
const NOW = 1_800_000_000_000;
const [ADA, BOB, CLEO] = ["1", "2", "3"];
const job = { id: "99", createdAt: NOW, channelId: "10", conversation: `10:${ADA}`, user: { id: ADA, name: "ada" } } as Job;
const at = (...ago: number[]) => ago.map((ms) => ({ createdAt: NOW - ms }));

describe("a span", () => {
  it("ends at the first silence of more than 12 hours, before now or between messages", () => {
    const rows = at(HOUR, 12 * HOUR, 25 * HOUR, 26 * HOUR);
    const { current, lapsed } = spanOf(rows, { from: NOW, summarizedAt: 0 });
    expect([current, lapsed]).toEqual([rows.slice(0, 2), rows.slice(2)]);
    expect(spanOf(rows, { from: NOW + 12 * HOUR, summarizedAt: 0 })).toEqual({ current: [], lapsed: rows });
    expect(spanOf([], { from: NOW, summarizedAt: 0 })).toEqual({ current: [], lapsed: [] });
  });

  it("reaches back to what somebody goes back to, and beyond as far as there was no silence", () => {
    const rows = at(20 * HOUR, 40 * HOUR, 41 * HOUR, 60 * HOUR);
    expect(spanOf(rows, { from: NOW, keepSince: NOW - 40 * HOUR, summarizedAt: 0 }).current).toEqual(rows.slice(0, 3));
  });

  it("leaves out what a summary tells, but not what somebody goes back to", () => {
    const rows = at(1, 2, 3, 4);
    expect(spanOf(rows, { from: NOW, summarizedAt: NOW - 3 }).current).toEqual(rows.slice(0, 2));
    expect(spanOf(rows, { from: NOW, summarizedAt: NOW - 2, keepSince: NOW - 3 }).current).toEqual(rows.slice(0, 3));
    expect(spanOf(at(14 * HOUR, 15 * HOUR), { from: NOW, summarizedAt: NOW - 15 * HOUR }).lapsed).toEqual(at(14 * HOUR));
  });
});

const row = (n: number, more: object = {}) => ({
  id: n,
  role: "user" as const,
  userId: ADA as string,
  name: "",
  content: `message ${n}`,
  turnId: `t${n}`,
  createdAt: NOW - n * 1_000,
  ...more,
});
const loaded = (more: {
  history?: object[];
  conversation?: object;
  quoted?: Map<string, string>;
  voices?: Map<string, string[]>;
  input?: Partial<AskInput>;
  parent?: object;
  optedOut?: boolean;
}) =>
  ({
    input: { trigger: "ask", ...more.input },
    parent: more.parent ?? null,
    history: more.history ?? [],
    conversation: { key: job.conversation, startedAt: 0, summary: "", summarizedAt: 0, people: [], ...more.conversation },
    quoted: more.quoted ?? new Map(),
    voices: more.voices ?? new Map(),
    standing: { optedOut: more.optedOut ?? false },
  }) as unknown as Loaded;
const NOBODY = new Set<string>();

describe("the past of a turn", () => {
  const shared = loaded({
    history: [row(1), row(2, { userId: BOB }), row(3)],
    quoted: new Map([["t3", CLEO]]),
    voices: new Map([["t1", ["hmac of dan"]]]),
    conversation: { summary: "notes", summarizedAt: NOW - 4_000, people: [ADA, CLEO] },
  });

  it("holds words of people who are asked about, the asker not among them", () => {
    expect(peopleIn(shared, ADA).toSorted()).toEqual([BOB, CLEO, "hmac of dan"]);
  });

  it("leaves out who opted out, the quoted too, and the summary that tells of them", () => {
    const seen = (optedOut: ReadonlySet<string> | null) => {
      const { history, summary, tainted, complete } = pastOf(job, shared, optedOut);
      return { history: history.map(({ id }) => id), summary: summary?.text, tainted, complete };
    };
    expect(seen(NOBODY)).toEqual({ history: [1, 2, 3], summary: "notes", tainted: false, complete: true });
    expect(seen(new Set([BOB]))).toEqual({ history: [1, 3], summary: "notes", tainted: false, complete: true });
    expect(seen(new Set([CLEO]))).toEqual({ history: [1, 2], summary: undefined, tainted: true, complete: true });
    expect(seen(new Set(["hmac of dan"])).history).toEqual([2, 3]);
    expect(seen(null)).toEqual({ history: [], summary: undefined, tainted: false, complete: false });
  });

  it("knows no summary of what was before the conversation began anew, nor of what came after the turn it goes back to", () => {
    const conversation = { summary: "notes", summarizedAt: NOW - 4_000, people: [] };
    expect(pastOf(job, loaded({ conversation: { ...conversation, startedAt: NOW - 4_000 } }), NOBODY).summary).toBeNull();
    const again = (createdAt: number) =>
      pastOf(job, loaded({ conversation, input: { trigger: "regenerate", parentId: "5" }, parent: { createdAt } }), NOBODY).summary?.text;
    expect([again(NOW - 5_000), again(NOW - 4_000), again(NOW - 3_000)]).toEqual([undefined, undefined, "notes"]);
  });
});

describe("a summary is due", () => {
  const due = (
    count: number,
    more: { shown?: number; leftOut?: number; lapsed?: number; limit?: number; rolledOver?: boolean } & Parameters<typeof loaded>[0] = {},
  ) => {
    const { shown = count, leftOut = 0, lapsed = 0, limit = 20, rolledOver = false } = more;
    const rows = [
      ...Array.from({ length: count }, (_, n) => row(n + 1)),
      ...Array.from({ length: lapsed }, (_, n) => row(n + 100, { createdAt: NOW - 24 * HOUR - n })),
    ];
    const all = loaded({ ...more, history: rows });
    return summaryDue(all, pastOf(job, all, NOBODY), { historyMessages: shown, historyLeftOut: leftOut }, rolledOver, { historyMessages: limit }).due?.keep;
  };

  it("when with this exchange more is unsummarized than the next turn will see, or 24 messages", () => {
    expect([due(18), due(19)]).toEqual([undefined, 8]);
    expect([due(22, { limit: 100 }), due(23, { limit: 100 })]).toEqual([undefined, 10]);
  });

  it("when not all of it fitted, and then less stays out of it", () => {
    expect(due(8, { shown: 5, leftOut: 3 })).toBe(2);
    expect(due(3, { shown: 2, leftOut: 1 })).toBeUndefined();
  });

  it("when something has lapsed that was not summed up in time", () => {
    expect(due(2, { lapsed: 4 })).toBe(2);
    expect(due(2, { lapsed: 4, rolledOver: true })).toBeUndefined();
    expect(due(2, { lapsed: 3 })).toBeUndefined();
  });

  it("never where nothing is to be remembered, or where a turn goes back", () => {
    expect(due(30, { limit: 0 })).toBeUndefined();
    expect(due(30, { optedOut: true })).toBeUndefined();
    expect(due(30, { input: { trigger: "regenerate", parentId: "5" }, parent: { createdAt: NOW } })).toBeUndefined();
  });

  it("of all but the newest, and never of half a turn", () => {
    const current = [1, 1, 2, 2, 3, 3].map((n, index) => row(index, { createdAt: NOW - n }));
    const ids = (keep: number) => toSumUp({ current, lapsed: [row(9)] }, keep).map(({ id }) => id);
    expect(ids(2)).toEqual([2, 3, 4, 5, 9]);
    expect(ids(3)).toEqual([2, 3, 4, 5, 9]);
    expect(ids(6)).toEqual([9]);
  });
});
