/** `/memory`: what the bot remembers about people, channels and servers, and what a server gave it to know. Its handler is src/commands/memory.ts. */
import { promptOwners } from "./prompt-owners.ts";
import type { SlashDeclaration } from "./types.ts";

const fact = {
  type: 3,
  name: "fact",
  name_localizations: { "en-US": "fact", de: "sache" },
  autocomplete: true,
} as const;

export const memory = {
  type: 1,
  name: "memory",
  name_localizations: { "en-US": "memory", de: "gedächtnis" },
  description: "What I remember: see it, search it, add to it, change it, have it forgotten.",
  description_localizations: {
    "en-US": "What I remember: see it, search it, add to it, change it, have it forgotten.",
    de: "Was ich mir gemerkt habe: ansehen, durchsuchen, ergänzen, ändern, vergessen lassen.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 1,
      name: "show",
      name_localizations: { "en-US": "show", de: "zeigen" },
      description: "See what I remember about you, this channel or this server.",
      description_localizations: {
        "en-US": "See what I remember about you, this channel or this server.",
        de: "Sieh, was ich mir über dich, diesen Kanal oder diesen Server gemerkt habe.",
      },
      options: [
        {
          type: 3,
          name: "about",
          name_localizations: { "en-US": "about", de: "über" },
          description: "About whom (default: me)",
          description_localizations: { "en-US": "About whom (default: me)", de: "Über wen (sonst: mich)" },
          choices: [...promptOwners, { name: "documents", name_localizations: { "en-US": "documents", de: "Dokumente" }, value: "documents" }],
        },
      ],
    },
    {
      type: 1,
      name: "search",
      name_localizations: { "en-US": "search", de: "suchen" },
      description: "Look for something in what I remember here. Only you see what is found.",
      description_localizations: {
        "en-US": "Look for something in what I remember here. Only you see what is found.",
        de: "Such etwas in dem, was ich mir hier gemerkt habe. Nur du siehst die Treffer.",
      },
      options: [
        {
          type: 3,
          name: "query",
          name_localizations: { "en-US": "query", de: "suche" },
          description: "Some words, or a question",
          description_localizations: { "en-US": "Some words, or a question", de: "Ein paar Worte oder eine Frage" },
          required: true,
          min_length: 1,
          max_length: 300,
        },
      ],
    },
    {
      type: 1,
      name: "remember",
      name_localizations: { "en-US": "remember", de: "merken" },
      description: "Tell me something that I should know from now on.",
      description_localizations: { "en-US": "Tell me something that I should know from now on.", de: "Sag mir etwas, das ich von jetzt an wissen soll." },
      options: [
        {
          type: 3,
          name: "text",
          name_localizations: { "en-US": "text", de: "text" },
          description: "One thing, in a sentence or two; leave it out for a large text field",
          description_localizations: {
            "en-US": "One thing, in a sentence or two; leave it out for a large text field",
            de: "Eine Sache, in ein, zwei Sätzen; weglassen für ein großes Textfeld",
          },
          min_length: 1,
          max_length: 500,
        },
        {
          type: 3,
          name: "for",
          name_localizations: { "en-US": "for", de: "für" },
          description: "Whom it is about (default: me)",
          description_localizations: { "en-US": "Whom it is about (default: me)", de: "Um wen es geht (sonst: mich)" },
          choices: promptOwners,
        },
        {
          type: 3,
          name: "where",
          name_localizations: { "en-US": "where", de: "wo" },
          description: "About me: where I may use it (default: on this server, in public too)",
          description_localizations: {
            "en-US": "About me: where I may use it (default: on this server, in public too)",
            de: "Über mich: wo ich es nutzen darf (sonst: auf diesem Server, auch öffentlich)",
          },
          choices: [
            {
              name: "on this server, in public too",
              name_localizations: { "en-US": "on this server, in public too", de: "auf diesem Server, auch öffentlich" },
              value: "public",
            },
            { name: "only in private", name_localizations: { "en-US": "only in private", de: "nur privat" }, value: "private" },
          ],
        },
      ],
    },
    {
      type: 1,
      name: "add",
      name_localizations: { "en-US": "add", de: "hinzufügen" },
      description: "Give me a file, a page or a text to know on this server (Manage Server).",
      description_localizations: {
        "en-US": "Give me a file, a page or a text to know on this server (Manage Server).",
        de: "Gib mir eine Datei, eine Seite oder einen Text zu wissen, für diesen Server (Server verwalten).",
      },
      options: [
        {
          type: 3,
          name: "name",
          name_localizations: { "en-US": "name", de: "name" },
          description: "The name by which I cite it (default: the file's or the page's)",
          description_localizations: {
            "en-US": "The name by which I cite it (default: the file's or the page's)",
            de: "Der Name, unter dem ich es nenne (sonst: der Datei oder der Seite)",
          },
          max_length: 80,
        },
        {
          type: 11,
          name: "file",
          name_localizations: { "en-US": "file", de: "datei" },
          description: "Text, Markdown, CSV, JSON, HTML or code, up to 1 MiB",
          description_localizations: {
            "en-US": "Text, Markdown, CSV, JSON, HTML or code, up to 1 MiB",
            de: "Text, Markdown, CSV, JSON, HTML oder Code, bis 1 MiB",
          },
        },
        {
          type: 3,
          name: "url",
          name_localizations: { "en-US": "url", de: "adresse" },
          description: "The address of a page that everybody can open",
          description_localizations: { "en-US": "The address of a page that everybody can open", de: "Die Adresse einer Seite, die alle öffnen können" },
          max_length: 2000,
        },
        {
          type: 3,
          name: "text",
          name_localizations: { "en-US": "text", de: "text" },
          description: "The text itself; leave all out for a large text field",
          description_localizations: {
            "en-US": "The text itself; leave all out for a large text field",
            de: "Der Text selbst; alles weglassen für ein großes Textfeld",
          },
          max_length: 4000,
        },
      ],
    },
    {
      type: 1,
      name: "edit",
      name_localizations: { "en-US": "edit", de: "ändern" },
      description: "Change something that I remember.",
      description_localizations: { "en-US": "Change something that I remember.", de: "Ändere etwas, das ich mir gemerkt habe." },
      options: [
        {
          ...fact,
          description: "What to change; type to find it",
          description_localizations: { "en-US": "What to change; type to find it", de: "Was sich ändern soll; tippe, um es zu finden" },
          required: true,
        },
        {
          type: 3,
          name: "text",
          name_localizations: { "en-US": "text", de: "text" },
          description: "What it should say; leave it out for a large text field",
          description_localizations: {
            "en-US": "What it should say; leave it out for a large text field",
            de: "Was da stehen soll; weglassen für ein großes Textfeld",
          },
          min_length: 1,
          max_length: 500,
        },
      ],
    },
    {
      type: 1,
      name: "forget",
      name_localizations: { "en-US": "forget", de: "vergessen" },
      description: "Have me forget one thing, or everything about you.",
      description_localizations: { "en-US": "Have me forget one thing, or everything about you.", de: "Lass mich eine Sache vergessen, oder alles über dich." },
      options: [
        {
          ...fact,
          description: "What to forget; type to find it",
          description_localizations: { "en-US": "What to forget; type to find it", de: "Was ich vergessen soll; tippe, um es zu finden" },
          required: true,
        },
      ],
    },
    {
      type: 1,
      name: "export",
      name_localizations: { "en-US": "export", de: "exportieren" },
      description: "Get what I remember about you here as a file.",
      description_localizations: { "en-US": "Get what I remember about you here as a file.", de: "Bekomm als Datei, was ich mir hier über dich gemerkt habe." },
    },
  ],
} as const satisfies SlashDeclaration;
