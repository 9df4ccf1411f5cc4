/** German texts about servers that have tools of their own (MCP). */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");
const tools = (n: number) => `${count(n)} ${n === 1 ? "Werkzeug" : "Werkzeuge"}`;

export const mcp: Texts["mcp"] = {
  open: "Werkzeug-Server",
  title: "### Werkzeug-Server dieses Servers",
  about: "-# Server, die MCP (Streamable HTTP) sprechen, bringen Werkzeuge mit, die ich hier in meinen Antworten benutzen darf.",
  noServers: "Es gibt noch keine.",
  pick: "Einen davon ansehen",
  state: (host, n, since) => `${host}, ${tools(n)}${since}.`,
  since: (when) => `, gelistet ${when}`,
  off: "Abgeschaltet.",

  serverTitle: (name) => `### Werkzeug-Server „${name}“`,
  address: (address) => `**Adresse** ${address}.`,
  hasHeaders: "Seine Kopfzeilen sind gesetzt und bleiben versiegelt.",
  noHeaders: "Er bekommt keine Kopfzeilen.",
  risk: {
    read: (names) => `**Sehen nur nach** ${names}`,
    write: (names) => `**Ändern, was leicht rückgängig zu machen ist** ${names}`,
    sensitive: (names) => `**Fragen vorher um Erlaubnis** ${names}`,
  },
  more: (n) => `und ${count(n)} weitere`,
  riskHint: "-# So sagt es der Server von seinen Werkzeugen. Ich richte mich danach, weil ihn jemand hinzugefügt hat, der diesen Server verwaltet.",
  leftOut: (names) => `**Ausgelassen** ${names}`,
  dropped: {
    name: "der Name ist nicht zu gebrauchen",
    schema: "die Eingabe ist nicht so beschrieben, dass Modelle sie verstehen",
    headers: "es verlangt Kopfzeilen, die nicht erlaubt sind",
    long: "die Liste ist zu lang",
    many: "es sind zu viele",
  },

  button: {
    add: "Hinzufügen…",
    refresh: "Neu abfragen",
    off: "Abschalten",
    on: "Einschalten",
    remove: "Entfernen",
    tools: "Seine Werkzeuge",
    all: "Alle Werkzeug-Server",
  },
  window: {
    title: "Werkzeug-Server hinzufügen",
    name: "Name des Servers",
    namePlaceholder: "wetter (damit beginnen die Namen der Werkzeuge)",
    address: "Adresse",
    addressPlaceholder: "etwa https://mcp.example.com/mcp",
    headers: "Kopfzeilen, je Zeile eine, falls nötig",
    headersPlaceholder: "etwa Authorization: Bearer …",
  },

  typed: (name, address) => `Was du getippt hast, ohne die Kopfzeilen:\nName: ${name}\nAdresse: ${address}`,
  nothingChanged: "Es wurde nichts geändert.",
  badName: (length) =>
    `Ein Name hat höchstens ${count(length)} Zeichen und mindestens einen Buchstaben von a bis z, weil die Namen der Werkzeuge damit beginnen. „mcp“ selbst ist vergeben.`,
  badAddress: {
    invalid: "Das ist keine Adresse, die ich benutzen kann. Sie sieht aus wie https://mcp.example.com/mcp, ohne Namen, Passwort oder Fragezeichen darin.",
    private:
      "Diese Adresse liegt in einem privaten Netz, das ich von dort, wo ich laufe, nicht erreiche oder nicht erreichen darf: Wer mich betreibt, erlaubt solche Adressen nicht.",
    insecure: "Die Adresse muss mit https:// beginnen, sonst wären die Kopfzeilen und aller Leute Worte unterwegs für jeden lesbar.",
  },
  badHeaders:
    "Diese Kopfzeilen kann ich nicht senden. Jede steht in einer eigenen Zeile, etwa „Authorization: Bearer …“, mit einfachen Buchstaben, Ziffern und Zeichen; die der Verbindung selbst lassen sich nicht setzen. Ich habe nichts davon behalten.",
  noSecretKey:
    "Ich kann Kopfzeilen nicht sicher aufbewahren, weil der Betreiber keinen SECRET_KEY gesetzt hat (`npm run setup` erzeugt einen). Ein Server, der keine braucht, geht trotzdem.",
  tooMany: (most) => `Ein Server kann ${count(most)} Werkzeug-Server haben. Entferne zuerst einen.`,
  nameTaken: (name) =>
    `Es gibt einen Werkzeug-Server, dessen Name „${name}“ zu ähnlich ist: die Werkzeuge beider würden gleich heißen. Wähle einen anderen Namen.`,

  added: (name) => `Erledigt. „${name}“ antwortet, und ich kann seine Werkzeuge ab jetzt benutzen.`,
  refreshed: (name) => `„${name}“ antwortet.`,
  found: (n, left) => `Er hat ${tools(n)}, die ich benutzen kann${left === 0 ? "" : `; ${count(left)} habe ich ausgelassen`}.`,
  oldList: "Was er vorher gelistet hat, bleibt.",
  removed: (name) => `„${name}“ ist entfernt.`,
  none: "Diesen Werkzeug-Server gibt es nicht (mehr).",
  failed: "Ich konnte diesen Server gerade nicht fragen und habe nichts geändert. Versuch es bitte in einer Minute noch einmal.",

  problem: {
    private: (host) => `${host} liegt in einem privaten Netz, und der Betreiber erlaubt solche Adressen nicht (mehr).`,
    "no-key": (host) =>
      `Ich kann die Kopfzeilen für ${host} nicht mehr lesen, weil der Betreiber SECRET_KEY geändert hat. Entferne den Server und füge ihn neu hinzu.`,
    unreachable: (host) => `Ich konnte ${host} nicht erreichen. Prüfe die Adresse und ob dieser Server läuft und aus dem Internet erreichbar ist.`,
    slow: (host) => `${host} hat nicht rechtzeitig geantwortet. Versuch es in einer Minute noch einmal.`,
    unauthorized: (host) =>
      `${host} lässt mich nicht ein. Prüfe die Kopfzeilen und ob der Schlüssel darin noch gilt: Entferne den Server und füge ihn neu hinzu.`,
    "not-found": (host) => `Unter dieser Adresse hat ${host} nichts, was MCP spricht. Oft endet sie auf /mcp.`,
    moved: (host) =>
      `${host} schickt mich an einen anderen Ort weiter, wohin ich nicht folge, weil die Kopfzeilen nur für ${host} sind. Nimm die Adresse, auf die er zeigt.`,
    busy: (host) => `${host} antwortet, hat aber gerade zu viel zu tun. Versuch es später noch einmal.`,
    ill: (host) => `${host} antwortet mit einem eigenen Fehler. Versuch es später noch einmal.`,
    "not-mcp": (host) => `Was unter ${host} antwortet, spricht kein MCP über Streamable HTTP. Prüfe die Adresse; oft endet sie auf /mcp.`,
    "old-protocol": (host) => `${host} spricht eine Version von MCP, die ich nicht verstehe.`,
    "too-large": (host) => `${host} antwortet mit mehr, als ich fassen kann.`,
    refused: (host) => `${host} will mir seine Werkzeuge nicht nennen.`,
    "needs-input": (host) => `${host} will zuerst jemanden etwas fragen, was hier nicht geht.`,
    "unknown-tool": (host) => `${host} kennt dieses Werkzeug nicht mehr. Frag die Liste neu ab.`,
  },
};
