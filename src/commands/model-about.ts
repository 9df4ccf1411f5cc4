/** What is known of a model, in few words. Used by /model, the autocomplete of `model` and the panels. Pure. */
import { CHOICE_LENGTH } from "../discord/limits.ts";
import { code } from "../discord/quote.ts";
import type { Texts } from "../locales/index.ts";
import type { ModelAbout } from "./types.ts";

/** `$0.25/$2 · 400k · vision · tools`, as far as it is known; may be empty. */
export function shortFacts({ price, window, vision, tools }: ModelAbout, { models: say }: Texts): string {
  const parts = [
    ...(price === undefined ? [] : [`$${price.input}/$${price.output}`]),
    ...(window === undefined ? [] : [sizeOf(window)]),
    ...(vision === true ? [say.vision] : []),
    ...(tools === true ? [say.tools] : []),
  ];
  return parts.join(" · ");
}

/** The id, and behind it what fits. */
export function choiceLabel(model: ModelAbout, texts: Texts): string {
  const facts = shortFacts(model, texts);
  const label = `${model.id} · ${facts}`;
  return facts === "" || label.length > CHOICE_LENGTH ? model.id : label;
}

/** As a line for people who want to know. */
export function longFacts({ price, window, vision, tools }: ModelAbout, { models: { about: say } }: Texts): string {
  const parts = [
    price === undefined ? say.noPrice : say.price(String(price.input), String(price.output)),
    ...(window === undefined ? [] : [say.window(sizeOf(window))]),
    ...(vision === undefined ? [] : [vision ? say.sees : say.blind]),
    ...(tools === true ? [say.calls] : []),
  ];
  return parts.join(" · ");
}

/** In a sentence; `most` of them, then how many more. */
export function namesOf(models: readonly string[], { models: say }: Texts, most = 15): string {
  const named = models.slice(0, most).map((id) => code(id));
  return [...named, ...(models.length > most ? [say.more(models.length - most)] : [])].join(", ");
}

/** Rounded down: nobody should count on more than there is. */
function sizeOf(tokens: number): string {
  return tokens >= 1_000_000 ? `${Math.floor(tokens / 100_000) / 10}M` : `${Math.floor(tokens / 1_000)}k`;
}
