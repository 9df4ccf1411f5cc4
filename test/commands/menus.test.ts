/** The message menus and the panel's buttons, as far as the payload and one read of the database go. */
import { describe, expect, it } from "vitest";
import { type Callback, createWorld, never, type Overrides } from "../edge/fakes.ts";
import {
  ASKER,
  CHANNEL,
  GUILD,
  inBotDm,
  inForeignGuild,
  inGuild,
  inPrivateChannel,
  MESSAGE,
  menu,
  modal,
  OTHER,
  other,
  press,
  TALK,
} from "../edge/payloads.ts";

const view = 1n << 10n;
const send = 1n << 11n;
const history = 1n << 16n;
const inThreads = 1n << 38n;
const REPLY = "Reply with AI";
const PANEL = "Ask AI privately";
const privateSentence = (words: RegExp) => ({ type: 4, data: { flags: 64, content: expect.stringMatching(words) } });

async function use(name: string, place: Record<string, unknown>, over: Overrides = {}, message: Record<string, unknown> = {}) {
  const world = await createWorld(over);
  const command = menu(3, name);
  const target = { id: MESSAGE, content: "why is the sky blue?", author: other, ...message };
  const { body } = await world.interact({ ...place, type: 2, data: { ...(command.data as object), resolved: { messages: { [MESSAGE]: target } } } });
  return { world, body, job: world.jobs()[0] };
}

describe("Reply with AI", () => {
  const rights = (app: bigint, member = TALK, channel = 0) =>
    inGuild({ app_permissions: String(app), channel: { id: CHANNEL, type: channel } }, undefined, member);

  it.each([
    ["everybody may everything", rights(TALK), "reply", false],
    ["the bot is an administrator", rights(1n << 3n), "reply", false],
    ["the bot may not read", rights(view | send), "message", false],
    ["the bot may not see", rights(send | history), "message", false],
    ["the bot may not post", rights(view | history), "message", false],
    ["the bot may post in threads, and this is one", rights(view | history | inThreads, TALK, 11), "reply", false],
    ["the bot may post in channels, and this is a thread", rights(view | history | send, TALK, 11), "message", false],
    ["the asker may not write", rights(TALK, view | history), "message", true],
    ["the asker may not write in threads, and this is one", rights(TALK, view | history | send, 12), "message", true],
    ["it is the bot's own direct channel", inBotDm({ app_permissions: "0" }), "reply", false],
    ["it is a group", inPrivateChannel(), "message", false],
    ["it is a server without the bot", inForeignGuild(), "message", false],
  ] as const)("where %s", async (_, place, target, isPrivate) => {
    const { job, body } = await use(REPLY, place);
    expect(job).toMatchObject({ target, private: isPrivate, conversation: `${CHANNEL}:${ASKER}${isPrivate ? ":private" : ""}` });
    expect(job?.input).toMatchObject({ trigger: "reply", task: "reply", target: { id: MESSAGE, content: "why is the sky blue?", author: { id: OTHER } } });
    expect(body).toEqual(isPrivate || target === "reply" ? { type: 5, data: { flags: 64 } } : { type: 5 });
  });

  it("keeps to itself what only the asker sees", async () => {
    expect((await use(REPLY, inGuild(), {}, { flags: 64 })).job).toMatchObject({ private: true, target: "message" });
  });

  it("hands over what the message replies to, unless its author opted out", async () => {
    const message = {
      type: 19,
      author: { id: ASKER, username: "mina" },
      message_reference: { message_id: "41" },
      referenced_message: { id: "41", author: other, content: "because" },
    };
    expect((await use(REPLY, inGuild(), {}, message)).job?.input).toMatchObject({ target: { replied: { content: "because" } } });
    const optedOut = async () => new Set([`pseudonym-of-${OTHER}`]);
    const { job } = await use(REPLY, inGuild(), { access: { optedOut } }, message);
    expect(JSON.stringify(job?.input)).not.toContain("because");
  });
});

