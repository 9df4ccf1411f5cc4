/** The bot's own texts: one catalogue, a file per locale. `en` is complete by definition, the type makes the others so. */
import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

export type { Texts } from "./en.ts";

const catalogues: Record<string, Texts> = { en, de };

/** By Discord's locale ("de", "en-GB"): the language's catalogue, else English. */
export function textsFor(locale: string): Texts {
  // Own keys only: the locale comes from outside, and "constructor" is no catalogue.
  const key = [locale, locale.split("-")[0] ?? ""].find((candidate) => Object.hasOwn(catalogues, candidate));
  return (key === undefined ? undefined : catalogues[key]) ?? en;
}

/** A text by a name that comes from elsewhere; undefined where the catalogue has none. */
export function word(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
