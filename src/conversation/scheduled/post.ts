/**
 * The whole story of a scheduled post: what is to be posted and where, the turn or the picture, and the receipt. Told by the job kind `scheduled-post`;
 * nobody waits for it, so a failure is written down and not posted.
 */
import type { ImagineInput, Job, JobResult, JobRun, ScheduledPostInput } from "../../jobs/types.ts";
import { DiscordApiError, describeError } from "../../kernel/errors.ts";
import type { ChannelId } from "../../kernel/ids.ts";
import { fullLocalTime } from "../../kernel/time-zone.ts";
import { textsFor } from "../../locales/index.ts";
import type { Receipt, Schedule, ScheduleStore } from "../../schedule/store.ts";
import { RECORD } from "../../turn/types.ts";
import { imagine } from "../picture/imagine.ts";
import { refineWorstCase } from "../picture/refine.ts";
import type { PictureDeps } from "../picture/types.ts";
import type { TurnToSave } from "../record.ts";
import { giveUp, takeTurn } from "../take-turn.ts";
import { capExtensions, withinBudget } from "./limit.ts";
import { failedBy, type Verdict, verdictOn } from "./problem.ts";

export type ScheduledPostDeps = PictureDeps & { schedules: Pick<ScheduleStore, "forRun" | "finish"> };

/** What the finished job leaves behind. Plain JSON. `paused`: the schedule is, because of it, which is known once it is saved. */
export interface ScheduledRecord {
  turn: TurnToSave | null;
  /** Null: the run is over already, or the schedule is gone. */
  receipt: Receipt | null;
  channelName: string;
  paused?: Pick<Schedule, "name" | "setBy">;
}

/** Waits before D1, or Discord, is asked again, ms. */
const WAITS_MS = [250, 1_000, 4_000];
/** Journal step: what it starts from. */
const START = "schedule";
const GONE = 404;

/** What it starts from, or why there is nothing to do. Plain JSON. */
type Start = { schedule: Schedule; channel: Pick<Job, "channelName" | "parentId"> } | { over: true } | { verdict: Verdict };

export async function postScheduled(job: Job, input: ScheduledPostInput, run: JobRun, deps: ScheduledPostDeps): Promise<JobResult> {
  const start = (run.journal.get(START) as Start | undefined) ?? (await look(job, input, run, deps));
  run.journal.put(START, start);
  if ("over" in start) return end(run, { turn: null, receipt: null, channelName: "" }, { outcome: "answered", reason: "known" });
  if ("verdict" in start) return endWith(input, start.verdict, run, deps);
  const whole = { ...job, ...start.channel };
  const hit = await act(whole, start.schedule, run, deps);
  if (typeof hit === "object") return endWith(input, hit, run, deps, start.channel.channelName);
  return conclude(whole, input, run, hit, deps);
}

/** It cannot be tried again. */
export async function giveUpScheduled(job: Job, input: ScheduledPostInput, run: JobRun, deps: ScheduledPostDeps): Promise<JobResult> {
  const start = run.journal.get(START) as Start | undefined;
  if (start === undefined || !("schedule" in start)) return endWith(input, failedBy("crashed"), run, deps);
  const whole = { ...job, ...start.channel };
  await giveUp(whole, askInput(start.schedule, deps.clock.now()), textsFor(job.locale), run, "crashed", deps);
  return conclude(whole, input, run, false, deps);
}

/** Has it posted. The verdict where it was not even tried; else whether it came to the run's own limit. */
async function act(job: Job, schedule: Schedule, run: JobRun, deps: ScheduledPostDeps): Promise<Verdict | boolean> {
  const texts = textsFor(job.locale);
  const most = schedule.budgetMicroUsd;
  if (schedule.output === "image") {
    const input: ImagineInput = { trigger: "imagine", action: "make", prompt: schedule.prompt, attachments: [], shape: "square", count: 1, refine: true };
    const worst = deps.images?.worstCaseMicroUsd({ shape: "square", count: 1, hasReference: false }) ?? 0;
    if (most !== null && worst > most) return failedBy("budget-run");
    const refine = most === null || worst + refineWorstCase(deps) <= most;
    const capped = most === null ? null : capExtensions(most, deps.budget);
    await imagine(job, { ...input, refine }, texts, run, { ...deps, ...(capped === null ? {} : { budget: capped.budget }) });
    return capped?.isHit() ?? false;
  }
  const input = askInput(schedule, deps.clock.now());
  const limited = withinBudget(most, input, deps);
  if (limited === null) return failedBy("budget-run");
  await takeTurn(job, input, texts, run, limited.deps);
  return limited.isHit();
}

