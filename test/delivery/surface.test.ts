/** The messages of one answer: edits that repeat nothing, follow-ups that are never sent twice, tokens that are not there yet or not any more. */
import { describe, expect, it } from "vitest";
import { createSurface, type Surface } from "../../src/delivery/surface.ts";
import { NetworkError } from "../../src/kernel/errors.ts";
import type { ApplicationId } from "../../src/kernel/ids.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { type ApiCall, createFakeDiscord, deadToken, notYet, refusal, type Trouble } from "../fakes/discord-api.ts";
import { createJournal, type FakeJournal } from "../fakes/journal.ts";

const MINUTE = 60_000;

function open(trouble?: (call: ApiCall, nth: number) => Trouble, options: { journal?: FakeJournal; isPrivate?: boolean; ageMs?: number } = {}) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, trouble);
  const journal = options.journal ?? createJournal();
  const create = (): Surface =>
    createSurface({
      discord,
      clock,
      journal,
      target: { applicationId: "9" as ApplicationId, token: "t" },
      isPrivate: options.isPrivate ?? false,
      createdAt: clock.now() - (options.ageMs ?? 0),
    });
  const surface = create();
  const show = (texts: string[], last = false, of = surface) =>
    clock.run(
      of.show(
        texts.map((content) => ({ content })),
        last,
      ),
    );
  return { clock, discord, journal, surface, create, show };
}

describe("showing", () => {
  it("edits the first message, sends the others, and then touches only what changed", async () => {
    const { discord, show, surface } = open();
    expect(await show(["a", "b"])).toEqual({ kind: "shown" });
    expect(await show(["a", "b!"])).toEqual({ kind: "shown" });
    expect(await show(["a", "b!"])).toEqual({ kind: "shown" });
    expect(discord.calls.map(({ kind, id, message }) => [kind, id, message.content])).toEqual([
      ["edit", "1", "a"],
      ["follow-up", "", "b"],
      ["edit", "2", "b!"],
    ]);
    expect(surface.ids()).toEqual(["1", "2"]);
  });

  it("keeps a private answer's further messages private", async () => {
    const { discord, show } = open(undefined, { isPrivate: true });
    await show(["a", "b"]);
    expect(discord.calls.map(({ message }) => message.private)).toEqual([undefined, true]);
  });

  it("takes away what is left over, but only at the last time", async () => {
    const { discord, show, surface } = open();
    await show(["a", "b", "c"]);
    await show(["a"]);
    expect(discord.count("delete")).toBe(0);
    await show(["a"], true);
    expect(discord.texts()).toEqual(["a"]);
    expect(surface.ids()).toEqual(["1"]);
  });

  it("takes a follow-up that somebody deleted for shown", async () => {
    const { show } = open(({ kind, id }) => (kind === "edit" && id === "2" ? refusal(404, 10008) : undefined));
    await show(["a", "b"]);
    expect(await show(["a", "changed"])).toEqual({ kind: "shown" });
  });
});

describe("a follow-up", () => {
  it.each(["unknown", "vanished"] as const)("whose fate is unknown (%s) is never sent again", async (fate) => {
    const { discord, show, surface } = open(({ kind }) => (kind === "follow-up" ? fate : undefined));
    expect(await show(["a", "b", "c"])).toEqual({ kind: "lost", from: 1 });
    expect(await show(["a", "b", "c"], true)).toEqual({ kind: "lost", from: 1 });
    expect([discord.count("follow-up"), surface.lostFrom()]).toEqual([1, 1]);
    expect(await show(["a"], true)).toEqual({ kind: "shown" });
  });

  it("that Discord refuses for good goes another way, too", async () => {
    const { show } = open(({ kind }) => (kind === "follow-up" ? refusal(400, 40094) : undefined));
    expect(await show(["a", "b"])).toEqual({ kind: "lost", from: 1 });
  });

  it("that is rate limited was not sent, so it may be tried again", async () => {
    const { discord, show } = open(({ kind }, nth) => (kind === "follow-up" && nth === 1 ? refusal(429, 0) : undefined));
    await expect(show(["a", "b"])).rejects.toMatchObject({ status: 429 });
    expect(await show(["a", "b"])).toEqual({ kind: "shown" });
    expect(discord.texts()).toEqual(["a", "b"]);
  });

  it("whose intent was written before a crash, and nothing after it, is never sent again", async () => {
    const journal = createJournal({ "message:0": { id: "1" }, "message:1": {} });
    const { discord, show, surface } = open(undefined, { journal });
    expect(surface.lostFrom()).toBe(1);
    expect(await show(["a", "b"])).toEqual({ kind: "lost", from: 1 });
    expect(discord.count("follow-up")).toBe(0);
  });

  it("has its intent in the journal before it is sent", async () => {
    const journal = createJournal();
    const seen: unknown[] = [];
    const { show } = open(({ kind }) => void (kind === "follow-up" && seen.push(journal.get("message:1"))), { journal });
    await show(["a", "b"]);
    expect(seen).toEqual([{}]);
    expect(journal.get("message:1")).toEqual({ id: "2" });
  });
});

