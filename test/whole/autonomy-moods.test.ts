// The mood in a channel as managers set it, and a server's own moods: made, worn, changed, deleted; in any language, and whatever is typed.
import { beforeEach, describe, expect, test } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { textsFor } from "../../src/locales/index.ts";
import { openDatabase } from "../fakes/database.ts";
import { manager, openPanel, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await openDatabase();
});

const en = textsFor("en-US").autonomy;
const own = (place: Partial<Place> = {}) => openPanel(world, { user: manager(world), channel: world.channel, ...place });
type Panel = ReturnType<typeof own>;
const told = (handle: InteractionHandle) => handle.original()?.content ?? "";
const watched = () => rows("SELECT mood, rotation FROM watched_channels");

describe("/autonomy mood", () => {
  test("shows it with its numbers, takes one by name in any language, and lets it change by itself", async () => {
    const panel = own();
    await panel.command("autonomy", ["mood"]);
    expect(panel.text()).toMatch(/\*\*Now\*\* shy \(it goes with how talkative I may be\)\n-# energy \d+ · sociability 2/);
    await panel.command("autonomy", ["mood"], { name: "Curious" });
    expect(panel.text()).toContain("**Now** curious (set by hand)");
    await own({ locale: "de" }).command("autonomy", ["mood"], { name: "Schläfrig" });
    expect(await watched()).toMatchObject([{ mood: "sleepy", rotation: "off" }]);
    await panel.command("autonomy", ["mood"], { rotation: "time" });
    expect(panel.text()).toContain("(by the time of day)");
    expect(await watched()).toMatchObject([{ mood: null, rotation: "time" }]);
    await panel.press(en.mood.bySentiment);
    expect(panel.text()).toContain("(by how people sound)");
    await panel.choose("autonomy-mood-pick", "playful");
    expect(panel.text()).toContain("**Now** playful (set by hand)");
    const both = await panel.command("autonomy", ["mood"], { name: "curious", rotation: "time" });
    expect(told(both)).toBe(en.mood.one);
    expect(told(await panel.command("autonomy", ["mood"], { name: "grumpy" }))).toContain("no mood “grumpy”");
    expect(await watched()).toMatchObject([{ mood: "playful", rotation: "off" }]);
  });

  test("offers what fits while it is typed, a server's own among it", async () => {
    const user = manager(world);
    const typed = async (focused: string) => {
      const handle = await world.discord.interact({
        kind: "autocomplete",
        user,
        channel: world.channel,
        command: "autonomy",
        path: ["mood"],
        focused: "name",
        options: { name: focused },
      });
      return handle.choices?.map(({ value }) => value);
    };
    await makeMood(own({ user }), "Monday morning");
    expect(await typed("")).toHaveLength(11);
    expect(await typed("mo")).toEqual(["monday morning"]);
    expect(await typed("IRRI")).toEqual(["irritated"]);
  });
});

async function makeMood(panel: Panel, name: string, numbers = "1 2 3 10", words = "You have had no coffee."): Promise<InteractionHandle> {
  await panel.command("autonomy", ["mood"]);
  await panel.press(en.own.open);
  return panel.submit(await panel.press(en.own.add), { name, numbers, words });
}

describe("a server's own moods", () => {
  test("are made, worn, changed and deleted, and channels go back to what holds anyway", async () => {
    const panel = own();
    const made = await makeMood(panel, "Monday morning");
    expect(panel.text()).toContain("**monday morning** energy 1, sociability 2, impulsiveness 3, curiosity 10");
    await panel.command("autonomy", ["mood"], { name: "MONDAY morning" });
    expect(panel.text()).toMatch(/\*\*Now\*\* monday morning \(set by hand\).*I'm told: \*You have had no coffee\.\*/s);
    await panel.press(en.own.open);
    await panel.choose("moods-pick", "monday morning");
    const window = await panel.press(en.own.edit);
    expect(JSON.stringify(window.modal)).toContain("1 2 3 10");
    await panel.submit(window, { numbers: "9, 9, 9, 9", words: "" });
    expect(await rows("SELECT name, energy, curiosity, words FROM moods")).toEqual([{ name: "monday morning", energy: 0.9, curiosity: 0.9, words: "" }]);
    await panel.choose("moods-pick", "monday morning");
    await panel.press(en.own.remove);
    expect(panel.text()).toContain(en.own.removed("monday morning"));
    expect(await watched()).toMatchObject([{ mood: null }]);
    await world.discord.redeliver(made);
    await panel.press(en.button.mood);
    expect(panel.text()).toContain("**Now** shy");
    await panel.press(en.own.open);
    expect(panel.text()).toContain(en.own.none);
  });

  test("refuse what is no mood, and say why", async () => {
    const panel = own();
    for (const [name, numbers, why] of [
      ["bubbly", "1 2 3 4", "one of my own"],
      ["Überschäumend", "1 2 3 4", ""],
      ["a:b", "1 2 3 4", "letters, digits"],
      ["`x`", "1 2 3 4", "letters, digits"],
      ["calm", "1 2 3", "four numbers"],
      ["calm", "1 2 3 11", "four numbers"],
      ["calm", "one two three four", "four numbers"],
      ["calm", "-1 2 3 4", "four numbers"],
    ] as const) {
      const refused = await makeMood(panel, name, numbers);
      if (why !== "") expect([name, numbers, told(refused)]).toEqual([name, numbers, expect.stringContaining(why)]);
    }
    expect(await rows("SELECT name FROM moods")).toEqual([{ name: "überschäumend" }]);
  });
});
