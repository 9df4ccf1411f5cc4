/** A prompt file (front matter, then the text) -> what it says. Strict: a typo must not be ignored in silence. Called by index.ts and its test. */
import { ConfigError } from "../kernel/errors.ts";

export interface Prompt {
  name: string;
  body: string;
  /** Asked first; the fallbacks are those of MODEL. */
  model?: string;
  temperature?: number;
  maxTokens?: number;
  /** Seconds until the first word. */
  timeoutS?: number;
}

/** What may stand between the two lines of `---`, how it is read, and what it has to be. */
const KEYS: Readonly<Record<string, { read(value: string): Partial<Prompt> | null; wanted: string }>> = {
  name: { read: (name) => (/^[a-z][a-z-]*$/.test(name) ? { name } : null), wanted: "the file's name without .md" },
  model: { read: (model) => (/^[^\s,]+$/.test(model) ? { model } : null), wanted: "the id of one model; its fallbacks are those of MODEL" },
  temperature: { read: (text) => inRange(text, 0, 2, (temperature) => ({ temperature })), wanted: "a number from 0 to 2" },
  max_tokens: { read: (text) => inRange(text, 16, 200_000, (maxTokens) => ({ maxTokens }), 1), wanted: "a whole number from 16 to 200000" },
  timeout: { read: (text) => inRange(text, 1, 600, (timeoutS) => ({ timeoutS }), 1), wanted: "a whole number of seconds from 1 to 600" },
};

/** `file`: its name without `.md`. Throws ConfigError with file and line. */
export function readPrompt(file: string, text: string): Prompt {
  const fail = (line: number, problem: string): never => {
    throw new ConfigError(`src/prompts/${file}.md, line ${line}: ${problem}`);
  };
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== "---") return fail(1, "begins without front matter; the first line has to be ---");
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === "---");
  if (end === -1) return fail(1, "the front matter has no end; close it with a line of ---");

  const found: Partial<Prompt> = {};
  const seen = new Set<string>();
  for (const [index, line] of lines.slice(1, end).entries()) {
    const at = index + 2;
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const [, name, value = ""] = /^(\w+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) return fail(at, "is not of the form `key: value`");
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    if (key === undefined) return fail(at, `"${name}" is no key; there are ${Object.keys(KEYS).join(", ")}`);
    if (seen.has(name)) return fail(at, `${name} stands here for the second time`);
    seen.add(name);
    Object.assign(found, key.read(value) ?? fail(at, `${name} must be ${key.wanted}`));
    if (name === "name" && value !== file) return fail(at, `name must be ${file}, as the file's`);
  }
  if (found.name === undefined) return fail(1, `name is missing; add \`name: ${file}\``);
  const body = lines
    .slice(end + 1)
    .join("\n")
    .trim();
  if (body === "") return fail(end + 2, "there is no text below the front matter");
  return { ...found, name: found.name, body };
}

function inRange(text: string, min: number, max: number, make: (value: number) => Partial<Prompt>, step?: 1): Partial<Prompt> | null {
  const value = Number(text);
  const fits = text !== "" && value >= min && value <= max && (step === undefined || Number.isInteger(value));
  return fits ? make(value) : null;
}
