// "Reply with AI": a real reply, once, with what stands around the message, also through crashes; and nobody is pinged.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { replying, rows, saved } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { use, ended, reply, posted, sentToModel } = replying(() => world);

describe("in a server's channel", () => {
  test("it becomes a real reply that pings nobody, and the acknowledgement a link to it", async () => {
    world.model.script(() => ({ text: "Monads are burritos, <@1> @everyone.", delayMs: 5 }));
    const target = world.discord.post(world.channel, world.bob, "what is a monad?");
    const handle = await reply(target);
    const [message] = posted();
    expect(posted()).toHaveLength(1);
    expect(message?.json).toMatchObject({
      content: "Monads are burritos, <@1> @everyone.",
      type: 19,
      message_reference: { message_id: target.json.id },
      mentions: [],
    });
    expect(handle.callback).toMatchObject({ type: 5, data: { flags: 64 } });
    expect(handle.messages()).toHaveLength(1);
    expect(handle.original()?.content).toContain(`https://discord.com/channels/${world.channel.guildId}/${world.channel.id}/${message?.json.id}`);
    expect(handle.original()?.buttons).toEqual([]);
    expect(sentToModel()).toContain("what is a monad?");
    await saved(handle.id);
    expect(await rows("SELECT private, quoted_user_id, message_ids FROM turns WHERE id = ?", handle.id)).toEqual([
      { private: 0, quoted_user_id: world.bob.id, message_ids: JSON.stringify([message?.json.id]) },
    ]);
  });

  test("it streams, and its buttons work: Stop while it runs, Regenerate and Why afterwards", async () => {
    world.model.script(() => ({ text: "word ".repeat(100), delayMs: 20 }));
    const target = world.discord.post(world.channel, world.bob, "tell me a story");
    const handle = await use(target);
    await world.discord.waitFor(() => (posted()[0]?.json.content.length ?? 0) > 20, { timeoutMs: 8_000 });
    const press = (label: string) => {
      const [message] = posted();
      const button = world.discord
        .visibleTo(world.ada, world.channel)
        .find(({ id }) => id === message?.json.id)
        ?.buttons.find((one) => one.label === label);
      if (message === undefined || button === undefined) throw new Error(`no button ${label}`);
      return world.discord.interact({ kind: "button", user: world.ada, channel: world.channel, message, customId: button.customId });
    };
    await press("Stop");
    await ended(handle);
    expect(posted()[0]?.json.content).toContain("Stopped here.");
    await saved(handle.id);
    const more = await press("More");
    expect((await world.press(world.ada, more, "Why")).original()?.content).toContain("You had me reply to a message");
    world.model.script(() => ({ text: "Another story.", delayMs: 1 }));
    const again = await press("Regenerate");
    await vi.waitFor(() => expect(posted().map(({ json }) => json.content)).toEqual(["Another story."]), { timeout: 5_000 });
    expect(sentToModel()).toContain("tell me a story");
    await saved(again.id);
    world.model.script(undefined);
    await world.ask("what did I want?");
    expect(sentToModel()).toContain("Another story.");
    expect(sentToModel()).toContain("tell me a story");
  });

  test("the chain of replies and the neighbours go along, with names, the bot's own words as its own", async () => {
    world.discord.intents.messageContent = true;
    const first = world.discord.post(world.channel, world.bob, "tea or coffee?");
    const second = world.discord.post(world.channel, world.ada, "tea of course", { replyTo: first });
    world.discord.post(world.channel, world.bob, "a message beside it");
    const target = world.discord.post(world.channel, world.bob, "why?", { replyTo: second });
    await reply(target);
    const prompt = sentToModel();
    expect(prompt).toMatch(/reply_chain[^>]*untrusted.*bob: tea or coffee\?.*ada: tea of course.*<\/reply_chain>.*<message author=.{0,3}bob.*why\?/s);
    expect(prompt).toContain("a message beside it");
    const [own] = posted();
    if (own === undefined) throw new Error("no reply");
    await reply(world.discord.post(world.channel, world.ada, "are you sure?", { replyTo: own }));
    expect(sentToModel()).toContain("You, in an earlier answer: ");
  });

  test("a chain that reaches further back than the channel that is read is followed, a few steps", async () => {
    world.discord.intents.messageContent = true;
    const first = world.discord.post(world.channel, world.bob, "the very beginning");
    const second = world.discord.post(world.channel, world.bob, "the middle", { replyTo: first });
    for (let i = 0; i < 60; i++) world.discord.post(world.channel, world.bob, `noise ${i}`);
    await reply(world.discord.post(world.channel, world.ada, "so?", { replyTo: second }));
    expect(sentToModel()).toMatch(/the very beginning.*the middle/s);
    expect(world.discord.calls.filter(({ method }) => method === "GET").length).toBeLessThanOrEqual(4);
  });

  test("without the intent it reads the message itself, and says what it could not read", async () => {
    const before = world.discord.post(world.channel, world.bob, "unseen words");
    const target = world.discord.post(world.channel, world.bob, "seen words", { replyTo: before, ping: false });
    await reply(target);
    expect(sentToModel()).toContain("seen words");
    expect(sentToModel()).not.toContain("unseen words");
    expect(sentToModel()).toContain("could not be read");
    expect(posted()[0]?.json.content).toContain("Message Content Intent");
  });

  test("pictures and text files of the message go along", async () => {
    const picture = world.discord.putFile("cat.png", "image/png", new Uint8Array([1, 2, 3]));
    const notes = world.discord.putFile("notes.txt", "text/plain", new TextEncoder().encode("meow notes"));
    await reply(world.discord.post(world.channel, world.bob, "look", { attachments: [picture, notes] }));
    expect(sentToModel()).toContain("data:image/png;base64,AQID");
    expect(sentToModel()).toContain("meow notes");
  });

  test("a failure before the first word is nobody else's business, and Try again works", async () => {
    world.model.script(() => ({ status: 401 }));
    const handle = await reply(world.discord.post(world.channel, world.bob, "hello?"));
    expect(posted()).toEqual([]);
    expect(handle.original()).toMatchObject({ isPrivate: true });
    expect(handle.original()?.buttons.map(({ label }) => label)).toEqual(["Try again", "Why"]);
    await saved(handle.id);
    world.model.script(() => ({ text: "Now it works.", delayMs: 1 }));
    const again = await world.press(world.ada, handle, "Try again");
    await vi.waitFor(() => expect(again.original()).toMatchObject({ isPrivate: true, content: "Now it works." }), { timeout: 5_000 });
    expect(sentToModel()).toContain("hello?");
    expect(posted()).toEqual([]);
  });
});

