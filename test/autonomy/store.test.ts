/** What managers set about speaking unasked, over the real D1: what arrives late or twice changes nothing, whatever it was. */
import { beforeEach, describe, expect, test } from "vitest";
import { MOST_OWN_MOODS } from "../../src/autonomy/defaults.ts";
import { type AutonomyStore, createAutonomyStore } from "../../src/autonomy/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const place = { channelId: "30", guildId: "20", parentId: null, channelName: "general", locale: "en-US" };
const by = (at: number, userId = "10") => ({ userId, at });
const mood = { name: "feral", energy: 1, sociability: 0.1, impulsiveness: 0.9, curiosity: 0.3, words: "You hiss." };
let store: AutonomyStore;
beforeEach(async () => {
  store = createAutonomyStore(await openDatabase());
});

describe("a channel", () => {
  test("is unknown at first, changes part by part, and tells what holds now", async () => {
    expect(await store.channel("30")).toBeNull();
    expect(await store.change(place, { dailyCap: 3 }, by(T))).toMatchObject({ speaks: false, dailyCap: 3, topics: [], quietHours: null, nextLookAt: null });
    expect(await store.change(place, { topics: ["chess", "tea"] }, by(T + 1))).toMatchObject({ dailyCap: 3, topics: ["chess", "tea"] });
    expect(await store.change(place, { quietHours: { from: 0, to: 0 } }, by(T + 2))).toMatchObject({ quietHours: { from: 0, to: 0 }, setBy: "10" });
    expect(await store.change(place, { quietHours: null, dailyCap: null }, by(T + 3))).toMatchObject({ quietHours: null, dailyCap: null });
  });

  test("is looked at from the moment at which something is switched on until everything is off", async () => {
    expect((await store.change(place, { speaks: true }, by(T)))?.nextLookAt).toBe(T);
    expect((await store.change(place, { listens: true, speaks: false }, by(T + 1)))?.nextLookAt).toBe(T + 1);
    expect((await store.change(place, { dailyCap: 2 }, by(T + 2)))?.nextLookAt).toBe(T + 2);
    expect((await store.change(place, { listens: false }, by(T + 3)))?.nextLookAt).toBeNull();
    expect((await store.change(place, { dailyCap: 1 }, by(T + 4)))?.nextLookAt).toBeNull();
  });

  test("ignores what is late or twice, and what Discord ended does not come back by a replay", async () => {
    await store.change(place, { speaks: true }, by(T));
    expect(await store.change(place, { speaks: false }, by(T - 1))).toMatchObject({ speaks: true, changedAt: T });
    await rows("UPDATE watched_channels SET speaks = 0, problem = 'forbidden', next_look_at = NULL");
    expect(await store.change(place, { speaks: true }, by(T))).toMatchObject({ speaks: false, problem: "forbidden", nextLookAt: null });
    expect(await store.change(place, { speaks: true }, by(T + 1))).toMatchObject({ speaks: true, problem: "", nextLookAt: T + 1 });
  });

  test("keeps its name where Discord does not tell it", async () => {
    await store.change(place, { speaks: true }, by(T));
    expect((await store.change({ ...place, channelName: "" }, { listens: true }, by(T + 1)))?.channelName).toBe("general");
  });
});

describe("the channels of a server", () => {
  test("are those that are on or were ended by Discord", async () => {
    await store.change(place, { speaks: true }, by(T));
    await store.change({ ...place, channelId: "31" }, { dailyCap: 1 }, by(T));
    await store.change({ ...place, channelId: "32", guildId: "21" }, { speaks: true }, by(T));
    await store.change({ ...place, channelId: "33" }, { listens: true }, by(T));
    expect((await store.ofServer("20")).map(({ channelId }) => channelId)).toEqual(["30", "33"]);
  });

  test("are switched together: those chosen on, the others off, threads and listening left alone", async () => {
    await store.change(place, { speaks: true, listens: true }, by(T));
    await store.change({ ...place, channelId: "31" }, { speaks: true }, by(T));
    await store.change({ ...place, channelId: "35", parentId: "30" }, { speaks: true }, by(T));
    await store.speakIn(
      "20",
      [
        { ...place, channelId: "31" },
        { ...place, channelId: "34" },
      ],
      by(T + 1),
    );
    const now = await store.ofServer("20");
    expect(now.map(({ channelId, speaks, listens }) => [channelId, speaks, listens])).toEqual([
      ["30", false, true],
      ["31", true, false],
      ["34", true, false],
      ["35", true, false],
    ]);
    await store.speakIn("20", [place], by(T));
    expect(await store.ofServer("20")).toEqual(now);
  });
});

describe("a server's own moods", () => {
  test("are made, changed and removed by name, and channels that had one have none", async () => {
    expect(await store.saveMood("20", mood, by(T))).toEqual([mood]);
    expect(await store.saveMood("20", { ...mood, words: "" }, by(T + 1))).toEqual([{ ...mood, words: "" }]);
    expect(await store.moods("21")).toEqual([]);
    await store.change(place, { speaks: true, mood: "feral" }, by(T + 2));
    expect(await store.removeMood("20", "feral", by(T + 3))).toEqual([]);
    expect(await store.channel("30")).toMatchObject({ mood: null, speaks: true });
  });

  test("that were removed do not come back by a replay, and go for good later", async () => {
    await store.saveMood("20", mood, by(T));
    await store.removeMood("20", "feral", by(T + 1));
    expect(await store.saveMood("20", mood, by(T))).toEqual([]);
    expect(await store.saveMood("20", { ...mood, name: "calm" }, by(T + 60 * 60_000))).toHaveLength(1);
    expect(await rows("SELECT name FROM moods")).toEqual([{ name: "calm" }]);
    await store.saveMood("20", mood, by(T + 60 * 60_000 + 1));
    expect(await store.removeMood("20", "feral", by(T + 2))).toHaveLength(2);
  });

  test("are so many that all can be chosen from, not more", async () => {
    for (let n = 0; n < MOST_OWN_MOODS; n++) await store.saveMood("20", { ...mood, name: `m${n}` }, by(T));
    expect(await store.saveMood("20", mood, by(T + 1))).toHaveLength(MOST_OWN_MOODS);
    const changed = await store.saveMood("20", { ...mood, name: "m0", words: "new" }, by(T + 1));
    expect(changed.find(({ name }) => name === "m0")?.words).toBe("new");
  });

  test("come with the channel in one round trip", async () => {
    await store.saveMood("20", mood, by(T));
    expect(await store.read("30", "20")).toEqual({ channel: null, moods: [mood] });
  });
});
