/** The message menu "Ask AI privately": a panel with what can be done with the message. Its handler is src/commands/ask-privately.ts. */
import type { MenuDeclaration } from "./types.ts";

export const askPrivately = {
  type: 3,
  name: "Ask AI privately",
  name_localizations: { "en-US": "Ask AI privately", de: "KI privat fragen" },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies MenuDeclaration;
