/** Summaries of the demo model: quotes of the lines it was given, with their numbers where they have any. Called by `words.ts`. */
import { sharedStems } from "./stems.ts";

const MOST_POINTS = 8;
const POINT_LENGTH = 140;

interface Line {
  /** Undefined where lines have none. */
  number: number | undefined;
  text: string;
}

/** Notes on a conversation, in place of what it was; undefined where this is no such task. */
export function notesOn(message: string): string | undefined {
  const conversation = block(message, "conversation");
  if (conversation === undefined) return undefined;
  const before = (block(message, "summary") ?? "").split("\n").filter((line) => line.startsWith("- "));
  // Times say little in notes; what follows a line break is indented.
  const lines = conversation.replaceAll(/\n {2}/g, " ").split("\n");
  const said = lines.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d /, "")).filter((line) => line.trim() !== "" && !line.startsWith("You: "));
  return [...new Set([...before, ...said.map((line) => `- ${cut(line)}`)])].slice(-2 * MOST_POINTS).join("\n");
}

/** What happened in a channel, with `[12]` behind what line 12 says; undefined where the lines have no numbers. `question`: what to look for, if anything. */
export function catchUp(message: string, question: string): string | undefined {
  const lines = (block(message, "channel_messages") ?? "").split("\n").flatMap(readLine);
  const numbered = lines.filter((line) => line.number !== undefined);
  if (numbered.length === 0) return undefined;
  const ranked = numbered.map((line) => ({ line, shared: sharedStems(line.text, question) }));
  const fitting = ranked.filter(({ shared }) => shared > 1);
  const chosen = (fitting.length > 0 ? fitting.toSorted((a, b) => b.shared - a.shared) : spread(ranked)).slice(0, MOST_POINTS);
  const inOrder = chosen.map(({ line }) => line).toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
  return inOrder.map(({ number, text }) => `- ${cut(text)} [${number}]`).join("\n");
}

/** Some from everywhere, the first and the last among them. */
function spread<T>(items: readonly T[]): T[] {
  if (items.length <= MOST_POINTS) return [...items];
  return Array.from({ length: MOST_POINTS }, (_, index) => items[Math.round((index * (items.length - 1)) / (MOST_POINTS - 1))]).filter(
    (item) => item !== undefined,
  );
}

/** `[12] 10:53 Mira: text` and `12: Mira: text`; a time of day is no number. */
function readLine(line: string): Line[] {
  const [, bracketed, bare, text = ""] = /^(?:\[(\d{1,5})\]|(\d{1,5})[.:)](?=\s))\s*(.*)$/.exec(line) ?? [];
  const number = bracketed ?? bare;
  if (number !== undefined) return text === "" ? [] : [{ number: Number(number), text }];
  return line.trim() === "" ? [] : [{ number: undefined, text: line }];
}

/** What stands between such tags. */
export function block(message: string, tag: string): string | undefined {
  return new RegExp(`<${tag}(?: [^>]*)?untrusted="true">\\n([\\s\\S]*?)\\n</${tag}>`).exec(message)?.[1];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > POINT_LENGTH ? `${line.slice(0, POINT_LENGTH).toWellFormed()}...` : line;
}
