/** `/setprompt`: instructions for a person, a channel or a server. Its handler is src/commands/setprompt.ts. */
import { promptOwners } from "./prompt-owners.ts";
import type { SlashDeclaration } from "./types.ts";

export const setprompt = {
  type: 1,
  name: "setprompt",
  name_localizations: { "en-US": "setprompt", de: "prompt-setzen" },
  description: "Tell me how to answer: you, in this channel, or on this server.",
  description_localizations: {
    "en-US": "Tell me how to answer: you, in this channel, or on this server.",
    de: "Sag mir, wie ich antworten soll: dir, in diesem Kanal oder auf diesem Server.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "for",
      name_localizations: { "en-US": "for", de: "für" },
      description: "Whom it is for (default: me)",
      description_localizations: { "en-US": "Whom it is for (default: me)", de: "Für wen es gilt (sonst: mich)" },
      choices: promptOwners,
    },
    {
      type: 3,
      name: "text",
      name_localizations: { "en-US": "text", de: "text" },
      description: "What I should keep to; leave it out for a large text field",
      description_localizations: {
        "en-US": "What I should keep to; leave it out for a large text field",
        de: "Woran ich mich halten soll; weglassen für ein großes Textfeld",
      },
      min_length: 1,
      max_length: 4000,
    },
  ],
} as const satisfies SlashDeclaration;