describe("a crash", () => {
  const channelObject = () => env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id));

  test("in the middle of the words: the same reply is finished", { timeout: 20_000 }, async () => {
    const text = Array.from({ length: 120 }, (_, i) => `word${i}`).join(" ");
    world.model.script(() => ({ text, delayMs: 20 }));
    const handle = await use(world.discord.post(world.channel, world.bob, "go on"));
    await world.discord.waitFor(() => (posted()[0]?.json.content.length ?? 0) > 20, { timeoutMs: 8_000 });
    await abortAllDurableObjects();
    await runDurableObjectAlarm(channelObject());
    await ended(handle);
    expect(posted().map(({ json }) => json.content)).toEqual([text]);
    expect(handle.original()?.content).toContain("https://discord.com/channels/");
  });

  test("between the post and its answer: there is one reply all the same", { timeout: 20_000 }, async () => {
    world.discord.faults.add({ kind: "lost-answer", times: 1, match: ({ method, auth }) => method === "POST" && auth === "bot" });
    world.model.script(() => ({ text: "word ".repeat(40), delayMs: 20 }));
    const handle = await use(world.discord.post(world.channel, world.bob, "go on"));
    await world.discord.waitFor(() => posted().length > 0, { timeoutMs: 8_000 });
    await abortAllDurableObjects();
    await runDurableObjectAlarm(channelObject());
    await ended(handle);
    expect(posted().map(({ json }) => json.content)).toEqual(["word ".repeat(40).trim()]);
  });
});
