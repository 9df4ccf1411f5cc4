/** Prompt files: every one of ours can be read, and what is wrong with one is named with its file and line. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it, test } from "vitest";
import { ConfigError } from "../../src/kernel/errors.ts";
import { unknownPlaceholders } from "../../src/persona/placeholders.ts";
import { readPrompt } from "../../src/prompts/read-prompt.ts";

const FOLDER = resolve(import.meta.dirname, "../../src/prompts");
const files = readdirSync(FOLDER).flatMap((name) => (name.endsWith(".md") ? [name.slice(0, -3)] : []));
const read = (file: string) => readFileSync(resolve(FOLDER, file), "utf8");

describe("our own", () => {
  test.each(files)("%s.md can be read, has only placeholders that exist, and stands in the list", (file) => {
    const prompt = readPrompt(file, read(`${file}.md`));
    expect(prompt.name).toBe(file);
    // `{language}` and `{zone}` are the tasks' own (conversation/task.ts), the others those of what nobody asked for (conversation/unasked/words.ts).
    const own = ["language", ...(file === "speak" ? ["action", "person"] : ["zone"])];
    expect(unknownPlaceholders(prompt.body).filter((name) => !own.includes(name))).toEqual([]);
    expect(read("index.ts")).toContain(`"./${file}.md"`);
  });
});

describe("a prompt file", () => {
  it("says all that it can say", () => {
    const text =
      "---\r\nname: describe\r\n# a comment\r\n\r\nmodel: provider/model:free\r\ntemperature: 0\r\nmax_tokens: 500\r\ntimeout: 30\r\n---\r\n\r\nDescribe it.\r\n\r\n---\r\nShortly. \r\n";
    expect(readPrompt("describe", text)).toEqual({
      name: "describe",
      model: "provider/model:free",
      temperature: 0,
      maxTokens: 500,
      timeoutS: 30,
      body: "Describe it.\n\n---\nShortly.",
    });
  });

  it("needs nothing but its name and a text", () => {
    expect(readPrompt("x", "---\nname: x\n---\nText")).toEqual({ name: "x", body: "Text" });
  });

  const wrong: [string, string, RegExp][] = [
    ["no front matter", "Text", /x\.md, line 1: .*---/],
    ["a front matter without end", "---\nname: x\nText", /line 1: .*no end/],
    [
      "an unknown key",
      "---\nname: x\ntemprature: 1\n---\nText",
      /x\.md, line 3: "temprature" is no key; there are name, model, temperature, max_tokens, timeout/,
    ],
    ["a key of every object", "---\nname: x\nconstructor: 1\n---\nText", /line 3: "constructor" is no key/],
    ["a line that is none", "---\nname: x\nhot\n---\nText", /line 3: is not of the form/],
    ["a key twice", "---\nname: x\nmodel: a\nmodel: b\n---\nText", /line 4: model .*second time/],
    ["no name", "---\nmodel: a\n---\nText", /line 1: name is missing/],
    ["another name than the file's", "---\nmodel: a\nname: y\n---\nText", /line 3: name must be x/],
    ["a name that is none", "---\nname: X Y\n---\nText", /line 2: name must be/],
    ["two models", "---\nname: x\nmodel: a, b\n---\nText", /line 3: model must be the id of one/],
    ["no model", "---\nname: x\nmodel:\n---\nText", /line 3: model/],
    ["a temperature in words", "---\nname: x\ntemperature: hot\n---\nText", /line 3: temperature must be a number from 0 to 2/],
    ["a blank temperature", "---\nname: x\ntemperature:\n---\nText", /line 3: temperature/],
    ["too high a temperature", "---\nname: x\ntemperature: 2.1\n---\nText", /line 3: temperature/],
    ["half a token", "---\nname: x\nmax_tokens: 100.5\n---\nText", /line 3: max_tokens must be a whole number/],
    ["no tokens", "---\nname: x\nmax_tokens: 0\n---\nText", /line 3: max_tokens/],
    ["an endless timeout", "---\nname: x\ntimeout: Infinity\n---\nText", /line 3: timeout/],
    ["a timeout with its unit", "---\nname: x\ntimeout: 30s\n---\nText", /line 3: timeout/],
    ["no text", "---\nname: x\n---\n\n", /line 4: there is no text/],
  ];
  for (const [name, text, message] of wrong)
    it(`with ${name} is refused with file and line`, () => {
      expect(() => readPrompt("x", text)).toThrow(ConfigError);
      expect(() => readPrompt("x", text)).toThrow(message);
    });
});
