/** The record of an answer, as the store gives it. */
import type { TurnRecord } from "../../src/turns/store.ts";
import { ASKER, CHANNEL, GUILD, NOW, TURN } from "./payloads.ts";

export function turnRecord(over: Partial<TurnRecord> = {}): TurnRecord {
  return {
    id: TURN,
    parentId: null,
    trigger: "ask",
    guildId: GUILD,
    channelId: CHANNEL,
    userId: ASKER,
    conversation: `${CHANNEL}:${ASKER}`,
    private: false,
    quotedUserId: null,
    people: [],
    input: "{}",
    outcome: "answered",
    reason: null,
    answer: "42",
    model: "small-model",
    inputTokens: 1234,
    cachedInputTokens: 200,
    outputTokens: 56,
    costMicroUsd: 421,
    explanation: {
      layers: [{ name: "default", source: "prompts/default.md", tokens: 120 }],
      models: ["small-model"],
      context: { budget: 8192, history: 300, historyMessages: 4, channel: 500, channelMessages: 20, attachments: 0, prompt: 12 },
      notices: [],
      restarts: [],
      times: { queuedMs: 12, preparedMs: 34, firstTokenMs: 800, modelMs: 5100, deliveredMs: 6000 },
      delivery: "interaction",
    },
    messageIds: ["1"],
    createdAt: NOW,
    finishedAt: NOW + 6000,
    ...over,
  };
}
