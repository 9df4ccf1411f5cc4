/** Buttons, selects and windows of /memory, and of what is remembered elsewhere. Whose it is and whether the person may is asked anew each time. */
import { customId, parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { askForgetAll, changeFact, factWindow, forgetAll, forgetFact, moveFact, remember, typedFact } from "../memory-change.ts";
import { addDocument, askRemove, keepDocument, removeDocument, replaceDocument, typedDocument } from "../memory-documents.ts";
import { readWhose, refusal, shownScopes, whoseIs } from "../memory-scope.ts";
import { memoryTabs, openEntry, showMemory } from "../memory-view.ts";
import type { CommandDeps, Handler } from "../types.ts";

type Press = ComponentInteraction | ModalInteraction;
const argsOf = (press: Press): string[] => parseCustomId(press.customId).args;
const unknown = ({ texts }: CommandDeps) => privately(texts.edge.unknownAction);

/** `memory:<tab>:<page>` */
const show: Handler<ComponentInteraction> = (press, deps) => {
  const [name, page = "0"] = argsOf(press);
  const tab = memoryTabs.find((known) => known === name);
  return tab === undefined || !/^\d{1,4}$/.test(page) ? unknown(deps) : showMemory(press, tab, Number(page), deps);
};

/** Filled with what holds. */
const edit: Handler<ComponentInteraction> = async (press, deps) => {
  const [handle = ""] = argsOf(press);
  const found = await deps.memories.find(handle, shownScopes(press), press.user.id);
  if (found === null) return privately(deps.texts.memory.gone);
  const whose = whoseIs(found.fact.owner);
  const refused = refusal(press, whose, deps.texts);
  return refused === undefined ? factWindow(customId("memory-text", handle), whose, found.fact.text, deps) : privately(refused);
};

/** `memory-where:<handle>:<public or private>` */
const where: Handler<ComponentInteraction> = (press, deps) => {
  const [handle = "", place] = argsOf(press);
  return place === "public" || place === "private" ? moveFact(press, handle, place === "private", deps) : unknown(deps);
};

const newFact: Handler<ComponentInteraction> = (press, deps) => {
  const whose = readWhose(argsOf(press)[0]);
  if (whose === undefined) return unknown(deps);
  const refused = refusal(press, whose, deps.texts);
  return refused === undefined ? factWindow(customId("memory-new", whose, "public"), whose, "", deps) : privately(refused);
};

const newFactSent: Handler<ModalInteraction> = (press, deps) => {
  const [word, place] = argsOf(press);
  const whose = readWhose(word);
  return whose === undefined ? unknown(deps) : remember(press, whose, place === "private", typedFact(press), deps);
};

/** `memory-notice:<on or off>` */
const notice: Handler<ComponentInteraction> = async (press, deps) => {
  const [way] = argsOf(press);
  if (way !== "on" && way !== "off") return unknown(deps);
  await deps.access.changePerson(press.user.id, { noticing: way === "on" }, press.createdAt);
  // What was said until now was said under the other rule, or is not wanted any more.
  await deps.unnoticed.forget(press.user.id);
  return showMemory(press, "me", 0, deps);
};

/** `<verb>:<whose>` */
const about =
  (act: typeof forgetAll): Handler<ComponentInteraction> =>
  (press, deps) => {
    const whose = readWhose(argsOf(press)[0]);
    return whose === undefined ? unknown(deps) : act(press, whose, deps);
  };

export const memoryActions: Record<string, Handler<ComponentInteraction>> = {
  memory: show,
  "memory-open": (press, deps) => openEntry(press, press.values[0] ?? "", deps),
  "memory-new": newFact,
  "memory-edit": edit,
  "memory-where": where,
  "memory-notice": notice,
  "memory-forget": (press, deps) => forgetFact(press, argsOf(press)[0] ?? "", deps),
  "memory-all": about(askForgetAll),
  "memory-all-yes": about(forgetAll),
  "memory-replace": replaceDocument,
  "memory-keep": keepDocument,
  "memory-remove": (press, deps) => askRemove(press, Number(argsOf(press)[0]), deps),
  "memory-remove-yes": (press, deps) => removeDocument(press, Number(argsOf(press)[0]), deps),
};

export const memoryModals: Record<string, Handler<ModalInteraction>> = {
  "memory-new": newFactSent,
  "memory-text": (press, deps) => changeFact(press, argsOf(press)[0] ?? "", typedFact(press), deps),
  "memory-document": (press, deps) => addDocument(press, typedDocument(press), deps),
};
