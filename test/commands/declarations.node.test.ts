/** What is sent to Discord: valid by Discord's own schema, and the limits that it doesn't state. */
/// <reference path="../../scripts/playground/discord/spec-zod.d.ts" />
import { ApplicationCommandCreateRequestSchema } from "discord-api-spec/zod";
import { describe, expect, it } from "vitest";
import { declarations } from "../../commands/index.ts";
import type { CommandDeclaration, SlashDeclaration } from "../../commands/types.ts";
import { commands } from "../../src/commands/index.ts";

/** Source: Discord reference, "Application Command Naming"; slash names are lower case. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const all: readonly CommandDeclaration[] = declarations;
const slashes = all.filter((declaration): declaration is SlashDeclaration => declaration.type === 1);

describe("each declaration", () => {
  for (const declaration of all) {
    it(`${declaration.name} is what Discord's schema asks for`, () => {
      expect(ApplicationCommandCreateRequestSchema.safeParse(JSON.parse(JSON.stringify(declaration)))).toMatchObject({ success: true });
    });
  }

  for (const declaration of slashes) {
    const options = declaration.options ?? [];
    it(`/${declaration.name} has valid names in each language, unique among its options`, () => {
      for (const part of [declaration, ...options]) {
        for (const name of [part.name, ...Object.values(part.name_localizations)]) {
          expect(name).toMatch(NAME);
          expect(name).toBe(name.toLowerCase());
        }
        expect(part.name_localizations["en-US"]).toBe(part.name);
        expect(part.description_localizations["en-US"]).toBe(part.description);
        for (const text of Object.values(part.description_localizations)) expect(text.length).toBeGreaterThan(0);
      }
      for (const locale of ["en-US", "de"] as const) {
        const names = options.map((option) => option.name_localizations[locale]);
        expect(new Set(names).size).toBe(names.length);
      }
    });

    it(`/${declaration.name} has required options first and at most 8,000 characters`, () => {
      const required = options.map((option) => option.required === true);
      expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
      // Counted is the longest localisation of each text. Source: Discord reference, "Application Command Limits".
      const longest = (texts: string[]) => Math.max(...texts.map((text) => text.length));
      const sizes = [declaration, ...options].flatMap((part) => [
        longest(Object.values(part.name_localizations)),
        longest(Object.values(part.description_localizations)),
      ]);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8000);
    });

    it(`/${declaration.name} may be used everywhere and has a handler`, () => {
      expect(declaration).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1] });
      expect(commands.slash[declaration.name]).toBeTypeOf("function");
    });
  }
});

describe("the list", () => {
  it("has no name twice, in no language", () => {
    for (const locale of ["en-US", "de"] as const) {
      const names = all.map((declaration) => `${declaration.type} ${declaration.name_localizations[locale]}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("has a declaration for every handler", () => {
    expect(Object.keys(commands.slash).sort()).toEqual(slashes.map(({ name }) => name).sort());
  });

  it("offers /ask with a prompt of 6,000 characters, three files, private, model and context", () => {
    const ask = slashes.find(({ name }) => name === "ask");
    expect(ask?.options?.map(({ name, type }) => [name, type])).toEqual([
      ["prompt", 3],
      ["file", 11],
      ["file2", 11],
      ["file3", 11],
      ["private", 5],
      ["model", 3],
      ["context", 5],
    ]);
    expect(ask?.options?.[0]).toMatchObject({ required: true, max_length: 6000 });
  });
});
