/** A post of the bot's own, behind which no interaction stands: a reply where it can be one, and nothing at all where the channel does not take it. */
import { describe, expect, it } from "vitest";
import { NetworkError } from "../../src/kernel/errors.ts";
import type { MessageId } from "../../src/kernel/ids.ts";
import { type ApiCall, refusal } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { type DeliveryOptions, labelsOf as labels, openDelivery, paragraphs } from "./open-delivery.ts";

const MINUTE = 60_000;
const open = (options: DeliveryOptions = {}) => openDelivery({ target: "post", token: "", replyTo: "77" as MessageId, ...options });
const isCreate = ({ kind }: ApiCall) => kind === "create";

describe("a post that somebody waits for", () => {
  it("is seen typed until there is a word, then grows as a reply, with nothing by an interaction", async () => {
    const { clock, discord, delivery, end } = open();
    await clock.advance(20_000);
    expect(discord.calls.map(({ kind, at }) => [kind, at - (discord.calls[0]?.at ?? 0)])).toEqual([
      ["typing", 0],
      ["typing", 8_000],
      ["typing", 16_000],
    ]);
    delivery.draft("Rain is ");
    await clock.advance(10);
    expect(discord.shown.get("2")).toMatchObject({ content: "Rain is", replyTo: "77" });
    expect(labels(discord.shown.get("2"))).toEqual(["Stop"]);
    delivery.draft("Rain is water ");
    await clock.advance(2_000);
    expect(await end("Rain is water.")).toEqual({ via: "post", messageIds: ["2"] });
    expect(discord.texts()).toEqual(["Rain is water."]);
    expect(labels(discord.shown.get("2"))).toEqual(["Done"]);
    expect([discord.count("typing"), discord.count("edit"), discord.count("follow-up")]).toEqual([3, 0, 0]);
  });

  it("of several messages replies with the first alone, each under its own nonce; the rest is a file", async () => {
    const { discord, end } = open();
    await end(paragraphs(30));
    const created = discord.calls.filter(isCreate);
    expect(created.map(({ message }) => message.replyTo)).toEqual(["77", undefined, undefined, undefined, undefined]);
    expect(new Set(created.map(({ nonce }) => nonce)).size).toBe(5);
    for (const { nonce = "" } of created) expect(nonce).toMatch(/^[0-9a-z-]{1,25}$/);
    expect(created.at(-1)?.message.files).toHaveLength(1);
  });

  it("says why there is no answer, in its place", async () => {
    const { discord, end } = open();
    expect(await end("The model is away.", { failed: true })).toEqual({ via: "post", messageIds: ["2"] });
    expect(discord.texts()).toEqual(["The model is away."]);
  });

  it("says nothing where that is not to be told again", async () => {
    const { discord, end } = open();
    expect(await end("Your budget is used up.", { failed: true, untold: true })).toEqual({ via: "nothing", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });
});

describe("a post that nobody waits for", () => {
  it("comes whole: no typing, no drafts", async () => {
    const { clock, discord, delivery, end } = open({ quiet: true });
    delivery.status("Searching");
    delivery.draft("Rain is ");
    await clock.advance(10_000);
    expect(discord.calls).toEqual([]);
    expect(await end("Rain is water.")).toEqual({ via: "post", messageIds: ["2"] });
    expect(discord.calls.map(({ kind }) => kind)).toEqual(["create"]);
  });

  it("is none where there is no answer", async () => {
    const { discord, end } = open({ quiet: true });
    expect(await end("The model is away.", { failed: true })).toEqual({ via: "nothing", messageIds: [] });
    expect(discord.calls).toEqual([]);
  });
});

describe("a reply that cannot be one", () => {
  it.each([
    [400, 50035],
    [400, 160002],
    [404, 10008],
  ] as const)("(%i, %i) is a plain message", async (status, code) => {
    const { discord, end } = open({ trouble: ({ kind, message }) => (kind === "create" && message.replyTo !== undefined ? refusal(status, code) : undefined) });
    expect(await end("Rain.")).toEqual({ via: "post", messageIds: ["2"] });
    expect(discord.texts()).toEqual(["Rain."]);
    expect([discord.count("create"), new Set(discord.calls.filter(isCreate).map(({ nonce }) => nonce)).size]).toEqual([2, 1]);
  });

  it("and no plain message either is posted nowhere", async () => {
    const { discord, end } = open({ trouble: (call) => (isCreate(call) ? refusal(400, 50035) : undefined) });
    expect(await end("Rain.")).toEqual({ via: "undeliverable", messageIds: [], because: "failed" });
    expect(discord.count("create")).toBe(2);
  });
});

describe("a channel that does not take it", () => {
  it.each([
    [403, 50013, "forbidden"],
    [403, 50001, "forbidden"],
    [404, 10003, "forbidden"],
    [403, 50007, "forbidden"],
    [400, 50083, "closed"],
    [400, 160005, "closed"],
    [400, 200000, "blocked"],
    [400, 200001, "blocked"],
    [429, 20016, "slow"],
  ] as const)("(%i, %i) ends it, with the reason, after one try", async (status, code, because) => {
    const { clock, discord, delivery, end } = open({ trouble: (call) => (isCreate(call) ? refusal(status, code) : undefined) });
    delivery.draft("Rain is ");
    await clock.advance(3_000);
    expect(delivery.gone.aborted).toBe(true);
    expect(await end("Rain is water.")).toEqual({ via: "undeliverable", messageIds: [], because });
    expect([discord.count("create"), discord.texts()]).toEqual([1, []]);
  });

  it("is known before the model has said a word, where the bot may not even type", async () => {
    const { clock, discord, delivery, end } = open({ trouble: ({ kind }) => (kind === "typing" ? refusal(403, 50013) : undefined) });
    await clock.advance(10);
    expect(delivery.gone.aborted).toBe(true);
    expect(await end("Rain.")).toEqual({ via: "undeliverable", messageIds: [], because: "forbidden" });
    expect(discord.count("create")).toBe(0);
  });

  it("types on in vain where typing has trouble that passes", async () => {
    const { clock, delivery, end } = open({ trouble: ({ kind }) => (kind === "typing" ? new NetworkError("lost") : undefined) });
    await clock.advance(10);
    expect(delivery.gone.aborted).toBe(false);
    expect(await end("Rain.")).toMatchObject({ via: "post" });
  });

  it("only at the end: what stood there goes", async () => {
    const isFinal = ({ kind, message }: ApiCall) => kind === "edit-own" && labels(message)?.includes("Done");
    const { clock, discord, delivery, end } = open({ trouble: (call) => (isFinal(call) ? refusal(403, 50013) : undefined) });
    delivery.draft("Rain is ");
    await clock.advance(3_000);
    expect(await end("Rain is rude.")).toMatchObject({ via: "undeliverable", because: "forbidden" });
    expect(discord.texts()).toEqual([]);
  });

  it("any more: somebody removed it while it was being written, so it does not come back", async () => {
    const { clock, discord, delivery, end } = open();
    delivery.draft("Rain is ");
    await clock.advance(10);
    discord.shown.delete("2");
    delivery.draft("Rain is water ");
    await clock.advance(3_000);
    expect(await end("Rain is water.")).toEqual({ via: "undeliverable", messageIds: [], because: "removed" });
    expect([discord.count("create"), discord.texts()]).toEqual([1, []]);
  });

  it("for a while is tried again; for good, it is given up", async () => {
    const passing = open({ quiet: true, trouble: (call, nth) => (isCreate(call) && nth < 4 ? refusal(503, 0) : undefined) });
    expect(await passing.end("Rain.")).toMatchObject({ via: "post" });
    const lasting = open({ quiet: true, trouble: (call) => (isCreate(call) ? refusal(503, 0) : undefined) });
    expect(await lasting.end("Rain.")).toEqual({ via: "undeliverable", messageIds: [], because: "failed" });
    expect(lasting.times().at(-1)).toBeLessThan(2 * MINUTE);
  });
});

describe("a post of unknown fate", () => {
  it.each(["unknown", "vanished"] as const)("(%s) is repeated under its nonce, and stands once", async (fate) => {
    const { discord, end } = open({ quiet: true, trouble: (call, nth) => (isCreate(call) && nth === 1 ? fate : undefined) });
    expect(await end("Rain is water.")).toEqual({ via: "post", messageIds: ["2"] });
    expect(discord.texts()).toEqual(["Rain is water."]);
    expect(new Set(discord.calls.filter(isCreate).map(({ nonce }) => nonce)).size).toBe(1);
  });

  it("for longer than its moment lasts is let go", async () => {
    const { discord, end, times } = open({ quiet: true, patienceMs: 10_000, trouble: () => new NetworkError("away") });
    expect(await end("Rain is water.")).toMatchObject({ via: "undeliverable" });
    expect(discord.texts()).toEqual([]);
    expect(Math.max(...times())).toBeLessThanOrEqual(10_000);
  });

  it("minutes ago is never repeated", async () => {
    const { clock } = open();
    const { discord, end } = open({ journal: createJournal({ "reply:0": { at: clock.now() - 3 * MINUTE } }) });
    expect(await end("Rain.")).toEqual({ via: "undeliverable", messageIds: [], because: "failed" });
    expect(discord.count("create")).toBe(0);
  });

  it("of a later part: the rest goes as a file onto the first", async () => {
    const { clock } = open();
    const { discord, end } = open({ journal: createJournal({ "reply:0": { at: 0, id: "2" }, "reply:1": { at: clock.now() - 3 * MINUTE } }) });
    discord.shown.set("2", { content: "a draft" });
    expect(await end(paragraphs(6))).toEqual({ via: "post", messageIds: ["2"] });
    expect([discord.count("create"), discord.shown.get("2")?.files?.length]).toEqual([0, 1]);
  });
});
