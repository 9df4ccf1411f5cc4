/** /autonomy through the edge: what one press writes and whom it tells, panels that fit, objects that are slow or away, and the chart of a day. */
import { describe, expect, it } from "vitest";
import { MOOD_NAME_LENGTH, MOOD_WORDS_LENGTH, MOST_OWN_MOODS, MOST_TOPICS, TOPIC_LENGTH } from "../../src/autonomy/defaults.ts";
import type { PresenceOverview } from "../../src/autonomy/overview.ts";
import type { Gate } from "../../src/autonomy/types.ts";
import { UNSET } from "../../src/autonomy/watched.ts";
import { dayChart } from "../../src/commands/autonomy-chart.ts";
import { tellObjects } from "../../src/commands/autonomy-place.ts";
import { askObject } from "../../src/commands/autonomy-view.ts";
import { textsFor } from "../../src/locales/index.ts";
import { type Callback, createWorld, never, type Overrides, type World } from "../edge/fakes.ts";
import { ASKER, asker, CHANNEL, GUILD, inGuild, modal, NOW, option, press, slash, TALK } from "../edge/payloads.ts";

const EPHEMERAL = 64;
const MANAGE_SERVER = 1n << 5n;
const managing = inGuild({}, asker, TALK | MANAGE_SERVER);
const pressed = (customId: string) => press(customId, EPHEMERAL);
const chosen = (customId: string, ...values: string[]) => ({ ...pressed(customId), data: { custom_id: customId, component_type: 3, values } });
const command = (name: string, ...options: object[]) => slash("autonomy", [{ name, type: 1, options }]);
const writes = (world: World) => world.calls.filter(({ name }) => /^(change|autonomy\.)/.test(name));
const places = { channelId: CHANNEL, guildId: GUILD, parentId: null, channelName: "general", locale: "en-US" };
const by = { userId: ASKER, at: NOW };
const en = textsFor("en-US").autonomy;
const none = Array.from({ length: 24 }, () => 0);

const overview = (over: Partial<PresenceOverview> = {}): PresenceOverview => ({
  activityByHour: none,
  spokenByHour: none,
  silentByGate: {},
  spokenToday: 0,
  discardedToday: 0,
  declinedToday: 0,
  lateMentionsToday: 0,
  lastDecision: null,
  sentiment: 0,
  nextLookAt: null,
  readsContent: null,
  readProblem: "",
  ...over,
});

describe("a change", () => {
  it("is one write, with the moment of its interaction, and the channel's object is told", async () => {
    const cases: [object, object][] = [
      [command("on", option("profile", "classic"), option("webhook", false, 5)), { speaks: true, profile: "classic", webhook: false }],
      [command("off"), { speaks: false }],
      [pressed("autonomy-switch:off"), { speaks: false }],
      [command("mood", option("name", "Bubbly")), { mood: "bubbly", rotation: "off" }],
      [chosen("autonomy-mood-pick", "sleepy"), { mood: "sleepy", rotation: "off" }],
      [command("mood", option("rotation", "sentiment")), { mood: null, rotation: "sentiment" }],
      [pressed("autonomy-rotation:off"), { mood: null, rotation: "off" }],
      [command("hours", option("from", 22, 4), option("to", 7, 4)), { quietHours: { from: 22, to: 7 } }],
      [command("hours", option("none", true, 5)), { quietHours: { from: 0, to: 0 } }],
      [pressed("autonomy-hours:default"), { quietHours: null }],
      [command("cap", option("n", 5, 4)), { dailyCap: 5 }],
      [pressed("autonomy-cap:default"), { dailyCap: null }],
      [command("topics", option("topics", "tea; chess")), { topics: ["tea", "chess"] }],
      [modal("autonomy-topics", { topics: "tea\nchess" }, 18, EPHEMERAL), { topics: ["tea", "chess"] }],
      [pressed("autonomy-topics-clear"), { topics: [] }],
    ];
    for (const [payload, change] of cases) {
      const world = await createWorld();
      const { body } = await world.interact({ ...managing, ...payload });
      expect([JSON.stringify(payload), [4, 5, 7].includes(body.type)]).toEqual([JSON.stringify(payload), true]);
      expect(writes(world)).toEqual([{ name: "autonomy.change", args: [places, change, by] }]);
      expect(world.calls.filter(({ name }) => name === "life.watch")).toEqual([{ name: "life.watch", args: [CHANNEL] }]);
    }
  });

  it("of the server's word or time tells every channel that is followed there", async () => {
    for (const payload of [
      chosen("autonomy-server", "shy"),
      chosen("autonomy-zone", "Asia/Tokyo"),
      chosen("settings-unasked:setup", "silent"),
      pressed("settings-pause:on"),
      chosen("settings-server-zone", "Asia/Tokyo"),
    ]) {
      const world = await createWorld({ autonomy: { touchServer: async () => ["7", "8"] } });
      await world.interact({ ...managing, ...payload });
      expect(world.calls.flatMap(({ name, args }) => (name === "life.watch" ? args : []))).toEqual(["7", "8"]);
    }
  });

  it("holds though the object cannot be reached, for the table says it as well", async () => {
    const world = await createWorld({ life: { watch: async () => Promise.reject(new Error("gone")) } });
    expect((await world.interact({ ...managing, ...command("cap", option("n", 5, 4)) })).body.data?.content).toContain("5 times");
    await tellObjects([CHANNEL], { ...world.deps, texts: textsFor("en"), life: { ...world.deps.life, watch: never } });
  });

  it("is not made with what Discord would never send", async () => {
    for (const payload of [
      command("hours", option("from", 24, 4), option("to", 7, 4)),
      command("hours", option("from", 22, 4)),
      command("topics", option("topics", " , ")),
      command("topics", option("topics", "x".repeat(TOPIC_LENGTH + 1))),
      command("mood", option("name", "constructor")),
      chosen("autonomy-mood-pick", "__proto__"),
      chosen("autonomy-server", "silent"),
      modal("moods-edit:calm", { numbers: "1 2 3 4", words: "" }, 18, EPHEMERAL),
    ]) {
      const world = await createWorld();
      await world.interact({ ...managing, ...payload });
      expect([JSON.stringify(payload), writes(world)]).toEqual([JSON.stringify(payload), []]);
    }
  });
});

