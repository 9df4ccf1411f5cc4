/**
 * Job kind `notify`: tells the owner of a note by every target that is not in its quiet hours; it is told when any of them took it. What came to nothing
 * is tried again by a job of its own, after longer and longer waits; then it stands in /settings, with the fix. No interaction stands behind it.
 */
import * as z from "zod";
import { describeError } from "../kernel/errors.ts";
import type { InteractionId, UserId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { textsFor } from "../locales/index.ts";
import type { Attempt, NotifyStore } from "../notify/store.ts";
import { audience, lastResort, nextTryAt, OTHERWISE, type Target, tried, turnOf } from "../notify/target.ts";
import { isPassing, type Note, noteKinds, type Sent, type Words } from "../notify/types.ts";
import type { ErasureStore } from "../privacy/store.ts";
import { type Journal, RECORD } from "../turn/types.ts";
import { type NotifySendDeps, sendOnce, sentTo } from "./notify-send.ts";
import { wordsOf } from "./notify-words.ts";
import type { Job, JobKind, JobResult, JobRun, NotifyInput } from "./types.ts";

export interface NotifyDeps extends NotifySendDeps {
  notify: NotifyStore;
  pseudonyms: Pseudonyms;
  erasures: Pick<ErasureStore, "isErasedSince">;
  log: Log;
}

/** In whose object it runs, and in whose language it is told. */
export type NotifyPlace = Pick<Job, "applicationId" | "channelId" | "guildId" | "locale"> & { now: number };

/** What the finished job leaves behind. `next`: the job that follows. */
interface Leaving {
  attempt: Attempt | null;
  next: Job | null;
}

interface Result {
  id: string;
  sent: Sent;
}

/** Step of the journal: ids of the targets that are asked. */
const HEARD = "heard";
/** While D1 is away, ms. */
const AWAY_MS = 60_000;
/** It asks D1 so often; with a day of it nobody waits for the note any more. */
const MOST_JOBS = 24 * 60;

const schema = (): z.ZodType<NotifyInput> =>
  z.object({
    note: z.object({
      id: z.string(),
      owner: z.string(),
      kind: z.enum(noteKinds),
      values: z.record(z.string(), z.string()),
      url: z.string().exactOptional(),
      otherwise: z.string().exactOptional(),
    }),
    tries: z.number().exactOptional(),
    jobs: z.number().exactOptional(),
  });

const ownerOf = ({ owner }: Note): string | undefined => (owner.startsWith("user:") ? owner.slice("user:".length) : undefined);

/** The same note is the same job. */
export function notifyJob({ applicationId, channelId, guildId, locale, now }: NotifyPlace, note: Note): Job {
  return {
    v: 1,
    id: `notify:${note.id}` as InteractionId,
    kind: "notify",
    conversation: null,
    applicationId,
    token: "",
    target: "post",
    private: true,
    channelId,
    channelName: "",
    parentId: null,
    guildId,
    // Whoever has themselves erased is looked for by this.
    user: { id: (ownerOf(note) ?? note.otherwise ?? applicationId) as UserId, name: "" },
    locale,
    bot: { present: true, canPost: false, canRead: false, userInstallOnly: false },
    createdAt: now,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    input: { note } satisfies NotifyInput,
  };
}

export function createNotifyJob(deps: NotifyDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const found = await prepare(job, input, deps).catch((error: unknown) => {
        run.signal.throwIfAborted();
        deps.log.error("notify failed", { id: job.id, error: describeError(error) });
        return null;
      });
      if (found !== null) return "outcome" in found ? found : tellOwner(job, input, found, run, deps);
      // D1 is away, and nothing was sent yet.
      put(run, { attempt: null, next: follow(job, input, deps.clock.now() + AWAY_MS) });
      return { outcome: "undeliverable", reason: "away" };
    },
    save: async (_job, journal) => {
      const { attempt } = leavingOf(journal);
      if (attempt !== null) await deps.notify.note(attempt);
    },
    next: (_job, journal) => {
      const { next } = leavingOf(journal);
      return next === null ? [] : [next];
    },
    // Nobody is told of that. What some target took is told; else it is tried once more, unless it was called off to be forgotten.
    abandon: async (job, run, reason) => {
      const input = schema().safeParse(job.input).data;
      const asked = (run.journal.get(HEARD) as string[] | undefined) ?? [""];
      const results = asked.map((id): Result => ({ id, sent: sentTo(id, run.journal) ?? { kind: "failed", problem: "failed" } }));
      if (input !== undefined && run.signal.reason !== "stop") conclude(job, input, run, results, { until: [] }, deps);
      return { outcome: "undeliverable", reason };
    },
  };
}

interface Prepared {
  words: Words;
  /** Who is to hear of it, and who where none of these takes it. */
  heard: Target[];
  others: Target[];
  hasTargets: boolean;
}

