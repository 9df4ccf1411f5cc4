/** Discord's JSON read leniently: whatever is not of the wanted kind counts as empty. Used by everything that reads its messages and answers. */

export type Json = Record<string, unknown>;

export function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** 0 for what is none. */
export function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
