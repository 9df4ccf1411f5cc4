// What the bot may look up to share, by whom it is said, and what never becomes part of it.
import { describe, expect, test, vi } from "vitest";
import { permission } from "../../scripts/playground/discord/permissions.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { manager, rows } from "./panel.ts";
import { personaCommands } from "./persona-world.ts";
import { type SpeakOptions, speakingIn } from "./speaking.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true, botPermissions: permission.manageWebhooks },
);
const { speak, open, posted, told, toolsOffered } = speakingIn(() => world);
const { persona } = personaCommands(() => world);
const share: SpeakOptions = { decision: { action: "share_something" } };
const webhooks = () => [...world.discord.state.webhooks.values()];
/** All that others than people have said in the channel. */
const heard = () =>
  (world.discord.state.channelMessages.get(world.channel.id) ?? []).filter(({ json, interactionId }) => json.author.bot && interactionId === undefined);
const enable = async (...tools: string[]) => {
  const { toolStore } = open().deps;
  for (const tool of tools) await toolStore.change(world.channel.guildId as GuildId, tool, { enabled: true }, { userId: "7", at: Date.now() });
};

describe("sharing something", () => {
  test("looks it up with what the server allows everybody, and cites it", async () => {
    const feed = `<rss><channel><title>Paper</title><item><title>Otters return</title><link>https://bbc.example/1</link><description>To the river.</description></item></channel></rss>`;
    for (const host of ["feeds.bbci.co.uk", "www.theguardian.com", "feeds.npr.org", "news.ycombinator.com"])
      world.serve(host, async () => new Response(feed, { headers: { "content-type": "application/rss+xml; charset=utf-8" } }));
    await enable("news", "send_message", "web_search");
    const { explanation } = await speak(share);
    expect(toolsOffered().toSorted()).toEqual(["news", "recall", "stay_silent"]);
    expect(posted()[0]?.content).toContain("Otters return");
    expect(posted()[0]?.content).toContain("bbc.example");
    expect(explanation.tools).toMatchObject([{ name: "news", failed: false }]);
  });

  test("offers nothing that is kept for some roles, or that somebody would have to agree to", async () => {
    await enable("news", "reddit");
    const { toolStore } = open().deps;
    await toolStore.change(world.channel.guildId as GuildId, "news", { roles: ["1"] }, { userId: "7", at: Date.now() + 1 });
    await toolStore.change(world.channel.guildId as GuildId, "reddit", { approval: true }, { userId: "7", at: Date.now() + 1 });
    await speak(share);
    expect(toolsOffered().toSorted()).toEqual(["recall", "stay_silent"]);
  });

  test("looks into the channel's own memory alone", async () => {
    world.model.script(({ messages }) =>
      messages.some(({ role }) => role === "tool") ? undefined : { text: "", toolCalls: [{ name: "recall", arguments: '{"query":"zebra"}' }] },
    );
    await speak(share);
    expect(told()).toContain("Nothing is remembered about that");
  });

  const pictured = { ...share, variables: { IMAGE_MODEL: "demo-image" } };
  const wish = (times = 1) =>
    world.model.script(({ messages }) =>
      messages.some(({ role }) => role === "tool")
        ? { text: "Look what I made.", delayMs: 1 }
        : {
            text: "",
            toolCalls: Array.from({ length: times }, (_, index) => ({ name: "generate_image", arguments: JSON.stringify({ prompt: `an otter ${index}` }) })),
          },
    );

  test("may show one picture, which is part of the post and paid for by the channel", async () => {
    await enable("generate_image");
    wish(2);
    const { result, job } = await speak(pictured);
    expect(result.outcome).toBe("answered");
    expect(posted()).toMatchObject([{ content: "Look what I made.", attachments: [{ content_type: "image/png" }] }]);
    expect(world.model.requests.filter(({ path }) => path.endsWith("/images/generations"))).toHaveLength(1);
    expect(await rows("SELECT settled FROM ledger WHERE turn_id = ?", `${job.id}:picture`)).toEqual([{ settled: 1 }]);
    const scopes = await rows("SELECT DISTINCT user_scope FROM ledger WHERE turn_id IN (?, ?)", job.id, `${job.id}:picture`);
    expect(scopes).toHaveLength(1);
  });

  test("makes none before the model has said that it will speak, and posts nothing where there is none", async () => {
    await enable("generate_image");
    wish();
    world.model.scriptImages(() => ({ refused: true }));
    const refused = await speak(pictured);
    expect([refused.result, posted()]).toMatchObject([{ outcome: "discarded", reason: "no-picture" }, []]);
    world.model.scriptImages(undefined);
    const poor = await speak({ ...pictured, variables: { ...pictured.variables, SERVER_DAILY_BUDGET_USD: "0.1" } });
    expect([poor.turn?.["reason"], posted()]).toEqual(["no-picture", []]);
  });

  test("has the moment looked at once the picture is there", async () => {
    await enable("generate_image");
    wish();
    const again = (decision: object) => ({ ...decision, action: null, gates: [] }) as never;
    expect((await speak({ ...pictured, again })).result.outcome).toBe("discarded");
    expect(posted()).toEqual([]);
  });
});

