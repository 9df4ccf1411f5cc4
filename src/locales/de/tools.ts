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
};
