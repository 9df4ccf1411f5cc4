/** What managers decide about their server, and which servers the bot is in, over the real D1. */
import { beforeEach, describe, expect, test } from "vitest";
import { type AccessStore, createAccessStore, DEFAULT_SERVER, LIST_LENGTH } from "../../src/access/store.ts";
import type { ChannelId, GuildId } from "../../src/kernel/ids.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const GUILD = "20" as GuildId;
const channel = (n: number) => String(n) as ChannelId;
let store: AccessStore;
beforeEach(async () => {
  store = createAccessStore(await openDatabase());
});

describe("a server's settings", () => {
  test("change one by one and tell what holds now", async () => {
    expect(await store.server(GUILD)).toEqual(DEFAULT_SERVER);
    expect(await store.changeServer(GUILD, { paused: true }, T)).toEqual({ ...DEFAULT_SERVER, paused: true });
    expect(await store.changeServer(GUILD, { chattiness: "shy" }, T + 1)).toEqual({ ...DEFAULT_SERVER, paused: true, chattiness: "shy" });
    expect(await store.changeServer(GUILD, { paused: false, channels: null }, T + 2)).toEqual({ ...DEFAULT_SERVER, chattiness: "shy" });
    expect(await store.changeServer(GUILD, { timeZone: "Asia/Tokyo" }, T + 3)).toEqual({ ...DEFAULT_SERVER, chattiness: "shy", timeZone: "Asia/Tokyo" });
  });

  test("ignore what arrives late or twice", async () => {
    await store.changeServer(GUILD, { paused: true }, T);
    await store.changeServer(GUILD, { paused: false }, T + 5);
    expect((await store.changeServer(GUILD, { paused: true }, T)).paused).toBe(false);
    expect((await store.changeServer(GUILD, { paused: false }, T + 5)).paused).toBe(false);
  });
});

describe("the list of channels", () => {
  test("takes a channel and gives it back, once each", async () => {
    await store.changeServer(GUILD, { channels: ["1"] }, T);
    expect((await store.switchChannel(GUILD, channel(2), true, T + 1)).channels).toEqual(["1", "2"]);
    expect((await store.switchChannel(GUILD, channel(2), true, T + 1)).channels).toEqual(["1", "2"]);
    expect((await store.switchChannel(GUILD, channel(1), false, T + 2)).channels).toEqual(["2"]);
    expect((await store.switchChannel(GUILD, channel(2), true, T + 1)).channels).toEqual(["2"]);
    expect((await store.switchChannel(GUILD, channel(2), false, T + 3)).channels).toEqual([]);
  });

  test("does not appear where the bot may be used everywhere", async () => {
    expect((await store.switchChannel(GUILD, channel(1), false, T)).channels).toBeNull();
    await store.changeServer(GUILD, { paused: true }, T);
    expect((await store.switchChannel(GUILD, channel(1), false, T + 1)).channels).toBeNull();
    expect((await store.switchChannel(GUILD, channel(1), true, T + 1)).channels).toBeNull();
  });

  test("grows no longer than a select can show", async () => {
    const full = Array.from({ length: LIST_LENGTH }, (_, i) => String(i));
    await store.changeServer(GUILD, { channels: full }, T);
    expect((await store.switchChannel(GUILD, channel(99), true, T + 1)).channels).toEqual(full);
  });
});

describe("the servers the bot is in", () => {
  test("are noted by the hundred, and a repeat writes nothing", async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ id: String(1_000 + i), name: `Server "${i}"` }));
    await store.noteServers(many);
    await store.noteServers(many);
    expect((await store.knownServers()).sort()).toEqual(many.map(({ id }) => id).sort());
    await store.noteServers([]);
  });

  test("keep their settings when they are noted, and are found again with a new name", async () => {
    await store.changeServer(GUILD, { paused: true }, T);
    await store.noteServers([{ id: GUILD, name: "Here" }]);
    expect(await store.server(GUILD)).toEqual({ ...DEFAULT_SERVER, name: "Here", paused: true });
    await store.noteServers([{ id: GUILD, name: "There" }]);
    expect((await store.server(GUILD)).name).toBe("There");
  });

  test("are left at one moment, and left no more when the bot is back", async () => {
    await store.noteServers([
      { id: GUILD, name: "Here" },
      { id: "21", name: "There" },
    ]);
    await store.noteLeft([GUILD, "22"], T);
    await store.noteLeft([GUILD], T + 5);
    expect(await store.knownServers()).toEqual(["21"]);
    expect(await rows("SELECT id, left_at FROM servers ORDER BY id")).toEqual([
      { id: GUILD, left_at: T },
      { id: "21", left_at: null },
    ]);
    await store.noteServers([{ id: GUILD, name: "Here" }]);
    expect((await store.knownServers()).sort()).toEqual([GUILD, "21"]);
  });

  test("are looked at by one of many at a time", async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => store.claim("servers", "2026-11-20")));
    expect(claims.filter((won) => won)).toHaveLength(1);
    expect(await store.claim("servers", "2026-11-21")).toBe(true);
    await store.release("servers", "2026-11-20");
    expect(await store.claim("servers", "2026-11-20")).toBe(true);
  });
});
