/** /setprompt, /resetprompt and Undo: who may, what is stored, what is said, and that a replay changes nothing. */
import { beforeEach, describe, expect, it } from "vitest";
import { inBotDm, inForeignGuild, inGuild, inPrivateChannel, modal, option, other, press, slash, TALK } from "../edge/payloads.ts";
import {
  ADMINISTRATOR,
  createPromptWorld,
  EPHEMERAL,
  idOf,
  inThread,
  labels,
  MANAGE_CHANNELS,
  MANAGE_GUILD,
  MINE,
  type PromptWorld,
  THE_CHANNELS,
  THE_SERVERS,
  THREAD,
} from "./prompt-world.ts";

let world: PromptWorld;
beforeEach(async () => {
  world = await createPromptWorld();
});

const set = (text: string, whose?: string) => slash("setprompt", [option("text", text), ...(whose === undefined ? [] : [option("for", whose)])]);
const reset = (whose?: string) => slash("resetprompt", whose === undefined ? [] : [option("for", whose)]);
const window = (whose?: string) => slash("setprompt", whose === undefined ? [] : [option("for", whose)]);
const asWith = (permissions: bigint, over: object = {}) => inGuild({ ...over }, undefined, TALK | permissions);
const member = inGuild();
const manager = asWith(MANAGE_GUILD);

describe("/setprompt with a text", () => {
  it("stores it for the person, and says what holds and how to take it back", async () => {
    const body = await world.act(member, set("Talk like a pirate."));
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, allowed_mentions: { parse: [] } } });
    expect(body.data?.content).toMatch(/^Done\./);
    expect(body.data?.embeds).toEqual([{ title: "What holds now", description: "Talk like a pirate." }]);
    expect(labels(body)).toEqual(["Undo", "View"]);
    expect(await world.held(MINE)).toBe("Talk like a pirate.");
  });

  it("says what it replaces", async () => {
    await world.act(member, set("old"));
    expect((await world.act(member, set("new"))).data?.embeds).toEqual([
      { title: "What holds now", description: "new" },
      { title: "What it replaces", description: "old" },
    ]);
  });

  it("keeps newlines, braces and any script; only the ends are trimmed", async () => {
    const text = '  Antworte als JSON: {"a": {"b": 1}}\r\n\nПиши кратко 🦜 {{word}}\n ';
    await world.act(member, set(text));
    expect(await world.held(MINE)).toBe('Antworte als JSON: {"a": {"b": 1}}\n\nПиши кратко 🦜 {{word}}');
  });

  it("takes 4,000 characters, whole", async () => {
    const text = "語".repeat(4_000);
    const body = await world.act(member, set(text));
    expect(await world.held(MINE)).toBe(text);
    expect(body.data?.embeds?.[0]?.description?.length).toBeLessThanOrEqual(1_000);
    expect((await world.act(member, set("x".repeat(4_001)))).data?.content).toMatch(/4,001 characters/);
    expect(await world.held(MINE)).toBe(text);
  });

  it("refuses an unknown placeholder by its name, names those that exist, and hands the text back", async () => {
    const body = await world.act(member, set("Hi {user}, I am {nickname} of {größe}"));
    for (const part of ["`{nickname}`", "`{größe}`", "`{user}`", "`{time}`", "`{{nickname}}`"]) expect(body.data?.content).toContain(part);
    expect(body.data?.embeds?.[0]?.description).toBe("Hi {user}, I am {nickname} of {größe}");
    expect(await world.held(MINE)).toBeUndefined();
    const many = await world.act(member, set(Array.from({ length: 300 }, (_, index) => `{unknown_${index}_${"x".repeat(3)}}`).join("")));
    expect(many.data?.content?.length).toBeLessThanOrEqual(2_000);
  });

  it("refuses what is empty but for blanks", async () => {
    expect((await world.act(member, set(" \n "))).data?.content).toMatch(/nothing in it/);
    expect(await world.held(MINE)).toBeUndefined();
  });

  it("changes nothing when it comes again", async () => {
    const first = await world.act(member, set("one"), 1);
    await world.act(member, set("two"), 2);
    expect(await world.act(member, set("one"), 1)).toEqual(first);
    expect(await world.held(MINE)).toBe("two");
  });

  it("says it in German", async () => {
    const body = await world.act({ ...member, locale: "de" }, set("Sei nett."));
    expect(body.data?.content).toMatch(/^Erledigt/);
    expect(labels(body)).toEqual(["Rückgängig", "Ansehen"]);
  });

  it("costs a sentence where the database hangs", async () => {
    world = await createPromptWorld({ prompts: { set: () => new Promise(() => undefined) } });
    expect((await world.act(member, set("x"))).data?.content).toMatch(/too long just now/);
  });
});

