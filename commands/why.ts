/** `/why`: explains the person's newest answer in the channel. Its handler is src/commands/why.ts. */
import type { SlashDeclaration } from "./types.ts";

export const why = {
  type: 1,
  name: "why",
  name_localizations: { "en-US": "why", de: "warum" },
  description: "Why was my last answer the way it was? Only you see this.",
  description_localizations: {
    "en-US": "Why was my last answer the way it was? Only you see this.",
    de: "Warum war meine letzte Antwort so? Nur du siehst das.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies SlashDeclaration;
