/** What a picture leaves behind: a turn as any other, so that privacy, retention and /why hold for it. Written down by save-turn.ts. */
import type { DeliveryResult } from "../../delivery/deliver.ts";
import type { Job } from "../../jobs/types.ts";
import type { UserId } from "../../kernel/ids.ts";
import { estimateTokens } from "../../llm/tokens.ts";
import { messageScope } from "../../memory/visibility.ts";
import { pictureKey } from "../../turns/picture-actions.ts";
import { askerOf } from "../load.ts";
import { type TurnToSave, timesOf, withoutWords } from "../record.ts";
import type { PictureEnding } from "./types.ts";

interface Facts {
  job: Job;
  ending: PictureEnding;
  delivered: DeliveryResult;
  /** Null without a model. */
  model: string | null;
  startedAt: number;
  finishedAt: number;
}

const SEEN: readonly string[] = ["interaction", "bot"] satisfies DeliveryResult["via"][];
const NONE = { budget: 0, history: 0, historyMessages: 0, channel: 0, channelMessages: 0, attachments: 0 };

export function pictureRecord({ job, ending, delivered, model, startedAt, finishedAt }: Facts): TurnToSave {
  const { input, costMicroUsd, persona } = ending;
  const askerId = askerOf(job);
  const isPrivate = job.private || delivered.alone === true;
  const made = ending.kind === "made" ? ending : null;
  const turn: TurnToSave["turn"] = {
    id: job.id,
    parentId: input.parentId ?? null,
    trigger: input.trigger,
    guildId: job.guildId,
    channelId: job.channelId,
    userId: job.user.id,
    conversation: pictureKey(job.channelId, askerId),
    private: isPrivate,
    quotedUserId: null,
    input: JSON.stringify(input),
    ...judge(ending, delivered),
    answer: made?.prompt ?? "",
    model,
    inputTokens: made?.usage.inputTokens ?? 0,
    cachedInputTokens: 0,
    outputTokens: made?.usage.outputTokens ?? 0,
    costMicroUsd,
    explanation: {
      layers: [],
      models: model === null ? [] : [model],
      ...(persona === undefined ? {} : { persona }),
      context: { ...NONE, prompt: estimateTokens(made?.prompt ?? input.prompt) },
      notices: made?.notices ?? [],
      restarts: [],
      times: timesOf(job, { startedAt, finishedAt }, made && { modelMs: made.madeMs, firstTokenMs: null }),
      delivery: delivered.via === "never-acknowledged" ? "undeliverable" : delivered.via,
    },
    messageIds: delivered.messageIds,
    createdAt: job.createdAt,
    finishedAt,
  };
  const record: TurnToSave = {
    turn,
    parties: [...new Set([job.user.id, askerId])].map((id) => ({ id })),
    others: [],
    messages: [],
    scope: messageScope({ ...job, userId: askerId as UserId, private: isPrivate, botPresent: job.bot.present, canRead: job.bot.canRead }),
    supersedes: null,
    learnt: null,
    askFirst: ending.keep === "ask" ? [job.user.id] : [],
    summary: null,
    due: null,
    overheard: null,
    pending: null,
    noticeLost: ending.kind === "failed" || (ending.firstUse && !SEEN.includes(delivered.via)),
  };
  return ending.keep === "numbers" ? withoutWords(record) : record;
}

function judge(ending: PictureEnding, { via }: DeliveryResult): { outcome: string; reason: string | null } {
  const reason = ending.kind === "failed" && ending.failure !== "stopped" ? ending.failure : null;
  if (via === "never-acknowledged") return { outcome: via, reason: null };
  if (via === "undeliverable") return { outcome: via, reason };
  if (ending.kind === "made") return { outcome: "answered", reason: null };
  return ending.failure === "stopped" ? { outcome: "stopped", reason: null } : { outcome: "failed", reason };
}
