/** A short piece of HTML, such as a search result's excerpt, as one line of text. Whole pages are read by html-text.ts. */
import { decodeEntities } from "./html-entities.ts";

/** Of what is looked at, characters: excerpts are short, and feeds that carry whole articles are cut. */
const MOST = 20_000;

export function plainText(html: string, length: number): string {
  const words = decodeEntities(
    html
      .slice(0, MOST)
      .replaceAll(/<(script|style)\b[^<>]*>[^<]*<\/\1>/gi, " ")
      .replaceAll(/<\/?(b|i|em|strong|mark|a|span|wbr)\b[^<>]*>/gi, "")
      .replaceAll(/<[^<>]*>/g, " "),
  );
  const line = words.replaceAll(/[\s\u00A0]+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}

/** http(s) alone, as URL writes it; null for anything else. */
export function webAddress(address: string, base?: string): string | null {
  const text = address.trim();
  if (text === "" || !URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return /^https?:$/.test(url.protocol) && url.hostname !== "" ? url.href : null;
}
