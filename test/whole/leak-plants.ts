/** Hides secrets in every kind of store there is: by what people do in Discord, and where that would take hours, by rows. Used by leaks.test.ts. */
import { expect, vi } from "vitest";
import type { Channel, InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import type { Kind, Secret } from "./leak-matrix.ts";
import type { Stage } from "./leak-stage.ts";
import { enter, KEY, openModels, ownServer } from "./own-endpoint-stage.ts";
import { openPanel, type Place, rows } from "./panel.ts";

/** Of each kind in each place. */
const EACH = 3;

export interface Planted {
  secrets: Secret[];
  /** Answers, with who asked. */
  turns: { handle: InteractionHandle; asker: User; channel: Channel; alone: boolean }[];
  /** Of the server's own endpoint. */
  ownModel: ReturnType<typeof ownServer>;
  /** What the model calls when it is asked next, if it is offered it. */
  wish: { call?: { name: string; arguments: string } };
}

export async function plant(stage: Stage): Promise<Planted> {
  const { world, people, channels: c, home, away } = stage;
  const { ada, bob, boss, cara, quill } = people;
  const { discord } = world;
  const secrets: Secret[] = [];
  const turns: Planted["turns"] = [];
  const answers = new Map<string, string>();
  let next = 1000;
  const hide = (kind: Kind, by: User, channel: Channel, handle?: string) => {
    next += 1;
    const secret: Secret = { kind, word: `zq${next}k`, topic: `tp${next}g`, by, channel, guild: channel.guildId, ...(handle === undefined ? {} : { handle }) };
    secrets.push(secret);
    return secret;
  };
  const sentence = ({ topic, word }: Secret) => `The ${topic} of the garden gate opens with ${word}.`;
  const ownModel = ownServer(world);
  const wish: Planted["wish"] = {};
  for (const demo of [world.model, ownModel])
    demo.script(({ messages, tools }) => {
      const { call } = wish;
      if (call !== undefined && tools.includes(call.name) && messages.at(-1)?.role === "user") return { toolCalls: [call] };
      const asked = messages.at(-1)?.text ?? "";
      // The question comes last, after what is remembered.
      const [topic = ""] = asked.match(/tp\d+g(?!.*tp\d+g)/s) ?? [];
      return { text: answers.get(topic) ?? "Noted." };
    });
  const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 10_000 });

  /** A question and its answer, a secret in each. */
  async function talk(by: User, channel: Channel, kind: Kind, alone = false): Promise<InteractionHandle> {
    const [question, answer] = [hide(kind, by, channel), hide(kind, by, channel)];
    answers.set(question.topic, `So be it. ${sentence(answer)}`);
    const options = { context: false, ...(alone ? { private: true } : {}) };
    await freeOfCharge();
    const handle = await world.ask(sentence(question), { user: by, channel, options });
    expect(handle.original()?.content).toContain(answer.word);
    await saved(handle.id);
    turns.push({ handle, asker: by, channel, alone });
    return handle;
  }
  const several = async (...[by, channel, kind, alone]: Parameters<typeof talk>) => {
    for (let i = 0; i < EACH; i++) await talk(by, channel, kind, alone);
  };
  const use = async (place: Place, command: string, path: string[], options: Record<string, string>) => {
    const handle = await discord.interact({ ...place, kind: "slash", command, path, options });
    await discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: command });
    return handle;
  };
  async function fact(kind: Kind, by: User, channel: Channel, options: Record<string, string> = {}): Promise<void> {
    for (let i = 0; i < EACH; i++) {
      const secret = hide(kind, by, channel);
      secret.handle = (await use({ user: by, channel }, "memory", ["remember"], { text: sentence(secret), ...options })).id;
    }
  }

  // A server's own endpoint, before anybody asks there.
  const keyed = { ...world, channel: c.away };
  await enter(keyed, await openModels(keyed));
  secrets.push({ kind: "key", word: KEY, topic: "", by: boss, channel: c.away, guild: away.id });
  await rows("INSERT INTO channel_settings (channel_id, guild_id, shared) VALUES (?, ?, 1)", c.shared.id, home.id);
  await rows("INSERT INTO channel_settings (channel_id, guild_id, remembered) VALUES (?, ?, 1)", c.kept.id, home.id);

  const talks: [User, Channel, Kind, boolean?][] = [
    [ada, c.main, "said in public"],
    [bob, c.main, "said in public"],
    [ada, c.other, "said in public"],
    [bob, c.thread, "said in public"],
    [ada, c.staff, "said in public"],
    [boss, c.closed, "said in public"],
    [ada, c.shared, "said in public"],
    [bob, c.shared, "said in public"],
    [cara, c.away, "said in public"],
    [ada, c.away, "said in private", true],
    [ada, c.main, "said in private", true],
    [bob, c.main, "said in private", true],
    [ada, c.staff, "said in private", true],
    [ada, c.foreign, "said as a guest"],
    [bob, c.foreign, "said as a guest"],
    [ada, c.foreign, "said in private", true],
    [ada, c.group, "said as a guest"],
    [bob, c.group, "said in private", true],
    [ada, c.adaDirect, "said in private"],
    [bob, c.bobDirect, "said in private"],
    [quill, c.main, "unwanted"],
  ];
  // Some at a time: each holds the most it may cost until it is answered.
  await Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      for (const one of talks.filter((_, index) => index % 4 === lane)) await several(...one);
    }),
  );

  for (const [kind, by, channel, options] of [
    ["fact about oneself", ada, c.main, {}],
    ["fact about oneself", bob, c.other, {}],
    ["fact about oneself", ada, c.away, {}],
    ["fact about oneself", ada, c.foreign, {}],
    ["fact about oneself, private", ada, c.main, { where: "private" }],
    ["fact about oneself, private", ada, c.adaDirect, {}],
    ["fact about oneself, private", bob, c.bobDirect, {}],
    ["fact about a channel", boss, c.main, { for: "channel" }],
    ["fact about a channel", boss, c.staff, { for: "channel" }],
    ["fact about a channel", boss, c.closed, { for: "channel" }],
    ["fact about a channel", boss, c.away, { for: "channel" }],
    ["fact about a server", boss, c.main, { for: "server" }],
    ["fact about a server", boss, c.away, { for: "server" }],
    ["unwanted", quill, c.main, {}],
  ] as const)
    await fact(kind, by, channel, options);
  for (const [by, channel] of [
    [ada, c.main],
    [bob, c.main],
    [ada, c.adaDirect],
    [ada, c.group],
  ] as const) {
    const secret = hide("reminder", by, channel);
    const options = { what: sentence(secret), when: "in 3 days" };
    secret.handle = (await discord.interact({ user: by, channel, kind: "slash", command: "remind", options })).id;
  }
  // Somebody else's message that one of them keeps.
  for (const [author, kind] of [
    [ada, "posted and kept"],
    [quill, "unwanted, kept by another"],
  ] as const) {
    const secret = hide(kind, bob, c.main);
    const target = discord.post(c.main, author, sentence(secret));
    const panel = await discord.interact({ user: bob, channel: c.main, kind: "message", command: "Ask AI privately", target });
    secret.handle = (await world.press(bob, panel, "Remember")).id;
  }
  for (const channel of [c.main, c.away])
    for (let i = 0; i < EACH; i++) {
      const secret = hide("knowledge", boss, channel);
      await use({ user: boss, channel }, "memory", ["add"], { name: `Rules ${secret.topic}`, text: sentence(secret) });
    }
  for (const [kind, by, channel, whose] of [
    ["instructions of oneself", ada, c.main, "me"],
    ["instructions of oneself", bob, c.bobDirect, "me"],
    ["instructions of a channel", boss, c.main, "channel"],
    ["instructions of a channel", boss, c.staff, "channel"],
    ["instructions of a server", boss, c.main, "server"],
    ["instructions of a server", boss, c.away, "server"],
  ] as const)
    await use({ user: by, channel }, "setprompt", [], { text: sentence(hide(kind, by, channel)), for: whose });
  for (const [kind, by, channel, whose] of [
    ["persona of oneself", ada, c.main, "me"],
    ["persona of oneself", bob, c.main, "me"],
    ["persona of a server", boss, c.main, "server"],
    ["persona of a server", boss, c.away, "server"],
  ] as const)
    for (let i = 0; i < 2; i++) {
      const [name, prompt] = [hide(kind, by, channel), hide(kind, by, channel)];
      await use({ user: by, channel }, "persona", ["import"], { text: `FROM default\nSYSTEM ${sentence(prompt)}`, name: name.word, for: whose });
      const [made] = await rows("SELECT id FROM personas WHERE name = ?", name.word);
      for (const secret of [name, prompt]) secret.handle = String(made?.id);
    }

  for (let i = 0; i < EACH; i++) {
    const before = await talk(ada, c.main, "said in public");
    const [, old] = secrets.slice(-2);
    if (old !== undefined) old.kind = "superseded";
    const again = await world.press(ada, before, "Regenerate");
    answers.clear();
    await world.answered(again);
    await saved(again.id);
  }
  for (const [kind, by, channel, key] of [
    ["notes in public", ada, c.other, `${c.other.id}:${ada.id}`],
    ["notes in private", ada, c.main, `${c.main.id}:${ada.id}:private`],
    ["notes in private", bob, c.bobDirect, `${c.bobDirect.id}:${bob.id}:private`],
  ] as const)
    await rows(
      "INSERT INTO conversations (key, started_at, summary, summarized_at, people) VALUES (?, 4, ?, 5, ?) ON CONFLICT DO UPDATE SET summary = excluded.summary, summarized_at = 5",
      key,
      sentence(hide(kind, by, channel)),
      JSON.stringify([by.id]),
    );
  for (const [by, channel] of [
    [bob, c.main],
    [bob, c.other],
    [ada, c.staff],
    [boss, c.closed],
    [cara, c.away],
    [bob, c.kept],
  ] as const)
    for (let i = 0; i < EACH; i++) {
      const secret = hide("posted", by, channel);
      discord.post(channel, by, sentence(secret));
      // What is said there is kept when somebody asks.
      if (channel === c.kept) secret.kind = "said in public";
    }
  discord.post(c.kept, quill, sentence(hide("unwanted", quill, c.kept)));
  await world.ask("What is new?", { user: ada, channel: c.kept });

  const panel = openPanel(world, { user: quill, channel: c.main });
  await panel.command("privacy");
  await panel.press("Don't read or remember me");
  // Tools that managers have to switch on.
  for (const guild of [home, away])
    for (const tool of ["channel_history", "search_messages"])
      await rows("INSERT INTO tool_rules (guild_id, tool, enabled, set_by, changed_at) VALUES (?, ?, 1, ?, 1)", guild.id, tool, boss.id);
  return { secrets, turns, ownModel, wish };
}

/** Nobody's budget is what stops them here. */
export const freeOfCharge = () => rows("DELETE FROM budget_usage");
