/** German texts about files that were read, and recordings that were listened to. */
import type { Texts } from "../en.ts";

export const senses: Texts["senses"] = {
  cut: (name) => `„${name}“ ist länger, als ich auf einmal lesen kann; ich habe nur den Anfang gelesen.`,
  shortened: (name) => `„${name}“ passte nicht ganz in das, was das Modell auf einmal lesen kann: In der Mitte fehlt etwas.`,
  encrypted: (name) => `„${name}“ ist mit einem Passwort gesperrt, deshalb kann ich es nicht lesen. Speichere es ohne Passwort und hänge es noch einmal an.`,
  noText: (name) =>
    `In „${name}“ steht kein Text, den ich lesen könnte, vielleicht nur eingescannte Seiten. Hänge die Seiten als Bilder an, die kann ich ansehen.`,
  damaged: (name) => `„${name}“ scheint beschädigt zu sein: Ich konnte es nicht lesen. Speichere es neu und hänge es noch einmal an.`,
  oldOffice: (name) => `„${name}“ hat das Format alter Office-Programme. Speichere es als .docx, .xlsx, .pptx oder PDF und hänge es noch einmal an.`,
  notListening: (name) => `„${name}“ kann ich mir nicht anhören: Wer diesen Bot betreibt, hat das nicht eingerichtet (TRANSCRIBE_MODEL).`,
  notListeningHere: (name) => `„${name}“ habe ich mir nicht angehört: Dieser Server hat einen eigenen Modell-Endpunkt, und Aufnahmen müssten woandershin.`,
  notHeard: (name) => `„${name}“ konnte ich mir gerade nicht anhören. Versuch es in einer Minute noch einmal.`,
  silent: (name) => `„${name}“ habe ich mir angehört und keine Worte darin gehört.`,
  noMoney: (name) => `„${name}“ habe ich mir nicht angehört: Das wäre mehr, als vom heutigen Budget übrig ist.`,
  transcript: (name, length) => `**${name}** (${length})`,
  voicesLeftOut: (n) => (n === 1 ? "Eine Sprachnachricht habe ich mir nicht angehört." : `${n} Sprachnachrichten habe ich mir nicht angehört.`),
};
