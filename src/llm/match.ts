/** Finds a model in a table by the id that a server has for it. Used for prices and facts. */

/** Snapshot suffixes that don't change the price: -2025-08-07, -20250514, @20250514, -2411, -0613, -latest, -preview, -preview-09-2025. */
const SNAPSHOT = /^(?:[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|latest|preview(?:-\d{2}-\d{2,4})?))+$/;

/** Exact id, then the id without provider prefixes ("openrouter/openai/gpt-5"), then the longest known id that only a snapshot suffix follows. */
export function findModel<Row>(table: Readonly<Record<string, Row>>, model: string): Row | undefined {
  let id = model.trim().toLowerCase();
  for (;;) {
    // Own properties only: a model called "constructor" must not find one.
    if (Object.hasOwn(table, id)) return table[id];
    const slash = id.indexOf("/");
    if (slash < 0) break;
    id = id.slice(slash + 1);
  }
  // OpenRouter writes claude-sonnet-4.5 and claude-3.5-haiku, Anthropic claude-sonnet-4-5.
  if (id.startsWith("claude-")) id = id.replaceAll(".", "-");
  let best: string | undefined;
  for (const known of Object.keys(table)) {
    if (!id.startsWith(known) || known.length <= (best?.length ?? 0)) continue;
    if (id.length === known.length || SNAPSHOT.test(id.slice(known.length))) best = known;
  }
  return best === undefined ? undefined : table[best];
}
