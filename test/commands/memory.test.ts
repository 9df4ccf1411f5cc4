/** /memory at the edge: whatever a custom id, a select or an option says, there is a sentence for it, and nobody changes what is not theirs. */
import { describe, expect, it } from "vitest";
import { type Callback, createWorld, never } from "../edge/fakes.ts";
import { attachment, CHANNEL, inBotDm, inForeignGuild, inGuild, inPrivateChannel, modal, option, press, slash, TALK } from "../edge/payloads.ts";
import { choose, MANAGE_GUILD } from "./prompt-world.ts";

const sub = (name: string, options: object[] = [], resolved?: Record<string, unknown>) => slash("memory", [{ name, type: 1, options }], resolved);
const places = {
  "a member": inGuild(),
  "a manager": inGuild({}, undefined, TALK | MANAGE_GUILD),
  "a DM": inBotDm(),
  "a group": inPrivateChannel(),
  "a guest": inForeignGuild(),
};
const RUBBISH = [
  ...[
    "memory",
    "memory:",
    "memory:you:0",
    "memory:me:-1",
    "memory:me:1e3",
    "memory:me:99999",
    "memory:__proto__:0",
    "memory-edit",
    "memory-edit:x",
    "memory-where",
    "memory-where:1:secret",
  ],
  ...[
    "memory-where:1:public",
    "memory-forget",
    "memory-forget:constructor",
    "memory-all",
    "memory-all:them",
    "memory-all-yes:constructor",
    "memory-new:you",
    "memory-replace",
    "memory-replace:zip",
  ],
  ...[
    "memory-remove",
    "memory-remove:NaN",
    "memory-remove:1e99",
    "memory-remove:-1",
    "memory-remove-yes",
    "memory-remove-yes:1.5",
    "panel-remember",
    "panel-remember:x:1",
    "panel-remember:1:0",
  ],
];
const isAnswer = ({ type, data }: Callback) => type === 9 || (data?.content ?? "") !== "" || (data?.embeds ?? []).length > 0;

describe.each(Object.entries(places))("%s", (_name, place) => {
  it("gets a sentence for every button that cannot be, and nothing is written for a stranger", async () => {
    const world = await createWorld();
    for (const id of RUBBISH) {
      const { status, body } = await world.interact({ ...place, ...press(id, 64) });
      expect([id, status, isAnswer(body)]).toEqual([id, 200, true]);
    }
    for (const value of ["", "fact:", "fact:x", "document:", "document:x", "document:9".padEnd(90, "9"), "constructor:1", ":"]) {
      const { status, body } = await world.interact({ ...place, ...choose("memory-open", value) });
      expect([value, status, isAnswer(body)]).toEqual([value, 200, true]);
    }
    for (const id of ["memory-new", "memory-new:me:nowhere", "memory-new:them:public", "memory-text", "memory-text:x", "memory-document"]) {
      for (const fields of [{}, { text: "" }, { text: "\0 \uD800" }, { text: "hi", name: "n".repeat(500) }]) {
        const { status, body } = await world.interact({ ...place, ...modal(id, fields as Record<string, string>) });
        expect([id, status, isAnswer(body) || body.type === 5]).toEqual([id, 200, true]);
      }
    }
    // What a stranger's press reaches in the stores is bound to the stranger's own.
    for (const { name, args } of world.calls) {
      if (name === "memories.forget" || name === "memories.edit") expect(JSON.stringify(args[1])).toMatch(/^\["user:1100000000000000004"/);
    }
  });

  it("gets a sentence for every option that cannot be", async () => {
    const world = await createWorld();
    const file = (name: string, type: string | undefined, size: number) => [
      sub("add", [option("file", "1", 11)], { attachments: { "1": attachment("1", name, type, size) } }),
    ];
    const commands = [
      ...["show", "search", "remember", "add", "edit", "forget", "nonsense"].map((name) => sub(name)),
      sub("show", [option("about", "everybody")]),
      sub("show", [option("about", "documents")]),
      sub("search", [option("query", " \0 ")]),
      sub("remember", [option("text", "x"), option("for", "the world")]),
      sub("remember", [option("text", 5, 4)]),
      sub("edit", [option("fact", ""), option("text", "y")]),
      sub("edit", [option("fact", "1".repeat(18)), option("text", "y".repeat(9_000))]),
      sub("forget", [option("fact", "`".repeat(300))]),
      ...file("a.exe", "application/x-msdownload", 5),
      ...file("a.txt", "text/plain", 9_000_000),
      slash("memory", []),
    ];
    for (const command of commands) {
      const { status, body } = await world.interact({ ...place, ...command });
      expect([JSON.stringify(command), status, isAnswer(body)]).toEqual([JSON.stringify(command), 200, true]);
      expect((body.data?.content ?? "").length).toBeLessThanOrEqual(2_000);
    }
    expect(world.jobs()).toEqual([]);
  });
});

describe("a document", () => {
  const manager = places["a manager"];

  it("is a private job of its own, with all that brings it back; a replacement edits in place", async () => {
    const world = await createWorld();
    const { body } = await world.interact({ ...manager, ...sub("add", [option("url", " https://docs.example/a "), option("name", " The  rules ")]) });
    expect(body).toEqual({ type: 5, data: { flags: 64 } });
    expect(world.jobs()[0]).toMatchObject({ kind: "learn", conversation: null, private: true, target: "message", channelId: CHANNEL });
    expect(world.jobs()[0]?.input).toMatchObject({
      name: "The rules",
      source: { kind: "url", url: "https://docs.example/a" },
      replace: false,
      ask: {
        embeds: [{ author: { name: "The rules" }, url: "https://docs.example/a" }],
        rows: [{ components: [{ custom_id: "memory-replace:url" }, { custom_id: "memory-keep" }] }],
      },
    });
    const again = press("memory-replace:url", 64) as { message: object };
    const embeds = [{ author: { name: "The rules" }, url: "https://docs.example/a", title: "https://docs.example/a" }];
    const replaced = await world.interact({ ...manager, id: "1438961955840000001", ...again, message: { ...again.message, embeds } });
    expect(replaced.body).toEqual({ type: 6 });
    expect(world.jobs()[1]).toMatchObject({
      target: "update",
      input: { name: "The rules", source: { kind: "url", url: "https://docs.example/a" }, replace: true },
    });
  });

  it("is not replaced from a message that others see, for there is none", async () => {
    const world = await createWorld();
    const again = press("memory-replace:text", 0) as { message: object };
    const { body } = await world.interact({ ...manager, ...again, message: { ...again.message, embeds: [{ description: "x" }] } });
    expect(body.data?.content).toContain("/memory add");
    expect(world.jobs()).toEqual([]);
  });
});

it("a memory that hangs costs a sentence", async () => {
  const world = await createWorld();
  world.deps.memories.list = never;
  const { body } = await world.interact({ ...inGuild(), ...sub("show") });
  expect(body).toMatchObject({ type: 4, data: { flags: 64, content: expect.stringContaining("took too long") } });
});
