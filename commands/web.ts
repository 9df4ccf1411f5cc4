/** `/web`: searches the web, reads the news, shows something to laugh about. Its handler is src/commands/web.ts. */
import type { SlashDeclaration } from "./types.ts";

export const web = {
  type: 1,
  name: "web",
  name_localizations: { "en-US": "web", de: "netz" },
  description: "Search the web, read the news, have a laugh",
  description_localizations: { "en-US": "Search the web, read the news, have a laugh", de: "Im Netz suchen, Nachrichten lesen, etwas zum Lachen" },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 1,
      name: "search",
      name_localizations: { "en-US": "search", de: "suchen" },
      description: "Search the web. Only you see what is found.",
      description_localizations: { "en-US": "Search the web. Only you see what is found.", de: "Im Netz suchen. Nur du siehst, was gefunden wird." },
      options: [
        {
          type: 3,
          name: "query",
          name_localizations: { "en-US": "query", de: "suche" },
          description: "What to search for",
          description_localizations: { "en-US": "What to search for", de: "Wonach gesucht werden soll" },
          required: true,
          max_length: 400,
        },
      ],
    },
    {
      type: 1,
      name: "news",
      name_localizations: { "en-US": "news", de: "nachrichten" },
      description: "Read today's headlines. Only you see them.",
      description_localizations: { "en-US": "Read today's headlines. Only you see them.", de: "Die Schlagzeilen von heute. Nur du siehst sie." },
      options: [
        {
          type: 3,
          name: "topic",
          name_localizations: { "en-US": "topic", de: "thema" },
          description: "About what (default: whatever is new)",
          description_localizations: { "en-US": "About what (default: whatever is new)", de: "Worüber (sonst: was es Neues gibt)" },
          max_length: 200,
        },
      ],
    },
    {
      type: 1,
      name: "meme",
      name_localizations: { "en-US": "meme", de: "meme" },
      description: "Post a random meme for everybody here",
      description_localizations: { "en-US": "Post a random meme for everybody here", de: "Ein zufälliges Meme für alle hier" },
    },
  ],
} as const satisfies SlashDeclaration;
