/** The first half of a turn's story, up to the model's last word: load and reserve, read, ask. Told by take-turn.ts. */
import type { Standing } from "../access/store.ts";
import type { BudgetScope } from "../budget/store.ts";
import type { Delivery } from "../delivery/deliver.ts";
import type { Failure } from "../delivery/explain.ts";
import type { AskInput, Job, JobRun } from "../jobs/types.ts";
import { describeError, ModelError } from "../kernel/errors.ts";
import { calibrate, DEFAULT_RATIO, estimateTokens, looksTruncated, measureMessages } from "../llm/tokens.ts";
import type { Texts } from "../locales/index.ts";
import { promptFor, promptNames } from "../prompts/index.ts";
import { runTurn } from "../turn/run.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount, TurnRecord } from "../turns/store.ts";
import { type JobSettings, jobSettings } from "./job-settings.ts";
import { type Loaded, loadTurn } from "./load.ts";
import { mostInput, type Prepared, prepareTurn, replyReserve } from "./prepare.ts";
import type { Ending, Keep } from "./record.ts";
import type { ConversationDeps } from "./types.ts";

/** Waits before D1 is asked again for what a turn starts from, ms. */
const LOAD_WAITS_MS = [250, 1_000, 2_500];
/** After these the server has, or may have, read the prompt, and bills it. */
const BILLED: readonly string[] = ["first-token-timeout", "idle-timeout", "broken-stream", "empty"] satisfies Failure[];

/** Never rejects for an expected reason. */
export async function answer(job: Job, input: AskInput, texts: Texts, run: JobRun, delivery: Delivery, deps: ConversationDeps): Promise<Ending> {
  const signal = AbortSignal.any([run.signal, delivery.gone]);
  let settings = jobSettings(promptFor(input.task ?? "default"), input.model, deps.settings);
  let drafted = "";
  let parent: TurnRecord | null = null;
  let whole = input;
  let prepared: Prepared | null = null;
  let keep: Keep = "ask";
  /** Of attempts that came to nothing, millionths of a dollar. */
  let lost = 0;
  const failed = (failure: Failure | "stopped"): Ending => ({
    kind: "failed",
    failure,
    partial: drafted,
    model: settings.models[0] ?? "",
    costMicroUsd: lost + (prepared !== null && (drafted !== "" || BILLED.includes(failure)) ? costOf(prepared, drafted, settings.models, deps) : 0),
    parent,
    input: whole,
    prepared: summary(prepared, settings.models),
    echoed: prepared?.echoes(drafted) ?? [],
    keep,
  });
  try {
    const { contextTokens } = deps.settings;
    const worstCase = mostItCosts(input, settings, deps);
    const afford = async (cost: number): Promise<void> => {
      lost += cost;
      const [userKey] = await deps.pseudonyms(job.user.id);
      const reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd: worstCase };
      const verdict = await deps.budget.extend(reservation, lost).catch(storageDown);
      if (!verdict.reserved) throw new OverBudget(verdict.full);
    };
    const loaded = await loadPatiently(job, input, worstCase, settings.models[0] ?? "", deps);
    keep = keepOf(loaded.standing);
    if (loaded.kind === "over-budget") {
      parent = loaded.parent;
      return failed(`budget-${loaded.full}`);
    }
    if (loaded.kind === "refused") {
      const { refusal } = loaded;
      return { ...failed(refusal.kind), ...(refusal.kind === "elsewhere" ? { detail: refusal.channels.map((id) => `<#${id}>`).join(", ") } : {}) };
    }
    if (loaded.kind !== "loaded") return failed(loaded.kind);
    parent = loaded.parent;
    whole = loaded.input;
    settings = jobSettings(promptFor(whole.task ?? "default"), whole.model, deps.settings);
    const fit = await prepareTurn(job, loaded, settings.maxOutputTokens, texts, signal, deps);
    if (typeof fit === "string") return failed(fit);
    const safetyIdentifier = await deps.safetyIdentifier(job.user.id);
    const attempt = async (step: string, window: number): Promise<TurnOutcome> => {
      prepared = fit(window);
      return runTurn(
        {
          messages: prepared.messages,
          models: settings.models,
          maxOutputTokens: prepared.replyTokens,
          temperature: settings.temperature,
          firstTokenTimeoutMs: settings.firstTokenTimeoutMs,
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
          afford,
          emit: (event) => {
            if (event.type === "status") return delivery.status(event.text);
            drafted = event.text;
            delivery.draft(event.text);
          },
        },
      );
    };
    const window = Math.min(contextTokens, learntWindow(loaded.counts, deps.clock.now()));
    const first = await attempt("outcome", window);
    if (prepared === null) return failed("bug");
    if (!wasTruncated(first, prepared)) return ended(first, loaded, prepared, settings.models, learn(first, prepared, loaded));
    // The server dropped most of the prompt without a word: what it says it read is its window.
    const seen = first.usage.inputTokens;
    deps.log.error("server truncates prompts", { model: first.model, tokens: seen });
    await afford(first.costMicroUsd);
    const second = await attempt("outcome:fitted", seen);
    const outcome = {
      ...second,
      costMicroUsd: first.costMicroUsd + second.costMicroUsd,
      restarts: [...first.restarts, `${first.model}: truncated`, ...second.restarts],
    };
    const learnt = { model: first.model, bytesPerToken: loaded.counts?.bytesPerToken ?? DEFAULT_RATIO, window: seen, windowSeenAt: deps.clock.now() };
    return ended(outcome, loaded, withNotice(prepared, texts.notice.serverTruncates(first.model, seen)), settings.models, learnt);
  } catch (error) {
    if (signal.aborted) return failed(signal.reason === "deadline" ? "deadline" : "stopped");
    if (error instanceof ModelError) return failed(error.failure);
    if (error instanceof StorageDown) return failed("storage");
    if (error instanceof OverBudget) return failed(`budget-${error.full}`);
    throw error;
  }
}

