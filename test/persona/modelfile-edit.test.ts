/** Changes in a Modelfile: what was asked for, and nothing else. (Random ones are in the fuzz test.) */
import { describe, expect, it, test } from "vitest";
import { type EditResult, setExtra, setLicenses, setMessages, setParameter, setText } from "../../src/persona/modelfile/edit.ts";
import { parseModelfile } from "../../src/persona/modelfile/parse.ts";
import { type Modelfile, printModelfile } from "../../src/persona/modelfile/syntax.ts";

function parsed(text: string): Modelfile {
  const result = parseModelfile(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.modelfile;
}

function printed(result: EditResult): string {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return printModelfile(result.modelfile);
}

const file = "# mine\nfrom  llama3 \n\nparameter seed 1\nSYSTEM old\n# end\n";

describe("a value that is there", () => {
  it("is replaced where it stands; case, blanks and comments stay", () => {
    expect(printed(setText(parsed(file), "FROM", "gpt-5"))).toBe(file.replace("llama3", "gpt-5"));
    expect(printed(setText(parsed(file), "SYSTEM", "a\nb"))).toBe(file.replace("old", '"""a\nb"""'));
    expect(printed(setParameter(parsed(file), "seed", 42))).toBe(file.replace("seed 1", "seed 42"));
  });

  it("stays as it is written if it is the same", () => {
    const odd = 'FROM "x"\nSYSTEM """a"""   \n';
    expect(printed(setText(parsed(odd), "SYSTEM", "a"))).toBe(odd);
  });

  it("can be taken away", () => {
    expect(printed(setText(parsed(file), "SYSTEM", null))).toBe(file.replace("SYSTEM old\n", ""));
    expect(printed(setParameter(parsed(file), "seed", null))).toBe(file.replace("parameter seed 1\n", ""));
  });

  it("is there once afterwards", () => {
    expect(printed(setText(parsed("FROM x\nSYSTEM a\nSYSTEM b\n"), "SYSTEM", "c"))).toBe("FROM x\nSYSTEM c\n");
  });
});

describe("what is new", () => {
  it("follows its kind, or the last instruction", () => {
    expect(printed(setParameter(parsed(file), "top_p", 0.5))).toBe(file.replace("SYSTEM old\n", "SYSTEM old\nPARAMETER top_p 0.5\n"));
    expect(printed(setParameter(parsed("FROM x\nPARAMETER stop a\nSYSTEM s\n"), "stop", ["a", "b "]))).toBe(
      'FROM x\nPARAMETER stop a\nPARAMETER stop "b "\nSYSTEM s\n',
    );
  });

  it("takes over the file's line ends, and a last line that has none", () => {
    expect(printed(setText(parsed("FROM x\r\nSYSTEM a\r\n"), "ADAPTER", "lora"))).toBe("FROM x\r\nSYSTEM a\r\nADAPTER lora\r\n");
    expect(printed(setText(parsed("FROM x"), "SYSTEM", "a"))).toBe("FROM x\nSYSTEM a");
    expect(printed(setText(parsed("\uFEFFFROM x"), "SYSTEM", "a"))).toBe("\uFEFFFROM x\nSYSTEM a");
  });

  test("messages and licenses are set all together", () => {
    const before = parsed("FROM x\nMESSAGE user a\n# between\nMESSAGE assistant b\nLICENSE MIT\n");
    const messages = [
      { role: "user", content: "a" },
      { role: "user", content: "two\nlines" },
      { role: "assistant", content: '"' },
    ] as const;
    expect(printed(setMessages(before, messages))).toBe(
      'FROM x\nMESSAGE user a\n# between\nMESSAGE user """two\nlines"""\nMESSAGE assistant """""""\nLICENSE MIT\n',
    );
    expect(printed(setLicenses(before, []))).toBe("FROM x\nMESSAGE user a\n# between\nMESSAGE assistant b\n");
  });
});

describe("our own lines", () => {
  it("are put at the top, below each other, and replaced where they stand", () => {
    const one = printed(setExtra(parsed("\uFEFF# a comment\r\nFROM x\r\n"), "name", " Fox "));
    expect(one).toBe("\uFEFF# edgewise: name = Fox\r\n# a comment\r\nFROM x\r\n");
    const two = printed(setExtra(parsed(one), "style_prefix", "🦊 "));
    expect(two).toBe('\uFEFF# edgewise: name = Fox\r\n# edgewise: style_prefix = "🦊 "\r\n# a comment\r\nFROM x\r\n');
    expect(printed(setExtra(parsed(two), "name", "Vixen"))).toBe(two.replace("Fox", "Vixen"));
    expect(printed(setExtra(parsed(two), "style_prefix", null))).toBe(one);
  });

  it("do not run into each other where the file has no last line's end", () => {
    expect(printed(setExtra(parsed("FROM x\n# edgewise: name = A"), "emoji", "🦊"))).toBe("FROM x\n# edgewise: name = A\n# edgewise: emoji = 🦊");
  });
});

describe("what can't be written", () => {
  it("is refused with the line of the text that is in the way", () => {
    expect(setText(parsed(file), "SYSTEM", 'one\ntwo """ \nthree')).toEqual({ ok: false, problems: [{ code: "unwritable", what: "SYSTEM", textLine: 2 }] });
    expect(setMessages(parsed(file), [{ role: "user", content: '"""\n' }])).toMatchObject({
      ok: false,
      problems: [{ code: "unwritable", what: "MESSAGE user", textLine: 1 }],
    });
  });

  it("is little: three quotes are fine anywhere but at the end of a line that is not the last", () => {
    for (const text of ['"""', 'a """ b\nc', 'a\nb """', '"', '""', '"a', 'a"', ' "a" ', '\n"""', "\t", " a"].filter((one) => one.trim() !== "")) {
      const result = setText(parsed(file), "SYSTEM", text);
      expect(result.ok ? result.modelfile.system : result.problems, JSON.stringify(text)).toBe(text);
    }
  });

  it("is also what no Modelfile may say", () => {
    expect(setText(parsed(file), "SYSTEM", " ")).toMatchObject({ ok: false, problems: [{ code: "empty-value", what: "SYSTEM" }] });
    expect(setText(parsed(file), "SYSTEM", "a\0")).toMatchObject({ ok: false, problems: [{ code: "binary" }] });
    expect(setText(parsed(file), "SYSTEM", "a".repeat(70_000))).toMatchObject({ ok: false, problems: [{ code: "too-large" }] });
    expect(setParameter(parsed(file), "temperature", 3)).toMatchObject({
      ok: false,
      problems: [{ code: "bad-value", parameter: "temperature", min: 0, max: 2 }],
    });
    expect(setExtra(parsed(file), "name", "a@b")).toMatchObject({ ok: false, problems: [{ code: "bad-extra", key: "name", reason: "forbidden" }] });
  });
});
