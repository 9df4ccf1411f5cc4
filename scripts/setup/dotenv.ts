/** Edits a file of `NAME=value` lines and leaves everything else in it as it is. Used for .dev.vars. */
import { Problem } from "./problem.ts";

/** Replaces the line of each name, or adds one at the end. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  const lines = text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
  for (const [name, value] of Object.entries(values)) {
    const line = `${name}=${quoted(name, value)}`;
    const at = lines.findLastIndex((candidate) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(candidate));
    if (at >= 0) lines[at] = line;
    else lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}

/** Bare where nothing in it has a meaning to dotenv; else in the first kind of quotes that it does not contain itself. */
function quoted(name: string, value: string): string {
  if (/^[\w./:@+=,~-]*$/.test(value)) return value;
  const mark = ["'", '"', "`"].find((candidate) => !value.includes(candidate));
  if (mark === undefined || /[\r\n]/.test(value)) throw new Problem(`${name} can't be written to .dev.vars: it has a line break, or quotes of every kind.`);
  return `${mark}${value}${mark}`;
}
