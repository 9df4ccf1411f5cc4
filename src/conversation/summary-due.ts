/** Whether a conversation has grown so long that its older part is to be summed up, behind the answer. Pure. Used by answer.ts and summarize.ts. */
import type { SummarizeInput } from "../jobs/types.ts";
import type { HistoryMessage } from "../memory/store.ts";
import { goesBack, type Loaded, UNSUMMARIZED } from "./load.ts";
import type { Past } from "./past.ts";
import type { Span } from "./span.ts";
import { LEAST_MESSAGES } from "./summary.ts";

/** Messages that go on being seen as they were said, at most. */
const KEPT = 10;
/** The exchange that is about to be written down. */
const EXCHANGE = 2;

/** `report`: how much of the history the model was shown. `rolledOver`: what had lapsed has just been summed up. */
export function summaryDue(
  loaded: Loaded,
  past: Past,
  report: { historyMessages: number; historyLeftOut: number },
  rolledOver: boolean,
  { historyMessages }: { historyMessages: number },
): { due?: SummarizeInput } {
  if (historyMessages === 0 || loaded.standing.optedOut || !past.complete || goesBack(loaded.input)) return {};
  const fresh = past.history.length + EXCHANGE;
  const lapsed = rolledOver ? 0 : past.lapsed.length;
  // Where few fit, fewer stay, so that it is not due again at once.
  const keep = Math.max(EXCHANGE, Math.min(KEPT, 2 * Math.floor(report.historyMessages / 4)));
  const isLong = report.historyLeftOut > 0 || fresh > Math.min(UNSUMMARIZED, historyMessages) || lapsed >= LEAST_MESSAGES;
  const isWorthIt = fresh - keep + lapsed >= LEAST_MESSAGES;
  return past.tainted || (isLong && isWorthIt) ? { due: { conversation: loaded.conversation.key, keep } } : {};
}

/** What goes into the summary: all but the newest `keep`, and what has lapsed anyway. Messages of one turn stay together. */
export function toSumUp({ current, lapsed }: Span<HistoryMessage>, keep: number): HistoryMessage[] {
  const newest = current[keep];
  return [...(newest === undefined ? [] : current.filter(({ createdAt }) => createdAt <= newest.createdAt)), ...lapsed];
}
