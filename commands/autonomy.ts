/** `/autonomy`: when and how the bot speaks unasked in a channel, for those who manage the server. Its handler is src/commands/autonomy.ts. */
import type { SlashDeclaration } from "./types.ts";

const hour = { type: 4, min_value: 0, max_value: 23 } as const;

export const autonomy = {
  type: 1,
  name: "autonomy",
  name_localizations: { "en-US": "autonomy", de: "autonomie" },
  description: "When and how I speak unasked in this channel.",
  description_localizations: {
    "en-US": "When and how I speak unasked in this channel.",
    de: "Wann und wie ich in diesem Kanal ungefragt rede.",
  },
  contexts: [0],
  integration_types: [0],
  // Manage Server; asked once more by the handler, since a server may show the command to others.
  default_member_permissions: "32",
  options: [
    {
      type: 1,
      name: "on",
      name_localizations: { "en-US": "on", de: "an" },
      description: "Let me speak unasked in this channel when the moment is right.",
      description_localizations: {
        "en-US": "Let me speak unasked in this channel when the moment is right.",
        de: "Lass mich in diesem Kanal ungefragt reden, wenn es gerade passt.",
      },
      options: [
        {
          type: 5,
          name: "announce",
          name_localizations: { "en-US": "announce", de: "ankündigen" },
          description: "Tell everybody here (default: no)",
          description_localizations: { "en-US": "Tell everybody here (default: no)", de: "Allen hier Bescheid sagen (sonst: nein)" },
        },
        {
          type: 3,
          name: "profile",
          name_localizations: { "en-US": "profile", de: "profil" },
          description: "How I find my moments (default: as it is)",
          description_localizations: { "en-US": "How I find my moments (default: as it is)", de: "Wie ich meine Momente finde (sonst: wie es ist)" },
          choices: [
            { name: "wait for a lull", name_localizations: { "en-US": "wait for a lull", de: "auf eine Pause warten" }, value: "edgewise" },
            {
              name: "classic: counters alone, less considerate",
              name_localizations: { "en-US": "classic: counters alone, less considerate", de: "klassisch: nur Zähler, weniger rücksichtsvoll" },
              value: "classic",
            },
          ],
        },
        {
          type: 5,
          name: "webhook",
          name_localizations: { "en-US": "webhook", de: "webhook" },
          description: "Begin under the persona's name and picture, by a webhook (default: as it is)",
          description_localizations: {
            "en-US": "Begin under the persona's name and picture, by a webhook (default: as it is)",
            de: "Unter Namen und Bild der Persona anfangen, per Webhook (sonst: wie es ist)",
          },
        },
      ],
    },
    {
      type: 1,
      name: "off",
      name_localizations: { "en-US": "off", de: "aus" },
      description: "From now on I speak in this channel only when somebody asks me.",
      description_localizations: {
        "en-US": "From now on I speak in this channel only when somebody asks me.",
        de: "Ab jetzt rede ich in diesem Kanal nur noch, wenn mich jemand fragt.",
      },
    },
    {
      type: 1,
      name: "status",
      name_localizations: { "en-US": "status", de: "stand" },
      description: "See the day here: what was going on, when I spoke, why I kept silent.",
      description_localizations: {
        "en-US": "See the day here: what was going on, when I spoke, why I kept silent.",
        de: "Sieh den Tag hier: was los war, wann ich geredet habe, warum ich still war.",
      },
    },
    {
      type: 1,
      name: "mood",
      name_localizations: { "en-US": "mood", de: "laune" },
      description: "See my mood here, choose one, or let it change by itself.",
      description_localizations: {
        "en-US": "See my mood here, choose one, or let it change by itself.",
        de: "Sieh meine Laune hier, wähl eine, oder lass sie sich von selbst ändern.",
      },
      options: [
        {
          type: 3,
          name: "name",
          name_localizations: { "en-US": "name", de: "name" },
          description: "The mood to be in; one of mine or of this server's own",
          description_localizations: {
            "en-US": "The mood to be in; one of mine or of this server's own",
            de: "Die Laune, in der ich sein soll; eine von mir oder von diesem Server",
          },
          autocomplete: true,
          max_length: 50,
        },
        {
          type: 3,
          name: "rotation",
          name_localizations: { "en-US": "rotation", de: "wechsel" },
          description: "How it changes by itself",
          description_localizations: { "en-US": "How it changes by itself", de: "Wie sie sich von selbst ändert" },
          choices: [
            { name: "by the time of day", name_localizations: { "en-US": "by the time of day", de: "nach der Tageszeit" }, value: "time" },
            { name: "by how people sound", name_localizations: { "en-US": "by how people sound", de: "danach, wie ihr klingt" }, value: "sentiment" },
            { name: "not at all", name_localizations: { "en-US": "not at all", de: "gar nicht" }, value: "off" },
          ],
        },
      ],
    },
    {
      type: 1,
      name: "hours",
      name_localizations: { "en-US": "hours", de: "ruhezeit" },
      description: "See or set the hours in which I keep quiet.",
      description_localizations: { "en-US": "See or set the hours in which I keep quiet.", de: "Sieh oder stell ein, zu welchen Stunden ich still bin." },
      options: [
        {
          ...hour,
          name: "from",
          name_localizations: { "en-US": "from", de: "von" },
          description: "Quiet from this hour on, 0 to 23",
          description_localizations: { "en-US": "Quiet from this hour on, 0 to 23", de: "Still ab dieser Stunde, 0 bis 23" },
        },
        {
          ...hour,
          name: "to",
          name_localizations: { "en-US": "to", de: "bis" },
          description: "Quiet until this hour, 0 to 23",
          description_localizations: { "en-US": "Quiet until this hour, 0 to 23", de: "Still bis zu dieser Stunde, 0 bis 23" },
        },
        {
          type: 5,
          name: "none",
          name_localizations: { "en-US": "none", de: "keine" },
          description: "No quiet hours at all",
          description_localizations: { "en-US": "No quiet hours at all", de: "Gar keine Ruhezeit" },
        },
      ],
    },
    {
      type: 1,
      name: "cap",
      name_localizations: { "en-US": "cap", de: "grenze" },
      description: "See or set how often a day I may speak unasked here.",
      description_localizations: {
        "en-US": "See or set how often a day I may speak unasked here.",
        de: "Sieh oder stell ein, wie oft am Tag ich hier ungefragt reden darf.",
      },
      options: [
        {
          type: 4,
          name: "n",
          name_localizations: { "en-US": "n", de: "anzahl" },
          description: "Times a day at most, 1 to 50",
          description_localizations: { "en-US": "Times a day at most, 1 to 50", de: "Höchstens so oft am Tag, 1 bis 50" },
          min_value: 1,
          max_value: 50,
        },
      ],
    },
    {
      type: 1,
      name: "topics",
      name_localizations: { "en-US": "topics", de: "themen" },
      description: "See or set what I may begin to talk about when nobody else does.",
      description_localizations: {
        "en-US": "See or set what I may begin to talk about when nobody else does.",
        de: "Sieh oder stell ein, wovon ich anfangen darf, wenn es sonst niemand tut.",
      },
      options: [
        {
          type: 3,
          name: "topics",
          name_localizations: { "en-US": "topics", de: "themen" },
          description: "Up to ten, with commas between them",
          description_localizations: { "en-US": "Up to ten, with commas between them", de: "Bis zu zehn, mit Kommas dazwischen" },
          max_length: 900,
        },
      ],
    },
    {
      type: 1,
      name: "try",
      name_localizations: { "en-US": "try", de: "probe" },
      description: "A dry run: would I speak now, why, and what would I say? Only you see it.",
      description_localizations: {
        "en-US": "A dry run: would I speak now, why, and what would I say? Only you see it.",
        de: "Eine Probe: Würde ich jetzt reden, warum, und was würde ich sagen? Nur du siehst es.",
      },
    },
  ],
} as const satisfies SlashDeclaration;
