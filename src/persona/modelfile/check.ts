/** What a Modelfile that parses means for us: whether it can be a persona, and what of it has no effect here. Called before one is stored. */
import { closest } from "../../kernel/closest.ts";
import { placeholders, unknownPlaceholders } from "../placeholders.ts";
import { nameOf } from "./edit.ts";
import { readExtras } from "./extras.ts";
import { instructions, unusedInstructions } from "./instructions.ts";
import { positionAt, splitLines } from "./lines.ts";
import { parameterNamed, reachOf } from "./parameters.ts";
import { MOST_PROBLEMS, type ModelfileProblem, type NoticeDetail, type PersonaNotice, type ProblemDetail, shown } from "./problems.ts";
import { type Instruction, type Modelfile, printItem, printModelfile } from "./syntax.ts";

const KNOWN = placeholders.map((word) => `{${word}}`).join(", ");

export interface PersonaCheck {
  problems: ModelfileProblem[];
  notices: PersonaNotice[];
}

export function checkPersona(modelfile: Modelfile): PersonaCheck {
  const lines = splitLines(printModelfile(modelfile));
  const problems: ModelfileProblem[] = [];
  const notices: PersonaNotice[] = [];
  const problem = (offset: number, detail: ProblemDetail) => problems.push({ ...detail, ...positionAt(lines, offset) });
  const notice = (offset: number, detail: NoticeDetail) => notices.length < MOST_PROBLEMS && notices.push({ ...detail, ...positionAt(lines, offset) });

  const placed = placeInstructions(modelfile);
  const lastOf = new Map(placed.map(({ offset, instruction }) => [nameOf(instruction), offset]));
  for (const { offset, instruction } of placed) {
    const at = offset + instruction.before.length;
    if (isTold(instruction)) for (const { detail, offset: inside } of strangePlaceholders(instruction)) problem(at + inside, detail);
    if (instruction.name === "FROM" && isPath(instruction.value)) problem(at, { code: "from-file", value: shown(instruction.value) });

    const parameter = instruction.name === "PARAMETER" ? parameterNamed(instruction.key) : undefined;
    if (parameter !== undefined && reachOf(parameter) === "none") notice(offset, { code: "unused-parameter", parameter });
    if (unusedInstructions.has(instruction.name)) notice(offset, { code: "unused-instruction", instruction: instruction.name });
    const swallowed = instructionInside(instruction.value);
    if (swallowed !== null) notice(offset, { code: "swallowed", what: nameOf(instruction), textLine: swallowed });
    const last = lastOf.get(nameOf(instruction)) ?? offset;
    if (last !== offset && once(instruction)) notice(offset, { code: "overridden", what: nameOf(instruction), byLine: positionAt(lines, last).line });
  }
  if ((modelfile.system ?? "").trim() === "") problem(0, { code: "missing-system" });
  problems.push(...readExtras(modelfile).problems);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { problems: problems.slice(0, MOST_PROBLEMS), notices };
}

/** What becomes part of the system prompt, where placeholders are filled in. */
const isTold = ({ name, key }: Instruction): boolean => name === "SYSTEM" || (name === "MESSAGE" && key === "system");

function placeInstructions({ items }: Modelfile): { offset: number; instruction: Instruction }[] {
  let offset = 0;
  return items.flatMap((item) => {
    const at = offset;
    offset += printItem(item).length;
    return item.kind === "instruction" ? [{ offset: at, instruction: item }] : [];
  });
}

/** Each once, at its first place within what is written. */
function strangePlaceholders({ value, written }: Instruction): { offset: number; detail: ProblemDetail }[] {
  const quotes = Math.max(0, written.indexOf(value));
  return unknownPlaceholders(value)
    .slice(0, MOST_PROBLEMS)
    .map((word) => ({
      offset: quotes + firstPlace(value, word),
      detail: { code: "unknown-placeholder", word: shown(word), suggestion: closest(word, placeholders), known: KNOWN },
    }));
}

/** Not where the braces are doubled. */
function firstPlace(text: string, word: string): number {
  let at = text.indexOf(`{${word}}`);
  while (at > 0 && text[at - 1] === "{" && text[at + word.length + 2] === "}") at = text.indexOf(`{${word}}`, at + 1);
  return Math.max(0, at);
}

/** A file on somebody's disk, as `ollama show --modelfile` prints it. Names of models may have slashes inside: hf.co/some/model. */
function isPath(from: string): boolean {
  return /^([./~\\]|[a-z]:[\\/])/i.test(from) || /\.(gguf|bin|safetensors)$/i.test(from);
}

function once({ name, key }: Instruction): boolean {
  return name !== "MESSAGE" && name !== "LICENSE" && key !== "stop";
}

/** The 1-based line of a text that begins like an instruction: quotes may be missing before it. */
function instructionInside(value: string): number | null {
  if (!/[\r\n]/.test(value)) return null;
  const at = splitLines(value).findIndex(({ start, end }) => instructions.some((name) => value.startsWith(`${name} `, start) && end > start));
  return at <= 0 ? null : at + 1;
}
