/** German texts of /privacy and the first-use notice. */
import type { Texts } from "../en.ts";

const plural = (n: number, one: string, many: string) => `${n.toLocaleString("de")} ${n === 1 ? one : many}`;
const days = (n: number) => plural(n, "Tag", "Tage");
const inDays = (n: number) => plural(n, "Tag", "Tagen");

export const privacy: Texts["privacy"] = {
  title: "### Datenschutz",
  kept: (n) =>
    `**Was ich behalte** Was du mich fragst und was ich antworte, ${days(n)} lang; dann verschwindet es von selbst. Fakten, Dokumente und Anweisungen bleiben, bis jemand sie löscht, Erinnerungen, bis sie dir gesagt wurden und dann noch einmal so lange, deine Einstellungen, solange du sie so lässt.`,
  notices:
    "**Was ich mir selbst merke** Nachts ein paar bleibende Dinge über dich, aus dem, was du mir gesagt hast. `/gedächtnis zeigen` führt sie auf und hat den Schalter dafür.",
  goes: (host) =>
    `**Wohin es geht** Deine Frage, unser bisheriges Gespräch und die letzten Nachrichten dieses Kanals gehen an das Modell bei \`${host}\`, das die Antwort schreibt.`,
  embedded: (host) =>
    `**Der Bedeutung nach** Deine Frage und was ich mir merke, gehen auch an das Embedding-Modell bei \`${host}\`, damit ich finde, was in anderen Worten dazu passt.`,
  spoken: (host) => `**Vorgelesen** Eine Antwort, die jemand mich vorlesen lässt, geht an das Modell der Stimme bei \`${host}\`.`,
  listened: (host) => `**Aufnahmen** Was ich mir anhören soll, geht an das Modell bei \`${host}\`, das aufschreibt, was gesagt wird.`,
  pictures: (host) => `**Bilder** Was du für \`/bild\` beschreibst, und eine Vorlage, gehen an das Bildmodell bei \`${host}\`.`,
  others:
    "**Was andere schreiben** Die letzten Nachrichten eines Kanals lese ich, während ich antworte, und fortlaufend, wo ich ungefragt reden oder zuhören darf. Davon behalte ich keine; dort merke ich mir, wer wann schreibt und welche Wörter fallen, und vergesse es in Wochen. Nur eine Nachricht, die jemand über eines meiner Menüs auswählt, bleibt als Teil dieser Frage erhalten, oder ein kurzes Zitat davon in einer Erinnerung.",
  backups: "**Sicherungen** Die Plattform, auf der ich laufe, hebt Kopien ihrer Datenbank noch 7 bis 30 Tage länger auf.",
  runs: (names) => `**Wer mich betreibt** ${names}`,
  runsUnknown: "**Wer mich betreibt** Das weiß, wer mich eingeladen hat: Mir wurde kein Name genannt.",
  takesPart: "**Du machst mit.** Das kannst du hier jederzeit ändern.",
  optedOut: (n) =>
    `**Du hast widersprochen.** Meine Menüs gehen bei deinen Nachrichten nicht, und kein Modell bekommt sie zu lesen. Fragen kannst du mich trotzdem: Ich antworte und behalte davon keine Worte, nur Zahlen wie Zeit und Kosten. Eine Erinnerung, um die du bittest, behalte ich trotzdem. Was ich vorher gespeichert habe, wird dadurch nicht gelöscht: Es verschwindet von selbst, das letzte davon in ${inDays(n)}, oder sofort mit „Alles über mich löschen“.`,
  optOut: "Lies und merk dir nichts von mir",
  optIn: "Lass mich wieder mitmachen",
  firstUse: (n, host) =>
    `-# Unser erstes Mal: Was du fragst und was ich antworte, behalte ich ${days(n)} lang, und das Modell bei ${host} liest es. Mehr dazu, und wie du widersprichst: /datenschutz`,
  notKept: "Du wolltest, dass ich mir nichts merke, deshalb weiß ich nicht mehr, worum es hier ging. Frag mich einfach noch einmal mit /frag.",
  privateLost:
    "Deine private Antwort hat länger gedauert, als Discord sie mich zeigen lässt. Du wolltest, dass ich mir nichts merke, deshalb ist sie verloren; frag mich einfach noch einmal.",
  cutByLength: "-# Hier abgeschnitten, weil es zu lang wurde.",
  cutByDeadline: "-# Hier war meine Zeit um.",

  export: "Meine Daten abholen",
  erase: "Alles über mich löschen",
  page: "Alles ganz genau",
  lastErased: (moment, number) => `**Für dich gelöscht** ${moment}, Quittung ${number}.`,

  exported:
    "Hier ist alles, was ich über dich gespeichert habe, als JSON, das jeder Texteditor öffnet. Von dem, was andere schrieben, steht nur da, dass es zitiert war.",
  exportLeftOut: (n) => `-# ${plural(n, "weiterer Eintrag passte", "weitere Einträge passten")} nicht mehr in das, was Discord annimmt.`,
  exportNoFiles: "-# Discord lässt mich hier keine Dateien anhängen. Drück „Meine Daten abholen“ in einem anderen Kanal oder in einer Direktnachricht an mich.",
  exportFailed:
    "Ich konnte deine Daten gerade nicht zusammentragen. Es ist nichts verloren: Öffne /datenschutz in einer Minute und drück noch einmal „Meine Daten abholen“.",
  exportAbout:
    "Alles, was über dich gespeichert ist, nach Tabellen. Zeiten sind UTC. Worte und IDs anderer Leute fehlen: quotes_somebody sagt, wo etwas zitiert war, answer_repeats_others, wo eine Antwort fehlt, weil sie andere wiederholt; beides steht in Discord.",

  confirmErase: [
    "### Alles über dich löschen?",
    "**Was geht** Deine Fragen und meine Antworten, was ich von unseren Gesprächen weiß, Fakten über dich oder die ich mir für dich merken sollte, deine Anweisungen, Personas, Auswahlen und Einstellungen, und was ich dir gerade antworte. Aus dem, was andere von dir haben: Fragen zu deinen Nachrichten, Antworten, die deine Worte wiederholen, Erwähnungen von dir.",
    "**Was bleibt** Nachrichten in Discord, auch meine: Die löschst du dort. Was du für einen Server oder Kanal eingerichtet hast, ohne deinen Namen. Was an einem Tag ausgegeben wurde, dass du widersprochen hast und dass dich jemand gesperrt hat, alles unter einem Code, aus dem niemand deinen Namen liest. Und die Kopien, die die Plattform, auf der ich laufe, 7 bis 30 Tage lang von ihrer Datenbank aufhebt.",
    "Es lässt sich nicht zurücknehmen. Was du mich danach fragst, ist neu, und ich behalte es wieder, wenn du nicht widersprichst.",
  ].join("\n"),
  eraseNow: "Ja, alles löschen",
  back: "Zurück",
  erasing: "Ich lösche…",
  erased: (number, moment) => `### Gelöscht\nQuittung **${number}**, gewünscht ${moment}.`,
  erasedNothing: "Von dir war nichts da.",
  erasedCounts: {
    turns: (n) => plural(n, "Frage mit Antwort", "Fragen mit Antworten"),
    messages: (n) => plural(n, "gemerkte Nachricht", "gemerkte Nachrichten"),
    facts: (n) => plural(n, "Fakt", "Fakten"),
    prompts: (n) => plural(n, "Fassung deiner Anweisungen", "Fassungen deiner Anweisungen"),
    personas: (n) => plural(n, "deiner Personas", "deiner Personas"),
    choices: (n) => plural(n, "Auswahl von Persona oder Modell", "Auswahlen von Persona oder Modell"),
    conversations: (n) => plural(n, "Gespräch", "Gespräche"),
    reminders: (n) => plural(n, "Erinnerung", "Erinnerungen"),
    settings: (n) => plural(n, "Eintrag mit deinen Einstellungen", "Einträge mit deinen Einstellungen"),
    traces: (n) => plural(n, "Stelle bei anderen, die dich nicht mehr nennt", "Stellen bei anderen, die dich nicht mehr nennen"),
  },
  erasedAfter:
    "Diese Quittung enthält keinen Namen; heb ihre Nummer auf, falls du dich darauf berufen willst. Kopien, die die Plattform von ihrer Datenbank aufhebt, sind in 7 bis 30 Tagen weg. Was du mich ab jetzt fragst, ist neu.",
  eraseFailed:
    "Noch ist nicht alles gelöscht, weil mein Gedächtnis nicht zu erreichen ist. Drück die Taste in einer Minute noch einmal: Es geht weiter, wo es aufhörte.",
};
