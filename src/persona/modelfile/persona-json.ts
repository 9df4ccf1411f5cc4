/** The persona.json of older bots -> personas: an object with `name`, `prompt_inject`, `emoji`, `style_prefix`, or many of them in a list or by name. */
import { checkPersona } from "./check.ts";
import type { ExtraKey } from "./extra-values.ts";
import { type JsonNode, readJson } from "./json.ts";
import { positionAt, splitLines } from "./lines.ts";
import { DEFAULT_MODEL, modelfileOf, type PersonaDefinition, personaOf } from "./persona.ts";
import { MOST_PROBLEMS, type ModelfileProblem, type NoticeDetail, type PersonaNotice, type ProblemDetail, shown } from "./problems.ts";
import { checkText } from "./readable.ts";
import { printModelfile } from "./syntax.ts";

export interface ImportedPersona {
  persona: PersonaDefinition;
  /** The Modelfile: what is stored and exported. */
  text: string;
  notices: PersonaNotice[];
}

export type ImportResult = { ok: true; personas: ImportedPersona[] } | { ok: false; problems: ModelfileProblem[] };

/** Its keys, and what they are called with us. */
const KEYS: ReadonlyMap<string, ExtraKey | "system"> = new Map([
  ["name", "name"],
  ["prompt_inject", "system"],
  ["emoji", "emoji"],
  ["style_prefix", "style_prefix"],
]);

export function importPersonaJson(text: string): ImportResult {
  const unreadable = checkText(text);
  if (unreadable !== null) return { ok: false, problems: [unreadable] };
  const lines = splitLines(text);
  const read = readJson(text);
  if (!read.ok) {
    const found = shown(text.slice(read.offset, read.offset + 20));
    return { ok: false, problems: [{ code: "json-syntax", reason: read.reason, found, ...positionAt(lines, read.offset) }] };
  }
  const problems: ModelfileProblem[] = [];
  const report = (offset: number, detail: ProblemDetail) => problems.push({ ...detail, ...positionAt(lines, offset) });
  const found = findPersonas(read.node);
  if (found.length === 0) report(read.node.offset, { code: "json-no-persona" });

  const personas: ImportedPersona[] = [];
  for (const { node, name } of found) {
    const read = readPersona(node, name, report);
    if (read === null) continue;
    const { persona, notices, offsets } = read;
    const made = modelfileOf(persona);
    const wrong = made.ok ? checkPersona(made.modelfile).problems : made.problems;
    for (const detail of wrong) report(offsets.get(fieldOf(detail)) ?? node.offset, detail);
    if (made.ok && wrong.length === 0)
      personas.push({
        persona: personaOf(made.modelfile),
        text: printModelfile(made.modelfile),
        notices: notices.map(({ offset, detail }) => ({ ...detail, ...positionAt(lines, offset) })),
      });
  }
  return problems.length === 0 ? { ok: true, personas } : { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** One, a list, by name, or any of these under `personas`. Other things in a list of personas are mistakes, and named as such. */
function findPersonas(node: JsonNode): { node: JsonNode; name?: string }[] {
  if (node.type === "array") return node.items.map((item) => ({ node: item }));
  if (node.type !== "object") return [];
  const inside = node.members.get("personas");
  if (inside !== undefined && (inside.type === "array" || inside.type === "object")) return findPersonas(inside);
  if ([...node.members.keys()].some((key) => KEYS.has(key) && node.members.get(key)?.type !== "object")) return [{ node }];
  return [...node.members].filter(([, member]) => member.type === "object").map(([name, member]) => ({ node: member, name }));
}

interface ReadPersona {
  persona: PersonaDefinition;
  notices: { offset: number; detail: NoticeDetail }[];
  /** Of its fields. */
  offsets: ReadonlyMap<string, number>;
}

/** `name`: the key under which it stands. null: the problems are reported. */
function readPersona(node: JsonNode, name: string | undefined, report: (offset: number, detail: ProblemDetail) => void): ReadPersona | null {
  if (node.type !== "object") {
    report(node.offset, { code: "json-no-persona" });
    return null;
  }
  const notices: ReadPersona["notices"] = [];
  const offsets = new Map<string, number>();
  const fields = new Map<string, string>(name === undefined || name.trim() === "" ? [] : [["name", name]]);
  let broken = false;
  for (const [key, member] of node.members) {
    const field = KEYS.get(key);
    if (field === undefined) notices.push({ offset: member.offset, detail: { code: "ignored-key", key: shown(key) } });
    else if (member.type === "string") {
      if (member.value.trim() !== "") fields.set(field, member.value);
      offsets.set(field, member.offset);
    } else if (member.type !== "other" || member.value !== null) {
      report(member.offset, { code: "json-not-text", key });
      broken = true;
    }
  }
  const system = fields.get("system");
  if (system === undefined && !broken) report(offsets.get("system") ?? node.offset, { code: "json-no-prompt" });
  if (system === undefined || broken) return null;
  const given = { name: fields.get("name"), emoji: fields.get("emoji"), stylePrefix: fields.get("style_prefix") };
  const extras = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const none = { template: null, adapter: null, license: [], requires: null, parameters: {}, messages: [] };
  return { persona: { ...extras, model: DEFAULT_MODEL, system, ...none }, notices, offsets };
}

/** Where in the JSON the mistake is. */
function fieldOf(detail: ProblemDetail): string {
  return detail.code === "bad-extra" ? detail.key : "system";
}
