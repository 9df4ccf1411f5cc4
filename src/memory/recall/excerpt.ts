/** Long texts cut around the words that were looked for, so that many fit. Called by memory/search.ts and whoever shows what was found. Pure. */
import { foundWords } from "./found-words.ts";
import { tokenize } from "./tokens.ts";

/** What a cut leaves at either end. */
const ELLIPSIS = "…";

/**
 * All texts within `budget`, of which each may take an equal share; what short ones leave over is for the long ones. `size`: what a text costs,
 * roughly in proportion to its length.
 */
export function fitTexts(texts: readonly string[], stems: ReadonlySet<string>, budget: number, size: (text: string) => number): string[] {
  const sizes = texts.map(size);
  const most = equalShare(sizes, budget);
  return texts.map((text, index) => {
    const cost = sizes[index] ?? 0;
    return cost <= most ? text : shorten(text, stems, most, size);
  });
}

/** The text itself if it has at most `length` UTF-16 units; else as much of it, with as many of those words as possible. */
export function excerpt(text: string, stems: ReadonlySet<string>, length: number): string {
  if (text.length <= length) return text;
  const room = length - 2 * ELLIPSIS.length;
  if (room < 1) return "";
  const words = tokenize(text);
  const begin = startOfBest(foundWords(text, stems), room);
  // A word before the first one shows where it stands, and nothing is cut within a word where that can be helped.
  const wished = Math.max(0, begin - Math.floor(room / 4));
  const first = words.findLast(({ at }) => at <= wished)?.at ?? 0;
  const atWord = first === (words[0]?.at ?? 0) ? 0 : Math.min(first, begin);
  const from = begin - atWord > room / 2 ? startOfCharacter(text, wished) : atWord;
  const until = from + room >= text.length ? text.length : endOfWord(text, from, from + room);
  return `${from > 0 ? ELLIPSIS : ""}${text.slice(from, until).trim()}${until < text.length ? ELLIPSIS : ""}`;
}

function shorten(text: string, stems: ReadonlySet<string>, most: number, size: (text: string) => number): string {
  let length = Math.floor((text.length * most) / size(text));
  let cut = excerpt(text, stems, length);
  while (length > 0 && size(cut) > most) {
    length = Math.floor(length * 0.9);
    cut = excerpt(text, stems, length);
  }
  return cut;
}

/** The most that any of these may take so that all together stay within the budget. */
function equalShare(sizes: readonly number[], budget: number): number {
  let left = budget;
  const rising = sizes.toSorted((a, b) => a - b);
  for (const [index, size] of rising.entries()) {
    const share = left / (rising.length - index);
    if (size > share) return Math.max(0, share);
    left -= size;
  }
  return Number.POSITIVE_INFINITY;
}

/** Where the stretch of `room` units begins that holds the most different ones of these words. */
function startOfBest(found: readonly { stem: string; at: number }[], room: number): number {
  let [best, most] = [0, 0];
  for (const { at } of found) {
    const within = new Set(found.filter((other) => other.at >= at && other.at < at + room).map(({ stem }) => stem)).size;
    if (within > most) [best, most] = [at, within];
  }
  return best;
}

function startOfCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

/** Back to the last space, unless that takes more than a third; never within a surrogate pair. */
function endOfWord(text: string, from: number, until: number): number {
  const space = text.lastIndexOf(" ", until);
  if (space > from + ((until - from) * 2) / 3) return space;
  const code = text.charCodeAt(until - 1);
  return code >= 0xd800 && code <= 0xdbff ? until - 1 : until;
}
