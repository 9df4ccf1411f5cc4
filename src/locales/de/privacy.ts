/** German texts of /privacy and the first-use notice. */
import type { Texts } from "../en.ts";

const days = (n: number) => `${n.toLocaleString("de")} ${n === 1 ? "Tag" : "Tage"}`;
const inDays = (n: number) => `${n.toLocaleString("de")} ${n === 1 ? "Tag" : "Tagen"}`;

export const privacy: Texts["privacy"] = {
  title: "### Datenschutz",
  kept: (n) =>
    `**Was ich behalte** Was du mich fragst und was ich antworte, ${days(n)} lang; dann verschwindet es von selbst. Deine Einstellungen bleiben, solange du sie so lässt.`,
  goes: (host) =>
    `**Wohin es geht** Deine Frage, unser bisheriges Gespräch und die letzten Nachrichten dieses Kanals gehen an das Modell bei \`${host}\`, das die Antwort schreibt.`,
  others:
    "**Was andere schreiben** Die letzten Nachrichten eines Kanals lese ich, während ich antworte, und behalte keine davon. Nur eine Nachricht, die jemand über eines meiner Menüs auswählt, bleibt als Teil dieser Frage erhalten.",
  backups: "**Sicherungen** Die Plattform, auf der ich laufe, hebt Kopien ihrer Datenbank noch 7 bis 30 Tage länger auf.",
  runs: (names) => `**Wer mich betreibt** ${names}`,
  runsUnknown: "**Wer mich betreibt** Das weiß, wer mich eingeladen hat: Mir wurde kein Name genannt.",
  takesPart: "**Du machst mit.** Das kannst du hier jederzeit ändern.",
  optedOut: (n) =>
    `**Du hast widersprochen.** Meine Menüs gehen bei deinen Nachrichten nicht, und kein Modell bekommt sie zu lesen. Fragen kannst du mich trotzdem: Ich antworte und behalte davon keine Worte, nur Zahlen wie Zeit und Kosten. Was ich vorher gespeichert habe, wird dadurch nicht gelöscht; es verschwindet von selbst, das letzte davon in ${inDays(n)}.`,
  optOut: "Lies und merk dir nichts von mir",
  optIn: "Lass mich wieder mitmachen",
  firstUse: (n, host) =>
    `-# Unser erstes Mal: Was du fragst und was ich antworte, behalte ich ${days(n)} lang, und das Modell bei ${host} liest es. Mehr dazu, und wie du widersprichst: /datenschutz`,
  notKept: "Du wolltest, dass ich mir nichts merke, deshalb weiß ich nicht mehr, worum es hier ging. Frag mich einfach noch einmal mit /frag.",
  privateLost:
    "Deine private Antwort hat länger gedauert, als Discord sie mich zeigen lässt. Du wolltest, dass ich mir nichts merke, deshalb ist sie verloren; frag mich einfach noch einmal.",
  cutByLength: "-# Hier abgeschnitten, weil es zu lang wurde.",
  cutByDeadline: "-# Hier war meine Zeit um.",
};
