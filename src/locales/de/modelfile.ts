/** German texts of what is wrong with a Modelfile or a persona.json. */
import type { Texts } from "../en.ts";

const count = (n: number) => new Intl.NumberFormat("de").format(n);
const meant = (suggestion: string | null, otherwise = "") => (suggestion === null ? otherwise : ` Meintest du ${suggestion}?`);

const kinds: Record<string, string> = { integer: "eine ganze Zahl", number: "eine Zahl", boolean: "true oder false" };
function range(kind: string, min: number, max: number): string {
  const far = 1e9;
  if (kind === "boolean" || min <= -far) return kinds[kind] ?? kind;
  return max >= far ? `${kinds[kind]} ab ${count(min)}` : `${kinds[kind]} von ${count(min)} bis ${count(max)}`;
}

const extras: Record<string, string> = {
  name: "Der Name",
  emoji: "Das Emoji",
  avatar_url: "Die Adresse des Avatars",
  style_prefix: "Das Stilpräfix",
  mood: "Die Stimmung",
  image_style: "Der Bildstil",
};
const extraReasons: Record<string, (what: string, most: string) => string> = {
  empty: (what) => `${what} ist leer. Schreib etwas hin oder entferne die Zeile.`,
  "too-long": (what, most) => `${what} ist zu lang; höchstens ${most} Zeichen passen.`,
  control: (what) => `${what} enthält ein Zeichen, das sich nicht zeigen lässt, etwa einen Zeilenumbruch. Entferne es.`,
  forbidden: (what) => `${what} darf kein @, #, : und keinen Backtick enthalten. Wähle etwas anderes.`,
  reserved: (what) => `${what} wird schon von Discord oder meinen eigenen Befehlen benutzt. Wähle etwas anderes.`,
  "not-one-emoji": (what) => `${what} muss genau eines der üblichen sein, zum Beispiel 🦊. Eigene Emojis eines Servers gehen hier nicht.`,
  "not-https": (what) => `${what} muss mit https:// beginnen und darf keine Leerzeichen und kein Passwort enthalten.`,
};

const jsonReasons: Record<string, string> = {
  unfinished: "Die Datei hört zu früh auf. Es fehlt eine schließende } oder ].",
  "comma-at-end": "Dieses Komma ist eines zu viel: Danach kommt nichts. Entferne es.",
  "missing-comma": "Davor fehlt ein Komma.",
  "missing-colon": "Zwischen Schlüssel und Wert fehlt ein Doppelpunkt.",
  quotes: 'Schlüssel und Texte stehen in geraden doppelten Anführungszeichen: "so".',
  "text-not-closed": 'Der Text, der hier beginnt, ist in seiner Zeile nicht geschlossen. Ergänze ", und schreib Zeilenumbrüche als \\n.',
  escape: "Ein Backslash kann nicht allein stehen; schreib \\\\ für einen.",
  number: "Das ist keine Zahl, wie JSON sie schreibt.",
  comment: "JSON kennt keine Kommentare. Entferne ihn.",
  unexpected: "Das kann hier nicht stehen.",
  "too-deep": "Das ist zu tief verschachtelt.",
  "after-end": "Nach dem Ende folgt noch etwas. Entferne es, oder setz mehrere Personas in [ ].",
};

