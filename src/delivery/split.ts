/** Cuts Markdown into Discord messages. Called by the delivery of answers, for drafts that are still growing and for finished texts. */
import { closes, closingText, type Fence, openAfter, quoteLead, reopeningLine } from "./markdown-fences.ts";
import { chooseCut, closingAt, fenceAt, type Opening, openWindow } from "./split-window.ts";

export interface SplitOptions {
  /** UTF-16 code units a message may have; 2000 at Discord. */
  limit?: number;
  /** What exceeds this many messages is the rest. */
  maxMessages?: number;
}

export interface SplitText {
  /** None is empty; in each of them every fence is closed. */
  messages: string[];
  /** What found no room, as Markdown of its own; empty if all is in `messages`. */
  rest: string;
}

/**
 * Nothing is lost but blank space at the cuts; line ends become "\n". Cuts prefer paragraphs, then lines, sentences, words; they spare links,
 * mentions and characters always, where one message can hold them, and inline code where possible. A fence that is cut is closed and opened again.
 *
 * Growing text: a message other than the last never changes when text is appended, because where it ends depends only on what was known when it
 * first overflowed. So `splitMessage(text + more)` begins with the messages of `splitMessage(text)` without its last one, exactly.
 */
export function splitMessage(text: string, options: SplitOptions = {}): SplitText {
  const { limit = 2000, maxMessages = Number.POSITIVE_INFINITY } = options;
  const source = text.replace(/\r\n?/g, "\n").trimEnd();
  const messages: string[] = [];
  let next: Opening = { start: skipBlank(source, 0), fence: null, lead: "" };
  while (next.start < source.length) {
    let reopened = next.fence === null ? "" : `${reopeningLine(next.fence)}\n${next.lead}`;
    // What takes much of the message is not carried on: the fence ends here.
    if (reopened.length > limit / 3) {
      next = { start: next.start, fence: null, lead: "" };
      reopened = "";
    }
    if (messages.length >= maxMessages) return { messages, rest: reopened + source.slice(next.start) };
    const window = openWindow(source, next, limit - reopened.length);
    const cut = window.fits ? window.end : chooseCut(source, window);
    const body = source.slice(next.start, cut).trimEnd();
    messages.push(reopened + body + closingAt(source, window.lines, next.start + body.length));
    next = continueAfter(source, cut, fenceAt(source, window.lines, cut));
  }
  return { messages, rest: "" };
}

/**
 * A draft as it can be shown: up to its last whole word, without a code block that has no content yet, with the fence closed. Use it before
 * `splitMessage`; a finished text needs only the latter.
 */
export function closeOpenFence(text: string): string {
  const shown = cutToWholeWord(text.replace(/\r\n?/g, "\n"));
  let fence: Fence | null = null;
  // Where to cut if nothing but blank lines follows the opening line; -1 otherwise.
  let empty = -1;
  let lineStart = 0;
  let lineEnd = -1;
  let before: Fence | null = null;
  while (lineEnd < shown.length) {
    lineStart = lineEnd + 1;
    const newline = shown.indexOf("\n", lineStart);
    lineEnd = newline < 0 ? shown.length : newline;
    const line = shown.slice(lineStart, lineEnd);
    before = fence;
    fence = openAfter(line, before);
    if (before === null && fence !== null) empty = lineStart;
    else if (line.trim() !== "") empty = -1;
  }
  const last = shown.slice(lineStart);
  if (empty >= 0) return shown.slice(0, empty).trimEnd();
  if (before === null && /^[ \t]*(?:`{1,2}|~{1,2})$/.test(last)) return shown.slice(0, lineStart).trimEnd();
  return shown + closingText(last, before);
}

/** A longer run without a blank is no word of a language that puts blanks between words. */
const LONGEST_WORD = 60;

function cutToWholeWord(draft: string): string {
  const whole = draft.trimEnd();
  if (whole.length < draft.length) return whole;
  const tail = whole.slice(-LONGEST_WORD);
  const before = whole.slice(0, whole.length - tail.length + tail.search(/\s\S*$/) + 1).trimEnd();
  if (/\s/.test(tail) && before !== "") return before;
  // Half a character must not show: the second half may come with the next token.
  return whole.replace(/[\ud800-\udbff]$/, "");
}

/** Where the next message begins, and inside which fence. */
function continueAfter(source: string, cut: number, open: Fence | null): Opening {
  let fence = open;
  let at = cut;
  while (fence !== null) {
    const lineEnd = source.indexOf("\n", at);
    if (at === cut && !restOfLineIsBlank(source, at)) return { start: at, fence, lead: quoteLead(fence) };
    if (at === cut) {
      if (lineEnd < 0) break;
      at = lineEnd + 1;
      continue;
    }
    const line = source.slice(at, lineEnd < 0 ? source.length : lineEnd);
    const after = openAfter(line, fence);
    // The fence was closed by hand where the text does it itself: its own closing line would make an empty block.
    if (closes(line, fence)) at += line.length;
    else if (line.trim() !== "") return { start: at, fence: after === fence ? fence : null, lead: "" };
    else at = lineEnd + 1;
    fence = after;
  }
  return { start: skipBlank(source, at), fence: null, lead: "" };
}

function restOfLineIsBlank(source: string, at: number): boolean {
  const blank = /[^\S\n]*/y;
  blank.lastIndex = at;
  const end = at + (blank.exec(source)?.[0].length ?? 0);
  return end >= source.length || source[end] === "\n";
}

function skipBlank(source: string, from: number): number {
  const blank = /\s*/y;
  blank.lastIndex = from;
  return from + (blank.exec(source)?.[0].length ?? 0);
}
