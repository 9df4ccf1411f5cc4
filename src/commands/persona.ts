/** `/persona`: each of its subcommands. Files are read and written by jobs; everything else is answered at once. */
import { persona as declaration } from "../../commands/persona.ts";
import type { AutocompleteInteraction, CommandInteraction } from "../discord/interaction.ts";
import { AUTOCOMPLETE_CHOICES } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { PersonaExportInput, PersonaImportInput } from "../jobs/types.ts";
import { DEFAULT, NONE } from "../persona/names.ts";
import { inPlace } from "./in-place.ts";
import { offered } from "./model.ts";
import { readAttachments } from "./options.ts";
import { personaList, personaPanel } from "./persona-panel.ts";
import {
  choiceOf,
  chooseOwner,
  findKnown,
  groupOf,
  isOwner,
  type KnownPersona,
  loadPersona,
  mayChange,
  namesOfAll,
  readPersonas,
  shipped,
} from "./persona-place.ts";
import { askToRemove } from "./persona-remove.ts";
import { personaView } from "./persona-show.ts";
import { usePersona } from "./persona-use.ts";
import { createWindow, editWindow, importWindow } from "./persona-window.ts";
import { importText } from "./persona-write.ts";
import { chooseScope, readTarget } from "./prompt-scope.ts";
import { bySubcommand, byTypedOption } from "./subcommands.ts";
import type { CommandDeps, Handler, JobRequest } from "./types.ts";

/** As files come: UTF-16 has twice the bytes of what is kept. */
const FILE_BYTES = 2 * 64 * 1024;

export const persona = bySubcommand(declaration, {
  use({ name = "", for: whose, nickname = false }, interaction, deps) {
    const chosen = chooseScope(interaction, readTarget(whose) ?? "me", deps.texts, deps.texts.personas);
    return typeof chosen === "string" ? privately(chosen) : usePersona(interaction, chosen, { typed: name, nickname }, deps);
  },

  async show({ name }, interaction, deps) {
    if (name !== undefined) return withPersona(interaction, name, deps, (ref) => showPersona(interaction, ref, deps));
    const chosen = chooseScope(interaction, "me", deps.texts, deps.texts.personas);
    return typeof chosen === "string"
      ? privately(chosen)
      : inPlace(interaction, personaPanel(interaction, chosen, await readPersonas(interaction, deps), deps));
  },

  list: async (_, interaction, deps) => inPlace(interaction, personaList(interaction, await readPersonas(interaction, deps), deps)),

  create({ for: whose = "me" }, interaction, deps) {
    const owner = chooseOwner(interaction, whose, deps.texts);
    return isOwner(owner) ? createWindow(whose, deps.texts) : privately(owner);
  },

  edit: ({ name = "" }, interaction, deps) =>
    withPersona(interaction, name, deps, async (ref) => {
      const { personas: say } = deps.texts;
      const found = await loadPersona(ref, interaction, deps);
      if (found === null) return privately(say.noSuch);
      if (found.stored === null) return privately(say.show.shippedFixed(quote(found.name)));
      return mayChange(interaction, found) ? editWindow(found, deps.texts) : privately(say.forbidden.server);
    }),

  import({ file, text, name, model, for: whose = "me", replace = false }, interaction, deps) {
    const { file: say } = deps.texts.personas;
    const owner = chooseOwner(interaction, whose, deps.texts);
    if (!isOwner(owner)) return privately(owner);
    const given = { ...(name === undefined ? {} : { name }), ...(model === undefined ? {} : { model }) };
    if (file !== undefined && text !== undefined) return privately(say.both);
    if (text !== undefined) return importText(interaction, owner, text, { ...given, replace }, deps);
    const [attachment] = readAttachments(declaration.options[5], interaction);
    if (attachment === undefined) return importWindow(whose, replace, given, deps.texts);
    const called = quote(attachment.filename);
    if (attachment.size > FILE_BYTES) return privately(say.tooLarge(called, Math.ceil(attachment.size / 1024)));
    if (attachment.size === 0) return privately(say.empty(called));
    const input: PersonaImportInput = { file: attachment, owner, ...given, replace };
    return { type: "job", kind: "persona-import", conversation: null, input, private: true, target: "message" };
  },

  export: ({ name = "" }, interaction, deps) => withPersona(interaction, name, deps, exportRequest),

  delete: ({ name = "" }, interaction, deps) => withPersona(interaction, name, deps, (ref) => askToRemove(interaction, ref, deps)),
});

/** One of those that are there for this person, by what was typed. */
async function withPersona(
  interaction: CommandInteraction,
  typed: string,
  deps: CommandDeps,
  act: (ref: string) => Promise<Reply | JobRequest> | Reply | JobRequest,
): Promise<Reply | JobRequest> {
  const state = await readPersonas(interaction, deps);
  const found = findKnown(typed, state);
  return found === undefined ? privately(deps.texts.personas.unknown(quote(typed), namesOfAll(state))) : act(found.ref);
}

export async function showPersona(
  interaction: Parameters<typeof loadPersona>[1] & Parameters<typeof inPlace>[0],
  ref: string,
  deps: CommandDeps,
): Promise<Reply> {
  const found = await loadPersona(ref, interaction, deps);
  return found === null ? privately(deps.texts.personas.noSuch) : inPlace(interaction, personaView(interaction, found, deps.texts));
}

export function exportRequest(ref: string): JobRequest {
  const input: PersonaExportInput = { ref };
  return { type: "job", kind: "persona-export", conversation: null, input, private: true, target: "message" };
}

/** Names that contain the typed letters. `words`: what else can be chosen. */
const complete =
  (fits: (persona: KnownPersona, interaction: AutocompleteInteraction) => boolean, words = false): Handler<AutocompleteInteraction> =>
  async (interaction, deps) => {
    const { personas: say } = deps.texts;
    const typed = interaction.focused.value.trim().toLowerCase();
    // Where nobody can be asked: what is chosen is checked again anyway.
    const { personas } = await readPersonas(interaction, deps).catch(() => ({ personas: shipped() }));
    const choices = personas
      .filter((persona) => fits(persona, interaction))
      .map((persona) => ({ name: `${persona.emoji} ${persona.name} · ${say.show.owner[ownerWord(persona)]}`, value: choiceOf(persona) }));
    if (words) choices.push({ name: say.panel.none.name, value: NONE }, { name: say.panel.default.name, value: DEFAULT });
    const fitting = choices.filter(({ name, value }) => name.toLowerCase().includes(typed) || value === typed);
    return { type: "choices", choices: fitting.slice(0, AUTOCOMPLETE_CHOICES).map(({ name, value }) => ({ name: clip(name, 100), value })) };
  };

function ownerWord(persona: KnownPersona): "shipped" | "server" | "user" {
  const group = groupOf(persona);
  return group === "mine" ? "user" : group;
}

const all = complete(() => true);
const changeable = complete((known, interaction) => mayChange(interaction, known));

export const completePersona = byTypedOption(declaration, {
  "use name": complete(() => true, true),
  "show name": all,
  "edit name": changeable,
  "export name": all,
  "delete name": changeable,
  "import model": async (interaction, deps) => ({ type: "choices", choices: await offered(interaction, interaction.focused.value.trim().toLowerCase(), deps) }),
});
