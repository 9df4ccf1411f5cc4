/** Chooses a model for a person, a channel or a server, and takes such a choice back. Used by /model, its select and its buttons. */
import { button, customId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction } from "../discord/interaction.ts";
import { CUSTOM_ID_LENGTH } from "../discord/limits.ts";
import { exact, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import { findModelId } from "../models/policy.ts";
import type { ModelChoice } from "../models/store.ts";
import { inPlace } from "./in-place.ts";
import { namesOf } from "./model-about.ts";
import { DEFAULT_CHOICE, type ModelState, modelView, readModels } from "./model-view.ts";
import { type Chosen, noteChosen } from "./prompt-scope.ts";
import type { CommandDeps } from "./types.ts";

/** As people type it who leave the list alone. */
const DEFAULT_WORDS = [DEFAULT_CHOICE, "default", "standard"];

type Change = CommandInteraction | ComponentInteraction;

/** `typed`: a model's id or the default's word. `replacing`: only if what holds is still the choice made at that moment, which is taken back. */
export async function chooseModel(interaction: Change, chosen: Chosen, typed: string, deps: CommandDeps, replacing?: number): Promise<Reply> {
  const { models: say } = deps.texts;
  const state = await readModels(interaction, deps);
  const id = findModelId(typed, state.available);
  const isDefault = id === undefined && DEFAULT_WORDS.includes(typed.trim().toLowerCase());
  if (id === undefined && !isDefault) {
    return privately(state.available.length === 0 ? say.none : say.unknown(quote(typed), namesOf(state.available, deps.texts)));
  }
  const by = { userId: interaction.user.id, at: interaction.createdAt };
  const before = state.choices.find(({ scope }) => scope === chosen.scope) ?? null;
  const [holds] = await Promise.all([deps.modelStore.choose(chosen.scope, id ?? null, by, replacing), noteChosen(chosen, interaction, deps)]);
  const now: ModelState = { ...state, choices: [...state.choices.filter(({ scope }) => scope !== chosen.scope), ...(holds === null ? [] : [holds])] };
  const isMade = holds?.changedAt === interaction.createdAt && holds.model === (id ?? null);
  if (!isMade) return inPlace(interaction, modelView(interaction, chosen, now, deps, { text: say.changedMeanwhile, rows: [] }));
  if (replacing !== undefined) return inPlace(interaction, modelView(interaction, chosen, now, deps, { text: say.undone, rows: [] }));
  const text = id === undefined ? say.reset[chosen.kind] : say.stored[chosen.kind](exact(id));
  return inPlace(interaction, modelView(interaction, chosen, now, deps, { text, rows: undoRow(chosen, before, holds, deps) }));
}

/** `model-undo:<whose>:<moment>:<what held before>`; none where that would not fit, or where nothing changed. */
function undoRow({ target }: Chosen, before: ModelChoice | null, holds: ModelChoice, { texts: { models: say } }: CommandDeps) {
  const old = before?.model ?? null;
  const id = customId("model-undo", target, String(holds.changedAt), old ?? DEFAULT_CHOICE);
  return old === holds.model || id.length > CUSTOM_ID_LENGTH ? [] : row([button(say.button.undo, id)]);
}
