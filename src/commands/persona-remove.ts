/** Deletes a persona and brings it back. Used by /persona delete and its buttons. */
import { button, customId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { PersonaOwner } from "../persona/personas.ts";
import { inPlace } from "./in-place.ts";
import { chooseOwner, isOwner, loadPersona, mayChange, ownersOf } from "./persona-place.ts";
import { personaButtons } from "./persona-show.ts";
import type { CommandDeps } from "./types.ts";

/** Asks first. */
export async function askToRemove(interaction: CommandInteraction | ComponentInteraction, ref: string, deps: CommandDeps): Promise<Reply> {
  const { personas: say } = deps.texts;
  const persona = await loadPersona(ref, interaction, deps);
  if (persona === null) return privately(say.noSuch);
  if (persona.stored === null) return privately(say.show.shippedFixed(quote(persona.name)));
  if (!mayChange(interaction, persona)) return privately(say.forbidden.server);
  const components = row([button(say.button.remove, customId("persona-remove", ref), "danger"), button(say.button.keep, customId("persona-keep", ref))]);
  return inPlace(interaction, { content: say.remove.ask(quote(persona.name)), components });
}

export async function removePersona(interaction: ComponentInteraction, ref: string, deps: CommandDeps): Promise<Reply> {
  const { personas: say } = deps.texts;
  const persona = await loadPersona(ref, interaction, deps);
  const stored = persona?.stored ?? null;
  if (stored !== null && persona !== null && !mayChange(interaction, persona)) return privately(say.forbidden.server);
  // A second delivery finds it deleted already, and tells the same.
  const owners = stored === null ? ownersOf(interaction).filter((owner) => isMine(interaction, owner, deps)) : [stored.owner as PersonaOwner];
  for (const owner of owners) {
    const deletedAt = await deps.personas.remove(Number(ref), owner, interaction.createdAt);
    if (deletedAt === null) continue;
    const content = say.remove.done(quote(persona?.name ?? "…"));
    return inPlace(interaction, { content, components: row([button(say.button.undo, customId("persona-restore", ref, String(deletedAt)))]) });
  }
  return privately(stored === null ? say.noSuch : say.changedMeanwhile);
}

export async function restorePersona(interaction: ComponentInteraction, ref: string, deletedAt: number, deps: CommandDeps): Promise<Reply> {
  const { personas: say } = deps.texts;
  for (const owner of ownersOf(interaction).filter((one) => isMine(interaction, one, deps))) {
    const back = await deps.personas.restore(Number(ref), owner, deletedAt, interaction.createdAt);
    if (back === "gone") continue;
    if (typeof back === "string") return privately(say.remove[back]);
    return inPlace(interaction, {
      content: say.remove.back(quote(back.name)),
      components: personaButtons(interaction, { ref, stored: { ...back, owner } }, deps.texts),
    });
  }
  return privately(say.remove.gone);
}

/** Whose personas this person may delete and bring back here. */
function isMine(interaction: ComponentInteraction, owner: PersonaOwner, { texts }: CommandDeps): boolean {
  return isOwner(chooseOwner(interaction, owner.startsWith("server:") ? "server" : "me", texts));
}
