/** The panel of /settings and the set-up through the edge: what is offered, what is asked for, and what a database that fails comes to. */
import { describe, expect, it } from "vitest";
import { LIST_LENGTH } from "../../src/access/store.ts";
import { budgetWords, offeredBudgets } from "../../src/commands/settings-choices.ts";
import { commonZones } from "../../src/commands/time-zones.ts";
import { findTimeZone } from "../../src/kernel/time-zone.ts";
import { textsFor } from "../../src/locales/index.ts";
import { DEFAULT_MODELS } from "../../src/models/policy.ts";
import { unknownPlaceholders } from "../../src/persona/placeholders.ts";
import { presetNames, presets } from "../../src/persona/presets.ts";
import { createWorld, never, type Overrides, type World } from "../edge/fakes.ts";
import { ASKER, asker, CHANNEL, GUILD, inBotDm, inForeignGuild, inGuild, inPrivateChannel, modal, press, slash, TALK } from "../edge/payloads.ts";

const EPHEMERAL = 64;
const PANELS = ["settings:me", "settings:channel", "settings:server", "settings-voice", "setup:1", "setup:2", "setup:3", "setup:4"];
const MANAGE_SERVER = 1n << 5n;
const managing = inGuild({}, asker, TALK | MANAGE_SERVER);
const pressed = (customId: string) => press(customId, EPHEMERAL);
const chosen = (customId: string, ...values: string[]) => ({ ...pressed(customId), data: { custom_id: customId, component_type: 3, values } });
const writes = (world: World) => world.calls.filter(({ name }) => /^(change|switch|set|prompts\.set)/.test(name));
const rowsOf = (body: { data?: { components?: unknown[] } }) => (body.data?.components ?? []) as { components: { custom_id: string; type: number }[] }[];

