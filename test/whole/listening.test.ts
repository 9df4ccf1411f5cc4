// Listening by reading: what is written to the bot without a command is answered once, as a real reply, whatever happens; what is not for it is not.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Channel, channelType, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { createRunSql } from "../../src/db/client.ts";
import { createEraser } from "../../src/privacy/erase.ts";
import { hmacOf } from "./known-person.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { postingIn } from "./posting.ts";
import { useMovableClock } from "./time.ts";
import { useWorld, type World } from "./world.ts";

const clock = useMovableClock();
let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { posted, objectOf } = postingIn(() => world);
beforeEach(async () => {
  for (const table of ["watched_channels", "opt_outs", "notifications", "notify_targets"]) await env.DB.prepare(`DELETE FROM ${table}`).run();
});

const mention = (words: string, user: User = world.ada, channel: Channel = world.channel) =>
  world.discord.post(channel, user, `<@${world.discord.bot.id}> ${words}`);
const reads = () => world.discord.calls.filter(({ method, route }) => method === "GET" && route === "/channels/:channel/messages").length;
const turns = (id: string) => rows("SELECT trigger, outcome, user_id FROM turns WHERE id = ?", id);

/** A quarter of a minute later, or as often as it takes; returns when a look has been made and what came of it is written. */
async function look(channel: Channel = world.channel): Promise<void> {
  const before = reads();
  for (let quarter = 0; quarter < 20 && reads() === before; quarter++) {
    clock.move(16_000);
    await runDurableObjectAlarm(objectOf(channel));
    await vi.waitFor(() => expect(reads()).toBeGreaterThan(before), { timeout: 500 }).catch(() => undefined);
  }
  expect(reads()).toBeGreaterThan(before);
  await vi.waitFor(async () => expect((await objectOf(channel).presence())?.nextLookAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(Date.now()), {
    timeout: 5_000,
  });
}

const answered = (id: string, channel: Channel = world.channel) =>
  world.discord.waitFor(() => posted(channel).some((json) => json.message_reference?.message_id === id && json.content !== "" && json.components.length > 0), {
    timeoutMs: 10_000,
    what: `an answer to ${id}`,
  });

async function listen(): Promise<void> {
  const panel = openPanel(world, { user: manager(world, "mira", permission.manageGuild | permission.manageChannels), channel: world.channel });
  await panel.command("settings");
  await panel.press("Channel");
  const before = reads();
  await panel.press("Listen here");
  await runDurableObjectAlarm(objectOf());
  await world.discord.waitFor(() => reads() > before, { what: "the first look" });
}

describe("in a channel that listens", () => {
  test("a mention is answered as a reply, and so is a reply to that; other messages are not", async () => {
    await listen();
    const asked = mention("which apples keep longest?");
    world.discord.post(world.channel, world.bob, "I would say Boskoop");
    await look();
    await answered(asked.json.id);
    const [answer] = posted();
    expect(answer).toMatchObject({ type: 19, mentions: [], message_reference: { message_id: asked.json.id } });
    await vi.waitFor(async () => expect(await turns(asked.json.id)).toEqual([{ trigger: "mention", outcome: "answered", user_id: world.ada.id }]));
    const record = world.discord.state.messages.get(answer?.id ?? "");
    if (record === undefined) throw new Error("no answer");
    const reply = world.discord.post(world.channel, world.bob, "and pears?", { replyTo: record, ping: false });
    await look();
    await answered(reply.json.id);
    expect(posted()).toHaveLength(2);
    await look();
    await look();
    expect(posted()).toHaveLength(2);
  });

  test("works without the Message Content intent, and knows who somebody is by their roles", async () => {
    const role = world.discord.addRole(guildOf(world), "crew", 0n);
    guildOf(world).members.get(world.ada.id)?.roles.push(role.id);
    world.discord.intents.messageContent = false;
    await listen();
    const asked = mention("hello");
    await look();
    await answered(asked.json.id);
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("hello");
  });

  test("a crash while the channel is being read loses nothing: the next look reads it again", async () => {
    await listen();
    world.model.script(() => ({ text: "Boskoop.", delayMs: 5 }));
    const asked = mention("which apples keep longest?");
    const { remove } = world.discord.faults.add({ kind: "slow", delayMs: 600, match: ({ route }) => route === "/channels/:channel/messages" });
    clock.move(16_000);
    await runDurableObjectAlarm(objectOf());
    await new Promise((resolve) => setTimeout(resolve, 200));
    await abortAllDurableObjects();
    remove();
    await look();
    await answered(asked.json.id);
    await look();
    expect(posted()).toHaveLength(1);
  });

  test("a crash between reading and answering loses nothing and doubles nothing", async () => {
    await listen();
    world.model.script(() => ({ text: "Boskoop keeps longest.", delayMs: 200 }));
    const asked = mention("which apples keep longest?");
    await look();
    await abortAllDurableObjects();
    clock.move(16_000);
    await runDurableObjectAlarm(objectOf());
    await vi.waitFor(() => expect(posted().map(({ content }) => content)).toEqual(["Boskoop keeps longest."]), { timeout: 10_000 });
    await look();
    await abortAllDurableObjects();
    await look();
    expect(posted()).toHaveLength(1);
    expect(posted()[0]?.message_reference?.message_id).toBe(asked.json.id);
  });

  test("an old mention is recorded, not answered; /autonomy status tells", async () => {
    await listen();
    mention("anybody here?");
    // A clock that jumps looks like an outage, after which objects take their turns.
    clock.move(16 * 60_000);
    await runDurableObjectAlarm(objectOf());
    await look();
    await look();
    expect(posted()).toEqual([]);
    expect((await objectOf().presence())?.lateMentionsToday).toBe(1);
  });

  test("who is blocked, or where the server is paused, gets no answer of the model; who opted out is answered and nothing of it kept", async () => {
    await listen();
    await env.DB.prepare("INSERT INTO opt_outs (key, active, changed_at) VALUES (?, 1, 0)")
      .bind(await hmacOf(world.bob.id))
      .run();
    const asked = mention("my secret is quince", world.bob);
    await look();
    await answered(asked.json.id);
    await vi.waitFor(async () => expect(await turns(asked.json.id)).toHaveLength(1));
    expect(JSON.stringify(await rows("SELECT * FROM turns"))).not.toContain("quince");
    expect(JSON.stringify(await rows("SELECT * FROM messages"))).not.toContain("quince");
    const asks = world.model.requests.length;
    await env.DB.prepare("UPDATE servers SET blocked = ? WHERE id = ?")
      .bind(JSON.stringify([world.ada.id]), guildOf(world).id)
      .run();
    await env.DB.prepare("INSERT OR IGNORE INTO servers (id, blocked) VALUES (?, ?)")
      .bind(guildOf(world).id, JSON.stringify([world.ada.id]))
      .run();
    mention("and mine", world.ada);
    await look();
    await look();
    expect(world.model.requests).toHaveLength(asks);
  });

  test("that is closed to the bot is switched off, and whoever switched it on hears of it", async () => {
    await listen();
    world.channel.overwrites.push({ id: guildOf(world).id, type: 0, allow: 0n, deny: permission.viewChannel });
    clock.move(16_000);
    await runDurableObjectAlarm(objectOf());
    await vi.waitFor(
      async () => expect(await rows("SELECT problem, next_look_at FROM watched_channels")).toEqual([{ problem: "forbidden", next_look_at: null }]),
      {
        timeout: 5_000,
      },
    );
    await vi.waitFor(
      async () => expect(await rows("SELECT kind, owner FROM notifications")).toEqual([{ kind: "channel-off", owner: `server:${guildOf(world).id}` }]),
      {
        timeout: 5_000,
      },
    );
    expect(await objectOf().presence()).toBeNull();
  });
});

describe("where the bot listens by itself", () => {
  test("in a direct channel, once it was used there, every message is answered", async () => {
    const { discord, ada } = world;
    discord.install(ada);
    const direct = discord.directChannel(discord.bot, ada);
    await world.ask("hello", { channel: direct });
    await vi.waitFor(async () => expect(await rows("SELECT listens FROM watched_channels WHERE channel_id = ?", direct.id)).toEqual([{ listens: 1 }]), {
      timeout: 5_000,
    });
    clock.move(1_000);
    const first = discord.post(direct, ada, "which apples");
    const second = discord.post(direct, ada, "keep longest?");
    clock.move(5_000);
    await look(direct);
    await answered(second.json.id, direct);
    expect(JSON.stringify(world.model.requests.at(-1)?.body)).toContain("which apples\\nkeep longest?");
    expect(posted(direct).some((json) => json.message_reference?.message_id === first.json.id)).toBe(false);
  });

  test("in a thread that it opened its asker needs no mention, until somebody else takes part", async () => {
    const { discord, ada, bob } = world;
    const asked = await world.ask("tell me about apples");
    await world.press(ada, asked, "Continue in thread");
    const thread = () => [...discord.state.channels.values()].find(({ type }) => type === channelType.publicThread);
    await discord.waitFor(() => thread() !== undefined, { what: "a thread" });
    const there = thread();
    if (there === undefined) throw new Error("no thread");
    await vi.waitFor(
      async () =>
        expect(await rows("SELECT listens, parent_id FROM watched_channels WHERE channel_id = ?", there.id)).toEqual([
          { listens: 1, parent_id: world.channel.id },
        ]),
      { timeout: 5_000 },
    );
    // A thread's name is made of its asker's words.
    expect(JSON.stringify(await rows("SELECT * FROM watched_channels"))).not.toContain("about apples");
    clock.move(1_000);
    const more = discord.post(there, ada, "and pears?");
    clock.move(5_000);
    await look(there);
    await answered(more.json.id, there);
    discord.post(there, bob, "I like plums");
    discord.post(there, ada, "me too");
    const named = mention("and you?", bob, there);
    clock.move(5_000);
    await look(there);
    await answered(named.json.id, there);
    expect(posted(there).filter((json) => json.type === 19)).toHaveLength(2);
    // Whoever has themselves erased is looked for in threads where they asked nothing, too.
    const { channels } = createEraser({ run: createRunSql(env.DB), spend: async () => undefined });
    expect(await channels({ id: ada.id, keys: [""], at: Date.now() })).toContain(there.id);
  });
});
