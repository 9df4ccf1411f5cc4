// /catchup reads only where asker and bot both may, and says honestly what it could not.
import { beforeEach, describe, expect, test } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { catchingUp, saved, text } from "./catching-up.ts";
import { guildOf } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { begin, catchUp, sent, lines, linkTo, post, reads, without } = catchingUp(() => world);
beforeEach(() => {
  world.discord.intents.messageContent = true;
  world.model.script(() => ({ text: "Nothing to cite.", delayMs: 1 }));
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
