/** The REST adapter and rate limits: buckets, 429, editDelay; time is made up, every moment exact. */
import { describe, expect, it } from "vitest";
import type { ChannelId } from "../../src/kernel/ids.ts";
import { bucket, channel, created, createResponder, limited, messageId, target } from "./responder.ts";

const gaps = (seen: { at: number }[]) => seen.map(({ at }, index) => at - (seen[index - 1]?.at ?? at));
const other = { ...target, token: "b3RoZXItdG9rZW4" };
const editOf = ({ api }: ReturnType<typeof createResponder>, whose = target) => api.editInteractionMessage(whose, "@original", { content: "x" });

/** Fixed windows as Discord's, and no mercy: counts how often it had to say 429. */
function strictBucket(limit: number, windowMs: number) {
  const windows = new Map<string, { until: number; used: number }>();
  const state = { refused: 0 };
  const answer = ({ path, at }: { path: string; at: number }) => {
    const major = path.split("/").slice(0, 4).join("/");
    const known = windows.get(major);
    const window = known && at < known.until ? known : { until: at + windowMs, used: 0 };
    windows.set(major, window);
    const left = (window.until - at) / 1000;
    if (window.used >= limit) {
      state.refused += 1;
      return limited(left, bucket("abc", limit, 0, left));
    }
    window.used += 1;
    return created(bucket("abc", limit, limit - window.used, left));
  };
  return { state, answer };
}

describe("a bucket", () => {
  it("that is empty is waited for instead of asked again", async () => {
    const responder = createResponder(() => created(bucket("abc", 5, 0, 1.75)));
    await responder.run(editOf(responder));
    await responder.run(editOf(responder));
    expect(gaps(responder.seen)).toEqual([0, 1750]);
  });

  it("never answers 429 to one caller after another, and is used up to its limit", async () => {
    const { state, answer } = strictBucket(5, 2000);
    const responder = createResponder(answer);
    for (let count = 0; count < 15; count++) await responder.run(editOf(responder));
    expect(state.refused).toBe(0);
    expect(responder.seen.length).toBe(15);
    expect((responder.seen[14]?.at ?? 0) - (responder.seen[0]?.at ?? 0)).toBeLessThan(8000);
  });

  it("is known to those who wait at once, too", async () => {
    const { state, answer } = strictBucket(3, 1000);
    const responder = createResponder(answer);
    await responder.run(editOf(responder));
    await responder.run(Promise.all(Array.from({ length: 11 }, () => editOf(responder))));
    expect(state.refused).toBe(0);
    expect(responder.seen.length).toBe(12);
  });

  it("of one interaction or channel does not hold up another", async () => {
    const responder = createResponder(() => created(bucket("abc", 5, 0, 30)));
    await responder.run(editOf(responder));
    await responder.run(editOf(responder, other));
    await responder.run(responder.api.createMessage(channel, { content: "x" }, "n"));
    await responder.run(responder.api.createMessage("5" as ChannelId, { content: "x" }, "n"));
    expect(gaps(responder.seen).every((gap) => gap <= 250)).toBe(true);
  });

  it("is shared by edits and follow-ups where Discord gives both the same hash", async () => {
    const responder = createResponder(() => created(bucket("abc", 5, 0, 2)));
    await responder.run(editOf(responder));
    await responder.run(responder.api.followUp(target, { content: "x" }));
    expect(gaps(responder.seen)).toEqual([0, 2000]);
  });

  it("is apart for edits and follow-ups where the hashes differ", async () => {
    const responder = createResponder(({ method }) => created(method === "POST" ? bucket("post", 5, 4, 2) : bucket("patch", 5, 0, 30)));
    await responder.run(responder.api.followUp(target, { content: "x" }));
    await responder.run(editOf(responder));
    await responder.run(responder.api.followUp(target, { content: "x" }));
    expect((responder.seen[2]?.at ?? 0) - (responder.seen[0]?.at ?? 0)).toBeLessThan(1000);
  });

  it("that stays closed for longer than anybody waits is an error at once", async () => {
    const responder = createResponder(() => created(bucket("abc", 5, 0, 60)));
    await responder.run(editOf(responder));
    const started = responder.clock.now();
    await expect(editOf(responder)).rejects.toMatchObject({ status: 429, message: expect.stringContaining("60 s") });
    expect([responder.seen.length, responder.clock.now() - started]).toEqual([1, 0]);
  });
});

