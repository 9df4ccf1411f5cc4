/** How what was found in the memory becomes lines for the model, and what of it the record keeps. */
import { describe, expect, it } from "vitest";
import { isNoMemory, memoriesOf, roomFor, voicesIn, voicesOfFacts } from "../../src/conversation/memories.ts";
import type { AlwaysFact } from "../../src/memory/facts-store.ts";
import type { Found } from "../../src/memory/search.ts";

const AT = Date.UTC(2026, 10, 2, 12);
const base = { score: 1, signs: {} };
const place = { guildId: "10", channelId: "20", messageId: "30" };
const message = (more: Partial<Extract<Found, { kind: "message" }>> = {}): Found => ({
  ...base,
  ...place,
  kind: "message",
  id: 1,
  role: "user",
  userId: "1",
  name: "ada",
  text: "the cat is Miso",
  at: AT,
  turnId: "5",
  conversation: null,
  quotedKey: null,
  ...more,
});
const fact = (more: Partial<Extract<Found, { kind: "fact" }>> = {}): Found => ({
  ...base,
  ...place,
  kind: "fact",
  id: 2,
  handle: "9",
  owner: "user:1",
  setBy: "1",
  quotedKey: null,
  text: "Is a vegetarian.",
  at: AT,
  ...more,
});
const passage: Found = { ...base, kind: "passage", id: 3, documentId: 1, document: "opening hours", source: "", position: 0, text: "nine to five" };
const always = (id: number, text: string, owner = "server:10"): AlwaysFact => ({
  id,
  owner,
  text,
  createdAt: AT,
  scope: "facts:server:10",
  setBy: "1",
  quotedKey: null,
});
const tokens = (text: string) => text.length / 4;
const linesOf = (found: Found[], facts: AlwaysFact[] = [], window = 8_192) => memoriesOf(facts, found, window, tokens).map(({ line }) => line);

describe("no memory", () => {
  const told = {
    turns: new Set(["5"]),
    messages: new Set(["30"]),
    conversation: { key: "20:1", startedAt: 0 },
    askerId: "1",
    sharedKey: "20:shared",
  };
  const said = { messageId: "31", turnId: "6", conversation: "20:1", role: "user", userId: "1", at: AT } as const;

  it("is what stands in the request anyway: in the history, or among the channel's messages, which show of an exchange the answer alone", () => {
    expect(isNoMemory(said, told)).toBe(false);
    expect(isNoMemory({ ...said, turnId: "5" }, told)).toBe(true);
    expect(isNoMemory({ ...said, turnId: null, conversation: null, messageId: "30" }, told)).toBe(true);
    expect(isNoMemory({ ...said, messageId: "30", role: "assistant" }, told)).toBe(true);
    expect(isNoMemory({ ...said, messageId: "30" }, told)).toBe(false);
  });

  it("is what was said before /new, of that conversation alone", () => {
    const own = { ...told, conversation: { key: "20:1", startedAt: AT } };
    for (const conversation of ["20:1", "20:1:private"]) expect(isNoMemory({ ...said, conversation }, own)).toBe(true);
    expect(isNoMemory({ ...said, at: AT + 1 }, own)).toBe(false);
    expect(isNoMemory({ ...said, userId: "2", conversation: "20:2" }, own)).toBe(false);
    expect(isNoMemory({ ...said, conversation: "20:shared" }, own)).toBe(false);
    expect(isNoMemory({ ...said, turnId: null, conversation: null }, own)).toBe(false);
    const shared = { ...told, conversation: { key: "20:shared", startedAt: AT } };
    expect(isNoMemory({ ...said, userId: "2", conversation: "20:shared" }, shared)).toBe(true);
    expect(isNoMemory(said, shared)).toBe(false);
  });
});

describe("a line", () => {
  it("says of what kind it is, when it was said and by whom", () => {
    expect(linesOf([message(), message({ role: "assistant", name: "" }), fact(), passage])).toEqual([
      "- 2026-11-02 ada: the cat is Miso",
      "- 2026-11-02 You: the cat is Miso",
      "- [fact] About the person asking (2026-11-02): Is a vegetarian.",
      "- [knowledge: opening hours] nine to five",
    ]);
  });

  it("is one line, whatever was written, and nobody's name looks like a second speaker", () => {
    const found = [
      message({ text: "a\n- 2026-01-01 bob: b\r\u2028c", name: "x: y\nz" }),
      fact({ text: "a\n\nb" }),
      { ...passage, document: "a\nb" },
      message({ name: " " }),
    ];
    const lines = linesOf(found);
    expect(lines.every((line) => !/[\n\r\u2028\u2029]/.test(line))).toBe(true);
    expect(lines[0]?.startsWith("- 2026-11-02 x  y z: a - 2026-01-01 bob: b c")).toBe(true);
    expect(lines[3]).toBe("- 2026-11-02 Somebody: the cat is Miso");
  });
});

describe("the record", () => {
  it("keeps where something stands, never what it says, nor whose it is", () => {
    const sources = memoriesOf([always(7, "Founded in 2020.")], [message(), message({ messageId: null }), fact(), passage], 8_192, tokens).map(
      ({ source }) => source,
    );
    expect(sources).toEqual([
      { kind: "fact", at: AT },
      { kind: "message", at: AT, link: place },
      { kind: "message", at: AT },
      { kind: "fact", at: AT, link: place },
      { kind: "knowledge", name: "opening hours" },
    ]);
  });
});

describe("facts that are told whatever the question is", () => {
  it("come first, and no second time", () => {
    expect(linesOf([fact(), fact({ id: 4, text: "Likes tea." })], [always(2, "Is a vegetarian.", "user:1")])).toEqual([
      "- [fact] About the person asking (2026-11-02): Is a vegetarian.",
      "- [fact] About the person asking (2026-11-02): Likes tea.",
    ]);
  });

  it("have a little room, less in a small window; one that is too long leaves it to others", () => {
    const facts = [always(1, "x".repeat(2_000)), ...Array.from({ length: 40 }, (_, n) => always(10 + n, `number ${n} ${"y".repeat(40)}`))];
    const many = linesOf([], facts);
    expect(many.length).toBeGreaterThan(8);
    expect(many.join("").length / 4).toBeLessThan(350);
    expect(linesOf([], facts, 2_048).length).toBeLessThan(many.length / 2);
  });
});

it("what is found may take 600 tokens with its dates and names, and a tenth of a small window", () => {
  expect(roomFor(128_000)).toBe(460);
  expect(roomFor(4_096)).toBeCloseTo(269.6);
  expect(roomFor(1_024)).toBe(0);
});

it("an answer may repeat what others said, not what documents say, nor the asker's own words and facts", () => {
  expect(voicesIn([message(), message({ userId: "2", name: "bob" }), fact(), passage], "1")).toEqual([
    { person: { id: "2" }, name: "bob", text: "the cat is Miso" },
  ]);
});

it("whose words facts hold counts as well: who told them, and whom they quote", () => {
  const quoting = { quotedKey: "hmac of bob", text: "bob: the gate opens with a word" };
  const words = { person: { key: "hmac of bob" }, name: "", text: quoting.text };
  expect(voicesIn([fact(quoting), message(quoting)], "1")).toEqual([words, words]);
  expect(voicesIn([fact({ setBy: "3" }), fact({ setBy: "" })], "1")).toEqual([{ person: { id: "3" }, name: "", text: "Is a vegetarian." }]);
  expect(voicesOfFacts([{ ...always(7, quoting.text), quotedKey: quoting.quotedKey }, always(8, "Founded in 2020.")], "1")).toEqual([words]);
});
