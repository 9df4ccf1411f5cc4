/** German texts of what else can be done with an answer, behind More. */
import type { Texts } from "../en.ts";

export const more: Texts["more"] = {
  title: "Was soll mit dieser Antwort geschehen?",
  noThreads: "Ein Thread kann nur in einem Textkanal eines Servers beginnen, in dem ich Mitglied bin, und nicht in einem anderen Thread.",
  createPublicThreads: "Öffentliche Threads erstellen",
  youLack: (names) => `Du darfst hier keinen Thread beginnen (dir fehlt: ${names}).`,
  iLack: (names) => `Ich darf hier keinen Thread beginnen (mir fehlt: ${names}). Wer diesen Kanal verwaltet, kann es erlauben.`,
  notYours: "Das kann nur, wer gefragt hat, und bei öffentlichen Antworten die Moderation.",
  messageGone: "Diese Antwort steht nicht mehr im Kanal, deshalb kann an ihr kein Thread beginnen.",
  refused:
    "Discord hat mich hier keinen Thread beginnen lassen. Vielleicht gibt es schon zu viele, oder mir fehlt eine Berechtigung. `/einstellungen` prüft das.",
  goesOn: (thread) => `In ${thread} geht es weiter. Ich weiß, was wir bis hierher gesagt haben; frag mich dort mit \`/frag\`.`,
  threadName: "Unser Gespräch",
  opener: "-# Hier geht es weiter. Frag mich mit `/frag`; ich weiß, was bis zur Nachricht oben gesagt wurde.",
  cannotDelete: "Ich kann hier nichts löschen, weil ich kein Mitglied dieses Ortes bin. Das kann, wer hier Nachrichten löschen darf.",
  deleted: "Gelöscht, und ich weiß nichts mehr davon.",
  notAllDeleted: "Ich weiß nichts mehr davon, aber Discord hat mich nicht alle Nachrichten löschen lassen. Das kann, wer hier Nachrichten löschen darf.",
};
