/** German texts of the message menus and the panel. */
import type { Texts } from "../en.ts";

export const menus: Texts["menus"] = {
  unreadable: "Diese Nachricht konnte ich nicht lesen. Versuch es mit einer anderen.",
  system: "Das ist ein Hinweis von Discord, das hat niemand gesagt. Such dir eine Nachricht von jemandem aus.",
  empty: "In dieser Nachricht finde ich nichts, was ich lesen könnte: keine Worte, kein Bild, keine Aufnahme, keine Datei mit Text.",
  optedOut: "Wer diese Nachricht geschrieben hat, möchte nicht, dass ich sie lese. Also lasse ich es.",
  uncheckedAuthor: "Ich kann gerade nicht prüfen, ob ich das lesen darf, also lasse ich es lieber. Versuch es in einer Minute noch einmal.",
  replying: "-# Ich schreibe eine Antwort …",
  replied: (url) => `Hier ist meine Antwort: ${url}`,
  inReplyTo: (name, url) => `-# Antwort an ${name}: ${url}`,
  onlyYou: {
    forbidden: "Ich darf hier nicht posten, darum siehst nur du das.",
    closed: "Dieser Thread ist für mich geschlossen, darum siehst nur du das.",
    blocked: "Der AutoMod dieses Servers lässt mich das nicht posten, darum siehst nur du es.",
    slow: "Der Slowmode lässt mich hier gerade nicht posten, darum siehst nur du das.",
    removed: "Meine Antwort wurde hier entfernt, darum siehst nur du das.",
    failed: "Discord hat meine Antwort nicht angenommen, darum siehst nur du das.",
  },
  panel: "Was soll ich mit dieser Nachricht machen? Nur du siehst das.",
  panelGone: "Diesem Fenster fehlt, worum es ging. Öffne es neu: Rechtsklick auf die Nachricht, Apps, KI privat fragen.",
  original: "Zur Nachricht",
  open: "Öffnen",
  task: {
    explain: "Erklären",
    translate: "Übersetzen",
    summarize: "Ab hier zusammenfassen",
    describe: "Bild beschreiben",
    transcribe: "Aufschreiben",
    question: "Eigene Frage",
  },
  remember: "Merken",
  questionTitle: "Frag zu dieser Nachricht",
  questionLabel: "Deine Frage",
  questionPlaceholder: "Nur du siehst die Antwort.",
  notice: {
    optOutsUnknown: "Ich konnte nicht prüfen, wer nicht gelesen werden möchte, darum habe ich keine Nachrichten anderer gelesen.",
    filesLeftOut: (n) => `Ich habe nur die ersten Dateien gelesen; ${n === 1 ? "eine blieb" : `${n} blieben`} weg.`,
    summaryEnds: (n) => `Ich habe nur die ersten ${n} Nachrichten nach dieser gelesen.`,
    summaryCut: (n) => `Damit alles hineinpasst, habe ich ${n === 1 ? "die älteste Nachricht" : `die ${n} ältesten Nachrichten`} weggelassen.`,
    cannotSummarize: "Ich kann die Nachrichten dieses Kanals nicht (mehr) lesen, darum gab es außer der Nachricht selbst nichts zusammenzufassen.",
  },
};
