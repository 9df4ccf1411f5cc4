/** Targets and notifications over the real D1: idempotent by the interaction's moment, bounded, and forgotten in time. */
import { beforeEach, describe, expect, it } from "vitest";
import { createNotifyStore, type NewTarget, type NotifyStore } from "../../src/notify/store.ts";
import { MOST_TARGETS } from "../../src/notify/target.ts";
import type { Note } from "../../src/notify/types.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = 1_800_000_000_000;
const DAY = 24 * 60 * 60_000;
const OWNER = "server:1";
const by = (at = T) => ({ userId: "3", at });
let store: NotifyStore;
beforeEach(async () => {
  store = createNotifyStore(await openDatabase());
});

const target = (id: string, more: Partial<NewTarget> = {}): NewTarget => ({
  ...{ id, owner: OWNER, kind: "webhook", label: `hook ${id}`, userId: null, sealed: "v1.x", timeZone: "UTC" },
  ...more,
});
const ids = async () => (await store.list(OWNER)).map(({ id }) => id);

describe("targets", () => {
  it("are added once, up to so many, and nobody twice", async () => {
    expect(await store.add(target("1", { kind: "dm", userId: "3", sealed: null }), by())).toMatchObject({ added: true });
    expect(await store.add(target("1", { label: "again" }), by())).toMatchObject({ added: true, targets: [{ label: "hook 1" }] });
    expect(await store.add(target("2", { kind: "dm", userId: "3" }), by())).toMatchObject({ added: false });
    expect(await store.add(target("3", { kind: "dm", userId: "4" }), by())).toMatchObject({ added: true });
    for (const id of ["4", "5", "6", "7", "8"]) await store.add(target(id), by());
    expect(await ids()).toHaveLength(MOST_TARGETS);
    expect(await store.add(target("9", { owner: "user:3" }), by())).toMatchObject({ added: true });
  });

  it("once removed keep nothing but their ids, so that a replay brings nothing back", async () => {
    await store.add(target("1", { userId: "3", kind: "dm" }), by());
    expect(await store.remove(OWNER, "1", T + 5)).toEqual([]);
    expect(await store.add(target("1"), by())).toMatchObject({ added: false, targets: [] });
    expect(await rows("SELECT owner, label, user_id, sealed, set_by FROM notify_targets")).toEqual([
      { owner: "", label: "", user_id: null, sealed: null, set_by: "" },
    ]);
    await store.forget(0, T + 5 + 59 * 60_000, 10);
    expect(await rows("SELECT id FROM notify_targets")).toHaveLength(1);
    await store.forget(0, T + 6 + 60 * 60_000, 10);
    expect(await rows("SELECT id FROM notify_targets")).toEqual([]);
  });

  it("change by their owner alone, and not by what arrives late", async () => {
    await store.add(target("1"), by());
    expect(await store.change("server:2", "1", { enabled: false }, by(T + 9))).toEqual([]);
    expect(await store.remove("server:2", "1", T + 9)).toEqual([]);
    expect(await store.change(OWNER, "1", { quietFrom: 22, quietTo: 7, timeZone: "Europe/Berlin" }, by(T + 5))).toMatchObject([
      { quietFrom: 22, timeZone: "Europe/Berlin" },
    ]);
    expect(await store.change(OWNER, "1", { quietFrom: 1 }, by(T + 4))).toMatchObject([{ quietFrom: 22, enabled: true }]);
    expect(await store.remove(OWNER, "1", T + 4)).toHaveLength(1);
  });

  it("that are switched on have their problem seen to", async () => {
    await store.add(target("1"), by());
    await store.noteTried([{ id: "1", problem: "gone", off: true }], T + 1);
    expect(await store.list(OWNER)).toMatchObject([{ problem: "gone", enabled: false, workedAt: null }]);
    expect(await store.change(OWNER, "1", { enabled: true }, by(T + 2))).toMatchObject([{ problem: "", enabled: true }]);
    // An attempt from before knows nothing of that.
    await store.noteTried([{ id: "1", problem: "gone", off: true }], T + 1);
    expect(await store.list(OWNER)).toMatchObject([{ problem: "", enabled: true }]);
    await store.noteTried([{ id: "1", problem: "", off: false }], T + 3);
    expect(await store.list(OWNER)).toMatchObject([{ workedAt: T + 3 }]);
    await store.noteTried([], T);
    // Nor does a press that comes once more.
    await store.noteTried([{ id: "1", problem: "gone", off: true }], T + 4);
    expect(await store.change(OWNER, "1", { enabled: true }, by(T + 2))).toMatchObject([{ problem: "gone", enabled: false }]);
  });
});

describe("notifications", () => {
  const note: Note = { id: "n1", owner: OWNER, kind: "channel-off", values: {} };
  const words = { title: "Off", text: "It is off.", url: "" };
  const attempt = { id: "n1", tries: 1, takenBy: [], problem: "ill", at: T + 1, targets: [] };

  it("are begun once, and what was told stays told", async () => {
    expect(await store.look(note)).toEqual({ targets: [], told: null });
    await store.begin(note, words, T);
    await store.begin(note, { ...words, title: "Other" }, T + 1);
    await store.note({ ...attempt, state: "waiting" });
    expect((await store.look(note)).told).toMatchObject({ title: "Off", state: "waiting", problem: "ill" });
    await store.note({ ...attempt, state: "sent", takenBy: ["1"], problem: "" });
    await store.note({ ...attempt, state: "failed" });
    expect(await rows("SELECT state, taken_by, finished_at FROM notifications")).toEqual([{ state: "sent", taken_by: '["1"]', finished_at: T + 1 }]);
  });

  it("are shown newest first, a few, to their owner alone", async () => {
    for (let n = 0; n < 8; n++) await store.begin({ ...note, id: String(n) }, words, T + n);
    await store.begin({ ...note, id: "other", owner: "user:3" }, words, T + 99);
    expect((await store.overview(OWNER)).latest.map(({ id }) => id)).toEqual(["7", "6", "5", "4", "3"]);
  });

  it("go after a month, or earlier where the deployer keeps nothing for so long, in chunks", async () => {
    for (const days of [0, 8, 20, 31, 32, 33]) await store.begin({ ...note, id: String(days) }, words, T - days * DAY);
    const left = async () => (await rows("SELECT id FROM notifications ORDER BY created_at DESC")).map(({ id }) => id);
    await store.forget(T - 365 * DAY, T, 2);
    expect(await left()).toHaveLength(4);
    await store.forget(T - 365 * DAY, T, 2);
    expect(await left()).toEqual(["0", "8", "20"]);
    await store.forget(T - 7 * DAY, T, 10);
    expect(await left()).toEqual(["0"]);
  });
});
