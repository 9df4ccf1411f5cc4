// /catchup, end to end: what somebody missed, since when and about what, with links to the messages.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { ago, catchingUp, labels, saved, text } from "./catching-up.ts";
import { guildOf, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { catchUp, sent, lines, linkTo, post, reads, member, optOut } = catchingUp(() => world);
beforeEach(() => {
  world.discord.intents.messageContent = true;
  world.model.script(() => ({ text: "Nothing to cite.", delayMs: 1 }));
});

describe("what somebody missed", () => {
  test("is told to them alone, from their last message on, with a link for each number", async () => {
    post(world.bob, "said before");
    post(world.ada, "back later!");
    const first = post(world.bob, "Let us meet on Friday.");
    const second = post(member("cleo"), "Friday it is.");
    world.model.script(() => ({ text: "They meet on Friday [1] [2], and nobody said [99].", delayMs: 1 }));
    const handle = await catchUp();
    expect(handle.callback).toMatchObject({ type: 5, data: { flags: 64 } });
    expect(lines()).toEqual(["[1] bob: Let us meet on Friday.", "[2] cleo: Friday it is."]);
    expect(text(handle)).toMatch(/^-# 2 messages(, <t:\d+:f>| from <t:\d+:f> to <t:\d+:f>), by 2 people\.\n/);
    expect(text(handle)).toContain(`They meet on Friday [↗](${linkTo(first)}) [↗](${linkTo(second)}), and nobody said.`);
    expect(labels(handle)).toEqual(["Follow up", "Regenerate", "Why"]);
    expect(reads()).toHaveLength(1);
    await saved(handle.id);
    expect(await rows("SELECT private, trigger, outcome FROM turns WHERE id = ?", handle.id)).toEqual([
      { private: 1, trigger: "catchup", outcome: "answered" },
    ]);
  });

  test("names what is addressed to them, what replies to what, bots and files", async () => {
    const own = post(world.ada, "Who brings cake?");
    post(world.bob, "I do", { replyTo: own });
    const question = post(world.bob, `<@${world.ada.id}> and <@${world.discord.bot.id}>: when? <:cake:123456789012345678>`);
    post(member("cleo"), "Three.", { replyTo: question, attachments: [world.discord.putFile("plan.pdf", "application/pdf", new Uint8Array(3))] });
    post(world.discord.addUser("news", { bot: true }), "", { json: { embeds: [{ title: "Cake prices rise" }] } });
    post(world.bob, "", { json: { type: 7 } });
    await catchUp({ options: { since: "1h" } });
    expect(lines()).toEqual([
      "[1] ada (the person asking): Who brings cake?",
      "[2] bob (to the person asking, replying to [1]): I do",
      "[3] bob (to the person asking): @ada and @edgewise: when? :cake:",
      "[4] cleo (replying to [3]): Three. [plan.pdf]",
      "[5] news (bot): [Embed]",
      "  Cake prices rise",
    ]);
    expect(sent()).toContain("what is addressed to the person asking");
  });

  test("shows links while the answer grows, and no half of one", async () => {
    post(world.ada, "bye");
    post(world.bob, "news");
    world.model.script(() => ({ text: "It goes on and on [1] and so forth, ".repeat(60), delayMs: 8 }));
    const handle = await catchUp();
    const drafts = handle.original()?.history.map(({ content }) => content) ?? [];
    expect(drafts.length).toBeGreaterThan(3);
    for (const draft of drafts) expect(draft.replaceAll(/\[↗\]\(https:\/\/discord\.com\/channels\/\d+\/\d+\/\d+\)/g, "")).not.toMatch(/[[\]]/);
  });

  test("that is nothing needs no model", async () => {
    post(world.bob, "old news");
    const own = post(world.ada, "I know");
    const handle = await catchUp();
    expect(text(handle)).toContain(`nobody has written anything since your last message (${linkTo(own)})`);
    expect(text(handle)).toContain("`since: yesterday`");
    expect(world.model.requests).toEqual([]);
    await saved(handle.id);
    expect(await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", handle.id)).toEqual([{ amount: 0, settled: 1 }]);
    const empty = world.discord.addChannel(guildOf(world));
    expect(text(await catchUp({ channel: empty }))).toContain("Nobody has written anything here yet");
    expect(text(await catchUp({ channel: empty, options: { since: "2h" } }))).toMatch(/nobody has written anything since <t:\d+:f>/);
    expect(world.model.requests).toEqual([]);
    const why = await world.press(world.ada, handle, "Why");
    expect(why.original()?.content).toContain("You asked what you missed");
  });

  test("begins at the channel's first message for somebody who never wrote there", async () => {
    post(world.bob, "first");
    const handle = await catchUp();
    expect(lines()).toEqual(["[1] bob: first"]);
    expect(text(handle)).toContain("You haven't written here yet");
  });

  test("may be looked at again: Regenerate tells about the same and what came since, a follow-up asks about it", async () => {
    post(world.ada, "bye");
    post(world.bob, "the first news");
    const handle = await catchUp();
    await saved(handle.id);
    post(world.ada, "back");
    post(world.bob, "the second news");
    world.model.script(() => ({ text: "Again [1] [3].", delayMs: 1 }));
    const again = await world.press(world.ada, handle, "Regenerate");
    await world.discord.waitFor(() => text(handle).includes("Again"));
    expect(lines()).toEqual(["[1] bob: the first news", "[2] ada (the person asking): back", "[3] bob: the second news"]);
    await saved(again.id);
    const modal = await world.press(world.ada, again, "Follow up");
    const followed = await world.discord.interact({ kind: "modal", user: world.ada, channel: world.channel, from: modal, values: { prompt: "Who said so?" } });
    await world.answered(followed);
    expect(lines()).toHaveLength(3);
    expect(sent()).toMatch(/Answer this question about the messages[\s\S]*Who said so\?/);
    expect(sent()).toContain("What did I miss here?");
    expect(text(followed)).toContain("https://discord.com/channels/");
  });
});

describe("since when", () => {
  test("can be told; what is older stays out", async () => {
    post(world.bob, "three hours ago", ago(180));
    post(world.ada, "an hour ago", ago(61));
    post(world.bob, "just now");
    const handle = await catchUp({ options: { since: "2 Std" } });
    expect(lines()).toEqual(["[1] ada (the person asking): an hour ago", "[2] bob: just now"]);
    expect(text(handle)).toContain("2 messages");
  });

  test("goes by the asker's time zone, and says so where nobody knows it", async () => {
    post(world.bob, "two days ago", ago(2 * 24 * 60 + 60));
    post(world.bob, "just now");
    const handle = await catchUp({ options: { since: "yesterday" } });
    expect(lines()).toEqual(["[1] bob: just now"]);
    expect(text(handle)).toContain("I went by UTC");
    await env.DB.prepare("UPDATE people SET time_zone = 'Europe/Berlin' WHERE id = ?").bind(world.ada.id).run();
    const known = await catchUp({ options: { since: "yesterday" } });
    expect(text(known)).not.toContain("UTC");
    expect(sent()).toContain("The times are in Europe/Berlin.");
  });

  test.each([
    ["soonish", "I can't tell when “soonish” was"],
    ["  ", "Tell me since when"],
    ["2999-01-01", "is still to come"],
  ])("that cannot be read is a sentence: %j", async (since, words) => {
    const handle = await catchUp({ options: { since } });
    expect(handle.callback).toMatchObject({ type: 4, data: { flags: 64 } });
    expect(text(handle)).toContain(words);
    expect(world.discord.calls).toEqual([]);
  });

  test("is offered while it is typed", async () => {
    const typed = (value: string) =>
      world.discord.interact({
        kind: "autocomplete",
        command: "catchup",
        user: world.ada,
        channel: world.channel,
        focused: "since",
        options: { since: value },
      });
    expect((await typed("")).choices?.length).toBeGreaterThan(5);
    expect((await typed("yest")).choices).toEqual([{ name: "since yesterday", value: "yesterday" }]);
    expect((await typed("90 min")).choices).toEqual([{ name: "90 min", value: "90 min" }]);
    expect((await typed("gibberish")).choices).toEqual([]);
  });
});

describe("a question", () => {
  test("is answered from what was said, one's own last message or not", async () => {
    post(world.bob, "The key is under the mat.");
    post(world.ada, "ok");
    const handle = await catchUp({ options: { question: "Where is the key?" } });
    expect(lines()).toEqual(["[1] bob: The key is under the mat.", "[2] ada (the person asking): ok"]);
    expect(sent()).toMatch(/Answer this question about the messages[\s\S]*Where is the key\?/);
    expect(text(handle)).toContain("2 messages");
  });

  test("is answered from what is remembered of the channel, too, and of no other; nobody's words who opted out", async () => {
    await env.DB.prepare("INSERT INTO channel_settings (channel_id, guild_id, shared, remembered, changed_at) VALUES (?, ?, 0, 1, 1)")
      .bind(world.channel.id, world.channel.guildId)
      .run();
    const key = post(world.bob, "The spare key hangs behind the old clock.", ago(180));
    await saved((await catchUp({ options: { since: "1d" } })).id);
    await saved((await world.ask("Where does the spare key hang?", { user: world.bob, options: { context: false } })).id);
    post(world.bob, "It rains.");
    world.model.script(() => ({ text: "Behind the clock [3].", delayMs: 1 }));
    const question = "Where is the spare key?";
    const handle = await catchUp({ options: { question, since: "1h" } });
    expect(lines().find((line) => line.includes("hangs behind"))).toBe("[3] bob (remembered): The spare key hangs behind the old clock.");
    expect(text(handle)).toContain(`Behind the clock [↗](${linkTo(key)}).`);
    expect(text(handle)).toMatch(/^-# 2 messages.*Beside these, \d lines? that I remember\.\n/);

    const other = world.discord.addChannel(guildOf(world));
    post(world.bob, "It rains here, too.", {}, other);
    await catchUp({ channel: other, options: { question } });
    expect(lines()).toEqual(["[1] bob: It rains here, too."]);
    await catchUp({ channel: other, options: { question, channel: world.channel, since: "1h" } });
    expect(sent()).toContain("hangs behind");

    await optOut(world.bob);
    post(member("cleo"), "It still rains.");
    await catchUp({ options: { question, since: "1h" } });
    expect(lines()).toEqual([expect.stringContaining("cleo: It still rains.")]);
  });

  test("about nothing is no question for a model", async () => {
    const handle = await catchUp({ options: { question: "What is new?" } });
    expect(text(handle)).toContain("Nobody has written anything here yet");
    expect(world.model.requests).toEqual([]);
  });
});

test("in German it speaks German", async () => {
  post(world.ada, "tschüss");
  post(world.bob, "Neues");
  const handle = await catchUp({ locale: "de", options: { since: "seit gestern" } });
  expect(text(handle)).toMatch(/^-# 2 Nachrichten/);
  expect(text(handle)).toContain("/einstellungen");
  expect(sent()).toContain("Answer in German.");
  expect(labels(handle)).toEqual(["Nachfragen", "Neu antworten", "Warum"]);
  expect(text(await catchUp({ locale: "de", options: { since: "irgendwann" } }))).toContain("Ich weiß nicht, wann „irgendwann“ war");
});
