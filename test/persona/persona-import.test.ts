/** Importing: Modelfiles and the persona.json of older bots, as files or pasted, told apart by what they are. */
import { describe, expect, it, test } from "vitest";
import { admitText } from "../../src/persona/admit.ts";
import { importPersona } from "../../src/persona/modelfile/import.ts";
import { parseModelfile } from "../../src/persona/modelfile/parse.ts";
import { personaOf } from "../../src/persona/modelfile/persona.ts";

function imported(text: string) {
  const result = importPersona(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.personas;
}

function wrong(text: string): string[] {
  const result = importPersona(text);
  return result.ok
    ? []
    : result.problems.map((problem) => `${problem.line}:${problem.column} ${problem.code}${"reason" in problem ? ` ${problem.reason}` : ""}`);
}

const pirate = { name: "Pirate", prompt_inject: "You are a pirate.\nYou sail {server}.", emoji: "🏴‍☠️", style_prefix: "Arr! " };

describe("a persona.json", () => {
  it("becomes a persona and a Modelfile that says the same", () => {
    const [first] = imported(JSON.stringify(pirate));
    expect(first?.persona).toMatchObject({ name: "Pirate", system: pirate.prompt_inject, emoji: "🏴‍☠️", stylePrefix: "Arr! ", model: "default", messages: [] });
    const again = parseModelfile(first?.text ?? "");
    expect(again.ok && personaOf(again.modelfile)).toEqual(first?.persona);
  });

  test.each([
    ["a list", JSON.stringify([pirate, { ...pirate, name: "Cook" }])],
    ["by name", JSON.stringify({ Pirate: { ...pirate, name: undefined }, Cook: { ...pirate, name: undefined } }, null, 2)],
    ["under personas", JSON.stringify({ active: "Cook", personas: { Pirate: { ...pirate, name: undefined }, Cook: { prompt_inject: "You cook." } } })],
    ["a list under personas", `\uFEFF \r\n${JSON.stringify({ personas: [pirate, { ...pirate, name: "Cook" }] })}\r\n`],
  ])("may hold many: %s", (_form, text) => {
    expect(imported(text).map(({ persona }) => persona.name)).toEqual(["Pirate", "Cook"]);
  });

  it("may leave out or leave empty what is not needed, and has the rest named", () => {
    const [only] = imported('{"prompt_inject": " Be nice. ", "emoji": "", "style_prefix": null, "colour": "red"}');
    expect(only?.persona).not.toHaveProperty("name");
    expect(only?.persona).not.toHaveProperty("emoji");
    expect(only?.persona.system).toBe("Be nice.");
    expect(only?.notices).toMatchObject([{ code: "ignored-key", key: "colour", line: 1 }]);
  });

  it("may be named like an object's own parts", () => {
    expect(imported('{"__proto__": {"prompt_inject": "a"}, "constructor": {"prompt_inject": "b"}}').map(({ persona }) => persona.name)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  test.each([
    ["{", ["1:2 json-syntax unfinished"]],
    ['{"name": "a",}', ["1:13 json-syntax comma-at-end"]],
    ['{\n  "name": "a"\n  "emoji": "b"\n}', ["3:3 json-syntax missing-comma"]],
    ['{"name" "a"}', ["1:9 json-syntax missing-colon"]],
    ["{name: 'a'}", ["1:2 json-syntax quotes"]],
    ["{'name': 'a'}", ["1:2 json-syntax quotes"]],
    ['{"name": “a”}', ["1:10 json-syntax quotes"]],
    ['{"name": "a\nb"}', ["1:10 json-syntax text-not-closed"]],
    ['{"name": "a\\x"}', ["1:12 json-syntax escape"]],
    ['{"name": 01}', ["1:10 json-syntax number"]],
    ['{ // mine\n"name": 1}', ["1:3 json-syntax comment"]],
    ['{"name": }', ["1:10 json-syntax unexpected"]],
    ["{} {}", ["1:4 json-syntax after-end"]],
    [`${"[".repeat(5_000)}`, ["1:34 json-syntax too-deep"]],
    ["{}", ["1:1 json-no-persona"]],
    ["[]", ["1:1 json-no-persona"]],
    ["[1, []]", ["1:2 json-no-persona", "1:5 json-no-persona"]],
    ['{"name": "a"}', ["1:1 json-no-prompt"]],
    ['{"name": "a",\n "prompt_inject": " "}', ["2:19 json-no-prompt"]],
    ['{"name": 7, "prompt_inject": ["a"]}', ["1:10 json-not-text", "1:30 json-not-text"]],
    ['{"name": "a",\n "prompt_inject": "Hi {usr}"}', ["2:19 unknown-placeholder"]],
    ['{"prompt_inject": "a",\n "emoji": "fox",\n "name": "@x"}', ["3:10 bad-extra forbidden", "2:11 bad-extra not-one-emoji"]],
    ['{"prompt_inject": "a \\"\\"\\"\\nb"}', ["1:19 unwritable"]],
    ['{"prompt_inject": "a\\ud800"}', ["1:19 binary"]],
  ])("is refused with the place: %s", (text, expected) => {
    expect(wrong(text.slice(0, 10_000))).toEqual(expected);
  });

  it("is taken all or not at all", () => {
    expect(wrong(JSON.stringify([pirate, { name: "x" }]))).toHaveLength(1);
  });

  it("is read as JSON.parse reads it", () => {
    const value = { prompt_inject: 'ä \u2028 "q" \\ / \n\t 🦊 é', n: [1, -0.5, 1e3, 1e-7, true, false, null, {}, [], ""] };
    for (const text of [
      JSON.stringify(value),
      JSON.stringify(value, null, "\t"),
      JSON.stringify(value).replace("🦊", "\\uD83E\\uDD8A").replace(" / ", " \\/ "),
    ])
      expect(imported(text)[0]?.persona.system).toBe(value.prompt_inject);
  });
});

describe("a Modelfile", () => {
  const file = "# edgewise: name = Fox\r\n\r\nfrom  default\r\nSYSTEM You are a fox.\r\n";

  it("is kept to the letter", () => {
    expect(imported(file)).toMatchObject([{ text: file, persona: { name: "Fox", system: "You are a fox." }, notices: [] }]);
  });

  test.each(["```\n", "```modelfile\n", "```dockerfile \n"])("may stand in a code block (%j)", (open) => {
    expect(imported(`${open}FROM x\nSYSTEM a\n\`\`\``)).toMatchObject([{ text: "\nFROM x\nSYSTEM a\n", persona: { system: "a" } }]);
    expect(wrong(`${open}FROM x\nSYSTM a\n\`\`\`\n`)).toEqual(["1:1 missing-system", "3:1 unknown-instruction"].slice(1));
  });

  test("so may JSON", () => {
    expect(imported(`\`\`\`json\n${JSON.stringify(pirate)}\n\`\`\``)).toHaveLength(1);
  });

  it("is refused for a placeholder that nobody knows, in all that the system prompt is made of", () => {
    expect(wrong("FROM default\nSYSTEM a\nMESSAGE system You know {usr}.\nMESSAGE user what is {x}?")).toEqual(["3:25 unknown-placeholder"]);
  });

  it("is told in full which models there are, however long their names", () => {
    const long = "meta-llama/Llama-3.3-70B-Instruct-Turbo-Free-and-more";
    const admission = admitText(
      "FROM x\nSYSTEM a",
      { name: "Tin" },
      { available: [long], findModel: () => undefined, useOfAdapter: () => "model", commands: [] },
    );
    expect(admission).toMatchObject({ problems: [{ problem: { code: "model-not-allowed", allowed: `\`default\`, \`${long}\`` } }] });
  });

  it("is refused if it is no persona", () => {
    expect(wrong("FROM x\n")).toEqual(["1:1 missing-system"]);
    expect(wrong("just a prompt")).toEqual(["1:1 not-a-modelfile"]);
    expect(wrong("")).toEqual(["1:1 from-missing"]);
    expect(wrong(`FROM x\nSYSTEM ${"a".repeat(70_000)}`)).toEqual(["1:1 too-large"]);
  });
});