describe("who may", () => {
  const cases: [string, object, { channel: boolean; server: boolean }][] = [
    ["a member", member, { channel: false, server: false }],
    ["somebody with Manage Channels", asWith(MANAGE_CHANNELS), { channel: true, server: false }],
    ["somebody with Manage Server", manager, { channel: true, server: true }],
    ["an administrator", asWith(ADMINISTRATOR), { channel: true, server: true }],
    ["a manager where the bot is only a guest of one person", inForeignGuild({ member: manager.member }), { channel: false, server: false }],
    ["somebody in the bot's DM", inBotDm(), { channel: false, server: false }],
    ["somebody in a group DM", inPrivateChannel(), { channel: false, server: false }],
  ];
  for (const [name, where, may] of cases) {
    it(`${name}: ${Object.entries(may)
      .map(([whose, can]) => `${whose} ${can ? "yes" : "no"}`)
      .join(", ")}, their own always`, async () => {
      for (const [whose, scope] of [
        ["channel", THE_CHANNELS],
        ["server", THE_SERVERS],
      ] as const) {
        await world.store.set(scope, "before", { userId: "9", at: 1, change: `by another ${whose}` });
        const held = await world.store.read([scope]);
        const id = held.get(scope)?.id ?? 0;
        const answers = [
          await world.act(where, window(whose)),
          await world.act(where, modal(`prompt-text:${whose}`, { text: "by window" })),
          await world.act(where, set("by option", whose)),
          await world.act(where, press(`prompt-edit:${whose}`, EPHEMERAL)),
          await world.act(where, press(`prompt-undo:${whose}:${id}`, EPHEMERAL)),
          await world.act(where, reset(whose)),
        ];
        const refused = answers.filter(({ type, data }) => type === 4 && /only you|for those who may manage/.test(data?.content ?? ""));
        expect(refused).toHaveLength(may[whose] ? 0 : answers.length);
        expect(await world.held(scope)).toBe(may[whose] ? "" : "before");
      }
      await world.act(where, set("mine"));
      expect(await world.held(MINE)).toBe("mine");
    });
  }

  it("is told apart: another person's press changes their own, never mine", async () => {
    await world.act(member, set("mine"));
    const body = await world.act(member, set("mine, newer"));
    expect((await world.act(inGuild({}, other), press(idOf(body, "Undo"), EPHEMERAL))).data?.content).toMatch(/changed meanwhile/);
    expect(await world.held(MINE)).toBe("mine, newer");
  });
});

describe("a thread", () => {
  it("has instructions of its own, and the answer says so", async () => {
    const body = await world.act({ ...manager, ...inThread }, set("In the thread.", "channel"));
    expect(body.data?.content).toMatch(/this thread alone; what its channel has set counts as well/);
    expect(await world.held(`channel:${THREAD}`)).toBe("In the thread.");
    expect(await world.held(THE_CHANNELS)).toBeUndefined();
  });
});

