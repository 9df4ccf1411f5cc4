/** An answer as a real reply by the bot: who sees what, and the ways around a channel that does not take it. */
import { describe, expect, it } from "vitest";
import { NetworkError } from "../../src/kernel/errors.ts";
import type { MessageId } from "../../src/kernel/ids.ts";
import { type ApiCall, notYet, refusal } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { type DeliveryOptions, labelsOf as labels, openDelivery, paragraphs, texts } from "./open-delivery.ts";

const MINUTE = 60_000;
const LINK = texts.menus.replied("https://discord.com/channels/6/5/2");
const open = (options: DeliveryOptions = {}) => openDelivery({ target: "reply", replyTo: "77" as MessageId, ...options });
const isCreate = ({ kind }: ApiCall) => kind === "create";

describe("a reply", () => {
  it("grows in the channel, and its acknowledgement ends as a link to it", async () => {
    const { clock, discord, delivery, end } = open();
    await clock.advance(10);
    expect(discord.texts()).toEqual([texts.menus.replying]);
    expect(labels(discord.shown.get("1"))).toEqual(["Stop"]);
    delivery.draft("Rain is ");
    await clock.advance(10);
    expect(discord.shown.get("2")).toMatchObject({ content: "Rain is", replyTo: "77" });
    expect(labels(discord.shown.get("2"))).toEqual(["Stop"]);
    delivery.draft("Rain is water ");
    await clock.advance(2_000);
    expect(discord.shown.get("2")?.content).toBe("Rain is water");
    expect(await end("Rain is water.")).toEqual({ via: "reply", messageIds: ["2"] });
    expect(discord.texts()).toEqual([LINK, "Rain is water."]);
    expect([labels(discord.shown.get("1")), labels(discord.shown.get("2"))]).toEqual([[], ["Done"]]);
  });

  it("shows its first words at once, not 1.2 s after the acknowledgement", async () => {
    const { clock, discord, delivery } = open();
    await clock.advance(300);
    delivery.draft("Rain ");
    await clock.advance(10);
    expect(discord.count("create")).toBe(1);
  });

  it("says nothing in the channel while there is nothing to say", async () => {
    const { clock, discord, delivery } = open();
    delivery.status("Searching");
    await clock.advance(20_000);
    expect(discord.count("create")).toBe(0);
  });

  it("of several messages replies with the first alone, and each has its own nonce", async () => {
    const { discord, end } = open();
    expect(await end(paragraphs(6))).toEqual({ via: "reply", messageIds: ["2", "3"] });
    const created = discord.calls.filter(isCreate);
    expect(created.map(({ message }) => message.replyTo)).toEqual(["77", undefined]);
    expect(new Set(created.map(({ nonce }) => nonce)).size).toBe(2);
    for (const { nonce = "" } of created) expect(nonce).toMatch(/^[0-9a-z-]{1,25}$/);
  });

  it("takes away what was too much of it", async () => {
    const { clock, discord, delivery, end } = open();
    delivery.draft(paragraphs(10));
    await clock.advance(3_000);
    await end(paragraphs(1));
    expect(discord.count("delete-own")).toBeGreaterThan(0);
    expect(discord.texts()).toEqual([LINK, paragraphs(1)]);
  });

  it("leaves what concerns the asker alone to the asker", async () => {
    const { discord, end } = open();
    await end("Rain.", { footer: "-# Privacy: I keep this." });
    expect(discord.texts()).toEqual([`${LINK}\n-# Privacy: I keep this.`, "Rain."]);
  });

  it("stands even where its acknowledgement takes no words", async () => {
    const { discord, end } = open({ trouble: ({ kind }) => (kind === "edit" ? refusal(400, 50083) : undefined) });
    expect(await end("Rain.")).toMatchObject({ via: "reply" });
    expect(discord.texts()).toEqual(["Rain."]);
  });

  it("stands even where its acknowledgement can no longer be edited", async () => {
    const { discord, end } = open({ ageMs: 14.9 * MINUTE });
    expect(await end("Rain.")).toMatchObject({ via: "reply" });
    expect(discord.texts()).toEqual(["Rain."]);
  });
});

