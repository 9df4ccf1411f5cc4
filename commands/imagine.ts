/** `/imagine`: pictures out of words. Its handler is src/commands/imagine.ts. */
import type { SlashDeclaration } from "./types.ts";

export const imagine = {
  type: 1,
  name: "imagine",
  name_localizations: { "en-US": "imagine", de: "bild" },
  description: "I make a picture of what you describe.",
  description_localizations: { "en-US": "I make a picture of what you describe.", de: "Ich male ein Bild von dem, was du beschreibst." },
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 3,
      name: "prompt",
      name_localizations: { "en-US": "prompt", de: "beschreibung" },
      description: "What the picture shows",
      description_localizations: { "en-US": "What the picture shows", de: "Was auf dem Bild zu sehen ist" },
      required: true,
      min_length: 1,
      max_length: 2000,
    },
    {
      type: 3,
      name: "size",
      name_localizations: { "en-US": "size", de: "format" },
      description: "Its shape (default: square)",
      description_localizations: { "en-US": "Its shape (default: square)", de: "Seine Form (sonst: quadratisch)" },
      choices: [
        { name: "square", name_localizations: { "en-US": "square", de: "quadratisch" }, value: "square" },
        { name: "portrait", name_localizations: { "en-US": "portrait", de: "Hochformat" }, value: "portrait" },
        { name: "landscape", name_localizations: { "en-US": "landscape", de: "Querformat" }, value: "landscape" },
      ],
    },
    {
      type: 4,
      name: "count",
      name_localizations: { "en-US": "count", de: "anzahl" },
      description: "How many pictures, up to four (default: one)",
      description_localizations: { "en-US": "How many pictures, up to four (default: one)", de: "Wie viele Bilder, bis zu vier (sonst: eines)" },
      min_value: 1,
      max_value: 4,
    },
    {
      type: 11,
      name: "image",
      name_localizations: { "en-US": "image", de: "vorlage" },
      description: "A picture to start from",
      description_localizations: { "en-US": "A picture to start from", de: "Ein Bild, von dem ausgegangen wird" },
    },
    {
      type: 5,
      name: "refine",
      name_localizations: { "en-US": "refine", de: "verfeinern" },
      description: "May I refine your description first? I show how (default: yes)",
      description_localizations: {
        "en-US": "May I refine your description first? I show how (default: yes)",
        de: "Darf ich deine Beschreibung erst ausarbeiten? Ich zeige, wie (sonst: ja)",
      },
    },
  ],
} as const satisfies SlashDeclaration;
