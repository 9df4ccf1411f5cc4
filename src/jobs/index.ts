/** The list of job kinds: a new one is a file and a line. */
import type { ConversationDeps } from "../conversation/types.ts";
import { createAskJob } from "./ask.ts";
import { type CheckDeps, createCheckJob } from "./check.ts";
import { createEndpointJob } from "./endpoint.ts";
import { createShowJob } from "./show.ts";
import type { JobKind } from "./types.ts";
import { createWelcomeJob } from "./welcome.ts";

export type JobDeps = ConversationDeps & CheckDeps;

export function createJobKinds(deps: JobDeps): Record<string, JobKind> {
  return {
    ask: createAskJob(deps),
    show: createShowJob(deps),
    check: createCheckJob(deps),
    endpoint: createEndpointJob(deps),
    welcome: createWelcomeJob(deps),
  };
}
