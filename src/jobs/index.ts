/** The list of job kinds: a new one is a file and a line. */
import type { PictureDeps } from "../conversation/picture/types.ts";
import type { ScheduledPostDeps } from "../conversation/scheduled/post.ts";
import type { SpeakDeps } from "../conversation/unasked/speak.ts";
import { createAskJob } from "./ask.ts";
import { createAutonomyOnJob } from "./autonomy-on.ts";
import { type AutonomyTryDeps, createAutonomyTryJob } from "./autonomy-try.ts";
import { type CheckDeps, createCheckJob } from "./check.ts";
import { createDecideJob } from "./decide.ts";
import { createDeleteAnswerJob, type DeleteAnswerDeps } from "./delete-answer.ts";
import { createEmbedJob } from "./embed.ts";
import { createEndpointJob } from "./endpoint.ts";
import { createEraseJob, type EraseDeps } from "./erase.ts";
import { createExportJob, type ExportDeps } from "./export.ts";
import { createExportMemoriesJob, type ExportMemoriesDeps } from "./export-memories.ts";
import { createImagineJob } from "./imagine.ts";
import { createLearnJob, type LearnDeps } from "./learn.ts";
import { createMcpServerJob, type McpServerDeps } from "./mcp-server.ts";
import { createNicknameJob, type NicknameDeps } from "./nickname.ts";
import { createNoticeJob } from "./notice.ts";
import { createNotifyJob, type NotifyDeps } from "./notify.ts";
import { createNotifyTestJob, type NotifyTestDeps } from "./notify-test.ts";
import { createPersonaExportJob, type PersonaExportDeps } from "./persona-export.ts";
import { createPersonaImportJob, type PersonaImportDeps } from "./persona-import.ts";
import { createReadAloudJob, type ReadAloudJobDeps } from "./read-aloud.ts";
import { createRememberChannelJob, type RememberChannelDeps } from "./remember-channel.ts";
import { createRemindJob, type RemindDeps } from "./remind.ts";
import { createScheduleAddJob } from "./schedule-add.ts";
import { createScheduledPostJob } from "./scheduled-post.ts";
import { createSearchMemoriesJob, type SearchMemoriesDeps } from "./search-memories.ts";
import { createShowJob } from "./show.ts";
import { createSpeakJob, saveSpoken } from "./speak.ts";
import { createSummarizeJob } from "./summarize.ts";
import { createThreadJob, type ThreadDeps } from "./thread.ts";
import type { JobKind } from "./types.ts";
import { createWebJob, type WebDeps } from "./web.ts";
import { createWelcomeJob } from "./welcome.ts";

export type JobDeps = PictureDeps &
  SpeakDeps &
  ScheduledPostDeps &
  CheckDeps &
  AutonomyTryDeps &
  DeleteAnswerDeps &
  ExportDeps &
  EraseDeps &
  RememberChannelDeps &
  RemindDeps &
  SearchMemoriesDeps &
  ExportMemoriesDeps &
  LearnDeps &
  McpServerDeps &
  PersonaImportDeps &
  PersonaExportDeps &
  NicknameDeps &
  NotifyDeps &
  NotifyTestDeps &
  SearchMemoriesDeps &
  ThreadDeps &
  ReadAloudJobDeps &
  WebDeps;

export function createJobKinds(deps: JobDeps): Record<string, JobKind> {
  return {
    ask: createAskJob(deps),
    decide: createDecideJob(deps),
    imagine: createImagineJob(deps),
    embed: createEmbedJob(deps),
    notice: createNoticeJob(deps),
    notify: createNotifyJob(deps),
    "notify-test": createNotifyTestJob(deps),
    "schedule-add": createScheduleAddJob(deps),
    "scheduled-post": createScheduledPostJob(deps),
    summarize: createSummarizeJob(deps),
    "remember-channel": createRememberChannelJob(deps),
    remind: createRemindJob(deps),
    show: createShowJob(deps),
    speak: createSpeakJob(deps),
    thread: createThreadJob(deps),
    web: createWebJob(deps),
    "read-aloud": createReadAloudJob(deps),
    "delete-answer": createDeleteAnswerJob(deps),
    "persona-import": createPersonaImportJob(deps),
    "persona-export": createPersonaExportJob(deps),
    nickname: createNicknameJob(deps),
    check: createCheckJob(deps),
    "autonomy-on": createAutonomyOnJob(deps),
    "autonomy-try": { ...createAutonomyTryJob(deps), save: saveSpoken(deps) },
    endpoint: createEndpointJob(deps),
    "mcp-server": createMcpServerJob(deps),
    welcome: createWelcomeJob(deps),
    export: createExportJob(deps),
    erase: createEraseJob(deps),
    learn: createLearnJob(deps),
    "export-memories": createExportMemoriesJob(deps),
    "search-memories": createSearchMemoriesJob(deps),
  };
}
