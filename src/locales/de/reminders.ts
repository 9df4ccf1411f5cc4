/** German texts of reminders. */
import type { Texts } from "../en.ts";

export const reminders: Texts["reminders"] = {
  told: (mention) => `⏰ ${mention}, daran sollte ich dich erinnern:`,
  toldDirectly: "⏰ Daran sollte ich dich erinnern:",
  about: (url) => `-# Zu dieser Nachricht: ${url}`,
  gone: "-# Worum es ging, gibt es nicht mehr.",
  comesBack: "-# 🔁 Das kommt wieder; `/erinnere` zeigt es dir.",
  doneNow: "-# ✅ Erledigt.",
  snoozedUntil: (moment) => `-# 💤 Noch einmal: ${moment}`,
  notYours: "Das ist die Erinnerung von jemand anderem, oder es gibt sie nicht mehr.",

  set: {
    here: (whole, left) => `⏰ Ich erinnere dich hier, ${whole} (${left}).`,
    dm: (whole, left) => `⏰ Ich erinnere dich in einer Direktnachricht, ${whole} (${left}).`,
  },
  after: (moments) => `🔁 Danach: ${moments}`,
  local: (time, zone) => `-# ${time} in deiner Zeitzone, ${zone}.`,
  noZone: (time) =>
    `-# ${time} in UTC, denn deine Zeitzone kenne ich nicht. Wähle sie unten, dann zieht diese Erinnerung mit; in \`/einstellungen\` (Ich) gibt es alle anderen.`,
  chooseZone: "Meine Zeitzone ist …",
  moved: "Gemerkt. Dann hörst du davon in deiner Zeitzone.",
  cannotPost: "-# Ich kann hier nichts für dich schreiben, darum kommt es als Direktnachricht.",
  edited: "Geändert.",
  cancelled: "Gestrichen: Daran erinnere ich dich nicht.",
  isGone: "Diese Erinnerung gibt es nicht mehr. `/erinnere` zeigt, welche noch da sind.",
  aMessage: "eine Nachricht",

  list: {
    title: (n, most) => `**Deine Erinnerungen** (${n} von ${most})`,
    none: "Du hast keine Erinnerungen. Sag mir, woran und wann: `/erinnere woran: Milch kaufen wann: morgen um 9`. Oder mit Rechtsklick auf eine Nachricht: Apps, Erinnere mich.",
    line: (whole, left, text) => `${whole} · ${left} · ${text}`,
    direct: "Direktnachricht",
    told: "**Gesagt, noch nicht erledigt**",
    failed: "**Konnte ich nicht sagen:** Weder der Kanal noch deine Direktnachrichten haben es angenommen. Bearbeite eine, um es noch einmal zu versuchen.",
    pick: "Eine ändern oder streichen",
    page: (page, pages) => `-# Seite ${page} von ${pages}`,
    zone: (zone) => `-# Zeiten zeigt deine eigene Uhr; was du eintippst, gilt in ${zone}.`,
  },

  button: {
    done: "Erledigt",
    minutes: "10 Min.",
    hour: "1 Stunde",
    tomorrow: "Morgen 9:00",
    edit: "Bearbeiten",
    cancel: "Erinnerung streichen",
    list: "Alle Erinnerungen",
    before: "Zurück",
    next: "Weiter",
    say: "Sagen, wann",
  },

  menu: {
    ask: "Wann soll ich dich an diese Nachricht erinnern?",
    soon: "In 20 Minuten",
    hour: "In 1 Stunde",
    tomorrow: "Morgen 9:00",
    other: "Ein andermal …",
  },

  window: {
    title: "Erinnerung",
    what: "Woran?",
    whatPlaceholder: "Milch kaufen",
    about: "Eigene Notiz, wenn du magst",
    when: "Wann?",
    whenPlaceholder: "in 10 Minuten, morgen um 9, nächsten Freitag 18 Uhr",
    repeat: "Wiederholen, wenn es wiederkommen soll",
    repeatPlaceholder: "täglich, jeden Montag um 9, wöchentlich",
  },

  problem: {
    what: "Woran soll ich dich erinnern? Sag es mir in `woran`.",
    when: "Wann soll ich dich erinnern? Sag es zum Beispiel so: „in 10 Minuten“, „morgen um 9“, „nächsten Freitag 18 Uhr“ oder „24.12. 20:00“.",
    none: "Ich habe nicht verstanden, wann. Sag es zum Beispiel so: „in 10 Minuten“, „morgen um 9“, „nächsten Freitag 18 Uhr“ oder „24.12. 20:00“.",
    unclear: (rest) => `Ich habe nicht alles verstanden: Was heißt „${rest}“? Sag es zum Beispiel so: „morgen um 9“ oder „24.12. 20:00“.`,
    past: (time, zone) => `Das ist vorbei: Bei dir ist es ${time} (${zone}). Nenn einen Zeitpunkt, der noch kommt.`,
    "too-soon": "Das ist zu früh, ich brauche mindestens fünf Sekunden.",
    "too-far": "Das ist zu lange hin: Ich hebe Erinnerungen bis zu fünf Jahre auf.",
    repeat:
      "Ich habe nicht verstanden, wie es wiederkommen soll. Sag es zum Beispiel so: „täglich“, „jeden Montag um 18:30“, „werktags um 9“ oder „monatlich“.",
    "too-often": "Das ist zu oft: höchstens alle 15 Minuten.",
    never: "Das kommt nie. Nenn Tage, die es gibt.",
    long: (most) => `Das ist zu lang: höchstens ${most} Zeichen.`,
    full: (most) => `Bei dir warten schon ${most} Erinnerungen, mehr hebe ich nicht auf. Streich zuerst eine.`,
  },
};
