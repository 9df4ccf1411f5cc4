/** The first half of a turn's story, up to the model's last word: load and reserve, read, ask. Told by take-turn.ts. */
import type { Standing } from "../access/store.ts";
import type { BudgetScope } from "../budget/store.ts";
import type { Delivery } from "../delivery/deliver.ts";
import type { Failure } from "../delivery/explain.ts";
import type { AskInput, Job, JobRun } from "../jobs/types.ts";
import { describeError, ModelError } from "../kernel/errors.ts";
import { calibrate, DEFAULT_RATIO, estimateTokens, looksTruncated, measureMessages } from "../llm/tokens.ts";
import type { Texts } from "../locales/index.ts";
import { countName } from "../models/policy.ts";
import { deployerModels, promptFor, promptNames } from "../prompts/index.ts";
import { runTurn } from "../turn/run.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount, TurnRecord } from "../turns/store.ts";
import { castOf, personaUse } from "./cast.ts";
import { failureAt, passedOverNotices, refusalOf, type Where, whereToAsk } from "./choose-model.ts";
import { type JobSettings, jobSettings } from "./job-settings.ts";
import { type Loaded, loadTurn } from "./load.ts";
import { mostInput, type Prepared, prepareTurn, replyReserve } from "./prepare.ts";
import type { Ending, Keep } from "./record.ts";
import { signed } from "./signature.ts";
import type { ConversationDeps } from "./types.ts";

/** Waits before D1 is asked again for what a turn starts from, ms. */
const LOAD_WAITS_MS = [250, 1_000, 2_500];
/** After these the server has, or may have, read the prompt, and bills it. */
const BILLED: readonly string[] = ["first-token-timeout", "idle-timeout", "broken-stream", "empty"] satisfies Failure[];

/** Never rejects for an expected reason. */
export async function answer(job: Job, input: AskInput, texts: Texts, run: JobRun, delivery: Delivery, deps: ConversationDeps): Promise<Ending> {
  const signal = AbortSignal.any([run.signal, delivery.gone]);
  let settings = jobSettings(promptFor(input.task ?? "default"), deps.settings);
  let drafted = "";
  let parent: TurnRecord | null = null;
  let whole = input;
  let prepared: Prepared | null = null;
  let keep: Keep = "ask";
  /** Of attempts that came to nothing, millionths of a dollar. */
  let lost = 0;
  let where: Where = { model: deps.model, pricing: deps.pricing, windowOf: deps.windowOf, use: { source: "default" } };
  const failed = (failure: Failure | "stopped", detail?: string): Ending => ({
    kind: "failed",
    failure,
    ...(detail === undefined ? {} : { detail }),
    partial: drafted,
    model: settings.models[0] ?? "",
    costMicroUsd: lost + (prepared !== null && (drafted !== "" || BILLED.includes(failure)) ? costOf(prepared, drafted, settings.models, where) : 0),
    parent,
    input: whole,
    prepared: summary(prepared, settings.models, where),
    keep,
  });
  try {
    let worstCase = mostItCosts(input, settings, deps);
    const afford = async (cost: number): Promise<void> => {
      lost += cost;
      if (where.use.own !== undefined) return;
      const reservation = { turnId: job.id, userId: job.user.id, guildId: job.guildId, at: job.createdAt, amountMicroUsd: worstCase };
      const verdict = await deps.budget.extend(reservation, lost).catch(storageDown);
      if (!verdict.reserved) throw new OverBudget(verdict.full);
    };
    const loaded = await loadPatiently(job, input, worstCase, deps);
    keep = keepOf(loaded.standing);
    if (loaded.kind === "over-budget") {
      parent = loaded.parent;
      return failed(`budget-${loaded.full}`);
    }
    if (loaded.kind === "refused") {
      const { refusal } = loaded;
      return failed(refusal.kind, refusal.kind === "elsewhere" ? refusal.channels.map((id) => `<#${id}>`).join(", ") : undefined);
    }
    if (loaded.kind !== "loaded") return failed(loaded.kind);
    parent = loaded.parent;
    whole = loaded.input;
    const { chosen } = loaded;
    settings = { ...jobSettings(promptFor(whole.task ?? "default"), deps.settings), models: chosen.models };
    const refused = refusalOf(chosen, whole);
    if (refused !== undefined) return failed(refused.failure, refused.detail);
    const found = await whereToAsk(job, chosen, deps);
    if (typeof found === "string") return failed(found);
    where = found;
    const { speaker } = loaded.speaking;
    const cast = castOf(speaker, settings, chosen, where, texts, deps);
    settings = cast;
    if (cast.unlisted !== undefined) {
      // Nothing was reserved for a model that is on no list.
      worstCase = Math.max(worstCase, mostOneCosts(cast.unlisted, cast.maxOutputTokens, where));
      await afford(0);
    }
    const persona = personaUse(speaker);
    const fit = await prepareTurn(job, loaded, settings.maxOutputTokens, texts, signal, deps);
    if (typeof fit === "string") return failed(fit);
    const safetyIdentifier = await deps.safetyIdentifier(job.user.id);
    const attempt = async (step: string, window: number): Promise<TurnOutcome> => {
      prepared = fit(Math.min(window, cast.window));
      return runTurn(
        {
          messages: prepared.messages,
          models: settings.models,
          maxOutputTokens: prepared.replyTokens,
          temperature: settings.temperature,
          sampling: cast.sampling,
          lora: cast.lora,
          firstTokenTimeoutMs: settings.firstTokenTimeoutMs,
          safetyIdentifier,
        },
        prepared.report.total,
        signal,
        {
          model: found.model,
          journal: run.journal,
          step,
          clock: deps.clock,
          countTokens: (text) => estimateTokens(text, loaded.counts?.bytesPerToken),
          costMicroUsd: found.pricing.costMicroUsd,
          afford,
          emit: (event) => {
            if (event.type === "status") return delivery.status(event.text);
            drafted = event.text;
            delivery.draft(signed(event.text, persona));
          },
        },
      );
    };
    const notices = [...passedOverNotices(chosen, texts), ...cast.notices];
    const told = (outcome: TurnOutcome, made: Prepared, learnt: ModelCount | null) =>
      ended(outcome, loaded, withNotices(made, notices), settings.models, found, learnt);
    // Every model of the chain gets the same request.
    const window = Math.min(...settings.models.map(found.windowOf), learntWindow(loaded.counts, deps.clock.now()));
    const usual = found.windowOf("");
    let learntUsual: ModelCount | null = null;
    const first = await attempt("outcome", window).catch((error: unknown) => {
      // What is known of a model says how much it could read; this server lets it read less.
      if (!(error instanceof ModelError) || error.failure !== "too-long" || window <= usual) throw error;
      learntUsual = learnWindow(settings.models[0] ?? "", usual, loaded, deps.clock.now());
      return attempt("outcome:usual", usual);
    });
    if (prepared === null) return failed("bug");
    if (!wasTruncated(first, prepared)) return told(first, prepared, learntUsual ?? learn(first, prepared, loaded));
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
    const truncates = where.use.own === undefined ? texts.notice.serverTruncates : texts.models.ownTruncates;
    notices.push(truncates(first.model, seen));
    return told(outcome, prepared, learnWindow(first.model, seen, loaded, deps.clock.now()));
  } catch (error) {
    if (signal.aborted) return failed(signal.reason === "deadline" ? "deadline" : "stopped");
    if (error instanceof ModelError) return failed(failureAt(where.use, error.failure));
    if (error instanceof StorageDown) return failed("storage");
    if (error instanceof OverBudget) return failed(`budget-${error.full}`);
    throw error;
  }
}

