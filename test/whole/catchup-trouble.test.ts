// /catchup with much to read, with people who do not want to be read, and when something breaks.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { findEverywhere } from "../find-everywhere.ts";
import { ago, catchingUp, labels, saved, text } from "./catching-up.ts";
import { hmacOf } from "./known-person.ts";
import { guildOf, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { begin, catchUp, sent, lines, linkTo, post, reads, member, optOut } = catchingUp(() => world);
beforeEach(() => {
  world.discord.intents.messageContent = true;
  world.model.script(() => ({ text: "Nothing to cite.", delayMs: 1 }));
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
    // Enough for one answer, not for the notes.
    await env.DB.prepare("INSERT OR REPLACE INTO budget_usage (scope, day, amount) VALUES (?, ?, ?)")
      .bind(`user:${await hmacOf(world.ada.id)}`, day, 500_000 - 62_000)
      .run();
    const handle = await catchUp();
    expect(text(handle)).toContain("budget");
    expect(world.model.requests).toEqual([]);
    await saved(handle.id);
    const quiet = world.discord.addChannel(guildOf(world));
    post(world.bob, "one line", {}, quiet);
    expect(text(await catchUp({ channel: quiet }))).toContain("Nothing to cite.");
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

  test("who have themselves erased are gone from what others were told, too", async () => {
    post(world.ada, "bye");
    const cleo = member("cleo");
    await world.knows(cleo);
    post(cleo, "I will bring a zebracake");
    world.model.script(() => ({ text: "There will be zebracake [1].", delayMs: 1 }));
    await saved((await catchUp()).id);
    expect(await findEverywhere(["zebracake"])).not.toEqual([]);
    const panel = openPanel(world, { user: cleo, channel: world.channel });
    await panel.command("privacy");
    await panel.press("Erase everything about me");
    const pressed = await panel.press("Yes, erase it all");
    await world.discord.waitFor(() => text(pressed).includes("Receipt"), { timeoutMs: 25_000, what: "the receipt" });
    expect(await findEverywhere(["zebracake"])).toEqual([]);
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

  test("a crash while much is condensed costs no note twice", async () => {
    post(world.ada, "bye");
    for (let n = 1; n <= 300; n += 1) post(world.bob, `thing ${n} ${"was said about it and so on ".repeat(3)}`);
    let noted = 0;
    world.model.script(({ messages }) =>
      messages.some((message) => message.text.includes("You take notes")) ? { text: `- note ${++noted} [7]`, delayMs: 1 } : "hang",
    );
    const handle = await begin();
    const lastWord = () => JSON.stringify(world.model.requests.at(-1)?.body ?? "").includes("Notes on [1]");
    await vi.waitFor(() => expect(lastWord()).toBe(true), { timeout: 8_000 });
    const notes = noted;
    await abortAllDurableObjects();
    world.model.script(({ messages }) =>
      messages.some((message) => message.text.includes("You take notes")) ? { text: `- note ${++noted} [7]` } : { text: "Whole [7].", delayMs: 1 },
    );
    await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
    await world.answered(handle);
    expect(text(handle)).toContain("Whole [↗](");
    expect([noted, sent().includes("- note 1 [7]")]).toEqual([notes, true]);
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

test("reading stores nothing of what others wrote, except in a channel that is remembered, and there only of that channel", async () => {
  post(world.ada, "bye");
  post(world.bob, "a rare word: quincunx");
  const handle = await catchUp();
  await saved(handle.id);
  for (const { name } of await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'")) {
    if (/fts/.test(String(name))) continue;
    expect([name, JSON.stringify(await rows(`SELECT * FROM "${name}"`)).includes("quincunx")]).toEqual([name, false]);
  }
  await env.DB.prepare("INSERT INTO channel_settings (channel_id, guild_id, shared, remembered, changed_at) VALUES (?, ?, 0, 1, 1)")
    .bind(world.channel.id, world.channel.guildId)
    .run();
  const other = world.discord.addChannel(guildOf(world));
  post(world.bob, "said elsewhere", {}, other);
  await saved((await catchUp()).id);
  await saved((await catchUp({ options: { channel: other } })).id);
  expect(await rows("SELECT content, name FROM messages WHERE turn_id IS NULL")).toEqual([{ content: "a rare word: quincunx", name: "bob" }]);
});
