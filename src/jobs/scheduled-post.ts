/** Job kind `scheduled-post`: a schedule's slot has come, or somebody pressed Run. No interaction stands behind it. Built by cron and /schedule run, in deps/. */
import * as z from "zod";
import { saveTurn } from "../conversation/save-turn.ts";
import { giveUpScheduled, postScheduled, type ScheduledPostDeps, type ScheduledRecord } from "../conversation/scheduled/post.ts";
import type { ApplicationId, ChannelId, GuildId, InteractionId, UserId } from "../kernel/ids.ts";
import { textsFor, word } from "../locales/index.ts";
import type { Note } from "../notify/types.ts";
import type { Claimed } from "../schedule/store.ts";
import { type Journal, RECORD } from "../turn/types.ts";
import { ownAccess } from "./mention.ts";
import { notifyJob } from "./notify.ts";
import type { Job, JobKind, ScheduledPostInput } from "./types.ts";

const schema = (): z.ZodType<ScheduledPostInput> => z.object({ scheduleId: z.string(), slot: z.number() });

/** The same run is the same job. Carries no words: what is to be posted is read when it begins. */
export function scheduledPostJob(at: { applicationId: string; now: number }, run: Claimed, runAt?: number): Job {
  const { scheduleId, slot, turnId, channelId, guildId, locale } = run;
  return {
    v: 1,
    id: turnId as InteractionId,
    kind: "scheduled-post",
    conversation: null,
    applicationId: at.applicationId as ApplicationId,
    token: "",
    target: "post",
    private: false,
    channelId: channelId as ChannelId,
    channelName: "",
    parentId: null,
    guildId: guildId as GuildId,
    user: { id: at.applicationId as UserId, name: "" },
    roles: [],
    locale,
    bot: ownAccess,
    createdAt: at.now,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    ...(runAt === undefined ? {} : { runAt }),
    input: { scheduleId, slot } satisfies ScheduledPostInput,
  };
}

export function createScheduledPostJob(deps: ScheduledPostDeps): JobKind {
  return {
    run: (job, run) => postScheduled(job, schema().parse(job.input), run, deps),
    save: async (_job, journal) => {
      const record = recordIn(journal);
      if (record === undefined) return;
      if (record.turn !== null) await saveTurn(record.turn, deps);
      if (record.receipt === null) return;
      const { isPaused, schedule } = await deps.schedules.finish(record.receipt);
      if (isPaused && schedule !== null) journal.put(RECORD, { ...record, paused: { name: schedule.name, setBy: schedule.setBy } } satisfies ScheduledRecord);
    },
    next: (job, journal) => {
      const record = recordIn(journal);
      const note = record === undefined ? null : noteOf(job, record);
      return note === null ? [] : [notifyJob({ ...job, now: record?.receipt?.finishedAt ?? job.createdAt }, note)];
    },
    abandon: async (job, run) => {
      const input = schema().safeParse(job.input).data;
      return input === undefined ? { outcome: "failed", reason: "bug" } : giveUpScheduled(job, input, run, deps);
    },
  };
}

/** Written by conversation/scheduled/post.ts and above alone. */
const recordIn = (journal: Journal) => journal.get(RECORD) as ScheduledRecord | undefined;

/** The owner hears that it is paused, and why. */
function noteOf({ guildId, channelId, locale }: Job, { paused, receipt, channelName }: ScheduledRecord): Note | null {
  if (paused === undefined || receipt === null || guildId === null) return null;
  return {
    id: `schedule-paused:${receipt.scheduleId}:${receipt.slot}`,
    owner: `server:${guildId}`,
    kind: "schedule-paused",
    values: { name: paused.name, channel: channelName, problem: word(textsFor(locale).schedule.problem, receipt.problem) ?? "" },
    url: `https://discord.com/channels/${guildId}/${channelId}`,
    ...(paused.setBy === "" ? {} : { otherwise: paused.setBy }),
  };
}
