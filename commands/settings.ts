/** `/settings`: one panel with the tabs Me, Channel, Server and Check. Its handler is src/commands/settings.ts. */
import type { SlashDeclaration } from "./types.ts";

export const settings = {
  type: 1,
  name: "settings",
  name_localizations: { "en-US": "settings", de: "einstellungen" },
  description: "My settings for you, this channel and this server. Only you see this.",
  description_localizations: {
    "en-US": "My settings for you, this channel and this server. Only you see this.",
    de: "Meine Einstellungen für dich, diesen Kanal und diesen Server. Nur du siehst das.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies SlashDeclaration;
