/** `/ask`: the main command. Its handler is src/commands/ask.ts. */
import type { SlashDeclaration } from "./types.ts";

export const ask = {
  type: 1,
  name: "ask",
  name_localizations: { "en-US": "ask", de: "frag" },
  description: "Ask me anything; I answer here.",
  description_localizations: { "en-US": "Ask me anything; I answer here.", de: "Frag mich, was du willst; ich antworte hier." },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "prompt",
      name_localizations: { "en-US": "prompt", de: "frage" },
      description: "Your question or task",
      description_localizations: { "en-US": "Your question or task", de: "Deine Frage oder Aufgabe" },
      required: true,
      min_length: 1,
      max_length: 6000,
    },
    {
      type: 11,
      name: "file",
      name_localizations: { "en-US": "file", de: "datei" },
      description: "An image, document, recording or text to take along",
      description_localizations: { "en-US": "An image, document, recording or text to take along", de: "Bild, Dokument, Aufnahme oder Text zum Mitnehmen" },
    },
    {
      type: 11,
      name: "file2",
      name_localizations: { "en-US": "file2", de: "datei2" },
      description: "A second file",
      description_localizations: { "en-US": "A second file", de: "Eine zweite Datei" },
    },
    {
      type: 11,
      name: "file3",
      name_localizations: { "en-US": "file3", de: "datei3" },
      description: "A third file",
      description_localizations: { "en-US": "A third file", de: "Eine dritte Datei" },
    },
    {
      type: 5,
      name: "private",
      name_localizations: { "en-US": "private", de: "privat" },
      description: "Only you see the answer (default: everyone here)",
      description_localizations: { "en-US": "Only you see the answer (default: everyone here)", de: "Nur du siehst die Antwort (sonst: alle hier)" },
    },
    {
      type: 3,
      name: "model",
      name_localizations: { "en-US": "model", de: "modell" },
      description: "Which model answers (default: the first of the list)",
      description_localizations: {
        "en-US": "Which model answers (default: the first of the list)",
        de: "Welches Modell antwortet (sonst: das erste der Liste)",
      },
      autocomplete: true,
      max_length: 100,
    },
    {
      type: 5,
      name: "context",
      name_localizations: { "en-US": "context", de: "kontext" },
      description: "Read the channel's last messages along (default: yes)",
      description_localizations: {
        "en-US": "Read the channel's last messages along (default: yes)",
        de: "Die letzten Nachrichten des Kanals mitlesen (sonst: ja)",
      },
    },
  ],
} as const satisfies SlashDeclaration;
