// What a look at a message tells, without any model.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressed, type Listener, unsettledUntil } from "../../src/conversation/presence/addressed.ts";
import { isQuestion, keywordsOf, sentimentOf } from "../../src/conversation/presence/words.ts";
import type { ChannelMessage } from "../../src/discord/api.ts";

describe("words", () => {
  test.each([
    ["where is the ladder", true],
    ["is it you?", true],
    ["wo ist die lange Leiter", true],
    ["really？", true],
    ["see https://example.org/?q=1", false],
    ["`a ? b : c`", false],
    ["what a day!", false],
    ["The ladder is in the barn.", false],
    ["", false],
  ])("%j asks: %s", (content, asks) => expect(isQuestion(content)).toBe(asks));

  test("keywords are what it is about: no names, mentions, links, code, numbers or words that say nothing", () => {
    const content =
      "Hey <@123456> and Mira, could you please look at the cider press? https://example.org/secret `const hidden = 1` 123456 Apfelmost und keltern";
    expect(keywordsOf(content, ["Mira", "Jonas"])).toEqual(["cider", "press", "apfelmost", "keltern"]);
  });

  test.each([
    ["that is wonderful, I love it", 1],
    ["das ist schrecklich, leider 😢", -1],
    ["great, but broken", 0],
    ["the press is in the barn", null],
  ])("%j sounds like %s", (content, sounds) => expect(sentimentOf(content)).toBe(sounds));

  test("nothing that anybody writes takes long or breaks it", () => {
    void fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 6_000 }), (text) => {
        const sounds = sentimentOf(text);
        return keywordsOf(text, []).every((word) => word.length <= 20) && typeof isQuestion(text) === "boolean" && (sounds === null || Math.abs(sounds) <= 1);
      }),
    );
    const from = performance.now();
    for (const text of ["`".repeat(4_000), "<@".repeat(2_000), "```a".repeat(1_000), "https://".repeat(500)]) isQuestion(text);
    expect(performance.now() - from).toBeLessThan(200);
  });
});

const listener: Listener = { selfId: "9", applicationId: "99", direct: false, opener: "", isShared: false };
let nextId = 100;
const message = (more: Partial<ChannelMessage> & { by?: string } = {}): ChannelMessage =>
  ({
    ...{ id: String(nextId++), type: 0, author: { id: more.by ?? "1", name: "ada", bot: false }, content: "hi", attachments: [], embeds: 0, mentions: [] },
    ...{ replyTo: undefined, replied: undefined, sentAt: 1_000, interactionUserId: undefined },
    ...more,
  }) as ChannelMessage;

describe("what is for the bot", () => {
  test("is a mention, or a reply to it or to its webhook; the bot's user may have another id than its application", () => {
    const own = message({ by: "9" });
    const hooked = message({ by: "77", webhook: { id: "77", applicationId: "99" } });
    const foreign = message({ by: "78", webhook: { id: "78", applicationId: "98" } });
    const yes = [message({ mentions: [{ id: "9", name: "bot" }] }), message({ type: 19, replied: own }), message({ type: 19, replied: hooked })];
    const no = [
      message(),
      message({ mentions: [{ id: "99", name: "somebody" }] }),
      message({ type: 19, replied: foreign }),
      message({ type: 19, replied: message() }),
      message({ type: 7, mentions: [{ id: "9", name: "bot" }] }),
      { ...own, mentions: [{ id: "9", name: "bot" }] },
      message({ mentions: [{ id: "9", name: "bot" }], webhook: { id: "5" } }),
      message({ mentions: [{ id: "9", name: "bot" }], author: { id: "1", name: "robot", bot: true } }),
      message({ mentions: [{ id: "9", name: "bot" }], interactionUserId: "1" }),
    ];
    expect(addressed([...yes, ...no], listener)).toEqual(yes);
  });

  test("in pieces is one, with all its words and files; after a pause it is another", () => {
    const direct = { ...listener, direct: true };
    const file = { id: "1", filename: "a.png", contentType: "image/png", size: 1, url: "https://x", proxyUrl: "https://x" };
    const pieces = [message({ content: "look", attachments: [file], sentAt: 0 }), message({ content: "at this", sentAt: 4_000 }), message({ sentAt: 30_000 })];
    const found = addressed(pieces, direct);
    expect(found.map(({ id, content }) => [id, content])).toEqual([
      [pieces[1]?.id, "look\nat this"],
      [pieces[2]?.id, "hi"],
    ]);
    expect(found[0]?.attachments).toEqual([file]);
    expect(unsettledUntil(pieces.slice(0, 2), direct, 5_000)).toBe(6_500);
    expect(unsettledUntil(pieces.slice(0, 2), direct, 7_000)).toBeNull();
    expect(unsettledUntil(pieces.slice(0, 2), listener, 5_000)).toBeNull();
    // Who goes on for ever is not waited for.
    const many = Array.from({ length: 12 }, (_, nth) => message({ sentAt: nth * 1_000 }));
    expect(unsettledUntil(many, direct, 11_500)).toBeNull();
  });
});
