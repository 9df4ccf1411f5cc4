/** How an answer shows whose it is: the persona's own prefix, or a small line above. Used for drafts, the last word, and what is shown again. Pure. */
import { quote } from "../discord/quote.ts";
import type { Explanation } from "../turns/explanation.ts";

export type Signature = Pick<NonNullable<Explanation["persona"]>, "name" | "emoji" | "prefix">;

/** What begins a block of Markdown has to stay at the beginning of a line. */
const BLOCK = /^(```|#{1,3} |-# |[-*] |\d{1,9}[.)] |>)/;
const MASK = "🎭";

/** The same text where there is none yet, or where the model began with it by itself. */
export function signed(text: string, persona: Signature | undefined): string {
  if (persona === undefined || text === "") return text;
  const { prefix, name, emoji } = persona;
  const line = lineOf(name, emoji);
  if (beginsWith(text, prefix?.trim() ?? line)) return text;
  if (prefix === undefined) return `${line}\n${text}`;
  return BLOCK.test(text) ? `${prefix.trimEnd()}\n${text}` : prefix + text;
}

/** A prefix of letters is none within a longer word. */
function beginsWith(text: string, start: string): boolean {
  return text.startsWith(start) && !/^[\p{L}\p{N}]{2}/u.test(`${/.$/su.exec(start)?.[0] ?? ""}${text.slice(start.length)}`);
}

/** Without Markdown of its own. */
function lineOf(name: string, emoji: string | undefined): string {
  return `-# ${emoji ?? MASK} ${quote(name)}`;
}
