/** `/persona`: characters for the bot to be, as Modelfiles. Its handler is src/commands/persona.ts. */
import { promptOwners } from "./prompt-owners.ts";
import type { SlashDeclaration, StringOption } from "./types.ts";

/** One of those that are there. */
const which = (english: string, german: string) =>
  ({
    type: 3,
    name: "name",
    name_localizations: { "en-US": "name", de: "name" },
    description: english,
    description_localizations: { "en-US": english, de: german },
    autocomplete: true,
    max_length: 100,
  }) as const satisfies StringOption;

/** A server's, or one's own. */
const owner = {
  type: 3,
  name: "for",
  name_localizations: { "en-US": "for", de: "für" },
  description: "Whose it is (default: mine)",
  description_localizations: { "en-US": "Whose it is (default: mine)", de: "Wem sie gehört (sonst: mir)" },
  choices: [promptOwners[0], promptOwners[2]],
} as const satisfies StringOption;

export const persona = {
  type: 1,
  name: "persona",
  name_localizations: { "en-US": "persona", de: "persona" },
  description: "Choose, make, import and export the characters I can be.",
  description_localizations: {
    "en-US": "Choose, make, import and export the characters I can be.",
    de: "Wähle, mache, importiere und exportiere die Figuren, die ich sein kann.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 1,
      name: "use",
      name_localizations: { "en-US": "use", de: "nutzen" },
      description: "Let a persona answer: you, in this channel, or on this server.",
      description_localizations: {
        "en-US": "Let a persona answer: you, in this channel, or on this server.",
        de: "Lass eine Persona antworten: dir, in diesem Kanal oder auf diesem Server.",
      },
      options: [
        { ...which("Which one; none goes back to just me", "Welche; none geht zurück zu nur mir"), required: true },
        {
          type: 3,
          name: "for",
          name_localizations: { "en-US": "for", de: "für" },
          description: "For whom it speaks (default: me)",
          description_localizations: { "en-US": "For whom it speaks (default: me)", de: "Für wen sie spricht (sonst: mich)" },
          choices: promptOwners,
        },
        {
          type: 5,
          name: "nickname",
          name_localizations: { "en-US": "nickname", de: "nickname" },
          description: "For this server: also give me its name as my nickname",
          description_localizations: {
            "en-US": "For this server: also give me its name as my nickname",
            de: "Für diesen Server: Gib mir ihren Namen auch als Nickname",
          },
        },
      ],
    },
    {
      type: 1,
      name: "show",
      name_localizations: { "en-US": "show", de: "zeigen" },
      description: "See who speaks here and why, or one persona in full.",
      description_localizations: {
        "en-US": "See who speaks here and why, or one persona in full.",
        de: "Sieh, wer hier spricht und warum, oder eine Persona ganz.",
      },
      options: [which("Which one; leave it out to see who speaks here", "Welche; weglassen, um zu sehen, wer hier spricht")],
    },
    {
      type: 1,
      name: "list",
      name_localizations: { "en-US": "list", de: "liste" },
      description: "See all personas: mine, this server's, yours.",
      description_localizations: { "en-US": "See all personas: mine, this server's, yours.", de: "Sieh alle Personas: meine, die von diesem Server, deine." },
    },
    {
      type: 1,
      name: "create",
      name_localizations: { "en-US": "create", de: "anlegen" },
      description: "Make a new persona in a window.",
      description_localizations: { "en-US": "Make a new persona in a window.", de: "Mache in einem Fenster eine neue Persona." },
      options: [owner],
    },
    {
      type: 1,
      name: "edit",
      name_localizations: { "en-US": "edit", de: "bearbeiten" },
      description: "Change a persona in a window.",
      description_localizations: { "en-US": "Change a persona in a window.", de: "Ändere eine Persona in einem Fenster." },
      options: [{ ...which("Which one", "Welche"), required: true }],
    },
    {
      type: 1,
      name: "import",
      name_localizations: { "en-US": "import", de: "importieren" },
      description: "Read a persona from a Modelfile or a persona.json.",
      description_localizations: {
        "en-US": "Read a persona from a Modelfile or a persona.json.",
        de: "Lies eine Persona aus einem Modelfile oder einer persona.json.",
      },
      options: [
        {
          type: 11,
          name: "file",
          name_localizations: { "en-US": "file", de: "datei" },
          description: "A text file of at most 64 KiB; leave it out for a large text field",
          description_localizations: {
            "en-US": "A text file of at most 64 KiB; leave it out for a large text field",
            de: "Eine Textdatei bis 64 KiB; weglassen für ein großes Textfeld",
          },
        },
        {
          type: 3,
          name: "text",
          name_localizations: { "en-US": "text", de: "text" },
          description: "The text itself, in place of a file",
          description_localizations: { "en-US": "The text itself, in place of a file", de: "Der Text selbst, statt einer Datei" },
          min_length: 1,
          max_length: 6000,
        },
        {
          type: 3,
          name: "name",
          name_localizations: { "en-US": "name", de: "name" },
          description: "What it shall be called here (default: as the file says)",
          description_localizations: {
            "en-US": "What it shall be called here (default: as the file says)",
            de: "Wie sie hier heißen soll (sonst: wie in der Datei)",
          },
          min_length: 1,
          max_length: 32,
        },
        {
          type: 3,
          name: "model",
          name_localizations: { "en-US": "model", de: "modell" },
          description: "The model it speaks with, in place of its FROM",
          description_localizations: { "en-US": "The model it speaks with, in place of its FROM", de: "Das Modell, mit dem sie spricht, statt ihres FROM" },
          autocomplete: true,
          max_length: 100,
        },
        owner,
        {
          type: 5,
          name: "replace",
          name_localizations: { "en-US": "replace", de: "ersetzen" },
          description: "Take the place of one with the same name (default: no)",
          description_localizations: {
            "en-US": "Take the place of one with the same name (default: no)",
            de: "An die Stelle einer gleichen Namens treten (sonst: nein)",
          },
        },
      ],
    },
    {
      type: 1,
      name: "export",
      name_localizations: { "en-US": "export", de: "exportieren" },
      description: "Get a persona as a Modelfile.",
      description_localizations: { "en-US": "Get a persona as a Modelfile.", de: "Hol dir eine Persona als Modelfile." },
      options: [{ ...which("Which one", "Welche"), required: true }],
    },
    {
      type: 1,
      name: "delete",
      name_localizations: { "en-US": "delete", de: "löschen" },
      description: "Delete a persona. It can be undone for an hour.",
      description_localizations: {
        "en-US": "Delete a persona. It can be undone for an hour.",
        de: "Lösche eine Persona. Eine Stunde lang lässt es sich zurücknehmen.",
      },
      options: [{ ...which("Which one", "Welche"), required: true }],
    },
  ],
} as const satisfies SlashDeclaration;
