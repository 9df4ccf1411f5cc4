/** German texts of the check of permissions, intent, endpoint and model. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");
const channels = (n: number) => (n === 1 ? "einem Kanal" : `${count(n)} Kanälen`);

export const check: Texts["check"] = {
  here: "### Was genau hier geht",
  server: "### Was ich in euren Kanälen darf",
  failed: "Das konnte ich gerade nicht prüfen. Bitte versuch es in einer Minute noch einmal.",
  permission: {
    viewChannel: "Kanal anzeigen",
    sendMessages: "Nachrichten senden",
    sendMessagesInThreads: "Nachrichten in Threads senden",
    readMessageHistory: "Nachrichtenverlauf anzeigen",
    attachFiles: "Dateien anhängen",
    embedLinks: "Links einbetten",
  },
  permissionsGood: (names) => `Ich habe hier alle Berechtigungen, die ich brauche: ${names}.`,
  permissionsMissing: (names) => `Mir fehlt hier: ${names}.`,
  permissionsFix: "Kanal bearbeiten → Berechtigungen → die Rolle „Edgewise“ → erlauben. Für alle Kanäle: Servereinstellungen → Rollen → Edgewise.",
  direct: "In Direktnachrichten darf ich alles, was ich brauche.",
  guest:
    "Ich bin nur hier, weil du mich für dich installiert hast: Dir antworte ich, aber mitlesen kann ich nicht, und es gilt nur, was du selbst eingestellt hast.",
  paused: "Auf diesem Server bin ich angehalten.",
  pausedFix: "Wer den Server verwalten darf, weckt mich auf: /einstellungen → Dieser Server → Aufwecken.",
  blocked: "Du stehst auf der Liste derer, denen ich auf diesem Server nicht antworte.",
  blockedFix: "Wer diesen Server verwaltet, kann dich herunternehmen: /einstellungen → Dieser Server.",
  unlisted: "Auf diesem Server werde ich in diesem Kanal nicht benutzt.",
  unlistedFix: "Wer Kanäle oder den Server verwalten darf, kann das ändern: /einstellungen → Dieser Kanal.",

  intentOn: "„Message Content Intent“ ist an: Wo ich hinschauen darf, kann ich lesen, was geschrieben wird.",
  intentOff: "„Message Content Intent“ ist aus: Was geschrieben wird, kommt ohne Text bei mir an.",
  intentFix: "Entwicklerportal von Discord → diese Anwendung → Bot → Message Content Intent. Meine Menüs an Nachrichten gehen auch ohne.",
  endpointGood: "Discord erreicht mich.",
  endpointOther: (given, wanted) => `Discord schickt Interaktionen an ${given}, in PUBLIC_URL steht aber ${wanted}.`,
  endpointFix: "Entwicklerportal von Discord → diese Anwendung → General Information → Interactions Endpoint URL, oder PUBLIC_URL berichtigen.",
  eventsGood: "Ich erfahre, wenn mich jemand installiert.",
  eventsOff: "Ich erfahre nicht, wenn mich jemand installiert, und begrüße deshalb niemanden.",
  eventsStopped: "Discord sagt mir nicht mehr, wer mich installiert, weil zu viele Zustellungen gescheitert sind.",
  eventsFix: (url) =>
    `Entwicklerportal von Discord → diese Anwendung → Webhooks: Ereignisse einschalten${url === "" ? "" : ` für ${url}`}, oder „npm run setup“.`,
  discordSilent: "Discord hat mir gerade nichts über meine Anwendung gesagt; ob der Intent an ist, weiß ich deshalb nicht.",

  modelGood: (name, ms) => `Das Modell „${name}“ ist da; sein Server hat nach ${count(ms)} ms geantwortet.`,
  modelUnlisted: (names, ms) => `Der Server des Modells antwortet (${count(ms)} ms), führt ${names} aber nicht auf.`,
  modelUnlistedFix: "Falls Antworten scheitern, berichtige MODEL: Es muss so heißen, wie der Server selbst das Modell nennt.",
  modelUnsure: (ms) =>
    `Der Server des Modells antwortet (${count(ms)} ms), hat aber keine Liste von Modellen; ob er meines kennt, weiß ich nicht. Frag mich einfach etwas.`,
  modelFix: {
    unreachable: "Prüfe OPENAI_BASE_URL, und ob dieser Server läuft.",
    unauthorized: "Prüfe OPENAI_API_KEY.",
    "not-an-api": "Prüfe OPENAI_BASE_URL: Am Ende steht die Version, etwa /v1.",
    other: "Versuch es in ein paar Minuten noch einmal.",
  },
  modelBad: "Das Modell ist gerade nicht zu gebrauchen.",
  askDeployer: "Sag dem Betreiber des Bots Bescheid.",

  embeddings: {
    good: (model, dimensions, ms) =>
      `Was ich mir gemerkt habe, finde ich auch der Bedeutung nach: „${model}“ hat nach ${count(ms)} ms geantwortet, mit ${count(dimensions)} Dimensionen.`,
    bad: "Was ich mir gemerkt habe, finde ich gerade nur nach Wörtern.",
    budget: "Das Embedding-Modell habe ich nicht ausprobiert: Das Budget für heute ist verbraucht.",
    slow: (model, ms, patience) =>
      `Das Embedding-Modell „${model}“ antwortet, hat aber ${count(ms)} ms gebraucht; eine Frage wartet ${count(patience)} ms darauf, dann entscheiden die Wörter allein.`,
    slowFix: "Versuch es noch einmal; bleibt es langsam, nimm ein schnelleres EMBEDDING_MODEL oder eine nähere EMBEDDING_BASE_URL.",
    failure: {
      unreachable: (model) => `Der Server des Embedding-Modells „${model}“ ist nicht erreichbar.`,
      "first-token-timeout": (model) => `Das Embedding-Modell „${model}“ hat nicht rechtzeitig geantwortet.`,
      unauthorized: (model) => `Der Server des Embedding-Modells „${model}“ nimmt meinen Schlüssel nicht an.`,
      "unknown-model": (model) => `Sein Server kennt das Embedding-Modell „${model}“ nicht.`,
      "not-an-api": (model) => `Was für „${model}“ geantwortet hat, macht keine Embeddings.`,
      other: (model) => `Das Embedding-Modell „${model}“ hat gerade ein Problem.`,
    },
    fix: {
      unreachable: "Prüf EMBEDDING_BASE_URL (wo es leer ist: OPENAI_BASE_URL) und ob dieser Server läuft.",
      unauthorized: "Prüf EMBEDDING_API_KEY. OPENAI_API_KEY geht nur an OPENAI_BASE_URL.",
      "unknown-model": "Berichtige EMBEDDING_MODEL: Es muss der Name sein, unter dem der Server das Modell führt.",
      "not-an-api": "Prüf EMBEDDING_BASE_URL: Es endet mit der Version, etwa /v1, und EMBEDDING_MODEL: Nicht jedes Modell macht Embeddings.",
      other: "Versuch es in ein paar Minuten noch einmal.",
    },
  },

  noError: "In diesem Kanal ist in letzter Zeit keine Antwort gescheitert.",
  lastError: (when, sentence) => `Die letzte gescheiterte Antwort hier, ${when}: ${sentence}`,
  database: {
    good: "Meine Datenbank ist auf dem neuesten Stand.",
    behind: "Meine Datenbank ist nicht auf dem neuesten Stand: Manches kann scheitern.",
    behindFix: "Führe „npx wrangler d1 migrations apply DB --remote“ aus.",
    unreachable: "Ich erreiche meine Datenbank nicht und kann deshalb niemandem antworten.",
    unreachableFix: "Sieh im Dashboard von Cloudflare nach der D1-Datenbank und in wrangler.toml nach ihrer Bindung DB.",
  },

  allGood: (n) => `In ${channels(n)} darf ich alles, was ich brauche.`,
  lacking: (mentions, names) => `${mentions}: Mir fehlt ${names}.`,
  hidden: (mentions) => `Diese kann ich nicht sehen: ${mentions}.`,
  hiddenFix: "Gehen sie mich nichts an, lass es so. Sonst erlaube der Rolle „Edgewise“ dort „Kanal anzeigen“.",
  more: (n) => `${count(n)} weitere`,
  noChannels: "Es gibt keinen Textkanal, in dem man mich benutzen darf.",
  noChannelsFix: "/einstellungen → Dieser Server → Überall, oder dort Kanäle auswählen.",
  notThere: "Die Kanäle dieses Servers konnte ich mir nicht ansehen. Bin ich (noch) Mitglied? Wenn nicht, lad mich noch einmal ein.",
};