describe("where there is no answer", () => {
  it("the channel sees nothing of it", async () => {
    const { discord, end } = open();
    expect(await end("The model is away.", { failed: true })).toEqual({ via: "interaction", messageIds: ["1"] });
    expect(discord.texts()).toEqual(["The model is away."]);
    expect(labels(discord.shown.get("1"))).toEqual(["Done"]);
  });

  it("though it had begun, the reply says so", async () => {
    const { clock, discord, delivery, end } = open();
    delivery.draft("Rain is ");
    await clock.advance(10);
    expect(await end("Rain is\nThe model broke off.", { failed: true })).toMatchObject({ via: "reply" });
    expect(discord.texts()).toEqual([LINK, "Rain is\nThe model broke off."]);
  });
});

describe("an acknowledgement that never came", () => {
  it("is followed by no reply either", async () => {
    const { clock, discord, delivery, end } = open({ trouble: (call) => (call.kind === "edit" ? notYet() : undefined) });
    delivery.draft("Rain ");
    await clock.advance(11_000);
    expect(delivery.gone.aborted).toBe(true);
    expect(await end("Rain.")).toEqual({ via: "never-acknowledged", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });
});

describe("a channel that does not take the reply", () => {
  it.each([
    [403, 50013, "forbidden"],
    [403, 50001, "forbidden"],
    [404, 10003, "forbidden"],
    [400, 50083, "closed"],
    [400, 160005, "closed"],
    [400, 200000, "blocked"],
    [429, 20016, "slow"],
    [400, 50035, "failed"],
  ] as const)("(%i, %i): the asker gets the answer, and reads why nobody else does", async (status, code, because) => {
    const { clock, discord, delivery, end } = open({ trouble: (call) => (isCreate(call) ? refusal(status, code) : undefined) });
    delivery.draft("Rain is ");
    await clock.advance(3_000);
    expect(discord.texts()).toEqual([`-# ${texts.menus.onlyYou[because]}\nRain is`]);
    expect(await end("Rain is water.")).toEqual({ via: "interaction", messageIds: ["1"] });
    expect(discord.texts()).toEqual([`-# ${texts.menus.onlyYou[because]}\nRain is water.`]);
    expect([labels(discord.shown.get("1")), discord.count("create")]).toEqual([["Done"], 1]);
  });

  it("keeps further messages of the answer private, too", async () => {
    const { discord, end } = open({ trouble: (call) => (isCreate(call) ? refusal(403, 50013) : undefined) });
    await end(paragraphs(6));
    expect(discord.calls.filter(({ kind }) => kind === "follow-up").map(({ message }) => message.private)).toEqual([true]);
  });

  it("only at the end: what stood there goes", async () => {
    const isFinal = ({ kind, message }: ApiCall) => kind === "edit-own" && labels(message)?.includes("Done");
    const { clock, discord, delivery, end } = open({ trouble: (call) => (isFinal(call) ? refusal(400, 200000) : undefined) });
    delivery.draft("Rain is ");
    await clock.advance(3_000);
    expect(await end("Rain is rude.")).toMatchObject({ via: "interaction" });
    expect(discord.texts()).toEqual([`-# ${texts.menus.onlyYou.blocked}\nRain is rude.`]);
  });

  it("any more: somebody removed it while it was being written", async () => {
    const { clock, discord, delivery, end } = open();
    delivery.draft("Rain is ");
    await clock.advance(10);
    discord.shown.delete("2");
    delivery.draft("Rain is water ");
    await clock.advance(3_000);
    await end("Rain is water.");
    expect(discord.texts()).toEqual([`-# ${texts.menus.onlyYou.removed}\nRain is water.`]);
    expect(discord.count("create")).toBe(1);
  });

  it("for a while is tried again; for good, the asker gets the answer", async () => {
    const passing = open({ trouble: (call, nth) => (isCreate(call) && nth < 4 ? refusal(503, 0) : undefined) });
    expect(await passing.end("Rain.")).toMatchObject({ via: "reply" });
    const lasting = open({ trouble: (call) => (isCreate(call) ? refusal(503, 0) : undefined) });
    expect(await lasting.end("Rain.")).toMatchObject({ via: "interaction" });
    expect(lasting.discord.texts()).toEqual([`-# ${texts.menus.onlyYou.failed}\nRain.`]);
    expect(lasting.times().at(-1)).toBeLessThan(2 * MINUTE);
  });

  it("as a file keeps the words, and notes that something is missing", async () => {
    const { discord, end } = open({ trouble: ({ message }) => (message.files?.length ? refusal(403, 50013) : undefined) });
    expect(await end(paragraphs(30))).toMatchObject({ via: "reply" });
    expect(discord.texts().filter((content) => content.includes(texts.answer.notPosted))).toHaveLength(1);
  });

  it("where the token is dead as well ends with a notice for the asker, or with nothing", async () => {
    const journal = createJournal({ "not-a-reply": "slow", "token-dead": true });
    const { discord, end } = open({ journal });
    expect(await end("Rain.")).toMatchObject({ via: "notice" });
    expect(discord.texts()).toEqual([texts.delivery.privateReady]);
    const refused = open({ trouble: (call) => (isCreate(call) ? refusal(403, 50013) : undefined), ageMs: 14.9 * MINUTE });
    expect(await refused.end("Rain.")).toEqual({ via: "undeliverable", messageIds: [] });
  });
});

describe("a post of unknown fate", () => {
  it.each(["unknown", "vanished"] as const)("(%s) is repeated under its nonce, and ends as it should be", async (fate) => {
    const { clock, discord, delivery, end } = open({ trouble: (call, nth) => (isCreate(call) && nth === 1 ? fate : undefined) });
    delivery.draft("Rain is ");
    await clock.advance(3_000);
    delivery.draft("Rain is water ");
    await clock.advance(3_000);
    expect(discord.texts()).toEqual([texts.menus.replying, "Rain is water"]);
    await end("Rain is water.");
    expect(discord.texts()).toEqual([LINK, "Rain is water."]);
    expect(new Set(discord.calls.filter(isCreate).map(({ nonce }) => nonce)).size).toBe(1);
  });

  it("minutes ago is never repeated: the asker gets the answer", async () => {
    const { clock } = open();
    const journal = createJournal({ "message:0": { id: "1" }, "reply:0": { at: clock.now() - 3 * MINUTE } });
    const { discord, end } = open({ journal });
    expect(await end("Rain.")).toMatchObject({ via: "interaction" });
    expect([discord.count("create"), discord.texts()]).toEqual([0, [`-# ${texts.menus.onlyYou.failed}\nRain.`]]);
  });

  it("of a later part: the rest goes as a file onto the first", async () => {
    const { clock } = open();
    const journal = createJournal({ "message:0": { id: "1" }, "reply:0": { at: 0, id: "2" }, "reply:1": { at: clock.now() - 3 * MINUTE } });
    const { discord, end } = open({ journal });
    discord.shown.set("2", { content: "a draft" });
    expect(await end(paragraphs(6))).toEqual({ via: "reply", messageIds: ["2"] });
    expect([discord.count("create"), discord.shown.get("2")?.files?.length]).toEqual([0, 1]);
  });

  it("is not the end of drafts: lost connections pass", async () => {
    const { clock, discord, delivery } = open({ trouble: (call, nth) => (call.kind === "edit-own" && nth === 1 ? new NetworkError("lost") : undefined) });
    for (const text of ["Rain ", "Rain is ", "Rain is water "]) {
      delivery.draft(text);
      await clock.advance(2_000);
    }
    expect(discord.shown.get("2")?.content).toBe("Rain is water");
  });
});
