/** German texts about personas. */
import type { Texts } from "../en.ts";

const count = (n: number) => n.toLocaleString("de");
const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const personas: Texts["personas"] = {
  whose: { user: "dich", thread: "diesen Thread", channel: "diesen Kanal", server: "diesen Server", kept: "die Antwort, die weitergeht" },
  panel: {
    title: "### Wer hier spricht",
    nobody: "**Niemand außer mir**: keine Persona.",
    speaks: (emoji, name) => `${emoji} **${name}**`,
    because: {
      user: "Du hast es so gewählt: Das geht mit dir mit und zählt für meine Antworten an dich.",
      thread: "So wurde es für diesen Thread gewählt.",
      channel: "So wurde es für diesen Kanal gewählt.",
      server: "So wurde es für diesen Server gewählt.",
      nobody: "Niemand hat eine gewählt.",
    },
    rests: (scope) => `-# Die Wahl für ${scope} ruht: Diese Persona wurde gelöscht, oder sie gehört woandershin.`,
    chosen: (choices) => `**Gewählt** ${choices}`,
    choice: (scope, name, who) => `für ${scope}: ${name}, von ${who}`,
    choose: {
      user: "Wähle, wer dir antwortet",
      channel: "Wähle, wer in diesem Kanal antwortet",
      thread: "Wähle, wer in diesem Thread antwortet",
      server: "Wähle, wer auf diesem Server antwortet",
    },
    target: { user: "Für mich", channel: "Für diesen Kanal", thread: "Für diesen Thread", server: "Für diesen Server" },
    none: { name: "Niemand: nur ich", about: "Keine Persona, was immer andere gewählt haben" },
    default: { name: "Was sonst gilt", about: "Nimmt diese Wahl zurück" },
    more: (n) => `-# ${count(n)} weitere passen nur in die Liste von \`/persona nutzen name:\`.`,
  },
  button: {
    undo: "Rückgängig",
    use: "Nutzen",
    edit: "Bearbeiten",
    export: "Exportieren",
    remove: "Löschen",
    keep: "Behalten",
    settings: "Einstellungen",
    open: "Persona wählen",
    list: "Alle Personas",
  },

  onlyMe: "Hier kenne ich nur dich, also lässt sich nur deine eigene Persona wählen: Lass `für` weg oder nimm „mich“.",
  forbidden: {
    channel: "Wer in einem Kanal spricht, entscheiden alle, die den Kanal oder den Server verwalten dürfen. Für dich selbst kannst du immer wählen.",
    server: "Wer auf einem Server spricht, und seine Personas, sind Sache derer, die den Server verwalten dürfen. Für dich selbst kannst du immer wählen.",
  },
  onlyMine: "Hier kenne ich nur dich, also gibt es nur eigene Personas: Lass `für` weg oder nimm „mich“.",
  used: {
    user: (name) => `Erledigt. Ab deiner nächsten Nachricht antwortet dir **${name}**, überall, wo ich antworte.`,
    serversOwn: (name) => `Erledigt. Ab deiner nächsten Nachricht antwortet dir auf diesem Server **${name}**; diese Persona gehört ihm.`,
    channel: (name) => `Erledigt. Ab der nächsten Nachricht spricht in diesem Kanal **${name}**, außer jemand hat für sich selbst gewählt.`,
    thread: (name) => `Erledigt. Ab der nächsten Nachricht spricht in diesem Thread **${name}**, außer jemand hat für sich selbst gewählt.`,
    server: (name) => `Erledigt. Ab der nächsten Nachricht spricht auf diesem Server **${name}**, außer ein Kanal oder jemand selbst hat anders gewählt.`,
  },
  noneUsed: {
    user: "Erledigt. Ab deiner nächsten Nachricht antworte dir nur ich selbst.",
    channel: "Erledigt. Ab der nächsten Nachricht spreche hier nur ich selbst, außer jemand hat für sich selbst gewählt.",
    thread: "Erledigt. Ab der nächsten Nachricht spreche in diesem Thread nur ich selbst, außer jemand hat für sich selbst gewählt.",
    server: "Erledigt. Ab der nächsten Nachricht spreche auf diesem Server nur ich selbst, außer ein Kanal oder jemand selbst hat anders gewählt.",
  },
  reset: {
    user: "Erledigt. Du hast keine eigene Wahl mehr; es zählt, was hier gewählt ist.",
    channel: "Erledigt. Dieser Kanal hat keine eigene Wahl mehr.",
    thread: "Erledigt. Dieser Thread hat keine eigene Wahl mehr.",
    server: "Erledigt. Dieser Server hat keine Wahl mehr.",
  },
  undone: "Zurückgenommen. Das gilt jetzt wieder.",
  changedMeanwhile: "Das wurde inzwischen geändert, also habe ich es gelassen.",
  unknown: (name, names) => `Eine Persona „${name}“ gibt es hier nicht. Es gibt ${names}. Mit \`none\` bin es nur ich.`,
  noSuch: "Diese Persona ist weg, oder du kannst sie hier nicht nutzen. `/persona liste` zeigt, welche es gibt.",
  mineAlone: (name) =>
    `„${name}“ gehört dir allein, und wer für viele spricht, muss in den Händen derer sein, die sie verwalten. Exportiere sie und importiere sie mit \`für: diesen Server\`.`,

  nickname: {
    onlyServer: "Mein Nickname ist auf dem ganzen Server derselbe, also geht `nickname` nur zusammen mit `für: diesen Server`.",
    missing: (name) =>
      `Mein Nickname bleibt, wie er ist, denn mir fehlt hier die Berechtigung **Nickname ändern**. Gib sie meiner Rolle und wähle **${name}** noch einmal, oder benenne mich von Hand.`,
    done: (name) => `Auf diesem Server heiße ich jetzt **${name}**. Der Nickname bleibt, bis wieder mit \`nickname\` gewählt wird.`,
    back: "Auf diesem Server heiße ich wieder wie überall.",
    failed:
      "Discord ließ mich meinen Nickname gerade nicht ändern. Die Persona spricht trotzdem; versuche `nickname` später noch einmal, oder benenne mich von Hand.",
  },

  list: {
    title: "### Alle Personas",
    shipped: "**Von Anfang an dabei**",
    server: "**Von diesem Server**",
    mine: "**Deine**",
    none: "noch keine",
    speaks: "spricht hier",
    hint: "-# `/persona nutzen` lässt eine sprechen, `/persona anlegen` macht eine neue, `/persona importieren` liest ein Modelfile.",
    pick: { shipped: "Eine davon ansehen", server: "Eine von diesem Server ansehen", mine: "Eine von deinen ansehen" },
  },

  show: {
    owner: { shipped: "von Anfang an dabei", server: "gehört diesem Server", user: "deine" },
    changed: (who) => `zuletzt geändert von ${who}`,
    prompt: "Wer sie ist",
    model: "Modell",
    defaultModel: "was hier sonst antwortet",
    parameters: "Einstellwerte",
    examples: (n) => `Wie sie spricht: ${plural(n, "Nachricht", "Nachrichten")} als Beispiel`,
    extras: "Aussehen",
    prefix: (prefix) => `Antworten beginnen mit „${prefix}“`,
    noPrefix: "über ihren Antworten steht klein ihr Name",
    mood: (mood) => `Stimmung: ${mood}`,
    image: (style) => `Bilder: ${style}`,
    avatar: "hat ein eigenes Bild",
    adapter: (name) => `Adapter ${name}`,
    license: "Lizenz",
    notices: "Gut zu wissen",
    cut: "-# Manches ist hier gekürzt. Exportieren gibt die ganze Datei.",
    longPrompt:
      "-# Ihr Prompt ist zu lang für ein Fenster: Bearbeiten ändert den Rest. Für den Prompt exportiere die Datei, ändere sie und importiere sie mit `ersetzen`.",
    shippedFixed: (name) =>
      `„${name}“ ist von Anfang an dabei und bleibt, wie sie ist. Exportiere sie, ändere die Datei und importiere sie unter einem anderen Namen.`,
  },

  window: {
    create: "Eine neue Persona",
    edit: (name) => `${name} ändern`,
    import: "Eine Persona importieren",
    name: "Wie sie heißt",
    namePlaceholder: "z. B. Alter Docht",
    emoji: "Ein Emoji",
    emojiPlaceholder: "🐙",
    prefix: "Womit ihre Antworten beginnen",
    prefixPlaceholder: "Leer: Klein darüber steht ihr Name",
    prompt: "Wer sie ist und wie sie spricht",
    promptPlaceholder: "z. B. Du bist ein alter Leuchtturmwärter. Eingesetzt: {user} {server} {channel} {date} {time}",
    image: "Wie Bilder von ihr aussehen",
    imagePlaceholder: "z. B. alter Stich in warmem Licht",
    text: "Ein Modelfile oder eine persona.json",
    textPlaceholder: "FROM default\nSYSTEM Du bist …",
  },

  made: (name) => `Erledigt: **${name}** ist da. Nutze sie mit dem Knopf oder mit \`/persona nutzen\`.`,
  imported: (names) => `Erledigt, importiert: ${names}.`,
  edited: (name) => `Erledigt: **${name}** ist ab der nächsten Nachricht geändert.`,
  unchanged: "Nichts wurde geändert: Alles ist, wie es war.",
  notices: (name) => `Gut zu wissen über **${name}**:`,
  refused: "Das kann noch keine Persona sein, also wurde nichts geändert:",
  moreProblems: (n) => `-# … und ${count(n)} weitere.`,
  typed: "Was du getippt hast, zum Kopieren",
  taken: (names) =>
    `${names} gibt es schon, also wurde nichts geändert. Gib deiner einen anderen Namen (Option \`name\` oder die Zeile \`# edgewise: name = …\`), oder ersetze sie mit \`ersetzen: True\`.`,
  takenName: (name) => `Eine Persona „${name}“ gibt es schon, also wurde nichts geändert. Nimm einen anderen Namen oder lösche erst jene.`,
  full: (most) =>
    `Es ist Platz für ${count(most)} Personas, und das wären mehr, also wurde nichts geändert. Lösche eine, die du nicht brauchst: \`/persona löschen\`.`,

  problem: {
    "no-name": "Sie hat keinen Namen. Setze oben die Zeile `# edgewise: name = …` ein, oder nimm die Option `name`.",
    "bad-name": (name) => `„${name}“ kann kein Name sein: 1 bis 32 Zeichen, ohne @, #, : und Backticks.`,
    "reserved-name": (name) => `So wie „${name}“ heiße ich oder einer meiner Befehle. Gib ihr mit der Option \`name\` einen anderen Namen.`,
    "shipped-name": (name) => `„${name}“ heißt eine Persona, die von Anfang an dabei ist. Gib deiner mit der Option \`name\` einen anderen Namen.`,
    "one-name": "Das sind mehrere Personas, also können die Optionen `name` und `modell` nicht für alle gemeint sein. Lass sie weg.",
    "model-not-allowed": (model, allowed) =>
      `Das Modell „${model}“ darf hier nicht genutzt werden. Du kannst wählen: ${allowed}. Importiere sie mit der Option \`modell\`, oder schreibe \`FROM default\`, das ist, was hier sonst antwortet.`,
    "unsupported-adapter": (adapter) =>
      `Sie will den LoRA-Adapter „${adapter}“, und der Server meines Modells nimmt keine. Lösche die Zeile ADAPTER, oder nutze sie dort, wo es Adapter gibt (Workers AI, vLLM und dergleichen).`,
    "adapter-is-model": (adapter, allowed) =>
      `„${adapter}“ hinter ADAPTER ist ein Modell und kein Adapter, und es darf hier nicht genutzt werden. Du kannst wählen: ${allowed}, hinter FROM. Oder lösche die Zeile ADAPTER.`,
    "same-name": (name) => `Zwei von diesen heißen „${name}“. Gib einer davon einen anderen Namen.`,
  },

  file: {
    both: "Bitte entweder eine Datei oder einen Text, nicht beides.",
    tooLarge: (name, kib) => `„${name}“ ist zu groß: ${count(kib)} KiB, und 64 KiB passen. Nichts wurde geändert.`,
    empty: (name) => `„${name}“ ist leer. Nichts wurde geändert.`,
    gone: (name) => `„${name}“ lässt sich nicht mehr von Discord herunterladen. Hänge die Datei noch einmal an.`,
    unreachable: (name) => `Ich konnte „${name}“ gerade nicht von Discord herunterladen. Versuche es in einer Minute noch einmal; nichts wurde geändert.`,
    failed: "Ich wurde unterbrochen und weiß nicht, ob das geklappt hat. `/persona liste` zeigt, was da ist.",
    storage: "Mein Gedächtnis ist gerade nicht erreichbar, also wurde nichts geändert. Versuche es in einer Minute noch einmal.",
  },
  exported: {
    done: (name) => `**${name}** als Modelfile: zum Aufheben, Ändern, anderswo Importieren.`,
    noFile: "-# Ich darf hier keine Dateien anhängen. Versuche es in unseren Direktnachrichten.",
    failed: "Ich konnte die Datei gerade nicht machen. Versuche es in einer Minute noch einmal.",
  },
  remove: {
    ask: (name) => `**${name}** löschen? Wo sie gewählt war, zählt wieder, was sonst gilt. Eine Stunde lang lässt es sich zurücknehmen.`,
    done: (name) => `**${name}** ist gelöscht. Eine Stunde lang lässt es sich zurücknehmen.`,
    back: (name) => `**${name}** ist wieder da und spricht wieder, wo sie gewählt war.`,
    taken: "Es gibt jetzt eine andere Persona mit diesem Namen, also kann sie nicht zurück. Benenne erst jene um.",
    full: "Es ist kein Platz mehr für sie. Lösche erst eine andere.",
    gone: "Es ist zu spät: Diese Persona ist endgültig weg.",
  },

  tab: {
    user: (name) => `**Deine Persona** ${name}`,
    here: (name) => `**Persona hier** ${name}`,
    none: "keine",
    nobody: "niemand außer mir",
    anyway: "was sonst gilt",
  },

  why: {
    title: "Wer sprach",
    by: (scope, who) => `gewählt für ${scope} von ${who}`,
    kept: "wie in der Antwort, die sie fortsetzt",
  },
  notice: {
    nobody: "nur ich",
    gone: {
      user: "Die Persona, die du gewählt hattest, gibt es nicht mehr, oder sie gehört woandershin; sie wurde übergangen.",
      thread: "Die Persona, die für diesen Thread gewählt war, gibt es nicht mehr; sie wurde übergangen.",
      channel: "Die Persona, die für diesen Kanal gewählt war, gibt es nicht mehr; sie wurde übergangen.",
      server: "Die Persona, die für diesen Server gewählt war, gibt es nicht mehr; sie wurde übergangen.",
      kept: "Die Persona, die diese Antwort begonnen hatte, gibt es nicht mehr; es ging weiter mit dem, was jetzt gilt.",
    },
    changed: (before, now) => `Die Antwort davor kam von: ${before}. Es spricht, was jetzt gilt: ${now}.`,
    examplesLeftOut: (n) => `Um Platz zu schaffen, ließ ich ${plural(n, "Nachricht", "Nachrichten")} aus den Beispielen der Persona weg.`,
    asked: (adapter) => `Der Adapter „${adapter}“ der Persona wurde weggelassen, denn es wurde nach einem anderen Modell gefragt.`,
    unsupported: (adapter) => `Der Adapter „${adapter}“ der Persona wurde weggelassen, denn dieser Endpunkt nimmt keine.`,
    "is-model": (adapter) => `Der Adapter „${adapter}“ der Persona wurde weggelassen, denn er ist ein Modell, das hier nicht genutzt werden darf.`,
  },
};