describe.each([REPLY, PANEL])("%s", (name) => {
  it("leaves alone whose author opted out, or whom nobody can be asked about", async () => {
    const cases: [Overrides, RegExp][] = [
      [{ access: { optedOut: async () => new Set([`pseudonym-of-${OTHER}`]) } }, /doesn't want me to read it/],
      [{ access: { optedOut: () => Promise.reject(new Error("D1 is away")) } }, /can't check right now/],
      [{ access: { optedOut: never } }, /took too long/],
    ];
    for (const [over, words] of cases) {
      const { body, world } = await use(name, inGuild(), over);
      expect(body).toMatchObject(privateSentence(words));
      expect(world.jobs()).toEqual([]);
    }
  });

  it("asks about nobody where the message is the asker's own, or a bot's", async () => {
    for (const author of [
      { id: ASKER, username: "mina" },
      { ...other, bot: true },
    ]) {
      const { world } = await use(name, inGuild(), {}, { author });
      expect(world.calls.filter((call) => call.name === "optedOut")).toEqual([]);
    }
  });

  it("says what it cannot read", async () => {
    const cases: [Record<string, unknown>, RegExp][] = [
      [{ author: undefined }, /couldn't read this message/],
      [{ type: 7, content: "" }, /notice by Discord/],
      [{ content: "" }, /can't find anything/],
      [{ content: "", attachments: [{ id: "1", filename: "film.mp4", content_type: "video/mp4", size: 9, url: "https://x" }] }, /“film.mp4”/],
    ];
    for (const [message, words] of cases) expect((await use(name, inGuild(), {}, message)).body).toMatchObject(privateSentence(words));
  });
});

describe("the panel", () => {
  const file = (filename: string, content_type: string, n = 0) => ({
    id: String(n),
    filename,
    content_type,
    size: 9,
    url: `https://cdn.discordapp.com/attachments/1/${n}/${filename}?ex=1&is=2&hm=3`,
    width: 40,
    height: 30,
  });
  interface Quote {
    description?: string;
    fields?: { name: string; value: string }[];
    author: { name: string };
  }
  const embedOf = (body: Callback) => ((body.data?.embeds ?? []) as Quote[])[0];
  /** What Discord sends back when one of its buttons is pressed. */
  const pressOn = (body: Callback, customId: string, place = inGuild()) => ({
    ...place,
    ...press(customId, 64),
    message: { id: "77", flags: 64, content: "", embeds: body.data?.embeds },
  });
  const idOf = (body: Callback, index: number) => {
    const [row] = (body.data?.components ?? []) as { components: { custom_id: string }[] }[];
    return row?.components[index]?.custom_id ?? "";
  };

  it("brings back the whole message when one of its buttons is pressed", async () => {
    const attachments = [file("a.png", "image/png"), file("notes.txt", "text/plain; charset=utf-8", 1), file("film.mp4", "video/mp4", 2)];
    const { body, world } = await use(PANEL, inGuild(), {}, { attachments, timestamp: "2026-11-20T10:00:00.000Z" });
    expect(body).toMatchObject({ type: 4, data: { flags: 64 } });
    await world.interact(pressOn(body, idOf(body, 0)));
    expect(world.jobs()[0]).toMatchObject({ target: "message", private: true, conversation: `${CHANNEL}:${ASKER}:private` });
    expect(world.jobs()[0]?.input).toMatchObject({
      trigger: "panel",
      task: "explain",
      target: {
        id: MESSAGE,
        author: { id: OTHER, name: "Otto", bot: false },
        content: "why is the sky blue?",
        sentAt: Date.UTC(2026, 10, 20, 10),
        attachments: [
          { filename: "a.png", contentType: "image/png", url: attachments[0]?.url, width: 40, height: 30 },
          { filename: "notes.txt", contentType: "text/plain;charset=utf-8", url: attachments[1]?.url },
        ],
      },
    });
  });

  it("fits into Discord's limits, whatever the message holds", async () => {
    const attachments = Array.from({ length: 10 }, (_, n) => file(`${"long-name-".repeat(30)}${n}.png`, "image/png", n));
    const { body } = await use(PANEL, inGuild(), {}, { content: "word ".repeat(1_200), author: { ...other, global_name: "N".repeat(400) }, attachments });
    const embed = embedOf(body);
    const sum = JSON.stringify([embed?.description, embed?.fields, embed?.author, "To the message"]).length;
    expect(embed?.description?.length).toBeLessThanOrEqual(4096);
    expect(sum).toBeLessThan(6_000);
    expect(embed?.fields?.every(({ name, value }) => name.length <= 256 && value.length <= 1024)).toBe(true);
  });

  it("has as many files as an embed has fields, and those that Discord sends", async () => {
    const attachments = [
      ...Array.from({ length: 30 }, (_, n) => ({ ...file("a.png", "image/png", n), url: `https://x/${n}` })),
      { ...file("b.png", "image/png"), url: "javascript:1" },
    ];
    const { body } = await use(PANEL, inGuild(), {}, { attachments });
    expect(embedOf(body)?.fields).toHaveLength(25);
    const odd = await use(PANEL, inGuild(), {}, { attachments: attachments.slice(-1) });
    expect(embedOf(odd.body)).not.toHaveProperty("image");
  });

  it("brings back a picture that Discord names no type for", async () => {
    const { body, world } = await use(PANEL, inGuild(), {}, { attachments: [{ ...file("a.png", ""), content_type: undefined }] });
    await world.interact(pressOn(body, idOf(body, 0)));
    expect(world.jobs()[0]?.input).toMatchObject({ target: { attachments: [{ filename: "a.png", contentType: "", width: 40, height: 30 }] } });
  });

  it("takes no preview of a link for the message it is about", async () => {
    const { body, world } = await use(PANEL, inGuild());
    const preview = { url: "https://example.com/posts/123", description: "Something else." };
    const pressed = pressOn(body, idOf(body, 0));
    await world.interact({ ...pressed, message: { ...pressed.message, embeds: [preview, ...(body.data?.embeds ?? [])] } });
    expect(world.jobs()[0]?.input).toMatchObject({ target: { id: MESSAGE, content: "why is the sky blue?" } });
  });

  it("works in direct messages and for messages without words", async () => {
    const { body } = await use(PANEL, inPrivateChannel(), {}, { content: "", attachments: [file("notes.txt", "text/plain")] });
    expect(embedOf(body)).not.toHaveProperty("description");
    const world = await createWorld();
    await world.interact(pressOn(body, idOf(body, 0), inPrivateChannel()));
    expect(world.jobs()[0]?.input).toMatchObject({ target: { id: MESSAGE, content: "" } });
  });

  it("describes a picture at once where there is little else, and only there", async () => {
    const attachments = [file("a.png", "image/png")];
    for (const content of ["", "lol", "<@123> https://example.com/a-long-link", "🦜🦜🦜🦜🦜🦜🦜🦜🦜🦜🦜🦜🦜"]) {
      const { job } = await use(PANEL, inGuild(), {}, { content, attachments });
      expect(job).toMatchObject({
        private: true,
        target: "message",
        input: { task: "describe", panel: { embeds: [{}], rows: content === "" ? [{}] : [{}, {}] } },
      });
    }
    expect((await use(PANEL, inGuild(), {}, { attachments })).job).toBeUndefined();
  });

  it("opens a window for a question of one's own, whose answer knows the message", async () => {
    const { body, world } = await use(PANEL, inGuild());
    const opened = await world.interact(pressOn(body, `panel:question:${OTHER}:0`));
    expect(opened.body).toMatchObject({ type: 9, data: { custom_id: `panel-question:${OTHER}:0` } });
    const sent = { ...inGuild(), ...modal(`panel-question:${OTHER}:0`, { question: " is it? " }), message: { id: "77", flags: 64, embeds: body.data?.embeds } };
    await world.interact(sent);
    expect(world.jobs()[0]?.input).toMatchObject({ task: "question", prompt: "is it?", target: { content: "why is the sky blue?" } });
    expect((await world.interact({ ...sent, ...modal(`panel-question:${OTHER}:0`, { question: "  " }) })).body).toMatchObject(privateSentence(/empty/));
  });

  it("that cannot be read any more, or never was one, gets a sentence", async () => {
    const { body, world } = await use(PANEL, inGuild());
    const bare = { ...inGuild(), ...press(`panel:explain:${OTHER}:0`, 64) };
    expect((await world.interact(bare)).body).toMatchObject(privateSentence(/Open it again/));
    for (const id of ["panel:explain:nobody", "panel:explain"])
      expect((await world.interact(pressOn(body, id))).body).toMatchObject(privateSentence(/Open it again/));
    for (const id of [`panel:reply:${OTHER}`, "panel", "panel:toString:1"])
      expect((await world.interact(pressOn(body, id))).body).toMatchObject(privateSentence(/any more/));
    expect((await world.interact({ ...inGuild(), ...modal(`panel-question:${OTHER}`, { question: "x" }) })).body).toMatchObject(
      privateSentence(/Open it again/),
    );
    expect(world.jobs()).toEqual([]);
  });
});

it("the link leads to the message, in servers and outside", async () => {
  for (const [place, where] of [
    [inGuild(), GUILD],
    [inBotDm(), "@me"],
  ] as const) {
    const { body } = await use(PANEL, place);
    expect(JSON.stringify(body.data?.embeds)).toContain(`https://discord.com/channels/${where}/${CHANNEL}/${MESSAGE}`);
  }
});
