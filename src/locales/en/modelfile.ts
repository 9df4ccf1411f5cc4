/** English texts of what is wrong with a Modelfile or a persona.json: what it is, and what to do. One for each code of src/persona/modelfile/problems.ts. */
const count = (n: number) => new Intl.NumberFormat("en").format(n);
const meant = (suggestion: string | null, otherwise = "") => (suggestion === null ? otherwise : ` Did you mean ${suggestion}?`);

const kinds: Record<string, string> = { integer: "a whole number", number: "a number", boolean: "true or false" };
function range(kind: string, min: number, max: number): string {
  const far = 1e9;
  if (kind === "boolean" || min <= -far) return kinds[kind] ?? kind;
  return max >= far ? `${kinds[kind]}, at least ${count(min)}` : `${kinds[kind]} from ${count(min)} to ${count(max)}`;
}

const extras: Record<string, string> = {
  name: "The name",
  emoji: "The emoji",
  avatar_url: "The avatar's address",
  style_prefix: "The style prefix",
  mood: "The mood",
  image_style: "The image style",
};
const extraReasons: Record<string, (what: string, most: string) => string> = {
  empty: (what) => `${what} is empty. Write one, or remove the line.`,
  "too-long": (what, most) => `${what} is too long; it may have ${most} characters.`,
  control: (what) => `${what} has a character in it that can't be shown, such as a line break. Remove it.`,
  forbidden: (what) => `${what} can't have @, #, : or a backtick in it. Choose another one.`,
  reserved: (what) => `${what} is one that Discord or my own commands use. Choose another one.`,
  "not-one-emoji": (what) => `${what} has to be exactly one of the standard ones, such as 🦊. A server's own emoji don't work here.`,
  "not-https": (what) => `${what} has to begin with https:// and may hold no blanks and no password.`,
};

const jsonReasons: Record<string, string> = {
  unfinished: "the file ends too early. A closing } or ] is missing.",
  "comma-at-end": "this comma is one too many: nothing follows it. Remove it.",
  "missing-comma": "a comma is missing before this.",
  "missing-colon": "a colon is missing between the key and its value.",
  quotes: 'keys and texts stand in straight double quotes: "like this".',
  "text-not-closed": 'the text that begins here is not closed in its line. Add ", and write line breaks as \\n.',
  escape: "a backslash can't stand alone; write \\\\ for one.",
  number: "this is not a number as JSON writes them.",
  comment: "JSON knows no comments. Remove it.",
  unexpected: "this can't stand here.",
  "too-deep": "this is nested too deeply.",
  "after-end": "something follows after the end. Remove it, or put several personas into [ ].",
};

