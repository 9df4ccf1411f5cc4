/** The REST adapter, request by request: what it sends, what it repeats, what it never does. */
import { describe, expect, it } from "vitest";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import type { MessageId } from "../../src/kernel/ids.ts";
import { BOT_TOKEN, channel, created, createResponder, hangs, limited, messageId, refused, resets, target } from "./responder.ts";

const gone = () => new Response(null, { status: 204 });
const broken =
  (status = 500) =>
  () =>
    new Response("<html>oops</html>", { status, headers: { "content-type": "text/html" } });
const outcome = (call: Promise<unknown>) =>
  call.then(
    (value) => value,
    (error: unknown) => error,
  );

describe("what a message becomes", () => {
  it("a follow-up is JSON with flags, without the bot's token, and pings nobody", async () => {
    const { api, seen, mistakes } = createResponder(() => created());
    const sent = await api.followUp(target, { content: "Hi @everyone", components: [], private: true, suppressEmbeds: true });
    expect(sent).toEqual({ kind: "sent", id: messageId });
    expect(seen).toMatchObject([
      { method: "POST", path: `/webhooks/${target.applicationId}/${target.token}`, json: { content: "Hi @everyone", components: [], flags: 68 } },
    ]);
    expect(mistakes).toEqual([]);
  });

  it("an edit sends only what is given, and never changes privacy", async () => {
    const { api, seen, mistakes } = createResponder(() => created());
    await api.editInteractionMessage(target, "@original", { content: "new", private: true });
    await api.editInteractionMessage(target, messageId, { components: [], files: [], suppressEmbeds: true });
    await api.editInteractionMessage(target, messageId, { suppressEmbeds: false });
    const allowed_mentions = { parse: [] };
    expect(seen.map(({ path, json }) => [path.split("/").at(-1), json])).toEqual([
      ["@original", { content: "new", allowed_mentions }],
      [messageId, { components: [], attachments: [], flags: 4, allowed_mentions }],
      [messageId, { flags: 0, allowed_mentions }],
    ]);
    expect(mistakes).toEqual([]);
  });

  it("files go along as multipart, numbered as their descriptions", async () => {
    const { api, seen, mistakes } = createResponder(() => created());
    const files = [
      { name: "answer.md", contentType: "text/markdown", data: "# Größe" },
      { name: "dot.png", contentType: "image/png", data: new Uint8Array([65, 66]) },
    ];
    await api.editInteractionMessage(target, "@original", { content: "see file", files });
    expect(mistakes).toEqual([]);
    expect(seen[0]?.json).toMatchObject({
      content: "see file",
      attachments: [
        { id: "0", filename: "answer.md" },
        { id: "1", filename: "dot.png" },
      ],
    });
    expect(seen[0]?.files.map(({ type, text }) => [type.split(";")[0], text])).toEqual([
      ["text/markdown", "# Größe"],
      ["image/png", "AB"],
    ]);
  });

  it("a channel message carries its nonce and the bot's token", async () => {
    const { api, seen, mistakes } = createResponder(() => created());
    expect(await api.createMessage(channel, { content: "x" }, "abc")).toEqual({ id: messageId });
    expect(seen).toMatchObject([{ path: `/channels/${channel}/messages`, json: { nonce: "abc", enforce_nonce: true } }]);
    expect(mistakes).toEqual([]);
  });

  it("a private message is never posted into a channel", async () => {
    const { api, seen } = createResponder(() => created());
    await expect(api.createMessage(channel, { content: "secret", private: true }, "abc")).rejects.toThrow("private");
    expect(seen).toEqual([]);
  });
});