describe("the panels", () => {
  it.each([true, false])(
    "fit into a message of Discord's: five rows at most, and ids that are short and unique (an endpoint of its own: %s)",
    async (hasOwn) => {
      const channels = Array.from({ length: LIST_LENGTH }, (_, i) => String(1_100_000_000_000_000_000n + BigInt(i)));
      const full = {
        name: "",
        channels,
        blocked: channels,
        paused: true,
        chattiness: "chatty" as const,
        timeZone: "America/Argentina/ComodRivadavia",
        retentionDays: 365,
      };
      const prompt = { id: 1, scope: `server:${GUILD}`, text: "a **long** one, `word` after word ".repeat(100), setBy: ASKER, setAt: 1 };
      const models = Array.from({ length: 60 }, (_, i) => `${i}-`.padEnd(100, "model"));
      const describeModel = (id: string) => ({ id, price: { input: 123.456, output: 1234.5678 }, window: 1_048_576, vision: true, tools: true });
      const chosen = (scopes: readonly string[]) => scopes.map((scope, i) => ({ scope, model: models[i + 3] ?? "", setBy: ASKER, changedAt: 1 }));
      const own = { address: `https://${"models.".repeat(30)}example/v1`, sealedKey: "v1.x", models: models.slice(0, 25), testedAt: 1 };
      const server = { ...DEFAULT_MODELS, own: hasOwn ? own : null };
      const modelStore = { read: async (scopes: readonly string[]) => ({ choices: chosen(scopes), server }), readServer: async () => server };
      const over: Overrides = {
        models,
        describeModel,
        modelStore,
        access: { server: async () => full },
        prompts: { read: async (scopes) => new Map(scopes.map((scope) => [scope, prompt])) },
      };
      for (const locale of ["en-US", "de"]) {
        for (const id of [...PANELS, "model-view:me", "model-view:channel", "model-view:server", "settings-models", "settings-mcp"]) {
          const world = await createWorld(over);
          const { body } = await world.interact({ ...managing, locale, ...pressed(id) });
          expect(body.type, id).toBe(7);
          expect(body.data?.content?.length, id).toBeLessThanOrEqual(2_000);
          expect(rowsOf(body).length, id).toBeLessThanOrEqual(5);
          const ids = rowsOf(body).flatMap(({ components }) => components.map(({ custom_id }) => custom_id));
          expect(new Set(ids).size).toBe(ids.length);
          for (const customId of ids) expect(customId.length).toBeLessThanOrEqual(100);
        }
      }
    },
  );

  it("are shown in place only where the message is the person's own; under a public one they are new and private", async () => {
    for (const id of ["settings:me", "setup:1", "privacy-opt:out"]) {
      const world = await createWorld();
      expect((await world.interact({ ...managing, ...press(id) })).body).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
    }
    const world = await createWorld();
    expect((await world.interact({ ...managing, ...press("settings:check") })).body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
  });
});

describe("the privacy notice", () => {
  it("fits into a message, however many people run the bot", async () => {
    const owners = Array.from({ length: 75 }, (_, i) => String(1_100_000_000_000_000_000n + BigInt(i)));
    for (const locale of ["en-US", "de"]) {
      const facts = { owners, modelHost: `${"models.".repeat(10)}example`, retentionDays: 365 };
      const world = await createWorld({ facts, access: { optedOut: async (pseudonyms) => new Set(pseudonyms) } });
      const { body } = await world.interact({ ...inGuild(), locale, ...slash("privacy") });
      expect(body.data?.content).toContain(`<@${owners[0]}>`);
      expect(body.data?.content?.length).toBeLessThanOrEqual(2_000);
    }
  });
});

describe("a choice", () => {
  it("is one write, with the moment of its interaction", async () => {
    const cases: [object, string, unknown[]][] = [
      [chosen("settings-channels:settings", "5", "6", "5"), "changeServer", [GUILD, { channels: ["5", "6"] }]],
      [pressed("settings-everywhere:setup"), "changeServer", [GUILD, { channels: null }]],
      [chosen("settings-blocked", "8"), "changeServer", [GUILD, { blocked: ["8"] }]],
      [pressed("settings-pause:off"), "changeServer", [GUILD, { paused: false }]],
      [chosen("settings-unasked:setup", "shy"), "changeServer", [GUILD, { chattiness: "shy" }]],
      [pressed("settings-use:only"), "changeServer", [GUILD, { channels: [CHANNEL] }]],
      [pressed("settings-use:on"), "switchChannel", [GUILD, CHANNEL, true]],
      [pressed("settings-use:off"), "switchChannel", [GUILD, CHANNEL, false]],
      [chosen("settings-budget:settings", "500000"), "setServerLimit", [GUILD, 500_000]],
      [chosen("settings-budget:setup", "default"), "setServerLimit", [GUILD, null]],
      [chosen("settings-zone", "Europe/Berlin"), "changePerson", [ASKER, { timeZone: "Europe/Berlin" }]],
      [modal("settings-zone", { zone: "vienna" }, 18, EPHEMERAL), "changePerson", [ASKER, { timeZone: "Europe/Vienna" }]],
      [pressed("privacy-opt:out"), "setOptOut", [[`pseudonym-of-${ASKER}`], true]],
    ];
    for (const [payload, name, args] of cases) {
      const world = await createWorld();
      const { body } = await world.interact({ ...managing, ...payload });
      expect([JSON.stringify(payload), body.type]).toEqual([JSON.stringify(payload), 7]);
      expect(writes(world)).toEqual([{ name, args: [...args, world.clock.now()] }]);
    }
  });

  it("of a personality is a new version of the server's prompt, by whom and by which interaction", async () => {
    for (const [payload, text] of [
      [chosen("settings-personality:setup", "formal"), presets.formal],
      [chosen("settings-personality:settings", "none"), ""],
      [modal("settings-words:setup", { text: "  Be kind.  " }, 18, EPHEMERAL), "Be kind."],
    ] as const) {
      const world = await createWorld();
      expect((await world.interact({ ...managing, ...payload })).body.type).toBe(7);
      expect(writes(world)[0]?.args).toMatchObject([`server:${GUILD}`, text, { userId: ASKER, at: world.clock.now() }]);
    }
  });

  it("that fails is said, and a database that hangs keeps nobody waiting", async () => {
    for (const [act, sentence] of [
      [() => Promise.reject(new Error("D1_ERROR")), /Something went wrong/],
      [never, /took too long/],
    ] as const) {
      const world = await createWorld({ access: { changeServer: act, server: act, person: act } });
      for (const payload of [pressed("settings-pause:on"), pressed("settings:server"), slash("settings")])
        expect((await world.interact({ ...managing, ...payload })).body.data?.content).toMatch(sentence);
    }
  });
});

describe("in a thread", () => {
  it("the list is about its channel", async () => {
    const thread = inGuild({ channel_id: "77", channel: { id: "77", type: 11, parent_id: CHANNEL, name: "t" } }, asker, TALK | MANAGE_SERVER);
    const world = await createWorld({
      access: {
        server: async () => ({ name: "", channels: [CHANNEL], blocked: [], paused: false, chattiness: "silent", timeZone: null, retentionDays: null }),
      },
    });
    expect((await world.interact({ ...thread, ...pressed("settings:channel") })).body.data?.content).toContain("on the server's list");
    await world.interact({ ...thread, ...pressed("settings-use:off") });
    expect(writes(world)[0]?.args).toEqual([GUILD, CHANNEL, false, world.clock.now()]);
  });
});

describe("the check", () => {
  const requested = async (where: Record<string, unknown>, over: Overrides = {}) => {
    const world = await createWorld(over);
    expect((await world.interact({ ...where, ...pressed("settings:check") })).body).toEqual({ type: 6 });
    return world.jobs()[0];
  };

  it("is a job of its own, for nobody else's eyes, with what the payload alone knows", async () => {
    expect(await requested(inGuild())).toMatchObject({
      kind: "check",
      conversation: null,
      private: true,
      target: "update",
      input: { scope: "channel", details: false, permissions: String(TALK), isThread: false },
    });
  });

  it("tells details to managers of this server and to those who run the bot, and to nobody else", async () => {
    const details = async (...given: Parameters<typeof requested>) => ((await requested(...given))?.input as { details: boolean } | undefined)?.details;
    expect(await details(managing)).toBe(true);
    expect(await details(inGuild(), { facts: { owners: [ASKER] } })).toBe(true);
    expect(await details(inBotDm(), { facts: { owners: [ASKER] } })).toBe(true);
    for (const where of [inGuild(), inBotDm(), inPrivateChannel(), { ...inForeignGuild(), member: managing.member }]) expect(await details(where)).toBe(false);
  });

  it("knows no permissions where the bot is no member", async () => {
    for (const where of [inBotDm(), inPrivateChannel(), inForeignGuild()]) expect((await requested(where))?.input).toMatchObject({ permissions: null });
  });
});

describe("what is offered", () => {
  it("as a budget is less than what the deployer gave, and anything where that is unlimited", () => {
    expect(offeredBudgets(2_000_000)).toEqual([1_000_000, 500_000, 250_000, 100_000]);
    expect(offeredBudgets(50_000)).toEqual([]);
    expect(offeredBudgets(0)).toHaveLength(6);
    const say = textsFor("en");
    expect(budgetWords(500_000, 2_000_000, say)).toBe("$0.50");
    expect(budgetWords(5_000_000, 2_000_000, say)).toBe("$2.00");
    expect(budgetWords(null, 0, say)).toBe("no limit of its own");
  });

  it("as time zones are ones that exist, each once, and leave room for another one", () => {
    expect(new Set(commonZones).size).toBe(24);
    for (const zone of commonZones) expect(findTimeZone(zone), zone).not.toBeNull();
  });

  it("as personalities can be stored as they are", () => {
    for (const name of presetNames) {
      expect(unknownPlaceholders(presets[name])).toEqual([]);
      expect(presets[name].length).toBeLessThan(1_000);
    }
    expect(new Set(Object.values(presets)).size).toBe(presetNames.length);
  });
});
