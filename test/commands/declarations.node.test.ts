/** What is sent to Discord: valid by Discord's own schema, and the limits that it doesn't state. */
/// <reference path="../../scripts/playground/discord/spec-zod.d.ts" />
import { ApplicationCommandCreateRequestSchema } from "discord-api-spec/zod";
import { describe, expect, it } from "vitest";
import { ask } from "../../commands/ask.ts";
import { declarations, declarationsFor } from "../../commands/index.ts";
import type { CommandDeclaration, OptionDeclaration, SlashDeclaration, SubcommandDeclaration } from "../../commands/types.ts";
import { commands } from "../../src/commands/index.ts";

/** Source: Discord reference, "Application Command Naming"; slash names are lower case. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const all: readonly CommandDeclaration[] = declarations;
const slashes = all.filter((declaration): declaration is SlashDeclaration => declaration.type === 1);

/** What has options: the commands, and the subcommands below them. */
type Level = { name: string; declaration: SlashDeclaration | SubcommandDeclaration; options: readonly (SubcommandDeclaration | OptionDeclaration)[] };
const levels = slashes.flatMap((command): Level[] => {
  const options: Level["options"] = command.options ?? [];
  const below = options.filter((option): option is SubcommandDeclaration => option.type === 1);
  return [
    { name: `/${command.name}`, declaration: command, options },
    ...below.map((declaration) => ({ name: `/${command.name} ${declaration.name}`, declaration, options: declaration.options ?? [] })),
  ];
});

/** Names, descriptions and values of all there is, in the language in which each is longest. */
function sizeOf(part: object): number {
  const sizes = Object.entries(part).map(([key, value]) => {
    if (key.endsWith("_localizations")) return Math.max(...Object.values(value as Record<string, string>).map((text) => text.length));
    if (Array.isArray(value)) return value.filter((item) => typeof item === "object").reduce((sum: number, item: object) => sum + sizeOf(item), 0);
    return key === "value" && typeof value === "string" ? value.length : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe("each declaration", () => {
  for (const declaration of all) {
    it(`${declaration.name} is what Discord's schema asks for`, () => {
      const sent = JSON.parse(JSON.stringify(declaration));
      // A string by Discord's documentation, a number by its schema.
      const asked = sent.default_member_permissions === undefined ? sent : { ...sent, default_member_permissions: Number(sent.default_member_permissions) };
      expect(ApplicationCommandCreateRequestSchema.safeParse(asked)).toMatchObject({ success: true });
    });
  }

  for (const { name: path, declaration, options } of levels) {
    it(`${path} has valid names in each language, unique among its options`, () => {
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

    it(`${path} has required options first, and ranges and choices that something fits`, () => {
      const required = options.map((option) => "required" in option && option.required === true);
      expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
      for (const option of options) {
        if (option.type === 3) expect(option.min_length ?? 0).toBeLessThanOrEqual(option.max_length ?? 6000);
        if (option.type === 4) expect(option.min_value ?? -Infinity).toBeLessThanOrEqual(option.max_value ?? Infinity);
        if (option.type === 3 || option.type === 4) expect(option.autocomplete === true && option.choices !== undefined).toBe(false);
      }
    });
  }

  for (const declaration of slashes) {
    it(`/${declaration.name} has at most 8,000 characters`, () => {
      // Counted is the longest localisation of each text. Source: Discord reference, "Application Command Limits".
      expect(sizeOf(declaration)).toBeLessThan(8000);
    });

    it(`/${declaration.name} may be used everywhere, or is for those who manage a server, and has a handler`, () => {
      const forAll = { contexts: [0, 1, 2], integration_types: [0, 1] };
      const forManagers = { contexts: [0], integration_types: [0], default_member_permissions: "32" };
      expect(declaration).toMatchObject("default_member_permissions" in declaration ? forManagers : forAll);
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

  it("leaves out what needs something that is not set", () => {
    const names = (isSet: (variable: string) => boolean) => declarationsFor(isSet).map(({ name }) => name);
    expect(names(() => true)).toEqual(all.map(({ name }) => name));
    expect(names((variable) => variable !== "IMAGE_MODEL")).toEqual(all.map(({ name }) => name).filter((name) => name !== "imagine"));
  });

  it("has a declaration for every handler", () => {
    expect(Object.keys(commands.slash).sort()).toEqual(slashes.map(({ name }) => name).sort());
  });

  it("offers /ask with a prompt of 6,000 characters, three files, private, model and context", () => {
    expect(ask.options.map(({ name, type }) => [name, type])).toEqual([
      ["prompt", 3],
      ["file", 11],
      ["file2", 11],
      ["file3", 11],
      ["private", 5],
      ["model", 3],
      ["context", 5],
    ]);
    expect(ask.options[0]).toMatchObject({ required: true, max_length: 6000 });
  });
});
