/** What holds in a channel: its own word, the server's, the default; a mood by hand before one by the clock, and silence above all. */
import { describe, expect, it } from "vitest";
import { moodNames } from "../../src/autonomy/moods.ts";
import { effectiveSettings, type ServerWord } from "../../src/autonomy/settings.ts";
import type { OwnMood, WatchedChannel } from "../../src/autonomy/watched.ts";

const NOON = Date.UTC(2026, 6, 1, 12, 0);
const HOUR = 3_600_000;
const channel: WatchedChannel = {
  channelId: "30",
  guildId: "20",
  parentId: null,
  channelName: "general",
  locale: "en-US",
  speaks: true,
  listens: false,
  mood: null,
  rotation: "off",
  chattiness: null,
  profile: "edgewise",
  quietHours: null,
  dailyCap: null,
  topics: [],
  webhook: true,
  problem: "",
  nextLookAt: null,
  setBy: "10",
  changedAt: 1,
};
const server: ServerWord = { chattiness: "normal", timeZone: "Europe/Berlin" };
const feral: OwnMood = { name: "feral", energy: 1, sociability: 0.1, impulsiveness: 0.9, curiosity: 0.3, words: "You hiss." };
const hold = (over: Partial<WatchedChannel> = {}, word: Partial<ServerWord> = {}, own: OwnMood[] = [feral], now = NOON, sentiment = 0) =>
  effectiveSettings({ ...channel, ...over }, { ...server, ...word }, own, now, sentiment);

describe("speaking", () => {
  it("takes a channel that is on and a server that is not silent, which silences all of them", () => {
    expect(hold().hush).toBeNull();
    expect(hold({ speaks: false }).hush).toBe("off");
    expect(hold({ problem: "forbidden" }).hush).toBe("off");
    expect(hold({ chattiness: "silent" }).hush).toBe("channel-silent");
    for (const chattiness of [null, "shy", "normal", "chatty"] as const) expect(hold({ chattiness }, { chattiness: "silent" }).hush).toBe("server-silent");
  });
});

describe("chattiness", () => {
  it("is the channel's, else the server's, and gives mood and daily cap", () => {
    const told = (own: WatchedChannel["chattiness"], servers: ServerWord["chattiness"]) => {
      const { settings, moodFrom } = hold({ chattiness: own }, { chattiness: servers });
      return [settings.mood.name, settings.dailyCap, moodFrom];
    };
    expect(told(null, "shy")).toEqual(["shy", 6, "chattiness"]);
    expect(told(null, "normal")).toEqual(["neutral", 12, "chattiness"]);
    expect(told(null, "chatty")).toEqual(["bubbly", 24, "chattiness"]);
    expect(told("chatty", "shy")).toEqual(["bubbly", 24, "chattiness"]);
    expect(hold({ dailyCap: 3, chattiness: "chatty" }).settings.dailyCap).toBe(3);
  });
});

describe("a mood", () => {
  it("set by hand wins over rotation and chattiness, shipped or a server's own", () => {
    const shipped = hold({ mood: "sleepy", rotation: "time", chattiness: "chatty" });
    expect([shipped.settings.mood.name, shipped.moodFrom]).toEqual(["sleepy", "hand"]);
    expect(shipped.moodWords).toContain("sleepy");
    const own = hold({ mood: "feral", rotation: "sentiment" });
    expect(own.settings.mood).toEqual({ name: "feral", energy: 1, sociability: 0.1, impulsiveness: 0.9, curiosity: 0.3 });
    expect(own.moodWords).toBe("You hiss.");
    expect(hold({ mood: "feral" }, {}, [{ ...feral, words: "" }]).moodWords).toContain("full of energy");
  });

  it("that is gone counts as none", () => {
    expect(hold({ mood: "feral" }, {}, []).settings.mood.name).toBe("neutral");
    expect(hold({ mood: "constructor" }, {}, []).settings.mood.name).toBe("neutral");
  });

  it("by the time of day is the same all through a part of a local day, and not the same at all times", () => {
    const at = (now: number, channelId = "30", timeZone = "Europe/Berlin") => hold({ rotation: "time", channelId }, { timeZone }, [], now).settings.mood.name;
    expect(at(NOON)).toBe(at(NOON + 2 * HOUR));
    const days = Array.from({ length: 40 }, (_, day) => at(NOON + day * 24 * HOUR));
    expect(new Set(days).size).toBeGreaterThan(1);
    for (const name of days) expect(moodNames).toContain(name);
    expect(new Set(Array.from({ length: 40 }, (_, n) => at(NOON, String(n)))).size).toBeGreaterThan(1);
  });

  it("by sentiment follows how the talk sounds", () => {
    const by = (sentiment: number) => hold({ rotation: "sentiment" }, {}, [], NOON, sentiment).settings.mood.name;
    expect([by(0.9), by(0), by(-0.9)]).toEqual(["bubbly", "neutral", "melancholy"]);
  });
});

describe("time", () => {
  it("is the server's, summer time included, UTC where none was set", () => {
    const { settings } = hold();
    expect(settings.offsetMinutes(NOON)).toBe(120);
    expect(settings.offsetMinutes(Date.UTC(2026, 0, 7))).toBe(60);
    expect(hold({}, { timeZone: null }).settings.offsetMinutes(NOON)).toBe(0);
  });

  it("has quiet hours by default, and none where they begin when they end", () => {
    expect(hold().settings.quietHours).toEqual({ from: 23, to: 8 });
    expect(hold({ quietHours: { from: 0, to: 6 } }).settings.quietHours).toEqual({ from: 0, to: 6 });
    expect(hold({ quietHours: { from: 7, to: 7 } }).settings.quietHours).toBeNull();
  });
});
