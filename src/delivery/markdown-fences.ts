/**
 * Fenced code blocks as `split.ts` needs them: what opens one, what closes it, and how to close and reopen it by hand.
 * CommonMark's rules, except that indentation is free: a message is cut without knowing the list around it, and Discord does not look at it.
 */

export interface Fence {
  /** Quote markers and indentation before the fence; list markers are blanked out. */
  prefix: string;
  /** The run itself: three or more backticks or tildes. */
  marker: string;
  /** First word after the run, where it looks like a language. */
  language: string;
}

const OPENING = /^((?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*)(`{3,}|~{3,})(.*)$/s;
const LANGUAGE = /^[ \t]*([\w+#.-]{1,30})(?=\s|$)/;
/** A longer lead than this is no list or quote that anybody wrote. */
const LONGEST_PREFIX = 60;

/** The fence that this line (whole, or as far as it is known) opens. */
function openedBy(line: string): Fence | null {
  const match = OPENING.exec(line);
  if (match === null) return null;
  const [, lead = "", marker = "", info = ""] = match;
  // A backtick after the run makes it inline code: ```like this```.
  if (lead.length > LONGEST_PREFIX || (marker.startsWith("`") && info.includes("`"))) return null;
  return { prefix: lead.replace(/[^\s>]/g, " "), marker, language: LANGUAGE.exec(info)?.[1] ?? "" };
}

/** The line that closes it. */
export function closingLine(fence: Fence): string {
  return fence.prefix + fence.marker;
}

/** The line that opens it again in the next message. */
export function reopeningLine(fence: Fence): string {
  return fence.prefix + fence.marker + fence.language;
}

/** Upper bound for what closes a fence that this line begins, even if its end turns out to make it none. */
export function longestClosing(line: string): number {
  const match = OPENING.exec(line);
  return match === null ? 0 : (match[1] ?? "").length + (match[2] ?? "").length;
}

/** Whether `line` is the closing line of `fence`. */
export function closes(line: string, fence: Fence): boolean {
  const inner = withinQuote(line, fence);
  return inner !== null && runOf(inner, fence) >= fence.marker.length;
}

/** What a line of the fence's quote must begin with; nothing outside quotes. */
export function quoteLead(fence: Fence): string {
  return fence.prefix.includes(">") ? fence.prefix : "";
}

/** The blanks, quote and list markers that a line begins with. */
export function containerLead(line: string): string {
  return /^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/.exec(line)?.[0] ?? "";
}

/** Which fence is open after `line`, when `before` was open at its start. */
export function openAfter(line: string, before: Fence | null): Fence | null {
  if (before === null) return openedBy(line);
  // Where the quote that held the fence ends, the fence does too.
  if (withinQuote(line, before) === null) return openedBy(line);
  return closes(line, before) ? null : before;
}

/**
 * The shortest text that leaves no fence open after `line`, a last line that may be unfinished. Shortest matters twice: a text that closes its own
 * fence at exactly the limit fits, and a growing text never needs less room than before.
 */
export function closingText(line: string, before: Fence | null): string {
  if (before !== null) {
    const closer = closingLine(before);
    if (closer.startsWith(line)) return closer.slice(line.length);
    const inner = withinQuote(line, before);
    if (inner !== null) {
      const run = runOf(inner, before);
      if (run >= before.marker.length) return "";
      return run > 0 && !/\s$/.test(inner) ? before.marker.slice(run) : `\n${closer}`;
    }
    if (line.trim() === "") return `\n${closer}`;
  }
  const opened = openedBy(line);
  return opened === null ? "" : `\n${closingLine(opened)}`;
}

/** `line` without the quote markers that `fence` stands behind; null where they are missing. */
function withinQuote(line: string, fence: Fence): string | null {
  let at = 0;
  for (const char of fence.prefix) {
    if (char !== ">") continue;
    while (line[at] === " " || line[at] === "\t") at += 1;
    if (line[at] !== ">") return null;
    at += 1;
  }
  return line.slice(at);
}

/** Length of the run of the fence's character where the line is nothing else, 0 elsewhere. However far it is indented: Discord closes there, too. */
function runOf(inner: string, fence: Fence): number {
  const run = inner.trim();
  return /^(?:`+|~+)$/.test(run) && run[0] === fence.marker[0] ? run.length : 0;
}
