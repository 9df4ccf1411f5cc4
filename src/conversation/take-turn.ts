/**
 * The whole story of an answer: load, reserve, read, ask the model, deliver, record. The only place that knows all of it. Each step that must not
 * happen twice is in the journal, so the story can be told again from the start after a crash.
 */
import { createDelivery, type Delivery, type DeliveryResult } from "../delivery/deliver.ts";
import type { Failure } from "../delivery/explain.ts";
import type { AskInput, Job, JobResult, JobRun } from "../jobs/types.ts";
import { type MessageId, snowflakeTime } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import { sharedKey } from "../memory/store.ts";
import type { Resumed } from "../turn/tool-loop.ts";
import { RECORD } from "../turn/types.ts";
import { answer } from "./answer.ts";
import { createButtons } from "./buttons.ts";
import { compose, STANDING_FAILURES } from "./compose.ts";
import { askerOf } from "./load.ts";
import { composeRecord, type Ending, resultOf } from "./record.ts";
import type { ConversationDeps } from "./types.ts";

/** Older messages take few edits (30046). */
const EDITABLE_MS = 60 * 60_000;
/** Whoever speaks to the bot without a command is told so often, at most, why they are not answered, ms. */
const TOLD_EVERY_MS = 15 * 60_000;
const isOld = (turnId: string | undefined, now: number) => turnId !== undefined && snowflakeTime(turnId) < now - EDITABLE_MS;

/** `resumed`: a turn that stood still goes on. */
export async function takeTurn(job: Job, input: AskInput, texts: Texts, run: JobRun, deps: ConversationDeps, resumed?: Resumed): Promise<JobResult> {
  return conclude(job, input, texts, run, deps, (delivery) => answer(job, input, texts, run, delivery, deps, resumed));
}

/** The job cannot be tried again; the person hears why, and may press Retry. */
export async function giveUp(job: Job, input: AskInput, texts: Texts, run: JobRun, failure: Failure, deps: ConversationDeps): Promise<JobResult> {
  return conclude(job, input, texts, run, deps, async () => ({
    kind: "failed",
    failure,
    partial: "",
    model: "",
    costMicroUsd: 0,
    parent: null,
    input,
    prepared: null,
    echoed: [],
    keep: "ask",
  }));
}

async function conclude(
  job: Job,
  input: AskInput,
  texts: Texts,
  run: JobRun,
  deps: ConversationDeps,
  act: (delivery: Delivery) => Promise<Ending>,
): Promise<JobResult> {
  const startedAt = deps.clock.now();
  const askerId = askerOf(job);
  const buttonsIn = (conversation: string | undefined, cites = false, retried: string = job.id) =>
    createButtons(
      { turnId: job.id, retried, askerId, shared: conversation === sharedKey(job.channelId), private: job.private, cites, speaks: deps.speech !== null },
      texts,
    );
  const delivery = createDelivery(
    {
      ...job,
      canPost: job.bot.canPost,
      quiet: (job.target === "update" && isOld(input.parentId, startedAt)) || isUnattended(input),
      ...replyToOf(input),
    },
    { discord: deps.discord, clock: deps.clock, journal: run.journal, texts, stopButton: buttonsIn(undefined).running, pace: deps.draftPace },
  );
  // What the Worker said instead must not be overwritten by a late draft.
  run.signal.addEventListener("abort", () => run.signal.reason === "cancel" && void delivery.abandon(), { once: true });
  // A resumed job that was already answered has only its end before it.
  const ending = (run.journal.get("ending") as Ending | undefined) ?? (await actOrAbandon(act, delivery));
  run.journal.put("ending", ending);
  const cancelled = run.signal.reason === "cancel";
  if (cancelled) await delivery.abandon();
  const buttons = buttonsIn(ending.conversation, citesOf(ending), questionOf(ending));
  const composed = compose(job, ending, askerId, buttons, texts, deps.settings);
  // They are its asker's.
  const words = isUnattended(input) ? { ...composed, buttons: () => [] } : composed;
  const delivered: DeliveryResult = cancelled
    ? { via: "never-acknowledged", messageIds: [] }
    : await delivery.finish({ ...words, ...((await isUntold(job, ending, deps)) ? { untold: true } : {}) });
  const record = composeRecord({ job, input, ending, delivered, startedAt, finishedAt: deps.clock.now() });
  run.journal.put(RECORD, record);
  return resultOf(record);
}

/** Nobody waits for it: where there is nothing to post, nothing is said of that either. */
const isUnattended = ({ trigger }: AskInput): boolean => trigger === "schedule";

function replyToOf({ answers, target }: AskInput): { replyTo?: MessageId } {
  const id = answers?.id ?? target?.id;
  return id === undefined ? {} : { replyTo: id };
}

/** Somebody who is not to be answered now, for a reason that will hold for a while, and was told so lately. A guard that cannot tell says nothing. */
async function isUntold(job: Job, ending: Ending, { turns }: Pick<ConversationDeps, "turns">): Promise<boolean> {
  if (job.target !== "post" || ending.kind !== "failed" || !STANDING_FAILURES.includes(ending.failure)) return false;
  return turns.wasToldSince(job.user.id, STANDING_FAILURES, job.createdAt - TOLD_EVERY_MS).catch(() => true);
}

const citesOf = (ending: Ending): boolean => ending.kind === "answered" && (ending.outcome.tools?.sources.length ?? 0) > 0;

/** The turn that has the question: the one before where this one ended before it could read it there. */
function questionOf({ input }: Ending): string | undefined {
  const isRead = input.prompt !== "" || input.target !== undefined || input.catchup !== undefined || input.attachments.length > 0;
  return isRead ? undefined : input.parentId;
}

/** A story that breaks off shows no more drafts: somebody else tells its end. */
async function actOrAbandon(act: (delivery: Delivery) => Promise<Ending>, delivery: Delivery): Promise<Ending> {
  try {
    return await act(delivery);
  } catch (error) {
    await delivery.abandon();
    throw error;
  }
}
