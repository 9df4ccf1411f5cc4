/** `/memory`: one function per subcommand. All of it is for the asker's eyes alone. */
import { memory as declaration } from "../../commands/memory.ts";
import { customId } from "../discord/components.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { SearchMemoriesInput } from "../jobs/types.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { askForgetAll, changeFact, factWindow, forgetFact, remember } from "./memory-change.ts";
import { addDocument } from "./memory-documents.ts";
import { ALL, factChoices, findFact, isHandle } from "./memory-find.ts";
import { refusal, whoseIs } from "./memory-scope.ts";
import { showMemory } from "./memory-view.ts";
import { bySubcommand, byTypedOption } from "./subcommands.ts";
import type { Handler, JobRequest } from "./types.ts";

export const memory: Handler<CommandInteraction> = bySubcommand(declaration, {
  show: ({ about }, interaction, deps) => showMemory(interaction, about ?? "me", 0, deps),

  search: ({ query = "" }, _interaction, { texts }) => {
    const input: SearchMemoriesInput = { query: cleanText(query) };
    if (input.query === "") return privately(texts.memory.search.empty);
    return { type: "job", kind: "search-memories", conversation: null, input, private: true, target: "message" };
  },

  remember: ({ text, for: whose = "me", where }, interaction, deps) => {
    const isPrivate = where === "private";
    if (text !== undefined) return remember(interaction, whose, isPrivate, text, deps);
    const refused = refusal(interaction, whose, deps.texts);
    return refused === undefined ? factWindow(customId("memory-new", whose, isPrivate ? "private" : "public"), whose, "", deps) : privately(refused);
  },

  add: (given, interaction, deps) => addDocument(interaction, given, deps),

  edit: async ({ fact: given, text }, interaction, deps) => {
    // Who chose needs no search: one look into the database less.
    if (given !== undefined && text !== undefined && isHandle(given)) return changeFact(interaction, given, text, deps);
    const fact = await findFact(interaction, given ?? "", deps);
    if (typeof fact === "string") return privately(fact);
    return text === undefined
      ? factWindow(customId("memory-text", fact.handle), whoseIs(fact.owner), fact.text, deps)
      : changeFact(interaction, fact.handle, text, deps);
  },

  forget: async ({ fact: given }, interaction, deps) => {
    if (given === ALL) return askForgetAll(interaction, "me", deps);
    if (given !== undefined && isHandle(given)) return forgetFact(interaction, given, deps);
    const fact = await findFact(interaction, given ?? "", deps);
    return typeof fact === "string" ? privately(fact) : forgetFact(interaction, fact.handle, deps);
  },

  export: (): JobRequest => ({ type: "job", kind: "export-memories", conversation: null, input: {}, private: true, target: "message" }),
});

export const completeMemory = byTypedOption(declaration, {
  "edit fact": (interaction, deps) => factChoices(interaction, false, deps),
  "forget fact": (interaction, deps) => factChoices(interaction, true, deps),
});
