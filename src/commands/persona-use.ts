/** Chooses who speaks for a person, a channel or a server, and takes such a choice back. Used by /persona use, its select and its buttons. */
import { type ActionRow, button, customId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction } from "../discord/interaction.ts";
import { allows, permission } from "../discord/permissions.ts";
import { quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { NicknameInput } from "../jobs/types.ts";
import { DEFAULT, NONE, wordNamed } from "../persona/names.ts";
import type { PersonaChoice } from "../persona/personas.ts";
import { inPlace } from "./in-place.ts";
import { offeredTo, personaPanel } from "./persona-panel.ts";
import { findKnown, groupOf, type KnownPersona, namesOfAll, type PersonaState, readPersonas } from "./persona-place.ts";
import { type Chosen, noteChosen } from "./prompt-scope.ts";
import type { CommandDeps, JobRequest } from "./types.ts";

type Change = CommandInteraction | ComponentInteraction;

interface Wish {
  /** A name, a choice of the autocomplete, or one of the two words. */
  typed: string;
  nickname?: boolean;
  /** Only if what holds is still the choice made at that moment, which is taken back. */
  replacing?: number;
}

export async function usePersona(
  interaction: Change,
  chosen: Chosen,
  { typed, nickname = false, replacing }: Wish,
  deps: CommandDeps,
): Promise<Reply | JobRequest> {
  const { personas: say } = deps.texts;
  const state = await readPersonas(interaction, deps);
  const persona = findKnown(typed, state, chosen.target === "me" ? "mine" : "server");
  const word = persona === undefined ? wordNamed(typed) : undefined;
  if (persona === undefined && word === undefined) return privately(say.unknown(quote(typed), namesOfAll({ ...state, personas: offeredTo(chosen, state) })));
  if (persona !== undefined && chosen.target !== "me" && groupOf(persona) === "mine") return privately(say.mineAlone(quote(persona.name)));
  if (nickname && chosen.target !== "server") return privately(say.nickname.onlyServer);
  const ref = persona?.ref ?? (word === NONE ? NONE : "");
  const before = state.choices.find(({ scope }) => scope === chosen.scope) ?? null;
  const by = { userId: interaction.user.id, at: interaction.createdAt };
  const [holds] = await Promise.all([deps.personas.choose(chosen.scope, ref, by, replacing), noteChosen(chosen, interaction, deps)]);
  const now: PersonaState = { ...state, choices: [...state.choices.filter(({ scope }) => scope !== chosen.scope), ...(holds === null ? [] : [holds])] };
  const isMade = holds?.changedAt === interaction.createdAt && holds.persona === ref;
  const panel = (text: string, rows: ActionRow[] = []) => personaPanel(interaction, chosen, now, deps, { text, rows });
  if (!isMade) return inPlace(interaction, panel(say.changedMeanwhile));
  if (replacing !== undefined) return inPlace(interaction, panel(say.undone));
  const text = saidOf(chosen, persona, ref, deps);
  const undo = undoRow(chosen, before, holds, deps);
  if (!nickname) return inPlace(interaction, panel(text, undo));
  if (!allows(interaction.appPermissions, permission.changeNickname))
    return inPlace(interaction, panel(`${text}\n${say.nickname.missing(quote(persona?.name ?? NONE))}`, undo));
  const { content, components = [] } = panel(text, undo);
  const input: NicknameInput = { name: persona?.name ?? null, text: content, rows: components };
  return { type: "job", kind: "nickname", conversation: null, input, private: true, target: "message" };
}

function saidOf({ kind }: Chosen, persona: KnownPersona | undefined, ref: string, { texts: { personas: say } }: CommandDeps): string {
  if (persona === undefined) return ref === NONE ? say.noneUsed[kind] : say.reset[kind];
  const isServersOwn = kind === "user" && groupOf(persona) === "server";
  return (isServersOwn ? say.used.serversOwn : say.used[kind])(quote(persona.name));
}

/** `persona-undo:<whose>:<moment>:<what held before>`; none where nothing changed. */
function undoRow({ target }: Chosen, before: PersonaChoice | null, holds: PersonaChoice, { texts: { personas: say } }: CommandDeps): ActionRow[] {
  const old = before?.persona ?? "";
  return old === holds.persona ? [] : row([button(say.button.undo, customId("persona-undo", target, String(holds.changedAt), wordOf(old)))]);
}

/** A number as a choice of the autocomplete, as `findKnown` takes it. */
const wordOf = (ref: string): string => (ref === "" ? DEFAULT : /^\d+$/.test(ref) ? `#${ref}` : ref);
