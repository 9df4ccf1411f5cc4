/** Where the words that were looked for stand in a text. Called by excerpt.ts and memory/search.ts. Pure. */
import { tokenize } from "./tokens.ts";
import { isUnspaced } from "./unspaced.ts";

export interface FoundWord {
  stem: string;
  /** Where it begins, in UTF-16 units. */
  at: number;
}

/** `stems`: of a question's terms. In the text's order. */
export function foundWords(text: string, stems: ReadonlySet<string>): FoundWord[] {
  const words = tokenize(text).filter(({ stem }) => stems.has(stem) && !isUnspaced(stem));
  const pieces = [...stems].filter(isUnspaced).flatMap((stem) => placesOf(text, stem));
  return pieces.length === 0 ? words : [...words, ...pieces].toSorted((a, b) => a.at - b.at);
}

function placesOf(text: string, stem: string): FoundWord[] {
  const found: FoundWord[] = [];
  for (let at = text.indexOf(stem); at !== -1; at = text.indexOf(stem, at + stem.length)) found.push({ stem, at });
  return found;
}