/** What it takes to tell it, or why that need not be. Throws while D1 is away. */
async function prepare(job: Job, { note, tries }: NotifyInput, deps: NotifyDeps): Promise<Prepared | JobResult> {
  const { targets, told } = await deps.notify.look(note);
  // What a later job tells is stored, unless it was forgotten meanwhile, like everything else of its owner's.
  if (told === null ? tries !== undefined : told.state !== "waiting") return { outcome: "answered", reason: "known" };
  const isErased = async (person: string | undefined) =>
    person !== undefined && (await deps.erasures.isErasedSince(await deps.pseudonyms(person), job.createdAt));
  if (await isErased(ownerOf(note))) return { outcome: "undeliverable", reason: "erased" };
  const others = (await isErased(note.otherwise)) ? [] : lastResort(note, targets);
  const heard = audience(note, targets) ?? others;
  // It stands on Discord already, so that without any target nothing is missing.
  if (heard.length === 0 && note.kind === "reminder") return { outcome: "answered", reason: "nobody" };
  const words: Words = told ?? wordsOf(note, textsFor(job.locale));
  if (told === null) await deps.notify.begin(note, words, job.createdAt);
  return { words, heard, others, hasTargets: targets.length > 0 };
}

async function tellOwner(job: Job, input: NotifyInput, { words, heard, others, hasTargets }: Prepared, run: JobRun, deps: NotifyDeps): Promise<JobResult> {
  const { note } = input;
  const send = async (target: Target): Promise<Result> => {
    const hint = target.id === OTHERWISE ? { hint: textsFor(job.locale).notify.otherwiseHint } : {};
    const sent = await sendOnce(target, { id: note.id, kind: note.kind, words, ...hint }, run.journal, run.signal, deps);
    return { id: target.id, sent };
  };
  const turns = heard.map((target) => turnOf(note, target, deps.clock.now()));
  run.journal.put(
    HEARD,
    turns.flatMap(({ target, when }) => (when === "now" ? [target.id] : [])),
  );
  const results = await Promise.all(turns.flatMap(({ target, when }) => (when === "now" ? [send(target)] : [])));
  const until = turns.flatMap((turn) => (turn.when === "wait" ? [turn.until] : []));
  const silence = turns.length > 0 ? "quiet" : hasTargets ? "off" : "nobody";
  const isOver = !isTaken(results) && results.length > 0 && nextOf(input, results, until, deps) === null;
  // Nothing that its owner set takes it: whoever switched on what it is about had better hear of it than nobody.
  const last = isOver && note.kind !== "reminder" ? others.filter((target) => !heard.includes(target)) : [];
  return conclude(job, input, run, [...results, ...(await Promise.all(last.map(send)))], { until, silence }, deps);
}

const isTaken = (results: readonly Result[]) => results.some(({ sent }) => sent.kind === "taken");

function nextOf({ tries = 0 }: NotifyInput, results: readonly Result[], until: readonly number[], { clock }: NotifyDeps): number | null {
  const passing = results.some(({ sent }) => sent.kind === "failed" && isPassing(sent.problem));
  return nextTryAt(clock.now(), results.length === 0 ? tries : tries + 1, passing, until);
}

/** Leaves behind what is to be written down, and the job that follows. `silence`: why nobody was asked. */
function conclude(
  job: Job,
  input: NotifyInput,
  run: JobRun,
  results: readonly Result[],
  { until, silence = "" }: { until: number[]; silence?: string },
  deps: NotifyDeps,
): JobResult {
  const tries = (input.tries ?? 0) + (results.length === 0 ? 0 : 1);
  const taken = isTaken(results);
  const nextAt = taken ? null : nextOf(input, results, until, deps);
  const next = nextAt === null ? null : follow(job, { ...input, tries }, nextAt);
  const targets = results.map(({ id, sent }) => tried(id, sent));
  const problem = taken ? "" : (targets[0]?.problem ?? silence);
  const attempt: Attempt = {
    id: input.note.id,
    state: taken ? "sent" : next === null ? "failed" : "waiting",
    tries,
    takenBy: results.flatMap(({ id, sent }) => (sent.kind === "taken" ? [id] : [])),
    problem,
    at: deps.clock.now(),
    targets: targets.filter(({ id }) => id !== OTHERWISE && id !== ""),
  };
  put(run, { attempt, next });
  return taken ? { outcome: "answered" } : { outcome: next === null ? "undeliverable" : "answered", reason: problem };
}

/** The same note once more, without its words once they are stored; null: enough is enough. */
function follow(job: Job, { note, tries, jobs = 0 }: NotifyInput, runAt: number): Job | null {
  if (jobs >= MOST_JOBS) return null;
  const id = `notify:${note.id}:${jobs + 1}` as InteractionId;
  const input: NotifyInput = tries === undefined ? { note, jobs: jobs + 1 } : { note: { ...note, values: {} }, tries, jobs: jobs + 1 };
  return { ...job, id, runAt, input };
}

const put = ({ journal }: JobRun, leaving: Leaving) => journal.put(RECORD, leaving);
/** Written above alone; a job that found nothing to do leaves none. */
const leavingOf = (journal: Journal): Leaving => (journal.get(RECORD) as Leaving | undefined) ?? { attempt: null, next: null };