describe("reading messages", () => {
  it("takes what it knows and is not upset by what it does not", async () => {
    const { api, seen } = createResponder(() =>
      Response.json([
        {
          id: "175928847299117063",
          type: 20,
          author: { id: "9", username: "ada_l", global_name: "Ada", bot: true, new_field: {} },
          content: "Hi",
          attachments: [{ filename: "a.png", content_type: "image/png" }, { filename: "b" }],
          embeds: [{ title: "A title" }, {}],
          mentions: [{ id: "5", username: "cleo" }, "rubbish"],
          timestamp: "2026-11-20T10:00:00.123000+00:00",
          interaction_metadata: { user: { id: "77" } },
        },
        { id: "175928847299117063", author: { username: "bob", global_name: null }, content: "a link", embeds: [{ title: "What it leads to" }] },
        { id: "175928847299117063", interaction: { user: { id: "78" } } },
        "rubbish",
        { content: "no id" },
      ]),
    );
    const messages = await api.channelMessages(channel, { limit: 500, before: "42" as MessageId });
    expect(seen[0]?.path).toBe(`/channels/${channel}/messages?limit=100&before=42`);
    expect(messages).toEqual([
      {
        id: "175928847299117063",
        type: 20,
        author: { id: "9", name: "Ada", bot: true },
        content: "Hi\n\n[Embed]\nA title",
        attachments: [
          { id: "", filename: "a.png", contentType: "image/png", size: 0, url: "", proxyUrl: "" },
          { id: "", filename: "b", contentType: "", size: 0, url: "", proxyUrl: "" },
        ],
        embeds: 2,
        mentions: [
          { id: "5", name: "cleo" },
          { id: "", name: "" },
        ],
        replyTo: undefined,
        replied: undefined,
        sentAt: Date.parse("2026-11-20T10:00:00.123Z"),
        interactionUserId: "77",
      },
      {
        id: "175928847299117063",
        type: 0,
        author: { id: "", name: "bob", bot: false },
        content: "a link",
        attachments: [],
        embeds: 1,
        mentions: [],
        replyTo: undefined,
        replied: undefined,
        sentAt: 1_462_015_105_796,
        interactionUserId: undefined,
      },
      expect.objectContaining({ interactionUserId: "78" }),
    ]);
  });
});

describe("trouble with calls that may be repeated", () => {
  it.each([
    ["a lost connection", resets],
    ["a 500", broken()],
    ["a 502 page", broken(502)],
    ["an answer that is no JSON", () => new Response("<html>", { status: 200 })],
    ["silence", hangs],
  ])("%s is tried again", async (_, trouble) => {
    for (const call of ["edit", "create", "read"] as const) {
      const { api, seen, run, clock } = createResponder(trouble, call === "read" ? () => Response.json([]) : () => created());
      const started = clock.now();
      if (call === "edit") expect(await run(api.editInteractionMessage(target, "@original", { content: "x" }))).toEqual({ id: messageId });
      if (call === "create") expect(await run(api.createMessage(channel, { content: "x" }, "n"))).toEqual({ id: messageId });
      if (call === "read") expect(await run(api.channelMessages(channel, { limit: 5 }))).toEqual([]);
      expect(seen.length).toBe(2);
      expect(clock.now() - started).toBeLessThan(11_500);
    }
  });

  it("gives up after 6 attempts with growing pauses", async () => {
    const { api, seen, run } = createResponder(broken(503));
    const error = await outcome(run(api.editInteractionMessage(target, "@original", { content: "x" })));
    expect(error).toMatchObject({ name: "DiscordApiError", status: 503, code: 0 });
    expect(seen.map(({ at }, index) => at - (seen[index - 1]?.at ?? at))).toEqual([0, 500, 1000, 2000, 4000, 8000]);
    expect(seen.every(({ drained }) => drained)).toBe(true);
  });

  it("gives up within 45 s when nobody answers, with a word on how long it waited", async () => {
    const { api, seen, run, clock } = createResponder(hangs);
    const started = clock.now();
    const error = await outcome(run(api.deleteInteractionMessage(target, messageId)));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as Error).message).toContain("no answer within");
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(clock.now() - started).toBeLessThanOrEqual(46_000);
  });

  it("gives uploads 30 s", async () => {
    const { api, run, seen } = createResponder(hangs, () => created());
    await run(api.editInteractionMessage(target, "@original", { files: [{ name: "a", contentType: "text/plain", data: "a" }] }));
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBe(30_500);
  });

  it("does not depend on a fetch that lets go", async () => {
    const { api, run, seen } = createResponder(
      () => new Promise<Response>(() => undefined),
      () => created(),
    );
    await run(api.editInteractionMessage(target, "@original", { content: "x" }));
    expect(seen.length).toBe(2);
  });

  it("takes a message that is gone for deleted, and nothing else", async () => {
    await createResponder(gone).api.deleteInteractionMessage(target, messageId);
    await createResponder(() => refused(404, 10008, "Unknown Message")).api.deleteInteractionMessage(target, messageId);
    const unknownWebhook = createResponder(() => refused(404, 10015, "Unknown Webhook")).api.deleteInteractionMessage(target, messageId);
    await expect(unknownWebhook).rejects.toMatchObject({ status: 404, code: 10015 });
  });
});