/**
 * A turn that goes back to another one may turn out to be any job, and any of the bot's models may have been chosen for it: both stand in D1, and are
 * read in the same moment in which the money is reserved.
 */
function mostItCosts(input: AskInput, own: JobSettings, { settings, pricing, windowOf }: ConversationDeps): number {
  const jobs = input.parentId === undefined ? [own] : promptNames.map((name) => jobSettings(promptFor(name), settings));
  const costs = jobs.flatMap(({ models, maxOutputTokens }) =>
    [...models, ...deployerModels(settings.models)].map((model) => mostOneCosts(model, maxOutputTokens, { pricing, windowOf })),
  );
  return Math.max(...costs);
}

function mostOneCosts(model: string, maxOutputTokens: number, { pricing, windowOf }: Pick<Where, "pricing" | "windowOf">): number {
  const window = windowOf(model);
  const reply = replyReserve(window, maxOutputTokens);
  return pricing.worstCaseMicroUsd([model], mostInput(window, reply), reply);
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
function costOf(prepared: Prepared, drafted: string, models: string[], { pricing }: Where): number {
  const usage = { inputTokens: prepared.report.total, cachedInputTokens: 0, outputTokens: estimateTokens(drafted), estimated: true };
  return pricing.costMicroUsd(models[0] ?? "", usage);
}

async function loadPatiently(job: Job, input: AskInput, worstCase: number, deps: ConversationDeps) {
  for (const wait of [...LOAD_WAITS_MS, null]) {
    try {
      return await loadTurn(job, input, worstCase, { ...deps, historyMessages: deps.settings.historyMessages });
    } catch (error) {
      deps.log.error("load failed", { id: job.id, error: describeError(error) });
      if (wait !== null) await deps.clock.sleep(wait);
    }
  }
  return storageDown();
}

function ended(outcome: TurnOutcome, loaded: Loaded, prepared: Prepared, models: string[], where: Where, learnt: ModelCount | null): Ending {
  const { input, parent, standing } = loaded;
  // Who opted out has read what the notice says, and for them it would be wrong.
  const firstUse = standing.isNew && !standing.optedOut;
  return { kind: "answered", outcome, input, parent, prepared: summary(prepared, models, where), learnt, keep: keepOf(standing), firstUse };
}

function keepOf({ optedOut }: Standing): Keep {
  return optedOut ? "numbers" : "text";
}

/** What of the preparation outlives it: no messages, no bytes. */
function summary(prepared: Prepared | null, models: string[], { use }: Where) {
  if (prepared === null) return null;
  const { report, notices, visibleNotices, persona } = prepared;
  return { report, notices, visibleNotices, models, use, ...(persona === undefined ? {} : { persona }) };
}

function withNotices(prepared: Prepared, notices: readonly string[]): Prepared {
  return { ...prepared, notices: [...prepared.notices, ...notices] };
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
  return bytesPerToken === before ? null : { model: countName(outcome.model, loaded.chosen.own), bytesPerToken, window: null, windowSeenAt: null };
}

/** That server reads no more than that of that model. */
function learnWindow(model: string, window: number, { chosen, counts }: Loaded, now: number): ModelCount {
  return { model: countName(model, chosen.own), bytesPerToken: counts?.bytesPerToken ?? DEFAULT_RATIO, window, windowSeenAt: now };
}
