/** A command with subcommands is one declaration and one handler: each subcommand's options with their types, none forgotten. */
import { describe, expect, expectTypeOf, it } from "vitest";
import type { CompletedOption, SlashDeclaration } from "../../commands/types.ts";
import { readAttachments, readOptions } from "../../src/commands/options.ts";
import { bySubcommand, byTypedOption } from "../../src/commands/subcommands.ts";
import type { CommandDeps } from "../../src/commands/types.ts";
import type { Attachment, AutocompleteInteraction, CommandInteraction, ResolvedChannel, ResolvedUser } from "../../src/discord/interaction.ts";
import { parseInteraction } from "../../src/discord/interaction-parse.ts";
import { privately } from "../../src/discord/reply.ts";
import { textsFor } from "../../src/locales/index.ts";
import { attachment, CHANNEL, inGuild, OTHER, option, other, slash, TALK } from "../edge/payloads.ts";

const named = <const Name extends string>(name: Name) => ({
  name,
  name_localizations: { "en-US": name, de: name },
  description: name,
  description_localizations: { "en-US": name, de: name },
});

const sample = {
  type: 1,
  ...named("sample"),
  contexts: [0, 1, 2],
  integration_types: [0, 1],
  options: [
    {
      type: 1,
      ...named("pick"),
      options: [
        { type: 3, ...named("name"), required: true, autocomplete: true },
        { type: 3, ...named("for"), choices: [{ name: "me", name_localizations: { "en-US": "me", de: "mich" }, value: "me" }] },
        { type: 4, ...named("count"), min_value: 1, max_value: 10 },
        { type: 5, ...named("loud") },
        { type: 6, ...named("who") },
        { type: 7, ...named("where"), channel_types: [0, 11] },
        { type: 11, ...named("file") },
        { type: 11, ...named("file2") },
      ],
    },
    { type: 1, ...named("list") },
  ],
} as const satisfies SlashDeclaration;

const pick = sample.options[0];
const deps = { texts: textsFor("en-US") } as CommandDeps;

const resolved = {
  users: { [OTHER]: other },
  channels: { [CHANNEL]: { id: CHANNEL, name: "general", type: 0, permissions: String(TALK) } },
  attachments: { "5": attachment("5", "a.txt", "text/plain", 9), "6": attachment("6", "b.txt", "text/plain", 9) },
};

function used(name: string, options: Record<string, unknown>[] = []): CommandInteraction {
  return parseInteraction({ ...inGuild(), ...slash("sample", [{ name, type: 1, options }], resolved) }) as CommandInteraction;
}

function typed(subcommand: string | undefined, name: string): AutocompleteInteraction {
  const focused = { ...option(name, "x"), focused: true };
  const options = subcommand === undefined ? [focused] : [{ name: subcommand, type: 1, options: [focused] }];
  return parseInteraction({ ...inGuild(), type: 4, data: { name: "sample", options } }) as AutocompleteInteraction;
}

describe("options of a subcommand", () => {
  it("are read with the types they were declared with", () => {
    const given = [
      option("name", "Ada"),
      option("for", "me"),
      option("count", 3, 4),
      option("loud", false, 5),
      option("who", OTHER, 6),
      option("where", CHANNEL, 7),
      option("file2", "6", 11),
      option("file", "5", 11),
    ];
    const interaction = used("pick", given);
    const options = readOptions(pick, interaction);
    expectTypeOf(options).toEqualTypeOf<{
      name?: string;
      for?: "me";
      count?: number;
      loud?: boolean;
      who?: ResolvedUser;
      where?: ResolvedChannel;
      file?: Attachment;
      file2?: Attachment;
    }>();
    expect(options).toMatchObject({ name: "Ada", for: "me", count: 3, loud: false, who: { name: "Otto" }, where: { memberPermissions: TALK } });
    expect(options.file).toMatchObject({ filename: "a.txt" });
    expect(readAttachments(pick, interaction).map(({ filename }) => filename)).toEqual(["a.txt", "b.txt"]);
  });

  it("of another type than declared, or not declared at all, count as not given", () => {
    const given = [option("name", 1, 4), option("count", "3"), option("loud", "yes"), option("who", "Otto"), option("constructor", "x"), option("secret", "x")];
    expect(readOptions(pick, used("pick", given))).toEqual({});
  });
});

describe("a handler by subcommand", () => {
  const handler = bySubcommand(sample, {
    pick: ({ name = "nobody", count = 0 }) => privately(`${name} ${count}`),
    list: (options) => privately(`listed ${JSON.stringify(options)}`),
  });

  it("goes to the function of the subcommand that was used, with its options", async () => {
    expect(await handler(used("pick", [option("name", "Ada"), option("count", 2, 4)]), deps)).toEqual(privately("Ada 2"));
    expect(await handler(used("list", [option("name", "Ada")]), deps)).toEqual(privately("listed {}"));
  });

  it("says so where there is no such subcommand (any more), or none was used", async () => {
    const none = parseInteraction({ ...inGuild(), ...slash("sample") }) as CommandInteraction;
    for (const interaction of [used("gone"), used("constructor"), none])
      expect(await handler(interaction, deps)).toEqual(privately(deps.texts.edge.unknownCommand));
  });

  it("needs a function for each declared subcommand, and takes no other", () => {
    expectTypeOf<keyof Parameters<typeof bySubcommand<typeof sample>>[1]>().toEqualTypeOf<"pick" | "list">();
  });
});

describe("completions by the option that is typed", () => {
  const complete = byTypedOption(sample, { "pick name": ({ focused }) => ({ type: "choices", choices: [{ name: focused.value, value: "1" }] }) });

  it("are asked for the option of the subcommand", async () => {
    expectTypeOf<CompletedOption<typeof sample>>().toEqualTypeOf<"pick name">();
    expect(await complete(typed("pick", "name"), deps)).toEqual({ type: "choices", choices: [{ name: "x", value: "1" }] });
  });

  it("are empty for anything else", async () => {
    for (const interaction of [typed("pick", "count"), typed("list", "name"), typed(undefined, "name"), typed(undefined, "constructor")])
      expect(await complete(interaction, deps)).toEqual({ type: "choices", choices: [] });
  });
});
