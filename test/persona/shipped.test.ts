/** The personas that come with the bot are good Modelfiles, and good company on Discord. */
import { describe, expect, it, test } from "vitest";
import { checkPersona } from "../../src/persona/modelfile/check.ts";
import { parseModelfile } from "../../src/persona/modelfile/parse.ts";
import { modelfileOf, personaOf } from "../../src/persona/modelfile/persona.ts";
import { printModelfile } from "../../src/persona/modelfile/syntax.ts";
import { shippedPersonas } from "../../src/persona/shipped/index.ts";
import { readAsOllama } from "./ollama-reader.ts";

const all = shippedPersonas();

test("there are six, each with a name, an emoji and a style of its own", () => {
  expect(all).toHaveLength(6);
  for (const pick of ["name", "emoji", "imageStyle", "system"] as const) expect(new Set(all.map(({ persona }) => persona[pick])).size, pick).toBe(6);
  expect(new Set(all.map(({ persona }) => persona.mood)).size).toBeGreaterThan(2);
  expect(shippedPersonas()).toBe(all);
});

describe.each(all.map((one) => [one.id, one] as const))("%s", (_id, { text, persona }) => {
  it("parses without a problem or a notice and is printed to the letter", () => {
    const parsed = parseModelfile(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(printModelfile(parsed.modelfile)).toBe(text);
    expect(checkPersona(parsed.modelfile)).toEqual({ problems: [], notices: [] });
    expect(personaOf(parsed.modelfile)).toEqual(persona);
  });

  it("says to Ollama what it says to us", () => {
    const read = readAsOllama(text) ?? [];
    expect(read.find(({ name }) => name === "SYSTEM")?.value.trim()).toBe(persona.system);
    expect(read.filter(({ name }) => name === "MESSAGE").map(({ key, value }) => ({ role: key, content: value }))).toEqual(persona.messages);
  });

  it("is the same after a way through plain data", () => {
    const made = modelfileOf(persona);
    expect(made.ok && personaOf(made.modelfile)).toEqual(persona);
  });

  it("is whole: default model, license, a temperature, two to four pairs of messages", () => {
    expect(persona).toMatchObject({ model: "default", license: ["MIT"] });
    expect(persona.parameters.temperature).toBeGreaterThan(0);
    expect(persona.messages.length).toBeGreaterThanOrEqual(4);
    expect(persona.messages.length).toBeLessThanOrEqual(8);
    expect(persona.messages.map(({ role }) => role)).toEqual(persona.messages.map((_, at) => (at % 2 === 0 ? "user" : "assistant")));
  });

  it("knows where it is, answers in the language it is asked in, and shows by its examples that it is brief", () => {
    expect(persona.system).toContain("{server}");
    expect(persona.system).toContain("{user}");
    // Names change with the person: at the end, so that what stands before stays in the provider's cache.
    expect(persona.system.indexOf("{user}")).toBeGreaterThan(persona.system.length * 0.9);
    expect(persona.system).toMatch(/language/);
    expect(persona.system.length).toBeLessThan(3_000);
    for (const { role, content } of persona.messages) if (role === "assistant") expect(content.length).toBeLessThan(800);
  });

  it("pings nobody and draws no tables", () => {
    for (const { content } of [...persona.messages, { content: persona.system }]) expect(content).not.toMatch(/@(everyone|here)|<@|\|---/);
  });
});