const askInput = ({ prompt, timeZone, tools }: Schedule, now: number) => ({
  trigger: "schedule" as const,
  prompt: `(It is ${fullLocalTime(now, timeZone)} in ${timeZone}.)\n\n${prompt}`,
  attachments: [],
  readChannel: false,
  ...(tools ? {} : { withoutTools: true as const }),
});

/** Asks D1 what is to be posted, and Discord where. */
async function look(job: Job, { scheduleId, slot }: ScheduledPostInput, run: JobRun, deps: ScheduledPostDeps): Promise<Start> {
  const found = await patiently("load", () => deps.schedules.forRun(scheduleId, slot), run, deps);
  if (found === undefined) return { verdict: failedBy("storage") };
  if (found === null || found.run.outcome !== "running") return { over: true };
  const { schedule } = found;
  const channel = await patiently("channel", () => channelOf(schedule.channelId as ChannelId, run, deps), run, deps);
  if (channel === undefined) return { verdict: failedBy("undeliverable") };
  if (channel === "forbidden") return { verdict: failedBy("no-permission") };
  if (channel === null || channel.guildId !== job.guildId) return { verdict: failedBy("gone") };
  return { schedule, channel: { channelName: channel.name, parentId: channel.isThread ? channel.parentId : null } };
}

async function channelOf(id: ChannelId, run: JobRun, { discord }: ScheduledPostDeps) {
  try {
    const found = await discord.channel(id, run.signal);
    return found && { ...found, isThread: [10, 11, 12].includes(found.type) };
  } catch (error) {
    if (error instanceof DiscordApiError && error.status === 403) return "forbidden" as const;
    if (error instanceof DiscordApiError && error.status === GONE) return null;
    throw error;
  }
}

/** Undefined where it did not work out. */
async function patiently<T>(what: string, call: () => Promise<T>, run: JobRun, { clock, log }: ScheduledPostDeps): Promise<T | undefined> {
  for (const wait of [...WAITS_MS, null]) {
    try {
      return await call();
    } catch (error) {
      run.signal.throwIfAborted();
      log.error(`${what} failed`, { kind: "scheduled-post", error: describeError(error) });
      if (wait !== null) await clock.sleep(wait, run.signal);
    }
  }
  return undefined;
}

/** The turn's own record becomes a part of the run's. */
function conclude(job: Job, input: ScheduledPostInput, run: JobRun, overOwn: boolean, deps: ScheduledPostDeps): JobResult {
  const turn = run.journal.get(RECORD) as TurnToSave;
  const { messageIds, costMicroUsd, model, inputTokens, outputTokens } = turn.turn;
  const verdict = verdictOn(turn.turn, overOwn);
  const receipt: Receipt = { ...input, ...verdict, messageId: messageIds[0] ?? null, costMicroUsd, finishedAt: deps.clock.now() };
  const more = { costMicroUsd, inputTokens, outputTokens, ...(model === null ? {} : { model }) };
  return end(run, { turn, receipt, channelName: job.channelName }, { ...resultOf(verdict), ...more });
}

function endWith(input: ScheduledPostInput, verdict: Verdict, run: JobRun, { clock }: ScheduledPostDeps, channelName = ""): JobResult {
  const receipt: Receipt = { ...input, ...verdict, messageId: null, costMicroUsd: 0, finishedAt: clock.now() };
  return end(run, { turn: null, receipt, channelName }, resultOf(verdict));
}

const resultOf = ({ outcome, problem }: Verdict): JobResult => (outcome === "done" ? { outcome: "answered" } : { outcome: "failed", reason: problem });

function end(run: JobRun, record: ScheduledRecord, result: JobResult): JobResult {
  run.journal.put(RECORD, record);
  return result;
}
