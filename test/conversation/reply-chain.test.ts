/** What a message replies to, and what that replies to: taken from what was read, what came along, and a few more reads. */
import { describe, expect, it } from "vitest";
import { readReplyChain } from "../../src/conversation/reply-chain.ts";
import type { ChannelMessage } from "../../src/discord/api.ts";
import type { ChannelId, MessageId } from "../../src/kernel/ids.ts";
import { replyOf } from "./messages.ts";

async function chain(
  known: ChannelMessage[],
  elsewhere: ChannelMessage[] = [],
  of: { id: string; replyTo?: string } = { id: "50", replyTo: "49" },
  signal?: AbortSignal,
) {
  const reads: string[] = [];
  const message = async (_channel: ChannelId, id: MessageId) => {
    reads.push(id);
    const found = elsewhere.find((candidate) => candidate.id === id);
    if (found === undefined && id === "13") throw new Error("unreachable");
    return found ?? null;
  };
  const target = of as { id: MessageId; replyTo?: MessageId };
  const found = await readReplyChain(target, known, "5" as ChannelId, { message }, signal ?? new AbortController().signal);
  return { ids: found.map(({ id }) => id as string), reads };
}

describe("a chain of replies", () => {
  it("is followed through what was read, nearest first, without another call", async () => {
    expect(await chain([replyOf("47", undefined), replyOf("48", "47"), replyOf("49", "48"), replyOf("50", "49")])).toEqual({
      ids: ["49", "48", "47"],
      reads: [],
    });
  });

  it("uses what Discord sent along before it reads anything", async () => {
    expect(await chain([replyOf("50", "49", { replied: replyOf("49", "48") })], [replyOf("48", undefined)])).toEqual({ ids: ["49", "48"], reads: ["48"] });
  });

  it("ends after three reads, or where a message is gone or out of reach", async () => {
    const far = Array.from({ length: 9 }, (_, i) => replyOf(String(49 - i), String(48 - i)));
    expect(await chain([], far)).toEqual({ ids: ["49", "48", "47"], reads: ["49", "48", "47"] });
    expect(await chain([], [replyOf("49", "12")])).toEqual({ ids: ["49"], reads: ["49", "12"] });
    expect(await chain([], [replyOf("49", "13")])).toEqual({ ids: ["49"], reads: ["49", "13"] });
  });

  it("does not run in circles for ever", async () => {
    const { ids } = await chain([replyOf("49", "48"), replyOf("48", "49"), replyOf("50", "49")]);
    expect(ids.length).toBeLessThanOrEqual(10);
  });

  it("is none where nothing is replied to, and stops when it is called off", async () => {
    expect(await chain([replyOf("50", undefined)], [], { id: "50" })).toEqual({ ids: [], reads: [] });
    await expect(chain([], [replyOf("49", "13")], undefined, AbortSignal.abort("stop"))).rejects.toBe("stop");
  });
});
