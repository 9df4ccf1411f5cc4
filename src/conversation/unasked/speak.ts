/**
 * The story of what the bot says by itself: its moment was found by arithmetic before (autonomy/), one model speaks or chooses to be silent, the moment is
 * looked at once more, and only then it is posted. Whatever comes to nothing comes to nothing quietly, and is recorded. Told by the job kind `speak`.
 */
import type { Presence } from "../../autonomy/types.ts";
import type { Delivery } from "../../delivery/deliver.ts";
import { explainFailure, type Failure } from "../../delivery/explain.ts";
import type { AskInput, Job, JobResult, JobRun, SpeakInput } from "../../jobs/types.ts";
import { describeError } from "../../kernel/errors.ts";
import { type MessageId, snowflakeTime, type UserId } from "../../kernel/ids.ts";
import type { Texts } from "../../locales/index.ts";
import { conversationKey } from "../../memory/store.ts";
import { RECORD } from "../../turn/types.ts";
import { answer } from "../answer.ts";
import { makeOne } from "../picture/make-one.ts";
import type { PictureDeps } from "../picture/types.ts";
import { type Ending, resultOf } from "../record.ts";
import { finished } from "./finished.ts";
import { hasBegun, type PostDeps, post, standing, type Words } from "./post.ts";
import { type Fate, type Rechecked, spokenRecord } from "./spoken-record.ts";
import { wishedPicture } from "./wished-picture.ts";

export type SpeakDeps = PictureDeps & PostDeps & { presence: Presence };

/** A draft that is older speaks of what has passed; a picture may take so much longer. ms */
const FRESH_MS = 2 * 60_000;
const PICTURE_MS = 4 * 60_000;
/** Journal steps. */
const ENDING = "ending";
const RECHECKED = "rechecked";
const PICTURE = "picture";

/** While it is thought up nothing is shown. */
const UNSEEN: Pick<Delivery, "draft" | "status" | "gone"> = { draft: () => undefined, status: () => undefined, gone: new AbortController().signal };

export async function speak(job: Job, input: SpeakInput, texts: Texts, run: JobRun, deps: SpeakDeps): Promise<JobResult> {
  const startedAt = deps.clock.now();
  const ending = await endingOf(job, input, texts, run, deps);
  const rechecked = () => run.journal.get(RECHECKED) as Rechecked | undefined;
  const fate = await fateOf(job, input, ending, texts, run, deps);
  noteIn(deps.presence, fate, input);
  const record = spokenRecord({ job, input, ending, fate, rechecked: rechecked(), startedAt, finishedAt: deps.clock.now() });
  run.journal.put(RECORD, record);
  return resultOf(record);
}

function noteIn(presence: Presence, fate: Fate, { decision }: SpeakInput): void {
  if (fate.kind === "posted") for (const id of fate.messageIds) presence.note({ kind: "own", id, at: snowflakeTime(id), unasked: decision.action });
}

/** It cannot be tried again, and nobody waits for it. What its model said was paid for, and what stands in the channel stands there. */
export function giveUpSpeaking(job: Job, input: SpeakInput, { journal }: JobRun, failure: Failure, { presence, clock }: SpeakDeps): JobResult {
  const now = clock.now();
  const ending = (journal.get(ENDING) as Ending | undefined) ?? ({ ...NOTHING_SAID, failure, input: askOf(input) } satisfies Ending);
  const fate: Fate = standing(journal) ?? { kind: "failed", reason: failure };
  noteIn(presence, fate, input);
  const rechecked = journal.get(RECHECKED) as Rechecked | undefined;
  const record = spokenRecord({ job, input, ending, fate, rechecked, startedAt: now, finishedAt: now });
  journal.put(RECORD, record);
  return resultOf(record);
}

const NOTHING_SAID = {
  kind: "failed",
  partial: "",
  model: "",
  costMicroUsd: 0,
  parent: null,
  prepared: null,
  echoed: [],
  keep: "text",
} as const satisfies Partial<Ending>;

export type Rehearsed =
  /** `picture`: what it would show, in words. */
  { kind: "text"; text: string; picture: string | null } | { kind: "silent" } | { kind: "failed"; sentence: string };

/**
 * The same up to the model's last word, for somebody who wants to see what it would say: nothing is posted, and it is told nothing that is theirs alone.
 * Leaves RECORD in the journal, which `saveTurn` takes. `job`: of any kind, in that channel.
 */
export async function rehearse(job: Job, input: SpeakInput, texts: Texts, run: JobRun, deps: PictureDeps): Promise<Rehearsed> {
  const startedAt = deps.clock.now();
  const own = asOwnIdea(job);
  const ending = await endingOf(own, input, texts, run, deps);
  const said = saidIn(ending, texts);
  const fate: Fate = said.kind === "text" ? { kind: "rehearsed" } : said;
  run.journal.put(RECORD, spokenRecord({ job: own, input, ending, fate, rechecked: undefined, startedAt, finishedAt: deps.clock.now() }));
  if (said.kind === "text") return { ...said, picture: wishedPicture(run.journal)?.prompt ?? null };
  if (said.kind === "silent" || ending.kind === "answered") return { kind: "silent" };
  const { failure, detail, model } = ending;
  return { kind: "failed", sentence: failure === "stopped" ? texts.answer.stopped : explainFailure(failure, detail ?? model, texts) };
}

