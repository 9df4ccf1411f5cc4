/**
 * The whole story of a summary made behind an answer: reserve and read, leave out whoever does not want it, ask the small model, write down. Told by the
 * job kind `summarize`; its steps are in the journal, so that it can be told again from the start after a crash.
 */
import { createOptOutCheck } from "../access/opt-outs.ts";
import { inOneBatch, type Statement } from "../db/client.ts";
import type { Job, JobResult, JobRun, SummarizeInput } from "../jobs/types.ts";
import { type ConversationMoment, type ConversationState, type HistoryMessage, type NewSummary, stateOf } from "../memory/store.ts";
import { decideModels, type ServerModels } from "../models/policy.ts";
import { parseServerModels } from "../models/store.ts";
import { deployerModels } from "../prompts/index.ts";
import { RECORD } from "../turn/types.ts";
import { type SmallJobs, smallJobs, whereToAsk } from "./choose-model.ts";
import { recapOf } from "./past.ts";
import { spanOf } from "./span.ts";
import { keysOfNotes, LEAST_MESSAGES, type SummaryMaterial, summaryWorstCase, sumUp } from "./summary.ts";
import { toSumUp } from "./summary-due.ts";
import type { ConversationDeps } from "./types.ts";

/** Read for one summary; what is older and in none has to be recalled. */
const MESSAGES = 80;
/** In place of one that tells of somebody who does not want it any more. */
const NO_SUMMARY: NewSummary = { text: "", summarizedAt: 0, people: [], messageIds: [] };

/** Plain JSON. */
export interface SummaryToSave {
  jobId: string;
  costMicroUsd: number;
  summary: { of: ConversationMoment; kept: NewSummary } | null;
}

export async function summarize(job: Job, { conversation, keep }: SummarizeInput, run: JobRun, deps: ConversationDeps): Promise<JobResult> {
  const found = await read(job, conversation, deps);
  const { state, rows, quoted, voices } = found;
  const end = (costMicroUsd: number, kept: NewSummary | null): void => {
    const { key, startedAt, summarizedAt } = state;
    const isCharged = found.server.own === null;
    const summary = kept === null ? null : { of: { key, startedAt, summarizedAt }, kept };
    run.journal.put(RECORD, { jobId: job.id, costMicroUsd: isCharged ? costMicroUsd : 0, summary } satisfies SummaryToSave);
  };
  const optedOut = await createOptOutCheck(deps)([
    ...new Set([...state.people, ...rows.map(({ userId }) => userId), ...quoted.values(), ...[...voices.values()].flat()]),
  ]);
  if (optedOut === null) {
    end(0, null);
    return { outcome: "failed", reason: "storage" };
  }
  const recap = recapOf(state);
  const isTainted = recap?.people.some((id) => optedOut.has(id)) === true;
  const instead = isTainted ? NO_SUMMARY : null;
  const before = isTainted ? null : recap;
  const messages = toSumUp(spanOf(readable(found, optedOut), { from: job.createdAt, summarizedAt: before?.summarizedAt ?? 0 }), keep);
  if (messages.length < LEAST_MESSAGES) {
    end(0, instead);
    return { outcome: "answered", costMicroUsd: 0 };
  }
  const { models, source } = decideModels([], found.server, deployerModels(deps.settings.models));
  const where = found.reserved ? await whereToAsk(job, { own: found.server.own, source, models }, deps) : "budget-user";
  if (typeof where === "string") {
    end(0, instead);
    return { outcome: "failed", reason: where };
  }
  return ask(job, { before, messages, quoted, voices }, smallJobs(where, models, deps.settings), run, (cost, kept) => end(cost, kept ?? instead), deps);
}