describe("the window", () => {
  it("holds what holds, whole, and carries whose it is", async () => {
    const text = `${"x".repeat(3_998)}🦜`;
    await world.act(manager, set(text, "server"));
    const body = await world.act(manager, window("server"));
    expect(body).toMatchObject({
      type: 9,
      data: {
        custom_id: "prompt-text:server",
        components: [{ type: 18, component: { type: 4, custom_id: "text", style: 2, max_length: 4000, required: true, value: text } }],
      },
    });
  });

  it("is empty where nothing is set, and fits Discord's limits in both languages, for all", async () => {
    for (const locale of ["en-US", "de"])
      for (const whose of ["me", "channel", "server"]) {
        const { data } = await world.act({ ...manager, ...inThread, locale }, window(whose));
        const label = data?.components?.[0] as { label: string; component: { placeholder: string; value?: string } };
        expect(data?.title?.length).toBeLessThanOrEqual(45);
        expect(label.label.length).toBeLessThanOrEqual(45);
        expect(label.component.placeholder).toMatch(/\{locale\}$/);
        expect(label.component.placeholder.length).toBeLessThanOrEqual(100);
        expect(label.component).not.toHaveProperty("value");
      }
  });

  for (const layout of [18, 1] as const) {
    it(`sent after the command, answers anew (component type ${layout})`, async () => {
      const { message: _, ...sent } = modal("prompt-text:me", { text: "  by window \n" }, layout);
      expect(await world.act(member, sent)).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
      expect(await world.held(MINE)).toBe("by window");
    });
  }

  it("opened by a button of the person's own message, changes that message", async () => {
    const body = await world.act(member, modal("prompt-text:me", { text: "by window" }, 18, EPHEMERAL));
    expect(body).toMatchObject({ type: 7, data: { embeds: [{ description: "by window" }] } });
    expect(labels(body)).toEqual(["Undo", "View"]);
  });

  it("with something wrong in it, leaves that message alone and hands the text back", async () => {
    const body = await world.act(member, modal("prompt-text:me", { text: "I am {nobody}" }, 18, EPHEMERAL));
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, embeds: [{ description: "I am {nobody}" }] } });
  });
});

describe("/resetprompt", () => {
  it("removes, and Undo brings it back", async () => {
    await world.act(manager, set("house rules", "server"));
    const body = await world.act(manager, reset("server"));
    expect(body.data).toMatchObject({ content: expect.stringMatching(/are gone/), embeds: [{ description: "house rules" }] });
    expect(await world.held(THE_SERVERS)).toBe("");
    const undone = await world.act(manager, press(idOf(body, "Undo"), EPHEMERAL));
    expect(undone).toMatchObject({ type: 7, data: { embeds: [{ title: "What holds now", description: "house rules" }] } });
    expect(await world.held(THE_SERVERS)).toBe("house rules");
  });

  it("says so where there is nothing to remove", async () => {
    const body = await world.act(member, reset());
    expect(body.data?.content).toMatch(/nothing to remove/);
    expect(labels(body)).toEqual([]);
  });

  it("changes nothing when it comes again", async () => {
    await world.act(member, set("one"), 1);
    const first = await world.act(member, reset(), 2);
    await world.act(member, set("two"), 3);
    expect(await world.act(member, reset(), 2)).toEqual(first);
    expect(await world.held(MINE)).toBe("two");
  });
});

describe("Undo", () => {
  it("may be pressed again and again, and does it once", async () => {
    await world.act(member, set("one"));
    const body = await world.act(member, set("two"));
    for (let repeat = 0; repeat < 3; repeat++) await world.act(member, press(idOf(body, "Undo"), EPHEMERAL));
    expect(await world.held(MINE)).toBe("one");
  });

  it("of what was changed meanwhile leaves that alone and says so", async () => {
    const body = await world.act(member, set("one"));
    await world.act(member, set("two"));
    const late = await world.act(member, press(idOf(body, "Undo"), EPHEMERAL));
    expect(late).toMatchObject({ type: 7, data: { content: expect.stringMatching(/changed meanwhile/), embeds: [] } });
    expect(labels(late)).toEqual(["View"]);
    expect(await world.held(MINE)).toBe("two");
  });

  it("of the first one says that nothing is set now", async () => {
    const body = await world.act(member, set("one"));
    expect((await world.act(member, press(idOf(body, "Undo"), EPHEMERAL))).data?.content).toMatch(/Nothing is set there now/);
  });

  it("with an id that is none is refused", async () => {
    await world.act(member, set("one"));
    for (const bad of [
      "prompt-undo",
      "prompt-undo:me",
      "prompt-undo:me:x",
      "prompt-undo:him:1",
      `prompt-undo:me:${"9".repeat(30)}`,
      "prompt-edit:x",
      "prompt-edit",
    ])
      expect(await world.act(member, press(bad, EPHEMERAL))).toMatchObject({ type: 4, data: { content: expect.stringMatching(/don't know this button/) } });
    expect(await world.held(MINE)).toBe("one");
  });
});