/** Whoever has it tried is no part of it, nor is what the bot knows of them. */
function asOwnIdea({ roles: _, ...job }: Job): Job {
  const { applicationId, channelId } = job;
  const itself = applicationId as string as UserId;
  return { ...job, user: { id: itself, name: "" }, conversation: conversationKey(channelId, itself, false), private: false, target: "post", token: "" };
}

async function endingOf(job: Job, input: SpeakInput, texts: Texts, run: JobRun, deps: PictureDeps): Promise<Ending> {
  const before = run.journal.get(ENDING) as Ending | undefined;
  const ending = before ?? (await answer(job, askOf(input), texts, run, UNSEEN, deps));
  if (before === undefined) run.journal.put(ENDING, ending);
  return ending;
}

function askOf({ decision, moodWords, topics }: SpeakInput): AskInput {
  const { action, about, person } = decision;
  return {
    trigger: "speak",
    // By these words it is looked in what is remembered of the channel.
    prompt: topics.join("\n"),
    attachments: [],
    readChannel: true,
    unasked: { action: action ?? "join_conversation", about: about as MessageId | null, person: person as UserId | null, moodWords, topics },
  };
}

/** Nothing is wrong: somebody, or a limit, keeps it from speaking. */
const HELD: readonly string[] = ["paused", "blocked", "elsewhere", "opted-out", "budget-user", "budget-server", "budget-global"] satisfies Failure[];

type Said = { kind: "text"; text: string } | { kind: "silent" } | { kind: "failed" | "discarded"; reason: string };

function saidIn(ending: Ending, texts: Texts): Said {
  // A model that says nothing has chosen, whether it knows how to call that or not.
  if (ending.kind === "failed" && ending.failure === "empty") return { kind: "silent" };
  if (ending.kind === "failed") return { kind: HELD.includes(ending.failure) ? "discarded" : "failed", reason: ending.failure };
  const { end } = ending.outcome;
  if (end === "content-filter" || end === "stopped" || end === "deadline" || end === "waiting") return { kind: "failed", reason: end };
  const text = finished(ending.outcome, texts);
  return text === null ? { kind: "silent" } : { kind: "text", text };
}

async function fateOf(job: Job, input: SpeakInput, ending: Ending, texts: Texts, run: JobRun, deps: SpeakDeps): Promise<Fate> {
  const { journal, signal } = run;
  const said = saidIn(ending, texts);
  if (said.kind !== "text") return said;
  const persona = ending.prepared?.persona;
  const withFiles = async (files: Words["files"]): Promise<Fate> => {
    const begun = hasBegun(journal);
    const rechecked = begun ? (journal.get(RECHECKED) as Rechecked | undefined) : await recheck(job, input, run, deps);
    if (!begun && rechecked?.action === null) return { kind: "discarded" };
    const about = (rechecked?.about ?? null) as MessageId | null;
    const posted = await post(job, { text: said.text, files, about, persona, webhook: input.webhook }, texts, run, deps);
    return posted.kind === "posted" ? posted : { kind: "undeliverable", reason: posted.because };
  };
  const wanted = wishedPicture(journal);
  const { images } = deps;
  if (wanted === null || images === null) return withFiles([]);
  // Its bytes are in no journal; made once more it would be paid for twice, for which nobody has asked.
  if (journal.get(PICTURE) !== undefined) return { kind: "discarded", reason: "picture-lost" };
  journal.put(PICTURE, true);
  const owner = { payer: job.channelId, guildId: job.guildId, locale: job.locale };
  try {
    // Without it the words would speak of nothing.
    return await makeOne(images, wanted, owner, `${job.id}:picture`, signal, deps, async (made) =>
      made.kind === "made" ? withFiles(made.files) : { kind: "discarded", reason: "no-picture" },
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    return { kind: "failed", reason: "deadline" };
  }
}

/** What was said meanwhile may have changed everything. */
async function recheck(job: Job, { decision }: SpeakInput, { journal, signal }: JobRun, { presence, clock, log }: SpeakDeps): Promise<Rechecked> {
  const age = clock.now() - job.createdAt;
  const most = journal.get(PICTURE) === undefined ? FRESH_MS : FRESH_MS + PICTURE_MS;
  const old: Rechecked = { action: null, about: null, gates: [{ gate: "age", passed: false, value: Math.round(age / 1_000), bar: most / 1_000 }] };
  const again = age > most ? old : await askAgain(decision);
  journal.put(RECHECKED, again);
  return again;

  async function askAgain(of: typeof decision): Promise<Rechecked> {
    try {
      signal.throwIfAborted();
      // Whatever the look waits for: the job ends when its time is up.
      const isOver = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
      const { action, about, gates } = await Promise.race([presence.recheck(of), isOver]);
      return { action, about, gates };
    } catch (error) {
      log.error("recheck failed", { id: job.id, error: describeError(error) });
      return { action: null, about: null, gates: [{ gate: "unreadable", passed: false }] };
    }
  }
}
