/** Reading a channel page by page: as little as it takes, never more than five pages, and no message twice. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_MESSAGES, type Reach, readRange } from "../../src/conversation/read-range.ts";
import type { ChannelMessage, DiscordApi } from "../../src/discord/api.ts";
import type { ChannelId, MessageId } from "../../src/kernel/ids.ts";
import { ADA, BOB, message } from "./messages.ts";

const START = 1_000_000;
/** Message n of a channel: one a minute. */
const nth = (n: number, more: Partial<ChannelMessage> = {}) =>
  message({ id: String(START + n) as MessageId, sentAt: n * 60_000, content: `message ${n}`, ...more });
const channelOf = (length: number, change: (n: number) => Partial<ChannelMessage> = () => ({})) =>
  Array.from({ length }, (_, index) => nth(index + 1, change(index + 1)));
const idOf = (n: number) => String(START + n) as MessageId;

/** As Discord answers: newest first. */
function discordWith(all: ChannelMessage[], failFrom = Number.POSITIVE_INFINITY) {
  let reads = 0;
  const channelMessages: DiscordApi["channelMessages"] = async (_channel, { limit, ...cursor }, signal) => {
    signal?.throwIfAborted();
    if (++reads >= failFrom) throw new Error("reset");
    if ("after" in cursor)
      return all
        .filter(({ id }) => BigInt(id) > BigInt(cursor.after))
        .slice(0, limit)
        .reverse();
    const before = "before" in cursor ? cursor.before : undefined;
    return (before === undefined ? all : all.filter(({ id }) => BigInt(id) < BigInt(before))).slice(-limit).reverse();
  };
  return { channelMessages, reads: () => reads };
}

async function read(all: ChannelMessage[], reach: Reach, failFrom?: number, signal = new AbortController().signal) {
  const discord = discordWith(all, failFrom);
  const found = await readRange("5" as ChannelId, reach, discord, signal);
  return { found, reads: discord.reads(), numbers: found?.messages.map(({ content }) => Number(content.split(" ")[1])) };
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("back from the newest", () => {
  it("to somebody's own last message, which is told but not among them", async () => {
    const { found, numbers, reads } = await read(
      channelOf(250, (n) => ({ author: { id: n === 120 || n === 3 ? ADA : BOB, name: "x", bot: false } })),
      {
        from: "newest",
        by: ADA,
      },
    );
    expect([found?.end, found?.start?.id, reads]).toEqual(["whole", idOf(120), 2]);
    expect(numbers).toEqual(upTo(121, 250));
  });

  it("past their notices of the system, which they did not write", async () => {
    const { found } = await read(
      channelOf(5, (n) => ({ author: { id: ADA, name: "x", bot: false }, type: n === 5 ? 7 : 0 })),
      { from: "newest", by: ADA },
    );
    expect([found?.messages.length, found?.start?.id]).toEqual([1, idOf(4)]);
  });

  it("to a moment, or after a message", async () => {
    expect((await read(channelOf(150), { from: "newest", at: 31 * 60_000 })).numbers).toEqual(upTo(31, 150));
    expect((await read(channelOf(150), { from: "newest", after: idOf(31) })).numbers).toEqual(upTo(32, 150));
    expect((await read(channelOf(150), { from: "newest", after: idOf(31), before: idOf(40) })).numbers).toEqual(upTo(32, 39));
  });

  it("to the channel's first message, and says so", async () => {
    const { found, numbers } = await read(channelOf(30), { from: "newest", by: ADA });
    expect([found?.end, found?.start, numbers]).toEqual(["beginning", undefined, upTo(1, 30)]);
    expect((await read([], { from: "newest" })).found).toEqual({ messages: [], end: "beginning" });
  });

  it("500 at most, and says that there is more", async () => {
    const { found, numbers, reads } = await read(channelOf(700), { from: "newest" });
    expect([found?.end, reads, numbers]).toEqual(["more", 5, upTo(201, 700)]);
  });
});

describe("on from a message", () => {
  it("as far as there is something, in order", async () => {
    const { found, numbers, reads } = await read(channelOf(350), { from: "following", message: idOf(100) });
    expect([found?.end, reads, numbers]).toEqual(["whole", 3, upTo(101, 350)]);
    expect((await read(channelOf(30), { from: "following", message: idOf(30) })).found).toEqual({ messages: [], end: "whole" });
  });

  it("500 at most, the first ones; and not past what was read the first time", async () => {
    const { found, numbers, reads } = await read(channelOf(700), { from: "following", message: idOf(50) });
    expect([found?.end, reads, numbers]).toEqual(["more", 5, upTo(51, 550)]);
    expect((await read(channelOf(700), { from: "following", message: idOf(50), before: idOf(160) })).numbers).toEqual(upTo(51, 159));
  });
});

describe("trouble", () => {
  it("at once is nothing read; midway is what there is, and said", async () => {
    expect((await read(channelOf(300), { from: "newest" }, 1)).found).toBeNull();
    const { found, numbers } = await read(channelOf(300), { from: "newest" }, 3);
    expect([found?.end, numbers]).toEqual(["broken", upTo(101, 300)]);
  });

  it("called off is the signal's reason", async () => {
    await expect(read(channelOf(3), { from: "newest" }, undefined, AbortSignal.abort("stop"))).rejects.toBe("stop");
  });
});

it("takes at most one read more than pages, whatever is looked for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 620 }), fc.integer({ min: 0, max: 620 }), fc.boolean(), async (length, start, isForward) => {
      const reach: Reach = isForward ? { from: "following", message: idOf(start) } : { from: "newest", after: idOf(start) };
      const { found, numbers = [], reads } = await read(channelOf(length), reach);
      const wanted = upTo(Math.min(start, length) + 1, length);
      expect(numbers).toEqual(isForward ? wanted.slice(0, MOST_MESSAGES) : wanted.slice(-MOST_MESSAGES));
      expect(found?.end === "more").toBe(wanted.length > MOST_MESSAGES || (wanted.length === MOST_MESSAGES && found?.end === "more"));
      expect(reads).toBeLessThanOrEqual(Math.ceil(numbers.length / 100) + 1);
      expect(reads).toBeLessThanOrEqual(5);
    }),
    { numRuns: 150 },
  );
});
