/** Which fact somebody means: the choices while they type, and what they chose or typed in the end. Used by /memory edit and forget. */
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { AUTOCOMPLETE_CHOICES, CHOICE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { Reply } from "../discord/reply.ts";
import type { Fact } from "../memory/facts-store.ts";
import { changeableOwners, shownScopes, whoseIs } from "./memory-scope.ts";
import type { CommandDeps } from "./types.ts";

/** The choice that means all of one's own. */
export const ALL = "all";

/** A handle as the store has them, an interaction's or a turn's id, perhaps with a number: what a choice stands for, and nobody types. */
export const isHandle = (given: string): boolean => /^\d{15,20}(-\d{1,4})?$/.test(given);

export async function factChoices(interaction: AutocompleteInteraction, offersAll: boolean, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const typed = interaction.focused.value.trim();
  const all = offersAll && say.everything.toLowerCase().startsWith(typed.toLowerCase()) ? [{ name: say.everything, value: ALL }] : [];
  const found = await matching(interaction, typed, AUTOCOMPLETE_CHOICES - all.length, deps);
  return { type: "choices", choices: [...found.map((fact) => ({ name: nameOf(fact, deps), value: fact.handle })), ...all] };
}

/** The fact, or the sentence that says why it is not clear which. */
export async function findFact(interaction: CommandInteraction, given: string, deps: CommandDeps): Promise<Fact | string> {
  const { memory: say } = deps.texts;
  const typed = given.trim();
  const chosen = isHandle(typed) ? await deps.memories.find(typed, shownScopes(interaction), interaction.user.id) : null;
  if (chosen !== null && changeableOwners(interaction, deps.texts).some((owner) => owner === chosen.fact.owner)) return chosen.fact;
  const [first, second] = typed === "" ? [] : await matching(interaction, typed, 2, deps);
  if (first === undefined) return say.unknownFact(quote(typed));
  return second === undefined ? first : say.severalFacts(quote(typed));
}

const matching = (interaction: AutocompleteInteraction | CommandInteraction, words: string, limit: number, deps: CommandDeps) =>
  deps.memories.matching(shownScopes(interaction), changeableOwners(interaction, deps.texts), interaction.user.id, words, limit);

/** What is not about the asker says whom it is about. */
function nameOf({ owner, text }: Fact, { texts: { memory: say } }: CommandDeps): string {
  const whose = whoseIs(owner);
  const words = quote(text, CHOICE_LENGTH) || "…";
  return clip(whose === "me" ? words : `${say.tab[whose]}: ${words}`, CHOICE_LENGTH);
}
