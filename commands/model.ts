/** `/model`: which model answers, and choosing another one. Its handler is src/commands/model.ts. */
import { promptOwners } from "./prompt-owners.ts";
import type { SlashDeclaration } from "./types.ts";

export const model = {
  type: 1,
  name: "model",
  name_localizations: { "en-US": "model", de: "modell" },
  description: "See which model answers here, and choose another one.",
  description_localizations: {
    "en-US": "See which model answers here, and choose another one.",
    de: "Sieh, welches Modell hier antwortet, und wähle ein anderes.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "name",
      name_localizations: { "en-US": "name", de: "name" },
      description: "The model to choose; leave it out to see what holds",
      description_localizations: {
        "en-US": "The model to choose; leave it out to see what holds",
        de: "Das Modell, das du wählst; weglassen, um zu sehen, was gilt",
      },
      autocomplete: true,
      max_length: 100,
    },
    {
      type: 3,
      name: "for",
      name_localizations: { "en-US": "for", de: "für" },
      description: "Whom it answers (default: me)",
      description_localizations: { "en-US": "Whom it answers (default: me)", de: "Wem es antwortet (sonst: mir)" },
      choices: promptOwners,
    },
  ],
} as const satisfies SlashDeclaration;
