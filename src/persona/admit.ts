/**
 * A file, a pasted text or a window -> personas that may be kept in this place, or everything that keeps them out. Pure. Used by /persona for texts and
 * by the job for files. The sentences are in src/locales/, put together by `admissionSentence`.
 */
import type { AdapterUse } from "./adapter.ts";
import { setExtra, setText } from "./modelfile/edit.ts";
import { extraReason } from "./modelfile/extra-values.ts";
import { importPersona } from "./modelfile/import.ts";
import { parseModelfile } from "./modelfile/parse.ts";
import { DEFAULT_MODEL, type PersonaDefinition, personaOf } from "./modelfile/persona.ts";
import { MOST_PROBLEMS, type ModelfileProblem, type PersonaNotice, type Position, type ProblemDetail, shown } from "./modelfile/problems.ts";
import { type ModelfileWords, problemSentence } from "./modelfile/sentences.ts";
import { printModelfile } from "./modelfile/syntax.ts";
import { isReserved, isShippedName, nameFromFile, nameKey } from "./names.ts";
import { MOST_PERSONAS, type Saved } from "./personas.ts";

export interface Admitted {
  name: string;
  /** To the letter as it came, unless something of it was to be another. */
  modelfile: string;
  notices: PersonaNotice[];
}

/** What is wrong with a persona in this place, though its file is right. */
export type PlaceProblem =
  | { code: "no-name" | "one-name" }
  | { code: "bad-name" | "reserved-name" | "shipped-name" | "same-name"; name: string }
  | { code: "model-not-allowed"; model: string; allowed: string }
  | { code: "unsupported-adapter"; adapter: string }
  | { code: "adapter-is-model"; adapter: string; allowed: string };

export type AdmissionProblem = { of: "file"; problem: ProblemDetail & Partial<Position> } | { of: "place"; problem: PlaceProblem };

export type Admission = { ok: true; personas: Admitted[] } | { ok: false; problems: AdmissionProblem[] };

/** What may be used where it is to be kept. */
export interface AdmissionPlace {
  /** Models, default first. */
  available: readonly string[];
  /** The model's id as the list has it, whatever its letters' case. */
  findModel(typed: string): string | undefined;
  useOfAdapter(adapter: string): AdapterUse;
  /** Names that commands have, in all languages. */
  commands: readonly string[];
}

/** What the person said beside the text. */
export interface Overrides {
  name?: string | undefined;
  model?: string | undefined;
  /** Of the file. */
  fileName?: string | undefined;
}

export function admitText(text: string, overrides: Overrides, place: AdmissionPlace): Admission {
  const { model } = overrides;
  const read = importPersona(text, model === undefined ? undefined : (place.findModel(model) ?? model.trim()));
  if (!read.ok) return wrong(read.problems);
  const [only, second] = read.personas;
  const isOne = only !== undefined && second === undefined;
  if (!isOne && (overrides.name !== undefined || overrides.model !== undefined))
    return { ok: false, problems: [{ of: "place", problem: { code: "one-name" } }] };
  const all = read.personas.map(({ text: modelfile, notices }) => admitOne(modelfile, notices, isOne ? overrides : {}, place));
  const problems = all.flatMap((admission) => (admission.ok ? [] : admission.problems));
  const personas = all.flatMap((admission) => (admission.ok ? admission.personas : []));
  const keys = personas.map(({ name }) => nameKey(name));
  const twin = personas.find((_, index) => keys.indexOf(keys[index] ?? "") !== index);
  if (twin !== undefined) problems.push({ of: "place", problem: { code: "same-name", name: twin.name } });
  return problems.length > 0 ? { ok: false, problems: problems.slice(0, MOST_PROBLEMS) } : { ok: true, personas };
}

/** A Modelfile that is right by itself. `keepName`: the name that it has had so far need not be asked about again. */
function admitOne(modelfile: string, notices: PersonaNotice[], { name: wanted, model, fileName = "" }: Overrides, place: AdmissionPlace): Admission {
  const parsed = parseModelfile(modelfile);
  if (!parsed.ok) return wrong(parsed.problems);
  let file = parsed.modelfile;
  const own = personaOf(file).name;
  if (wanted !== undefined && own !== undefined && wanted.trim() !== own && extraReason("name", wanted) === null) {
    const renamed = setExtra(file, "name", wanted.trim());
    if (!renamed.ok) return wrong(renamed.problems);
    file = renamed.modelfile;
  }
  if (model !== undefined) {
    const pointed = setText(file, "FROM", place.findModel(model) ?? model.trim());
    if (!pointed.ok) return wrong(pointed.problems);
    file = pointed.modelfile;
  }
  const definition = personaOf(file);
  const name = (wanted ?? own ?? nameFromFile(fileName)).trim();
  const problems = [...nameProblems(name, place), ...modelProblems(definition, place)];
  if (problems.length > 0) return { ok: false, problems: problems.map((problem) => ({ of: "place", problem })) };
  // What nothing was changed in stays as it came, byte for byte.
  const printed = file === parsed.modelfile ? modelfile : printModelfile(file);
  return { ok: true, personas: [{ name, modelfile: printed, notices }] };
}

