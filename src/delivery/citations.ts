/**
 * The model cites lines by their numbers, `[12]`; people get links to the messages. Works on a text that is still growing: what it shows once does not
 * change when more arrives, as far as the text itself can be trusted to end what it began. Used by the conversation, before a text is shown or kept.
 */
import { type Fence, openAfter } from "./markdown-fences.ts";
import { findInline } from "./markdown-tokens.ts";

/** The address for a number; undefined where there is no such line. */
export type LinkOf = (number: number) => string | undefined;

export type LabelOf = (number: number) => string;

/** Short, so that many of them do not bury the words. */
const LABEL = "↗";
/** `[12]`, `[12, 13]`, `[12-15]`, `\[12\]`, and a target that the model made up, which nobody should follow. */
const CITATION = /([ \t]*)\\?\[([\s#\d,;\u2013\u2014-]*\d[\s#\d,;\u2013\u2014-]*)\\?\](?:\(\s*<?https?:[^)\n]*\))?/g;
/** The beginning of one, where the text ends. */
const HALF = /[ \t]*\\?(?:\[[\s#\d,;\u2013\u2014-]{0,80}\\?)?$/;
const HALF_TARGET = /(\])\((?:\s*<?(?:h(?:t(?:t(?:ps?)?)?)?)?|\s*<?https?:[^)\n]*)$/;
/** Behind these a link needs no blank before it. */
const OPENERS = /[\s([{"'\u201c\u201e\u00ab*_>]$/;
const MOST_NUMBERS = 12;

/** `done`: nothing more comes. Code stays as it is; a number that nobody gave is dropped. */
export function linkCitations(text: string, linkOf: LinkOf, done: boolean, label: LabelOf = () => LABEL): string {
  const shown = segments(text, done).map((segment) => (segment.kind === "code" ? segment.text : linkIn(segment.text, linkOf, label)));
  return done ? shown.join("") : shown.join("").trimEnd();
}

function linkIn(prose: string, linkOf: LinkOf, label: LabelOf): string {
  return prose.replaceAll(CITATION, (_whole, blank: string, numbers: string, at: number) => {
    const links = [...new Map(numbersIn(numbers).flatMap((number) => [[linkOf(number), number] as const]))].flatMap(([url, number]) =>
      url === undefined ? [] : [`[${label(number)}](${url})`],
    );
    if (links.length === 0) return "";
    const before = prose.slice(Math.max(0, at - 1), at);
    return `${blank === "" && before !== "" && !OPENERS.test(before) ? " " : blank}${links.join(" ")}`;
  });
}

/** Of a range both ends. */
function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).slice(0, MOST_NUMBERS).map(Number);
}

interface Segment {
  kind: "prose" | "code";
  text: string;
}

/** Fenced blocks and inline code apart from the rest. What may still turn out to be part of a citation, or of inline code, is held back. */
export function segments(text: string, done: boolean): Segment[] {
  const found: Segment[] = [];
  let fence: Fence | null = null;
  let prose = "";
  const flush = (isLast: boolean) => {
    if (prose !== "") found.push(...inline(prose, done || !isLast));
    prose = "";
  };
  for (const line of text.split(/(?<=\n)/)) {
    const before: Fence | null = fence;
    fence = openAfter(line.replace(/\r?\n$/, ""), before);
    if (before === null && fence === null) prose += line;
    else {
      flush(false);
      // A backtick more, and this opens no block but is inline code.
      if (!done && before === null && !line.endsWith("\n")) return found;
      found.push({ kind: "code", text: line });
    }
  }
  flush(true);
  return found;
}

function inline(prose: string, done: boolean): Segment[] {
  // With an end behind it nothing counts as code that is not closed.
  const code = findInline(`${prose}\n\n`, 0, prose.length).filter(({ start }) => prose[start] === "`");
  const held = done ? prose.length : heldFrom(prose, new Set(code.filter(({ end }) => end < prose.length).map(({ start }) => start)));
  const found: Segment[] = [];
  let at = 0;
  for (const { start, end } of code) {
    if (start >= held) break;
    found.push({ kind: "prose", text: prose.slice(at, start) }, { kind: "code", text: prose.slice(start, end) });
    at = end;
  }
  found.push({ kind: "prose", text: prose.slice(at, held) });
  return found;
}

/** From where on nothing can be said yet. `closed`: where inline code begins that has surely ended. */
function heldFrom(prose: string, closed: ReadonlySet<number>): number {
  const open = findInline(prose, 0, prose.length).find(({ start }) => prose[start] === "`" && !closed.has(start))?.start ?? prose.length;
  const target = HALF_TARGET.exec(prose);
  const half = HALF.exec(prose)?.index ?? prose.length;
  return Math.min(open, half, target === null ? prose.length : target.index + 1);
}
