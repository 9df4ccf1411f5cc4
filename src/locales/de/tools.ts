/** German texts about what the model may call while it answers. */
import type { Texts } from "../en.ts";

export const tools: Texts["tools"] = {
  doing: {
    current_time: "Ich schaue auf die Uhr",
    remember: "Ich merke mir das",
    recall: "Ich schaue in mein Gedächtnis",
  },
  using: (names) => `Ich benutze ${names}`,
  label: {
    current_time: "Uhrzeit an jedem Ort",
    remember: "Sich Dinge über Leute merken",
    recall: "Im Gedächtnis nachsehen",
  },
  approval: {
    ask: "**Darf ich das tun?** Nichts geschieht, bis du oder ein Moderator einen Knopf drückt; 24 Stunden lang.",
    decided: "Das ist schon entschieden, oder es ist mehr als 24 Stunden her. Frag mich noch einmal, wenn du es noch willst.",
    whyTitle: "Ablehnen und sagen, warum",
    whyLabel: "Was soll ich stattdessen tun, oder warum nicht?",
  },
  sources: "Quellen",
  noSources: "Diese Antwort hat keine Quellen im Web.",
  notCited: "(gelesen, nicht zitiert)",
  used: "Werkzeuge",
  use: (name, seconds, failed) => `${name}, ${seconds}${failed ? ", ohne Erfolg" : ""}`,
  leftOut: (names) => `Kein Platz im Fenster des Modells für diese Werkzeuge: ${names}`,

  settings: {
    open: "Werkzeuge",
    title: "### Werkzeuge auf diesem Server",
    intro: "Was ich benutzen darf, während ich antworte. Wähle unten eins aus, um es zu ändern.",
    page: (page, pages) => `-# Seite ${page} von ${pages}`,
    before: "Zurückblättern",
    next: "Weiterblättern",
    pick: "Wähle ein Werkzeug, um es zu ändern",
    mcp: "MCP-Server",
    on: "an",
    off: "aus",
    risk: { read: "liest nur", write: "ändert etwas", sensitive: "weitreichend" },
    asks: "fragt vorher",
    asksNot: "fragt nicht vorher",
    roles: (n) => (n === 1 ? "nur für 1 Rolle" : `nur für ${n} Rollen`),
    does: {
      read: "Es liest nur: Dadurch ändert sich nichts.",
      write: "Es ändert etwas, das sich leicht rückgängig machen lässt.",
      sensitive: "Es tut etwas, das andere merken oder das sich schwer rückgängig machen lässt.",
    },
    use: { on: "**Benutzen** An.", off: "**Benutzen** Aus: Hier komme ich ohne es aus." },
    approval: {
      yes: "**Fragt vorher** Ja: Wer mich gefragt hat oder wer moderiert, sieht, was genau ich tun will, und stimmt zu oder nicht.",
      no: "**Fragt vorher** Nein.",
    },
    unasked: "⚠️ Niemand wird gefragt, bevor es geschieht, auch wenn mich Worte auf einer Seite oder in einer Nachricht dazu gebracht haben.",
    everybody: "**Für wen** Alle.",
    onlyFor: (roles) => `**Für wen** Nur wenn mich jemand mit einer dieser Rollen fragt: ${roles}`,
    elsewhere: "-# Gilt auf diesem Server. In Direktnachrichten und anderswo ist jedes Werkzeug wie üblich.",
    choose: { on: "An", off: "Aus", yes: "Vorher fragen", no: "Nicht fragen" },
    usual: (what) => `Wie üblich: ${what}`,
    rolesPlaceholder: "Nur für diese Rollen (keine: alle)",
  },
};
