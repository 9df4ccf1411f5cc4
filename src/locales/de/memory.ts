/** German texts of /memory, and of what is remembered elsewhere. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const memory: Texts["memory"] = {
  tab: { me: "Über mich", channel: "Dieser Kanal", server: "Dieser Server", documents: "Dokumente" },
  title: {
    me: "### Was ich mir über dich gemerkt habe",
    channel: "### Was ich mir über diesen Kanal gemerkt habe",
    server: "### Was ich mir über diesen Server gemerkt habe",
    documents: "### Was dieser Server mir zu wissen gegeben hat",
  },
  use: {
    me: "-# Ich nutze es, wenn du mich fragst, und in keiner Antwort an andere.",
    channel: "-# Ich nutze es bei allen, die mich hier fragen.",
    server: "-# Ich nutze es bei allen, die mich auf diesem Server fragen.",
    documents: "-# Passt eine Frage dazu, schlage ich hier nach und nenne das Dokument.",
  },
  nothing: {
    me: "Bisher nichts. Sag mir unten etwas, oder mit Rechtsklick auf eine Nachricht: Apps, **KI privat fragen**, Merken.",
    channel: "Bisher nichts. Wer den Kanal verwalten darf, kann mir mit `/gedächtnis merken` etwas sagen.",
    server: "Bisher nichts. Wer den Server verwalten darf, kann mir mit `/gedächtnis merken` etwas sagen.",
    documents: "Bisher nichts. Wer den Server verwalten darf, kann mir mit `/gedächtnis hinzufügen` eine Datei, eine Seite oder einen Text geben.",
  },
  elsewhere: (n) => `-# ${plural(n, "weitere Sache", "weitere Sachen")} über dich habe ich mir nur anderswo gemerkt: auf einem anderen Server oder privat.`,
  optedOut: "-# Du hast widersprochen, also nutze ich nichts davon und merke mir nichts Neues über dich. /datenschutz ändert das.",
  noticing: {
    on: "-# Nachts merke ich mir auch selbst ein paar bleibende Dinge aus dem, was du mir gesagt hast. Unten kannst du das abschalten.",
    off: "-# Von selbst merke ich mir nichts, nur was du mir sagst.",
  },
  page: (page, pages) => `-# Seite ${count(page)} von ${count(pages)}`,
  choose: "Etwas davon öffnen",
  more: { previous: "Zurück", next: "Weiter" },
  button: {
    tell: "Etwas merken",
    noticeOn: "Merk dir auch selbst etwas",
    noticeOff: "Merk dir nichts von selbst",
    forgetAll: "Alles vergessen",
    edit: "Ändern",
    forget: "Vergessen",
    undo: "Rückgängig",
    onlyPrivate: "Nur privat",
    alsoPublic: "Hier auch öffentlich",
    list: "Zur Liste",
    remove: "Entfernen",
    replace: "Ersetzen",
    keep: "So lassen",
    reallyForget: (n) => (n === 1 ? "Ja, vergessen" : `Alle ${count(n)} vergessen`),
    reallyRemove: "Ja, entfernen",
  },

  by: (who) => `von ${who}`,
  source: "Quelle",
  where: { public: "auf diesem Server, auch öffentlich", private: "nur privat" },
  origin: { command: "mir gesagt", menu: "aus einer Nachricht", distilled: "selbst bemerkt", tool: "beim Antworten notiert" },
  earlier: "Vorher hieß es",
  passages: (n) => plural(n, "Abschnitt", "Abschnitte"),
  characters: (n) => plural(n, "Zeichen", "Zeichen"),
  typed: "ein getippter Text",

  stored: {
    public: "Gemerkt. Ich nutze es immer, wenn du mich auf diesem Server fragst, **auch in öffentlichen Antworten**.",
    private: "Gemerkt. Ich nutze es **nur privat**: in Antworten, die nur du siehst, und in unseren Direktnachrichten.",
    channel: "Gemerkt. Ich nutze es bei allen, die mich in diesem Kanal fragen.",
    server: "Gemerkt. Ich nutze es bei allen, die mich auf diesem Server fragen.",
  },
  moved: {
    public: "Ab jetzt nutze ich es immer, wenn du mich auf diesem Server fragst, **auch in öffentlichen Antworten**.",
    private: "Ab jetzt nutze ich es **nur privat**: in Antworten, die nur du siehst, und in unseren Direktnachrichten.",
  },
  stays: "Darin kommt jemand anderes zu Wort, also bleibt es privat.",
  knownAlready: "Das weiß ich schon.",
  full: {
    me: (n) => `Ich habe mir schon ${count(n)} Sachen über dich gemerkt, mehr passt nicht. Lass mich erst etwas vergessen: \`/gedächtnis vergessen\`.`,
    channel: (n) =>
      `Ich habe mir schon ${count(n)} Sachen über diesen Kanal gemerkt, mehr passt nicht. Lass mich erst etwas vergessen: \`/gedächtnis vergessen\`.`,
    server: (n) =>
      `Ich habe mir schon ${count(n)} Sachen über diesen Server gemerkt, mehr passt nicht. Lass mich erst etwas vergessen: \`/gedächtnis vergessen\`.`,
  },
  refusedOptedOut: "Du hast widersprochen, also behalte ich nichts, was du mir sagst. /datenschutz ändert das.",
  quotesOptedOut: "Wer diese Nachricht geschrieben hat, möchte nicht, dass ich sie mir merke. Also lasse ich es.",
  empty: "Da steht nichts. Schreib, was ich mir merken soll.",
  tooLong: (length, most) =>
    `Das sind ${count(length)} Zeichen, und ${count(most)} passen hinein. Bitte kürze es; ein längerer Text ist als Dokument besser aufgehoben (\`/gedächtnis hinzufügen\`).`,
  yourText: "Dein Text, zum Kopieren",
  nothingToKeep: "In dieser Nachricht stehen keine Worte, die ich mir merken könnte.",

  edited: "Geändert. Das weiß ich ab jetzt.",
  before: "Vorher hieß es",
  same: "So heißt es schon, also habe ich es gelassen.",
  known: "Genau das habe ich mir schon gemerkt, also habe ich dieses hier gelassen.",
  changedMeanwhile: "Das hat inzwischen jemand geändert, also habe ich es gelassen. So heißt es jetzt.",
  forgotten: "Vergessen:",
  gone: "Das weiß ich nicht mehr.",
  forgottenAll: (n) => (n === 0 ? "Es gab nichts zu vergessen." : `Erledigt: ${plural(n, "Sache", "Sachen")} vergessen.`),
  confirmForgetAll: {
    me: (n) =>
      `Soll ich ${n === 1 ? "die eine Sache" : `alle ${count(n)} Sachen`} vergessen, die ich mir über dich gemerkt habe, hier und überall sonst? Das lässt sich nicht zurücknehmen.`,
    channel: (n) =>
      `Soll ich ${n === 1 ? "die eine Sache" : `alle ${count(n)} Sachen`} vergessen, die ich mir über diesen Kanal gemerkt habe? Das lässt sich nicht zurücknehmen.`,
    server: (n) =>
      `Soll ich ${n === 1 ? "die eine Sache" : `alle ${count(n)} Sachen`} vergessen, die ich mir über diesen Server gemerkt habe? Das lässt sich nicht zurücknehmen.`,
  },
  everything: "Alles über mich",
  unknownFact: (typed) => `So etwas wie „${typed}“ habe ich mir nicht gemerkt. Nimm etwas aus der Liste, die beim Tippen aufgeht.`,
  severalFacts: (typed) => `„${typed}“ passt auf mehr als eine Sache, die ich mir gemerkt habe. Nimm etwas aus der Liste, die beim Tippen aufgeht.`,

  onlyMe: "Hier kenne ich nur dich, deshalb kann ich mir nur über dich etwas merken: Lass `für` weg oder nimm „mich“.",
  onlyServers: "Das gibt es nur auf Servern, auf denen ich Mitglied bin.",
  forbidden: {
    channel:
      "Was ich mir über einen Kanal merke, ist Sache derer, die den Kanal oder den Server verwalten dürfen. Über dich selbst kannst du mir immer etwas sagen.",
    server: "Was ich mir über einen Server merke, ist Sache derer, die ihn verwalten dürfen. Über dich selbst kannst du mir immer etwas sagen.",
  },

  modal: {
    title: { me: "Was soll ich mir über dich merken?", channel: "Was über diesen Kanal?", server: "Was über diesen Server?" },
    label: "Eine Sache, in ein, zwei Sätzen",
    placeholder: "z. B. Ich bin Vegetarier.",
    documentTitle: "Ein Text, den ich kennen soll",
    nameLabel: "Sein Name, unter dem ich ihn nenne",
    textLabel: "Der Text",
  },

  search: {
    found: (words, n) => `### „${words}“: ${plural(n, "Stelle", "Stellen")} in meinem Gedächtnis`,
    nothing: (words) =>
      `Hier weiß ich nichts, was zu „${words}“ passt. Ich suche nur, wo du lesen darfst: in diesem Kanal, in dem, was du mir gesagt hast, und in den Dokumenten dieses Servers.`,
    wordsAlone: "Nur nach Wörtern gesucht: Das Embedding-Modell war gerade nicht zu fragen.",
    empty: "Sag mir, wonach ich suchen soll.",
    failed: "Mein Gedächtnis ist gerade nicht erreichbar. Versuch es in einer Minute noch einmal.",
    you: "du",
    me: "ich",
    document: (name) => `Dokument „${name}“`,
    fact: { user: "über dich", channel: "über diesen Kanal", server: "über diesen Server" },
    jump: "dorthin",
  },

  add: {
    one: "Gib mir genau eines: eine Datei, eine Adresse oder einen Text.",
    noName: "Gib ihm einen Namen, unter dem ich es nennen kann: die Option `name`.",
    nameTooLong: (length, most) => `Der Name hat ${count(length)} Zeichen, und ${count(most)} passen.`,
    textTooLong: (length, most) =>
      `Das sind ${count(length)} Zeichen, und hier passen ${count(most)} hinein. Häng es lieber als Datei an: Die darf viel länger sein.`,
    stored: (name, passages) => `Ab jetzt kenne ich **${name}**: ${passages}. Passt eine Frage auf diesem Server dazu, schlage ich nach und nenne es.`,
    replaced: (name, passages) => `**${name}** ist ersetzt: ${passages}. Passt eine Frage auf diesem Server dazu, schlage ich nach und nenne es.`,
    exists: (name, passages) => `Es gibt schon ein Dokument **${name}** (${passages}). Soll dieses an seine Stelle treten?`,
    kept: "Es bleibt, wie es ist, und es kam nichts hinzu.",
    gone: "Ich sehe nicht mehr, was hinzukommen sollte. Nimm noch einmal `/gedächtnis hinzufügen`.",
    manyDocuments: (most) => `Dieser Server hat schon ${count(most)} Dokumente, mehr passt nicht. Entferne erst eines: \`/gedächtnis zeigen\`, Dokumente.`,
    manyPassages: (needed, left) =>
      `Das wären ${plural(needed, "Abschnitt", "Abschnitte")}, und auf diesem Server ist noch Platz für ${count(left)}. Nimm etwas Kürzeres, oder entferne erst ein Dokument: \`/gedächtnis zeigen\`, Dokumente.`,
    noText: (name) => `In „${name}“ habe ich keinen Text gefunden.`,
    notText: (name) => `„${name}“ ist kein Text, den ich lesen kann. Was geht: PDF- und Office-Dateien, Text, Markdown, CSV, JSON, HTML und Code.`,
    encoding: (name) =>
      `„${name}“ ist nicht in UTF-8, deshalb sind die Buchstaben nicht sicher zu erkennen. Speichere die Datei als UTF-8 und gib sie mir noch einmal.`,
    tooLarge: (name) => `„${name}“ ist zu groß: Ein Dokument darf 1 MiB Text haben.`,
    fileGone: (name) => `„${name}“ lässt sich bei Discord nicht mehr herunterladen. Häng die Datei noch einmal an.`,
    fileUnreachable: (name) => `Ich konnte „${name}“ gerade nicht von Discord herunterladen. Versuch es in einer Minute noch einmal.`,
    badAddress: "Das ist keine Adresse, die ich öffnen kann. Sie sollte mit https:// anfangen.",
    private: "Diese Adresse gehört zu einem privaten Netz oder führt dorthin. Ich lese nur Seiten, die alle erreichen können.",
    credentials: "In dieser Adresse steht ein Name oder ein Passwort. Ich lese nur Seiten, die keines brauchen.",
    redirects: "Diese Adresse führt ohne Ende von einer Seite zur nächsten.",
    status: (status) => `Der Server der Seite hat abgelehnt (${status}). Prüfe, ob alle die Adresse öffnen können.`,
    pageNotText: "Was unter dieser Adresse liegt, ist kein Text: Ich lese Webseiten, einfachen Text, Markdown, CSV und JSON.",
    pageTooLarge: "Diese Seite ist mir zu groß: Sie darf 2 MB haben.",
    slow: "Diese Seite hat länger als zehn Sekunden gebraucht, da habe ich aufgegeben. Versuch es später noch einmal.",
    unreachable: "Ich habe diese Seite nicht erreicht. Prüfe die Adresse, oder versuch es später noch einmal.",
    storage:
      "Mein Gedächtnis ist gerade nicht erreichbar, darum weiß ich nicht, ob das gespeichert wurde. Sieh in einer Minute nach: `/gedächtnis zeigen`, Dokumente.",
    failed: "Bei mir ist etwas schiefgegangen, und es wurde nichts gespeichert. Bitte versuch es noch einmal.",
    removed: (name) => `**${name}** ist entfernt; ich kenne es nicht mehr.`,
    removedAlready: "Dieses Dokument ist schon weg.",
    confirmRemove: (name, passages) => `Soll ich das Dokument **${name}** (${passages}) vergessen? Das lässt sich nicht zurücknehmen.`,
  },

  exported: {
    title: (name) => `# Was ich mir über ${name} gemerkt habe`,
    made: (date) => `Aufgeschrieben am ${date}. Alles, was über dich gespeichert ist, steht im Export von /datenschutz.`,
    done: (n) =>
      `Das habe ich mir an diesem Ort über dich gemerkt: ${plural(n, "Sache", "Sachen")}. Alles andere, was ich von dir habe, steht im Export von \`/datenschutz\`.`,
    nothing: "Hier habe ich mir nichts über dich gemerkt, es gibt also nichts herauszugeben.",
    fileName: "gemerkt.md",
    noFile: "-# Discord hat die Datei hier nicht angenommen. Versuch es in unseren Direktnachrichten.",
    failed: "Ich konnte es gerade nicht zusammenstellen. Bitte versuch es noch einmal.",
  },
};
