/** `/catchup`: what somebody missed. Its handler is src/commands/catchup.ts. */
import type { SlashDeclaration } from "./types.ts";

export const catchup = {
  type: 1,
  name: "catchup",
  name_localizations: { "en-US": "catchup", de: "verpasst" },
  description: "What did I miss here? Only you see this.",
  description_localizations: { "en-US": "What did I miss here? Only you see this.", de: "Was habe ich hier verpasst? Nur du siehst das." },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "since",
      name_localizations: { "en-US": "since", de: "seit" },
      description: "2h, yesterday, monday 9:00, … (default: since your last message here)",
      description_localizations: {
        "en-US": "2h, yesterday, monday 9:00, … (default: since your last message here)",
        de: "2 Std, gestern, Montag 9:00, … (sonst: seit deiner letzten Nachricht hier)",
      },
      autocomplete: true,
      max_length: 200,
    },
    {
      type: 3,
      name: "question",
      name_localizations: { "en-US": "question", de: "frage" },
      description: "What you want to know about what was said",
      description_localizations: { "en-US": "What you want to know about what was said", de: "Was du über das Gesagte wissen möchtest" },
      max_length: 1000,
    },
    {
      type: 7,
      name: "channel",
      name_localizations: { "en-US": "channel", de: "kanal" },
      description: "Another channel or thread of this server (default: here)",
      description_localizations: {
        "en-US": "Another channel or thread of this server (default: here)",
        de: "Ein anderer Kanal oder Thread dieses Servers (sonst: hier)",
      },
      // Where messages are written: forums and categories hold none of their own.
      channel_types: [0, 2, 5, 10, 11, 12, 13],
    },
  ],
} as const satisfies SlashDeclaration;
