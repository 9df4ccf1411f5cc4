/** Dates as feeds have them: RFC 822 with whatever people take for it, ISO 8601, W3C-DTF. */

/** Hours before UTC, of names that Date does not know. */
const ZONES: Readonly<Record<string, string>> = {
  CET: "+0100",
  CEST: "+0200",
  MEZ: "+0100",
  MESZ: "+0200",
  BST: "+0100",
  WET: "+0000",
  WEST: "+0100",
  EET: "+0200",
  EEST: "+0300",
  MSK: "+0300",
  IST: "+0530",
  JST: "+0900",
  KST: "+0900",
  AEST: "+1000",
  AEDT: "+1100",
};

/** ms since 1970; null where it is none, or one that cannot be meant. */
export function parseFeedDate(written: string): number | null {
  const text = written
    .trim()
    // The weekday says nothing, and is often in another language.
    .replace(/^[\p{L}.]+\s*,\s*/u, "")
    .replace(/\b([A-Z]{3,4})$/, (name) => (Object.hasOwn(ZONES, name) ? (ZONES[name] ?? name) : name));
  if (!/\d/.test(text)) return null;
  const isWithoutZone = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text);
  const at = Date.parse(isWithoutZone ? `${text.replace(" ", "T")}Z` : text);
  return Number.isFinite(at) && at > 0 && at < 4_102_444_800_000 ? at : null;
}
