/** `/resetprompt`: removes what /setprompt set; undo brings it back. Its handler is src/commands/resetprompt.ts. */
import { promptOwners } from "./prompt-owners.ts";
import type { SlashDeclaration } from "./types.ts";

export const resetprompt = {
  type: 1,
  name: "resetprompt",
  name_localizations: { "en-US": "resetprompt", de: "prompt-löschen" },
  description: "Remove instructions that were set with /setprompt.",
  description_localizations: { "en-US": "Remove instructions that were set with /setprompt.", de: "Entfernt, was mit /setprompt gesetzt wurde." },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "for",
      name_localizations: { "en-US": "for", de: "für" },
      description: "Whose instructions go (default: mine)",
      description_localizations: { "en-US": "Whose instructions go (default: mine)", de: "Wessen Anweisungen wegfallen (sonst: meine)" },
      choices: promptOwners,
    },
  ],
} as const satisfies SlashDeclaration;
