/**
 * Behind an answer, what is remembered gets its embeddings: of the turn itself and of what is still without. Told by the job kind `embed`; nobody waits
 * for it, and what fails is tried behind the next answer.
 */
import { inOneBatch } from "../db/client.ts";
import type { EmbedInput, Job, JobResult, JobRun } from "../jobs/types.ts";
import { describeError, ModelError } from "../kernel/errors.ts";
import { RECORD } from "../turn/types.ts";
import type { ConversationDeps } from "./types.ts";

/** Records that are embedded behind one answer. */
const RECORDS = 24;
/** Characters of each, and of what it answers: models take some thousand tokens, and more tells less. */
const LENGTH = 1_500;
const BYTES_PER_CHARACTER = 3;
const PATIENCE_MS = 20_000;

/** Plain JSON. */
export interface EmbeddingCost {
  costMicroUsd: number;
}

export async function embedMemories(job: Job, { scopes }: EmbedInput, { journal, signal }: JobRun, deps: ConversationDeps): Promise<JobResult> {
  const { embeddings, vectors, budget } = deps;
  const end = (costMicroUsd: number): void => journal.put(RECORD, { costMicroUsd } satisfies EmbeddingCost);
  if (embeddings === null || journal.get(RECORD) !== undefined) return { outcome: "answered" };
  const [userKey] = await deps.pseudonyms(job.user.id);
  const amountMicroUsd = embeddings.worstCaseMicroUsd(RECORDS * 2 * LENGTH * BYTES_PER_CHARACTER);
  const reserve = budget.reserve({ turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd }, deps.models.paysItself(null));
  const rows = await inOneBatch(deps.db, {
    reserved: reserve.insert,
    own: reserve.own,
    usage: reserve.usage,
    limit: reserve.limit,
    missing: vectors.missing(scopes, embeddings.model, RECORDS),
  });
  const isReserved = reserve.verdict(rows.own, rows.usage, rows.limit).reserved;
  if (!isReserved || rows.missing.length === 0) {
    end(0);
    return { outcome: "answered", costMicroUsd: 0 };
  }
  const texts = rows.missing.map(({ before, text }) => [before, text].flatMap((part) => (part === "" ? [] : [part.slice(0, LENGTH)])).join("\n"));
  try {
    const { vectors: embedded, costMicroUsd } = await embeddings.embed(texts, PATIENCE_MS, signal);
    end(costMicroUsd);
    await deps.db.batch([vectors.keep(rows.missing, embedded, embeddings.model)]);
    return { outcome: "answered", costMicroUsd };
  } catch (error) {
    signal.throwIfAborted();
    deps.log.error("embedding failed", { error: describeError(error) });
    if (journal.get(RECORD) === undefined) end(0);
    return { outcome: "failed", reason: error instanceof ModelError ? error.failure : "storage" };
  }
}