export const modelfile = {
  at: (line: number, column: number, sentence: string) => `Line ${count(line)}, column ${count(column)}: ${sentence}`,
  problem: {
    "too-large": ({ bytes, limit }: { bytes: number; limit: number }) =>
      `This is too large: ${count(Math.ceil(bytes / 1024))} KiB, and ${count(limit / 1024)} KiB fit. Shorten it; long background texts are better kept as knowledge than in a persona.`,
    binary: () => "This is not a text file. Save it as plain text (UTF-8) and try again.",
    "not-a-modelfile": () =>
      "I see no Modelfile in this: no line begins with an instruction. The shortest one is `FROM default`, and below it `SYSTEM You are …`.",
    "from-missing": () => "FROM is missing. Add the line `FROM default` at the top; it means whatever model I use here.",
    "from-twice": ({ firstLine }: { firstLine: number }) => `There is a FROM already, in line ${count(firstLine)}. Remove one of them.`,
    "from-file": ({ value }: { value: string }) =>
      `“${value}” is a file on somebody's disk, which I can't load. Write FROM default, or FROM and the name of a model.`,
    "unknown-instruction": ({ word, suggestion }: { word: string; suggestion: string | null }) =>
      `“${word}” is no instruction.${meant(suggestion, ' If it belongs to the text above, put `"""` before and after that text.')}`,
    "text-after-block": ({ nextLine }: { nextLine: number }) =>
      `The text ends with these three quotes, but line ${count(nextLine)} goes on with it. Three quotes can't stand at the end of a line within a text: use other quotes, or put a full stop behind them.`,
    "no-blank": ({ after }: { after: string }) => `Put a blank behind ${after}.`,
    "empty-value": ({ what }: { what: string }) => `${what} is empty. Write something behind it, or remove the line.`,
    unterminated: ({ quote, textAfter }: { quote: string; textAfter: boolean }) =>
      textAfter === true
        ? `Quotes end a text only at the end of a line, and here something follows the closing \`${quote}\`. Remove it; a comment needs a line of its own.`
        : `The text that begins here never ends. Put \`${quote}\` at the end of its last line.`,
    "unknown-parameter": ({ name, suggestion }: { name: string; suggestion: string | null }) =>
      `“${name}” is no parameter.${meant(suggestion, " Remove the line; the usual ones are temperature, top_p, num_predict, num_ctx, seed and stop.")}`,
    "bad-value": ({
      parameter,
      value,
      kind,
      min,
      max,
      comment,
    }: {
      parameter: string;
      value: string;
      kind: string;
      min: number;
      max: number;
      comment: boolean;
    }) => `“${value}” is no value for ${parameter}, which takes ${range(kind, min, max)}.${comment === true ? " A comment needs a line of its own." : ""}`,
    "bad-role": ({ role, suggestion }: { role: string; suggestion: string | null }) =>
      `“${role}” is no role. A MESSAGE is of user, assistant or system.${meant(suggestion)}`,
    "bad-version": ({ value }: { value: string }) => `“${value}” is no version. REQUIRES takes one such as 0.14.0.`,
    "missing-system": () => "SYSTEM is missing: it says who the persona is. Add a line such as `SYSTEM You are a cheerful librarian.`",
    "unknown-placeholder": ({ word, suggestion, known }: { word: string; suggestion: string | null; known: string }) =>
      `I don't know what to put in for {${word}}.${meant(suggestion === null ? null : `{${suggestion}}`, ` There are ${known}.`)} Where you mean the braces themselves, double them: {{${word}}}.`,
    unwritable: ({ what, textLine }: { what: string; textLine: number }) =>
      `The text of ${what} can't be written into a Modelfile: its line ${count(textLine)} ends with three quotes, which would end the text. Use other quotes, or put a full stop behind them.`,
    "bad-extra": ({ key, reason, most }: { key: string; reason: string; most: number }) =>
      extraReasons[reason]?.(extras[key] ?? key, count(most)) ?? `${extras[key] ?? key} can't be used like this.`,
    "unknown-extra": ({ key, suggestion, known }: { key: string; suggestion: string | null; known: string }) =>
      `“${key}” is nothing that a line beginning with “# edgewise:” can set.${meant(suggestion, ` There are ${known}.`)}`,
    "extra-twice": ({ key, firstLine }: { key: string; firstLine: number }) => `${key} is set already, in line ${count(firstLine)}. Remove one of the lines.`,
    "json-syntax": ({ reason, found }: { reason: string; found: string }) =>
      `This is not valid JSON: ${jsonReasons[reason] ?? reason}${found === "" ? "" : ` It is at “${found}”.`}`,
    "json-no-persona": () => "I see no persona here. One is an object with name and prompt_inject; several stand in a list or under their names.",
    "json-no-prompt": () => "prompt_inject is missing or empty: it says who the persona is. Add it.",
    "json-not-text": ({ key }: { key: string }) => `${key} has to be a text in double quotes.`,
  },
  notice: {
    "unused-parameter": ({ parameter }: { parameter: string }) => `${parameter} is kept, but has no effect here: it is for those who run the model themselves.`,
    "unused-instruction": ({ instruction }: { instruction: string }) => `${instruction} is kept, but has no effect here: the model's server sees to that.`,
    overridden: ({ what, byLine }: { what: string; byLine: number }) => `${what} stands several times; the last one counts, in line ${count(byLine)}.`,
    swallowed: ({ what, textLine }: { what: string; textLine: number }) =>
      `Line ${count(textLine)} of the text of ${what} looks like an instruction, but counts as text. If that is not meant, quotes are missing before it.`,
    "ignored-key": ({ key }: { key: string }) => `I don't know “${key}” and left it out.`,
  },
};
