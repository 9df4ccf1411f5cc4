/** German texts of the invitation and the set-up. */
import type { Texts } from "../en.ts";

export const setup: Texts["setup"] = {
  welcomeServer: [
    "### Hallo, ich bin Edgewise!",
    "Frag mich mit `/frag`, oder klick eine Nachricht rechts an → Apps → Mit KI antworten. Ich antworte genau dort, wo du bist.",
    "Ich rede nur, wenn mich jemand fragt, außer eure Verwaltung erlaubt mir mehr, und ich pinge niemanden. `/hilfe` zeigt alles, was ich kann.",
    "Wer diesen Server verwaltet, kann mir sagen, wo man mich benutzen darf, wie ich klingen soll und was ich kosten darf.",
  ].join("\n"),
  welcomePerson: [
    "### Hallo, ich bin Edgewise!",
    "Du kannst mich überallhin mitnehmen: Tippe `/frag` in irgendeiner Unterhaltung, oder klick eine Nachricht rechts an → Apps → KI privat fragen.",
    "Ich rede nur, wenn du mich fragst. Kein anderer Mensch sieht, was du mich hier fragst; `/datenschutz` sagt, was ich behalte und welches Modell es liest.",
    "`/einstellungen` ist für deine Zeitzone und dafür, wie ich dir antworte, `/hilfe` zeigt alles, was ich kann.",
  ].join("\n"),
  setUp: "Einrichten",
  tryIt: "Ausprobieren",
  privacy: "Datenschutz",
  tryTitle: "Frag mich etwas",
  tryLabel: "Deine Frage",
  tryPlaceholder: "z. B. Wie könnte unser Team beim Kneipenquiz heißen?",

  heading: (step, of) => `### Einrichten · ${step} von ${of}`,
  steps: {
    channels: "**Wo darf man mich benutzen?** Überall, wenn du keine Kanäle auswählst. Threads gehören zu ihrem Kanal.",
    personality: "**Wie soll ich klingen?** Wähl einen Charakter, oder sag es mir mit eigenen Worten.",
    unasked: "**Darf ich ungefragt reden?** Nur wenn du es sagst. Dann wähl auch die Kanäle aus: Dort warte ich auf einen guten Moment.",
    budget: "**Was darf ich am Tag kosten?** Ist das ausgegeben, sage ich das und ruhe bis Mitternacht UTC.",
  },
  now: (value) => `Jetzt: ${value}`,
  back: "Zurück",
  skip: "Überspringen",
  next: "Weiter",
  finish: "Fertig, und prüfen",
  again: "Noch einmal prüfen",
  settings: "Zu den Einstellungen",
};
