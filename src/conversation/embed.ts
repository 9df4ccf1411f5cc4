/**
 * Behind an answer, what is remembered gets its embeddings: of the turn itself and of what is still without. Told by the job kind `embed`; nobody waits
 * for it, and what fails is tried behind the next answer.
 */
import { inOneBatch } from "../db/client.ts";
import type { EmbedInput, Job, JobResult, JobRun } from "../jobs/types.ts";
import { describeError, ModelError } from "../kernel/errors.ts";
import { countBytes } from "../llm/tokens.ts";
import { costOfFailed, isAffordable, isCostNoted, noteCost } from "./meaning.ts";
import type { ConversationDeps } from "./types.ts";

/** Records that are embedded behind one answer. */
const RECORDS = 24;
/** Characters of each, and of what it answers: models take some thousand tokens, and more tells less. */
const LENGTH = 1_500;
const PATIENCE_MS = 20_000;

export async function embedMemories(job: Job, { scopes }: EmbedInput, { journal, signal }: JobRun, deps: ConversationDeps): Promise<JobResult> {
  const { embeddings, vectors } = deps;
  if (embeddings === null || isCostNoted(journal)) return { outcome: "answered" };
  const { missing } = await inOneBatch(deps.db, { missing: vectors.missing(scopes, embeddings.model, RECORDS) });
  const texts = missing.map(({ before, text }) => [before, text].flatMap((part) => (part === "" ? [] : [part.slice(0, LENGTH)])).join("\n"));
  const bytes = countBytes(texts.join(""));
  if (texts.length === 0 || !(await isAffordable(job, embeddings.worstCaseMicroUsd(bytes), deps))) {
    noteCost(journal, 0);
    return { outcome: "answered", costMicroUsd: 0 };
  }
  try {
    const { vectors: embedded, costMicroUsd } = await embeddings.embed(texts, PATIENCE_MS, signal);
    noteCost(journal, costMicroUsd);
    await deps.db.batch([vectors.keep(missing, embedded, embeddings.model)]);
    return { outcome: "answered", costMicroUsd };
  } catch (error) {
    signal.throwIfAborted();
    deps.log.error("embedding failed", { error: describeError(error) });
    if (!isCostNoted(journal)) noteCost(journal, costOfFailed(error, bytes, embeddings));
    return { outcome: "failed", reason: error instanceof ModelError ? error.failure : "storage" };
  }
}
