/** The bot's own texts: one catalogue, a file per locale. `en` is complete by definition, the type makes the others so. */
import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

export type { Texts } from "./en.ts";

const catalogues: Record<string, Texts> = { en, de };

/** By Discord's locale ("de", "en-GB"): the language's catalogue, else English. */
export function textsFor(locale: string): Texts {
  return catalogues[locale] ?? catalogues[locale.split("-")[0] ?? ""] ?? en;
}
