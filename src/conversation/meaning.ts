/**
 * What somebody's words mean, as a vector: asked for while D1 is read, reserved before where no turn pays for it. Where it cannot be had in time words are
 * enough. Used by recall.ts, look-up.ts and embed.ts, and by the job kind `check`.
 */
import type { BudgetStore } from "../budget/store.ts";
import { type Database, inOneBatch } from "../db/client.ts";
import type { Job, JobRun } from "../jobs/types.ts";
import type { Clock } from "../kernel/clock.ts";
import { describeError, ModelError, type ModelFailure } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Embeddings } from "../llm/embeddings.ts";
import { countBytes } from "../llm/tokens.ts";
import { type Journal, RECORD } from "../turn/types.ts";

/** An answer waits so long for it, ms. */
export const PATIENCE_MS = 1_500;
/** UTF-16 units, of 3 bytes at most: models take some thousand tokens. */
const LONGEST = 4_000;
export const MOST_BYTES = LONGEST * 3;

/** Bytes of a text that are embedded, at most. */
export const embeddedBytes = (text: string): number => Math.min(countBytes(text), MOST_BYTES);

export interface Meaning {
  /** Null where it cannot be had in time. */
  vector: Float32Array | null;
  costMicroUsd: number;
}

/** Never rejects. */
export async function meaningOf(text: string, embeddings: Embeddings, signal: AbortSignal, log: Log): Promise<Meaning> {
  try {
    const { vectors, costMicroUsd } = await embeddings.embed([text.slice(0, LONGEST)], PATIENCE_MS, signal);
    return { vector: vectors[0] ?? null, costMicroUsd };
  } catch (error) {
    if (!signal.aborted) log.error("embedding failed", { error: describeError(error) });
    return { vector: null, costMicroUsd: costOfFailed(error, embeddedBytes(text), embeddings) };
  }
}

/** Who was too slow has read it all the same, and bills it. */
export function costOfFailed(error: unknown, bytes: number, embeddings: Embeddings): number {
  return error instanceof ModelError && error.failure === "first-token-timeout" ? embeddings.worstCaseMicroUsd(bytes) : 0;
}

/** The record of a job that spends on this alone. Plain JSON. */
interface EmbeddingCost {
  costMicroUsd: number;
}

export const noteCost = (journal: Journal, costMicroUsd: number): void => journal.put(RECORD, { costMicroUsd } satisfies EmbeddingCost);

/** Whether such a job has come so far that it spends nothing more. */
export const isCostNoted = (journal: Journal): boolean => journal.get(RECORD) !== undefined;

/** Such a job is given up: what was reserved is given back. Of a call that was under way nobody knows the price. */
export function giveBack(journal: Journal): void {
  if (!isCostNoted(journal)) noteCost(journal, 0);
}

interface BudgetDeps {
  db: Database;
  budget: BudgetStore;
  pseudonyms: Pseudonyms;
}

/** For such a job's batch; a resumed one reserves nothing twice. */
export async function reserveFor(job: Job, amountMicroUsd: number, { budget, pseudonyms }: Omit<BudgetDeps, "db">) {
  const [userKey] = await pseudonyms(job.user.id);
  const { insert, own, usage, limit, verdict } = budget.reserve({ turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd });
  type Answers = Parameters<typeof verdict>;
  const isReserved = (rows: { own: Answers[0]; usage: Answers[1]; limit: Answers[2] }) => verdict(rows.own, rows.usage, rows.limit).reserved;
  return { statements: { reserved: insert, own, usage, limit }, isReserved };
}

/** Reserves it in a round trip of its own. */
export async function isAffordable(job: Job, amountMicroUsd: number, deps: BudgetDeps): Promise<boolean> {
  const { statements, isReserved } = await reserveFor(job, amountMicroUsd, deps);
  return isReserved(await inOneBatch(deps.db, statements));
}

/** Throws when D1 does. */
export async function settleCost(job: Job, journal: Journal, { db, budget }: Omit<BudgetDeps, "pseudonyms">): Promise<void> {
  // Written by `noteCost` alone.
  const record = journal.get(RECORD) as EmbeddingCost | undefined;
  if (record !== undefined) await db.batch([budget.settle(job.id, record.costMicroUsd)]);
}

export interface Trial {
  model: string;
  ms: number;
  /** Numbers of a vector; 0 where there was none. */
  dimensions: number;
  /** `budget`: nothing was asked. */
  failure?: ModelFailure | "budget";
}

/** Somebody waits for the outcome, and not for an answer, ms. */
const TRIAL_MS = 10_000;
const TRIED = "hello";

/** Whether the endpoint makes embeddings at all. Null where a crash came between. Rejects with the signal's reason, and when D1 does. */
export async function tryEmbeddings(
  job: Job,
  { journal }: Pick<JobRun, "journal">,
  signal: AbortSignal,
  deps: BudgetDeps & { embeddings: Embeddings; clock: Pick<Clock, "now"> },
): Promise<Trial | null> {
  const { embeddings, clock } = deps;
  const { model } = embeddings;
  if (isCostNoted(journal)) return null;
  const most = embeddings.worstCaseMicroUsd(countBytes(TRIED));
  if (!(await isAffordable(job, most, deps))) return { model, ms: 0, dimensions: 0, failure: "budget" };
  const startedAt = clock.now();
  const ended = (cost: number) => {
    noteCost(journal, cost);
    return { model, ms: clock.now() - startedAt, dimensions: 0 };
  };
  try {
    const { vectors, costMicroUsd } = await embeddings.embed([TRIED], TRIAL_MS, signal);
    return { ...ended(costMicroUsd), dimensions: vectors[0]?.length ?? 0 };
  } catch (error) {
    const trial = ended(costOfFailed(error, countBytes(TRIED), embeddings));
    signal.throwIfAborted();
    return { ...trial, failure: error instanceof ModelError ? error.failure : "unreachable" };
  }
}
