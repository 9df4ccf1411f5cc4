/** Reads a table by a name that comes from outside: "constructor" is in no table. */
export function own<T>(table: Readonly<Record<string, T>> | null | undefined, key: string | null | undefined): T | undefined {
  return table && typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;
}
