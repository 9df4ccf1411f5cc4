/** `/privacy`: the privacy notice, with the switch to opt out. Its handler is src/commands/privacy.ts. */
import type { SlashDeclaration } from "./types.ts";

export const privacy = {
  type: 1,
  name: "privacy",
  name_localizations: { "en-US": "privacy", de: "datenschutz" },
  description: "What I keep, where it goes, and how to opt out. Only you see this.",
  description_localizations: {
    "en-US": "What I keep, where it goes, and how to opt out. Only you see this.",
    de: "Was ich behalte, wohin es geht und wie du widersprichst. Nur du siehst das.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies SlashDeclaration;
