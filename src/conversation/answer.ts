/** The first half of a turn's story, up to the model's last word: load and reserve, read, ask. Told by take-turn.ts. */
import type { Standing } from "../access/store.ts";
import type { Delivery } from "../delivery/deliver.ts";
import type { Failure } from "../delivery/explain.ts";
import { withoutPreviews } from "../delivery/previews.ts";
import type { AskInput, Job, JobRun } from "../jobs/types.ts";
import type { Heard } from "../kernel/echoes.ts";
import { ModelError } from "../kernel/errors.ts";
import { estimateTokens } from "../llm/tokens.ts";
import type { Texts } from "../locales/index.ts";
import { promptFor } from "../prompts/index.ts";
import { type Resumed, runWithTools } from "../turn/tool-loop.ts";
import { createSources } from "../turn/tool-results.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount, TurnRecord } from "../turns/store.ts";
import { costOfFailed, mostItCosts, mostMeaningCosts, mostOneCosts } from "./billing.ts";
import { castOf, personaUse } from "./cast.ts";
import { failureAt, passedOverNotices, refusalOf, smallJobs, type Where, whereToAsk } from "./choose-model.ts";
import { cite } from "./cited.ts";
import { createCondenser } from "./condense.ts";
import { echoedBy, echoesIn, withoutHeard } from "./echoed.ts";
import { doneNotices, type Hands, handsOf, leftOutNotices, placeOfTools, toolsOf } from "./hands.ts";
import { jobSettings } from "./job-settings.ts";
import { learn, learntWindow, learnWindow, wasTruncated } from "./learn.ts";
import { type Loaded, payerOf } from "./load.ts";
import { loadPatiently } from "./load-patiently.ts";
import type { Past } from "./past.ts";
import { type Prepared, prepareTurn } from "./prepare.ts";
import { createPurse, OverBudget, StorageDown } from "./purse.ts";
import type { Ending, Keep, Memory } from "./record.ts";
import { rollOver } from "./roll-over.ts";
import { signed } from "./signature.ts";
import { summaryDue } from "./summary-due.ts";
import { jobOf } from "./task.ts";
import { toolMemory } from "./tool-memory.ts";
import type { ConversationDeps } from "./types.ts";
import { wishedPictures } from "./unasked/wished-picture.ts";

