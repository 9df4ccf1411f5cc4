/**
 * Our own lines in a Modelfile: `# edgewise: emoji = 🦊`. Comments to Ollama, so that they survive there. Reads and writes them.
 * A value with blanks at its ends stands in quotes; nothing is escaped.
 */
import { closest } from "../../kernel/closest.ts";
import { type ExtraKey, extraKeys, extraReason, mostOf, trimExtra } from "./extra-values.ts";
import { splitLines } from "./lines.ts";
import { MOST_PROBLEMS, type ModelfileProblem, shown } from "./problems.ts";
import { type Modelfile, printItem } from "./syntax.ts";

export type Extras = Partial<Record<ExtraKey, string>>;

const MARK = "edgewise:";

export interface ExtraLine {
  /** As written, in lower case with underscores. */
  key: string;
  value: string;
}

/** `comment`: a whole line. null: it is a comment like any other. */
export function readExtraLine(comment: string): ExtraLine | null {
  const content = comment.slice(comment.indexOf("#") + 1).trim();
  if (content.slice(0, MARK.length).toLowerCase() !== MARK) return null;
  const rest = content.slice(MARK.length);
  const equals = rest.indexOf("=");
  const key = normal(equals === -1 ? (rest.trim().split(/\s/, 1)[0] ?? "") : rest.slice(0, equals));
  // Somebody may write about us; but a key without its sign is a slip.
  if (equals === -1) return keyNamed(key) === undefined ? null : { key, value: "" };
  const value = rest.slice(equals + 1).trim();
  return { key, value: value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value };
}

/** Of a stored Modelfile that begins so; undefined where its first comments name none. */
export function emojiOfHead(head: string): string | undefined {
  for (const line of head.split("\n").map((text) => text.trim())) {
    if (line !== "" && !line.startsWith("#")) return undefined;
    const extra = line === "" ? null : readExtraLine(line);
    if (extra?.key === "emoji" && extraReason("emoji", extra.value) === null) return trimExtra("emoji", extra.value);
  }
  return undefined;
}

export function writeExtraLine(key: ExtraKey, value: string): string {
  const text = trimExtra(key, value);
  const quoted = text !== text.trim() || text.startsWith('"');
  return `# ${MARK} ${key} = ${quoted ? `"${text}"` : text}`;
}

const normal = (key: string): string => key.trim().slice(0, 80).toLowerCase().replace(/[\s-]/g, "_");

export function keyNamed(key: string): ExtraKey | undefined {
  return extraKeys.find((known) => known === (key === "avatar" ? "avatar_url" : key));
}

/** What can be used, and what is wrong with the rest. */
export function readExtras(modelfile: Modelfile): { extras: Extras; problems: ModelfileProblem[] } {
  const extras: Extras = {};
  const problems: ModelfileProblem[] = [];
  const firstLines = new Map<ExtraKey, number>();
  for (const { key: word, value, line } of extraLines(modelfile)) {
    const at = { line, column: 1 };
    const key = keyNamed(word);
    const firstLine = key === undefined ? undefined : firstLines.get(key);
    const reason = key === undefined ? null : extraReason(key, value);
    if (key === undefined) problems.push({ code: "unknown-extra", key: shown(word), suggestion: closest(word, extraKeys), known: extraKeys.join(", "), ...at });
    else if (firstLine !== undefined) problems.push({ code: "extra-twice", key, firstLine, ...at });
    else if (reason !== null) problems.push({ code: "bad-extra", key, reason, most: mostOf(key), ...at });
    else extras[key] = trimExtra(key, value);
    if (key !== undefined && firstLine === undefined) firstLines.set(key, line);
  }
  return { extras, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** With the lines in which they stand. */
function extraLines({ items }: Modelfile): (ExtraLine & { line: number })[] {
  let line = 1;
  return items.flatMap((item) => {
    const found = item.kind === "comment" ? readExtraLine(item.raw) : null;
    const at = line;
    line += splitLines(printItem(item)).length - 1;
    return found === null ? [] : [{ ...found, line: at }];
  });
}
