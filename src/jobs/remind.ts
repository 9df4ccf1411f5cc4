/**
 * Job kind `remind`: the moment has come that somebody wanted to be reminded at. It waits for its moment in the object of its channel and carries ids
 * alone; the row in D1 is what counts. Told in the channel, else directly; nobody is ever told "failed", the list of /remind shows it.
 */
import * as z from "zod";
import type { DiscordApi } from "../discord/api.ts";
import { messageLink } from "../discord/messages.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError, describeError } from "../kernel/errors.ts";
import type { ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Note } from "../notify/types.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { type Fate, isQuote, type Reminder, type ReminderStore } from "../schedule/reminder-store.ts";
import { type Journal, RECORD } from "../turn/types.ts";
import { notifyJob } from "./notify.ts";
import { reminderMessage } from "./remind-message.ts";
import type { Job, JobKind, JobResult, JobRun } from "./types.ts";

export interface RemindDeps {
  discord: DiscordApi;
  clock: Clock;
  log: Log;
  reminders: Pick<ReminderStore, "due" | "settle">;
}

/** So long before its moment it is looked up, ms: what takes its time then, such as D1 or waking up itself, makes nothing late. */
const LEAD_MS = 4_000;
/**
 * For each request that those before it still have to make, ms: hardly more than Discord takes a second, so that a queue gets shorter. Less what may only
 * not be written down yet, ms.
 */
const AHEAD_MS = 21;
const UNWRITTEN_MS = 300;
/** After a longer wait it is looked at once more, ms. */
const LONG_MS = LEAD_MS + 1_000;
/** D1 and Discord are tried for so long at once, ms. */
const PATIENCE_MS = 60_000;
/** Then it is put off, ms, and given up after so many times: half a day, as nobody wants to be reminded of yesterday. */
const LATER_MS = 60_000;
const MOST_ATTEMPTS = 720;
const MOST_CRASHES = 3;

/** What is left to be written down. */
type Ending = { reminderId: string; version: number } & ({ kind: "settle"; fate: Fate; note?: Note } | { kind: "later"; dueAt: number; attempt: number });
interface Told {
  channelId: ChannelId;
  messageId: MessageId;
  direct: boolean;
}

/** Input of the job. */
export interface RemindInput {
  reminderId: string;
  /** Of the reminder when its alarm was set: an older one does nothing. */
  version: number;
  /** For which moment: two of one version are told apart by it. */
  dueAt: number;
  /** How often it was put off because something was out of reach. */
  attempt: number;
}

type Tried<T> = { value: T } | { failed: "refused" | "out-of-reach" };

const schema = (): z.ZodType<RemindInput> => z.object({ reminderId: z.string(), version: z.number(), dueAt: z.number(), attempt: z.number() });

/** Whose object keeps the time. */
interface At {
  applicationId: string;
  channelId: string;
  guildId: string | null;
  locale: string;
  now: number;
}

/** `sendAt`: when it is to be told. The person is in the reminder's row alone, so that whoever has themselves erased is in no object. */
export function remindJob(at: At, input: RemindInput, sendAt: number): Job {
  return {
    v: 1,
    id: remindJobId(input) as InteractionId,
    kind: "remind",
    // One after the other in a channel, so that answers have room beside them.
    conversation: `remind:${at.channelId}`,
    applicationId: at.applicationId as ApplicationId,
    token: "",
    target: "post",
    private: true,
    channelId: at.channelId as ChannelId,
    channelName: "",
    parentId: null,
    guildId: at.guildId as GuildId | null,
    user: { id: at.applicationId as string as UserId, name: "" },
    locale: at.locale,
    bot: { present: true, canPost: true, canRead: false, userInstallOnly: false },
    createdAt: at.now,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    runAt: Math.max(at.now, sendAt - LEAD_MS),
    input,
  };
}

export function createRemindJob(deps: RemindDeps): JobKind {
  return {
    run: (job, run) => remind(schema().parse(job.input), run, deps),
    async save(_job, journal) {
      const record = endingIn(journal);
      if (record?.kind === "settle") await deps.reminders.settle(record.reminderId, record.version, record.fate);
    },
    next: (job, journal) => following(job, endingIn(journal), deps.clock.now()),
    async abandon(job, run, reason) {
      const input = schema().parse(job.input);
      // Nothing ran at its moment, which is no reason not to tell it now.
      if (reason === "deadline") return remind(input, run, deps);
      return input.attempt < MOST_CRASHES ? putOff(input, run.journal) : settle(input, run.journal, { kind: "failed" });
    },
  };
}

async function remind(input: RemindInput, { journal, signal }: JobRun, deps: RemindDeps): Promise<JobResult> {
  // Written before it was told, or instead: only what follows is missing.
  if (endingIn(journal) !== undefined) return { outcome: "answered" };
  const ready = await whenReady(input, signal, deps);
  if ("failed" in ready) return putOff(input, journal);
  if (ready.value === null) return { outcome: "answered", reason: "not wanted any more" };
  const before = journal.get("told") as Told | undefined;
  const told = before === undefined ? await tell(ready.value, deps) : { value: before };
  if ("failed" in told) return told.failed === "refused" ? settle(input, journal, { kind: "failed" }, noteOf(ready.value, null)) : putOff(input, journal);
  journal.put("told", told.value);
  const fate: Fate = { kind: "told", messageId: told.value.messageId, next: nextOf(ready.value, deps.clock.now()) };
  return settle(input, journal, fate, noteOf(ready.value, told.value));
}

/**
 * The reminder as it is when its turn has come: at its moment, and where those that were due before it are held up, behind them. So all that wait are one
 * queue, whichever objects they are in, and Discord takes them all.
 */
