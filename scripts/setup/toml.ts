/** The few things the scripts need of wrangler.toml, line by line: a parser would lose the comments when it writes. */

/** `section`: "" is the top, "vars", or "[d1_databases]" for the first of a list. Strings, numbers and booleans as text. */
export function readKey(toml: string, section: string, key: string): string | undefined {
  return entries(toml).find((entry) => entry.section === section && entry.key === key)?.value;
}

/** Names and values of a section. */
export function readSection(toml: string, section: string): Record<string, string> {
  return Object.fromEntries(entries(toml).flatMap((entry) => (entry.section === section ? [[entry.key, entry.value]] : [])));
}

/** Changes the value of a key that is there; its line's comment stays. Text that has no such key comes back as it was. */
export function withKey(toml: string, section: string, key: string, value: string): string {
  const found = entries(toml).find((entry) => entry.section === section && entry.key === key);
  if (found === undefined || found.value === value) return toml;
  const lines = toml.split("\n");
  lines[found.line] = (lines[found.line] ?? "").replace(/=\s*("[^"]*"|'[^']*'|[^\s#]+)/, () => `= ${JSON.stringify(value)}`);
  return lines.join("\n");
}

interface Entry {
  section: string;
  key: string;
  value: string;
  line: number;
}

/** The first table of each list only: this project's wrangler.toml has one of each. */
function entries(toml: string): Entry[] {
  const found: Entry[] = [];
  const seen = new Set<string>();
  let section = "";
  for (const [line, text] of toml.split("\n").entries()) {
    const head = /^\s*\[(\[?[\w.-]+\]?)\]\s*(#.*)?$/.exec(text)?.[1];
    if (head !== undefined) {
      section = seen.has(head) ? `another ${head}` : head;
      seen.add(head);
      continue;
    }
    const [, key, quotedValue, singleQuoted, bare] = /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s#"'[{]+))\s*(?:#.*)?$/.exec(text) ?? [];
    if (key !== undefined) found.push({ section, key, value: quotedValue ?? singleQuoted ?? bare ?? "", line });
  }
  return found;
}
