/** `/viewprompt`: the final prompt with its layers. Its handler is src/commands/viewprompt.ts. */
import type { SlashDeclaration } from "./types.ts";

export const viewprompt = {
  type: 1,
  name: "viewprompt",
  name_localizations: { "en-US": "viewprompt", de: "prompt-zeigen" },
  description: "See the instructions I follow here, and who set them. Only you see this.",
  description_localizations: {
    "en-US": "See the instructions I follow here, and who set them. Only you see this.",
    de: "Zeigt, woran ich mich hier halte und wer es gesetzt hat. Nur du siehst das.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies SlashDeclaration;
