/** The list of job kinds: a new one is a file and a line. */
import type { ConversationDeps } from "../conversation/types.ts";
import { createAskJob } from "./ask.ts";
import { type CheckDeps, createCheckJob } from "./check.ts";
import { createEndpointJob } from "./endpoint.ts";
import { createNicknameJob, type NicknameDeps } from "./nickname.ts";
import { createPersonaExportJob, type PersonaExportDeps } from "./persona-export.ts";
import { createPersonaImportJob, type PersonaImportDeps } from "./persona-import.ts";
import { createShowJob } from "./show.ts";
import type { JobKind } from "./types.ts";
import { createWelcomeJob } from "./welcome.ts";

export type JobDeps = ConversationDeps & CheckDeps & PersonaImportDeps & PersonaExportDeps & NicknameDeps;

export function createJobKinds(deps: JobDeps): Record<string, JobKind> {
  return {
    ask: createAskJob(deps),
    show: createShowJob(deps),
    "persona-import": createPersonaImportJob(deps),
    "persona-export": createPersonaExportJob(deps),
    nickname: createNicknameJob(deps),
    check: createCheckJob(deps),
    endpoint: createEndpointJob(deps),
    welcome: createWelcomeJob(deps),
  };
}
