/** The JSON in what wrangler prints: notices may stand before and behind it. Used by the steps that read its answers. */

/** Undefined where there is none. The largest piece counts that begins and ends with a line of its own. */
export function jsonIn(text: string): unknown {
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => (/^\s*[[{]/.test(line) ? [at] : []));
  const ends = lines.flatMap((line, at) => (/[\]}]\s*$/.test(line) ? [at + 1] : [])).toReversed();
  for (const start of starts) {
    for (const end of ends.filter((at) => at > start)) {
      try {
        return JSON.parse(lines.slice(start, end).join("\n"));
      } catch {
        // A shorter piece may do.
      }
    }
  }
  return undefined;
}
