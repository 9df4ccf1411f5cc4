/**
 * For a question about a channel: what is remembered of it besides what was just read, as further numbered lines. There is something where people asked
 * the bot in public, and in channels that are remembered. Used by catch-up.ts.
 */

import { offsetAt } from "../kernel/calendar.ts";
import type { Heard } from "../kernel/echoes.ts";
import { describeError } from "../kernel/errors.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Found, Search } from "../memory/search.ts";
import { channelScope } from "../memory/visibility.ts";
import { oneLine } from "./channel-context.ts";
import { whenSaid } from "./numbered-lines.ts";

export interface RecalledLines {
  /** Oldest first. */
  lines: string[];
  numbers: ReadonlyMap<number, MessageId>;
  heard: Heard[];
  /** Of the records, in the order of their numbers. */
  ids: number[];
}

export interface RecallContext {
  channelId: ChannelId;
  askerId: string;
  /** The question's moment, ms since 1970. */
  at: number;
  timeZone: string;
  /** What was read by other means, and how many numbers are taken. */
  read: ReadonlySet<string>;
  taken: number;
  /** What the numbers stood for before a crash. */
  known?: readonly number[] | undefined;
}

/** What is looked at, since some of it was read already; and what is shown. */
const LOOKED_AT = 40;
const MOST_LINES = 10;

export const NOTHING_RECALLED: RecalledLines = { lines: [], numbers: new Map(), heard: [], ids: [] };

interface RecallDeps {
  search: Pick<Search, "search">;
  meant: Promise<Float32Array | null>;
  log: Log;
}

/** Nothing where D1 is away: what was read is still worth an answer. */
export async function recallLines(question: string, context: RecallContext, deps: RecallDeps): Promise<RecalledLines> {
  const { channelId, askerId, at, timeZone, read, known } = context;
  try {
    const now = { at, utcOffset: offsetAt(at, timeZone) / 60_000 };
    const found = await deps.search.search({ text: question, scopes: [channelScope(channelId)], askerId, now }, { limit: LOOKED_AT }, deps.meant);
    const hits = found.filter((hit) => hit.kind === "message").filter(({ messageId }) => messageId !== null && !read.has(messageId));
    const ids = known ?? hits.slice(0, MOST_LINES).map(({ id }) => id);
    return linesOf(hits, [...ids], context);
  } catch (error) {
    deps.log.error("recall-failed", { error: describeError(error) });
    return NOTHING_RECALLED;
  }
}

type Hit = Extract<Found, { kind: "message" }>;

function linesOf(hits: readonly Hit[], ids: number[], { askerId, timeZone, taken }: RecallContext): RecalledLines {
  const numbered = hits.filter(({ id }) => ids.includes(id)).map((hit) => ({ hit, number: taken + ids.indexOf(hit.id) + 1 }));
  const inOrder = numbered.toSorted((a, b) => a.hit.at - b.hit.at);
  return {
    lines: inOrder.map(
      ({ hit, number }) => `[${number}] ${whenSaid(hit.at, timeZone, true)} ${speakerOf(hit, askerId)}: ${oneLine({ content: hit.text, attachments: [] })}`,
    ),
    numbers: new Map(inOrder.flatMap(({ hit, number }) => (hit.messageId === null ? [] : [[number, hit.messageId as MessageId] as const]))),
    heard: inOrder.flatMap(({ hit }) =>
      hit.userId === askerId ? [] : [{ person: { id: hit.userId }, name: hit.role === "user" ? hit.name : "", text: hit.text }],
    ),
    ids,
  };
}

/** Of an exchange both messages are the asker's, the answer too. */
function speakerOf({ role, userId, name }: Hit, askerId: string): string {
  if (role === "assistant") return "You (remembered)";
  return `${name} (${userId === askerId ? "the person asking, " : ""}remembered)`;
}
