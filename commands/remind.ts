/** `/remind`: tells people something when they want to hear it. Without options it lists what they will be reminded of. Its handler is src/commands/remind.ts. */
import type { SlashDeclaration } from "./types.ts";

export const remind = {
  type: 1,
  name: "remind",
  name_localizations: { "en-US": "remind", de: "erinnere" },
  description: "I remind you of something. Without options: what you will be reminded of.",
  description_localizations: {
    "en-US": "I remind you of something. Without options: what you will be reminded of.",
    de: "Ich erinnere dich an etwas. Ohne Angaben: woran ich dich erinnern werde.",
  },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "what",
      name_localizations: { "en-US": "what", de: "woran" },
      description: "Of what, and when if you like: “buy milk tomorrow at 9”",
      description_localizations: {
        "en-US": "Of what, and when if you like: “buy milk tomorrow at 9”",
        de: "Woran, und wenn du magst gleich wann: „Milch kaufen morgen um 9“",
      },
      max_length: 1000,
    },
    {
      type: 3,
      name: "when",
      name_localizations: { "en-US": "when", de: "wann" },
      description: "“in 10 minutes”, “tomorrow at 9”, “next friday 18:00”, “2026-12-24 20:00”",
      description_localizations: {
        "en-US": "“in 10 minutes”, “tomorrow at 9”, “next friday 18:00”, “2026-12-24 20:00”",
        de: "„in 10 Minuten“, „morgen um 9“, „nächsten Freitag 18 Uhr“, „24.12. 20:00“",
      },
      max_length: 100,
    },
    {
      type: 3,
      name: "repeat",
      name_localizations: { "en-US": "repeat", de: "wiederholen" },
      description: "If it is to come back: “daily”, “every weekday at 9”, “weekly”",
      description_localizations: {
        "en-US": "If it is to come back: “daily”, “every weekday at 9”, “weekly”",
        de: "Wenn es wiederkommen soll: „täglich“, „jeden Montag um 9“, „wöchentlich“",
      },
      max_length: 100,
    },
    {
      type: 3,
      name: "where",
      name_localizations: { "en-US": "where", de: "wo" },
      description: "Where I tell you (default: here, if I can)",
      description_localizations: { "en-US": "Where I tell you (default: here, if I can)", de: "Wo ich es dir sage (sonst: hier, wenn ich kann)" },
      choices: [
        { name: "here", name_localizations: { "en-US": "here", de: "hier" }, value: "here" },
        { name: "direct message", name_localizations: { "en-US": "direct message", de: "Direktnachricht" }, value: "dm" },
      ],
    },
  ],
} as const satisfies SlashDeclaration;
