/** A persona out of a Modelfile and into one: what counts, what is refused, what has no effect here. */
import { describe, expect, it, test } from "vitest";
import { checkPersona } from "../../src/persona/modelfile/check.ts";
import { type ExtraKey, extraReason } from "../../src/persona/modelfile/extra-values.ts";
import { parseModelfile } from "../../src/persona/modelfile/parse.ts";
import { modelfileOf, type PersonaDefinition, personaOf } from "../../src/persona/modelfile/persona.ts";
import { type Modelfile, printModelfile } from "../../src/persona/modelfile/syntax.ts";

function parsed(text: string): Modelfile {
  const result = parseModelfile(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.modelfile;
}

const fox: PersonaDefinition = {
  name: "Fox",
  emoji: "🦊",
  avatarUrl: "https://example.com/fox.png",
  stylePrefix: "🦊 ",
  mood: "curious",
  imageStyle: "ink, one colour",
  model: "default",
  system: "You are a fox.\nIn {server}.",
  template: null,
  adapter: "lora-7",
  license: ["MIT"],
  requires: "0.14.0",
  parameters: { temperature: 0.7, stop: ["###", " END "] },
  messages: [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Yip!\nYip!" },
  ],
};

const foxFile = `# edgewise: name = Fox
# edgewise: emoji = 🦊
# edgewise: avatar_url = https://example.com/fox.png
# edgewise: style_prefix = "🦊 "
# edgewise: mood = curious
# edgewise: image_style = ink, one colour

FROM default
REQUIRES 0.14.0
ADAPTER lora-7
PARAMETER temperature 0.7
PARAMETER stop ###
PARAMETER stop " END "

SYSTEM """
You are a fox.
In {server}.
"""

MESSAGE user Hi
MESSAGE assistant """Yip!
Yip!"""

LICENSE MIT
`;

describe("a persona", () => {
  it("is written for people to read, and read back the same", () => {
    const made = modelfileOf(fox);
    expect(made.ok && printModelfile(made.modelfile)).toBe(foxFile);
    expect(personaOf(parsed(foxFile))).toEqual(fox);
  });

  it("has plain line ends and nothing around its texts, whatever the file has", () => {
    const { system, messages } = personaOf(parsed('FROM x\r\nSYSTEM """\r\n  a\r\nb  \r\n"""\r\nMESSAGE user " hi "\r\n'));
    expect([system, messages]).toEqual(["a\nb", [{ role: "user", content: "hi" }]]);
  });

  it("has no extras unless they are set", () => {
    expect(Object.keys(personaOf(parsed("# edgewise is a bot\n# name = x\nFROM x\nSYSTEM # edgewise: name = x\n")))).not.toContain("name");
  });

  it("takes its own lines in any case, with blanks or dashes, anywhere between instructions", () => {
    const { name, stylePrefix, avatarUrl } = personaOf(
      parsed("FROM x\n  #EDGEWISE:NAME=Fox = Vixen\n# edgewise: Style-Prefix = ~\n#\tedgewise:  avatar = https://x.org/a\n"),
    );
    expect([name, stylePrefix, avatarUrl]).toEqual(["Fox = Vixen", "~", "https://x.org/a"]);
  });

  it("may name the default model in any case", () => {
    expect(personaOf(parsed("FROM Default\nSYSTEM a\n")).model).toBe("default");
    expect(personaOf(parsed("FROM Llama3\nSYSTEM a\n")).model).toBe("Llama3");
  });

  it("may end with three quotes", () => {
    const system = 'Say """so\nand """so"""';
    const made = modelfileOf({ ...fox, system });
    expect(made.ok && personaOf(made.modelfile).system).toBe(system);
  });

  it("becomes typed problems where it can't be written", () => {
    const codes = (change: Partial<PersonaDefinition>) => {
      const made = modelfileOf({ ...fox, ...change });
      return made.ok ? [] : made.problems.map(({ code }) => code);
    };
    expect(codes({ system: 'a """\nb', name: "", emoji: "fox" })).toEqual(["bad-extra", "bad-extra", "unwritable"]);
    expect(codes({ system: "" })).toEqual(["empty-value"]);
    expect(codes({ parameters: { temperature: Number.NaN } })).toEqual(["bad-value"]);
    expect(codes({ requires: "soon" })).toEqual(["bad-version"]);
    expect(codes({ system: "a".repeat(70_000) })).toEqual(["too-large"]);
  });
});

describe("the extras", () => {
  const reason = (key: ExtraKey, value: string) => extraReason(key, value, ["ask", "persona"]);

  test.each<[ExtraKey, string[]]>([
    ["name", ["Fox", " Fox ", "Ünïcode 狐", "O'Neil & Söhne", "a".repeat(32), "🦊".repeat(32), "ask me"]],
    ["emoji", ["🦊", " 🦊 ", "🏴‍☠️", "👩🏽‍🚀", "🇩🇪", "1️⃣", "☠", "☠️", "❤️‍🔥"]],
    ["avatar_url", ["https://cdn.discordapp.com/a.png?size=128", " https://x.org "]],
    ["style_prefix", ["🦊 ", "~", "[fox]", " a ", "12345678901234567890"]],
    ["mood", ["curious"]],
    ["image_style", ["ink, one colour"]],
  ])("%s takes %j", (key, values) => {
    for (const value of values) expect(reason(key, value), value).toBeNull();
  });

  test.each<[ExtraKey, string, string]>([
    ["name", "  ", "empty"],
    ["name", "\u200b", "empty"],
    ["name", "a".repeat(33), "too-long"],
    ["name", "a\tb", "control"],
    ["name", "a\u202eb", "control"],
    ["name", "@Fox", "forbidden"],
    ["name", "F#x", "forbidden"],
    ["name", "F:x", "forbidden"],
    ["name", "`Fox`", "forbidden"],
    ["name", "Everyone", "reserved"],
    ["name", "My Discord Pal", "reserved"],
    ["name", "Persona", "reserved"],
    ["emoji", "fox", "not-one-emoji"],
    ["emoji", "1", "not-one-emoji"],
    ["emoji", "🦊🦊", "not-one-emoji"],
    ["emoji", "<:fox:1234567890123456789>", "not-one-emoji"],
    ["emoji", "🇩", "not-one-emoji"],
    ["avatar_url", "http://x.org/a.png", "not-https"],
    ["avatar_url", "https://me:secret@x.org", "not-https"],
    ["avatar_url", "https://x.org/a b", "not-https"],
    ["avatar_url", "javascript:alert(1)", "not-https"],
    ["avatar_url", `https://x.org/${"a".repeat(2048)}`, "too-long"],
    ["style_prefix", "123456789012345678901", "too-long"],
    ["style_prefix", "a\nb", "control"],
    ["style_prefix", "  ", "empty"],
  ])("%s refuses %j: %s", (key, value, expected) => {
    expect(reason(key, value)).toBe(expected);
  });
});

describe("the check", () => {
  const codes = (text: string) => checkPersona(parsed(text)).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
  const notices = (text: string) => checkPersona(parsed(text)).notices.map(({ line, code }) => `${line} ${code}`);

  it("has nothing to say about a persona that is as it should be", () => {
    expect(checkPersona(parsed(foxFile.replace("REQUIRES 0.14.0\n", "")))).toEqual({ problems: [], notices: [] });
  });

  it("finds unknown placeholders where they stand, each once, with what was meant", () => {
    const { problems } = checkPersona(parsed('FROM x\nSYSTEM """\nHi {usr} in {{guild}} of\n  {guild}, {usr}!\n"""\n'));
    expect(problems).toMatchObject([
      { code: "unknown-placeholder", word: "usr", suggestion: "user", line: 3, column: 4 },
      { code: "unknown-placeholder", word: "guild", suggestion: null, line: 4, column: 3 },
    ]);
  });

  test.each([
    ["FROM x\n", ["1:1 missing-system"]],
    ["FROM ./model.gguf\nSYSTEM a\n", ["1:6 from-file"]],
    ["FROM /usr/share/ollama/.ollama/models/blobs/sha256-e8ad\nSYSTEM a\n", ["1:6 from-file"]],
    ["FROM C:\\models\\a\nSYSTEM a\n", ["1:6 from-file"]],
    ["FROM hf.co/Qwen/Qwen3-8B-GGUF:Q4_K_M\nSYSTEM a\n", []],
    ["FROM @cf/meta/llama-3.1-8b-instruct\nSYSTEM a\n", []],
    ["# edgewise: nam = Fox\nFROM x\nSYSTEM a\n", ["1:1 unknown-extra"]],
    ["# edgewise: name Fox\nFROM x\nSYSTEM a\n", ["1:1 bad-extra"]],
    ["# edgewise: a fine bot\nFROM x\nSYSTEM a\n", []],
    ["# edgewise: name = A\nFROM x\nSYSTEM a\n# edgewise: name = B\n", ["4:1 extra-twice"]],
    ["# edgewise: emoji = fox\nFROM x\nSYSTEM a\n", ["1:1 bad-extra"]],
  ])("%j", (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test.each([
    [
      'FROM x\nSYSTEM a\nTEMPLATE "{{ .Prompt }}"\nPARAMETER mirostat 1\nPARAMETER temperature 1\nREQUIRES 0.14.0\n',
      ["3 unused-instruction", "4 unused-parameter", "6 unused-instruction"],
    ],
    ["FROM x\nSYSTEM a\nSYSTEM b\nPARAMETER seed 1\nPARAMETER stop a\nPARAMETER stop b\nPARAMETER seed 2\n", ["2 overridden", "4 overridden"]],
    ['FROM x\nSYSTEM """a\nPARAMETER seed 1\nLICENSE """b"""\n', ["2 swallowed"]],
  ])("tells what will not do what it seems to: %j", (text, expected) => {
    expect(notices(text)).toEqual(expected);
  });
});
