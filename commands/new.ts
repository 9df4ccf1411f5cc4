/** `/new`: a fresh conversation for the person who asks. Its handler is src/commands/new.ts. */
import type { SlashDeclaration } from "./types.ts";

export const newConversation = {
  type: 1,
  name: "new",
  name_localizations: { "en-US": "new", de: "neu" },
  description: "Start a fresh conversation with me here.",
  description_localizations: { "en-US": "Start a fresh conversation with me here.", de: "Beginne hier ein neues Gespräch mit mir." },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies SlashDeclaration;