describe("the status", () => {
  const shown = async (over: Overrides, locale = "en-US"): Promise<Callback> => {
    const world = await createWorld(over);
    return (await world.interact({ ...managing, locale, ...command("status") })).body;
  };

  it("is shown without the day where the object is slow or away", async () => {
    const { data } = await shown({ life: { presenceOf: async () => Promise.reject(new Error("gone")) } });
    expect(data?.content).toContain(en.status.unknown);
    expect(data?.flags).toBe(EPHEMERAL);
    const { deps } = await createWorld();
    expect(await askObject(CHANNEL, { ...deps, texts: textsFor("en"), life: { ...deps.life, presenceOf: never } })).toBe("unknown");
  });

  it("tells of the day: what kept it silent most, what was dropped, the last look and the next", async () => {
    const told = overview({
      activityByHour: none.map((_, hour) => (hour === 9 ? 4 : hour === 20 ? 8 : 0)),
      spokenByHour: none.map((_, hour) => (hour === 20 ? 2 : 0)),
      silentByGate: { lull: 30, exchange: 4, "own-last": 5, question: 2, typing: 1 },
      spokenToday: 2,
      discardedToday: 1,
      declinedToday: 3,
      lastDecision: { at: NOW - 5_000, action: null, gates: [{ gate: "lull", passed: false, value: 12.3456, bar: 40 }] },
      nextLookAt: NOW + 15_000,
      readProblem: "unreachable",
    });
    const { data } = await shown({ life: { presenceOf: async () => told } });
    const content = data?.content ?? "";
    expect(content).toContain(en.status.cap(6, 2, 4));
    expect(content).toMatch(/Kept silent today\*\* because: 30 × [^·]+ · 5 × [^·]+ · 4 × [^·]+ · 2 × [^·]+\n/);
    expect(content).toContain("once I had something to say, and the moment was gone");
    expect(content).toContain("3 times the moment was right");
    expect(content).toMatch(new RegExp(`Last look\\*\\* <t:${Math.floor((NOW - 5_000) / 1_000)}:R>: kept silent, .*12, bar 40`));
    expect(content).toContain(`**Next look** <t:${Math.floor((NOW + 15_000) / 1_000)}:R>`);
    expect(content).toContain(en.problem.other);
    const spoke = overview({ lastDecision: { at: NOW, action: "break_silence", gates: [] } });
    expect((await shown({ life: { presenceOf: async () => spoke } })).data?.content).toContain("I had something to say, to break a long silence");
  });

  it("says why Discord put an end to it, and that the server is paused or the channel not on its list", async () => {
    const channel = { ...UNSET, ...places, speaks: true, problem: "forbidden" };
    const server = { name: "", channels: ["1"], blocked: [], chattiness: "shy" as const, timeZone: "UTC", retentionDays: null };
    const read = async () => ({ channel, moods: [] });
    expect((await shown({ autonomy: { read } })).data?.content).toContain(en.problem.forbidden);
    expect((await shown({ access: { server: async () => ({ ...server, paused: true }) } })).data?.content).toContain(en.state.paused);
    expect((await shown({ access: { server: async () => ({ ...server, paused: false }) } })).data?.content).toContain(en.state.unlisted);
  });
});

