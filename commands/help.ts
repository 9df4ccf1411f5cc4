/** `/help`: what the bot can do. Its handler is src/commands/help.ts. */
import type { SlashDeclaration } from "./types.ts";

export const help = {
  type: 1,
  name: "help",
  name_localizations: { "en-US": "help", de: "hilfe" },
  description: "What I can do. Only you see this.",
  description_localizations: { "en-US": "What I can do. Only you see this.", de: "Was ich kann. Nur du siehst das." },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies SlashDeclaration;