async function ask(
  job: Job,
  material: SummaryMaterial,
  at: SmallJobs,
  { journal, signal }: JobRun,
  end: (costMicroUsd: number, kept: NewSummary | null) => void,
  deps: ConversationDeps,
): Promise<JobResult> {
  // Tried once: nobody waits for it, and the next answer asks for it again.
  let lost = 0;
  const afford = async (cost: number): Promise<never> => {
    lost += cost;
    throw new NotAgain();
  };
  try {
    const { kept, costMicroUsd, outcome, failure } = await sumUp(job, material, { at, journal, step: "outcome", signal, afford }, deps);
    end(costMicroUsd, kept);
    const { model, usage } = outcome ?? {};
    return {
      outcome: kept === null ? "failed" : "answered",
      costMicroUsd,
      ...(failure === null ? {} : { reason: failure }),
      ...(model === undefined ? {} : { model }),
      ...(usage === undefined ? {} : { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens }),
    };
  } catch (error) {
    if (!(error instanceof NotAgain)) throw error;
    end(lost, null);
    return { outcome: "failed", reason: "broken-stream", costMicroUsd: lost };
  }
}

class NotAgain extends Error {}

interface Found {
  reserved: boolean;
  server: ServerModels;
  state: ConversationState;
  /** Newest first. */
  rows: HistoryMessage[];
  quoted: ReadonlyMap<string, string>;
  voices: ReadonlyMap<string, readonly string[]>;
}

/** One round trip. Idempotent: a resumed job reads again and reserves nothing twice. */
async function read(job: Job, conversation: string, deps: ConversationDeps): Promise<Found> {
  const { conversations, turns, budget, models } = deps;
  const guildId = job.bot.present ? job.guildId : null;
  const usual = smallJobs({ ...deps, use: { source: "default" } }, [], deps.settings);
  const [userKey] = await deps.pseudonyms(job.user.id);
  const reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd: summaryWorstCase(usual, deps.settings) };
  const reserve = budget.reserve(reservation, models.paysItself(guildId));
  const end = { at: job.createdAt };
  const rows = await inOneBatch(deps.db, {
    reserved: reserve.insert,
    own: reserve.own,
    usage: reserve.usage,
    limit: reserve.limit,
    state: conversations.current(conversation, job),
    history: conversations.history(conversation, end, MESSAGES),
    quoting: turns.quoting(conversations.historyTurns(conversation, end, MESSAGES)),
    server: models.server(guildId),
  });
  // By their ids they are asked about anyway.
  const speakers = new Set((await Promise.all([...new Set(rows.history.map(({ userId }) => userId))].map((id) => deps.pseudonyms(id)))).flat());
  return {
    reserved: reserve.verdict(rows.own, rows.usage, rows.limit).reserved,
    server: parseServerModels(rows.server),
    state: stateOf(rows.state, conversation),
    rows: rows.history,
    quoted: new Map(rows.quoting.flatMap(({ id, quotedUserId }) => (quotedUserId === null ? [] : [[id, quotedUserId] as const]))),
    // Written by record.ts alone.
    voices: new Map(rows.quoting.map(({ id, people }) => [id, (JSON.parse(people) as string[]).filter((key) => !speakers.has(key))])),
  };
}

function readable({ rows, quoted, voices }: Found, optedOut: ReadonlySet<string>): HistoryMessage[] {
  return rows.filter(({ userId, turnId }) => ![userId, quoted.get(turnId) ?? "", ...(voices.get(turnId) ?? [])].some((whose) => optedOut.has(whose)));
}

/** What was reserved is given back; of a call that was under way nobody knows the price. */
export function giveUpSummary(job: Job, run: JobRun, reason: string): JobResult {
  const record: SummaryToSave = { jobId: job.id, costMicroUsd: 0, summary: null };
  if (run.journal.get(RECORD) === undefined) run.journal.put(RECORD, record);
  return { outcome: "failed", reason };
}

/** Throws when D1 does; nothing is half-written. */
export async function saveSummary({ jobId, costMicroUsd, summary }: SummaryToSave, { db, budget, conversations, pseudonyms }: ConversationDeps): Promise<void> {
  const statements: [Statement, ...Statement[]] = [budget.settle(jobId, costMicroUsd)];
  if (summary !== null) statements.push(conversations.keepSummary(summary.of, summary.kept, await keysOfNotes(summary.kept, pseudonyms)));
  await db.batch(statements);
}
