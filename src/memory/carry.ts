/** A conversation that goes on elsewhere takes along what was said so far: copies, so that either may be forgotten without the other. Used by the job kind `thread`. */
import { and, desc, eq, gt, lte, sql } from "drizzle-orm";
import type { Database, Statement } from "../db/client.ts";
import { messages } from "../db/schema/memory.ts";
import type { ConversationState, ConversationStore } from "./store.ts";

/** A whole record of the memory. */
export type StoredMessage = typeof messages.$inferSelect;

/** As much as a turn ever reads of a history. */
const MOST = 100;

export interface Destination {
  /** Of the conversation there. */
  key: string;
  /** memory/visibility.ts */
  scope: string;
  guildId: string;
}

export function createCarry(db: Database, store: Pick<ConversationStore, "remember" | "keepSummary">) {
  return {
    /** What was said in public in that conversation up to a moment, since it began; newest first. */
    read: (key: string, until: number): Promise<StoredMessage[]> =>
      db
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.conversation, key),
            gt(messages.createdAt, sql`coalesce((SELECT started_at FROM conversations WHERE key = ${key}), 0)`),
            lte(messages.createdAt, until),
            eq(messages.private, false),
            eq(messages.superseded, false),
          ),
        )
        .orderBy(desc(messages.createdAt), desc(messages.id))
        .limit(MOST),

    /** Statements; a repeat changes nothing. `said`: newest first. `recap`: of what was before it. */
    write: (said: readonly StoredMessage[], recap: Pick<ConversationState, "summary" | "summarizedAt" | "people"> | null, to: Destination): Statement[] => {
      const copies = said
        .toReversed()
        .map(({ id: _, superseded: __, ...message }) => ({ ...message, source: `${message.source}@${to.key}`, conversation: to.key }));
      const notes = recap && { text: recap.summary, summarizedAt: recap.summarizedAt, people: recap.people, messageIds: [] };
      return [
        ...(copies.length === 0 ? [] : store.remember({ key: to.scope, guildId: to.guildId }, copies)),
        ...(notes === null ? [] : [store.keepSummary({ key: to.key, startedAt: 0, summarizedAt: 0 }, notes)]),
      ];
    },
  };
}

export type Carry = ReturnType<typeof createCarry>;
