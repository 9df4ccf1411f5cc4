// /catchup, end to end: what somebody missed, with links; read only where both may read, said honestly where something could not be.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Channel, channelType, type InteractionHandle, type MessageRecord, permission, type User } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import { guildOf, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(() => {
  world.discord.intents.messageContent = true;
  world.model.script(() => ({ text: "Nothing to cite.", delayMs: 1 }));
});

interface Use {
  options?: Record<string, OptionValue>;
  user?: User;
  channel?: Channel;
  locale?: string;
}
const begin = ({ options = {}, user = world.ada, channel = world.channel, locale = "en-US" }: Use = {}) =>
  world.discord.interact({ kind: "slash", command: "catchup", user, channel, options, locale });
const catchUp = async (use: Use = {}) => {
  const handle = await begin(use);
  if (handle.callback?.type === 5) await world.answered(handle);
  return handle;
};
const text = (handle: InteractionHandle) =>
  handle
    .messages()
    .map(({ content }) => content)
    .join("\n");
const labels = (handle: InteractionHandle) => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));
const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
const sent = (fromEnd = 1) => {
  const body = world.model.requests.at(-fromEnd)?.body as { messages: { role: string; content: string }[] } | undefined;
  return body?.messages.map(({ content }) => content).join("\n") ?? "";
};
/** The numbered lines as the model got them. */
const lines = (fromEnd = 1) =>
  /<channel_messages untrusted="true">\n([\s\S]*?)\n<\/channel_messages>/
    .exec(sent(fromEnd))?.[1]
    ?.split("\n")
    .map((line) => line.replace(/^(\[\d+\]) (?:\w{3} \d\d-\d\d )?\d\d:\d\d /, "$1 ")) ?? [];
const linkTo = ({ json }: MessageRecord) =>
  `https://discord.com/channels/${world.discord.state.channels.get(json.channel_id)?.guildId ?? "@me"}/${json.channel_id}/${json.id}`;
const post = (user: User, content: string, more: Parameters<typeof world.discord.post>[3] = {}, channel = world.channel) =>
  world.discord.post(channel, user, content, more);
const ago = (minutes: number) => ({ json: { timestamp: new Date(Date.now() - minutes * 60_000).toISOString() } });
const reads = (channel = world.channel) =>
  world.discord.calls.filter(({ method, path }) => method === "GET" && path.includes(`/channels/${channel.id}/messages`));
const optOut = async (user: User) => {
  const key = Uint8Array.from(new TextEncoder().encode(world.discord.publicKeyHex));
  const [name] = await createPseudonyms([key])(user.id);
  await env.DB.prepare("INSERT INTO opt_outs (key, active, changed_at) VALUES (?, 1, 0)").bind(name).run();
};
const without = (who: User, deny: bigint) =>
  world.discord.addChannel(guildOf(world), { name: "other", overwrites: [{ id: who.id, type: 1, allow: 0n, deny }] });
const member = (name: string) => {
  const user = world.discord.addUser(name);
  world.discord.addMember(guildOf(world), user);
  return user;
};

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

  test("about nothing is no question for a model", async () => {
    const handle = await catchUp({ options: { question: "What is new?" } });
    expect(text(handle)).toContain("Nobody has written anything here yet");
    expect(world.model.requests).toEqual([]);
  });
});

describe("without the Message Content intent", () => {
  beforeEach(() => {
    world.discord.intents.messageContent = false;
  });

  test("nothing is made up: it says what it sees, which switch helps, and where it begins", async () => {
    post(world.ada, "bye");
    const first = post(world.bob, "invisible to bots");
    const second = post(world.bob, `<@${world.ada.id}> invisible, too`);
    const handle = await catchUp();
    expect(world.model.requests).toEqual([]);
    expect(text(handle)).toContain("2 messages");
    expect(text(handle)).toContain("Message Content Intent");
    expect(text(handle)).toContain(`Addressed to you: ${linkTo(second)}`);
    expect(text(handle)).toContain(`It begins here: ${linkTo(first)}`);
    expect(text(handle)).not.toContain("invisible");
  });

  test("what reaches it is told, the rest is counted", async () => {
    post(world.ada, "bye");
    post(world.bob, "invisible to bots");
    post(world.bob, `<@${world.discord.bot.id}> this one is readable`);
    const handle = await catchUp();
    expect(lines()).toEqual(["[2] bob: @edgewise this one is readable"]);
    expect(sent()).toContain("1 message here reaches me without text");
    expect(text(handle)).toContain("Message Content Intent");
    expect(JSON.stringify(world.model.requests)).not.toContain("invisible");
  });
});

