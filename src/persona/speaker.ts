/** Who speaks in a place: the narrowest choice that can be kept. Pure. Used by the conversation, /persona, /settings and /viewprompt. */
import { parseModelfile } from "./modelfile/parse.ts";
import { type PersonaDefinition, personaOf } from "./modelfile/persona.ts";
import { NONE } from "./names.ts";
import type { PersonaChoice, PersonaOwner, StoredPersona } from "./personas.ts";
import type { PromptPlace, ScopeKind } from "./scopes.ts";
import { shippedPersonas } from "./shipped/index.ts";
import type { PromptScope } from "./store.ts";

export interface Persona {
  /** As choices name it: a number, or the id of one that ships. */
  ref: string;
  name: string;
  modelfile: string;
  definition: PersonaDefinition;
  /** Null: it comes with the bot. */
  stored: Omit<StoredPersona, "modelfile" | "name"> | null;
}

/** `kept`: of the answer that is continued. */
export interface Speaker extends Persona {
  chosen: { kind: ScopeKind | "kept"; by: string; at: number };
}

export interface Speaking {
  /** Null: nobody but the bot itself. */
  speaker: Speaker | null;
  /** Who decided so; null where nobody did. */
  choice: { kind: ScopeKind; by: string; at: number } | null;
  /** Whose choice could not be kept: it was deleted, or belongs elsewhere. */
  passedOver: Speaker["chosen"]["kind"][];
}

/** Whose personas may speak there: one's own anywhere, a server's on that server. */
export function personaOwners({ guildId, userId, botPresent }: Pick<PromptPlace, "guildId" | "userId" | "botPresent">): PersonaOwner[] {
  return [`user:${userId}`, ...(guildId !== null && botPresent ? [`server:${guildId}` as const] : [])];
}

/** Null where the file makes no sense any more, as to an older version. */
export function readPersona(row: StoredPersona): Persona | null {
  const parsed = parseModelfile(row.modelfile);
  if (!parsed.ok) return null;
  const { name, modelfile, ...stored } = row;
  return { ref: String(row.id), name, modelfile, definition: personaOf(parsed.modelfile), stored };
}

export function shippedPersona(id: string): Persona | null {
  const found = shippedPersonas().find((shipped) => shipped.id === id);
  return found === undefined ? null : { ref: id, name: found.persona.name ?? id, modelfile: found.text, definition: found.persona, stored: null };
}

/** `found`: those that the choices may name. */
function personaByRef(ref: string, found: readonly StoredPersona[]): Persona | null {
  const row = found.find(({ id }) => String(id) === ref);
  return row === undefined ? shippedPersona(ref) : readPersona(row);
}

/** What is continued stays with whoever began it, if they are still there. `before`: their ref; undefined: nobody but the bot itself. */
export function keptSpeaking(before: string | undefined, now: Speaking, found: readonly StoredPersona[], by: { by: string; at: number }): Speaking {
  if (before === undefined) return { speaker: null, choice: null, passedOver: [] };
  const persona = personaByRef(before, found);
  if (persona === null) return { ...now, passedOver: ["kept", ...now.passedOver] };
  return { speaker: { ...persona, chosen: { kind: "kept", ...by } }, choice: null, passedOver: [] };
}

/** `scopes`: of the place, widest first (scopes.ts); `found`: those that the choices may name. */
export function speakingIn(
  scopes: readonly (readonly [ScopeKind, PromptScope])[],
  choices: readonly PersonaChoice[],
  found: readonly StoredPersona[],
): Speaking {
  const { persona, choice, passedOver } = decideSpeaker(scopes, choices, (ref) => personaByRef(ref, found));
  return { speaker: persona === null || choice === null ? null : { ...persona, chosen: choice }, choice, passedOver };
}

/** The same of personas of which less is known. What holds for many can't be one person's, who could change it alone. */
export function decideSpeaker<P extends { stored: { owner: string } | null }>(
  scopes: readonly (readonly [ScopeKind, PromptScope])[],
  choices: readonly PersonaChoice[],
  byRef: (ref: string) => P | null,
): { persona: P | null; choice: Speaking["choice"]; passedOver: ScopeKind[] } {
  const passedOver: ScopeKind[] = [];
  for (const [kind, scope] of scopes.toReversed()) {
    const made = choices.find((candidate) => candidate.scope === scope);
    if (made === undefined || made.persona === "") continue;
    const choice = { kind, by: made.setBy, at: made.changedAt };
    if (made.persona === NONE) return { persona: null, choice, passedOver };
    const persona = byRef(made.persona);
    const isTheirs = persona?.stored == null || kind === "user" || persona.stored.owner.startsWith("server:");
    if (persona !== null && isTheirs) return { persona, choice, passedOver };
    passedOver.push(kind);
  }
  return { persona: null, choice: null, passedOver };
}
