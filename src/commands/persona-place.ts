/** Which personas there are for a person in a place, by which name or number, and whose. Used by /persona, its buttons, and /settings. */
import { commandNames } from "../../commands/index.ts";
import type { Interaction } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import { isSoldModel, loraSupport } from "../llm/lora.ts";
import type { Texts } from "../locales/index.ts";
import { findModelId } from "../models/policy.ts";
import { adapterUse } from "../persona/adapter.ts";
import type { AdmissionPlace } from "../persona/admit.ts";
import { emojiOfHead } from "../persona/modelfile/extras.ts";
import { NONE, nameKey } from "../persona/names.ts";
import type { NamedPersona, PersonaChoice, PersonaOwner } from "../persona/personas.ts";
import { shippedPersonas } from "../persona/shipped/index.ts";
import { decideSpeaker, type Persona, personaOwners, readPersona, shippedPersona } from "../persona/speaker.ts";
import { readModels } from "./model-view.ts";
import { scopesOf } from "./prompt-scope.ts";
import { mayManageServer, serverOf } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** Of one without an emoji. */
export const MASK = "🎭";

export type Group = "shipped" | "server" | "mine";

export interface KnownPersona {
  /** As choices name it: a number, or the id of one that ships. */
  ref: string;
  name: string;
  emoji: string;
  /** Null: it comes with the bot. */
  stored: NamedPersona | null;
}

export interface PersonaState {
  choices: PersonaChoice[];
  /** Mine, the server's, those that ship. */
  personas: KnownPersona[];
}

export const ownersOf = ({ guildId, botPresent, user }: Interaction): PersonaOwner[] => personaOwners({ guildId, botPresent, userId: user.id });

/** One round trip. */
export async function readPersonas(interaction: Interaction, deps: CommandDeps): Promise<PersonaState> {
  const owners = ownersOf(interaction);
  const { choices, personas } = await deps.personas.read(
    scopesOf(interaction).map(([, scope]) => scope),
    owners,
  );
  const known = personas.map((stored): KnownPersona => ({ ref: String(stored.id), name: stored.name, emoji: emojiOfHead(stored.head) ?? MASK, stored }));
  const isMine = ({ stored }: KnownPersona) => stored?.owner.startsWith("user:") === true;
  return { choices, personas: [...known.filter(isMine), ...known.filter((one) => !isMine(one)), ...shipped()] };
}

export function shipped(): KnownPersona[] {
  return shippedPersonas().map(({ id, persona }) => ({ ref: id, name: persona.name ?? id, emoji: persona.emoji ?? MASK, stored: null }));
}

export function groupOf({ stored }: { stored: { owner: string } | null }): Group {
  return stored === null ? "shipped" : stored.owner.startsWith("server:") ? "server" : "mine";
}

export function speakingHere(interaction: Interaction, { choices, personas }: PersonaState, withoutUser = false) {
  const scopes = scopesOf(interaction).filter(([kind]) => !withoutUser || kind !== "user");
  return decideSpeaker(scopes, choices, (ref) => personas.find((persona) => persona.ref === ref) ?? null);
}

/** `typed`: a choice of the autocomplete, or a name as people write it. `first`: the group that goes before where two have the name. */
export function findKnown(typed: string, { personas }: PersonaState, first: Group = "mine"): KnownPersona | undefined {
  const word = typed.trim();
  const exact = personas.find(({ ref, stored }) => word === choiceOf({ ref, stored }));
  if (exact !== undefined) return exact;
  const named = personas.filter(({ name }) => nameKey(name) === nameKey(word));
  return named.find((persona) => groupOf(persona) === first) ?? named[0];
}

/** As a choice of the autocomplete: no name holds a #. */
export const choiceOf = ({ ref, stored }: Pick<KnownPersona, "ref" | "stored">): string => (stored === null ? ref : `#${ref}`);

/** By its ref, with its file; null where it is gone, or not for this person here. */
export async function loadPersona(ref: string, interaction: Interaction, deps: CommandDeps): Promise<Persona | null> {
  if (!/^\d{1,15}$/.test(ref)) return shippedPersona(ref);
  const [row] = await deps.personas.find({ id: Number(ref) }, ownersOf(interaction));
  return row === undefined ? null : readPersona(row);
}

/** Whether this person may change and delete it, here. */
export function mayChange(interaction: Interaction, { stored }: { stored: { owner: string } | null }): boolean {
  if (stored === null) return false;
  return stored.owner === `user:${interaction.user.id}` || (stored.owner === `server:${interaction.guildId}` && mayManageServer(interaction));
}

/** Whose a new one becomes, or the sentence that refuses. */
export function chooseOwner(interaction: Interaction, whose: string, { personas: say }: Texts): PersonaOwner | string {
  if (whose !== "server") return `user:${interaction.user.id}`;
  if (serverOf(interaction) === null) return say.onlyMine;
  return mayManageServer(interaction) ? `server:${interaction.guildId}` : say.forbidden.server;
}

export const isOwner = (owner: PersonaOwner | string): owner is PersonaOwner => /^(user|server):\d+$/.test(owner);

/** In a sentence. */
export function namesOfAll({ personas }: PersonaState): string {
  return personas
    .slice(0, 20)
    .map(({ name }) => `“${quote(name)}”`)
    .join(", ");
}

/** What a persona may ask for here: one round trip. */
export async function admissionPlace(interaction: Interaction, deps: CommandDeps): Promise<AdmissionPlace> {
  const { available, server } = await readModels(interaction, deps);
  const { own } = server;
  const host = own === null ? deps.facts.modelHost.replace(/:\d+$/, "") : new URL(own.address).hostname;
  const isModel = (id: string) => deps.models.includes(id) || isSoldModel(id);
  return {
    available,
    findModel: (typed) => findModelId(typed, available),
    useOfAdapter: (adapter) => adapterUse(adapter, { support: loraSupport(host), available, isModel }),
    commands: commandNames,
  };
}

/** Who was chosen in one scope, as a word for people; null: nothing is chosen there. */
export function choiceName(scope: string, { choices, personas }: PersonaState, texts: Texts): string | null {
  const persona = choices.find((choice) => choice.scope === scope)?.persona ?? "";
  if (persona === "") return null;
  if (persona === NONE) return texts.personas.tab.nobody;
  const found = personas.find(({ ref }) => ref === persona);
  return found === undefined ? texts.personas.tab.none : `${found.emoji} ${quote(found.name)}`;
}
