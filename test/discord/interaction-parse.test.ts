/** Discord's payloads become interactions: every kind, every context, older and newer shapes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutocompleteInteraction, CommandInteraction, ComponentInteraction, Interaction, ModalInteraction } from "../../src/discord/interaction.ts";
import { parseInteraction, type Unsupported } from "../../src/discord/interaction-parse.ts";
import {
  APP,
  ASKER,
  asker,
  CHANNEL,
  GUILD,
  INTERACTION,
  inBotDm,
  inForeignGuild,
  inGuild,
  inPrivateChannel,
  MESSAGE,
  menu,
  modal,
  NOW,
  OTHER,
  option,
  press,
  slash,
  TALK,
  typing,
} from "../edge/payloads.ts";

type Kinds = {
  command: CommandInteraction;
  autocomplete: AutocompleteInteraction;
  component: ComponentInteraction;
  modal: ModalInteraction;
  unsupported: Unsupported;
};

function parse<K extends keyof Kinds>(kind: K, payload: unknown): Kinds[K] {
  const parsed: Interaction | Unsupported = parseInteraction(payload);
  expect(parsed.type).toBe(kind);
  return parsed as Kinds[K];
}

describe("what every interaction has", () => {
  it("in a server", () => {
    expect(parse("command", { ...inGuild(), ...slash("help") })).toEqual({
      type: "command",
      commandType: "slash",
      name: "help",
      options: {},
      subcommand: undefined,
      attachments: {},
      users: {},
      channels: {},
      targetId: undefined,
      id: INTERACTION,
      applicationId: APP,
      token: "interaction-token",
      channelId: CHANNEL,
      channelType: 0,
      channelName: "general",
      parentId: null,
      ageRestricted: false,
      guildId: GUILD,
      context: "guild",
      user: { id: ASKER, name: "Mina" },
      memberRoles: [],
      memberPermissions: TALK,
      appPermissions: TALK,
      botPresent: true,
      userInstallOnly: false,
      locale: "en-US",
      guildLocale: "en-US",
      createdAt: NOW,
    });
  });

  it("a thread's channel is its parent, another channel's category is not", () => {
    const parentOf = (type: number) =>
      parse("command", { ...inGuild({ channel: { id: CHANNEL, type, name: "x", parent_id: OTHER } }), ...slash("help") }).parentId;
    expect([10, 11, 12, 0, 2, 5].map(parentOf)).toEqual([OTHER, OTHER, OTHER, null, null, null]);
  });

  it("in the bot's DM", () => {
    const expected = { context: "bot-dm", guildId: null, memberPermissions: null, botPresent: true, userInstallOnly: false, channelType: 1 };
    expect(parse("command", { ...inBotDm(), ...slash("help") })).toMatchObject(expected);
    // Only the person's installation: the DM with the bot exists all the same.
    expect(parse("command", { ...inBotDm({ authorizing_integration_owners: { "1": ASKER } }), ...slash("help") })).toMatchObject({
      ...expected,
      userInstallOnly: true,
    });
  });

  it("where only the person installed it", () => {
    expect(parse("command", { ...inPrivateChannel(), ...slash("help") })).toMatchObject({
      context: "private-channel",
      botPresent: false,
      userInstallOnly: true,
      channelType: 3,
    });
    expect(parse("command", { ...inForeignGuild(), ...slash("help") })).toMatchObject({
      context: "guild",
      guildId: GUILD,
      botPresent: false,
      userInstallOnly: true,
    });
    expect(parse("command", { ...inGuild({ authorizing_integration_owners: { "0": GUILD, "1": ASKER } }), ...slash("help") })).toMatchObject({
      botPresent: true,
      userInstallOnly: false,
    });
  });

  it("is derived where older payloads lack it", () => {
    const old = { context: undefined, authorizing_integration_owners: undefined, app_permissions: undefined, locale: undefined, channel: undefined };
    expect(parse("command", { ...inGuild(old), ...slash("help") })).toMatchObject({
      context: "guild",
      botPresent: true,
      appPermissions: 0n,
      locale: "en-US",
      channelType: 0,
    });
    expect(parse("command", { ...inBotDm(old), ...slash("help") })).toMatchObject({ context: "bot-dm", botPresent: true, channelType: 1 });
    expect(parse("command", { ...inPrivateChannel({ context: undefined }), ...slash("help") })).toMatchObject({
      context: "private-channel",
      botPresent: false,
    });
    expect(parse("command", { ...inPrivateChannel({ context: 7, channel: { id: CHANNEL, type: 1 } }), ...slash("help") })).toMatchObject({
      context: "private-channel",
    });
    expect(parse("command", { ...inGuild({ channel_id: undefined }), ...slash("help") })).toMatchObject({ channelId: CHANNEL });
  });

  it("calls people by nickname, display name, user name, in this order", () => {
    const named = (nick: string | null, global_name: string | null) =>
      parse("command", { ...inGuild({ member: { user: { ...asker, global_name }, nick, permissions: "0" } }), ...slash("help") }).user.name;
    expect(named("Mimi", "Mina")).toBe("Mimi");
    expect(named(null, "Mina")).toBe("Mina");
    expect(named(null, null)).toBe("mina");
    expect(named("", "")).toBe("mina");
  });

  it("gives a member without permissions none, not those of nobody", () => {
    expect(parse("command", { ...inGuild({ member: { user: asker } }), ...slash("help") }).memberPermissions).toBe(0n);
  });
});

describe("commands", () => {
  it("from menus have a target", () => {
    expect(parse("command", { ...inGuild(), ...menu(2, "Profile") })).toMatchObject({ commandType: "user", name: "Profile", targetId: OTHER });
    expect(parse("command", { ...inGuild(), ...menu(3, "Reply with AI") })).toMatchObject({ commandType: "message", name: "Reply with AI", targetId: MESSAGE });
  });

  it("of a type nobody knows are unsupported, but can be answered", () => {
    expect(parse("unsupported", { ...inGuild(), type: 2, data: { name: "play", type: 4 } })).toMatchObject({ answer: "message" });
  });
});

describe("autocomplete, components and modals", () => {
  it("autocomplete tells which option is typed and how far, in subcommands too", () => {
    expect(parse("autocomplete", { ...inGuild(), ...typing("ask", "model", "gp") })).toMatchObject({ name: "ask", focused: { name: "model", value: "gp" } });
    const nested = {
      type: 4,
      data: { name: "web", options: [{ name: "news", type: 1, options: [option("a", "b"), { ...option("n", 3, 4), focused: true }] }] },
    };
    expect(parse("autocomplete", { ...inGuild(), ...typing("ask", "model", "gp") }).subcommand).toBe(undefined);
    expect(parse("autocomplete", { ...inGuild(), ...nested })).toMatchObject({
      name: "web",
      subcommand: "news",
      focused: { name: "n", value: "3" },
      options: { a: "b", n: 3 },
    });
    expect(parse("unsupported", { ...inGuild(), type: 4, data: { name: "ask" } })).toMatchObject({ answer: "choices" });
  });

  it("components tell their message and whether it is ephemeral", () => {
    expect(parse("component", { ...inGuild(), ...press("stop:1:2") })).toMatchObject({
      customId: "stop:1:2",
      values: [],
      message: { id: MESSAGE, ephemeral: false },
    });
    expect(parse("component", { ...inGuild(), ...press("stop:1:2", 64 | 4) }).message.ephemeral).toBe(true);
    const select = { ...press("pick"), data: { custom_id: "pick", component_type: 3, values: ["a", "b"] } };
    expect(parse("component", { ...inGuild(), ...select }).values).toEqual(["a", "b"]);
  });

  it("modals have fields from labels and from action rows", () => {
    for (const layout of [18, 1] as const) {
      expect(parse("modal", { ...inGuild(), ...modal("m:1", { a: "x", b: "" }, layout, 64) })).toMatchObject({
        customId: "m:1",
        fields: { a: "x", b: "" },
        message: { id: MESSAGE, ephemeral: true },
      });
    }
    const mixed = {
      type: 5,
      data: {
        custom_id: "m",
        components: [
          { type: 10, content: "text" },
          { type: 18, component: { type: 3, custom_id: "s", values: ["1", "2"] } },
          { type: 18, component: { type: 23, custom_id: "c", value: true } },
        ],
      },
    };
    expect(parse("modal", { ...inGuild(), ...mixed })).toMatchObject({ fields: { s: "1,2", c: "true" }, message: undefined });
  });
});

describe("parseInteraction", () => {
  it("never throws, and what it returns has checked ids", () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(null, undefined, "", "1", INTERACTION, {}, []));
    const payload = fc.tuple(
      fc.constantFrom(inGuild, inBotDm, inPrivateChannel),
      fc.constantFrom(slash("ask", [option("prompt", "x")]), press("stop:1:2"), modal("m", { a: "b" }), typing("ask", "model", "")),
      fc.dictionary(
        fc.constantFrom(
          "id",
          "channel_id",
          "token",
          "member",
          "user",
          "data",
          "message",
          "context",
          "locale",
          "app_permissions",
          "authorizing_integration_owners",
          "channel",
          "guild_id",
        ),
        part,
      ),
    );
    fc.assert(
      fc.property(payload, ([place, kind, over]) => {
        const parsed = parseInteraction({ ...place(), ...kind, ...over });
        if (parsed.type === "unsupported") return;
        for (const id of [parsed.id, parsed.channelId, parsed.user.id, parsed.guildId ?? "0"]) expect(id).toMatch(/^\d{1,20}$/);
        expect(Number.isFinite(parsed.createdAt)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("says of what is no interaction that it can't be answered", () => {
    for (const payload of [null, 1, "x", [], {}, { type: 1 }, { type: 6 }, { type: "2" }]) expect(parse("unsupported", payload).answer).toBe("none");
  });
});