/** Journal step: the first round of the model. */
const FIRST_ROUND = "outcome";
/** Never rejects for an expected reason. */
export async function answer(
  job: Job,
  input: AskInput,
  texts: Texts,
  run: JobRun,
  delivery: Pick<Delivery, "draft" | "status" | "gone">,
  deps: ConversationDeps,
  resumed?: Resumed,
): Promise<Ending> {
  const signal = AbortSignal.any([run.signal, delivery.gone]);
  let settings = jobSettings(promptFor(jobOf(input)), deps.settings);
  let drafted = "";
  let unpaid = "";
  let show = (text: string, _done: boolean) => text;
  let parent: TurnRecord | null = null;
  let whole = input;
  let prepared: Prepared | null = null;
  let heard: readonly Heard[] = [];
  let keep: Keep = "ask";
  let memory: Memory = {};
  const done = new Set<string>();
  let where: Where = { model: deps.model, pricing: deps.pricing, windowOf: deps.windowOf, use: { source: "default" } };
  const failed = (failure: Failure | "stopped", detail?: string): Ending => ({
    kind: "failed",
    failure,
    ...(detail === undefined ? {} : { detail }),
    partial: show(drafted, true),
    model: settings.models[0] ?? "",
    costMicroUsd:
      purse.lost() +
      purse.beside() +
      (prepared === null ? 0 : costOfFailed({ failure, inputTokens: prepared.report.total, drafted: unpaid, models: settings.models }, where)),
    parent,
    input: whole,
    prepared: summary(withDeeds(prepared, doneNotices(done, texts)), settings.models, where),
    echoed: [...(prepared?.echoes(drafted) ?? []), ...echoesIn(drafted, heard)],
    keep,
    ...memory,
  });
  const ofModels = mostItCosts(input, settings, deps);
  const worstCase = ofModels + mostMeaningCosts(job, input, deps);
  const [userKey] = await deps.pseudonyms(payerOf(job));
  const reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd: worstCase };
  const purse = createPurse(reservation, () => where.use.own !== undefined, deps.budget);
  try {
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
    memory = { conversation: loaded.conversation.key };
    run.shared?.(loaded.shared);
    settings = { ...jobSettings(promptFor(jobOf(whole)), deps.settings), models: chosen.models };
    const refused = refusalOf(chosen, whole);
    if (refused !== undefined) return failed(refused.failure, refused.detail);
    const found = await whereToAsk(job, chosen, deps);
    if (typeof found === "string") return failed(found);
    where = found;
    const { speaker } = loaded.speaking;
    const cast = castOf(speaker, settings, chosen, where, texts, deps);
    settings = cast;
    // Nothing was reserved for a model that is on no list.
    if (cast.unlisted !== undefined) await purse.hold(Math.max(0, mostOneCosts(cast.unlisted, cast.maxOutputTokens, where) - ofModels));
    const persona = personaUse(speaker);
    const safetyIdentifier = await deps.safetyIdentifier(job.user.id);
    // Every model of the chain gets the same request.
    const window = Math.min(cast.window, ...settings.models.map(found.windowOf), learntWindow(loaded.counts, deps.clock.now()));
    const small = smallJobs(found, chosen.models, deps.settings);
    const condense = createCondenser({
      ...deps,
      ...small,
      run,
      signal,
      safetyIdentifier,
      purse,
      begin: (messages) => delivery.status(texts.catchup.condensing(messages)),
    });
    const sumUp = async (past: Past): Promise<string | null> => {
      const reserve = (more: number) =>
        purse.hold(more).then(
          () => true,
          () => false,
        );
      const kept = await rollOver(job, loaded, past, { at: small, journal: run.journal, signal, reserve, spend: purse.spend }, deps);
      const { key, startedAt, summarizedAt } = loaded.conversation;
      if (kept !== null) memory = { ...memory, summary: { of: { key, startedAt, summarizedAt }, kept } };
      return kept?.text ?? null;
    };
    const reading = { journal: run.journal, condense, sumUp, hold: purse.hold, spend: purse.spend, window };
    const material = await prepareTurn(job, loaded, settings.maxOutputTokens, texts, signal, deps, reading);
    if (typeof material === "string") return failed(material);
    whole = material.input;
    if (material.kind === "instead") return { ...instead(material.text, { ...loaded, input: whole }), ...memory };
    show = material.show;
    if (material.overheard !== null) memory = { ...memory, overheard: material.overheard };
    const place = await placeOfTools(job, whole, loaded, deps, signal);
    const shared = whole.unasked === undefined ? deps.toolPorts : { ...deps.toolPorts, pictures: deps.toolPorts.pictures && wishedPictures(run.journal) };
    const ports = { ...shared, memory: toolMemory(job, whole, loaded, deps) };
    const offered = toolsOf(whole, loaded, place, ports);
    const countTokens = (text: string) => estimateTokens(text, loaded.counts?.bytesPerToken);
    let hands: Hands | null = null;
    const attempt = async (step: string, window: number): Promise<TurnOutcome> => {
      const inHand = handsOf(job, offered, place, { window, countTokens }, texts, ports, deps.log);
      const made = material.fit(Math.min(window, cast.window) - inHand.tokens);
      hands = inHand;
      prepared = { ...made, notices: [...made.notices, ...leftOutNotices(inHand, texts)] };
      const sources = createSources(material.sources);
      show = (text, done) => withoutPreviews(cite(material.show(text, done), sources.all(), done), done);
      const present = (text: string) => (text === "" ? "" : [made.lead, signed(show(text, false), persona)].filter((part) => part !== "").join("\n"));
      return runWithTools(
        {
          messages: made.messages,
          models: settings.models,
          maxOutputTokens: made.replyTokens,
          temperature: settings.temperature,
          sampling: cast.sampling,
          lora: cast.lora,
          firstTokenTimeoutMs: settings.firstTokenTimeoutMs,
          safetyIdentifier,
        },
        made.report.total,
        signal,
        {
          model: found.model,
          journal: run.journal,
          step,
          clock: deps.clock,
          countTokens,
          tools: inHand.box,
          sources,
          window,
          costMicroUsd: found.pricing.costMicroUsd,
          afford: purse.afford,
          emit: (event) => {
            if (event.type === "status") return delivery.status(event.text);
            if (event.type === "called") return inHand.note(event, done);
            // The round before is over, and what it said is paid for.
            unpaid = event.type === "heard" ? "" : event.text;
            if (event.type === "heard") heard = event.heard;
            else {
              drafted = event.text;
              delivery.draft(drafted, present);
            }
          },
          present: (text) => show(text, true),
        },
        resumed,
      );
    };
    const notices = [...passedOverNotices(chosen, texts), ...cast.notices];
    const told = (outcome: TurnOutcome, made: Prepared, learnt: ModelCount | null): Ending => ({
      kind: "answered",
      outcome: { ...withoutHeard(outcome), costMicroUsd: outcome.costMicroUsd + purse.beside() },
      input: whole,
      parent,
      prepared: summary(withDeeds(withNotices(made, notices), isCut(outcome) ? doneNotices(done, texts) : []), settings.models, found),
      learnt,
      echoed: echoedBy(outcome, made),
      keep,
      firstUse: isFirstUse(loaded.standing),
      retentionDays: loaded.standing.retentionDays,
      ...memory,
      ...summaryDue(loaded, material.past, made.report, memory.summary !== undefined, deps.settings),
    });
    const usual = found.windowOf("");
    let learntUsual: ModelCount | null = null;
    const first = await attempt(FIRST_ROUND, window).catch((error: unknown) => {
      // What is known of a model says how much it could read; this server lets it read less. What was done is not done again.
      const isBegun = resumed !== undefined || run.journal.get(FIRST_ROUND) !== undefined;
      if (!(error instanceof ModelError) || error.failure !== "too-long" || window <= usual || isBegun) throw error;
      learntUsual = learnWindow(settings.models[0] ?? "", usual, loaded, deps.clock.now());
      return attempt("outcome:usual", usual);
    });
    if (prepared === null) return failed("bug");
    if (!wasTruncated(first, prepared, hands)) return told(first, prepared, learntUsual ?? learn(first, prepared, loaded, hands));
    // The server dropped most of the prompt without a word: what it says it read is its window.
    const seen = first.usage.inputTokens;
    deps.log.error("server truncates prompts", { model: first.model, tokens: seen });
    await purse.afford(first.costMicroUsd);
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

/** Its model had no time to tell what was done. */
const isCut = ({ end }: TurnOutcome): boolean => end === "stopped" || end === "deadline";

/** An answer that no model was asked for. */
function instead(text: string, { input, parent, standing }: Loaded): Ending {
  const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, estimated: false };
  const outcome: TurnOutcome = { text, reasoning: "", end: "stop", model: "", usage, costMicroUsd: 0, restarts: [], firstTokenMs: null, modelMs: 0 };
  return {
    kind: "answered",
    outcome,
    input,
    parent,
    prepared: null,
    learnt: null,
    echoed: [],
    keep: keepOf(standing),
    firstUse: isFirstUse(standing),
    retentionDays: standing.retentionDays,
  };
}

/** Who opted out has read what the notice says, and for them it would be wrong. */
const isFirstUse = ({ isNew, optedOut }: Standing): boolean => isNew && !optedOut;

function keepOf({ optedOut }: Standing): Keep {
  return optedOut ? "numbers" : "text";
}

/** What of the preparation outlives it: no messages, no bytes. */
function summary(prepared: Prepared | null, models: string[], { use }: Where) {
  if (prepared === null) return null;
  const { report, notices, visibleNotices, lead, recalled, persona } = prepared;
  return { report, notices, visibleNotices, lead, recalled, models, use, ...(persona === undefined ? {} : { persona }) };
}

function withNotices(prepared: Prepared, notices: readonly string[]): Prepared {
  return { ...prepared, notices: [...prepared.notices, ...notices] };
}

/** Where nobody else can tell it, people are told what was done. */
function withDeeds(prepared: Prepared | null, deeds: readonly string[]): Prepared | null {
  return prepared && { ...prepared, notices: [...prepared.notices, ...deeds], visibleNotices: [...prepared.visibleNotices, ...deeds] };
}
