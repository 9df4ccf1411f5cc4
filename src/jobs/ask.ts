/** Job kind `ask`: one turn of a conversation. */
import * as z from "zod";
import { scopesOf } from "../conversation/recall.ts";
import type { TurnToSave } from "../conversation/record.ts";
import { saveTurn } from "../conversation/save-turn.ts";
import { giveUp, takeTurn } from "../conversation/take-turn.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import type { Failure } from "../delivery/explain.ts";
import type { ActionRow, Embed } from "../discord/components.ts";
import type { MessageSnapshot } from "../discord/interaction.ts";
import type { ChannelId, MessageId, UserId } from "../kernel/ids.ts";
import type { Since } from "../kernel/since.ts";
import { textsFor } from "../locales/index.ts";
import { RECORD } from "../turn/types.ts";
import { embedJob } from "./embed.ts";
import { attachment } from "./input-schemas.ts";
import { summarizeJob } from "./summarize.ts";
import { type AskInput, type CatchUpInput, type JobKind, messageTasks } from "./types.ts";

const snapshot = (): z.ZodType<MessageSnapshot> =>
  z.object({
    id: z.custom<MessageId>(isText),
    type: z.number(),
    author: z.object({ id: z.custom<UserId>(isText), name: z.string(), bot: z.boolean() }),
    content: z.string(),
    attachments: z.array(attachment()),
    heard: z.literal(true).exactOptional(),
    sentAt: z.number(),
    ephemeral: z.boolean(),
    replyTo: z.custom<MessageId>(isText).exactOptional(),
    replied: z.lazy(snapshot).exactOptional(),
  });

const since = (): z.ZodType<Since> => {
  const at = z.number();
  return z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("ago"), ms: z.number() }),
    z.object({ kind: z.literal("moment"), at }),
    z.object({ kind: z.literal("days"), ago: z.number(), at }),
    z.object({ kind: z.literal("weekday"), day: z.number(), at }),
    z.object({ kind: z.literal("date"), month: z.number(), day: z.number(), year: z.number().exactOptional(), at }),
    z.object({ kind: z.literal("time"), at }),
  ]);
};

const catchUp = (): z.ZodType<CatchUpInput> =>
  z.object({
    since: since().exactOptional(),
    channelId: z.custom<ChannelId>(isText).exactOptional(),
    after: z.custom<MessageId>(isText).exactOptional(),
  });

const isText = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

/** Checked again on this side: the Worker that wrote it may be another version. */
export const askInput = (): z.ZodType<AskInput> =>
  z.object({
    trigger: z.enum(["ask", "follow-up", "regenerate", "continue", "retry", "reply", "panel", "catchup", "decide", "mention", "schedule"]),
    task: z.enum(messageTasks).exactOptional(),
    target: snapshot().exactOptional(),
    answers: z.object({ id: z.custom<MessageId>(isText), replyTo: z.custom<MessageId>(isText).exactOptional() }).exactOptional(),
    catchup: catchUp().exactOptional(),
    panel: z.object({ embeds: z.array(z.custom<Embed>(isObject)), rows: z.array(z.custom<ActionRow>(isObject)) }).exactOptional(),
    parentId: z.string().exactOptional(),
    decision: z.object({ verdict: z.enum(["approved", "denied"]), reason: z.string().exactOptional(), moderates: z.boolean().exactOptional() }).exactOptional(),
    replaces: z.string().exactOptional(),
    prompt: z.string(),
    askedBy: z.custom<UserId>(isText).exactOptional(),
    shown: z.string().exactOptional(),
    attachments: z.array(attachment()),
    model: z.string().exactOptional(),
    readChannel: z.boolean(),
  });

const failures = { crashes: "crashed", deadline: "deadline", bug: "bug" } as const satisfies Record<string, Failure>;

export function createAskJob(deps: ConversationDeps): JobKind {
  return {
    run: (job, run) => takeTurn(job, askInput().parse(job.input), textsFor(job.locale), run, deps),
    save: async (_job, journal) => {
      const record = journal.get(RECORD);
      // Written by take-turn.ts alone.
      if (record !== undefined) await saveTurn(record as TurnToSave, deps);
    },
    next: (job, journal) => {
      const record = journal.get(RECORD) as TurnToSave | undefined;
      if (record === undefined) return [];
      const at = record.turn.finishedAt;
      // What a server asks at its own endpoint goes nowhere else.
      const isEmbedded = deps.embeddings !== null && record.messages.length > 0 && record.turn.explanation.own === undefined;
      const scopes = new Set([record.scope, ...scopesOf(job, job.user.id, { readChannel: true })]);
      return [...(record.due ? [summarizeJob(job, record.due, at)] : []), ...(isEmbedded ? [embedJob(job, { scopes: [...scopes] }, at)] : [])];
    },
    abandon: (job, run, reason) => {
      const input = askInput().safeParse(job.input);
      const fallback: AskInput = { trigger: "ask", prompt: "", attachments: [], readChannel: false };
      return giveUp(job, input.data ?? fallback, textsFor(job.locale), run, failures[reason], deps);
    },
  };
}
