/** What a turn starts from, asked for again where D1 has a bad moment. Used by answer.ts. */
import type { AskInput, Job } from "../jobs/types.ts";
import { describeError } from "../kernel/errors.ts";
import { loadTurn } from "./load.ts";
import { StorageDown } from "./purse.ts";
import type { ConversationDeps } from "./types.ts";

/** Waits before D1 is asked again for what a turn starts from, ms. */
const LOAD_WAITS_MS = [250, 1_000, 2_500];

/** Throws StorageDown. */
export async function loadPatiently(job: Job, input: AskInput, worstCase: number, deps: ConversationDeps) {
  for (const wait of [...LOAD_WAITS_MS, null]) {
    try {
      return await loadTurn(job, input, worstCase, { ...deps, historyMessages: deps.settings.historyMessages });
    } catch (error) {
      deps.log.error("load failed", { id: job.id, error: describeError(error) });
      if (wait !== null) await deps.clock.sleep(wait);
    }
  }
  throw new StorageDown();
}
