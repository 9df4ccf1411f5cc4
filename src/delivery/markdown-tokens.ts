/** Finds what a message must not be cut in: links, addresses, mentions, inline code. Called by `split.ts` for one window of text at a time. */

export interface Token {
  start: number;
  end: number;
  /** `whole`: cut before it at any price. `rather`: only where the message is well filled without it. */
  keep: "whole" | "rather";
}

/** The last alternative is the beginning of one, where the text ends. */
const ADDRESS = /https?:\/\/[^\s<>]+|\bh(?:t(?:t(?:ps?(?::\/?)?)?)?)?$/g;
/** Mentions, custom emoji, timestamps, slash command mentions, <https://...>. Source: Discord reference, "Message Formatting". */
const ANGLE = /<(?:\/[^<>\n]{1,150}|[^\s<>/][^\s<>]*)>/y;
const ANGLE_OPEN = /<[@#:/a-z][^\s<>]{0,120}$/y;
/** Not closed where the text ends. */
const OPEN = Number.POSITIVE_INFINITY;
/** What is open for longer is more likely a stray bracket or backtick. */
const LIKELY_LENGTH = 300;

/** Addresses are the same inside code. */
export function findAddresses(text: string): Token[] {
  return Array.from(text.matchAll(ADDRESS), (match) => ({ start: match.index, end: match.index + match[0].length, keep: "whole" as const }));
}

/** Tokens in `text[from, to)`, which holds no fenced code. One that is open where the whole text ends is taken to go on. One pass, linear. */
export function findInline(text: string, from: number, to: number): Token[] {
  const tokens: Token[] = [];
  const brackets: number[] = [];
  const unclosedRuns = new Set<number>();
  let at = from;
  while (at < to) {
    const char = text[at];
    if (char === "\\") {
      at += 2;
    } else if (char === "`") {
      const run = runLength(text, at, to);
      const end = unclosedRuns.has(run) ? -1 : codeEnd(text, at + run, run, to);
      if (end < 0) unclosedRuns.add(run);
      if (end > 0 && (end !== OPEN || to - at <= LIKELY_LENGTH)) tokens.push({ start: at, end: Math.min(end, to), keep: "rather" });
      at = end > 0 && end !== OPEN ? end : at + run;
    } else if (char === "<") {
      const length = matchLength(ANGLE, text, at) || matchLength(ANGLE_OPEN, text, at);
      if (length > 0) tokens.push({ start: at, end: at + length, keep: "whole" });
      at += Math.max(length, 1);
    } else if (char === "[") {
      brackets.push(at);
      at += 1;
    } else if (char === "]") {
      const start = brackets.pop();
      if (start !== undefined && at + 1 === text.length) tokens.push({ start, end: to, keep: "rather" });
      const end = start !== undefined && text[at + 1] === "(" ? targetEnd(text, at + 1, to) : -1;
      if (start !== undefined && end > 0) tokens.push({ start, end, keep: "whole" });
      at += 1;
    } else {
      // Neither a link nor inline code reaches over a blank line.
      if (char === "\n" && text[at + 1] === "\n") {
        brackets.length = 0;
        unclosedRuns.clear();
      }
      at += 1;
    }
  }
  if (to === text.length) for (const start of brackets) if (to - start <= LIKELY_LENGTH) tokens.push({ start, end: to, keep: "rather" });
  return tokens;
}

function runLength(text: string, at: number, to: number): number {
  let end = at;
  while (end < to && text[end] === "`") end += 1;
  return end - at;
}

/** After the run of exactly `run` backticks that closes the code; OPEN where it may still come; -1 where it does not. */
function codeEnd(text: string, from: number, run: number, to: number): number {
  let at = from;
  while (at < to) {
    if (text[at] === "`") {
      const length = runLength(text, at, to);
      if (length === run) return at + length;
      at += length;
    } else if (text[at] === "\n" && text[at + 1] === "\n") {
      return -1;
    } else {
      at += 1;
    }
  }
  return to === text.length ? OPEN : -1;
}

/** After the ")" of a link's target, parentheses balanced; the text's end where it may still come; -1 where there is none on the line. */
function targetEnd(text: string, open: number, to: number): number {
  let depth = 0;
  for (let at = open; at < to; at += 1) {
    const char = text[at];
    if (char === "\n") return -1;
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return to === text.length ? to : -1;
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