describe("after a crash", () => {
  it("messages that stand are edited, not sent again, and what is too many goes", async () => {
    const journal = createJournal();
    const first = open(undefined, { journal });
    await first.show(["a", "b", "c"]);
    const { discord, show, surface } = open(undefined, { journal });
    expect(surface.ids()).toEqual(["1", "2", "3"]);
    await show(["a", "b"], true);
    expect(discord.calls.map(({ kind, id }) => [kind, id])).toEqual([
      ["edit", "1"],
      ["edit", "2"],
      ["delete", "3"],
    ]);
  });
});

describe("the token", () => {
  it.each([10015, 10008, 10062])("that is not there yet (%i) is waited for", async (code) => {
    const { discord, show } = open((_, nth) => (nth <= 4 ? refusal(404, code) : undefined));
    expect(await show(["a"])).toEqual({ kind: "shown" });
    expect(discord.count("edit")).toBe(5);
  });

  it("that is not there after 10 s was never acknowledged", async () => {
    const { clock, show } = open(notYet);
    const started = clock.now();
    expect(await show(["a"])).toEqual({ kind: "never-acknowledged" });
    expect(clock.now() - started).toBeGreaterThanOrEqual(10_000);
    expect(clock.now() - started).toBeLessThan(11_000);
  });

  it("that was there before and is not any more is dead", async () => {
    const { show } = open((_, nth) => (nth > 1 ? notYet() : undefined));
    await show(["a"]);
    expect(await show(["b"])).toEqual({ kind: "token-dead" });
    const resumed = open(notYet, { journal: createJournal({ "message:0": { id: "1" } }) });
    expect(await resumed.show(["b"])).toEqual({ kind: "token-dead" });
  });

  it("that is invalid is dead, for edits and follow-ups", async () => {
    expect(await open(deadToken).show(["a"])).toEqual({ kind: "token-dead" });
    expect(await open(({ kind }) => (kind === "follow-up" ? deadToken() : undefined)).show(["a", "b"])).toEqual({ kind: "token-dead" });
    expect(await open(({ kind }) => (kind === "follow-up" ? notYet() : undefined)).show(["a", "b"])).toEqual({ kind: "token-dead" });
  });

  it("is not used any more shortly before it dies", async () => {
    const { discord, show } = open(undefined, { ageMs: 14.6 * MINUTE });
    expect(await show(["a"], true)).toEqual({ kind: "token-dead" });
    expect(discord.calls).toEqual([]);
    expect(await open(undefined, { ageMs: 14.4 * MINUTE }).show(["a"], true)).toEqual({ kind: "shown" });
  });
});

describe("trouble that passes", () => {
  it.each([
    ["a server error", () => refusal(500, 0)],
    ["a lost connection", () => new NetworkError("lost")],
    ["a refusal", () => refusal(400, 50035)],
  ])("%s of an edit is thrown, and the next time edits again", async (_, trouble) => {
    const { discord, show } = open((_, nth) => (nth === 1 ? trouble() : undefined));
    await expect(show(["a"])).rejects.toThrow();
    expect(await show(["a"])).toEqual({ kind: "shown" });
    expect(discord.count("edit")).toBe(2);
  });

  it("the caller's signal ends it; what was not sent may be sent later", async () => {
    const stop = new AbortController();
    const { discord, surface, clock } = open((call) => {
      if (call.kind === "edit") stop.abort("enough");
      return undefined;
    });
    await expect(clock.run(surface.show([{ content: "a" }, { content: "b" }], false, stop.signal))).rejects.toBe("enough");
    expect(await clock.run(surface.show([{ content: "a" }, { content: "b" }], true))).toEqual({ kind: "shown" });
    expect(discord.texts()).toEqual(["a", "b"]);
  });
});
