/** The ways around a token that is dead, or that never came to life. */
import { describe, expect, it } from "vitest";
import { deadToken, notYet, refusal } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { type DeliveryOptions, labelsOf as labels, openDelivery as open, paragraphs, texts } from "./open-delivery.ts";

const MINUTE = 60_000;

describe("a token that is dead", () => {
  const dead: DeliveryOptions = { trouble: ({ kind }) => (kind === "create" ? undefined : deadToken()) };

  it("sends a public answer by the bot, under a heading, with a nonce each", async () => {
    const { discord, end } = open(dead);
    expect(await end(paragraphs(6))).toEqual({ via: "bot", messageIds: ["2", "3"] });
    const created = discord.calls.filter(({ kind }) => kind === "create");
    expect(created[0]?.message.content).toMatch(/^-# for ada\nParagraph 0\./);
    expect(new Set(created.map(({ nonce }) => nonce)).size).toBe(2);
    for (const { nonce = "" } of created) expect(nonce).toMatch(/^[0-9a-z-]{1,25}$/);
    expect(labels(created.at(-1)?.message)).toEqual(["Done below"]);
  });

  it("is asked for drafts no more", async () => {
    const { clock, discord, delivery } = open(dead);
    for (let i = 1; i <= 50; i++) {
      delivery.draft("word ".repeat(i));
      await clock.advance(200);
    }
    expect(discord.calls).toHaveLength(1);
  });

  it("leaves a private answer unsaid: a notice with Show, without a word of it", async () => {
    const { discord, end } = open({ ...dead, private: true });
    expect(await end("the password is quince")).toEqual({ via: "notice", messageIds: ["2"] });
    const created = discord.calls.filter(({ kind }) => kind === "create");
    expect(created.map(({ message }) => [message.content, labels(message)])).toEqual([[texts.delivery.privateReady, ["Show"]]]);
    expect(JSON.stringify(created)).not.toContain("quince");
  });

  it("where the bot may not post is the end of it, without another call", async () => {
    const { discord, end } = open({ ...dead, canPost: false });
    expect(await end("Rain")).toEqual({ via: "undeliverable", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });

  it("by its age is not even tried", async () => {
    const { discord, end } = open({ ageMs: 14.9 * MINUTE });
    expect(await end("Rain")).toMatchObject({ via: "bot" });
    expect(discord.count("edit")).toBe(0);
  });

  it("and a channel that refuses the bot: undeliverable; one that is busy or broken: tried again with the same nonce", async () => {
    const refused = open({ trouble: ({ kind }) => (kind === "create" ? refusal(403, 50013) : deadToken()) });
    expect(await refused.end("Rain")).toEqual({ via: "undeliverable", messageIds: [] });
    expect(refused.discord.count("create")).toBe(1);
    for (const status of [429, 502]) {
      const busy = open({ trouble: ({ kind }, nth) => (kind !== "create" ? deadToken() : nth < 3 ? refusal(status, 0) : undefined) });
      expect(await busy.end("Rain")).toMatchObject({ via: "bot" });
      expect(new Set(busy.discord.calls.filter(({ kind }) => kind === "create").map(({ nonce }) => nonce)).size).toBe(1);
    }
  });

  it("is remembered over a crash, and what the bot posted is not posted again", async () => {
    const journal = createJournal({ "token-dead": true, "bot-message:0": { id: "77" } });
    const { discord, end } = open({ journal });
    expect(await end(paragraphs(6))).toEqual({ via: "bot", messageIds: ["77", "2"] });
    expect([discord.count("edit"), discord.count("create")]).toEqual([0, 1]);
  });
});

describe("an acknowledgement that never came", () => {
  it("ends silently: nothing is posted, and whoever writes the answer hears of it", async () => {
    const { clock, discord, delivery, end } = open({ trouble: notYet });
    delivery.draft("Rain");
    await clock.advance(9_000);
    expect(delivery.gone.aborted).toBe(false);
    await clock.advance(2_000);
    expect(delivery.gone.aborted).toBe(true);
    expect(await end("Rain")).toEqual({ via: "never-acknowledged", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });

  it("ends so without drafts, too", async () => {
    const { discord, end } = open({ trouble: notYet });
    expect(await end("Rain")).toEqual({ via: "never-acknowledged", messageIds: [] });
    expect(discord.count("create")).toBe(0);
  });
});
