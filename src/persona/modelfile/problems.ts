/** What can be wrong with a Modelfile or a persona, as data. The sentences are in src/locales/, put together by sentences.ts. */
import type { ExtraKey, ExtraReason } from "./extra-values.ts";
import type { JsonReason } from "./json.ts";
import type { ParameterName, Wanted } from "./parameters.ts";

export type ProblemDetail =
  | { code: "too-large"; bytes: number; limit: number }
  /** NUL and the like, or half a character. */
  | { code: "binary" }
  /** No line of it is an instruction. */
  | { code: "not-a-modelfile" }
  | { code: "from-missing" }
  | { code: "from-twice"; firstLine: number }
  /** A path: only models of the endpoint can be used. */
  | { code: "from-file"; value: string }
  | { code: "unknown-instruction"; word: string; suggestion: string | null }
  /** `"""` at a line's end closed the text, and `nextLine` goes on with it. */
  | { code: "text-after-block"; nextLine: number }
  | { code: "no-blank"; after: string }
  /** `what`: an instruction, with a parameter's name or a role. */
  | { code: "empty-value"; what: string }
  /** `textAfter`: a quote closes in the same line, but something follows it. */
  | { code: "unterminated"; quote: string; textAfter: boolean }
  | { code: "unknown-parameter"; name: string; suggestion: ParameterName | null }
  /** `comment`: there is a `#` in it, which begins no comment there. */
  | ({ code: "bad-value"; parameter: ParameterName; value: string; comment: boolean } & Wanted)
  | { code: "bad-role"; role: string; suggestion: string | null }
  | { code: "bad-version"; value: string }
  | { code: "missing-system" }
  | { code: "unknown-placeholder"; word: string; suggestion: string | null; known: string }
  /** The grammar has no way to write it: `textLine` of the text ends with three quotes. */
  | { code: "unwritable"; what: string; textLine: number }
  | { code: "bad-extra"; key: ExtraKey; reason: ExtraReason; most: number }
  | { code: "unknown-extra"; key: string; suggestion: ExtraKey | null; known: string }
  | { code: "extra-twice"; key: ExtraKey; firstLine: number }
  | { code: "json-syntax"; reason: JsonReason; found: string }
  | { code: "json-no-persona" }
  | { code: "json-no-prompt" }
  | { code: "json-not-text"; key: string };

/** What works, but not as its author may think. */
export type NoticeDetail =
  | { code: "unused-parameter"; parameter: ParameterName }
  | { code: "unused-instruction"; instruction: string }
  /** A later one counts. */
  | { code: "overridden"; what: string; byLine: number }
  /** The text takes in a line that looks like an instruction. */
  | { code: "swallowed"; what: string; textLine: number }
  | { code: "ignored-key"; key: string };

/** 1-based; columns count UTF-16 units, as editors do. */
export interface Position {
  line: number;
  column: number;
}

export type ModelfileProblem = ProblemDetail & Position;
export type PersonaNotice = NoticeDetail & Position;

/** Nobody reads more at once. */
export const MOST_PROBLEMS = 10;

/** Of what somebody typed, to be put into a sentence: one short line that breaks no Markdown around it. */
export function shown(text: string): string {
  const line = text
    .slice(0, 80)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replaceAll("`", "'")
    .trim();
  return (line.length > 40 || text.length > 80 ? `${line.slice(0, 39)}…` : line).toWellFormed();
}
