/**
 * The whole story of an answer: load, reserve, read, ask the model, deliver, record. The only file that knows all of it. Each step that must not
 * happen twice is in the journal, so the story can be told again from the start after a crash.
 */
import { createDelivery, type Delivery, type DeliveryResult, type FinalAnswer } from "../delivery/deliver.ts";
import { explainFailure, type Failure } from "../delivery/explain.ts";
import type { AskInput, Job, JobResult, JobRun } from "../jobs/types.ts";
import { describeError, ModelError } from "../kernel/errors.ts";
import { snowflakeTime } from "../kernel/ids.ts";
import { calibrate, DEFAULT_RATIO, estimateTokens, looksTruncated, measureMessages } from "../llm/tokens.ts";
import type { Texts } from "../locales/index.ts";
import { runTurn } from "../turn/run.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount, TurnRecord } from "../turns/store.ts";
import { type Buttons, createButtons } from "./buttons.ts";
import { type Loaded, loadTurn } from "./load.ts";
import { modelChain, type Prepared, prepareTurn, replyReserve } from "./prepare.ts";
import { composeRecord, type Ending } from "./record.ts";
import type { ConversationDeps } from "./types.ts";

/** Waits before D1 is asked again for what a turn starts from, ms. */
const LOAD_WAITS_MS = [250, 1_000, 2_500];