describe("by the persona's webhook", () => {
  const byWebhook: SpeakOptions = { input: { webhook: true } };

  test("it has that name and picture, pings nobody, and is one webhook however often it speaks", async () => {
    await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    world.model.script(() => ({ text: "Bolts, <@1> @everyone.", delayMs: 1 }));
    const { noted, turn, explanation } = await speak(byWebhook);
    await speak(byWebhook);
    expect(webhooks()).toMatchObject([{ applicationId: world.discord.applicationId, channelId: world.channel.id }]);
    expect(heard().map(({ json }) => [json.author.username, json.content, json.webhook_id, json.mentions])).toEqual(
      Array.from({ length: 2 }, () => ["Rivet", "Bolts, <@1> @everyone.", webhooks()[0]?.id, []]),
    );
    expect(noted).toMatchObject([{ id: heard()[0]?.json.id }]);
    expect(turn).toMatchObject({ outcome: "answered", message_ids: JSON.stringify([heard()[0]?.json.id]) });
    expect(explanation.unasked).toMatchObject({ webhook: true });
  });

  test("what refers to a message is the bot's own reply all the same", async () => {
    await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    const about = world.discord.post(world.channel, world.bob, "hello");
    await speak({ ...byWebhook, decision: { about: about.json.id } });
    expect([webhooks(), posted().map(({ type }) => type)]).toEqual([[], [19]]);
    expect(posted()[0]?.content).toContain("-# 🔧 Rivet".slice(0, 3));
  });

  test("where nobody but the bot speaks there is none", async () => {
    await speak(byWebhook);
    expect([webhooks(), posted().length]).toEqual([[], 1]);
  });

  test("without the permission the bot speaks as itself, and asks once", async () => {
    await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    const guild = world.discord.state.guilds.get(world.channel.guildId ?? "");
    for (const role of guild?.roles.values() ?? []) role.permissions &= ~permission.manageWebhooks;
    const opened = open(byWebhook);
    await opened.finish();
    await speak({ ...byWebhook, deps: { webhooks: opened.deps.webhooks } });
    expect([webhooks(), posted().length]).toEqual([[], 2]);
    expect(world.discord.calls.filter(({ route }) => route === "/channels/:channel/webhooks")).toHaveLength(1);
  });

  test("one that somebody deleted is made anew the next time, and the bot speaks for it meanwhile", async () => {
    await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    const { deps } = await speak(byWebhook);
    for (const { id } of webhooks()) world.discord.state.webhooks.delete(id);
    await speak({ ...byWebhook, deps: { webhooks: deps.webhooks } });
    expect([webhooks(), posted().length]).toEqual([[], 1]);
    await speak({ ...byWebhook, deps: { webhooks: deps.webhooks } });
    expect([webhooks().length, heard().length]).toEqual([1, 3]);
  });

  test("what may have been posted is never posted again", async () => {
    await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    world.discord.faults.add({ kind: "lost-answer", times: 1, match: ({ method, path }) => method === "POST" && path.startsWith("/webhooks/") });
    const { result, turn } = await speak(byWebhook);
    expect([result.outcome, heard().length, turn?.["reason"]]).toEqual(["undeliverable", 1, "failed"]);
  });

  test("in a thread it is that of the channel", async () => {
    await persona("use", { name: "rivet", for: "channel" }, { user: manager(world) });
    const thread = world.discord.startThread(world.channel, world.ada, "side");
    await speak({ ...byWebhook, job: { channelId: thread.id as never, parentId: world.channel.id as never } });
    expect(webhooks()).toMatchObject([{ channelId: world.channel.id }]);
    expect(world.discord.state.channelMessages.get(thread.id)?.at(-1)?.json.author.username).toBe("Rivet");
  });
});

describe("what it is told", () => {
  const topics = { input: { topics: ["favourite colour"] } };
  const ask = (prompt: string, more: Parameters<World["ask"]>[1] = {}) => world.ask(prompt, more);

  test("is what everybody may know who reads the channel: never what is a person's own, nor said in private or elsewhere", async () => {
    const elsewhere = world.discord.addChannel(world.discord.state.guilds.get(world.channel.guildId ?? "") as never, { name: "elsewhere" });
    world.model.script(() => ({ text: "Noted.", delayMs: 1 }));
    await ask("my favourite colour is crimson", { options: { context: false } });
    await ask("my favourite colour in secret is mauve", { options: { private: true, context: false } });
    await ask("my favourite colour there is beige", { channel: elsewhere, options: { context: false } });
    for (const scope of [
      `facts:user:${world.ada.id}:${world.channel.guildId}`,
      `facts:user:${world.ada.id}:private`,
      `facts:user:${world.discord.applicationId}:private`,
    ]) {
      const { memories, pseudonyms } = open().deps;
      await memories.remember(
        { key: scope, guildId: null },
        {
          ...{
            handle: crypto.randomUUID(),
            owner: `user:${world.ada.id}`,
            text: "Their favourite colour is teal.",
            private: true,
            setBy: world.ada.id,
            origin: "tool",
          },
          ...{ guildId: null, channelId: world.channel.id, messageId: null, quotedKey: null, createdAt: Date.now() },
        } as never,
        await pseudonyms(world.ada.id),
      );
    }
    await vi.waitFor(async () => expect(await rows("SELECT count(*) AS n FROM messages")).toEqual([{ n: 6 }]));
    world.model.script(undefined);
    await speak(topics);
    expect(told()).toContain("crimson");
    for (const secret of ["mauve", "beige", "teal"]) expect(told()).not.toContain(secret);
  });

  test("nobody's first-use notice stands under it, and the bot is no person of its own", async () => {
    await speak();
    expect(posted()[0]?.content).not.toContain("/privacy");
    expect(await rows("SELECT id FROM people WHERE id = ?", world.discord.applicationId)).toEqual([]);
    expect(await rows("SELECT * FROM unnoticed WHERE user_id = ?", world.discord.applicationId)).toEqual([]);
  });

  test("is the time of the server", async () => {
    await rows(
      "INSERT INTO servers (id, time_zone, changed_at) VALUES (?, 'Asia/Kathmandu', 1) ON CONFLICT (id) DO UPDATE SET time_zone = excluded.time_zone",
      world.channel.guildId,
    );
    await speak();
    expect(told()).toContain("here, in Asia/Kathmandu, it is");
  });
});