describe("the panels", () => {
  it("fit into a message of Discord's, however much there is: rows, lengths, ids that are short and unique, windows", async () => {
    const moods = Array.from({ length: MOST_OWN_MOODS }, (_, n) => ({
      ...{ name: `${n} `.padEnd(MOOD_NAME_LENGTH, "mood"), energy: 1, sociability: 1, impulsiveness: 1, curiosity: 1 },
      words: "word ".repeat(MOOD_WORDS_LENGTH / 5).trim(),
    }));
    const channel = {
      ...{ ...UNSET, ...places, speaks: true, listens: true, mood: moods[0]?.name ?? "", problem: "forbidden" },
      topics: Array.from({ length: MOST_TOPICS }, (_, n) => `${n} `.padEnd(TOPIC_LENGTH, "topic")),
    };
    const gates: Gate[] = Array.from({ length: 20 }, (_, n) => ({ gate: `gate-${n}`, passed: n < 19, value: 1_234.567, bar: 7_654.321 }));
    const told = overview({
      activityByHour: none.map(() => 9_999),
      spokenByHour: none.map(() => 12),
      silentByGate: Object.fromEntries(gates.map(({ gate }) => [gate, 1_000])),
      ...{ spokenToday: 99, discardedToday: 99, declinedToday: 99, lateMentionsToday: 99, nextLookAt: NOW, readsContent: false },
      lastDecision: { at: NOW, action: null, gates },
    });
    const many = Array.from({ length: 100 }, (_, n) => ({ ...channel, channelId: String(1_100_000_000_000_000_000n + BigInt(n)) }));
    const over: Overrides = {
      autonomy: { read: async () => ({ channel, moods }), channel: async () => channel, moods: async () => moods, ofServer: async () => many },
      life: { presenceOf: async () => told },
    };
    const ids = [
      "autonomy",
      "autonomy-mood",
      "autonomy-topics",
      "autonomy-hours:none",
      "autonomy-cap:default",
      "moods",
      "settings:channel",
      "settings-voice",
      "setup:3",
    ];
    for (const locale of ["en-US", "de"]) {
      for (const payload of [...ids.map(pressed), chosen("moods-pick", moods[0]?.name ?? "")]) {
        const world = await createWorld(over);
        const { body } = await world.interact({ ...managing, locale, ...payload });
        expect([JSON.stringify(payload), body.type]).toEqual([JSON.stringify(payload), 7]);
        expect(body.data?.content?.length).toBeLessThanOrEqual(2_000);
        const rows = (body.data?.components ?? []) as { components: { custom_id: string; options?: unknown[]; label?: string; placeholder?: string }[] }[];
        expect(rows.length).toBeLessThanOrEqual(5);
        const components = rows.flatMap((row) => row.components);
        expect(new Set(components.map(({ custom_id }) => custom_id)).size).toBe(components.length);
        for (const { custom_id, options = [], label = "", placeholder = "" } of components) {
          expect([custom_id, custom_id.length <= 100, options.length <= 25, label.length <= 80, placeholder.length <= 150]).toEqual([
            custom_id,
            true,
            true,
            true,
            true,
          ]);
        }
      }
      for (const id of ["autonomy-topics-edit", "moods-add", `moods-edit:${moods[0]?.name ?? ""}`]) {
        const world = await createWorld({ ...over, ...(id === "moods-add" ? { autonomy: { ...over.autonomy, moods: async () => [] } } : {}) });
        const { body } = await world.interact({ ...managing, locale, ...pressed(id) });
        const labels = (body.data?.components ?? []) as { label: string; component: { placeholder?: string; value?: string; max_length: number } }[];
        expect([id, body.type, (body.data?.title?.length ?? 99) <= 45]).toEqual([id, 9, true]);
        for (const { label, component } of labels)
          expect([label, label.length <= 45, (component.placeholder ?? "").length <= 100, (component.value ?? "").length <= component.max_length]).toEqual([
            label,
            true,
            true,
            true,
          ]);
      }
    }
  });
});

describe("the chart of a day", () => {
  it("has a sign for each hour below its number, the busiest hour full and nothing for nothing", () => {
    const people = none.map((_, hour) => (hour === 6 ? 1 : hour === 12 ? 100 : hour === 18 ? 50 : 0));
    const lines = dayChart({ activityByHour: people, spokenByHour: none.map((_, hour) => (hour === 12 ? 30 : 0)) }, textsFor("en")).split("\n");
    const [, hours = "", bars = "", me = ""] = lines;
    const first = hours.indexOf("0");
    expect([bars[first + 6], bars[first + 12], bars[first + 18], bars[first]]).toEqual(["▁", "█", "▄", "·"]);
    expect([hours.indexOf("12"), hours.indexOf("18")]).toEqual([first + 12, first + 18]);
    expect([me[first + 12], me[first]]).toEqual(["9", "·"]);
    expect([bars.length, me.length]).toEqual([first + 24, first + 24]);
  });

  it("does not break on numbers that are none", () => {
    const strange = [Number.NaN, -5, Number.POSITIVE_INFINITY];
    for (const activityByHour of [[], strange, none]) expect(dayChart({ activityByHour, spokenByHour: strange }, textsFor("de")).split("\n")).toHaveLength(5);
  });
});
