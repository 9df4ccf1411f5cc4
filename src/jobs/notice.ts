/** Job kind `notice`: by night, what somebody said is looked through for facts about them. Nobody waits for it and nobody is told. */
import * as z from "zod";
import { giveUpNotice, type NoticesToSave, notice, saveNotices } from "../conversation/notice.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import type { ApplicationId, ChannelId, GuildId, InteractionId, UserId } from "../kernel/ids.ts";
import type { DueWords } from "../memory/unnoticed-store.ts";
import { RECORD } from "../turn/types.ts";
import type { Job, JobKind, NoticeInput } from "./types.ts";

const schema = (): z.ZodType<NoticeInput> => z.object({ conversation: z.string(), scope: z.number(), firstId: z.number() });

/** In the object of that conversation's channel; those of one channel run one after the other, so that answers have room beside them. */
export function noticeJob({ userId, conversation, scope, firstId, guildId, present }: DueWords, applicationId: string, at: number): Job {
  const channelId = conversation.split(":")[0] as ChannelId;
  return {
    v: 1,
    // Of the first record and the day: the ledger, where ids stay, does not tell whose it is.
    id: `${firstId}-notice-${new Date(at).toISOString().slice(0, 10)}` as InteractionId,
    kind: "notice",
    conversation: `notice:${channelId}`,
    applicationId: applicationId as ApplicationId,
    token: "",
    target: "message",
    private: true,
    channelId,
    channelName: "",
    parentId: null,
    guildId: guildId as GuildId | null,
    user: { id: userId as UserId, name: "" },
    locale: "en",
    bot: { present, canPost: false, canRead: false, userInstallOnly: false },
    createdAt: at,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    input: { conversation, scope, firstId } satisfies NoticeInput,
  };
}

export function createNoticeJob(deps: ConversationDeps): JobKind {
  return {
    run: (job, run) => notice(job, schema().parse(job.input), run, deps),
    save: async (_job, journal) => {
      const record = journal.get(RECORD);
      // Written by notice.ts alone.
      if (record !== undefined) await saveNotices(record as NoticesToSave, deps);
    },
    abandon: async (job, run, reason) => giveUpNotice(job, schema().parse(job.input), run, reason),
  };
}
