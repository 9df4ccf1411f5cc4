/** The list of job kinds: a new one is a file and a line. */
import type { ConversationDeps } from "../conversation/types.ts";
import { createAskJob } from "./ask.ts";
import { createShowJob } from "./show.ts";
import type { JobKind } from "./types.ts";

export function createJobKinds(deps: ConversationDeps): Record<string, JobKind> {
  return {
    ask: createAskJob(deps),
    show: createShowJob(deps),
  };
}