describe("many messages", () => {
  const say = (count: number) => {
    for (let n = 1; n <= count; n += 1) post(world.bob, `thing ${n} ${"was said about it and so on ".repeat(3)}`);
  };

  test("450 are read in five pages, the older ones condensed, the newest as they are, and nothing is lost in silence", async () => {
    post(world.ada, "bye");
    say(450);
    const asked: string[] = [];
    world.model.script(({ messages }) => {
      const all = messages.map((message) => message.text).join("\n");
      asked.push(all);
      if (all.includes("You take notes")) return { text: "- bob said a lot [7]\n- and more [8]", delayMs: 1 };
      return { text: "Long ago bob spoke [7]; last of all [450]; never [451].", delayMs: 1 };
    });
    const handle = await catchUp();
    expect(reads()).toHaveLength(5);
    expect(text(handle)).toContain("450 messages");
    expect(text(handle)).toMatch(/\d+ oldest messages were condensed first/);
    expect(text(handle).match(/https:\/\/discord\.com\/channels/g)).toHaveLength(2);
    const notes = asked.filter((all) => all.includes("You take notes"));
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.length).toBeLessThanOrEqual(4);
    const everything = asked.join("\n");
    for (let n = 1; n <= 450; n += 1) expect([n, everything.includes(`thing ${n} `)]).toEqual([n, true]);
    expect(asked.at(-1)).toContain("Notes on [1] to [");
    expect(asked.at(-1)).toContain("thing 450 ");
    expect(asked.at(-1)).not.toContain("thing 1 ");
    await saved(handle.id);
    const [turn] = await rows("SELECT cost_micro_usd AS cost FROM turns WHERE id = ?", handle.id);
    const [ledger] = await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", handle.id);
    expect(ledger).toEqual({ amount: turn?.cost, settled: 1 });
  });

  test("more than 500: the last 500 are read, and that is said with how many there may be", async () => {
    for (let n = 0; n < 520; n += 1) post(world.bob, `m${n}`, ago((520 - n) * 2));
    const handle = await catchUp({ options: { since: "24 hours" } });
    expect(reads()).toHaveLength(5);
    expect(text(handle)).toMatch(/I read only the last 500 of about \d[\d,]* messages, back to <t:\d+:f>/);
    const mine = await catchUp();
    expect(text(mine)).toContain("I read only the last 500 messages");
    expect(text(mine)).toContain("Your own last message is further back");
  });

  test("are not condensed beyond the budget", async () => {
    post(world.ada, "bye");
    say(300);
    const day = new Date().toISOString().slice(0, 10);
    const worst = await catchUp({ channel: world.discord.addChannel(guildOf(world)) });
    await saved(worst.id);
    // Enough for one answer, not for the notes.
    await env.DB.prepare("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, ?)")
      .bind(`user:${world.ada.id}`, day, 500_000 - 62_000)
      .run();
    const handle = await catchUp();
    expect(text(handle)).toContain("budget");
    expect(world.model.requests).toEqual([]);
  });

  test("where the notes fail, what is missing is said", async () => {
    post(world.ada, "bye");
    say(300);
    world.model.script(({ messages }) =>
      messages.some((message) => message.text.includes("You take notes")) ? { status: 401 } : { text: "The rest [300].", delayMs: 1 },
    );
    const handle = await catchUp();
    expect(text(handle)).toMatch(/left out the \d+ oldest messages/);
    expect(text(handle)).toContain("The rest [↗](");
  });
});