async function whenReady(input: RemindInput, signal: AbortSignal, { reminders, clock, log }: RemindDeps): Promise<Tried<Reminder | null>> {
  const isFinal = (error: unknown) => {
    log.error("reminder-unread", { id: input.reminderId, error: describeError(error) });
    return false;
  };
  const due = () => untilItWorks(() => reminders.due(input.reminderId, input.version), clock, isFinal);
  const read = await due();
  if ("failed" in read) return read;
  if (read.value === null) return { value: null };
  const { reminder, ahead } = read.value;
  const wait = Math.max(reminder.sendAt - clock.now(), ahead * AHEAD_MS - UNWRITTEN_MS);
  if (wait > 0) await clock.sleep(wait, signal);
  // Called off, or moved, while it waited: the object is told so (schedule/reminders.ts).
  if (signal.reason === "cancel") return { value: null };
  if (wait < LONG_MS) return { value: reminder };
  const still = await due();
  return "failed" in still ? still : { value: still.value?.reminder ?? null };
}

/** In the channel; where that takes nothing, directly. The nonce makes a repeat within minutes the same message; later on, twice is better than never. */
async function tell(reminder: Reminder, deps: RemindDeps): Promise<Tried<Told>> {
  const here = reminder.direct ? null : await post(reminder.channelId as ChannelId, reminder, false, deps);
  if (here !== null && !("failed" in here && here.failed === "refused")) return here;
  const { discord, clock } = deps;
  const channel = await untilItWorks(() => discord.directChannel(reminder.userId as UserId), clock, isRefused);
  return "failed" in channel ? channel : post(channel.value, reminder, true, deps);
}

async function post(channelId: ChannelId, reminder: Reminder, direct: boolean, { discord, clock }: RemindDeps): Promise<Tried<Told>> {
  // Of this version: it has one moment.
  const nonce = `${BigInt(reminder.id).toString(36)}-${reminder.version.toString(36)}${direct ? "d" : ""}`;
  const posted = await untilItWorks(() => discord.createMessage(channelId, reminderMessage(reminder, direct), nonce), clock, isRefused);
  return "failed" in posted ? posted : { value: { channelId, messageId: posted.value.id, direct } };
}

/** A token that is not taken any more is nothing about this reminder. */
const isRefused = (error: unknown): boolean => error instanceof DiscordApiError && error.status < 500 && error.status !== 429 && error.status !== 401;

async function untilItWorks<T>(call: () => Promise<T>, clock: Clock, isFinal: (error: unknown) => boolean): Promise<Tried<T>> {
  const giveUpAt = clock.now() + PATIENCE_MS;
  for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
    try {
      return { value: await call() };
    } catch (error) {
      if (isFinal(error)) return { failed: "refused" };
      if (clock.now() + wait > giveUpAt) return { failed: "out-of-reach" };
      await clock.sleep(wait);
    }
  }
}

/** Those that an outage skipped are not made up for. */
function nextOf({ cron, timeZone, dueAt }: Reminder, now: number): number | null {
  return cron === null ? null : (nextRuns(cron, timeZone, Math.max(now, dueAt), 1)[0] ?? null);
}

/** For wherever else they want to hear of it; of what others said, nothing. */
function noteOf({ id, version, userId, guildId, text }: Reminder, told: Told | null): Note {
  const place = told === null ? {} : { url: messageLink(told.direct ? null : guildId, told.channelId, told.messageId) };
  return { id: `reminder:${id}:${version}`, owner: `user:${userId}`, kind: "reminder", values: { text: isQuote(text) ? "" : text }, ...place };
}

function settle({ reminderId, version }: RemindInput, journal: Journal, fate: Fate, note?: Note): JobResult {
  journal.put(RECORD, { kind: "settle", reminderId, version, fate, ...(note === undefined ? {} : { note }) } satisfies Ending);
  return fate.kind === "told" ? { outcome: "answered" } : { outcome: "undeliverable", reason: "refused" };
}

function putOff(input: RemindInput, journal: Journal): JobResult {
  if (input.attempt >= MOST_ATTEMPTS) return settle(input, journal, { kind: "failed" });
  journal.put(RECORD, { kind: "later", ...input, attempt: input.attempt + 1 } satisfies Ending);
  return { outcome: "failed", reason: "out of reach" };
}

// Written above alone.
const endingIn = (journal: Journal) => journal.get(RECORD) as Ending | undefined;

/** What is told next keeps its time here, too; its place among others is in its row by then. */
function following(job: Job, record: Ending | undefined, now: number): Job[] {
  if (record === undefined) return [];
  const { reminderId, version } = record;
  const at = { ...job, now };
  if (record.kind === "later") return [remindJob(at, { reminderId, version, dueAt: record.dueAt, attempt: record.attempt }, now + LATER_MS)];
  const { fate, note } = record;
  return [
    ...(note === undefined ? [] : [notifyJob(at, note)]),
    ...(fate.kind === "failed" || fate.next === null ? [] : [remindJob(at, { reminderId, version: version + 1, dueAt: fate.next, attempt: 0 }, fate.next)]),
  ];
}

/**
 * One a version and moment, so that it may be committed again and again: by its maker, by cron. The version alone would not do: one that is edited while it is
 * told is of the version that would have come next, and must not find that one's later alarm in its place.
 */
export const remindJobId = ({ reminderId, version, dueAt, attempt }: RemindInput): string =>
  `${reminderId}-remind-${version}-${dueAt}${attempt === 0 ? "" : `-${attempt}`}`;
