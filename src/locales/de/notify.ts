/** German texts about notifications: what is told, and where it is set up. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");
const inChannel = (channel: string) => (channel === "" ? "dort" : `in #${channel}`);
const because = (reason: string) => (reason === "" ? "" : ` ${reason}`);

export const notify: Texts["notify"] = {
  note: {
    channelOff: {
      title: "In einem Kanal habe ich aufgehört",
      text: (channel, reason) =>
        `Ich spreche und höre ${inChannel(channel)} nicht mehr von selbst.${because(reason)} Wenn das behoben ist, schalte es mit /autonomie an wieder ein.`,
    },
    schedulePaused: {
      title: (name) => `Der Zeitplan ${name} pausiert`,
      text: (channel, reason) =>
        `Er ist ${inChannel(channel)} gescheitert und würde es wieder, darum habe ich ihn angehalten.${because(reason)} Sieh ihn dir mit /zeitplan zeigen an; wenn das behoben ist, geht er mit /zeitplan fortsetzen weiter.`,
    },
    reminder: { title: "Erinnerung" },
    test: { title: "Es funktioniert", text: (target) => `Das ist ein Test. Benachrichtigungen für „${target}“ kommen hier an.` },
  },
  reason: {
    "no-access": "Ich sehe den Kanal nicht mehr: Gib mir dort „Kanal anzeigen“ und „Nachrichtenverlauf lesen“.",
    "no-permission": "Ich darf dort nicht mehr schreiben: Gib mir dort „Nachrichten senden“.",
    gone: "Den Kanal gibt es nicht mehr.",
    budget: "Das Budget war aufgebraucht.",
    model: "Das Modell hat nicht geantwortet.",
    undeliverable: "Discord hat die Nachricht nicht angenommen.",
  },
  otherwiseHint: "Du erfährst das, weil du es eingerichtet hast. Wohin solche Nachrichten gehen, lässt sich in /einstellungen unter Benachrichtigungen wählen.",

  open: "Benachrichtigungen",
  title: { me: "### Deine Benachrichtigungen", server: "### Benachrichtigungen dieses Servers" },
  about: {
    me: "-# Wo du von deinen Erinnerungen noch erfährst, außer dort, wo du sie gestellt hast.",
    server:
      "-# Wo die Verwaltung dieses Servers erfährt, dass ich irgendwo aufhören musste oder ein Zeitplan pausiert. Ohne einen Ort bekommt eine Direktnachricht, wer es eingerichtet hat.",
  },
  noTargets: "Es gibt noch keinen Ort.",
  noSecretKey:
    "-# Webhooks und ntfy-Themen können nicht hinzukommen, weil kein SECRET_KEY gesetzt ist (`npm run setup` macht einen): Ohne ihn kann ich ihre Adressen nicht sicher aufbewahren. Direktnachrichten gehen trotzdem.",
  pick: "Einen davon ansehen",
  latest: "**Letzte Benachrichtigungen**",
  state: {
    waiting: (why) => `wartet, ${why}`,
    sent: "gesagt",
    failed: (why) => `nicht gesagt, ${why}`,
  },
  why: {
    quiet: "wegen der Ruhezeit",
    nobody: "weil kein Ort gesetzt ist",
    off: "weil alle Orte ausgeschaltet sind",
    problem: (sentence) => `denn: ${sentence}`,
  },
  kind: { dm: "Direktnachricht", webhook: "Discord-Webhook", ntfy: "ntfy-Thema" },
  dmLabel: (name) => `Direktnachricht an ${name}`,
  webhookLabel: "Discord-Webhook",
  ntfyLabel: (host) => `ntfy auf ${host}`,

  targetTitle: (name) => `### Benachrichtigungen über „${name}“`,
  fine: "Funktioniert.",
  untried: "Noch nicht ausprobiert: Drücke auf Testen.",
  worked: (when) => `Hat ${when} funktioniert.`,
  off: "Ausgeschaltet.",
  quiet: (from, to, zone) => `**Ruhezeit** ${from} bis ${to}, ${zone}: Was dann kommt, wartet bis zu ihrem Ende, wenn kein anderer Ort es annimmt.`,
  noQuiet: "**Ruhezeit** keine.",

  button: {
    dm: "Direktnachricht",
    webhook: "Webhook …",
    ntfy: "ntfy …",
    test: "Testen",
    testAll: "Alle testen",
    on: "Einschalten",
    off: "Ausschalten",
    quiet: "Ruhezeit …",
    remove: "Entfernen",
    all: "Alle Benachrichtigungen",
  },
  window: {
    webhookTitle: "Discord-Webhook hinzufügen",
    ntfyTitle: "ntfy-Thema hinzufügen",
    quietTitle: "Ruhezeit",
    name: "Name, wie du ihn hier siehst",
    webhookAddress: "Adresse des Webhooks",
    webhookPlaceholder: "Zum Beispiel https://discord.com/api/webhooks/…",
    server: "Adresse des Servers",
    topic: "Thema (schwer zu erraten, wie ein Passwort)",
    token: "Zugriffstoken, wenn das Thema eins braucht",
    tokenPlaceholder: "Zum Beispiel tk_…",
    from: "Von (Stunde, 0 bis 23); leer: keine",
    to: "Bis (Stunde, 0 bis 23)",
    zone: "Zeitzone",
  },

  nothingChanged: "Es wurde nichts geändert.",
  badWebhook:
    "Das ist nicht die Adresse eines Discord-Webhooks. Sie sieht aus wie https://discord.com/api/webhooks/… und steht in den Einstellungen des Kanals unter Integrationen. Ich habe nichts davon behalten.",
  badAddress: {
    invalid: "Mit dieser Adresse kann ich nichts anfangen. Sie sieht aus wie https://ntfy.sh, ohne Namen, Passwort oder Fragezeichen darin.",
    private: "Diese Adresse liegt in einem privaten Netz, das ich von hier aus nicht erreiche oder nicht erreichen darf.",
    insecure: "Die Adresse muss mit https:// beginnen, sonst wären das Thema und alles, was ich sage, unterwegs für alle lesbar.",
  },
  badTopic: "Das ist kein Thema. Es hat höchstens 64 Buchstaben von a bis z, Ziffern, - und _.",
  badToken: "Das sieht nicht aus wie ein Zugriffstoken: Es hat nur Buchstaben, Ziffern und Zeichen und keine Leerzeichen. Ich habe nichts davon behalten.",
  badHours: "Ich brauche zwei verschiedene Stunden, jede von 0 bis 23, oder zwei leere Felder für keine Ruhezeit.",
  badZone: "Diese Zeitzone kenne ich nicht. Schreib sie wie Europe/Berlin oder nimm den Namen ihrer größten Stadt.",
  noKey: "Das kann ich nicht sicher aufbewahren, weil kein SECRET_KEY gesetzt ist (`npm run setup` macht einen). Direktnachrichten gehen trotzdem.",
  full: (most) => `Es kann ${count(most)} Orte geben. Entferne erst einen. Bekommst du schon Direktnachrichten, brauchst du keine zweiten.`,
  added: (name) => `„${name}“ ist hinzugefügt. Drücke auf Testen, um zu sehen, ob es ankommt.`,
  removed: (name) => `„${name}“ ist entfernt.`,
  none: "Diesen Ort gibt es nicht (mehr).",

  tested: (name) => `✅ „${name}“: gesendet. Sieh nach, ob es angekommen ist.`,
  notTested: (name, problem) => `❌ „${name}“ geht nicht: ${problem}`,
  testNone: "Kein Ort ist eingeschaltet, also gibt es nichts zu testen.",
  testFailed: "Das konnte ich gerade nicht testen. Versuch es in einer Minute noch einmal.",

  problem: {
    gone: "Discord kennt diesen Webhook nicht mehr, darum habe ich ihn ausgeschaltet. Leg in den Einstellungen des Kanals einen neuen an und füge ihn hinzu.",
    unauthorized: "Der Server lässt mich in dieses Thema nicht schreiben. Prüfe das Zugriffstoken: Entferne diesen Ort und füge ihn neu hinzu.",
    "no-key": "Ich kann seine Adresse nicht mehr lesen, weil SECRET_KEY geändert wurde. Entferne diesen Ort und füge ihn neu hinzu.",
    private: "Er liegt in einem privaten Netz, und solche Adressen sind hier nicht (mehr) erlaubt.",
    closed:
      "Hier werden keine Direktnachrichten von mir angenommen. Erlaube Direktnachrichten von Mitgliedern eines gemeinsamen Servers, oder füge mich deinem Konto hinzu.",
    refused: "Die Nachricht wurde abgelehnt. Entferne diesen Ort und füge ihn neu hinzu.",
    busy: "Er bekommt gerade zu viele Nachrichten.",
    unreachable: "Ich konnte ihn nicht erreichen. Prüfe die Adresse, und ob der Server läuft und aus dem Internet erreichbar ist.",
    slow: "Er hat nicht rechtzeitig geantwortet.",
    ill: "Er antwortet mit einem eigenen Fehler.",
    moved: "Der Server schickt mich an einen anderen Ort weiter, wohin ich nicht gehe. Füge ihn mit der Adresse hinzu, auf die er zeigt.",
    "not-ntfy": "Was dort antwortet, ist kein ntfy-Server. Prüfe die Adresse.",
    failed: "Ich weiß nicht, ob es angekommen ist.",
  },
};
