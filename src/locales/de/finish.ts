/** German texts of Finish setup on the status page. */
import type { Texts } from "../en.ts";

export const finish: Texts["finish"] = {
  title: "Einrichtung abschließen",
  again: "Noch einmal einrichten",
  explain:
    "Ein Schritt fehlt noch: Discord muss die Befehle und diese Adresse kennenlernen. Füge das Token des Bots ein, als Beweis, dass er dir gehört; es wird mit dem hier gesetzten verglichen und sonst nirgends gespeichert.",
  token: "Bot-Token",
  where:
    "Du findest es im Discord-Entwicklerportal auf der Seite Bot deiner Anwendung. Falls es verloren ging: dort auf Reset Token drücken und das neue hier als DISCORD_BOT_TOKEN setzen.",
  button: "Einrichtung abschließen",
  back: "Zurück zur Statusseite",
  discord: "Verbindung mit Discord",
  state: {
    connected: "verbunden",
    open: "Discord kennt diese Adresse noch nicht",
    refused: "Discord nimmt DISCORD_BOT_TOKEN nicht an",
    stranger: "das Token gehört zu einer anderen Anwendung",
    unknown: "Discord war gerade nicht zu erreichen",
  },
  fixRefused:
    "Setze das Token im Discord-Entwicklerportal zurück (Seite Bot) und trage das neue als DISCORD_BOT_TOKEN ein, zum Beispiel mit „npx wrangler secret put DISCORD_BOT_TOKEN“.",
  done: "Die Einrichtung ist abgeschlossen",
  notDone: "Noch nicht fertig",
  next: "Öffne die Statusseite wieder, füge den Bot einem Server oder deinem Konto hinzu und tippe in einem Kanal /frag.",
  policies: (privacy, terms) =>
    `Damit man sie im Profil des Bots findet, trage im Entwicklerportal auf der Seite General Information ein: Privacy Policy URL ${privacy}, Terms of Service URL ${terms}.`,
  tokenFits: "Das Token gehört zu dieser Anwendung.",
  registered: "Discord kennt die Befehle.",
  connected: (base) => `Discord schickt Befehle und Ereignisse an ${base}, und der Bot lässt sich zu Servern und Konten hinzufügen.`,
  noToken: "Da war kein Token. Füge es in das Feld ein und versuche es noch einmal.",
  wrongToken: "Das ist nicht das Token, das hier als DISCORD_BOT_TOKEN gesetzt ist. Kopiere es noch einmal aus dem Entwicklerportal, Seite Bot.",
  tokenRefused:
    "Discord nimmt dieses Token nicht (mehr) an. Setze es im Entwicklerportal auf der Seite Bot zurück und trage das neue als DISCORD_BOT_TOKEN ein.",
  stranger:
    "Das Token gehört zu einer anderen Anwendung als DISCORD_APPLICATION_ID und DISCORD_PUBLIC_KEY. Kopiere alle drei aus derselben Anwendung des Entwicklerportals.",
  endpointRefused: (base) =>
    `Discord konnte ${base}/interactions nicht prüfen. Sieh dir DISCORD_PUBLIC_KEY an (Entwicklerportal, General Information), warte eine Minute, falls du ihn gerade gesetzt hast, und versuche es noch einmal.`,
  refused: "Discord hat die Befehle abgelehnt. Veröffentliche die neueste Fassung und versuche es noch einmal.",
  discordAway: "Discord war nicht zu erreichen oder zu beschäftigt. Es ist nichts verloren: Versuche es in einer Minute noch einmal.",
  foreign: "Dieses Formular wurde von woanders abgeschickt. Öffne diese Seite selbst und schicke es von hier ab.",
  tooOften: "Zu viele Versuche. Warte eine Minute und versuche es dann noch einmal.",
};
