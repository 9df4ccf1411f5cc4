/** Somebody spoke to the bot without a command, by a mention, a reply or in a direct channel: their message as a turn of the job kind `ask`. Called by whoever reads channels. */
import type { ChannelMessage } from "../discord/api.ts";
import type { ApplicationId, ChannelId, GuildId, InteractionId, UserId } from "../kernel/ids.ts";
import { conversationKey } from "../memory/store.ts";
import type { AskInput, BotAccess, Job } from "./types.ts";

/** Where a job that no interaction stands behind happens, and when. */
export interface PostPlace {
  applicationId: ApplicationId;
  channelId: ChannelId;
  channelName: string;
  parentId: ChannelId | null;
  /** For adults alone; missing: no. */
  ageRestricted?: boolean;
  guildId: GuildId | null;
  locale: string;
  /** ms since 1970 */
  now: number;
}

export interface MentionOptions {
  /** The bot user, where that is not the application's own id. */
  botId?: string;
  /** Ids of the author's roles on the server. */
  roles?: readonly string[];
}

/** Whoever reads along may post there, too; what they may not, Discord tells. */
export const ownAccess: BotAccess = { present: true, canPost: true, canRead: true, userInstallOnly: false };

/** Its id is the message's, so that the same message is answered once however often it is read. */
export function mentionJob(at: PostPlace, message: ChannelMessage, { botId = at.applicationId, roles }: MentionOptions = {}): Job {
  const { id, author, replyTo } = message;
  const input: AskInput = {
    trigger: "mention",
    answers: { id, ...(replyTo === undefined ? {} : { replyTo }) },
    prompt: wordsFor(message, botId),
    attachments: message.attachments,
    readChannel: true,
  };
  const { now, ...place } = at;
  return {
    ...place,
    v: 1,
    id: id as string as InteractionId,
    kind: "ask",
    conversation: conversationKey(at.channelId, author.id as UserId, false),
    token: "",
    target: "post",
    private: false,
    user: { id: author.id as UserId, name: author.name },
    ...(roles === undefined ? {} : { roles }),
    bot: ownAccess,
    createdAt: now,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    input,
  };
}

/** The bot's own mention is no part of what is said to it; other people are called by their names. Whoever says nothing else has called it. */
function wordsFor({ content, mentions, attachments }: ChannelMessage, botId: string): string {
  const names = new Map(mentions.map(({ id, name }) => [id, name]));
  const called = (_whole: string, space: string, id: string) => (id === botId ? "" : `${space}@${names.get(id) ?? id}`);
  const words = content.replaceAll(/( ?)<@!?(\d{1,20})>/g, called).trim();
  return words !== "" || attachments.length > 0 ? words : `@${names.get(botId) ?? "you"}`;
}
