/** What people decided about themselves, and whether they may be answered somewhere, over the real D1. */
import { beforeEach, describe, expect, test } from "vitest";
import { type AccessStore, createAccessStore, type Place } from "../../src/access/store.ts";
import type { Database } from "../../src/db/client.ts";
import type { ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const ADA = "10" as UserId;
const GUILD = "20" as GuildId;
const here: Place = {
  guildId: GUILD,
  channelId: "30" as ChannelId,
  parentId: null,
  userId: ADA,
  ownPseudonyms: ["new-key", "old-key"],
  pseudonyms: ["new-key", "old-key"],
  id: "1",
};
let db: Database;
let store: AccessStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createAccessStore(db);
});

async function standing(place: Place = here) {
  const asked = store.standing(place);
  const [server, person, optedOut] = await db.batch([asked.server, asked.person, asked.optedOut]);
  return asked.verdict(server, person, optedOut);
}

describe("a time zone", () => {
  test("is what was chosen last, whatever arrives late or twice", async () => {
    expect(await store.changePerson(ADA, { timeZone: "Europe/Berlin" }, T)).toEqual({ timeZone: "Europe/Berlin", noticing: true });
    expect(await store.changePerson(ADA, { timeZone: "UTC" }, T - 1)).toEqual({ timeZone: "Europe/Berlin", noticing: true });
    expect(await store.changePerson(ADA, { timeZone: "Asia/Tokyo" }, T + 1)).toEqual({ timeZone: "Asia/Tokyo", noticing: true });
    expect(await store.changePerson(ADA, { timeZone: "Europe/Berlin" }, T)).toEqual({ timeZone: "Asia/Tokyo", noticing: true });
    expect((await standing()).timeZone).toBe("Asia/Tokyo");
  });

  test("leaves the notice alone, and the notice leaves it alone", async () => {
    await store.changePerson(ADA, { timeZone: "UTC" }, T);
    await db.batch([store.claimNotice(ADA, "1", T + 5)]);
    await db.batch([store.claimNotice(ADA, "2", T + 9)]);
    expect(await standing()).toMatchObject({ isNew: true, timeZone: "UTC" });
    expect(await rows("SELECT noticed_at FROM people")).toEqual([{ noticed_at: T + 5 }]);
  });
});

describe("the switch for facts that are noticed", () => {
  test("is on, stays as it was chosen last, and leaves the time zone alone", async () => {
    expect(await store.person(ADA)).toEqual({ timeZone: null, noticing: true });
    await store.changePerson(ADA, { timeZone: "UTC" }, T);
    expect(await store.changePerson(ADA, { noticing: false }, T + 2)).toEqual({ timeZone: "UTC", noticing: false });
    expect(await store.changePerson(ADA, { noticing: true }, T + 1)).toEqual({ timeZone: "UTC", noticing: false });
    expect(await store.changePerson(ADA, { timeZone: "Asia/Tokyo" }, T + 3)).toEqual({ timeZone: "Asia/Tokyo", noticing: false });
  });
});

describe("the first-use notice", () => {
  test("is claimed by one turn, which may come back after a crash, until it gives it up", async () => {
    const isNew = async (id: string) => (await standing({ ...here, id })).isNew;
    await Promise.all(["1", "2", "1"].map((id) => db.batch([store.claimNotice(ADA, id, T)])));
    expect([await isNew("1"), await isNew("2")]).toEqual([true, false]);
    await db.batch([store.releaseNotice(ADA, "2")]);
    expect([await isNew("1"), await isNew("2")]).toEqual([true, false]);
    await db.batch([store.releaseNotice(ADA, "1")]);
    await db.batch([store.claimNotice(ADA, "2", T)]);
    expect([await isNew("1"), await isNew("2")]).toEqual([false, true]);
  });
});

describe("opting out", () => {
  test("holds under every key that the person can be found by, until they change their mind", async () => {
    expect(await store.setOptOut(["new-key", "old-key"], true, T)).toBe(true);
    expect(await store.optedOut(["old-key", "somebody"])).toEqual(new Set(["old-key"]));
    expect((await standing()).optedOut).toBe(true);
    expect(await store.setOptOut(["new-key", "old-key"], false, T + 1)).toBe(false);
    expect((await standing()).optedOut).toBe(false);
  });

  test("is not undone or repeated by a late delivery", async () => {
    await store.setOptOut(["new-key"], false, T);
    expect(await store.setOptOut(["new-key"], true, T - 1)).toBe(false);
    await store.setOptOut(["new-key"], true, T + 1);
    expect(await store.setOptOut(["new-key"], false, T)).toBe(true);
  });

  test("keeps no id of the person", async () => {
    await store.setOptOut(["new-key"], true, T);
    expect(JSON.stringify(await rows("SELECT * FROM opt_outs"))).not.toContain(ADA);
  });
});

describe("who may be answered", () => {
  const inThread: Place = { ...here, channelId: "31" as ChannelId, parentId: here.channelId };

  test("is everybody, everywhere, until somebody decides otherwise; nowhere outside servers", async () => {
    expect((await standing()).refusal).toBeNull();
    await store.changeServer(GUILD, { paused: true, blocked: [ADA], channels: [] }, T);
    expect((await standing({ ...here, guildId: null })).refusal).toBeNull();
    expect((await standing({ ...here, guildId: "21" as GuildId })).refusal).toBeNull();
  });

  test("ends with a pause, a block, and the list of channels; a thread follows its channel", async () => {
    await store.changeServer(GUILD, { channels: [here.channelId] }, T);
    expect((await standing()).refusal).toBeNull();
    expect((await standing(inThread)).refusal).toBeNull();
    const elsewhere = { ...here, channelId: "39" as ChannelId };
    expect((await standing(elsewhere)).refusal).toEqual({ kind: "elsewhere", channels: [here.channelId] });
    await store.changeServer(GUILD, { blocked: [ADA] }, T + 1);
    expect((await standing()).refusal).toEqual({ kind: "blocked" });
    await store.changeServer(GUILD, { paused: true }, T + 2);
    expect((await standing()).refusal).toEqual({ kind: "paused" });
  });
});
