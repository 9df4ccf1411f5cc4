/**
 * One message's worth of text: how far it may reach, and where in it the best place for a cut is. Called by `split.ts`.
 * Everything here reads the text before `end` only. That is what makes the cuts of a growing text stay where they are.
 */
import { closingLine, closingText, containerLead, type Fence, longestClosing, openAfter } from "./markdown-fences.ts";
import { findAddresses, findInline } from "./markdown-tokens.ts";

interface Line {
  start: number;
  /** What the message has before it in the same line: the quote markers, where the line was cut. */
  lead: string;
  /** Its newline, or the window's end. */
  end: number;
  before: Fence | null;
}

export interface Window {
  start: number;
  /** The first length that no longer fits; the text's end if all of it fits. */
  end: number;
  fits: boolean;
  lines: Line[];
}

export interface Opening {
  start: number;
  /** Open at the start. */
  fence: Fence | null;
  /** Stands before the first line. */
  lead: string;
}

/** The text from the opening on, with `room` characters to put it and a closed fence in. */
export function openWindow(text: string, opening: Opening, room: number): Window {
  const { start, fence } = opening;
  const lines: Line[] = [];
  let before = fence;
  let longestCloser = fence === null ? 0 : closingLine(fence).length;
  const reach = Math.min(text.length, start + room + 1);
  for (let at = start; at < reach; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 || newline > reach ? reach : newline;
    const lead = at === start ? opening.lead : "";
    lines.push({ start: at, lead, end, before });
    const line = lead + text.slice(at, end);
    before = openAfter(line, before);
    longestCloser = Math.max(longestCloser, longestClosing(line));
    at = end + 1;
  }
  // Only the last few lengths can fail, so only they are tried one by one.
  for (let end = Math.max(start + 1, start + room - longestCloser - 1); end <= reach; end += 1) {
    if (end - start + closingAt(text, lines, end).length > room) return { start, end, fits: false, lines: lines.filter((line) => line.start < end) };
  }
  return { start, end: reach, fits: true, lines };
}

/** What closes the fence that is open when the text ends at `end`. */
export function closingAt(text: string, lines: Line[], end: number): string {
  const line = lineAt(lines, end);
  return line === undefined ? "" : closingText(line.lead + text.slice(line.start, end), line.before);
}

/** The fence that is open at `end`. */
export function fenceAt(text: string, lines: Line[], end: number): Fence | null {
  const line = lineAt(lines, end);
  return line === undefined ? null : openAfter(line.lead + text.slice(line.start, end), line.before);
}

function lineAt(lines: Line[], end: number): Line | undefined {
  return lines.findLast((line) => line.start <= end);
}

type Rank = "paragraph" | "code-paragraph" | "line" | "sentence" | "word";

/** Tried in this order: the kind of boundary, and how much of the message must lie before it. */
const CHOICES: readonly [Rank, number][] = [
  ["paragraph", 0.5],
  ["code-paragraph", 0.7],
  ["line", 0.5],
  ["sentence", 0.5],
  ["word", 0.5],
  ["line", 0.25],
  ["word", 0.25],
];
/** A message is not cut shorter than this for the sake of a token that may as well be none. */
const RATHER_FILL = 0.25;

/** Where to cut a window that does not fit: after its start, before its end. */
export function chooseCut(text: string, window: Window): number {
  const shown = text.slice(window.start, window.end);
  const kept = markTokens(shown, window);
  const last: Partial<Record<Rank, number>> = {};
  const offer = (rank: Rank, at: number) => {
    if (at > 0 && at < shown.length && kept[at] === 0 && at > (last[rank] ?? 0) && !continuesGrapheme(shown, at)) last[rank] = at;
  };
  offerLines(shown, window, offer);
  for (const line of window.lines) {
    const [from, to] = [line.start - window.start, Math.min(line.end, window.end) - window.start];
    if (line.before === null) offerSentences(shown, from, to, offer);
    const lead = containerLead(shown.slice(from, to)).length;
    for (let at = to - 1; at > from + lead; at -= 1) {
      if (isBlank(shown, at) && !isBlank(shown, at - 1)) offer("word", at);
    }
  }
  for (const [rank, fill] of CHOICES) {
    const at = last[rank];
    if (at !== undefined && at >= fill * shown.length) return window.start + at;
  }
  return window.start + cutAnywhere(shown, kept);
}

