/**
 * Changes in a Modelfile that leave everything else as it is written: a value is replaced where it stands, a new line follows its kind.
 * The result is parsed again, so it says what was asked for, or there is a typed problem. Used by whoever changes a stored persona.
 */
import { type ExtraKey, extraReason, mostOf } from "./extra-values.ts";
import { keyNamed, readExtraLine, writeExtraLine } from "./extras.ts";
import type { InstructionName } from "./instructions.ts";
import { BOM } from "./lines.ts";
import { type ParameterName, type ParameterValue, writeParameter } from "./parameters.ts";
import { parseModelfile } from "./parse.ts";
import type { ProblemDetail } from "./problems.ts";
import { type Instruction, type Item, type Message, type Modelfile, printItem, printModelfile } from "./syntax.ts";
import { unwritableLine, writeValue } from "./values.ts";

export type EditResult = { ok: true; modelfile: Modelfile } | { ok: false; problems: ProblemDetail[] };

/** An instruction to be: what it says, without how it is written. */
export interface Wish {
  name: InstructionName;
  key: string;
  value: string;
}

/** null takes it away; FROM can't be. Of several only one is left. */
export function setText(modelfile: Modelfile, name: "SYSTEM" | "TEMPLATE" | "ADAPTER" | "REQUIRES", value: string | null): EditResult;
export function setText(modelfile: Modelfile, name: "FROM", value: string): EditResult;
export function setText(modelfile: Modelfile, name: InstructionName, value: string | null): EditResult {
  return replace(modelfile, (other) => other.name === name, value === null ? [] : [{ name, key: "", value }]);
}

/** A list is for `stop`, one line each. null takes it away. */
export function setParameter(modelfile: Modelfile, name: ParameterName, value: ParameterValue | readonly string[] | null): EditResult {
  const values = value === null ? [] : typeof value === "object" ? value : [writeParameter(value)];
  return replace(
    modelfile,
    (other) => other.name === "PARAMETER" && other.key === name,
    values.map((text) => ({ name: "PARAMETER", key: name, value: text })),
  );
}

/** All of them, in order. */
export function setMessages(modelfile: Modelfile, messages: readonly Message[]): EditResult {
  return replace(
    modelfile,
    ({ name }) => name === "MESSAGE",
    messages.map(({ role, content }) => ({ name: "MESSAGE", key: role, value: content })),
  );
}

export function setLicenses(modelfile: Modelfile, licenses: readonly string[]): EditResult {
  return replace(
    modelfile,
    ({ name }) => name === "LICENSE",
    licenses.map((value) => ({ name: "LICENSE", key: "", value })),
  );
}

/** One of our own lines (extras.ts). null takes it away. */
export function setExtra(modelfile: Modelfile, key: ExtraKey, value: string | null): EditResult {
  const reason = value === null ? null : extraReason(key, value);
  if (reason !== null) return { ok: false, problems: [{ code: "bad-extra", key, reason, most: mostOf(key) }] };
  const isExtra = (item: Item) => item.kind === "comment" && readExtraLine(item.raw) !== null;
  const isIt = (item: Item) => item.kind === "comment" && keyNamed(readExtraLine(item.raw)?.key ?? "") === key;
  const at = modelfile.items.findIndex(isIt);
  const others = modelfile.items.filter((item) => !isIt(item));
  // At its place, else below the others of its kind, else at the top.
  const place = at !== -1 ? at : others.findLastIndex(isExtra) + 1 || (others[0] !== undefined && printItem(others[0]) === BOM ? 1 : 0);
  const eol = lineEnd(modelfile.items);
  const replaced = modelfile.items[at];
  const end = replaced === undefined ? eol : endOf(replaced);
  if (value !== null) others.splice(place, 0, { kind: "comment", raw: writeExtraLine(key, value) + end });
  return reparse(closed(others, eol));
}

/** "SYSTEM", "PARAMETER stop", "MESSAGE user": how a problem names it. */
export const nameOf = ({ name, key }: Wish): string => `${name} ${key}`.trimEnd();

/** As a line of a file, without its end. */
export function writeInstruction(wish: Wish): { ok: true; text: string } | { ok: false; problem: ProblemDetail } {
  const written = writeValue(wish.value);
  if (written === null) return { ok: false, problem: { code: "unwritable", what: nameOf(wish), textLine: unwritableLine(wish.value) } };
  return { ok: true, text: `${nameOf(wish)} ${written}` };
}

function replace({ items }: Modelfile, matches: (instruction: Instruction) => boolean, wishes: readonly Wish[]): EditResult {
  const left = [...wishes];
  const problems: ProblemDetail[] = [];
  const result: Item[] = [];
  /** Behind which the new ones come. */
  let place = -1;
  let ofItsKind = false;
  for (const item of items) {
    if (item.kind !== "instruction") result.push(item);
    else if (!matches(item)) {
      result.push(item);
      if (!ofItsKind) place = result.length - 1;
    } else {
      const wish = left.shift();
      if (wish !== undefined) result.push(rewrite(item, wish, problems));
      // What is taken away leaves its place to what is new.
      place = result.length - 1;
      ofItsKind = true;
    }
  }
  const eol = lineEnd(items);
  const added = left.map((wish): Item => rewrite({ kind: "instruction", ...wish, key: "", before: "", written: "", after: eol }, wish, problems));
  if (problems.length > 0) return { ok: false, problems };
  result.splice(place + 1, 0, ...added);
  return reparse(closed(result, eol));
}

/** Every line but the last has an end; the last one has none if the file had none. */
function closed(items: readonly Item[], eol: string): Item[] {
  const open = items.findIndex((item) => endOf(item) === "" && printItem(item) !== BOM);
  if (open === -1 || open === items.length - 1) return [...items];
  return items.map((item, at) => (at === open ? withEnd(item, eol) : at === items.length - 1 ? withEnd(item, "") : item));
}

function withEnd(item: Item, end: string): Item {
  const without = (text: string) => text.slice(0, text.length - endOf(item).length) + end;
  return item.kind === "instruction" ? { ...item, after: without(item.after) } : { ...item, raw: without(item.raw) };
}

function endOf(item: Item): string {
  return /(\r\n|\r|\n)$/.exec(item.kind === "instruction" ? item.after : item.raw)?.[0] ?? "";
}

/** As the file has them. */
function lineEnd(items: readonly Item[]): string {
  return items.map(endOf).find((end) => end !== "") ?? "\n";
}

function rewrite(item: Instruction, wish: Wish, problems: ProblemDetail[]): Instruction {
  if (item.before !== "" && item.key === wish.key && item.value === wish.value) return item;
  const written = writeInstruction(wish);
  if (!written.ok) {
    problems.push(written.problem);
    return item;
  }
  const head = `${nameOf(wish)} `;
  const kept = item.before !== "" && item.key === wish.key && /[ \t]$/.test(item.before);
  return { ...item, ...wish, before: kept ? item.before : head, written: written.text.slice(head.length) };
}

function reparse(items: readonly Item[]): EditResult {
  return parseModelfile(printModelfile({ items }));
}
