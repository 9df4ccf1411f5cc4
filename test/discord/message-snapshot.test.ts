/** The message of a message menu, and the embeds that a panel keeps its message in: read leniently, and never made up. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInteraction } from "../../src/discord/interaction-parse.ts";
import { ASKER, asker, attachment, CHANNEL, inGuild, MESSAGE, OTHER, other, press } from "../edge/payloads.ts";

function targetOf(payload: object) {
  const parsed = parseInteraction({ ...inGuild(), ...payload });
  if (parsed.type !== "command") throw new Error(`parsed as ${parsed.type}`);
  return parsed.targetMessage;
}

function embedsOf(payload: object) {
  const parsed = parseInteraction({ ...inGuild(), ...payload });
  if (parsed.type !== "component") throw new Error(`parsed as ${parsed.type}`);
  return parsed.message.embeds;
}

function onMessage(message: Record<string, unknown>) {
  return { type: 2, data: { name: "Reply with AI", type: 3, target_id: message.id, resolved: { messages: { [String(message.id)]: message } } } };
}

describe("the message of a menu", () => {
  it("comes with all that can be read of it", () => {
    const files = [attachment("5", "a.png", "image/png", 99), { id: "6", filename: "lost.txt", size: 1 }];
    const message = {
      id: MESSAGE,
      type: 19,
      author: other,
      content: "look",
      attachments: files,
      flags: 64,
      timestamp: "2026-11-20T10:00:00.000Z",
      embeds: [{ title: "Title", description: "Words", fields: [{ name: "A", value: "B" }], footer: { text: "below" } }, { image: { url: "https://x" } }, 7],
      poll: { question: { text: "Tea?" }, answers: [{ poll_media: { text: "Yes" } }, {}] },
      sticker_items: [{ name: "Wave" }],
      message_reference: { type: 0, message_id: "41", channel_id: CHANNEL },
      referenced_message: { id: "41", author: asker, content: "before" },
    };
    const targetMessage = targetOf(onMessage(message));
    expect(targetMessage).toMatchObject({
      id: MESSAGE,
      type: 19,
      author: { id: OTHER, name: "Otto", bot: false },
      attachments: [{ id: "5", filename: "a.png" }],
      sentAt: Date.UTC(2026, 10, 20, 10),
      ephemeral: true,
      replyTo: "41",
      replied: { id: "41", content: "before", author: { id: ASKER } },
    });
    for (const words of ["look", "Title", "Words", "A: B", "below", "[Embed: a picture or video]", "Tea?", "- Yes", "[Sticker: Wave]"])
      expect(targetMessage?.content).toContain(words);
  });

  it("comes with what it forwards", () => {
    const forwarded = { content: "said elsewhere", attachments: [attachment("7", "b.png", "image/png", 1)], embeds: [{ title: "Far" }] };
    const message = { id: MESSAGE, author: other, content: "", message_reference: { type: 1, message_id: "41" }, message_snapshots: [{ message: forwarded }] };
    const targetMessage = targetOf(onMessage(message));
    expect(targetMessage?.content).toMatch(/\[Forwarded\]\nsaid elsewhere[\s\S]*Far/);
    expect([targetMessage?.attachments.map(({ filename }) => filename), targetMessage?.replyTo]).toEqual([["b.png"], undefined]);
  });

  it("that cannot be read leaves the command as it is", () => {
    const nobody = { id: MESSAGE, content: "x" };
    for (const resolved of [
      undefined,
      null,
      {},
      { messages: null },
      { messages: {} },
      { messages: { [MESSAGE]: null } },
      { messages: { [MESSAGE]: nobody } },
    ]) {
      const payload = { type: 2, data: { name: "Reply with AI", type: 3, target_id: MESSAGE, resolved } };
      expect(targetOf(payload)).toBeUndefined();
    }
    const toPrototype = { type: 2, data: { name: "x", type: 3, target_id: undefined, resolved: { messages: {} } } };
    expect(targetOf(toPrototype)).toBeUndefined();
  });

  it("is not only for the asker because its flags are odd", () => {
    for (const flags of [{ valueOf: null, toString: null }, "64", [64], true])
      expect(targetOf(onMessage({ id: MESSAGE, author: other, flags }))?.ephemeral).toBe(false);
  });

  it("takes any message whatsoever", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            "type",
            "author",
            "content",
            "attachments",
            "embeds",
            "poll",
            "flags",
            "timestamp",
            "referenced_message",
            "message_snapshots",
            "sticker_items",
            "message_reference",
          ),
          fc.jsonValue(),
        ),
        (over) => {
          const targetMessage = targetOf(onMessage({ id: MESSAGE, author: other, ...over }));
          if (targetMessage !== undefined) expect(Number.isFinite(targetMessage.sentAt)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the message with a pressed button", () => {
  it("brings its embeds back", () => {
    const embed = {
      author: { name: "Otto" },
      title: "t",
      url: "https://x/1",
      timestamp: "2026-11-20T10:00:00.000Z",
      fields: [{ name: "a", value: "b" }, null],
    };
    const withEmbeds = { ...press("panel:explain:1"), message: { id: MESSAGE, flags: 64, embeds: [embed, "rubbish"] } };
    expect(embedsOf(withEmbeds)).toEqual([
      {
        authorName: "Otto",
        description: "",
        url: "https://x/1",
        imageUrl: "",
        timestamp: "2026-11-20T10:00:00.000Z",
        fields: [
          { name: "a", value: "b" },
          { name: "", value: "" },
        ],
      },
      { authorName: "", description: "", url: "", imageUrl: "", timestamp: "", fields: [] },
    ]);
  });
});
