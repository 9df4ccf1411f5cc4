/** German texts of /setprompt, /viewprompt and /resetprompt. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");

export const prompts: Texts["prompts"] = {
  somebody: "jemand",
  layer: {
    default: "Grundanweisungen",
    wishes: "wie ich nehme, was andere setzen",
    role: "wie ich die Persona verstehe",
    persona: "die Persona",
    server: "Anweisungen dieses Servers",
    channel: "Anweisungen dieses Kanals",
    thread: "Anweisungen dieses Threads",
    user: "persönliche Anweisungen",
  },
  setBy: (who) => `gesetzt von ${who}`,
  from: (source) => `aus ${source}`,
  setLayer: (layer, who, tokens) => `${layer}, gesetzt von ${who} (etwa ${count(tokens)} Tokens)`,
  shortened: (layer) => `Damit der Rest Platz hat, habe ich in der Mitte gekürzt: ${layer}.`,

  stored: {
    user: "Erledigt. So antworte ich dir ab jetzt, wo immer du mich fragst.",
    channel: "Erledigt. Daran halte ich mich ab jetzt bei allen in diesem Kanal.",
    thread: "Erledigt. Daran halte ich mich ab jetzt nur in diesem Thread; was sein Kanal gesetzt hat, zählt auch.",
    server: "Erledigt. Daran halte ich mich ab jetzt bei allen auf diesem Server.",
  },
  removed: {
    user: "Erledigt. Deine eigenen Anweisungen sind weg.",
    channel: "Erledigt. Die Anweisungen dieses Kanals sind weg.",
    thread: "Erledigt. Die Anweisungen dieses Threads sind weg; was sein Kanal gesetzt hat, zählt weiter.",
    server: "Erledigt. Die Anweisungen dieses Servers sind weg.",
  },
  nothingToRemove: {
    user: "Du hattest keine eigenen Anweisungen gesetzt, es gibt also nichts zu entfernen.",
    channel: "Dieser Kanal hat keine Anweisungen, es gibt also nichts zu entfernen.",
    thread: "Dieser Thread hat keine eigenen Anweisungen, es gibt also nichts zu entfernen. Die seines Kanals entfernt man im Kanal.",
    server: "Dieser Server hat keine Anweisungen, es gibt also nichts zu entfernen.",
  },
  undone: "Zurückgenommen. Das gilt jetzt wieder.",
  undoneToNothing: "Zurückgenommen. Dort ist jetzt nichts gesetzt.",
  changedMeanwhile: "Das wurde inzwischen geändert, also habe ich es gelassen. „Ansehen“ zeigt, was jetzt gilt.",
  holds: "Was jetzt gilt",
  replaces: "Was es ersetzt",
  yourText: "Dein Text, zum Kopieren",

  empty: "Da steht nichts. Schreib, woran ich mich halten soll, oder entferne es mit /prompt-löschen.",
  tooLong: (length, most) => `Das sind ${count(length)} Zeichen, und ${count(most)} passen hinein. Bitte kürze es.`,
  unknown: (names, known, literal) =>
    `Ich weiß nicht, was ich für ${names} einsetzen soll. Es gibt ${known}. Wo du die Klammern selbst meinst, verdopple sie: ${literal}.`,
  onlyMe: "Hier kenne ich nur dich, deshalb gehen nur deine eigenen Anweisungen: Lass `für` weg oder nimm „mich“.",
  forbidden: {
    channel: "Die Anweisungen eines Kanals sind Sache derer, die den Kanal oder den Server verwalten dürfen. Deine eigenen kannst du immer setzen.",
    server: "Die Anweisungen eines Servers sind Sache derer, die ihn verwalten dürfen. Deine eigenen kannst du immer setzen.",
  },

  modal: {
    title: {
      user: "Wie soll ich dir antworten?",
      channel: "Wie soll ich in diesem Kanal antworten?",
      thread: "Wie soll ich in diesem Thread antworten?",
      server: "Wie soll ich auf diesem Server antworten?",
    },
    label: "Woran ich mich halten soll",
    placeholder: (examples) => `z. B. Sei freundlich und knapp. Eingesetzt: ${examples}`,
  },

  view: {
    heading: "**Was mir gesagt wird, bevor ich dir hier antworte**, in dieser Reihenfolge. Eingesetzt ist, was in diesem Moment gilt.",
    nothingSet:
      "Bisher hat hier niemand etwas gesetzt. `/prompt-setzen` sagt mir, wie ich dir antworten soll; mit der Option `für` gilt es für den Kanal oder den Server.",
    nothingSetAlone: "Du hast bisher nichts gesetzt. `/prompt-setzen` sagt mir, wie ich dir antworten soll.",
    cut: "-# Manches ist hier gekürzt; das Menü darunter zeigt es ganz.",
    choose: "Etwas davon ganz, oder was vorher galt",
    full: (layer) => `Ganz: ${layer}`,
    history: (layer) => `Frühere Fassungen: ${layer}`,
    nothingThere: "Da ist nichts.",
    removedThen: "entfernt",
    tooLongToShow: "-# Es ist länger, als Discord mich auf einmal zeigen lässt; hier fehlt das Ende.",
  },
  button: { undo: "Rückgängig", view: "Ansehen", edit: "Ändern", back: "Zurück" },
  whose: { user: "meine", channel: "Kanal", thread: "Thread", server: "Server" },
};