describe("a 429", () => {
  it.each([
    ["in the body, with fractions", () => limited(1.234), 1234],
    ["in the header alone, with fractions", () => new Response("{}", { status: 429, headers: { "retry-after": "2.5" } }), 2500],
    ["nowhere", () => new Response("{}", { status: 429 }), 1000],
  ])("says how long to wait: %s", async (_, answer, wait) => {
    const responder = createResponder(answer, () => created());
    await responder.run(editOf(responder));
    expect(gaps(responder.seen)).toEqual([0, wait]);
    expect(responder.seen.every(({ drained }) => drained)).toBe(true);
  });

  it("holds for all calls of its bucket, whoever makes them", async () => {
    const responder = createResponder(
      () => limited(3),
      () => created(),
    );
    await responder.run(Promise.all([editOf(responder), responder.clock.advance(100).then(() => responder.api.followUp(target, { content: "x" }))]));
    expect(responder.seen.length).toBe(3);
    expect((responder.seen[1]?.at ?? 0) - (responder.seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(3000);
  });

  it("ends after 6 attempts, or when it asks for more patience than there is", async () => {
    const often = createResponder(() => limited(0.5));
    await expect(often.run(editOf(often))).rejects.toMatchObject({ status: 429 });
    expect(often.seen.length).toBe(6);
    const long = createResponder(() => limited(3600));
    await expect(long.run(editOf(long))).rejects.toMatchObject({ status: 429 });
    expect(long.seen.length).toBe(1);
  });

  it.each([
    ["by its body", () => limited(5, {}, { global: true })],
    ["by its header", () => limited(5, { "x-ratelimit-global": "true" })],
    ["by its scope", () => limited(5, { "x-ratelimit-scope": "global" })],
  ])("that is global (%s) stops the bot everywhere, but not what goes by interaction tokens", async (_, answer) => {
    const responder = createResponder(answer, () => created());
    const { api, clock, seen } = responder;
    const first = api.createMessage(channel, { content: "x" }, "n");
    await clock.advance(100);
    const second = api.createMessage("5" as ChannelId, { content: "x" }, "n");
    await responder.run(editOf(responder));
    expect(seen.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
    await responder.run(Promise.all([first, second]));
    // And a moment by chance: other objects were told the same.
    expect(seen.slice(2).map(({ at }) => at - (seen[0]?.at ?? 0))).toEqual([7000, 7000]);
  });

  it("by a page of the proxy in front stops everything", async () => {
    const responder = createResponder(
      () => new Response("<html>banned</html>", { status: 429, headers: { "retry-after": "4" } }),
      () => created(),
    );
    const first = responder.api.createMessage(channel, { content: "x" }, "n");
    await responder.clock.advance(100);
    await responder.run(Promise.all([first, editOf(responder)]));
    expect(responder.seen.slice(1).map(({ at }) => at - (responder.seen[0]?.at ?? 0))).toEqual([4000, 4000]);
  });
});

describe("editDelay", () => {
  it("is 0 while there is room, else the time until there is", async () => {
    const { api, clock, run } = createResponder(
      () => created(bucket("abc", 5, 1, 4)),
      () => created(bucket("abc", 5, 0, 3)),
    );
    expect(api.editDelay(target)).toBe(0);
    const edit = () => api.editInteractionMessage(target, messageId, { content: "x" });
    await run(edit());
    expect(api.editDelay(target)).toBe(0);
    const call = edit();
    await clock.advance(0);
    await call;
    expect(api.editDelay(target)).toBe(3000);
    expect(api.editDelay(other)).toBe(0);
    await clock.advance(1000);
    expect(api.editDelay(target)).toBe(2000);
    await clock.advance(2000);
    expect(api.editDelay(target)).toBe(0);
  });

  it("counts what is on its way", async () => {
    const { api, clock, run } = createResponder(
      () => created(bucket("abc", 2, 1, 4)),
      () => new Promise<Response>(() => undefined),
    );
    await run(editOf({ api } as ReturnType<typeof createResponder>));
    const hanging = api.editInteractionMessage(target, "@original", { content: "y" }).catch(() => undefined);
    await clock.advance(0);
    expect(api.editDelay(target)).toBeGreaterThan(3000);
    // It never answers; its own time limits end it.
    await run(hanging);
    expect(api.editDelay(target)).toBe(0);
  });
});

describe("the memory of buckets", () => {
  it("stays bounded: thousands of interactions later the oldest is forgotten, the newest is not", async () => {
    const { api, run } = createResponder(() => created(bucket("abc", 5, 0, 40)));
    const tokens = Array.from({ length: 1100 }, (_, index) => ({ ...target, token: `token-${index}` }));
    await run(Promise.all(tokens.map((whose) => api.editInteractionMessage(whose, "@original", { content: "x" }))));
    expect([api.editDelay(tokens[0] ?? target) === 0, api.editDelay(tokens[1099] ?? target) > 0]).toEqual([true, true]);
  });
});
