/** How far back a turn sees what was said: to the last long silence, and no further than a summary already tells. Pure. Used by gather.ts and summary.ts. */

/** After a silence of this length a conversation begins anew, ms. */
const SILENCE_MS = 12 * 60 * 60_000;

export interface Span<Message> {
  /** Seen as they were said, newest first. */
  current: Message[];
  /** From before the silence, and in no summary yet; newest first. */
  lapsed: Message[];
}

export interface Lookback {
  /** The moment looked back from, ms since 1970. */
  from: number;
  /** Messages of this moment and later are seen as they were said, whatever else: somebody goes back to them. */
  keepSince?: number;
  /** What the summary covers; 0 where there is none. */
  summarizedAt: number;
}

export function spanOf<Message extends { createdAt: number }>(newestFirst: readonly Message[], back: Lookback): Span<Message> {
  const { from, keepSince = Number.POSITIVE_INFINITY, summarizedAt } = back;
  const silence = newestFirst.findIndex(
    ({ createdAt }, index) => createdAt < keepSince && (newestFirst[index - 1]?.createdAt ?? from) - createdAt > SILENCE_MS,
  );
  const end = silence === -1 ? newestFirst.length : silence;
  return {
    current: newestFirst.slice(0, end).filter(({ createdAt }) => createdAt > summarizedAt || createdAt >= keepSince),
    lapsed: newestFirst.slice(end).filter(({ createdAt }) => createdAt > summarizedAt),
  };
}
