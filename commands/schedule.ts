/** `/schedule`: posts that come back, for those who manage the server. Its handler is src/commands/schedule.ts. */
import type { SlashDeclaration } from "./types.ts";

const schedule = (description: string, german: string) =>
  ({
    type: 3,
    name: "name",
    name_localizations: { "en-US": "name", de: "name" },
    description,
    description_localizations: { "en-US": description, de: german },
    required: true,
    autocomplete: true,
    max_length: 100,
  }) as const;

const one = <Name extends string>(name: Name, german: string, description: string, germanDescription: string) =>
  ({
    type: 1,
    name,
    name_localizations: { "en-US": name, de: german },
    description,
    description_localizations: { "en-US": description, de: germanDescription },
    options: [schedule("Which one; type to find it", "Welcher; tippe, um ihn zu finden")],
  }) as const;

export const schedules = {
  type: 1,
  name: "schedule",
  name_localizations: { "en-US": "schedule", de: "zeitplan" },
  description: "Have me post something again and again: news, a question, a picture.",
  description_localizations: {
    "en-US": "Have me post something again and again: news, a question, a picture.",
    de: "Lass mich etwas immer wieder posten: Neuigkeiten, eine Frage, ein Bild.",
  },
  contexts: [0],
  integration_types: [0],
  // Manage Server; asked once more by the handler, since a server may show the command to others.
  default_member_permissions: "32",
  options: [
    {
      type: 1,
      name: "add",
      name_localizations: { "en-US": "add", de: "hinzufügen" },
      description: "Add a schedule. You see its next runs before anything is saved.",
      description_localizations: {
        "en-US": "Add a schedule. You see its next runs before anything is saved.",
        de: "Leg einen Zeitplan an. Du siehst die nächsten Läufe, bevor etwas gespeichert wird.",
      },
      options: [
        {
          type: 3,
          name: "when",
          name_localizations: { "en-US": "when", de: "wann" },
          description: "Such as: every weekday at 9, every 2 hours, or five cron fields",
          description_localizations: {
            "en-US": "Such as: every weekday at 9, every 2 hours, or five cron fields",
            de: "Zum Beispiel: jeden Werktag um 9, alle 2 Stunden, oder fünf Cron-Felder",
          },
          required: true,
          min_length: 1,
          max_length: 200,
        },
        {
          type: 3,
          name: "prompt",
          name_localizations: { "en-US": "prompt", de: "auftrag" },
          description: "What I am to write each time, or what the picture is to show",
          description_localizations: {
            "en-US": "What I am to write each time, or what the picture is to show",
            de: "Was ich jedes Mal schreiben soll, oder was auf dem Bild zu sehen sein soll",
          },
          required: true,
          min_length: 1,
          max_length: 2000,
        },
        {
          type: 7,
          name: "channel",
          name_localizations: { "en-US": "channel", de: "kanal" },
          description: "Where (default: here)",
          description_localizations: { "en-US": "Where (default: here)", de: "Wo (sonst: hier)" },
          channel_types: [0, 2, 5, 10, 11, 12, 13],
        },
        {
          type: 3,
          name: "name",
          name_localizations: { "en-US": "name", de: "name" },
          description: "What you call it (default: the beginning of the prompt)",
          description_localizations: {
            "en-US": "What you call it (default: the beginning of the prompt)",
            de: "Wie du ihn nennst (sonst: der Anfang des Auftrags)",
          },
          max_length: 60,
        },
        {
          type: 3,
          name: "output",
          name_localizations: { "en-US": "output", de: "ausgabe" },
          description: "Text or a picture (default: text)",
          description_localizations: { "en-US": "Text or a picture (default: text)", de: "Text oder ein Bild (sonst: Text)" },
          choices: [
            { name: "text", name_localizations: { "en-US": "text", de: "Text" }, value: "text" },
            { name: "picture", name_localizations: { "en-US": "picture", de: "Bild" }, value: "image" },
          ],
        },
        {
          type: 5,
          name: "tools",
          name_localizations: { "en-US": "tools", de: "werkzeuge" },
          description: "I may use this server's tools for it, such as a web search (default: yes)",
          description_localizations: {
            "en-US": "I may use this server's tools for it, such as a web search (default: yes)",
            de: "Ich darf dafür die Werkzeuge dieses Servers nutzen, etwa die Websuche (sonst: ja)",
          },
        },
        {
          type: 4,
          name: "budget",
          name_localizations: { "en-US": "budget", de: "budget" },
          description: "US cents that one run may cost at most (default: the server's budget alone)",
          description_localizations: {
            "en-US": "US cents that one run may cost at most (default: the server's budget alone)",
            de: "US-Cent, die ein Lauf höchstens kosten darf (sonst: nur das Budget des Servers)",
          },
          min_value: 1,
          max_value: 10_000,
        },
        {
          type: 3,
          name: "zone",
          name_localizations: { "en-US": "zone", de: "zeitzone" },
          description: "Time zone, such as Europe/Berlin (default: the server's)",
          description_localizations: {
            "en-US": "Time zone, such as Europe/Berlin (default: the server's)",
            de: "Zeitzone, etwa Europe/Berlin (sonst: die des Servers)",
          },
          autocomplete: true,
          max_length: 60,
        },
      ],
    },
    {
      type: 1,
      name: "list",
      name_localizations: { "en-US": "list", de: "liste" },
      description: "See all schedules of this server.",
      description_localizations: { "en-US": "See all schedules of this server.", de: "Sieh alle Zeitpläne dieses Servers." },
    },
    one(
      "show",
      "zeigen",
      "See a schedule, its next runs and how the last ones went.",
      "Sieh einen Zeitplan, die nächsten Läufe und wie die letzten ausgingen.",
    ),
    one("pause", "pausieren", "Pause a schedule.", "Pausiere einen Zeitplan."),
    one("resume", "fortsetzen", "Have a paused schedule go on.", "Lass einen pausierten Zeitplan weiterlaufen."),
    one("run", "ausführen", "Have a schedule run once, now.", "Lass einen Zeitplan jetzt einmal laufen."),
    one("remove", "entfernen", "Remove a schedule. You are asked first.", "Entferne einen Zeitplan. Du wirst vorher gefragt."),
  ],
} as const satisfies SlashDeclaration;
