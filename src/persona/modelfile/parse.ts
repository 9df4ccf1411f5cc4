/** Text -> Modelfile, or everything that is wrong with it, each with its place. Reads as Ollama's parser does (values.ts); linear in the text's length. */

import { closest } from "../../kernel/closest.ts";
import type { InstructionName } from "./instructions.ts";
import { instructionNamed, instructions, roleNamed, roles, suggestInstruction } from "./instructions.ts";
import { BOM, isBlank, type Line, positionAt, skipBlanks, splitLines, tokenAt } from "./lines.ts";
import { parameterNamed, readParameter, suggestParameter } from "./parameters.ts";
import { MOST_PROBLEMS, type ModelfileProblem, type ProblemDetail, shown } from "./problems.ts";
import { checkText } from "./readable.ts";
import { type Instruction, type Item, type Modelfile, modelfileFrom } from "./syntax.ts";
import { readValue } from "./values.ts";

export type ParseResult = { ok: true; modelfile: Modelfile } | { ok: false; problems: ModelfileProblem[] };

interface Reading {
  text: string;
  lines: readonly Line[];
  items: Item[];
  problems: ModelfileProblem[];
  /** Index of the next line. */
  at: number;
  firstFrom: number | null;
  /** Some line is or should be an instruction. */
  recognised: boolean;
  /** A FROM is there, or may be in what could not be read. */
  fromSeen: boolean;
  /** The line of the `"""` that closed the instruction right before. */
  blockEnd: number | null;
  /** The line before made no sense either. */
  lost: boolean;
}

export function parseModelfile(text: string): ParseResult {
  const unreadable = checkText(text);
  if (unreadable !== null) return { ok: false, problems: [unreadable] };
  const lines = splitLines(text);
  const items: Item[] = text.startsWith(BOM) ? [{ kind: "empty", raw: BOM }] : [];
  const reading: Reading = { text, lines, items, problems: [], at: 0, firstFrom: null, recognised: false, fromSeen: false, blockEnd: null, lost: false };
  while (reading.at < lines.length && reading.problems.length < MOST_PROBLEMS) readLine(reading);

  const { problems } = reading;
  const [first] = problems;
  if (first !== undefined && !reading.recognised) return { ok: false, problems: [{ code: "not-a-modelfile", line: first.line, column: first.column }] };
  if (!reading.fromSeen && problems.length < MOST_PROBLEMS) problems.unshift({ code: "from-missing", line: 1, column: 1 });
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return problems.length === 0 ? { ok: true, modelfile: modelfileFrom(items) } : { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

function report(reading: Reading, offset: number, detail: ProblemDetail): void {
  reading.problems.push({ ...detail, ...positionAt(reading.lines, offset) });
}

/** Web pages indent with blanks that are none, and with what cannot be seen. Ollama drops that before an instruction. */
const INDENT = /^[\s\p{Cf}]*/u;

function readLine(reading: Reading): void {
  const { text, lines, at } = reading;
  const line = lines[at];
  if (line === undefined) return;
  const start = line.start + (INDENT.exec(text.slice(line.start, line.end))?.[0].length ?? 0);
  if (start === line.end || text[start] === "#") {
    if (line.next > line.start) reading.items.push({ kind: start === line.end ? "empty" : "comment", raw: text.slice(line.start, line.next) });
    reading.at++;
    return;
  }
  const word = /^[a-z]*/i.exec(text.slice(start, Math.min(line.end, start + 16)))?.[0] ?? "";
  const name = instructionNamed(word);
  if (name === undefined) readUnknown(reading, line, start);
  else readInstruction(reading, line, name, start + word.length);
}

function readInstruction(reading: Reading, line: Line, name: InstructionName, wordEnd: number): void {
  const { text, lines } = reading;
  reading.recognised = true;
  reading.lost = false;
  if (name === "FROM") reading.fromSeen = true;
  const joined = wordEnd < line.end && !isBlank(text[wordEnd]);
  if (joined) report(reading, wordEnd, { code: "no-blank", after: name });

  let cursor = skipBlanks(text, joined && /[:=]/.test(text[wordEnd] ?? "") ? wordEnd + 1 : wordEnd, line.end);
  let key = "";
  if (name === "PARAMETER" || name === "MESSAGE") {
    const token = tokenAt(text, cursor, line.end);
    key = token === "" ? "" : name === "PARAMETER" ? readParameterName(reading, cursor, token) : readRole(reading, cursor, token);
    cursor = skipBlanks(text, cursor + token.length, line.end);
  }
  const read = readValue(text, lines, reading.at, cursor);
  if (!("value" in read)) {
    report(reading, read.start, { code: "unterminated", quote: read.quote, textAfter: read.textAfter });
    endHere(reading);
    return;
  }
  const last = lines[read.last] ?? line;
  const instruction: Instruction = {
    kind: "instruction",
    name,
    key,
    value: read.value,
    before: text.slice(line.start, read.start),
    written: text.slice(read.start, read.end),
    after: text.slice(read.end, last.next),
  };
  checkInstruction(reading, instruction, read.start);
  reading.items.push(instruction);
  reading.blockEnd = read.block ? read.last : null;
  reading.at = read.last + 1;
}

/** All that follows is part of a text that never ends, for all we know. */
function endHere(reading: Reading): void {
  reading.fromSeen = true;
  reading.at = reading.lines.length;
}

/** The key of what is reported already; the rest of the line is read all the same. */
const WRONG = "?";

function readParameterName(reading: Reading, offset: number, token: string): string {
  const name = parameterNamed(token);
  if (name !== undefined) return name;
  const joined = parameterNamed(/^(\w+)[=:]/.exec(token.slice(0, 40))?.[1] ?? "");
  if (joined !== undefined) report(reading, offset + joined.length, { code: "no-blank", after: joined });
  else report(reading, offset, { code: "unknown-parameter", name: shown(token), suggestion: suggestParameter(token.replaceAll(/^"|"$/g, "")) });
  return WRONG;
}

function readRole(reading: Reading, offset: number, token: string): string {
  const role = roleNamed(token);
  if (role === undefined) report(reading, offset, { code: "bad-role", role: shown(token), suggestion: closest(token.replace(/:$/, ""), roles) });
  return role ?? WRONG;
}

/** What the value has to be. */
function checkInstruction(reading: Reading, { name, key, value }: Instruction, offset: number): void {
  const parameter = name === "PARAMETER" ? parameterNamed(key) : undefined;
  const empty = parameter === "stop" ? value === "" : value.trim() === "";
  if (key === WRONG) return;
  if (empty && name !== "TEMPLATE" && name !== "LICENSE") {
    report(reading, offset, { code: "empty-value", what: `${name} ${key}`.trimEnd() });
    return;
  }
  if (name === "FROM") {
    if (reading.firstFrom !== null) report(reading, offset, { code: "from-twice", firstLine: reading.firstFrom });
    else reading.firstFrom = reading.at + 1;
  }
  if (name === "REQUIRES" && !VERSION.test(value)) report(reading, offset, { code: "bad-version", value: shown(value) });
  if (parameter === undefined) return;
  const read = readParameter(parameter, value);
  if ("wanted" in read) report(reading, offset, { code: "bad-value", parameter, value: shown(value), ...read.wanted, comment: value.includes("#") });
}

/** As golang.org/x/mod/semver, with or without the v. */
const VERSION = /^v?(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})(-[\dA-Za-z.-]{1,64})?(\+[\dA-Za-z.-]{1,64})?)?)?$/;

