/** Modelfiles: read as Ollama reads them, refused with the place and the reason, printed as they came. */
import { describe, expect, it, test } from "vitest";
import { parseModelfile } from "../../src/persona/modelfile/parse.ts";
import { personaOf } from "../../src/persona/modelfile/persona.ts";
import type { ModelfileProblem } from "../../src/persona/modelfile/problems.ts";
import { decodeText, MODELFILE_BYTES } from "../../src/persona/modelfile/readable.ts";
import { type Modelfile, printModelfile } from "../../src/persona/modelfile/syntax.ts";

function parsed(text: string): Modelfile {
  const result = parseModelfile(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.modelfile;
}

/** `line:column code`, of everything that is wrong. */
function wrong(text: string): string[] {
  return problems(text).map(({ line, column, code }) => `${line}:${column} ${code}`);
}

function problems(text: string): ModelfileProblem[] {
  const result = parseModelfile(text);
  return result.ok ? [] : result.problems;
}

const everything = `\uFEFF# A comment
  # indented, with "quotes"

from   llama3.2:3b\t
Parameter Temperature 0.7
PARAMETER  num_ctx 8192
PARAMETER stop "<|eot_id|>"
PARAMETER stop """### User:"""
TEMPLATE """{{ if .System }}{{ .System }}
{{ end }}"""
SYSTEM """
You are "Mario".  Say """hi""" often.
"""
ADAPTER ./lora.gguf
LICENSE MIT
LICENSE "
of two lines"
MESSAGE user Is Toronto in Canada? # really
MESSAGE assistant "  yes  "
REQUIRES 0.14.0
RENDERER qwen3-coder
PARSER qwen3-coder
DRAFT ./small
   `;

describe("a Modelfile with everything in it", () => {
  it.each([
    ["\n", everything],
    ["CRLF", everything.replaceAll("\n", "\r\n")],
    ["CR", everything.replaceAll("\n", "\r")],
  ])("is printed to the letter (%s)", (_eol, text) => {
    expect(printModelfile(parsed(text))).toBe(text);
  });

  it("has views on what it says", () => {
    const { items, ...views } = parsed(everything);
    expect(items.length).toBe(21);
    expect(views).toEqual({
      from: "llama3.2:3b",
      system: '\nYou are "Mario".  Say """hi""" often.\n',
      template: "{{ if .System }}{{ .System }}\n{{ end }}",
      adapter: "./lora.gguf",
      requires: "0.14.0",
      licenses: ["MIT", "\nof two lines"],
      parameters: { temperature: 0.7, num_ctx: 8192, stop: ["<|eot_id|>", "### User:"] },
      messages: [
        { role: "user", content: "Is Toronto in Canada? # really" },
        { role: "assistant", content: "  yes  " },
      ],
    });
  });

  test("may end without a line's end, and be in any order", () => {
    for (const text of ["FROM x", "SYSTEM a\nFROM x", "\n\n\tSYSTEM a\n FROM x\n\n", "#\nFROM x"]) expect(printModelfile(parsed(text))).toBe(text);
  });
});

describe("values", () => {
  const system = (value: string) => parsed(`FROM x\nSYSTEM ${value}\nLICENSE MIT\n`);

  test.each([
    ["plain", "plain"],
    ["   blanks around   ", "blanks around"],
    ['"quoted "', "quoted "],
    ['"two\nlines"', "two\nlines"],
    ['"in "the" middle"', 'in "the" middle'],
    ['"""a"""', "a"],
    ['"""a\n"quoted"\nb"""   ', 'a\n"quoted"\nb'],
    ['"""three """ in a line\nend"""', 'three """ in a line\nend'],
    ['"""ends with a quote""""', 'ends with a quote"'],
    ["'single'", "'single'"],
    ["say \\n", "say \\n"],
    ["# no comment", "# no comment"],
    ["你好👋", "你好👋"],
  ])("%j says %j, and what follows is read", (written, value) => {
    const modelfile = system(written);
    expect([modelfile.system, modelfile.licenses]).toEqual([value, ["MIT"]]);
  });

  test("keep their line ends: CRLF stays CRLF", () => {
    expect(system('"""a\r\nb"""').system).toBe("a\r\nb");
  });

  test("may follow blanks that are none and what cannot be seen, as web pages indent", () => {
    const text = "\u00a0FROM default\n\u00a0\n\u200b\u3000# edgewise: name = Tin\n\u200bSYSTEM a\n";
    const result = parseModelfile(text);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(printModelfile(result.modelfile)).toBe(text);
    expect(personaOf(result.modelfile)).toMatchObject({ name: "Tin", model: "default", system: "a" });
  });

  test("of repeated instructions: the last one counts, but licenses, messages and stops add up", () => {
    const { system, parameters } = parsed("FROM x\nSYSTEM a\nSYSTEM b\nPARAMETER seed 1\nPARAMETER stop a\nPARAMETER seed 2\nPARAMETER stop b\n");
    expect([system, parameters]).toEqual(["b", { seed: 2, stop: ["a", "b"] }]);
  });

  test.each([
    ["num_ctx 1", { num_ctx: 1 }],
    ["temperature .5", { temperature: 0.5 }],
    ["temperature 1e-1", { temperature: 0.1 }],
    ["seed -1", { seed: -1 }],
    ["num_predict -2", { num_predict: -2 }],
    ["use_mmap false", { use_mmap: false }],
    ["low_vram 1", { low_vram: true }],
    ["mirostat_tau 5.0", { mirostat_tau: 5 }],
    ['TOP_P "0.9"', { top_p: 0.9 }],
    ["stop </s>", { stop: ["</s>"] }],
    ['stop "### User: "', { stop: ["### User: "] }],
  ])("of a parameter are typed: %s", (line, parameters) => {
    expect(parsed(`FROM x\nPARAMETER ${line}\n`).parameters).toEqual(parameters);
  });
});

describe("what is wrong is named with its place", () => {
  test.each([
    ["", ["1:1 from-missing"]],
    ["# nothing\n\n", ["1:1 from-missing"]],
    ["SYSTEM a\n", ["1:1 from-missing"]],
    ["FROM x\nFROM y\n", ["2:6 from-twice"]],
    ["FROM\nSYSTEM a", ["1:5 empty-value"]],
    ['FROM ""', ["1:6 empty-value"]],
    ["FROM x\nSYSTEM \n", ["2:8 empty-value"]],
    ['FROM x\nSYSTEM "  "\n', ["2:8 empty-value"]],
    ["FROM x\nPARAMETER\n", ["2:10 empty-value"]],
    ["FROM x\nPARAMETER seed\n", ["2:15 empty-value"]],
    ["FROM x\nMESSAGE user\n", ["2:13 empty-value"]],
    ["FROM x\n  SYTSEM a\n", ["2:3 unknown-instruction"]],
    ["FROM x\nPARAMETER temprature 1\n", ["2:11 unknown-parameter"]],
    ["FROM x\nPARAMETER temperature hot\n", ["2:23 bad-value"]],
    ["FROM x\nMESSAGE bot hi\n", ["2:9 bad-role"]],
    ["FROM x\nREQUIRES soon\n", ["2:10 bad-version"]],
    ['FROM x\nSYSTEM """\nabc\n', ["2:8 unterminated"]],
    ['FROM x\nSYSTEM "abc\n', ["2:8 unterminated"]],
    ['FROM x\nSYSTEM"""abc"""\n', ["2:7 no-blank"]],
    ["FROM x\nSYSTEM: abc\n", ["2:7 no-blank"]],
    ["FROM x\nPARAMETER temperature=0.7\n", ["2:22 no-blank"]],
    ["FROM x\r\nPARAMETER a 1\r\n", ["2:11 unknown-parameter"]],
    ["FROM x\rPARAMETER a 1\r", ["2:11 unknown-parameter"]],
    ["\uFEFFPARAMETER a 1\nFROM x", ["1:11 unknown-parameter"]],
    ["FROM x\nSYSTEM 👋 a\n\nPARAMETER b 1", ["4:11 unknown-parameter"]],
    ["FROM x\nSYSTEM a\0b", ["2:9 binary"]],
    ["FROM x\nSYSTEM a\uD800", ["2:9 binary"]],
    ["\u007fELF", ["1:1 binary"]],
    ["You are a pirate.\nYou like rum.\n", ["1:1 not-a-modelfile"]],
  ])("%j", (text, expected) => {
    expect(wrong(text)).toEqual(expected);
  });

  test("several at once, in order, ten at most", () => {
    expect(wrong("SYSTM a\nPARAMETER x 1\nMESSAGE me hi\nPARAMETER seed x\n")).toEqual([
      "1:1 from-missing",
      "1:1 unknown-instruction",
      "2:11 unknown-parameter",
      "3:9 bad-role",
      "4:16 bad-value",
    ]);
    expect(wrong(`FROM x\n${"PARAMETER x 1\n".repeat(50)}`)).toHaveLength(10);
  });

  test("near misses are recognised", () => {
    const suggestion = (line: string) => problems(`${line}\nFROM x\n`).map((problem) => ("suggestion" in problem ? problem.suggestion : problem.code));
    expect(["SYTEM a", "PARAM seed 1", "PROMPT a", "System: a", "MESAGE user a"].map(suggestion)).toEqual([
      ["SYSTEM"],
      ["PARAMETER"],
      ["SYSTEM"],
      ["no-blank"],
      ["MESSAGE"],
    ]);
    expect(["temprature", "Top-P", "max_tokens", "context_length", '"seed"', "banana"].map((name) => suggestion(`PARAMETER ${name} 1`))).toEqual([
      ["temperature"],
      ["top_p"],
      ["num_predict"],
      ["num_ctx"],
      ["seed"],
      [null],
    ]);
    expect(["users", "asistant", "user:", "god"].map((role) => suggestion(`MESSAGE ${role} a`))).toEqual([["user"], ["assistant"], ["user"], [null]]);
  });

  test("a mistyped FROM is not missed as well, nor what an open text may hold", () => {
    expect(wrong("FORM x\nSYSTEM a\n")).toEqual(["1:1 unknown-instruction"]);
    expect(wrong('SYSTEM """a\nFROM x\n')).toEqual(["1:8 unterminated"]);
  });

  test("a mistyped instruction takes its text along", () => {
    expect(wrong('FROM x\nSYTSEM """\nYou are nice.\nMESSAGE bot x\n"""\nPARAMETER seed x\n')).toEqual(["2:1 unknown-instruction", "6:16 bad-value"]);
  });

  test("a text of several lines without quotes is one problem, not one a line", () => {
    expect(wrong("FROM x\nSYSTEM You are nice.\nYou like tea.\nAlways.\nPARAMETER seed x\n")).toEqual(["3:1 unknown-instruction", "5:16 bad-value"]);
  });

  test("three quotes that end a text too early are found where they are", () => {
    const text = 'FROM x\nSYSTEM """\nHe calls it """life"""\nand laughs.\n"""\nPARAMETER seed x\n';
    expect(problems(text)).toMatchObject([
      { code: "text-after-block", line: 3, column: 20, nextLine: 4 },
      { code: "bad-value", line: 6 },
    ]);
  });

  test("something behind the closing quotes is told from quotes that are missing", () => {
    expect(problems('FROM x\nPARAMETER stop "a" # why\n')).toMatchObject([{ code: "unterminated", quote: '"', textAfter: true }]);
    expect(problems('FROM x\nSYSTEM """a\n')).toMatchObject([{ code: "unterminated", quote: '"""', textAfter: false }]);
    expect(problems("FROM x\nPARAMETER seed 1 # why\n")).toMatchObject([{ code: "bad-value", comment: true }]);
  });

  test.each([
    "temperature 2.1",
    "temperature -0.1",
    "temperature 0x1",
    "temperature Infinity",
    "temperature NaN",
    "top_p 1.5",
    "min_p 2",
    "num_ctx 0",
    "num_ctx 4096.5",
    "seed 1e3",
    `seed ${"9".repeat(400)}`,
    "top_k forty",
    "num_predict -3",
    "mirostat 3",
    "numa maybe",
  ])("PARAMETER %s", (line) => {
    expect(wrong(`FROM x\nPARAMETER ${line}\n`)).toEqual([`2:${12 + line.indexOf(" ")} bad-value`]);
  });
});

describe("64 KiB", () => {
  const sized = (bytes: number) => `FROM x\nSYSTEM ${"ä".repeat(Math.floor((bytes - 14) / 2))}${"a".repeat((bytes - 14) % 2)}`;

  test("fit, one byte more does not: bytes are counted, not characters", () => {
    expect(parseModelfile(sized(MODELFILE_BYTES)).ok).toBe(true);
    expect(problems(sized(65_537))).toEqual([{ code: "too-large", bytes: 65_537, limit: 65_536, line: 1, column: 1 }]);
    expect(wrong("a".repeat(5_000_000))).toEqual(["1:1 too-large"]);
  });
});

describe("a file's bytes", () => {
  const utf16 = (text: string, little: boolean) =>
    new Uint8Array(
      [...`\uFEFF${text}`].flatMap((char) =>
        little ? [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8] : [char.charCodeAt(0) >> 8, char.charCodeAt(0) & 255],
      ),
    );

  it("are taken as UTF-8, its mark included, and as UTF-16", () => {
    const text = "\uFEFFFROM x\r\nSYSTEM äß";
    expect(decodeText(new TextEncoder().encode(text))).toEqual({ ok: true, text });
    for (const little of [true, false]) expect(decodeText(utf16("FROM x\nSYSTEM äß", little))).toEqual({ ok: true, text: "FROM x\nSYSTEM äß" });
  });

  it("are refused where they are no text, or far too many", () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(decodeText(png)).toMatchObject({ ok: false, problems: [{ code: "binary" }] });
    expect(decodeText(new Uint8Array(1_000_000))).toMatchObject({ ok: false, problems: [{ code: "too-large" }] });
  });
});
