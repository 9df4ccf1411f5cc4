/** The message menu "Reply with AI": answers the message for everybody to see. Its handler is src/commands/reply-with-ai.ts. */
import type { MenuDeclaration } from "./types.ts";

export const replyWithAi = {
  type: 3,
  name: "Reply with AI",
  name_localizations: { "en-US": "Reply with AI", de: "Mit KI antworten" },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
} as const satisfies MenuDeclaration;