function readUnknown(reading: Reading, line: Line, start: number): void {
  const { text, lines, blockEnd } = reading;
  const token = tokenAt(text, start, line.end);
  const suggestion = suggestInstruction(token.replace(/:$/, ""));
  const wasLost = reading.lost;
  reading.blockEnd = null;
  if (suggestion !== null) {
    reading.recognised = true;
    reading.lost = false;
    if (suggestion === "FROM") reading.fromSeen = true;
    report(reading, start, { code: "unknown-instruction", word: shown(token), suggestion });
    // Its text may go over several lines.
    const read = readValue(text, lines, reading.at, skipBlanks(text, start + token.length, line.end));
    if ("value" in read) reading.at = read.last + 1;
    else endHere(reading);
    return;
  }
  if (blockEnd !== null) {
    const closing = lines[blockEnd] ?? line;
    report(reading, closing.start + text.slice(closing.start, closing.end).lastIndexOf('"""'), { code: "text-after-block", nextLine: reading.at + 1 });
    reading.at = afterStrayText(reading);
    return;
  }
  // A text without quotes around it would be a problem a line.
  if (!wasLost) report(reading, start, { code: "unknown-instruction", word: shown(token), suggestion: null });
  reading.lost = true;
  reading.at++;
}

/** Behind the line that was meant to close the text, or at the next instruction. */
function afterStrayText({ text, lines, at }: Reading): number {
  for (let index = at; index < lines.length; index++) {
    const { start, end } = lines[index] ?? { start: 0, end: 0 };
    const content = text.slice(start, end).trim();
    if (instructions.some((name) => content.startsWith(`${name} `))) return index;
    if (content.endsWith('"""')) return index + 1;
  }
  return lines.length;
}
