/** The visibility matrix: for each kind of place, what is written and what may be read; whatever is not listed is not read. */
import { describe, expect, it } from "vitest";
import type { ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import { channelScope, factScope, knowledgeScope, type MemoryPlace, messageScope, readableScopes } from "../../src/memory/visibility.ts";

const [G, C, U] = ["5", "10", "1"] as [GuildId, ChannelId, UserId];
const place = (more: Partial<MemoryPlace>): MemoryPlace => ({
  guildId: G,
  channelId: C,
  userId: U,
  private: false,
  botPresent: true,
  canRead: true,
  ...more,
});
const server = [`facts:server:${G}`, knowledgeScope(G)];
const channel = [channelScope(C), `facts:channel:${C}`];

describe.each([
  ["a public turn on a server", place({}), [...channel, `facts:user:${U}:${G}`, ...server]],
  ["a public turn where the history cannot be read", place({ canRead: false }), [...channel, `facts:user:${U}:${G}`, ...server]],
  ["a private turn on a server", place({ private: true }), [`private:${C}:${U}`, ...channel, `facts:user:${U}:${G}`, `facts:user:${U}:private`, ...server]],
  [
    "a private turn of somebody who may not read the channel",
    place({ private: true, canRead: false }),
    [`private:${C}:${U}`, `facts:user:${U}:${G}`, `facts:user:${U}:private`, ...server],
  ],
  ["the bot's direct messages", place({ guildId: null }), [`private:${C}:${U}`, `facts:user:${U}:private`]],
  ["a private turn there", place({ guildId: null, private: true }), [`private:${C}:${U}`, `facts:user:${U}:private`]],
  ["a guest's public turn on a server", place({ botPresent: false, canRead: false }), [`guest:${C}:${U}`, `facts:user:${U}:${G}`]],
  [
    "a guest's private turn on a server",
    place({ botPresent: false, canRead: false, private: true }),
    [`private:${C}:${U}`, `guest:${C}:${U}`, `facts:user:${U}:${G}`, `facts:user:${U}:private`],
  ],
  ["a public turn in a group", place({ guildId: null, botPresent: false, canRead: false }), [`guest:${C}:${U}`]],
  [
    "a private turn in a group",
    place({ guildId: null, botPresent: false, canRead: false, private: true }),
    [`private:${C}:${U}`, `guest:${C}:${U}`, `facts:user:${U}:private`],
  ],
] as const)("%s", (_, where, readable) => {
  it("reads exactly what it may", () => {
    expect(readableScopes(where).toSorted()).toEqual([...readable].toSorted());
  });

  it("reads what it writes", () => {
    expect(readableScopes(where)[0]).toBe(messageScope(where));
  });

  it("reads the facts about its asker that are said there, but in a group nothing that was meant for private turns", () => {
    const fact = factScope(where, "user");
    const inPublicGroup = where.guildId === null && !where.botPresent && !where.private;
    expect(readableScopes(where).includes(fact ?? "")).toBe(!inPublicGroup);
  });

  it("remembers nothing for a channel or a server that the bot is no member of", () => {
    const isMember = where.guildId !== null && where.botPresent;
    expect([factScope(where, "channel"), factScope(where, "server")]).toEqual(isMember ? [`facts:channel:${C}`, `facts:server:${G}`] : [null, null]);
  });
});