describe("trouble with a follow-up", () => {
  it.each([
    ["a lost connection", resets],
    ["a 500", broken()],
    ["a 504 page", broken(504)],
    ["silence", hangs],
    ["an answer that is no JSON", () => new Response("<html>", { status: 200 })],
    ["an answer without a message", gone],
  ])("%s leaves its fate unknown, and it is not sent again", async (_, trouble) => {
    const { api, seen, run } = createResponder(trouble, () => created());
    expect(await run(api.followUp(target, { content: "x" }))).toEqual({ kind: "unknown" });
    expect(seen.length).toBe(1);
  });

  it("a 429 was not carried out, so it is sent again", async () => {
    const { api, seen, run } = createResponder(
      () => limited(0.3),
      () => created(),
    );
    expect(await run(api.followUp(target, { content: "x" }))).toEqual({ kind: "sent", id: messageId });
    expect(seen.length).toBe(2);
  });

  it("a refusal is thrown", async () => {
    const { api } = createResponder(() => refused(400, 40094, "Too many follow ups"));
    await expect(api.followUp(target, { content: "x" })).rejects.toMatchObject({ status: 400, code: 40094 });
  });
});

describe("refusals", () => {
  it.each([
    [401, 50027, "Invalid Webhook Token"],
    [403, 50001, "Missing Access"],
    [404, 10015, "Unknown Webhook"],
    [400, 50035, "Invalid Form Body"],
  ])("%i is not repeated and keeps Discord's code", async (status, code, message) => {
    const { api, seen } = createResponder(() => refused(status, code, message));
    const error = await outcome(api.editInteractionMessage(target, "@original", { content: "x" }));
    expect(error).toBeInstanceOf(DiscordApiError);
    expect(error).toMatchObject({ status, code, method: "PATCH", route: "/webhooks/:app/:token/messages/@original" });
    expect((error as Error).message).toContain(message);
    expect(seen).toMatchObject([{ drained: true }]);
  });

  it("name the fields that Discord does not like", async () => {
    const errors = { content: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." }] } };
    const { api } = createResponder(() => refused(400, 50035, "Invalid Form Body", { errors }));
    await expect(api.createMessage(channel, { content: "x" }, "n")).rejects.toThrow("content: BASE_TYPE_MAX_LENGTH");
  });

  it("do not follow a redirect", async () => {
    const { api, seen } = createResponder(() => new Response(null, { status: 302, headers: { location: "https://elsewhere.test/" } }));
    await expect(api.createMessage(channel, { content: "x" }, "n")).rejects.toMatchObject({ status: 302 });
    expect(seen.length).toBe(1);
  });

  it("and other errors contain no token, nor do logs", async () => {
    for (const trouble of [resets, broken(), hangs, () => refused(403, 50001, "Missing Access"), () => limited(100)]) {
      for (const bot of [true, false]) {
        const { api, run, logged } = createResponder(trouble);
        const error = await outcome(
          run(bot ? api.createMessage(channel, { content: "x" }, "n") : api.editInteractionMessage(target, messageId, { content: "x" })),
        );
        expect(error).toBeInstanceOf(Error);
        const { message, stack = "", cause } = error as Error;
        for (const secret of [BOT_TOKEN, target.token]) expect([message, stack, JSON.stringify(cause), ...logged].join("\n")).not.toContain(secret);
      }
    }
  });
});