/** A turn that goes back to another one may turn out to be any job: that stands in D1, and is read in the same moment in which the money is reserved. */
function mostItCosts(input: AskInput, own: JobSettings, { settings, pricing }: ConversationDeps): number {
  const jobs = input.parentId === undefined ? [own] : promptNames.map((name) => jobSettings(promptFor(name), input.model, settings));
  const costs = jobs.map(({ models, maxOutputTokens }) => {
    const reply = replyReserve(settings.contextTokens, maxOutputTokens);
    return pricing.worstCaseMicroUsd(models, mostInput(settings.contextTokens, reply), reply);
  });
  return Math.max(...costs);
}

/** D1 did not answer. */
class StorageDown extends Error {}

/** An attempt was paid for in vain, and another one would pass the limit of that scope. */
class OverBudget extends Error {
  readonly full: BudgetScope;
  constructor(full: BudgetScope) {
    super(`over the budget of ${full}`);
    this.full = full;
  }
}

function storageDown(): never {
  throw new StorageDown("D1 did not answer");
}

/** What a call that failed will have been billed as: the prompt, and what was shown of the answer. */
function costOf(prepared: Prepared, drafted: string, models: string[], deps: ConversationDeps): number {
  const usage = { inputTokens: prepared.report.total, cachedInputTokens: 0, outputTokens: estimateTokens(drafted), estimated: true };
  return deps.pricing.costMicroUsd(models[0] ?? "", usage);
}

async function loadPatiently(job: Job, input: AskInput, worstCase: number, model: string, deps: ConversationDeps) {
  for (const wait of [...LOAD_WAITS_MS, null]) {
    try {
      return await loadTurn(job, input, worstCase, model, { ...deps, historyMessages: deps.settings.historyMessages });
    } catch (error) {
      deps.log.error("load failed", { id: job.id, error: describeError(error) });
      if (wait !== null) await deps.clock.sleep(wait);
    }
  }
  return storageDown();
}

function ended(outcome: TurnOutcome, { input, parent, standing }: Loaded, prepared: Prepared, models: string[], learnt: ModelCount | null): Ending {
  // Who opted out has read what the notice says, and for them it would be wrong.
  const firstUse = standing.isNew && !standing.optedOut;
  const echoed = prepared.echoes(outcome.text);
  const { retentionDays } = standing;
  return { kind: "answered", outcome, input, parent, prepared: summary(prepared, models), learnt, echoed, keep: keepOf(standing), firstUse, retentionDays };
}

function keepOf({ optedOut }: Standing): Keep {
  return optedOut ? "numbers" : "text";
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

/** Servers are reconfigured: what one did a week ago is found out anew. */
function learntWindow(counts: ModelCount | undefined, now: number): number {
  const { window = null, windowSeenAt = null } = counts ?? {};
  return window === null || windowSeenAt === null || windowSeenAt < now - 7 * 24 * 60 * 60_000 ? Number.POSITIVE_INFINITY : window;
}

function learn(outcome: TurnOutcome, prepared: Prepared, loaded: Loaded): ModelCount | null {
  if (outcome.usage.estimated || prepared.hasImages) return null;
  const { bytes, fixedTokens } = measureMessages(prepared.messages);
  const before = loaded.counts?.bytesPerToken ?? DEFAULT_RATIO;
  const bytesPerToken = calibrate(before, { bytes, reportedTokens: outcome.usage.inputTokens - fixedTokens });
  return bytesPerToken === before ? null : { model: outcome.model, bytesPerToken, window: null, windowSeenAt: null };
}
