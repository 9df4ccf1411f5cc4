/** What was typed into a window -> a Modelfile: a new one, or one that is there with only that changed. Pure. Used by /persona. */
import { type AdmissionPlace, type AdmissionProblem, nameProblems, ofFile } from "./admit.ts";
import { checkPersona } from "./modelfile/check.ts";
import { type EditResult, setExtra, setText } from "./modelfile/edit.ts";
import type { ExtraKey } from "./modelfile/extra-values.ts";
import { parseModelfile } from "./modelfile/parse.ts";
import { DEFAULT_MODEL, modelfileOf, type PersonaDefinition, personaOf } from "./modelfile/persona.ts";
import type { ModelfileProblem } from "./modelfile/problems.ts";
import { type Modelfile, printModelfile } from "./modelfile/syntax.ts";

/** As the window has them; `prompt` is missing where it was too long for one. */
export interface TypedPersona {
  name: string;
  emoji: string;
  prefix: string;
  prompt?: string;
  image: string;
}

export type Written = { ok: true; name: string; modelfile: string } | { ok: false; problems: AdmissionProblem[] };

const plain = (text: string): string => text.replaceAll(/\r\n?/g, "\n").trim();
/** Windows lose the blank at the end; it would stick to the first word. */
const spaced = (prefix: string): string => (prefix.trim() === "" ? "" : /\s$/.test(prefix) ? prefix : `${prefix} `);
/** Of a generated file nobody has seen the lines. */
const unplaced = (problems: readonly ModelfileProblem[]) => ofFile(problems.map(({ line: _, column: __, ...detail }) => detail));

export function writePersona(typed: TypedPersona, place: Pick<AdmissionPlace, "commands">): Written {
  const name = plain(typed.name);
  const looks = { emoji: typed.emoji.trim(), stylePrefix: spaced(typed.prefix), imageStyle: plain(typed.image) };
  const given = Object.fromEntries(Object.entries(looks).filter(([, value]) => value !== ""));
  const none = { template: null, adapter: null, license: [], requires: null, parameters: {}, messages: [] };
  const names = nameProblems(name, place).map((problem): AdmissionProblem => ({ of: "place", problem }));
  const bare: PersonaDefinition = { model: DEFAULT_MODEL, system: plain(typed.prompt ?? ""), ...none };
  const made = modelfileOf({ ...bare, ...(names.length > 0 ? {} : { name }), ...given });
  // Its text is looked at even where its looks are wrong: everything is said at once.
  const text = made.ok ? made : modelfileOf(bare);
  const problems = [...names, ...(made.ok ? [] : ofFile(made.problems)), ...(text.ok ? unplaced(checkPersona(text.modelfile).problems) : [])];
  if (!made.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, name, modelfile: printModelfile(made.modelfile) };
}

/** `held`: its file and its name. What was not touched stays to the letter. */
export function rewritePersona(held: { name: string; modelfile: string }, typed: TypedPersona, place: Pick<AdmissionPlace, "commands">): Written {
  const parsed = parseModelfile(held.modelfile);
  if (!parsed.ok) return { ok: false, problems: ofFile(parsed.problems) };
  const before = personaOf(parsed.modelfile);
  const name = plain(typed.name);
  const problems: AdmissionProblem[] = name === held.name ? [] : nameProblems(name, place).map((problem) => ({ of: "place", problem }));
  let file: Modelfile = parsed.modelfile;
  const apply = (edit: (modelfile: Modelfile) => EditResult): void => {
    const result = edit(file);
    if (result.ok) file = result.modelfile;
    else problems.push(...ofFile(result.problems));
  };
  const extra = (key: ExtraKey, old: string | undefined, now: string): void => {
    if (plain(old ?? "") !== plain(now)) apply((modelfile) => setExtra(modelfile, key, plain(now) === "" ? null : now));
  };
  if (name !== held.name && problems.length === 0) extra("name", undefined, name);
  extra("emoji", before.emoji, typed.emoji.trim());
  extra("style_prefix", before.stylePrefix, spaced(typed.prefix));
  extra("image_style", before.imageStyle, plain(typed.image));
  const { prompt } = typed;
  if (prompt !== undefined && plain(prompt) !== before.system) apply((modelfile) => setText(modelfile, "SYSTEM", written(plain(prompt))));
  if (problems.length > 0) return { ok: false, problems };
  const wrong = checkPersona(file).problems;
  if (wrong.length > 0) return { ok: false, problems: unplaced(wrong) };
  return { ok: true, name, modelfile: file === parsed.modelfile ? held.modelfile : printModelfile(file) };
}

/** A text of several lines has its quotes in lines of their own. */
const written = (text: string): string => (text.includes("\n") && !text.endsWith('"""') ? `\n${text}\n` : text);