export async function takeTurn(job: Job, input: AskInput, texts: Texts, run: JobRun, deps: ConversationDeps): Promise<JobResult> {
  return conclude(job, input, texts, run, deps, (delivery) => answer(job, input, texts, run, delivery, deps));
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
  const askerId = job.conversation?.split(":")[1] ?? job.user.id;
  const buttons = createButtons(job.id, askerId, texts);
  const delivery = createDelivery(
    { ...job, canPost: job.bot.canPost, quiet: job.target === "update" && isOld(input.parentId, startedAt) },
    { discord: deps.discord, clock: deps.clock, journal: run.journal, texts, stopButton: buttons.running, pace: deps.draftPace },
  );
  // A resumed job that was already answered has only its end before it.
  const ending = (run.journal.get("ending") as Ending | undefined) ?? (await actOrAbandon(act, delivery));
  run.journal.put("ending", ending);
  const cancelled = run.signal.reason === "cancel";
  // What the Worker said instead must not be overwritten by a late draft.
  if (cancelled) await delivery.abandon();
  const delivered: DeliveryResult = cancelled
    ? { via: "never-acknowledged", messageIds: [] }
    : await delivery.finish(compose(job, ending, askerId, buttons, texts));
  const record = composeRecord({ job, input, ending, delivered, startedAt, finishedAt: deps.clock.now() });
  run.journal.put("record", record);
  const { outcome, reason, model, inputTokens, outputTokens, costMicroUsd } = record.turn;
  return {
    outcome: outcome as JobResult["outcome"],
    inputTokens,
    outputTokens,
    costMicroUsd,
    ...(reason === null ? {} : { reason }),
    ...(model === null ? {} : { model }),
  };
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

/** Everything up to the model's last word. Never rejects for an expected reason. */
async function answer(job: Job, input: AskInput, texts: Texts, run: JobRun, delivery: Delivery, deps: ConversationDeps): Promise<Ending> {
  const signal = AbortSignal.any([run.signal, delivery.gone]);
  const models = modelChain(input, deps.settings.models);
  let drafted = "";
  let parent: TurnRecord | null = null;
  let whole = input;
  let prepared: Prepared | null = null;
  const failed = (failure: Failure | "stopped"): Ending => ({
    kind: "failed",
    failure,
    partial: drafted,
    model: models[0] ?? "",
    // What was shown was paid for, too.
    costMicroUsd:
      drafted === ""
        ? 0
        : deps.pricing.costMicroUsd(models[0] ?? "", {
            inputTokens: prepared?.report.total ?? 0,
            cachedInputTokens: 0,
            outputTokens: estimateTokens(drafted),
            estimated: true,
          }),
    parent,
    input: whole,
    prepared: summary(prepared, models),
  });
  try {
    const { contextTokens, maxOutputTokens } = deps.settings;
    const replyTokens = replyReserve(contextTokens, maxOutputTokens);
    const worstCase = deps.pricing.worstCaseMicroUsd(models, contextTokens - replyTokens, replyTokens);
    const loaded = await loadPatiently(job, input, worstCase, models[0] ?? "", deps);
    if (loaded.kind === "over-budget") {
      parent = loaded.parent;
      return failed(`budget-${loaded.full}`);
    }
    if (loaded.kind === "turn-gone") return failed("turn-gone");
    parent = loaded.parent;
    whole = loaded.input;
    const fit = await prepareTurn(job, loaded, texts, signal, deps);
    const safetyIdentifier = await deps.safetyIdentifier(job.user.id);
    const attempt = async (step: string, window: number): Promise<TurnOutcome> => {
      prepared = fit(window);
      return runTurn(
        {
          messages: prepared.messages,
          models: modelChain(whole, deps.settings.models),
          maxOutputTokens: prepared.replyTokens,
          temperature: deps.settings.temperature,
          safetyIdentifier,
        },
        prepared.report.total,
        signal,
        {
          model: deps.model,
          journal: run.journal,
          step,
          clock: deps.clock,
          countTokens: (text) => estimateTokens(text, loaded.counts?.bytesPerToken),
          costMicroUsd: deps.pricing.costMicroUsd,
          emit: (event) => {
            if (event.type === "status") return delivery.status(event.text);
            drafted = event.text;
            delivery.draft(event.text);
          },
        },
      );
    };
    const window = Math.min(contextTokens, loaded.counts?.window ?? Number.POSITIVE_INFINITY);
    const first = await attempt("outcome", window);
    if (prepared === null) return failed("bug");
    if (!wasTruncated(first, prepared)) return ended(first, whole, parent, prepared, models, learn(first, prepared, loaded));
    // The server dropped most of the prompt without a word: what it says it read is its window.
    const seen = first.usage.inputTokens;
    deps.log.error("server truncates prompts", { model: first.model, tokens: seen });
    const second = await attempt("outcome:fitted", seen);
    const outcome = {
      ...second,
      costMicroUsd: first.costMicroUsd + second.costMicroUsd,
      restarts: [...first.restarts, `${first.model}: truncated`, ...second.restarts],
    };
    const learnt = { model: first.model, bytesPerToken: loaded.counts?.bytesPerToken ?? DEFAULT_RATIO, window: seen };
    return ended(outcome, whole, parent, withNotice(prepared, texts.notice.serverTruncates(first.model, seen)), models, learnt);
  } catch (error) {
    if (signal.aborted) return failed(signal.reason === "deadline" ? "deadline" : "stopped");
    if (error instanceof ModelError) return failed(error.failure);
    if (error instanceof StorageDown) return failed("storage");
    throw error;
  }
}

/** D1 did not answer, several times. */
class StorageDown extends Error {}

async function loadPatiently(job: Job, input: AskInput, worstCase: number, model: string, deps: ConversationDeps) {
  for (const wait of [...LOAD_WAITS_MS, null]) {
    try {
      return await loadTurn(job, input, worstCase, model, { ...deps, historyMessages: deps.settings.historyMessages });
    } catch (error) {
      deps.log.error("load failed", { id: job.id, error: describeError(error) });
      if (wait !== null) await deps.clock.sleep(wait);
    }
  }
  throw new StorageDown("D1 did not answer");
}

function ended(outcome: TurnOutcome, input: AskInput, parent: TurnRecord | null, prepared: Prepared, models: string[], learnt: ModelCount | null): Ending {
  return { kind: "answered", outcome, input, parent, prepared: summary(prepared, models), learnt };
}

/** What of the preparation outlives it: no messages, no bytes. */
function summary(prepared: Prepared | null, models: string[]) {
  if (prepared === null) return null;
  const { report, notices, visibleNotices } = prepared;
  return { report, notices, visibleNotices, models };
}

function withNotice(prepared: Prepared, notice: string): Prepared {
  return { ...prepared, notices: [...prepared.notices, notice] };
}

function wasTruncated(outcome: TurnOutcome, prepared: Prepared): boolean {
  return !outcome.usage.estimated && !prepared.hasImages && looksTruncated(prepared.report.total, outcome.usage.inputTokens);
}

function learn(outcome: TurnOutcome, prepared: Prepared, loaded: Loaded): ModelCount | null {
  if (outcome.usage.estimated || prepared.hasImages) return null;
  const { bytes, fixedTokens } = measureMessages(prepared.messages);
  const before = loaded.counts?.bytesPerToken ?? DEFAULT_RATIO;
  const bytesPerToken = calibrate(before, { bytes, reportedTokens: outcome.usage.inputTokens - fixedTokens });
  return bytesPerToken === before ? null : { model: outcome.model, bytesPerToken, window: null };
}

/** The words and buttons of the end. */
function compose(job: Job, ending: Ending, askerId: string, buttons: Buttons, texts: Texts): FinalAnswer {
  const heading = texts.delivery.answerFor(job.user.name, excerpt(ending.input.prompt));
  const notes = (ending.prepared?.visibleNotices ?? []).map((notice) => `-# ${notice}`);
  const base = { heading, showButton: buttons.show };
  if (ending.kind === "answered") {
    const { end, text } = ending.outcome;
    const endNote = {
      stop: [],
      stopped: [texts.answer.stopped],
      length: [texts.answer.cutByLength],
      deadline: [texts.answer.cutByDeadline],
      "content-filter": [texts.answer.contentFiltered],
    }[end];
    const isCut = end === "length" || end === "deadline";
    return { ...base, text: lines(text, ...endNote, ...notes), buttons: (inPlace) => buttons.answered(inPlace, isCut) };
  }
  if (ending.failure === "stopped")
    return { ...base, text: lines(ending.partial, texts.answer.stopped), buttons: (inPlace) => buttons.answered(inPlace, false) };
  const reason = explainFailure(ending.failure, ending.model, texts);
  const oldAnswer = ending.parent?.answer ?? ending.input.shown ?? "";
  if (oldAnswer !== "" && ending.input.parentId !== undefined && ending.input.trigger === "regenerate" && job.target === "update") {
    const old = createButtons(ending.input.parentId, askerId, texts);
    return { ...base, text: lines(oldAnswer, `-# ${texts.failure.keptOldAnswer(reason)}`), buttons: (inPlace) => old.answered(inPlace, false) };
  }
  return { ...base, text: lines(ending.partial, ending.partial === "" ? reason : `-# ${reason}`, ...notes), buttons: () => buttons.failed };
}

const EDITABLE_MS = 60 * 60_000;
const isOld = (turnId: string | undefined, now: number) => turnId !== undefined && snowflakeTime(turnId) < now - EDITABLE_MS;

const lines = (...parts: string[]) => parts.filter((part) => part !== "").join("\n");

function excerpt(prompt: string): string {
  const line = prompt.replaceAll(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 117).toWellFormed()}...` : line;
}
