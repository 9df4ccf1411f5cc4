/** Random Modelfiles: made from the grammar, then damaged. And random personas. Used by the fuzz test. */
import fc from "fast-check";
import { instructions } from "../../src/persona/modelfile/instructions.ts";
import { parameterNames } from "../../src/persona/modelfile/parameters.ts";
import type { PersonaDefinition } from "../../src/persona/modelfile/persona.ts";

type Weighted<T> = [weight: number, arbitrary: fc.Arbitrary<T>];
const mix = <T>(...parts: Weighted<T>[]) => fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const joined = (separator: string, ...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(separator));

const eol = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r");
const blank = fc.constantFrom(" ", " ", " ", "  ", "\t", " \t ");
/** What means something to a parser, or breaks one. */
const noise = fc.constantFrom(
  ...['"', '""', '"""', '"""\n', '\n"""', '" ', "\r", "\r\n", "\n\n", "\0", "\uD800", "\uDC00", "\uFEFF"],
  ...["#", "FROM x\n", "{user}", "{foo}", "{{", "\u00a0", "🦊"],
);
const words = fc.array(mix([20, fc.stringMatching(/^[\w.,!?'äß-]{1,9}$/)], [1, noise]), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(" "));
const text = fc.oneof(
  words,
  words.map((value) => `"${value}"`),
  words.map((value) => `"""${value}"""`),
  fc.tuple(words, words, eol).map(([a, b, end]) => `"""${end}${a}${end}${b}${end}"""`),
  fc.tuple(words, words, eol).map(([a, b, end]) => `"${a}${end}${b}"`),
);
const cased = (word: string) => fc.constantFrom(word, word, word.toLowerCase(), `${word[0]}${word.slice(1).toLowerCase()}`);
const parameter = mix(
  [5, fc.constantFrom("temperature 0.5", "top_p 1e-1", "num_ctx 4096", "seed -1", "numa true", 'top_k "40"', "mirostat 2", "num_predict\t-1")],
  [3, joined(" ", fc.constant("stop"), text)],
  [1, joined(" ", fc.constantFrom(...parameterNames), fc.oneof(fc.constantFrom("1", "0.5", "1.5e3", "x"), text))],
);
const role = mix([8, fc.constantFrom("user", "assistant", "system")], [1, fc.constantFrom("bot", "User", "user:")]);
const line = mix(
  [4, joined("", fc.constantFrom("SYSTEM", "TEMPLATE", "LICENSE", "ADAPTER").chain(cased), blank, text)],
  [4, joined(" ", fc.constant("PARAMETER"), parameter)],
  [4, joined(" ", fc.constant("MESSAGE"), role, text)],
  [6, fc.constantFrom("# a comment", "# edgewise: name = Fox", "# edgewise: emoji = 🦊", "   ", "", "REQUIRES 0.14.0", "\t# indented")],
  [1, joined("", fc.constantFrom(...instructions).chain(cased), blank, text)],
);
const from = mix([9, fc.constantFrom("FROM default", "from llama3.2:3b", 'FROM "a b"', "  FROM x  ")], [1, fc.constant("")]);
const modelfileText = fc
  .tuple(fc.constantFrom("", "", "\uFEFF"), fc.array(line, { maxLength: 3 }), from, fc.array(line, { maxLength: 5 }), eol, fc.boolean())
  .map(([bom, above, middle, below, end, closed]) => bom + [...above, middle, ...below].join(end) + (closed ? end : ""));

const huge = fc.tuple(fc.constantFrom(" ", '"', "a", "\n", "#", "{", "SYSTEM "), fc.integer({ min: 1, max: 400 })).map(([piece, times]) => piece.repeat(times));
/** Insert something, or delete, double or move a piece. */
const damage = fc.tuple(fc.constantFrom("insert", "delete", "double", "splice"), fc.nat(), fc.nat({ max: 40 }), fc.nat(), mix([3, noise], [1, huge]));
const damages = fc.oneof(fc.constant([]), fc.array(damage, { maxLength: 2 }), fc.array(damage, { minLength: 1, maxLength: 4 }));

export const damagedText = fc.tuple(modelfileText, damages).map(([start, all]) =>
  all.reduce((current, [kind, place, length, target, piece]) => {
    const at = place % (current.length + 1);
    const part = current.slice(at, at + length);
    const to = target % (current.length + 1);
    if (kind === "insert") return current.slice(0, at) + piece + current.slice(at);
    if (kind === "delete") return current.slice(0, at) + current.slice(at + length);
    if (kind === "double") return current.slice(0, at) + part + current.slice(at);
    return current.slice(0, to) + part + current.slice(to);
  }, start),
);

const proseLine = mix(
  [6, fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 })],
  [1, fc.constantFrom('"', '"""', '"a', 'says """', '""', "{user}", "# no comment", "FROM x", " ", 'b """ c')],
);
/** Texts of all kinds, some of which no Modelfile can hold. */
export const prose = mix(
  [12, fc.tuple(fc.array(proseLine, { minLength: 1, maxLength: 4 }), fc.constantFrom("\n", "\n", "\r\n", "\n\n")).map(([lines, end]) => lines.join(end))],
  [1, fc.string({ unit: "binary", maxLength: 60 })],
);
const number = mix([8, fc.constantFrom(0, 1, 0.1, 0.7, -0)], [2, fc.double({ min: 0, max: 1, noNaN: true })], [1, fc.double()]);
const whole = mix([8, fc.integer({ min: 1, max: 100_000 })], [1, fc.oneof(fc.integer(), fc.double())]);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
const short = mix(
  [12, fc.stringMatching(/^[\w"'=äß.!()-][\w "'=äß.!()-]{0,18}$/)],
  [2, fc.constantFrom(" Fox ", '"quoted"', '"', '""', "a = b", "= x", "🏴‍☠️ ")],
  [1, fc.oneof(fc.constantFrom("# x", "not\none line", "", " "), fc.string({ unit: "binary", maxLength: 24 }))],
);
const url = mix(
  [3, fc.webUrl({ validSchemes: ["https"] })],
  [3, fc.constantFrom("https://example.com/a.png", " https://example.com/a.png ")],
  [1, fc.constant("http://x")],
);

export const definition: fc.Arbitrary<PersonaDefinition> = fc
  .record(
    {
      name: short,
      emoji: mix([9, fc.constantFrom("🦊", "🏴‍☠️", "1️⃣", "🇩🇪", "☠", "👩🏽‍🚀")], [1, fc.constantFrom("fox", "🦊🦊", "🇩")]),
      avatarUrl: url,
      stylePrefix: short,
      mood: short,
      imageStyle: short,
      model: fc.constantFrom("default", "gpt-5-mini", "@cf/meta/llama", " padded ", 'odd "name"', '"', "# no comment"),
      system: prose,
      template: maybe(prose),
      adapter: maybe(short),
      license: fc.array(prose, { maxLength: 2 }),
      requires: maybe(mix([9, fc.constantFrom("0.14.0", "v1", "1.2")], [1, fc.constant("soon")])),
      parameters: fc.record(
        { temperature: number, num_ctx: whole, seed: whole, top_p: number, stop: fc.array(prose, { minLength: 1, maxLength: 3 }), use_mmap: fc.boolean() },
        { requiredKeys: [] },
      ),
      messages: fc.array(fc.record({ role: fc.constantFrom("user", "assistant", "system"), content: prose }), { maxLength: 3 }),
    },
    { requiredKeys: ["model", "system", "template", "adapter", "license", "requires", "parameters", "messages"] },
  )
  .map((made) => made as PersonaDefinition);
