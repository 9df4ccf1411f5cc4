/** German texts about models: /modell, the allow list and a server's own endpoint. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");

export const models: Texts["models"] = {
  title: "### Welches Modell dir hier antwortet",
  vision: "Bilder",
  tools: "Werkzeuge",
  about: {
    price: (input, output) => `${input} $ / ${output} $ je Million Token hinein / heraus`,
    noPrice: "Preis mir unbekannt",
    window: (size) => `liest bis zu ${size} Token`,
    sees: "sieht Bilder",
    blind: "sieht keine Bilder",
    calls: "kann Werkzeuge benutzen",
  },
  because: {
    asked: "Du hast es verlangt.",
    persona: "Die Persona bringt es mit.",
    user: "Du hast es gewählt: Es begleitet dich überallhin, wo es benutzt werden darf.",
    thread: "Es wurde für diesen Thread gewählt.",
    channel: "Es wurde für diesen Kanal gewählt.",
    server: "Es wurde für diesen Server gewählt.",
    job: "Wer mich betreibt, hat es für diese Art von Aufgabe gewählt.",
    endpoint: "Es ist das erste am eigenen Endpunkt dieses Servers.",
    default: "Es ist mein Standard; niemand hat ein anderes gewählt.",
  },
  source: {
    asked: "dir, für diese Antwort",
    persona: "der Persona",
    user: "dir",
    thread: "diesem Thread",
    channel: "diesem Kanal",
    server: "diesem Server",
    job: "dieser Art von Aufgabe",
    endpoint: "dem Endpunkt dieses Servers",
    default: "meinem Standard",
  },
  chain: (names) => `**Falls es ausfällt** ${names}`,
  noChain: "**Falls es ausfällt** gibt es kein anderes",
  chosen: (choices) => `**Gewählt** ${choices}`,
  choice: (whose, model, who) => `für ${whose}: ${model}, von ${who}`,
  whose: { user: "dich", thread: "diesen Thread", channel: "diesen Kanal", server: "diesen Server" },
  atOwn: (host) => `**Wo** am eigenen Endpunkt dieses Servers, ${host}. Der Server zahlt dafür, meine Budgets zählen es nicht.`,
  passedOver: (model, whose, instead) => `„${model}“ war gewünscht (gewählt von: ${whose}), darf hier aber nicht benutzt werden; gefragt wurde „${instead}“.`,
  passedOverHere: (model) => `-# Deine Wahl „${model}“ darf hier nicht benutzt werden, also ruht sie.`,
  none: "Keines der Modelle, die auf diesem Server benutzt werden dürfen, ist noch da. Wer „Server verwalten“ darf, kann neu wählen: /einstellungen → Server → Modelle.",
  notAllowed: (allowed) => `Dieses Modell darf hier nicht benutzt werden. Zur Wahl stehen: ${allowed}`,
  unknown: (name, allowed) => `„${name}“ kann ich hier nicht benutzen. Zur Wahl stehen: ${allowed}`,
  more: (n) => `${count(n)} weitere`,
  moreInCommand: (n) => `-# ${count(n)} weitere passen nur in die Liste von \`/modell name:\`.`,

  onlyMe: "Hier kenne ich nur dich, also lässt sich nur dein eigenes Modell wählen: Lass `für` weg oder wähle „mich“.",
  forbidden: {
    channel: "Das Modell eines Kanals wählt, wer den Kanal oder den Server verwalten darf. Dein eigenes kannst du immer wählen.",
    server: "Das Modell eines Servers wählt, wer den Server verwalten darf. Dein eigenes kannst du immer wählen.",
  },
  stored: {
    user: (model) => `Erledigt. Ab jetzt antwortet dir **${model}**, überall, wo es benutzt werden darf.`,
    channel: (model) => `Erledigt. Ab jetzt antwortet in diesem Kanal **${model}**, außer jemand hat für sich selbst gewählt.`,
    thread: (model) => `Erledigt. Ab jetzt antwortet in diesem Thread **${model}**, außer jemand hat für sich selbst gewählt.`,
    server: (model) => `Erledigt. Ab jetzt antwortet auf diesem Server **${model}**, außer ein Kanal oder jemand selbst hat ein anderes.`,
  },
  reset: {
    user: "Erledigt. Du hast kein eigenes Modell mehr.",
    channel: "Erledigt. Dieser Kanal hat kein eigenes Modell mehr.",
    thread: "Erledigt. Dieser Thread hat kein eigenes Modell mehr.",
    server: "Erledigt. Dieser Server hat kein eigenes Modell mehr.",
  },
  undone: "Zurückgenommen. Das gilt jetzt wieder.",
  changedMeanwhile: "Das wurde inzwischen geändert, also habe ich es gelassen. Das gilt jetzt.",
  defaultChoice: "Standard: was ohnehin gilt",
  choose: {
    user: "Wähle ein Modell für dich",
    channel: "Wähle eines für diesen Kanal",
    thread: "Wähle eines für diesen Thread",
    server: "Wähle eines für diesen Server",
  },
  button: { undo: "Rückgängig", reset: "Zurück zum Standard", settings: "Einstellungen", open: "Modell" },
  target: { user: "Für mich", channel: "Für diesen Kanal", thread: "Für diesen Thread", server: "Für diesen Server" },
  tab: { user: (model) => `**Modell** ${model}`, here: (model) => `**Modell hier** ${model}`, none: "was ohnehin gilt" },

  own: {
    unreachable:
      "Dieser Server hat einen eigenen Modell-Endpunkt, und der ist nicht erreichbar. Wer „Server verwalten“ darf, kann ihn prüfen oder ändern: /einstellungen → Server → Modelle.",
    unauthorized:
      "Dieser Server hat einen eigenen Modell-Endpunkt, und der nimmt den hinterlegten Schlüssel nicht an. Wer „Server verwalten“ darf, kann einen anderen eingeben: /einstellungen → Server → Modelle.",
    unknownModel: (model) =>
      `Dieser Server hat einen eigenen Modell-Endpunkt, und der kennt „${model}“ nicht. Wähle mit /modell ein anderes, oder wer „Server verwalten“ darf, berichtigt die Liste: /einstellungen → Server → Modelle.`,
    notAnApi:
      "Dieser Server hat einen eigenen Modell-Endpunkt, und was dort antwortet, ist kein Modell-Server. Wer „Server verwalten“ darf, kann die Adresse berichtigen: /einstellungen → Server → Modelle.",
    private:
      "Der eigene Modell-Endpunkt dieses Servers hat eine Adresse in einem privaten Netz, und wer mich betreibt, erlaubt solche nicht. Wer „Server verwalten“ darf, kann ihn ändern: /einstellungen → Server → Modelle.",
    noKey:
      "Den Schlüssel zum eigenen Modell-Endpunkt dieses Servers kann ich nicht mehr lesen, weil SECRET_KEY geändert wurde. Wer „Server verwalten“ darf, muss ihn neu eingeben: /einstellungen → Server → Modelle.",
  },
  ownTruncates: (model, tokens) =>
    `Der eigene Endpunkt dieses Servers schneidet Anfragen an „${model}“ stillschweigend bei etwa ${count(tokens)} Token ab. Wer ihn betreibt, kann dem Modell einen größeren Kontext geben.`,

  why: {
    chosenBy: (whose) => `gewählt von ${whose}`,
    at: (host) => `am eigenen Endpunkt dieses Servers, ${host}`,
    ownCost: (amount) => `etwa ${amount}, von diesem Server bezahlt`,
    ownUnpriced: "mir unbekannt, von diesem Server bezahlt",
  },

  panel: {
    open: "Modelle",
    title: "### Modelle auf diesem Server",
    answers: (model) => `**Ohne weitere Wahl** antwortet ${model}.`,
    all: (names) => `**Zur Wahl** stehen alle meine: ${names}`,
    only: (names) => `**Zur Wahl** stehen nur: ${names}`,
    allowPlaceholder: "Modelle, die hier gewählt werden dürfen",
    noEndpoint: (host) => `**Eigener Endpunkt** keiner: Fragen gehen an ${host}, innerhalb des Budgets.`,
    endpoint: (host) => `**Eigener Endpunkt** ${host}. Dieser Server zahlt dafür; das Budget zählt nur, was meine eigenen Modelle kosten.`,
    key: { set: "**Schlüssel** gesetzt. Ich zeige ihn nie wieder.", none: "**Schlüssel** keiner." },
    models: (names) => `**Seine Modelle** ${names}. Das erste antwortet ohne weitere Wahl, die nächsten helfen, wenn es ausfällt.`,
    tested: (when) => `**Zuletzt bei einer Prüfung in Ordnung** ${when}`,
    cut: (n) => `-# Nur die ersten ${count(n)} passen ins Menü.`,
    defaultModel: "Standardmodell",
    setEndpoint: "Eigener Endpunkt…",
    test: "Prüfen",
    remove: "Entfernen",
    removed: "Entfernt, samt Schlüssel. Fragen gehen wieder an meine eigenen Modelle.",
  },

  window: {
    title: "Eigener Modell-Endpunkt des Servers",
    address: "Adresse, bis einschließlich /v1",
    addressPlaceholder: "z. B. https://api.openai.com/v1",
    key: "Schlüssel",
    keyPlaceholder: "Leer lassen, wo keiner nötig ist. Ich zeige ihn nie wieder.",
    keyKept: "Einer ist gesetzt. Leer lassen, um ihn für denselben Host zu behalten.",
    models: "Modelle, das erste ist der Standard",
    modelsPlaceholder: "z. B. gpt-5-mini, gpt-5-nano. Leer: alle, die der Endpunkt nennt.",
  },

  endpoint: {
    typed: (address, models) => `Was du eingegeben hast, ohne den Schlüssel:\nAdresse: ${address}\nModelle: ${models}`,
    nothingChanged: "Es wurde nichts geändert.",
    works: (host, model, ms) =>
      `Es funktioniert: ${host} hat als „${model}“ nach ${count(ms)} ms geantwortet. Ab jetzt gehen die Fragen aller auf diesem Server dorthin, und der Server zahlt dafür.`,
    stillWorks: (host, model, ms) => `Es funktioniert: ${host} hat als „${model}“ nach ${count(ms)} ms geantwortet.`,
    invalid: "Das ist keine Adresse, die ich benutzen kann. Sie sieht aus wie https://api.example.com/v1, ohne Namen, Passwort oder Fragezeichen darin.",
    private: "Diese Adresse liegt in einem privaten Netz, das ich nicht erreichen kann oder nicht darf: Wer mich betreibt, erlaubt solche Adressen nicht.",
    insecure: "Die Adresse muss mit https:// beginnen, sonst wären der Schlüssel und die Worte aller unterwegs für jeden lesbar.",
    badKey:
      "Das sieht nicht nach einem Schlüssel aus: Er darf keine Leerzeichen haben und nur einfache Buchstaben, Ziffern und Zeichen. Ich habe nichts davon behalten.",
    noSecretKey:
      "Ich kann keinen Schlüssel sicher aufbewahren, weil kein SECRET_KEY gesetzt ist (`npm run setup` macht einen). Ein Endpunkt ohne Schlüssel geht trotzdem.",
    tooMany: (n, most) => `Das sind ${count(n)} Modelle, und ${count(most)} passen hinein. Nenne bitte weniger.`,
    longName: (length) => `Der Name eines Modells darf ${count(length)} Zeichen haben.`,
    unreachable: (host) => `Ich konnte ${host} nicht erreichen. Prüfe die Adresse und ob der Server läuft und aus dem Internet erreichbar ist.`,
    unauthorized: (host) => `${host} nimmt den Schlüssel nicht an. Prüfe ihn, und ob er zu dieser Adresse gehört.`,
    notAnApi: (host) =>
      `Was unter ${host} antwortet, ist keine OpenAI-kompatible Schnittstelle. Die Adresse ist alles vor /chat/completions und endet meist auf /v1.`,
    unknownModel: (host, model) => `${host} hat kein Modell „${model}“.`,
    lists: (names) => `Genannt werden: ${names}`,
    noList: (host) => `${host} nennt seine Modelle nicht. Nenne du sie bitte, das erste ist der Standard.`,
    longList: (host, n) => `${host} nennt ${count(n)} Modelle. Nenne bitte die, die hier benutzt werden dürfen; das erste ist der Standard.`,
    busy: (host) => `${host} antwortet, ist aber gerade überlastet, oder das Guthaben ist aufgebraucht. Versuch es später noch einmal.`,
    ill: (host) => `${host} antwortet mit einem eigenen Fehler. Versuch es später noch einmal.`,
    slow: (host) =>
      `${host} hat eine kleine Frage nicht rechtzeitig beantwortet. Ein großes Modell lädt vielleicht noch: Versuch es in einer Minute noch einmal.`,
    refused: (host, model) => `${host} hat eine kleine Frage an „${model}“ abgelehnt. Ist es ein Modell für Gespräche?`,
    changedMeanwhile: "Es funktioniert, aber jemand hat diese Einstellungen inzwischen geändert, also habe ich sie so gelassen.",
    none: "Dieser Server hat keinen eigenen Endpunkt (mehr).",
    failed: "Das konnte ich gerade nicht prüfen und habe nichts geändert. Versuch es in einer Minute noch einmal.",
  },

  check: {
    good: (host, model, ms) => `Der eigene Endpunkt dieses Servers, ${host}, ist da, mit „${model}“; er hat nach ${count(ms)} ms geantwortet.`,
    unlisted: (host, names) => `Der eigene Endpunkt dieses Servers, ${host}, antwortet, nennt aber ${names} nicht.`,
    unsure: (host, ms) => `Der eigene Endpunkt dieses Servers, ${host}, antwortet (${count(ms)} ms), nennt aber keine Modelle.`,
    bad: (sentence) => `Eigener Endpunkt dieses Servers: ${sentence}`,
    fix: "Wer „Server verwalten“ darf: /einstellungen → Server → Modelle.",
  },
};
