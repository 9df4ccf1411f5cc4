/** German texts of /catchup and of "Summarize from here". */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const catchup: Texts["catchup"] = {
  read: (said, people, bots, from, to, where) =>
    `${plural(said, "Nachricht", "Nachrichten")}${where === "" ? "" : ` in ${where}`}${from === to ? `, ${from}` : ` von ${from} bis ${to}`}, von ${[
      ...(people > 0 || bots === 0 ? [plural(people, "Person", "Personen")] : []),
      ...(bots > 0 ? [plural(bots, "Bot", "Bots")] : []),
    ].join(" und ")}.`,
  remembered: (n) => `Dazu ${plural(n, "Zeile", "Zeilen")}, an die ich mich erinnere.`,
  condensing: (said) => `Ich lese ${plural(said, "Nachricht", "Nachrichten")}; das dauert einen Moment …`,

  guest:
    "Ich bin hier kein Mitglied, darum kann ich nicht lesen, was geschrieben wird. Rechtsklick auf eine Nachricht, Apps, KI privat fragen: das geht überall.",
  hereUnreadable:
    "Ich kann die früheren Nachrichten dieses Kanals nicht lesen: Mir oder dir fehlen die Rechte „Kanal anzeigen“ und „Nachrichtenverlauf anzeigen“.",
  youMayNot: (channel) => `Du kannst die früheren Nachrichten von ${channel} nicht lesen, also lese ich sie dir auch nicht vor.`,
  iMayNot: (channel) => `Ich kann die früheren Nachrichten von ${channel} nicht lesen: Dort fehlt mir „Kanal anzeigen“ oder „Nachrichtenverlauf anzeigen“.`,
  gone: (channel) => `Ich finde ${channel} nicht, oder ich darf es nicht sehen. Nimm einen anderen Kanal.`,
  noMessages: (channel) => `${channel} hat keine eigenen Nachrichten. Nimm einen Textkanal oder einen Thread oder Beitrag darin.`,
  ageRestricted: (channel) => `${channel} hat eine Altersbeschränkung. Frag mich dort.`,
  otherServer: "Ich kann nur in Kanäle dieses Servers schauen, und nur von hier aus.",
  uncheckable: "Ich kann gerade nicht prüfen, wer diesen Kanal lesen darf, also lasse ich es lieber. Versuch es in einer Minute noch einmal.",
  unreadable: "Discord hat mich die Nachrichten gerade nicht lesen lassen. Versuch es in einer Minute noch einmal.",

  badSince: (typed) =>
    `Ich weiß nicht, wann „${typed}“ war. Versuch zum Beispiel: \`2 Std\`, \`3 Tage\`, \`gestern\`, \`seit Montag\`, \`gestern 14:00\`, \`20.11.\` oder den Link einer Nachricht.`,
  badSinceEmpty:
    "Sag mir, seit wann, zum Beispiel `2 Std`, `gestern` oder `seit Montag`, oder lass es weg: Dann beginne ich bei deiner letzten Nachricht hier.",
  ahead: (typed) => `„${typed}“ kommt erst noch. Nenn mir einen Zeitpunkt, der schon war, zum Beispiel \`2 Std\` oder \`gestern\`.`,

  nothingSinceYours: (link) => `Nichts Neues: Seit deiner letzten Nachricht (${link}) hat niemand etwas geschrieben.`,
  nothingSince: (moment) => `Nichts Neues: Seit ${moment} hat niemand etwas geschrieben.`,
  nothingAtAll: "Hier hat noch niemand etwas geschrieben.",
  nothingReadable: "Hier gibt es nichts, was ich lesen darf.",
  lookFurther: "-# Mit der Option `seit` schaust du weiter zurück, zum Beispiel `seit: gestern`.",
  onlyBlank: "Ich sehe, dass etwas geschrieben wurde, aber nicht, was.",
  toYou: (links) => `An dich gerichtet: ${links}`,
  beginsAt: (link) => `Hier geht es los: ${link}`,

  notice: {
    more: (n, from) => `Ich habe nur die letzten ${count(n)} Nachrichten gelesen, zurück bis ${from}.`,
    moreOfAbout: (n, about, from) => `Ich habe nur die letzten ${count(n)} von etwa ${count(about)} Nachrichten gelesen, zurück bis ${from}.`,
    broken: (from) => `Weiter zurück als bis ${from} hat Discord mich nicht lesen lassen.`,
    brokenFollowing: (to) => `Über ${to} hinaus hat Discord mich nicht lesen lassen.`,
    yoursFurtherBack: "Deine eigene letzte Nachricht liegt weiter zurück, als ich gelesen habe.",
    yoursNowhere: "Du hast hier noch nichts geschrieben, darum habe ich bei der ersten Nachricht begonnen.",
    leftOut: "Was Leute geschrieben haben, die nicht gelesen werden möchten, ist nicht dabei.",
    byUtc: "Ich habe nach UTC gerechnet, weil ich deine Zeitzone nicht kenne. Du kannst sie in /einstellungen angeben.",
    condensed: (n) => `${n === 1 ? "Die älteste Nachricht wurde" : `Die ${count(n)} ältesten Nachrichten wurden`} zuerst verdichtet, damit alles hineinpasst.`,
  },

  suggestions: [
    { name: "seit meiner letzten Nachricht hier", value: "letzte Nachricht" },
    { name: "die letzte Stunde", value: "1 Stunde" },
    { name: "die letzten 3 Stunden", value: "3 Stunden" },
    { name: "heute", value: "heute" },
    { name: "seit gestern", value: "gestern" },
    { name: "die letzten 24 Stunden", value: "24 Stunden" },
    { name: "seit Montag", value: "Montag" },
    { name: "die letzten 3 Tage", value: "3 Tage" },
    { name: "die letzte Woche", value: "1 Woche" },
  ],
};
