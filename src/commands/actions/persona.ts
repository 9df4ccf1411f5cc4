/** Buttons, selects and windows of /persona. Whether the person may is asked anew each time. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import { inPlace } from "../in-place.ts";
import { exportRequest, showPersona } from "../persona.ts";
import { personaList, personaPanel } from "../persona-panel.ts";
import { chooseOwner, findKnown, isOwner, loadPersona, mayChange, readPersonas } from "../persona-place.ts";
import { askToRemove, removePersona, restorePersona } from "../persona-remove.ts";
import { usePersona } from "../persona-use.ts";
import { editWindow, FIELD } from "../persona-window.ts";
import { createPersona, editPersona, importText } from "../persona-write.ts";
import { type Chosen, chooseScope, readTarget } from "../prompt-scope.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";

type Press = ComponentInteraction | ModalInteraction;

/** `persona-<verb>:<target>...`: for whom, or the sentence that refuses. */
function chosenBy(interaction: Press, { texts }: CommandDeps): { rest: string[]; chosen: Chosen | string } {
  const [word, ...rest] = parseCustomId(interaction.customId).args;
  const target = readTarget(word);
  return { rest, chosen: target === undefined ? texts.edge.unknownAction : chooseScope(interaction, target, texts, texts.personas) };
}

const view: Handler<ComponentInteraction> = async (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : inPlace(interaction, personaPanel(interaction, chosen, await readPersonas(interaction, deps), deps));
};

const choose: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen } = chosenBy(interaction, deps);
  return typeof chosen === "string" ? privately(chosen) : usePersona(interaction, chosen, { typed: interaction.values[0] ?? "" }, deps);
};

const undo: Handler<ComponentInteraction> = (interaction, deps) => {
  const { chosen, rest } = chosenBy(interaction, deps);
  if (typeof chosen === "string") return privately(chosen);
  const [moment = "", before = ""] = rest;
  return isMoment(moment) ? usePersona(interaction, chosen, { typed: before, replacing: Number(moment) }, deps) : privately(deps.texts.edge.unknownAction);
};

const list: Handler<ComponentInteraction> = async (interaction, deps) =>
  inPlace(interaction, personaList(interaction, await readPersonas(interaction, deps), deps));

const pick: Handler<ComponentInteraction> = async (interaction, deps) => {
  const found = findKnown(interaction.values[0] ?? "", await readPersonas(interaction, deps));
  return found === undefined ? privately(deps.texts.personas.noSuch) : showPersona(interaction, found.ref, deps);
};

/** Of one persona: `persona-<verb>:<ref>...`. */
const one =
  (
    act: (interaction: ComponentInteraction, ref: string, deps: CommandDeps) => Promise<Reply | JobRequest> | Reply | JobRequest,
  ): Handler<ComponentInteraction> =>
  (interaction, deps) => {
    const [ref = ""] = parseCustomId(interaction.customId).args;
    return /^(\d{1,15}|[a-z][a-z-]*)$/.test(ref) ? act(interaction, ref, deps) : privately(deps.texts.edge.unknownAction);
  };

const use = one((interaction, ref, deps) => {
  const chosen = chooseScope(interaction, "me", deps.texts, deps.texts.personas);
  return typeof chosen === "string" ? privately(chosen) : usePersona(interaction, chosen, { typed: /^\d/.test(ref) ? `#${ref}` : ref }, deps);
});

const edit = one(async (interaction, ref, deps) => {
  const found = await loadPersona(ref, interaction, deps);
  if (found === null || found.stored === null) return privately(deps.texts.personas.noSuch);
  return mayChange(interaction, found) ? editWindow(found, deps.texts) : privately(deps.texts.personas.forbidden.server);
});

const restore = one((interaction, ref, deps) => {
  const [, moment = ""] = parseCustomId(interaction.customId).args;
  return isMoment(moment) ? restorePersona(interaction, ref, Number(moment), deps) : privately(deps.texts.edge.unknownAction);
});

const isMoment = (word: string): boolean => /^\d{1,15}$/.test(word);

const edited: Handler<ModalInteraction> = (interaction, deps) => {
  const [ref = "", moment = ""] = parseCustomId(interaction.customId).args;
  const isKnown = isMoment(ref) && isMoment(moment);
  return isKnown ? editPersona(interaction, ref, Number(moment), deps) : privately(deps.texts.edge.unknownAction);
};

const created: Handler<ModalInteraction> = (interaction, deps) => {
  const owner = chooseOwner(interaction, parseCustomId(interaction.customId).args[0] ?? "", deps.texts);
  return isOwner(owner) ? createPersona(interaction, owner, deps) : privately(owner);
};

const imported: Handler<ModalInteraction> = (interaction, deps) => {
  const [whose = "", replace] = parseCustomId(interaction.customId).args;
  const owner = chooseOwner(interaction, whose, deps.texts);
  if (!isOwner(owner)) return privately(owner);
  const typed = (id: string) => (interaction.fields[id] ?? "").trim();
  const given = { name: typed(FIELD.name) || undefined, model: typed(FIELD.model) || undefined, replace: replace === "1" };
  return importText(interaction, owner, interaction.fields[FIELD.text] ?? "", given, deps);
};

export const personaActions: Record<string, Handler<ComponentInteraction>> = {
  "persona-view": view,
  "persona-choose": choose,
  "persona-undo": undo,
  "persona-list": list,
  "persona-pick": pick,
  "persona-use": use,
  "persona-edit": edit,
  "persona-export": one((_, ref) => exportRequest(ref)),
  "persona-delete": one(askToRemove),
  "persona-remove": one(removePersona),
  "persona-keep": one(showPersona),
  "persona-restore": restore,
};

export const personaModals: Record<string, Handler<ModalInteraction>> = { "persona-edit": edited, "persona-create": created, "persona-import": imported };
