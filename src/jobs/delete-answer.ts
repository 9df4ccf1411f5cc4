/** Job kind `delete-answer`: an answer leaves the channel, and the exchange the memory, as if it had not been. Its numbers stay, for budgets. */
import type { Database } from "../db/client.ts";
import { patiently } from "../delivery/bot-post.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { type ChannelId, type MessageId, snowflakeTime } from "../kernel/ids.ts";
import { textsFor } from "../locales/index.ts";
import type { ConversationStore } from "../memory/store.ts";
import type { ToolStore } from "../tools/store.ts";
import type { TurnStore } from "../turns/store.ts";
import { answerJob, mayDecide } from "./answer-job.ts";
import type { JobKind } from "./types.ts";

export interface DeleteAnswerDeps {
  db: Database;
  turns: TurnStore;
  toolStore: Pick<ToolStore, "forgetPending">;
  conversations: ConversationStore;
  discord: DiscordApi;
  clock: Clock;
}

export function createDeleteAnswerJob(deps: DeleteAnswerDeps): JobKind {
  return answerJob(deps, async (job, input) => {
    const { failure, more: say } = textsFor(job.locale);
    const turn = await deps.turns.find(input.turnId);
    if (turn === null) return { text: failure.turnGone, isDone: false };
    if (!mayDecide(job, turn, input)) return { text: say.notYours, isDone: false };
    const channelId = turn.channelId as ChannelId;
    // What it took the place of was the same question, and what took its place is what is deleted.
    const shown = await Promise.all([deps.turns.withReplaced(turn.id), deps.conversations.turnsShownIn(turn.conversation, turn.messageIds)]);
    const ids = [...new Set(shown.flat())];
    const messages = [...turn.messageIds, ...(await deps.turns.voicesOf(ids))];
    const deleted = await Promise.all(
      messages.map((id) => patiently(() => deps.discord.deleteMessage(channelId, id as MessageId).then(() => true), deps.clock)),
    );
    const since = ids.map(snowflakeTime).reduce((first, at) => Math.min(first, at), turn.createdAt);
    await deps.db.batch([deps.turns.wipe(ids), deps.toolStore.forgetPending(ids), ...deps.conversations.forgetTurns(ids, turn.conversation, since)]);
    return deleted.includes(null) ? { text: say.notAllDeleted, isDone: false } : { text: say.deleted, isDone: true };
  });
}
