/** A remote tool's JSON Schema, fit to be shown to a model: bounded, an object at its root, nothing that points out of it. Used by listing.ts. */

/** JSON characters. */
const LONGEST = 6_000;
const DEEPEST = 10;
const LONGEST_TEXT = 500;
/** Model servers take no alternatives at the root; the tool's own server checks the input in any case. */
const NOT_AT_ROOT = ["oneOf", "anyOf", "allOf", "not", "enum", "const", "if", "then", "else"];

/** Null where it is none. */
export function readSchema(raw: unknown): Record<string, unknown> | null {
  if (raw === undefined) return { type: "object", properties: {} };
  const read = copy(raw, 0);
  if (typeof read !== "object" || read === null || Array.isArray(read)) return null;
  const { type = "object", properties = {}, ...rest } = Object.fromEntries(Object.entries(read).filter(([key]) => !NOT_AT_ROOT.includes(key)));
  if (type !== "object" || typeof properties !== "object" || properties === null || Array.isArray(properties)) return null;
  const schema = { type, properties, ...rest };
  return JSON.stringify(schema).length > LONGEST ? null : schema;
}

/** Undefined where it is too deep, or refers to what is elsewhere. */
function copy(node: unknown, depth: number): unknown {
  if (depth > DEEPEST * 2) return undefined;
  if (typeof node === "string") return node.toWellFormed();
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) {
    const all = node.map((each) => copy(each, depth + 1));
    return all.includes(undefined) ? undefined : all;
  }
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === "$schema" || key === "$id" || key === "$comment" || (key.startsWith("x-") && typeof value !== "object")) continue;
    if (key === "$ref" && (typeof value !== "string" || !value.startsWith("#"))) return undefined;
    const copied = key === "description" && typeof value === "string" ? value.toWellFormed().slice(0, LONGEST_TEXT).toWellFormed() : copy(value, depth + 1);
    if (copied === undefined) return undefined;
    entries.push([key.toWellFormed(), copied]);
  }
  // As own properties, whatever they are called.
  return Object.fromEntries(entries);
}
