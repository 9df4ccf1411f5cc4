/** A server's rules and turns that wait for somebody, over the real D1: what is newer holds, one press decides, what is forgotten stays so. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { createToolStore, PENDING_KEPT_MS, type PendingCalls, parsePending, parseRules, type ToolStore } from "../../src/tools/store.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const GUILD = "7" as GuildId;
const T = 1_800_000_000_000;
const DAY = 24 * 60 * 60_000;
const by = (at: number) => ({ userId: "1", at });
let db: Database;
let store: ToolStore;
beforeEach(async () => {
  db = await openDatabase();
  store = createToolStore(db);
});

describe("a server's rules", () => {
  it("are none without a row, and none elsewhere than on servers", async () => {
    expect(await store.read(GUILD)).toEqual(new Map());
    await store.change(GUILD, "poll", { enabled: true }, by(1));
    expect(parseRules(await store.rules(null))).toEqual(new Map());
    expect(parseRules(await store.rules("8" as GuildId))).toEqual(new Map());
  });

  it("change one thing at a time, and say what holds of all tools", async () => {
    await store.change(GUILD, "poll", { enabled: true }, by(10));
    await store.change(GUILD, "poll", { approval: false }, by(20));
    expect(await store.change(GUILD, "send", { roles: ["5", "6"] }, by(30))).toEqual(
      new Map([
        ["poll", { enabled: true, approval: false, roles: null }],
        ["send", { enabled: null, approval: null, roles: ["5", "6"] }],
      ]),
    );
    expect((await store.change(GUILD, "poll", { enabled: null }, by(40))).get("poll")).toEqual({ enabled: null, approval: false, roles: null });
    expect((await store.change(GUILD, "send", { roles: [] }, by(40))).get("send")?.roles).toBeNull();
    expect(await rows("SELECT set_by, changed_at FROM tool_rules WHERE tool = 'send'")).toEqual([{ set_by: "1", changed_at: 40 }]);
  });

  it("are not changed by an older interaction, such as a replay", async () => {
    await store.change(GUILD, "poll", { enabled: true }, by(10));
    await store.change(GUILD, "poll", { enabled: false }, by(20));
    expect((await store.change(GUILD, "poll", { enabled: true, approval: true }, by(10))).get("poll")).toEqual({ enabled: false, approval: null, roles: null });
  });
});

const pending = (over: Partial<PendingCalls> = {}): PendingCalls => ({
  turnId: "100",
  guildId: GUILD,
  channelId: "3",
  userId: "1",
  people: ["key-of-1"],
  state: '{"round":1}',
  createdAt: T,
  ...over,
});
/** By whoever asked, where it was asked. */
const claim = (turnId: string, interactionId: string, now: number, more = {}) =>
  store.claimPending(turnId, { interactionId, userId: pending().userId, channelId: pending().channelId, moderates: false, ...more }, now);
const find = async (turnId = "100") => parsePending(await store.pending(turnId));

describe("a turn that waits", () => {
  it("is kept once, and read as it was kept", async () => {
    await store.keepPending(pending());
    await store.keepPending(pending({ state: '"another"' }));
    expect(await find()).toEqual(pending());
    expect(await find("101")).toBeNull();
  });

  it("is decided by the first press alone, which may ask again", async () => {
    await store.keepPending(pending());
    expect(await claim("100", "a", T + 1)).toBe(true);
    expect(await claim("100", "b", T + 2)).toBe(false);
    expect(await claim("100", "a", T + 3)).toBe(true);
    // Asked for in time, looked for late: a job that was begun again.
    expect(await claim("100", "a", T + 2 * DAY)).toBe(true);
    expect(await claim("101", "a", T)).toBe(false);
  });

  it("is decided by one of many that press at once", async () => {
    await store.keepPending(pending());
    const claims = await Promise.all(["a", "b", "c", "d"].map((press) => claim("100", press, T + 1)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it("is decided by its own person or a moderator, and where it was asked", async () => {
    await store.keepPending(pending());
    expect(await claim("100", "a", T + 1, { userId: "7" })).toBe(false);
    expect(await claim("100", "a", T + 1, { userId: "7", moderates: true, channelId: "8" })).toBe(false);
    expect(await claim("100", "a", T + 1, { userId: "7", moderates: true })).toBe(true);
  });

  it("can be decided for a day", async () => {
    await store.keepPending(pending());
    await store.keepPending(pending({ turnId: "101" }));
    expect(await claim("100", "a", T + DAY)).toBe(false);
    expect(await claim("101", "a", T + DAY - 1)).toBe(true);
  });

  it("is not brought back once its words are gone, and nobody decides it any more", async () => {
    await store.keepPending(pending());
    await store.keepPending(pending({ turnId: "101" }));
    await claim("100", "a", T + 1);
    await store.forgetPending(["100", "101"]);
    await store.keepPending(pending());
    expect([await find(), await find("101")]).toEqual([null, null]);
    expect(await claim("101", "b", T + 2)).toBe(false);
    expect(await claim("100", "b", T + 2)).toBe(false);
    expect(await rows("SELECT state, people FROM pending_calls")).toEqual(Array(2).fill({ state: "", people: "[]" }));
  });

  it("goes altogether some days later, a chunk at a time", async () => {
    for (const [index, age] of [0, 1, 3, 4, 5].entries()) await store.keepPending(pending({ turnId: String(index), createdAt: T - age * DAY }));
    await store.forget(T - PENDING_KEPT_MS, 2);
    expect(await rows("SELECT count(*) AS n FROM pending_calls")).toEqual([{ n: 3 }]);
    await store.forget(T - PENDING_KEPT_MS, 2);
    expect(await rows("SELECT turn_id FROM pending_calls ORDER BY turn_id")).toEqual([{ turn_id: "0" }, { turn_id: "1" }]);
  });
});
