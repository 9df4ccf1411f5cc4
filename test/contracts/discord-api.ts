/**
 * What every adapter of the DiscordApi port must do against a Discord that is strict and sometimes in trouble. Call `describeDiscordApiContract`
 * with a factory; the server behind it is the playground's stand-in, so that what it refuses counts as a mistake of the adapter.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultKind } from "../../scripts/playground/discord/discord.ts";
import type { DiscordApi, InteractionTarget } from "../../src/discord/api.ts";
import { button, row } from "../../src/discord/components.ts";
import { DiscordApiError } from "../../src/kernel/errors.ts";
import type { ChannelId, MessageId } from "../../src/kernel/ids.ts";

export interface ShownMessage {
  id: string;
  content: string;
  isPrivate: boolean;
  flags: number;
  buttons: string[];
  files: { name: string; text: string }[];
  /** Who is pinged by it, and what it replies to. */
  pinged: string[];
  replyTo: string | undefined;
}

export interface DiscordApiHarness {
  api: DiscordApi;
  /** Public "thinking", acknowledged. */
  target: InteractionTarget;
  channel: ChannelId;
  /** What the asker sees in the channel, oldest first. */
  shown(): Promise<ShownMessage[]>;
  /** Somebody else writes, perhaps as a reply; the bot may read it. */
  say(content: string, replyTo?: MessageId): MessageId;
  /** The next `times` calls fail so. */
  trouble(kind: FaultKind, times: number, retryAfterMs?: number): void;
  /** Calls that arrived. */
  calls(): number;
  /** What no good client does. */
  violations(): readonly string[];
  /** The interaction's token dies. */
  expire(): void;
}

/** What happens to a call, and whether the call was carried out when the client learned of it. */
const TROUBLE: FaultKind[] = ["429", "500", "reset", "lost-answer"];

