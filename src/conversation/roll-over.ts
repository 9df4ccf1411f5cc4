/** Before the first answer after a long silence: what was said until then is summed up, if that is done quickly. Used by answer.ts. */
import type { Job } from "../jobs/types.ts";
import type { NewSummary } from "../memory/store.ts";
import type { Journal } from "../turn/types.ts";
import type { SmallJobs } from "./choose-model.ts";
import { goesBack, type Loaded } from "./load.ts";
import type { Past } from "./past.ts";
import { LEAST_MESSAGES, summaryWorstCase, sumUp } from "./summary.ts";
import type { ConversationDeps } from "./types.ts";

/** Somebody is waiting, ms. */
const PATIENCE_MS = 8_000;
/** Journal steps: it was begun, and the model's words. */
const BEGUN = "summary:begun";
const WORDS = "summary";

interface Asking {
  at: SmallJobs;
  journal: Journal;
  signal: AbortSignal;
  /** Whether there is money for so much more than the turn itself. */
  reserve(worstCaseMicroUsd: number): Promise<boolean>;
  spend(costMicroUsd: number): void;
}

/** Null where there is nothing to sum up, or nothing came of it: the answer does without. */
export async function rollOver(job: Job, loaded: Loaded, past: Past, asking: Asking, deps: ConversationDeps): Promise<NewSummary | null> {
  if (past.lapsed.length < LEAST_MESSAGES || !past.complete || goesBack(loaded.input)) return null;
  const { at, journal } = asking;
  // Whatever ended the process in the middle shall not do so twice.
  if (journal.get(BEGUN) !== undefined && journal.get(WORDS) === undefined) return null;
  if (journal.get(WORDS) === undefined && !(await asking.reserve(summaryWorstCase(at, deps.settings)))) return null;
  journal.put(BEGUN, true);
  const timeUp = new AbortController();
  const done = new AbortController();
  void deps.clock.sleep(PATIENCE_MS, done.signal).then(() => timeUp.abort("deadline"));
  try {
    const material = { before: past.summary, messages: past.lapsed, quoted: loaded.quoted, voices: loaded.voices };
    // A second attempt would take too long.
    const afford = async (lost: number): Promise<never> => {
      asking.spend(lost);
      throw new OutOfTime();
    };
    const { kept, costMicroUsd } = await sumUp(
      job,
      material,
      { at, journal, step: WORDS, signal: AbortSignal.any([asking.signal, timeUp.signal]), afford },
      deps,
    );
    asking.spend(costMicroUsd);
    return kept;
  } catch (error) {
    asking.signal.throwIfAborted();
    if (error instanceof OutOfTime) return null;
    throw error;
  } finally {
    done.abort();
  }
}

class OutOfTime extends Error {}
