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

type ObjectNode = Extract<JsonNode, { type: "object" }>;

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
    const before = problems.length;
    const { persona, notices, offsets } = readPersona(node, name, report);
    if (problems.length > before) continue;
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

function readPersona(node: JsonNode, name: string | undefined, report: (offset: number, detail: ProblemDetail) => void) {
  const offsets = new Map<string, number>();
  const notices: { offset: number; detail: NoticeDetail }[] = [];
  const fields = new Map<string, string>(name === undefined || name.trim() === "" ? [] : [["name", name]]);
  if (node.type !== "object") report(node.offset, { code: "json-no-persona" });
  for (const [key, member] of node.type === "object" ? node.members : []) {
    const field = KEYS.get(key);
    if (field === undefined) notices.push({ offset: member.offset, detail: { code: "ignored-key", key: shown(key) } });
    else if (member.type !== "string" && !(member.type === "other" && member.value === null)) report(member.offset, { code: "json-not-text", key });
    else if (member.type === "string" && member.value.trim() !== "") {
      fields.set(field, member.value);
      offsets.set(field, member.offset);
    }
  }
  const system = fields.get("system");
  if (system === undefined && node.type === "object")
    report((node as ObjectNode).members.get("prompt_inject")?.offset ?? node.offset, { code: "json-no-prompt" });
  const optional = (field: string, key: "name" | "emoji" | "stylePrefix") => {
    const value = fields.get(field);
    return value === undefined ? {} : { [key]: value };
  };
  const persona: PersonaDefinition = {
    ...optional("name", "name"),
    ...optional("emoji", "emoji"),
    ...optional("style_prefix", "stylePrefix"),
    model: DEFAULT_MODEL,
    system: system ?? "",
    template: null,
    adapter: null,
    license: [],
    requires: null,
    parameters: {},
    messages: [],
  };
  return { persona, notices, offsets };
}

/** Where in the JSON the mistake is. */
function fieldOf(detail: ProblemDetail): string {
  return detail.code === "bad-extra" ? detail.key : "system";
}