export const modelfile: Texts["modelfile"] = {
  at: (line, column, sentence) => `Zeile ${count(line)}, Spalte ${count(column)}: ${sentence}`,
  problem: {
    "too-large": ({ bytes, limit }) =>
      `Das ist zu groß: ${count(Math.ceil(bytes / 1024))} KiB, und ${count(limit / 1024)} KiB passen. Kürze es; lange Hintergrundtexte sind als Wissen besser aufgehoben als in einer Persona.`,
    binary: () => "Das ist keine Textdatei. Speichere sie als reinen Text (UTF-8) und versuch es noch einmal.",
    "not-a-modelfile": () =>
      "Darin sehe ich kein Modelfile: Keine Zeile beginnt mit einer Anweisung. Das kürzeste ist `FROM default`, und darunter `SYSTEM Du bist …`.",
    "from-missing": () => "FROM fehlt. Ergänze oben die Zeile `FROM default`; sie meint das Modell, das ich hier ohnehin benutze.",
    "from-twice": ({ firstLine }) => `Es gibt schon ein FROM, in Zeile ${count(firstLine)}. Entferne eines davon.`,
    "from-file": ({ value }) =>
      `„${value}“ ist eine Datei auf einer Festplatte, die ich nicht laden kann. Schreib FROM default, oder FROM und den Namen eines Modells.`,
    "unknown-instruction": ({ word, suggestion }) =>
      `„${word}“ ist keine Anweisung.${meant(suggestion, ' Gehört es zum Text darüber, dann setz `"""` vor und hinter diesen Text.')}`,
    "text-after-block": ({ nextLine }) =>
      `Mit diesen drei Anführungszeichen endet der Text, aber Zeile ${count(nextLine)} setzt ihn fort. In einem Text können drei nicht am Ende einer Zeile stehen: Nimm andere, oder setz einen Punkt dahinter.`,
    "no-blank": ({ after }) => `Setz ein Leerzeichen hinter ${after}.`,
    "empty-value": ({ what }) => `${what} ist leer. Schreib etwas dahinter oder entferne die Zeile.`,
    unterminated: ({ quote, textAfter }) =>
      textAfter === true
        ? `Anführungszeichen beenden einen Text nur am Ende einer Zeile, und hier folgt dem schließenden \`${quote}\` noch etwas. Entferne es; ein Kommentar braucht eine eigene Zeile.`
        : `Der Text, der hier beginnt, hört nie auf. Setz \`${quote}\` ans Ende seiner letzten Zeile.`,
    "unknown-parameter": ({ name, suggestion }) =>
      `„${name}“ ist kein Parameter.${meant(suggestion, " Entferne die Zeile; üblich sind temperature, top_p, num_predict, num_ctx, seed und stop.")}`,
    "bad-value": ({ parameter, value, kind, min, max, comment }) =>
      `„${value}“ ist kein Wert für ${parameter}; erwartet wird ${range(kind, min, max)}.${comment === true ? " Ein Kommentar braucht eine eigene Zeile." : ""}`,
    "bad-role": ({ role, suggestion }) => `„${role}“ ist keine Rolle. Eine MESSAGE ist von user, assistant oder system.${meant(suggestion)}`,
    "bad-version": ({ value }) => `„${value}“ ist keine Version. Hinter REQUIRES steht eine wie 0.14.0.`,
    "missing-system": () => "SYSTEM fehlt: Es sagt, wer die Persona ist. Ergänze eine Zeile wie `SYSTEM Du bist eine fröhliche Bibliothekarin.`",
    "unknown-placeholder": ({ word, suggestion, known }) =>
      `Ich weiß nicht, was ich für {${word}} einsetzen soll.${meant(suggestion === null ? null : `{${suggestion}}`, ` Es gibt ${known}.`)} Wo du die Klammern selbst meinst, verdopple sie: {{${word}}}.`,
    unwritable: ({ what, textLine }) =>
      `Der Text von ${what} lässt sich nicht in ein Modelfile schreiben: Seine Zeile ${count(textLine)} endet mit drei Anführungszeichen, und die würden den Text beenden. Nimm andere, oder setz einen Punkt dahinter.`,
    "bad-extra": ({ key, reason, most }) => extraReasons[reason]?.(extras[key] ?? key, count(most)) ?? `${extras[key] ?? key} geht so nicht.`,
    "unknown-extra": ({ key, suggestion, known }) =>
      `„${key}“ lässt sich mit einer Zeile, die mit „# edgewise:“ beginnt, nicht setzen.${meant(suggestion, ` Es gibt ${known}.`)}`,
    "extra-twice": ({ key, firstLine }) => `${key} ist schon gesetzt, in Zeile ${count(firstLine)}. Entferne eine der Zeilen.`,
    "json-syntax": ({ reason, found }) => `Das ist kein gültiges JSON. ${jsonReasons[reason] ?? reason}${found === "" ? "" : ` Die Stelle: „${found}“.`}`,
    "json-no-persona": () =>
      "Hier sehe ich keine Persona. Eine ist ein Objekt mit name und prompt_inject; mehrere stehen in einer Liste oder unter ihren Namen.",
    "json-no-prompt": () => "prompt_inject fehlt oder ist leer: Es sagt, wer die Persona ist. Ergänze es.",
    "json-not-text": ({ key }) => `${key} muss ein Text in doppelten Anführungszeichen sein.`,
  },
  notice: {
    "unused-parameter": ({ parameter }) => `${parameter} bleibt stehen, wirkt hier aber nicht: Es ist für alle, die das Modell selbst betreiben.`,
    "unused-instruction": ({ instruction }) => `${instruction} bleibt stehen, wirkt hier aber nicht: Darum kümmert sich der Server des Modells.`,
    overridden: ({ what, byLine }) => `${what} steht mehrmals da; das letzte zählt, in Zeile ${count(byLine)}.`,
    swallowed: ({ what, textLine }) =>
      `Zeile ${count(textLine)} im Text von ${what} sieht aus wie eine Anweisung, zählt aber als Text. Ist das nicht gemeint, dann fehlen davor Anführungszeichen.`,
    "ignored-key": ({ key }) => `„${key}“ kenne ich nicht und habe es weggelassen.`,
  },
};