export function nameProblems(name: string, { commands }: Pick<AdmissionPlace, "commands">): PlaceProblem[] {
  if (name === "") return [{ code: "no-name" }];
  const said = shown(name);
  if (isReserved(name, commands)) return [{ code: "reserved-name", name: said }];
  if (isShippedName(name)) return [{ code: "shipped-name", name: said }];
  const reason = extraReason("name", name);
  return reason === null ? [] : [{ code: reason === "reserved" ? "reserved-name" : "bad-name", name: said }];
}

function modelProblems({ model, adapter }: PersonaDefinition, { available, findModel, useOfAdapter }: AdmissionPlace): PlaceProblem[] {
  const problems: PlaceProblem[] = [];
  // In full, so that they can be typed.
  const allowed = [DEFAULT_MODEL, ...available.slice(0, 15)].map((id) => `\`${id.replace(/[\s`]+/g, " ").slice(0, 100)}\``).join(", ");
  if (model !== DEFAULT_MODEL && findModel(model) === undefined) problems.push({ code: "model-not-allowed", model: shown(model), allowed });
  const use = adapter === null ? "model" : useOfAdapter(adapter);
  if (use === "unsupported") problems.push({ code: "unsupported-adapter", adapter: shown(adapter ?? "") });
  if (use === "is-model") problems.push({ code: "adapter-is-model", adapter: shown(adapter ?? ""), allowed });
  return problems;
}

export const ofFile = (problems: readonly (ProblemDetail & Partial<Position>)[]): AdmissionProblem[] => problems.map((problem) => ({ of: "file", problem }));

const wrong = (problems: readonly (ModelfileProblem | ProblemDetail)[]): Admission => ({ ok: false, problems: ofFile(problems) });

/** The part of a catalogue that this file needs (src/locales/en/personas.ts). */
interface AdmissionWords {
  "no-name": string;
  "one-name": string;
  "bad-name": (name: string) => string;
  "reserved-name": (name: string) => string;
  "shipped-name": (name: string) => string;
  "same-name": (name: string) => string;
  "model-not-allowed": (model: string, allowed: string) => string;
  "unsupported-adapter": (adapter: string) => string;
  "adapter-is-model": (adapter: string, allowed: string) => string;
}

interface LineWords {
  refused: string;
  moreProblems: (n: number) => string;
  problem: AdmissionWords;
  taken: (names: string) => string;
  full: (most: number) => string;
  changedMeanwhile: string;
}

/** Of one message, with room for what stands around it. */
const LINES_LENGTH = 1_900;

/** Each in a line of its own, as many as fit into one message. */
export function admissionLines(problems: readonly AdmissionProblem[], words: LineWords, modelfileWords: ModelfileWords): string {
  const lines = problems.map((problem) => `- ${admissionSentence(problem, words.problem, modelfileWords)}`);
  let said = words.refused;
  for (const [index, line] of lines.entries()) {
    if (said.length + line.length > LINES_LENGTH) return `${said}\n${words.moreProblems(lines.length - index)}`;
    said += `\n${line}`;
  }
  return said;
}

/** Why what may be kept was not. */
export function savedLine(saved: Saved & { ok: false }, words: LineWords): string {
  if (saved.reason === "taken") return words.taken(saved.names.map((name) => `“${shown(name)}”`).join(", "));
  return saved.reason === "full" ? words.full(MOST_PERSONAS) : words.changedMeanwhile;
}

function admissionSentence({ of, problem }: AdmissionProblem, words: AdmissionWords, modelfileWords: ModelfileWords): string {
  if (of === "file") return problemSentence(problem, modelfileWords);
  switch (problem.code) {
    case "no-name":
    case "one-name":
      return words[problem.code];
    case "model-not-allowed":
      return words[problem.code](problem.model, problem.allowed);
    case "unsupported-adapter":
      return words[problem.code](problem.adapter);
    case "adapter-is-model":
      return words[problem.code](problem.adapter, problem.allowed);
    default:
      return words[problem.code](problem.name);
  }
}
