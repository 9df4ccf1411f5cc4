/** German texts of the pages /privacy and /terms. */
import type { Texts } from "../en.ts";

const days = (n: number) => `${n.toLocaleString("de")} ${n === 1 ? "Tag" : "Tage"}`;

export const pages: Texts["pages"] = {
  status: "Zustand",
  privacy: {
    title: "Datenschutz",
    intro:
      "Was dieser Bot von dem behält, was Leute schreiben, wohin es geht, wie lange es bleibt, und wie du es siehst oder löschen lässt. Diese Seite entsteht aus den Einstellungen des Bots.",
    who: {
      title: "Wer ihn betreibt",
      unknown: "Wer diesen Bot eingerichtet hat. Wer das ist, sagt dir, wer ihn auf deinen Server eingeladen hat.",
      known: (ids) => `Die Discord-Konten mit diesen IDs: ${ids}. Du erreichst sie in Discord.`,
    },
    kept: {
      title: "Was bleibt",
      items: (retention, notices) => [
        `Was du den Bot fragst und was er antwortet, dazu Namen von Dateien, das Modell, Zahl der Tokens, Kosten und Zeit: ${days(retention)}, oder so lange, wie es die Verwaltung eines Servers bestimmt hat, von 1 bis 365 Tagen. Dann wird es von selbst gelöscht.`,
        "Eine kurze Zusammenfassung eines langen Gesprächs: bis dessen letzte Nachricht gelöscht ist.",
        "Was andere schreiben: nur in Kanälen, deren Verwaltung den Bot mitlesen und behalten lässt, was dort angekündigt wird, und eine Nachricht, die jemand mit einem Menü des Bots auswählt, als Teil dieser Frage. Sonst werden die letzten Nachrichten eines Kanals für eine Antwort gelesen und nicht behalten. Wo der Bot ungefragt reden oder zuhören darf, liest er weiter mit und behält davon, wann wer geschrieben hat und welche Wörter gerade fallen; das verblasst in Wochen. Sätze behält er nicht.",
        "Fakten, die er sich merken sollte, Dokumente, die ihm die Verwaltung gab, Anweisungen, Personas und Auswahlen: bis sie gelöscht werden.",
        "Woran du erinnert werden willst, wann, und von einer Nachricht, um die es geht, ein kurzes Zitat: bis es dir gesagt wurde, und dann so lange wie Antworten.",
        "Zeitpläne der Verwaltung, mit dem, was wann gepostet werden soll, und wer sie angelegt hat: bis sie entfernt werden. Wie ihre Läufe ausgingen: so lange wie Antworten.",
        ...(notices
          ? [
              "Nachts geht der Bot durch, was jemand zu ihm gesagt hat, und merkt sich höchstens fünf bleibende Dinge über diese Person allein, etwa wie sie genannt werden will oder woran sie arbeitet: bis sie gelöscht werden. Jede und jeder kann das mit /gedächtnis zeigen für sich abschalten; was privat gesagt wurde, wird nur privat genutzt.",
            ]
          : []),
        "Wo du oder dein Server etwas erfahren wollt, die Adressen versiegelt: bis es entfernt wird. Was dort gesagt wurde: höchstens 30 Tage.",
        "Deine Zeitzone, ob der Bot sich von selbst etwas merken darf, dass du den Hinweis gesehen hast, und ob du widersprochen hast.",
        "Wie viel an einem Tag ausgegeben wurde, unter einem Code, den nur dieser Bot aus deiner ID machen kann.",
      ],
      not: "Dateien werden einmal gelesen und nicht behalten. Dieser Bot trainiert damit kein Modell und verkauft nichts davon.",
    },
    goes: {
      title: "Wohin es geht",
      items: (host, embeddings, speech, audio, images) => [
        `An das Modell bei ${host}: deine Frage, ihre Dateien, das bisherige Gespräch, was dazu gemerkt ist, und die letzten Nachrichten des Kanals, wenn du sie nicht weglässt. Lange Gespräche werden dort zusammengefasst und, wo das eingeschaltet ist, nach Fakten durchgesehen. Ein Server kann einen eigenen Anschluss haben.`,
        ...(embeddings === null
          ? []
          : [
              `An das Embedding-Modell bei ${embeddings}, das aus Wörtern Zahlen macht, damit sie der Bedeutung nach gefunden werden: deine Frage und wonach du suchst, Antworten, Fakten, Dokumente und was aus Kanälen behalten wird. Nichts von denen, die nicht mitmachen, und nichts, was am eigenen Anschluss eines Servers gefragt wird.`,
            ]),
        ...(speech === null
          ? []
          : [
              `An das Modell der Stimme bei ${speech}: die Worte einer Antwort, die jemand vorlesen lässt. Nichts, was am eigenen Anschluss eines Servers gefragt wird.`,
            ]),
        "Ins Netz: Wonach gesucht wird, geht an eine Suchmaschine, und Seiten, Nachrichten, Wetter und Beiträge werden von ihren Servern geholt, wenn du /netz benutzt, einen Link in eine Frage schreibst oder das Modell etwas nachschlägt. Keiner davon erfährt, wer gefragt hat.",
        ...(audio === null
          ? []
          : [
              `An das Modell bei ${audio}, das aufschreibt, was gesagt wird: Aufnahmen, die du anhängst oder auswählst, und mit /verpasst die neuesten Sprachnachrichten. Nichts von denen, die nicht mitmachen, und nichts, wo ein Server einen eigenen Anschluss hat.`,
            ]),
        ...(images === null
          ? []
          : [
              `An das Bildmodell bei ${images}: was du für ein Bild beschreibst, und eine Vorlage. Das antwortende Modell arbeitet die Beschreibung vorher vielleicht aus. Bilder stehen nur in Discord; der Bot behält keine.`,
            ]),
        "An Discord: die Antworten.",
        "An die Discord-Webhooks und ntfy-Server, die du oder die Verwaltung deines Servers für Benachrichtigungen eingerichtet hat: was es zu sagen gibt, etwa deine Erinnerungen.",
        "An Cloudflare: Auf deren Rechnern läuft der Bot, und dort liegt seine Datenbank. Die Protokolle dort enthalten einige Tage lang IDs, Zeiten und Kosten, niemals Inhalte.",
      ],
    },
    rights: {
      title: "Was du tun kannst",
      items: [
        "/datenschutz in Discord zeigt das hier in Kürze, mit einer Taste für jedes der folgenden Dinge.",
        "Meine Daten abholen: alles, was über dich gespeichert ist, als Datei. Von dem, was andere schrieben, steht nur da, dass es zitiert war.",
        "Alles über mich löschen: sofort, überall, mit einer Quittung.",
        "Widersprechen: Die Menüs des Bots gehen bei deinen Nachrichten nicht, kein Modell liest sie, und von deinen eigenen Fragen bleiben nur Zahlen.",
      ],
    },
    erased: {
      title: "Was das Löschen nicht erreicht",
      items: [
        "Nachrichten in Discord: Die löschst du dort.",
        "Kopien, die Cloudflare von der Datenbank aufhebt, damit man sie wiederherstellen kann: 7 bis 30 Tage.",
        "Ausgaben, Quittungen, dass du widersprochen hast und dass dich ein Server gesperrt hat: unter einem Code, aus dem niemand deinen Namen liest.",
        "Was du für einen Server oder Kanal eingerichtet hast, bleibt dort, ohne deinen Namen.",
      ],
    },
    left: {
      title: "Wenn der Bot entfernt wird",
      text: "Alles, was von einem Server da ist, wird 7 Tage, nachdem der Bot es bemerkt hat, gelöscht; bemerkt hat er es spätestens nach einem Tag.",
    },
  },
  terms: {
    title: "Bedingungen",
    intro: "Kurz, und so gemeint, wie sie dastehen.",
    items: (host) => [
      "Antworten schreibt ein Sprachmodell; darin kann Falsches, Veraltetes oder Erfundenes stehen: Prüfe, worauf es ankommt, und verlass dich bei Gesundheit, Recht und Geld nicht darauf.",
      `Was du fragst, geht an das Modell bei ${host}. Schick nichts, was deine Hände nicht verlassen darf, und nichts von anderen, was sie nicht verschickt haben wollen.`,
      "Für alles, was du den Bot schreiben lässt, gelten Discords Nutzungsbedingungen und Richtlinien.",
      "Wer den Bot betreibt oder einen Server verwaltet, darf jederzeit die Kosten begrenzen, Leute sperren, ihn anhalten oder abschalten.",
      "Den Bot gibt es so, wie er ist, ohne Gewähr. Seine Software, Edgewise, ist frei unter der MIT-Lizenz.",
    ],
    privacy: "Was gespeichert wird und wie du es löschen lässt, steht unter Datenschutz.",
  },
};
