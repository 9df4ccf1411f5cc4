/** German texts of /schedule, and what stands in its receipts. Moments are Discord's own timestamps: everybody sees them in their own time. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");

export const schedule: Texts["schedule"] = {
  recurrence: {
    "not-understood": (typed) =>
      `Ich verstehe nicht, wann „${typed}“ ist. Versuch es zum Beispiel so: \`jeden Werktag um 9\`, \`alle 2 Stunden\`, \`montags und donnerstags um 18:30\`, \`am 1. jedes Monats um 20 Uhr\`, oder mit fünf Cron-Feldern wie \`0 9 * * 1-5\`.`,
    "bad-cron": (typed) =>
      `\`${typed}\` sind keine fünf Cron-Felder, die ich lesen kann. Es sind Minute, Stunde, Tag im Monat, Monat und Wochentag, etwa \`30 18 * * 1\` für montags um 18:30. Einfache Worte gehen auch: \`montags um 18:30\`.`,
    "six-fields": () => "Das sind mehr als fünf Cron-Felder: Ich gehe nach Minuten, lass also Sekunden oder Jahr weg. `30 18 * * 1` ist montags um 18:30.",
    "too-often": (_typed, least) => `Das wäre öfter als alle ${count(least)} Minuten. Nimm einen längeren Abstand, zum Beispiel \`alle 30 Minuten\`.`,
    never: (typed) => `„${typed}“ kommt nie: Diesen Tag hat kein Monat. Nimm einen anderen, oder \`am letzten Tag des Monats\`.`,
    uneven: () =>
      "Das teilt eine Stunde oder einen Tag nicht gleichmäßig und würde sich verschieben. Nimm alle 15, 20 oder 30 Minuten, alle 1, 2, 3, 4, 6, 8 oder 12 Stunden, oder nenn die Stunden: `täglich um 7, 12 und 19`.",
    "no-such-rhythm": () =>
      "Jeden zweiten Tag oder jede zweite Woche kann ich nicht zählen, auch keine Monate, die nicht ins Jahr aufgehen. Nenn Wochentage (`jeden Dienstag um 9`) oder Tage im Monat (`am 1. und 15. um 9`).",
    "different-minutes": () => "In einem Zeitplan gehen nur Uhrzeiten mit denselben Minuten zusammen, etwa 9:30 und 17:30. Mach zwei Zeitpläne daraus.",
  },

  onlyHere: "Zeitpläne gehören zu einem Server, auf dem ich Mitglied bin. Nutz das dort.",
  managers: "Zeitpläne macht, wer den Server verwaltet: Dafür braucht es „Server verwalten“.",
  noSuch: "So einen Zeitplan gibt es hier nicht (mehr). `/zeitplan liste` zeigt alle.",
  empty:
    "Hier gibt es noch keine Zeitpläne. Leg einen mit `/zeitplan hinzufügen` an, zum Beispiel wann: `jeden Werktag um 9`, auftrag: `Wünsch einen guten Morgen mit einer kuriosen Tatsache zum heutigen Tag`.",
  storage: "Ich erreiche meinen Speicher gerade nicht. Versuch es in einer Minute noch einmal.",
  notSpokenIn: (channel) => `In ${channel} selbst stehen keine Nachrichten. Nimm einen Textkanal oder einen Thread darin.`,
  youMayNot: (channel) => `In ${channel} darfst du nicht schreiben, also tue ich es dort auch nicht für dich. Nimm einen anderen Kanal.`,
  iMayNot: (channel, files) =>
    `In ${channel} darf ich nicht schreiben. Gib mir dort „Kanal anzeigen“ und „Nachrichten senden“${files ? ", und „Dateien anhängen“ für Bilder" : ""} (in Threads: „Nachrichten in Threads senden“), dann leg ihn noch einmal an.`,
  uncheckable: (channel) => `Ich konnte gerade nicht prüfen, wer in ${channel} schreiben darf. Versuch es in einer Minute noch einmal.`,
  goneChannel: "Diesen Kanal gibt es nicht mehr, oder ich darf ihn nicht sehen. Nimm einen anderen.",
  badZone: (typed) => `Die Zeitzone „${typed}“ kenne ich nicht. Schreib ihren Namen, etwa \`Europe/Berlin\`, oder eine große Stadt darin.`,
  noImages: "Hier gibt es kein Modell für Bilder, Zeitpläne können also nur Text posten.",
  emptyPrompt: "Sag mir mit der Option `auftrag`, was ich posten soll.",
  full: (most) => `Ein Server kann ${count(most)} Zeitpläne haben. Entfern erst einen: \`/zeitplan entfernen\`.`,
  nameTaken: (name) => `Es gibt schon einen Zeitplan namens „${name}“. Leg diesen mit einem anderen \`name\` an.`,

  preview: {
    title: "**Noch nicht gespeichert.** Das würde ich immer wieder posten:",
    proposed: (typed) => `Bei „${typed}“ war ich nicht sicher. Meinst du das? Sieh dir die nächsten Läufe an, bevor du speicherst.`,
    when: "Wann",
    zone: "Zeitzone",
    channel: "Kanal",
    what: "Was",
    next: "Die nächsten drei Läufe",
    zoneFrom: {
      option: "wie du gewählt hast",
      server: "die dieses Servers",
      person: "deine; der Server hat keine",
      none: "weder der Server noch du haben eine eingestellt; wähl sie mit der Option `zeitzone` oder in /einstellungen",
    },
    run: (seconds, local) => `<t:${seconds}:F> · <t:${seconds}:R>\n-# dort ${local}`,
    save: "Speichern",
    cancel: "Abbrechen",
    cancelled: "Es wurde nichts gespeichert.",
    gone: "Diese Vorschau kann ich nicht mehr lesen. Leg den Zeitplan noch einmal an.",
    saved: (name) => `Gespeichert: „${name}“.`,
    savedAlready: (name) => `„${name}“ ist schon gespeichert.`,
    failed: "Bei mir ist etwas schiefgegangen, darum ist nichts vorbereitet. Versuch es noch einmal.",
  },

  output: { text: "Text", image: "ein Bild" },
  tools: { on: "darf die Werkzeuge dieses Servers nutzen", off: "ohne Werkzeuge" },
  budget: (cents) => `höchstens ${cents} ¢ je Lauf`,

  list: {
    title: (n, most) => `### Zeitpläne dieses Servers\n-# ${count(n)} von ${count(most)}`,
    line: (name, when, channel) => `**${name}** · ${when} · ${channel}`,
    next: (seconds) => `nächster <t:${seconds}:R>`,
    never: "kein weiterer Lauf",
    paused: "pausiert",
    problem: (sentence) => `⚠️ ${sentence}`,
    pick: "Einen davon ansehen",
    previous: "Zurück",
    more: "Mehr",
  },

  show: {
    title: (name) => `### ${name}`,
    next: "Nächste Läufe",
    pausedNow: "Pausiert: Er läuft nicht, bis du auf Fortsetzen drückst oder `/zeitplan fortsetzen` nutzt.",
    pausedBecause: (failures, sentence) =>
      `Pausiert nach ${failures === 1 ? "einem Fehlschlag" : `${count(failures)} Fehlschlägen hintereinander`}. ${sentence}`,
    lastProblem: (sentence) => `Letztes Problem: ${sentence}`,
    receipts: "Letzte Läufe",
    noReceipts: "Er ist noch nicht gelaufen.",
    by: (who, seconds) => `angelegt von ${who} <t:${seconds}:d>`,
    byNobody: (seconds) => `angelegt <t:${seconds}:d>`,
    outcome: { running: "läuft", done: "gepostet", failed: "fehlgeschlagen", held: "zurückgehalten", skipped: "ausgelassen: ich war außer Betrieb" },
    link: "zum Beitrag",
    cost: (usd) => `${String(usd).replace(".", ",")} $`,
    skippedBefore: (n) => `davor ${count(n)} ausgelassen`,
  },

  button: {
    pause: "Pausieren",
    resume: "Fortsetzen",
    run: "Jetzt ausführen",
    remove: "Entfernen",
    list: "Alle Zeitpläne",
    keep: "Behalten",
    reallyRemove: "Wirklich entfernen",
  },
  paused: (name) => `„${name}“ ist pausiert.`,
  resumed: (name) => `„${name}“ läuft wieder.`,
  started: (channel) => `Er läuft jetzt; der Beitrag kommt gleich in ${channel}. Wie es ausging, steht hier unter Letzte Läufe.`,
  confirmRemove: (name) => `„${name}“ mit seinen Belegen entfernen? Was er gepostet hat, bleibt.`,
  removed: (name) => `„${name}“ ist entfernt.`,

  problem: {
    paused: "Ich bin auf diesem Server angehalten (`/einstellungen`, Dieser Server).",
    elsewhere: "In diesem Kanal darf ich nicht genutzt werden (`/einstellungen`, Dieser Server: wo ich genutzt werden darf).",
    budget: "Das Budget des Tages war aufgebraucht. Der nächste Lauf versucht es wieder.",
    "budget-run": "Ein Lauf hätte mehr gekostet, als dieser Zeitplan darf. Leg ihn mit höherem Budget oder ohne noch einmal an.",
    storage: "Mein Speicher war nicht zu erreichen.",
    crashed: "Ich wurde unterbrochen, oder es dauerte zu lang.",
    empty: "Das Modell hatte nichts zu sagen.",
    model: "Das Modell hat nicht geantwortet.",
    "model-setup": "So wie es eingerichtet ist, lässt sich das Modell nicht nutzen. Prüfen sagt mehr (`/einstellungen`, Prüfen).",
    image: "Das Bildmodell hat kein Bild gemacht.",
    "image-off": "Es gibt kein Modell für Bilder mehr.",
    "image-refused": "Dieses Bild macht das Bildmodell nicht. Ändere den Auftrag.",
    gone: "Den Kanal gibt es nicht mehr, oder ich kann ihn nicht mehr sehen.",
    "no-permission":
      "In diesem Kanal darf ich nicht mehr schreiben: Gib mir dort „Kanal anzeigen“ und „Nachrichten senden“, für Bilder auch „Dateien anhängen“.",
    closed: "Dieser Thread ist für mich geschlossen.",
    automod: "Der AutoMod dieses Servers lässt mich das nicht posten.",
    undeliverable: "Discord hat den Beitrag nicht angenommen.",
    lost: "Er ging in einem Ausfall verloren.",
  },
};