export function describeDiscordApiContract(name: string, createHarness: () => Promise<DiscordApiHarness>): void {
  describe(`${name} keeps the DiscordApi contract`, () => {
    let harness: DiscordApiHarness;
    beforeEach(async () => {
      harness = await createHarness();
    });
    afterEach(() => {
      expect(harness.violations()).toEqual([]);
    });

    test("an answer to a command tells who asked, by which interaction, and that the application's webhook posted it", async () => {
      const { api, target, channel, say } = harness;
      await api.editInteractionMessage(target, "@original", { content: "one" });
      const plain = say("two");
      const [theirs, own] = await api.channelMessages(channel, { limit: 2 });
      expect(own?.webhook?.applicationId).toBe(target.applicationId);
      expect(own?.interactionId).toMatch(/^\d+$/);
      expect(own?.interactionUserId).toMatch(/^\d+$/);
      expect(theirs).toMatchObject({ id: plain });
      expect(theirs?.webhook ?? theirs?.interactionId).toBeUndefined();
    });

    test("an edit changes what it names and leaves the rest", async () => {
      const { api, target, shown } = harness;
      const { id } = await api.editInteractionMessage(target, "@original", {
        content: "one",
        components: row([button("Stop", "stop:1", "danger", "\u{1f6d1}")]),
      });
      expect(await shown()).toMatchObject([{ id, content: "one", buttons: ["stop:1"] }]);
      await api.editInteractionMessage(target, id, { content: "two" });
      expect(await shown()).toMatchObject([{ id, content: "two", buttons: ["stop:1"] }]);
      await api.editInteractionMessage(target, "@original", { components: [] });
      expect(await shown()).toMatchObject([{ id, content: "two", buttons: [] }]);
    });

    test("an acknowledgement is known by what stands, and changes nothing", async () => {
      const { api, target, shown } = harness;
      expect(await api.isAcknowledged(target)).toBe(true);
      await api.editInteractionMessage(target, "@original", { content: "one" });
      expect(await api.isAcknowledged(target)).toBe(true);
      expect(await api.isAcknowledged({ ...target, token: "never-heard-of" })).toBe(false);
      expect(await shown()).toMatchObject([{ content: "one" }]);
    });

    test("files are attached, stay through edits that do not name them, and go by an empty list", async () => {
      const { api, target, shown } = harness;
      const files = [
        { name: "answer.md", contentType: "text/markdown", data: "# H\u00e4" },
        { name: "b.txt", contentType: "text/plain", data: new TextEncoder().encode("bytes") },
      ];
      await api.editInteractionMessage(target, "@original", { content: "see", files });
      await api.editInteractionMessage(target, "@original", { content: "see below" });
      expect((await shown())[0]?.files).toEqual([
        { name: "answer.md", text: "# H\u00e4" },
        { name: "b.txt", text: "bytes" },
      ]);
      await api.editInteractionMessage(target, "@original", { content: "see", files: files.slice(1) });
      expect((await shown())[0]?.files).toEqual([{ name: "b.txt", text: "bytes" }]);
      await api.editInteractionMessage(target, "@original", { files: [] });
      expect((await shown())[0]?.files).toEqual([]);
    });

    test("follow-ups are sent, private ones privately, and can be edited and deleted", async () => {
      const { api, target, shown } = harness;
      await api.editInteractionMessage(target, "@original", { content: "first" });
      const open = await api.followUp(target, { content: "second @everyone", suppressEmbeds: true });
      const secret = await api.followUp(target, { content: "third", private: true, files: [{ name: "a.txt", contentType: "text/plain", data: "a" }] });
      if (open.kind !== "sent" || secret.kind !== "sent") throw new Error("not sent");
      expect(await shown()).toMatchObject([
        { content: "first", isPrivate: false },
        { id: open.id, content: "second @everyone", isPrivate: false },
        { id: secret.id, content: "third", isPrivate: true, files: [{ name: "a.txt" }] },
      ]);
      expect(((await shown())[1]?.flags ?? 0) & 4).toBe(4);
      await api.editInteractionMessage(target, secret.id, { content: "3", private: false });
      expect((await shown())[2]).toMatchObject({ content: "3", isPrivate: true });
      await api.deleteInteractionMessage(target, open.id);
      await api.deleteInteractionMessage(target, open.id);
      expect((await shown()).map(({ content }) => content)).toEqual(["first", "3"]);
    });

    test("the bot is seen typing, where it may write", async () => {
      const { api, channel, trouble, calls } = harness;
      await api.startTyping(channel);
      const before = calls();
      trouble("500", 1);
      await expect(api.startTyping(channel)).rejects.toThrow(DiscordApiError);
      // Late it would be wrong.
      expect(calls()).toBe(before + 1);
      await expect(api.startTyping("1" as ChannelId)).rejects.toMatchObject({ code: 10003 });
    });

    test("a nonce makes a repeated channel message one message", async () => {
      const { api, channel, shown } = harness;
      const first = await api.createMessage(channel, { content: "hello" }, "turn-1-part-2");
      expect(await api.createMessage(channel, { content: "hello" }, "turn-1-part-2")).toEqual(first);
      expect((await shown()).filter(({ content }) => content === "hello")).toHaveLength(1);
    });

    describe("messages of the bot's own, by bot token", () => {
      test("are edited and deleted, and a deletion may be repeated", async () => {
        const { api, channel, shown } = harness;
        const { id } = await api.createMessage(channel, { content: "one", components: row([button("Stop", "stop:1")]) }, "n-1");
        const files = [{ name: "a.txt", contentType: "text/plain", data: "a" }];
        expect(await api.editMessage(channel, id, { content: "two", files })).toEqual({ id });
        expect(await shown()).toMatchObject([{ id, content: "two", buttons: ["stop:1"], files: [{ name: "a.txt", text: "a" }] }]);
        await api.editMessage(channel, id, { content: "three", components: [] });
        expect(await shown()).toMatchObject([{ id, content: "three", buttons: [], files: [{ name: "a.txt" }] }]);
        await api.deleteMessage(channel, id);
        await api.deleteMessage(channel, id);
        expect(await shown()).toEqual([]);
        await expect(api.editMessage(channel, id, { content: "four" })).rejects.toMatchObject({ code: 10008 });
      });

      test("reply without a ping; to what is gone they are plain messages", async () => {
        const { api, channel, say, shown } = harness;
        const target = say("a question");
        const { id } = await api.createMessage(channel, { content: "@everyone an answer", replyTo: target }, "n-1");
        expect((await shown()).find((message) => message.id === id)).toMatchObject({ replyTo: target, pinged: [] });
        const plain = await api.createMessage(channel, { content: "an answer", replyTo: "42" as MessageId }, "n-2");
        expect((await shown()).find((message) => message.id === plain.id)).toMatchObject({ content: "an answer", replyTo: undefined });
      });

      test("a voice message is its file alone, with length and waveform, as a reply, once", async () => {
        const { api, channel, say, shown } = harness;
        const target = say("a question");
        const voice = { durationSecs: 1.5, waveform: btoa("\u0000\u007f\u00ff") };
        const message = { files: [{ name: "voice-message.ogg", contentType: "audio/ogg", data: new Uint8Array(8), voice }], replyTo: target };
        const { id } = await api.createMessage(channel, message, "n-1");
        expect(await api.createMessage(channel, message, "n-1")).toEqual({ id });
        const posted = (await shown()).filter((one) => one.id === id);
        expect(posted).toMatchObject([{ content: "", flags: 1 << 13, replyTo: target, pinged: [], files: [{ name: "voice-message.ogg" }] }]);
      });

      test.each(TROUBLE)("are repeated through %s, and still happen once", async (kind) => {
        const { api, channel, say, shown, trouble } = harness;
        const target = say("a question");
        trouble(kind, 1, 80);
        const { id } = await api.createMessage(channel, { content: "an answer", replyTo: target }, "n-1");
        trouble(kind, 1, 80);
        await api.editMessage(channel, id, { content: "the answer" });
        expect((await shown()).filter(({ content }) => content.includes("answer"))).toMatchObject([{ id, content: "the answer", replyTo: target }]);
        trouble(kind, 1, 80);
        await api.deleteMessage(channel, id);
        expect((await shown()).map(({ content }) => content)).toEqual(["a question"]);
      });

      test("at once never run into a rate limit that is known", { timeout: 20_000 }, async () => {
        const { api, channel, shown, calls } = harness;
        const { id } = await api.createMessage(channel, { content: "0" }, "n-1");
        await api.editMessage(channel, id, { content: "1" });
        const before = calls();
        await Promise.all(Array.from({ length: 7 }, (_, index) => api.editMessage(channel, id, { content: `edit ${index}` })));
        expect((await shown())[0]?.content).toMatch(/^edit /);
        expect([calls() - before, api.editDelay({ channelId: channel })]).toEqual([7, expect.any(Number)]);
      });
    });

    test("messages are read around and after one, and what they reply to comes along", async () => {
      const { api, channel, say } = harness;
      const first = say("first");
      const second = say("second", first);
      const [third, fourth] = [say("third"), say("fourth")];
      const around = await api.channelMessages(channel, { limit: 3, around: second });
      expect(around.map(({ id }) => id)).toEqual([third, second, first]);
      expect(around[1]).toMatchObject({ content: "second", type: 19, replyTo: first, replied: { id: first, content: "first", replied: undefined } });
      expect(around[0]).toMatchObject({ replyTo: undefined, replied: undefined });
      expect((await api.channelMessages(channel, { limit: 100, after: second })).map(({ id }) => id)).toEqual([fourth, third]);
    });

    test("a single message is read, or known to be gone", async () => {
      const { api, channel, say } = harness;
      const id = say("here");
      expect(await api.message(channel, id)).toMatchObject({ id, content: "here" });
      expect(await api.message(channel, "42" as MessageId)).toBeNull();
    });

    test("messages are read newest first, page by page", async () => {
      const { api, channel, say } = harness;
      for (const content of ["a", "b", "c"]) say(content);
      const newest = await api.channelMessages(channel, { limit: 2 });
      expect(newest.map(({ author }) => author.bot)).toEqual([false, false]);
      const before = newest[1]?.id as MessageId;
      const [older] = await api.channelMessages(channel, { limit: 1, before });
      expect(newest[0]?.sentAt).toBeGreaterThanOrEqual(older?.sentAt ?? Number.POSITIVE_INFINITY);
      expect(new Set([...newest, older].map((message) => message?.id)).size).toBe(3);
    });

    describe.each(TROUBLE)("through %s", (kind) => {
      test("edits, channel messages and deletions happen once", async () => {
        const { api, target, channel, shown, trouble } = harness;
        trouble(kind, 1, 80);
        const { id } = await api.editInteractionMessage(target, "@original", {
          content: "edited",
          files: [{ name: "a.txt", contentType: "text/plain", data: "a" }],
        });
        trouble(kind, 1, 80);
        const posted = await api.createMessage(channel, { content: "posted" }, "n-1");
        expect(await shown()).toMatchObject([
          { id, content: "edited", files: [{ name: "a.txt", text: "a" }] },
          { id: posted.id, content: "posted" },
        ]);
        trouble(kind, 1, 80);
        await api.deleteInteractionMessage(target, "@original");
        expect((await shown()).map(({ content }) => content)).toEqual(["posted"]);
      });

      test("a follow-up never happens twice, and is only called sent if it happened", async () => {
        const { api, target, shown, trouble, calls } = harness;
        await api.editInteractionMessage(target, "@original", { content: "first" });
        const before = calls();
        trouble(kind, 1, 80);
        const sent = await api.followUp(target, { content: "second" });
        const arrived = (await shown()).filter(({ content }) => content === "second");
        expect(sent.kind).toBe(kind === "429" ? "sent" : "unknown");
        expect(arrived).toHaveLength(kind === "429" || kind === "lost-answer" ? 1 : 0);
        expect(calls() - before).toBe(kind === "429" ? 2 : 1);
      });
    });

    test("edits at once never run into a rate limit that is known", async () => {
      const { api, target, shown, calls } = harness;
      await api.editInteractionMessage(target, "@original", { content: "0" });
      const before = calls();
      await Promise.all(Array.from({ length: 7 }, (_, index) => api.editInteractionMessage(target, "@original", { content: `edit ${index}` })));
      expect((await shown())[0]?.content).toMatch(/^edit /);
      expect(calls() - before).toBe(7);
    });

    test("a dead token is an error with Discord's code, at once and without the token", async () => {
      const { api, target, calls, expire } = harness;
      expire();
      const before = calls();
      const error: unknown = await api.editInteractionMessage(target, "@original", { content: "late" }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DiscordApiError);
      expect(error).toMatchObject({ code: 50027 });
      expect(String(error)).not.toContain(target.token);
      expect(calls() - before).toBe(1);
    });
  });
}