describe("another channel", () => {
  test("is told where both may read it, with links into it; nothing of the place here", async () => {
    const other = world.discord.addChannel(guildOf(world), { name: "other" });
    const there = post(world.bob, "said elsewhere", {}, other);
    post(world.bob, "said here");
    world.model.script(() => ({ text: "Elsewhere [1].", delayMs: 1 }));
    const handle = await catchUp({ options: { channel: other } });
    expect(lines()).toEqual(["[1] bob: said elsewhere"]);
    expect(text(handle)).toContain(linkTo(there));
    expect(text(handle)).toContain(`1 message in <#${other.id}>`);
    expect(reads()).toEqual([]);
  });

  test("that the asker may not read is refused before anything is read", async () => {
    for (const bit of [permission.viewChannel, permission.readMessageHistory]) {
      const other = without(world.ada, bit);
      post(world.bob, "a secret", {}, other);
      const handle = await begin({ options: { channel: other } });
      expect(handle.callback).toMatchObject({ type: 4, data: { flags: 64 } });
      expect(text(handle)).toContain("You can't read the earlier messages");
      expect(reads(other)).toEqual([]);
    }
    expect(world.model.requests).toEqual([]);
  });

  test("that the bot may not read is refused, too, and so is a thread that the asker lost since", async () => {
    for (const bit of [permission.viewChannel, permission.readMessageHistory]) {
      const other = without(world.discord.bot, bit);
      post(world.bob, "a secret", {}, other);
      const handle = await catchUp({ options: { channel: other } });
      expect(text(handle)).toContain("I can't read the earlier messages");
      expect(reads(other)).toEqual([]);
    }
    const parent = world.discord.addChannel(guildOf(world));
    const thread = world.discord.addChannel(guildOf(world), { parent, type: channelType.privateThread });
    thread.recipients = [world.ada.id, world.discord.bot.id];
    post(world.bob, "a secret", {}, thread);
    const first = await catchUp({ options: { channel: thread } });
    expect(lines()).toEqual(["[1] bob: a secret"]);
    await saved(first.id);
    thread.recipients = [world.discord.bot.id];
    const requests = world.model.requests.length;
    await world.press(world.ada, first, "Regenerate");
    await world.discord.waitFor(() => text(first).includes("You can't read"), { timeoutMs: 8_000 });
    expect(world.model.requests).toHaveLength(requests);
  });
});

