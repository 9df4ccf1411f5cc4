/** The message menu "Remind me": of that message, later. Its handler is src/commands/remind-me.ts. */
import type { MenuDeclaration } from "./types.ts";

export const remindMe = {
  type: 3,
  name: "Remind me",
  name_localizations: { "en-US": "Remind me", de: "Erinnere mich" },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies MenuDeclaration;
