/**
 * Arguments that a tool wants in headers as well (`x-mcp-header`), so that what stands between can route by them. Found when tools are listed, sent with
 * each call. Source: MCP 2026-07-28, "Transports", custom headers.
 */
import { asObject, headerValue } from "./session.ts";

export interface ParamHeader {
  /** From the input's root. */
  path: string[];
  /** What comes after `Mcp-Param-`. */
  name: string;
}

const KEY = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]{1,64}$/;
const TYPES = ["string", "integer", "boolean"];
/** As deep as inputs are read at all (schema.ts). */
const DEEPEST = 10;

/** Null: the declaration is not allowed, so that the tool must not be offered. */
export function findParamHeaders(schema: unknown): ParamHeader[] | null {
  const found: ParamHeader[] = [];
  const isFine = visit(schema, [], true);
  const names = found.map(({ name }) => name.toLowerCase());
  return isFine && new Set(names).size === names.length ? found : null;

  function visit(node: unknown, path: string[], reachable: boolean): boolean {
    if (Array.isArray(node)) return node.every((each) => visit(each, path, false));
    if (typeof node !== "object" || node === null) return true;
    const { properties, [KEY]: name, type, ...rest } = node as Record<string, unknown>;
    if (path.length > DEEPEST * 2) return false;
    if (name !== undefined) {
      if (!reachable || path.length === 0 || typeof name !== "string" || !TOKEN.test(name) || !TYPES.includes(String(type))) return false;
      found.push({ path, name });
    }
    const others = Object.entries(rest).every(([key, value]) => ["enum", "const", "default", "examples"].includes(key) || visit(value, [...path, key], false));
    return others && Object.entries(asObject(properties)).every(([key, value]) => visit(value, [...path, key], reachable));
  }
}

export function paramHeaders(declared: readonly ParamHeader[], input: unknown): Record<string, string> {
  return Object.fromEntries(
    declared.flatMap(({ path, name }): [string, string][] => {
      const value = path.reduce<unknown>((node, key) => (Object.hasOwn(asObject(node), key) ? asObject(node)[key] : undefined), input);
      if (typeof value === "number" ? !Number.isFinite(value) : typeof value !== "string" && typeof value !== "boolean") return [];
      return [[`mcp-param-${name}`, headerValue(String(value))]];
    }),
  );
}