/** Line ends, and among them those between paragraphs, before and after a code block. Not after a heading: it belongs to what follows. */
function offerLines(shown: string, window: Window, offer: (rank: Rank, at: number) => void): void {
  let heading = false;
  window.lines.forEach((line, index) => {
    const next = window.lines[index + 1];
    if (next === undefined) return;
    const own = shown.slice(line.start - window.start, line.end - window.start);
    const following = shown.slice(next.start - window.start, next.end - window.start);
    const blank = own.trim() === "";
    if (!blank) heading = line.before === null && (/^#{1,6}\s/.test(own) || own.trimEnd().endsWith(":"));
    const at = line.end - window.start;
    if (next.before !== null) {
      offer("line", at);
      if (blank && /^\S/.test(following)) offer("code-paragraph", at);
    } else if (!heading) {
      offer("line", at);
      const apart = blank || following.trim() === "" || line.before !== null;
      if (apart || openAfter(following, null) !== null || /^#{1,6}\s/.test(following)) offer("paragraph", at);
    }
  });
}

/** Ends of sentences; single letters before the stop are initials, "e.g." or numbering. */
const SENTENCE_END = /[^\s.]{2}[.!?\u2026]{1,3}["'\u201d\u2019\u00bb)\]*_]{0,3}(?=\s)|[\u3002\uff01\uff1f][\u201d\u2019\u300d\u300f\uff09]{0,2}/g;

function offerSentences(shown: string, from: number, to: number, offer: (rank: Rank, at: number) => void): void {
  // One character more, so that a stop right before the line's end counts.
  for (const match of shown.slice(from, to + 1).matchAll(SENTENCE_END)) offer("sentence", from + match.index + match[0].length);
}

/** Per position: 0 = a cut here harms nothing, 1 = rather not, 2 = never if another place exists. */
function markTokens(shown: string, window: Window): Uint8Array {
  const kept = new Uint8Array(shown.length + 1);
  const mark = (start: number, end: number, level: 1 | 2) => {
    for (let at = start + 1; at < end; at += 1) kept[at] = Math.max(kept[at] ?? 0, level);
  };
  let proseStart = 0;
  let dangling = false;
  for (const line of window.lines) {
    const [from, to] = [line.start - window.start, Math.min(line.end, window.end) - window.start];
    const own = line.lead + shown.slice(from, to);
    const opens = openAfter(own, line.before);
    const fenced = line.before !== null || opens !== null;
    if (fenced) {
      markInline(proseStart, from);
      proseStart = to;
    }
    // An opening line is no line to end a message with, nor are the blank ones after it.
    if (line.before === null && opens !== null) dangling = true;
    else if (own.trim() !== "") dangling = false;
    if (dangling) mark(from, to + 1, 2);
  }
  markInline(proseStart, shown.length);
  for (const token of findAddresses(shown)) mark(token.start, token.end, 2);
  return kept;

  function markInline(from: number, to: number): void {
    for (const token of findInline(shown, from, to)) {
      // What reaches the window's end goes on behind it.
      const end = token.end === shown.length ? token.end + 1 : token.end;
      mark(token.start, end, token.keep === "whole" ? 2 : 1);
    }
  }
}

/** The last place before the end that splits no character, and no token that has a beginning to go back to. */
function cutAnywhere(shown: string, kept: Uint8Array): number {
  let at = lastGraphemeStart(shown);
  for (const level of [2, 1]) {
    let start = at;
    while (start > 0 && (kept[start] ?? 0) >= level) start -= 1;
    const enough = level === 2 ? shown.slice(0, start).trim() !== "" : start >= RATHER_FILL * shown.length;
    if (enough) at = start;
  }
  return at;
}

/** The whole window is segmented: flags and emoji families have no boundary that can be recognised from the middle. Rare, so its cost does not count. */
function lastGraphemeStart(shown: string): number {
  const pairs = shown.replace(/[\ud800-\udbff]$/, "");
  let last = 0;
  for (const { index } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(pairs)) last = index;
  if (last > 0) return last;
  // One endless character: then at least no surrogate pair.
  const end = shown.length - 1;
  return end > 1 && /[\udc00-\udfff]/.test(shown.charAt(end)) ? end - 1 : Math.max(end, 1);
}

/** What a grapheme goes on with: marks, joiners, skin tones, half-width kana marks, tags. */
const EXTENDING = /^(?:\p{M}|\p{Emoji_Modifier}|\u200c|\u200d|[\uff9e\uff9f]|[\u{e0020}-\u{e007f}])/u;

/** Whether the first visible character from `at` on belongs to the one before. */
function continuesGrapheme(shown: string, at: number): boolean {
  return EXTENDING.test(shown.slice(at).trimStart());
}

function isBlank(shown: string, at: number): boolean {
  return /\s/.test(shown.charAt(at));
}
