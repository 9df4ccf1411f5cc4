/** German texts of /web, and of links that a question brings along. */
import type { Texts } from "../en.ts";

const plural = (n: number, one: string, many: string) => `${n.toLocaleString("de")} ${n === 1 ? one : many}`;

export const web: Texts["web"] = {
  failed: "Bei mir ist etwas schiefgegangen. Bitte versuch es noch einmal.",
  search: {
    empty: "Sag mir, wonach ich suchen soll.",
    found: (words, n) => `### „${words}“: ${plural(n, "Treffer", "Treffer")}`,
    nothing: (words) => `Zu „${words}“ habe ich nichts gefunden. Versuch es mit anderen oder weniger Wörtern.`,
    failure: {
      challenged: (engine) =>
        `${engine} hielt mich für eine Maschine und wollte ein Rätsel gelöst haben, darum konnte ich nicht suchen. Wer mich betreibt, kann \`BRAVE_API_KEY\`, \`TAVILY_API_KEY\` oder \`SEARXNG_URL\` setzen: Dann geht es.`,
      "bad-key": (engine, setting) => `${engine} nimmt nicht an, was als \`${setting}\` gesetzt ist. Wer mich betreibt, muss es berichtigen.`,
      "rate-limited": (engine) => `${engine} wird gerade zu oft gefragt. Versuch es in einer Minute noch einmal.`,
      "used-up": (engine) => `Was bei ${engine} bezahlt war, ist aufgebraucht. Wer mich betreibt, muss dort nachsehen.`,
      "no-json": (engine) =>
        `Der ${engine}-Server gibt kein JSON heraus. Wer ihn betreibt, muss in seiner settings.yml unter \`search.formats\` noch \`json\` eintragen.`,
      unreachable: (engine) => `Ich konnte ${engine} nicht erreichen. Versuch es später noch einmal.`,
      slow: (engine) => `${engine} hat länger als zehn Sekunden gebraucht, darum habe ich aufgegeben. Versuch es später noch einmal.`,
    },
  },
  news: {
    newest: "### Was es Neues gibt",
    about: (words) => `### Nachrichten zu „${words}“`,
    nothing: (words) => `In den Schlagzeilen von heute steht nichts zu „${words}“. Versuch es mit anderen Wörtern oder mit \`/netz suchen\`.`,
    none: "In den Nachrichtenquellen steht gerade nichts. Versuch es später noch einmal.",
    unreachable: "Ich konnte keine der Nachrichtenquellen lesen. Versuch es später noch einmal.",
    missing: (names) => `Gerade nicht zu lesen: ${names}`,
  },
  meme: {
    failure: {
      none: "Ich habe kein Meme gefunden, das alle sehen dürfen. Versuch es noch einmal.",
      blocked:
        "Reddit lässt mich ohne Schlüssel nicht herein, und sonst hatte niemand ein Meme. Wer mich betreibt, kann `REDDIT_CLIENT_ID` und `REDDIT_CLIENT_SECRET` setzen: Dann geht es.",
      "bad-key": "Reddit nimmt `REDDIT_CLIENT_ID` und `REDDIT_CLIENT_SECRET` so nicht an. Wer mich betreibt, muss sie berichtigen.",
      "rate-limited": "Reddit wird gerade zu oft gefragt. Versuch es in einer Minute noch einmal.",
      unreachable: "Ich konnte Reddit nicht erreichen. Versuch es später noch einmal.",
      slow: "Reddit hat länger als zehn Sekunden gebraucht, darum habe ich aufgegeben. Versuch es später noch einmal.",
    },
  },
  link: {
    tooMany: (most) => `Ich habe nur die ersten ${most} Links gelesen.`,
    empty: (where) => `Auf der Seite bei ${where} stehen keine Wörter, die ich lesen kann.`,
    badAddress: (where) => `„${where}“ ist keine Adresse, die ich öffnen kann.`,
    private: (where) => `${where} gehört zu einem privaten Netz. Ich lese nur Seiten, die alle erreichen können.`,
    credentials: (where) => `Im Link zu ${where} steht ein Name oder ein Passwort, darum habe ich ihn nicht geöffnet.`,
    redirects: (where) => `Der Link zu ${where} führt endlos von einer Seite zur nächsten.`,
    status: (where, status) => `Den Link zu ${where} konnte ich nicht lesen: Sein Server hat abgelehnt (${status}).`,
    notText: (where) => `Was bei ${where} liegt, ist kein Text, darum habe ich es weggelassen.`,
    tooLarge: (where) => `Die Seite bei ${where} ist größer als 2 MB, darum habe ich sie weggelassen.`,
    slow: (where) => `Die Seite bei ${where} hat länger als zehn Sekunden gebraucht, darum habe ich sie weggelassen.`,
    unreachable: (where) => `Ich konnte ${where} nicht erreichen.`,
  },
};
