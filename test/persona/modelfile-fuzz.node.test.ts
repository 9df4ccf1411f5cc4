/** 10,000 random and damaged Modelfiles, 10,000 random personas: a problem that is said, or a faithful round trip. Never a throw, never slow. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPersona } from "../../src/persona/modelfile/check.ts";
import { importPersona } from "../../src/persona/modelfile/import.ts";
import { type ParseResult, parseModelfile } from "../../src/persona/modelfile/parse.ts";
import { modelfileOf, type PersonaDefinition, personaOf } from "../../src/persona/modelfile/persona.ts";
import { MOST_PROBLEMS } from "../../src/persona/modelfile/problems.ts";
import { type Modelfile, printModelfile } from "../../src/persona/modelfile/syntax.ts";
import { damagedText, definition } from "./modelfiles.ts";
import { readAsOllama } from "./ollama-reader.ts";

const RUNS = 10_000;
const views = ({ items: _, ...rest }: Modelfile) => rest;
const said = (modelfile: Modelfile) =>
  modelfile.items.flatMap((item) => (item.kind === "instruction" ? [{ name: item.name, key: item.key, value: item.value }] : []));

describe("10,000 random and damaged Modelfiles", () => {
  const texts = fc.sample(damagedText, { numRuns: RUNS, seed: 20261128 });
  const results = texts.map((text): [string, ParseResult] => [text, parseModelfile(text)]);

  test("are of all kinds: many parse, many don't", () => {
    const good = results.filter(([, result]) => result.ok).length;
    expect(good).toBeGreaterThan(RUNS / 5);
    expect(good).toBeLessThan((RUNS * 4) / 5);
    const codes = new Set(results.flatMap(([, result]) => (result.ok ? [] : result.problems.map(({ code }) => code))));
    expect(codes.size).toBeGreaterThan(10);
  });

  test("are refused with places inside the text, or printed as they came, with the same views", () => {
    for (const [text, result] of results) {
      if (result.ok) {
        const printed = printModelfile(result.modelfile);
        if (printed !== text) expect(printed).toBe(text);
        const again = parseModelfile(printed);
        if (!again.ok) expect(again, text).toMatchObject({ ok: true });
        else expect(views(again.modelfile)).toEqual(views(result.modelfile));
      } else {
        expect(result.problems.length).toBeGreaterThan(0);
        expect(result.problems.length).toBeLessThanOrEqual(MOST_PROBLEMS);
        const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
        for (const { line, column } of result.problems) {
          const length = lines[line - 1]?.length ?? -1;
          if (!(line >= 1 && column >= 1 && column <= length + 1)) expect({ line, column, length }, text).toBeNull();
        }
      }
    }
  });

  test("say what Ollama reads in them, wherever Ollama reads them at all", () => {
    let compared = 0;
    for (const [text, result] of results) {
      const theirs = readAsOllama(text);
      if (!result.ok || theirs === null) continue;
      compared++;
      expect(said(result.modelfile), JSON.stringify(text)).toEqual(theirs);
    }
    expect(compared).toBeGreaterThan(RUNS / 5);
  });

  test("can be checked and imported, whatever they are", () => {
    for (const [text, result] of results) {
      if (result.ok) checkPersona(result.modelfile);
      const imported = importPersona(text);
      if (!imported.ok) expect(imported.problems.length).toBeGreaterThan(0);
    }
  });
});

test("10,000 random personas become a Modelfile that says the same, or a problem", () => {
  let kept = 0;
  for (const persona of fc.sample(definition, { numRuns: RUNS, seed: 20261128 })) {
    const made = modelfileOf(persona);
    if (!made.ok) {
      expect(made.problems.length).toBeGreaterThan(0);
      continue;
    }
    kept++;
    const parsed = parseModelfile(printModelfile(made.modelfile));
    if (!parsed.ok) expect(parsed, JSON.stringify(persona)).toMatchObject({ ok: true });
    else expect(personaOf(parsed.modelfile), JSON.stringify(persona)).toEqual(tidied(persona));
  }
  expect(kept).toBeGreaterThan(RUNS / 20);
});

/** What a persona promises about its texts: plain line ends, nothing around them. */
function tidied(persona: PersonaDefinition): PersonaDefinition {
  const tidy = (text: string) => text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").trim();
  const { name, emoji, avatarUrl, mood, imageStyle } = persona;
  const extras = Object.entries({ name, emoji, avatarUrl, mood, imageStyle }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value.trim()]]));
  return {
    ...persona,
    ...Object.fromEntries(extras),
    system: tidy(persona.system),
    messages: persona.messages.map(({ role, content }) => ({ role, content: tidy(content) })),
  };
}

describe("64 KiB made to be slow", () => {
  const size = 64 * 1024;
  const fill = (piece: string, head = "", tail = "") => head + piece.repeat(Math.floor((size - head.length - tail.length) / piece.length)) + tail;
  const from = "FROM default\n";
  const cases: [string, string][] = [
    ["quotes", fill('"', `${from}SYSTEM `)],
    ["lines of quotes", fill('"""\n', `${from}SYSTEM `)],
    ["open blocks", fill('SYSTEM """\n', from)],
    ["a block that never ends, with quotes in every line", fill('" ""x\n', `${from}SYSTEM """`)],
    ["blanks", fill(" ", `${from}SYSTEM """`, '"""')],
    ["blank lines in a block", fill("   \n", `${from}SYSTEM """`, '"""')],
    ["empty lines", fill("\n", from)],
    ["carriage returns", fill("\r", from)],
    ["comments", fill("#\n", from)],
    ["our own comments", fill("# edgewise: x = y\n", from)],
    ["a comment of blanks", fill(" ", `${from}# edgewise:`, "x")],
    ["unknown instructions", fill("SYSTM a\n", from)],
    ["prose", fill("so it goes\n", from)],
    ["one long word", fill("a", from)],
    ["parameters", fill("PARAMETER stop x\n", from)],
    ["two kinds of lines, one after the other", `${fill("PARAMETER seed 1\n", from).slice(0, size / 2 - 5)}\n${fill("SYSTEM a\n").slice(0, size / 2 - 10)}\n`],
    ["digits", fill("9", `${from}PARAMETER seed `)],
    ["digits and signs of a float", fill("1", `${from}PARAMETER temperature 0.`, "e")],
    ["a long version", fill("1.", `${from}REQUIRES `)],
    ["braces", fill("{", `${from}SYSTEM `)],
    [
      "placeholders, all different",
      Array.from({ length: 9_000 }, (_, at) => `{a${at}}`)
        .join("")
        .padStart(size - 100, `${from}SYSTEM `)
        .slice(-size + 20),
    ],
    ["doubled placeholders", fill("{{ab}}", `${from}SYSTEM `, "{ab}")],
    ["messages", fill("MESSAGE user a\n", from)],
    ["brackets", fill("[", "")],
    ["JSON objects", fill('{"a":', "")],
    ["an open JSON text", fill("a", '{"name": "')],
    ["JSON escapes", fill("\\n", '{"name": "', '"}')],
    ["small JSON personas", fill('{"name":1},', "[", "1]")],
    ["fences", fill("`", "```\n")],
  ];

  test.each(cases)("%s", (_name, text) => {
    expect(best(() => parseModelfile(text))).toBeLessThan(50);
    expect(best(() => importPersona(text))).toBeLessThan(100);
  });
});

/** The fastest of a few runs: others use this machine, too. */
function best(run: () => void): number {
  const times = [1, 2, 3, 4].map(() => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
