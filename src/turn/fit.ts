/** What fits into a number of tokens. Used by context.ts and wherever a prompt is made. */

/** Whole exchanges, the first ones first: an answer without what it answers shows nothing. */
export function examplesThatFit<T extends { role: string; content: string }>(examples: readonly T[], budget: number, tokens: (text: string) => number): T[] {
  let left = budget;
  let fitting = 0;
  for (const [index, { content }] of examples.entries()) {
    left -= tokens(content) + 6;
    if (left < 0) break;
    // An exchange ends before the next one begins.
    if (examples[index + 1]?.role !== "assistant") fitting = index + 1;
  }
  return examples.slice(0, fitting);
}

/** The first ones, as far as they fit together: the newest, or the best. */
export function newestThatFit<T>(newestFirst: T[], budget: number, cost: (item: T) => number): T[] {
  let left = budget;
  const end = newestFirst.findIndex((item) => {
    left -= cost(item);
    return left < 0;
  });
  return end === -1 ? newestFirst : newestFirst.slice(0, end);
}

/** Keeps the beginning and the end: questions stand at either. Nothing where not even a few words fit. */
export function shorten(text: string, budget: number, tokens: (text: string) => number): string {
  const size = tokens(text);
  if (size <= budget) return text;
  // Proportional first; where the ends are denser than the middle, that is still too much.
  for (let keep = Math.floor(text.length * (budget / size) * 0.95) - 8; keep > 0; keep = Math.floor(keep * 0.8)) {
    const head = Math.ceil(keep * 0.7);
    const short = `${text.slice(0, head).toWellFormed()}\n[...]\n${text.slice(text.length - (keep - head)).toWellFormed()}`;
    if (tokens(short) <= budget) return short;
  }
  return "";
}
