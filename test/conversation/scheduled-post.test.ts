/** A scheduled run begins only while nobody knows how it ended: what was given up, or is gone, is not posted after all. */
import { expect, it } from "vitest";
import { postScheduled, type ScheduledPostDeps } from "../../src/conversation/scheduled/post.ts";
import { scheduledPostJob } from "../../src/jobs/scheduled-post.ts";
import type { ScheduleRun } from "../../src/schedule/store.ts";
import { RECORD } from "../../src/turn/types.ts";
import { createJournal } from "../fakes/journal.ts";
import { MONDAY_9, schedule } from "../schedule/stored.ts";

const job = scheduledPostJob(
  { applicationId: "1", now: MONDAY_9 },
  { scheduleId: "100", slot: MONDAY_9, turnId: "1576383621546115076", channelId: "10", guildId: "5", locale: "en-US" },
);

it.each([
  ["given up", { schedule: schedule(), run: { outcome: "failed" } as ScheduleRun }],
  ["told already", { schedule: schedule(), run: { outcome: "done" } as ScheduleRun }],
  ["removed", null],
])("%s: nothing is asked of anybody, and no receipt is written anew", async (_, found) => {
  const journal = createJournal();
  // Whatever else it reached for would not be there.
  const deps = { schedules: { forRun: async () => found } } as unknown as ScheduledPostDeps;
  const run = { journal, signal: new AbortController().signal, deadline: MONDAY_9, starts: 1 };
  expect(await postScheduled(job, { scheduleId: "100", slot: MONDAY_9 }, run, deps)).toEqual({ outcome: "answered", reason: "known" });
  expect(journal.get(RECORD)).toEqual({ turn: null, receipt: null, channelName: "" });
});