describe("where nothing can be read", () => {
  test("it says what is missing, at once", async () => {
    for (const who of [world.ada, world.discord.bot]) {
      const handle = await begin({ channel: without(who, permission.readMessageHistory) });
      expect(handle.callback).toMatchObject({ type: 4, data: { flags: 64 } });
      expect(text(handle)).toContain("View Channel and Read Message History are missing");
    }
  });

  test("in groups, in others' direct messages and where the bot is a guest it names the way that works", async () => {
    const eve = world.discord.addUser("eve", { installed: true });
    const foreign = world.discord.addGuild({ installed: false });
    world.discord.addMember(foreign, eve);
    for (const channel of [world.discord.groupChannel(eve, world.bob), world.discord.directChannel(eve, world.bob), world.discord.addChannel(foreign)]) {
      const handle = await begin({ channel, user: eve });
      expect(handle.callback).toMatchObject({ type: 4, data: { flags: 64 } });
      expect(text(handle)).toContain("I'm not a member here");
    }
    expect(world.discord.calls).toEqual([]);
  });

  test("in the bot's own direct messages it works, without the intent, with links of its kind", async () => {
    world.discord.intents.messageContent = false;
    world.discord.install(world.ada);
    const dm = world.discord.directChannel(world.discord.bot, world.ada);
    post(world.ada, "note to self: buy quinces", {}, dm);
    world.model.script(() => ({ text: "Quinces [1].", delayMs: 1 }));
    const handle = await catchUp({ channel: dm, options: { since: "today" } });
    expect(lines()).toEqual(["[1] ada (the person asking): note to self: buy quinces"]);
    expect(text(handle)).toContain(`https://discord.com/channels/@me/${dm.id}/`);
  });

  test("because Discord is in trouble, it says so; midway, it tells what it has", async () => {
    for (let n = 0; n < 150; n += 1) post(world.bob, `m${n}`);
    const isRead = ({ method, path }: { method: string; path: string }) => method === "GET" && path.includes("/messages");
    world.discord.faults.add({ kind: "refused", status: 403, code: 50001, match: isRead });
    expect(text(await catchUp())).toContain("Discord didn't let me read");
    world.discord.faults.clear();
    let pages = 0;
    world.discord.faults.add({ kind: "refused", status: 403, code: 50001, match: (call) => isRead(call) && ++pages > 1 });
    expect(text(await catchUp())).toMatch(/didn't let me read further back than <t:\d+:f>/);
    expect(lines()).toHaveLength(100);
  });
});

describe("people who opted out", () => {
  test("reach no model: not their words, not what the bot told them, not their names; and nobody is told who", async () => {
    post(world.ada, "bye");
    await world.ask("my secret question about quinces", { user: world.bob, options: { context: false } });
    const secret = post(world.bob, "a secret of bob");
    const cleo = member("cleo");
    post(cleo, `<@${world.bob.id}> indeed`, { replyTo: secret });
    await optOut(world.bob);
    world.model.requests.splice(0);
    const handle = await catchUp();
    expect(lines()).toEqual([expect.stringMatching(/^\[\d\] cleo: @somebody indeed$/)]);
    expect(JSON.stringify(world.model.requests)).not.toMatch(/secret|bob|quinces/);
    expect(text(handle)).toContain("1 message");
    expect(text(handle)).toContain("who don't want to be read is not in it");
    expect(text(handle)).not.toContain("bob");
  });

  test("cannot be told from others while D1 is away: nobody is read", async () => {
    post(world.ada, "bye");
    post(world.bob, "news");
    await env.DB.prepare("ALTER TABLE opt_outs RENAME TO opt_outs_away").run();
    const handle = await catchUp();
    await env.DB.prepare("ALTER TABLE opt_outs_away RENAME TO opt_outs").run();
    expect(text(handle)).toContain("memory can't be reached");
    expect(world.model.requests).toEqual([]);
  });
});

describe("trouble", () => {
  test("Stop ends it where it is", async () => {
    post(world.ada, "bye");
    post(world.bob, "news");
    world.model.script(() => ({ text: "word [1] ".repeat(2_000), delayMs: 15 }));
    const handle = await begin();
    await world.discord.waitFor(() => text(handle).includes("word"), { timeoutMs: 8_000 });
    expect((await world.press(world.ada, handle, "Stop")).failure).toBeUndefined();
    await world.answered(handle);
    expect(text(handle)).toContain("Stopped here");
    expect(text(handle)).toContain("1 message");
    expect(world.model.requests.at(-1)?.cancelled).toBe(true);
  });

  test("a crash in the middle changes no number, whatever is written or deleted meanwhile", async () => {
    post(world.ada, "bye");
    const first = post(world.bob, "news one");
    const second = post(world.bob, "news two");
    world.model.script(() => ({ text: `${"word ".repeat(80)} as said [2].`, delayMs: 20 }));
    const handle = await begin();
    await world.discord.waitFor(() => text(handle).includes("word"), { timeoutMs: 8_000 });
    await abortAllDurableObjects();
    post(world.ada, "written meanwhile");
    post(world.bob, "and this, too");
    first.deletedAt = Date.now();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await world.answered(handle);
    expect(lines()).toEqual(["[2] bob: news two"]);
    expect(text(handle)).toContain(`as said [↗](${linkTo(second)}).`);
    expect(handle.messages()).toHaveLength(1);
  });

  test("after the model's last word nothing is read or asked again in vain, and the links hold", async () => {
    post(world.ada, "bye");
    const first = post(world.bob, "news");
    world.model.script(() => ({ text: "All of it [1].", delayMs: 1 }));
    world.discord.faults.add({ kind: "500", rate: 1, match: (call) => call.method === "PATCH" });
    const handle = await begin();
    await vi.waitFor(() => expect(world.model.requests).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await abortAllDurableObjects();
    world.discord.faults.clear();
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await world.answered(handle);
    expect(text(handle)).toContain(`All of it [↗](${linkTo(first)}).`);
    expect(world.model.requests).toHaveLength(1);
    expect(reads()).toHaveLength(1);
  });

  test("the model's failure leaves Try again, which tells about the same", async () => {
    post(world.ada, "bye");
    post(world.bob, "news");
    world.model.script(() => ({ status: 401 }));
    const handle = await catchUp();
    expect(labels(handle)).toEqual(["Try again", "Why"]);
    await saved(handle.id);
    post(world.ada, "I'm back");
    world.model.script(() => ({ text: "News [1].", delayMs: 1 }));
    await world.press(world.ada, handle, "Try again");
    await world.discord.waitFor(() => text(handle).includes("News"), { timeoutMs: 8_000 });
    expect(lines()[0]).toBe("[1] bob: news");
  });

  test("a replay of the same request changes nothing", async () => {
    post(world.ada, "bye");
    post(world.bob, "news");
    const handle = await catchUp();
    await saved(handle.id);
    await world.discord.redeliver(handle);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(world.model.requests).toHaveLength(1);
    expect(reads()).toHaveLength(1);
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

test("reading stores nothing of what others wrote", async () => {
  post(world.ada, "bye");
  post(world.bob, "a rare word: quincunx");
  const handle = await catchUp();
  await saved(handle.id);
  for (const { name } of await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'")) {
    if (/fts/.test(String(name))) continue;
    expect([name, JSON.stringify(await rows(`SELECT * FROM "${name}"`)).includes("quincunx")]).toEqual([name, false]);
  }
});
