/** Everything Discord can send with a good signature, in every context: an answer of the right form, never a 5xx. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionId } from "../../src/turns/actions.ts";
import { createWorld, never } from "./fakes.ts";
import {
  APP,
  ASKER,
  attachment,
  CHANNEL,
  INTERACTION,
  inBotDm,
  inForeignGuild,
  inGuild,
  inPrivateChannel,
  menu,
  modal,
  NOW,
  option,
  press,
  slash,
  TURN,
  typing,
} from "./payloads.ts";
import { signedRequest } from "./signing.ts";

const EPHEMERAL = 64;
const places = {
  "a server": inGuild,
  "the bot's own DM": inBotDm,
  "a private channel": inPrivateChannel,
  "a server that only has the person's installation": inForeignGuild,
};

describe("PING", () => {
  it("is answered with PONG, as JSON", async () => {
    const world = await createWorld();
    const response = await world.send(await signedRequest(world.signer, "/interactions", { type: 1, id: "1", application_id: APP, token: "t", version: 1 }));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toEqual({ type: 1 });
    expect(world.calls).toEqual([]);
  });
});

for (const [place, payload] of Object.entries(places)) {
  describe(`in ${place}`, () => {
    it("/ask is committed, then acknowledged with thinking", async () => {
      const world = await createWorld();
      const answer = await world.interact({ ...payload(), ...slash("ask", [option("prompt", " why? ")]) });
      expect(answer).toEqual({ status: 200, body: { type: 5 } });
      expect(world.jobs()).toHaveLength(1);
      expect(world.jobs()[0]).toMatchObject({
        v: 1,
        id: INTERACTION,
        kind: "ask",
        conversation: `${CHANNEL}:${ASKER}`,
        applicationId: APP,
        token: "interaction-token",
        target: "message",
        private: false,
        channelId: CHANNEL,
        user: { id: ASKER, name: "Mina" },
        createdAt: NOW,
        answerBy: NOW + 2000,
        input: { trigger: "ask", prompt: "why?", attachments: [], readChannel: true },
      });
    });

    it("/ask private is acknowledged for the asker's eyes only", async () => {
      const world = await createWorld();
      const answer = await world.interact({ ...payload(), ...slash("ask", [option("prompt", "x"), option("private", true, 5), option("context", false, 5)]) });
      expect(answer.body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
      expect(world.jobs()[0]).toMatchObject({ private: true, conversation: `${CHANNEL}:${ASKER}:private`, input: { readChannel: false } });
    });

    it("autocomplete, buttons, windows and menus get the form of answer that fits them", async () => {
      const world = await createWorld();
      expect((await world.interact({ ...payload(), ...typing("ask", "model", "BIG") })).body).toEqual({
        type: 8,
        data: { choices: [{ name: "Big/Model:70b", value: "Big/Model:70b" }] },
      });
      expect((await world.interact({ ...payload(), ...press(actionId("regenerate", TURN, ASKER, true)) })).body).toEqual({ type: 6 });
      expect((await world.interact({ ...payload(), ...press(actionId("follow-up", TURN, ASKER)) })).body.type).toBe(9);
      expect((await world.interact({ ...payload(), ...modal(actionId("follow-up", TURN, ASKER), { prompt: "and then?" }) })).body).toEqual({ type: 5 });
      for (const type of [2, 3] as const) {
        expect((await world.interact({ ...payload(), ...menu(type, "ask") })).body).toMatchObject({
          type: 4,
          data: { flags: EPHEMERAL, allowed_mentions: { parse: [] } },
        });
      }
    });
  });
}

describe("what is unknown", () => {
  const unknown = {
    "a command": slash("imagine"),
    'a command called "constructor"': slash("constructor"),
    'a command called "__proto__"': slash("__proto__"),
    "a button": press("launch:1:2"),
    'a button called "toString"': press("toString:1:2"),
    "a button without an id": press(""),
    "a window": modal("settings:1", { a: "b" }),
    "a menu": menu(3, "Reply with AI"),
  };
  for (const [name, payload] of Object.entries(unknown)) {
    it(`${name} gets a sentence that only the person sees`, async () => {
      const world = await createWorld();
      const { status, body } = await world.interact({ ...inGuild(), ...payload });
      expect(status).toBe(200);
      expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, allowed_mentions: { parse: [] } } });
      expect(body.data?.content).toMatch(/any more/);
      expect(world.calls).toEqual([]);
    });
  }

  it("speaks the person's language", async () => {
    const world = await createWorld();
    expect((await world.interact({ ...inGuild({ locale: "de" }), ...slash("imagine") })).body.data?.content).toMatch(/kenne ich nicht/);
    expect((await world.interact({ ...inGuild({ locale: "tlh" }), ...slash("imagine") })).body.data?.content).toMatch(/don't know/);
  });

  it("has no completions", async () => {
    const world = await createWorld();
    for (const payload of [typing("imagine", "model", ""), typing("ask", "prompt", "x"), { type: 4, data: { id: "1", name: "ask" } }, { type: 4 }]) {
      expect((await world.interact({ ...inGuild(), ...payload })).body).toEqual({ type: 8, data: { choices: [] } });
    }
  });
});

describe("rubbish with a good signature", () => {
  const rubbish: Record<string, unknown> = {
    nothing: "",
    "no JSON": "{type:1}",
    "a null": "null",
    "a number": "1",
    "a text": '"PING"',
    "a list": "[1]",
    "an empty object": "{}",
    "a type that is a text": { type: "1" },
    "a type nobody knows": { ...inGuild(), type: 99 },
    "a broken encoding": new Uint8Array([0xff, 0xfe, 0x00]),
    "a command without data": { ...inGuild(), type: 2 },
    "a command without a token": { ...inGuild(), ...slash("ask"), token: undefined },
    "a command without a person": { ...inGuild(), ...slash("new"), member: undefined },
    "a command without a channel": { ...inGuild(), ...slash("new"), channel: undefined, channel_id: undefined },
    "an id that is no id": { ...inGuild(), ...slash("new"), id: "../../etc" },
    "a channel id that is no id": { ...inGuild(), ...slash("new"), channel_id: "1' OR 1=1" },
    "permissions that are no number": { ...inGuild({ app_permissions: "all" }), ...slash("new") },
    "options that are no list": { ...inGuild(), type: 2, data: { name: "ask", type: 1, options: "prompt" } },
    "a file that is not there": { ...inGuild(), ...slash("ask", [option("prompt", "x"), option("file", "1", 11)]) },
    "a button without a message": { ...inGuild(), type: 3, data: { custom_id: "stop:1:2" } },
    "a window with wrong parts": { ...inGuild(), type: 5, data: { custom_id: "follow-up:1:2", components: [null] } },
  };
  for (const [name, payload] of Object.entries(rubbish)) {
    it(`${name}: a 400 with a sentence or a polite answer, and nothing is stored`, async () => {
      const world = await createWorld();
      const response = await world.send(await signedRequest(world.signer, "/interactions", payload));
      const text = await response.text();
      expect([200, 400]).toContain(response.status);
      expect(text.length).toBeGreaterThan(10);
      if (response.status === 200) expect(JSON.parse(text)).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
      expect(world.calls).toEqual([]);
    });
  }

  it("any JSON at all is answered below 500", async () => {
    const world = await createWorld();
    const shaped = fc.record(
      {
        type: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.jsonValue()),
        id: fc.oneof(fc.constant(INTERACTION), fc.jsonValue()),
        data: fc.jsonValue(),
        member: fc.jsonValue(),
        message: fc.jsonValue(),
        locale: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.jsonValue(),
          shaped,
          shaped.map((part) => ({ ...inGuild(), ...part })),
        ),
        async (payload) => {
          const response = await world.send(await signedRequest(world.signer, "/interactions", JSON.stringify(payload)));
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
    expect(world.calls).toEqual([]);
  });
});

describe("a handler that fails", () => {
  it("costs the person a sentence and us a log line without content", async () => {
    const world = await createWorld({
      startNew: async () => {
        throw new Error("Failed query: insert into x params: secret words", { cause: new Error("D1_ERROR: no such table") });
      },
    });
    const { status, body } = await world.interact({ ...inGuild(), ...slash("new") });
    expect(status).toBe(200);
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
    expect(JSON.stringify(body)).not.toContain("D1");
    expect(world.logs).toContainEqual({
      severity: "error",
      event: "handler-failed",
      fields: expect.objectContaining({ id: INTERACTION, name: "new", error: "Error: D1_ERROR: no such table" }),
    });
    expect(JSON.stringify(world.logs)).not.toContain("secret");
  });

  it("is cut after 1.5 s", async () => {
    const world = await createWorld({ newest: never });
    const { body } = await world.interact({ ...inGuild(), ...slash("why") });
    expect(body.data?.content).toMatch(/too long/);
    expect(world.clock.now()).toBe(NOW + 1500);
  });
});

describe("/ask with files", () => {
  const ask = (files: Record<string, unknown>[]) => {
    const options = files.map((file, index) => option(index === 0 ? "file" : `file${index + 1}`, file.id, 11)).reverse();
    const resolved = { attachments: Object.fromEntries(files.map((file) => [String(file.id), file])) };
    return { ...inGuild(), ...slash("ask", [...options, option("prompt", "look")], resolved) };
  };
  const MIB = 1024 * 1024;

  it("keeps them in the order of the options", async () => {
    const world = await createWorld();
    await world.interact(
      ask([attachment("3", "a.png", "image/png", 10), attachment("1", "b.ts", "video/mp2t", 10), attachment("2", "c", "text/plain; charset=utf-8", 10)]),
    );
    expect(world.jobs()[0]?.input).toMatchObject({
      attachments: [{ filename: "a.png" }, { filename: "b.ts", url: expect.stringContaining("https://cdn.") }, { filename: "c" }],
    });
  });

  const refused: [string, Record<string, unknown>[], RegExp][] = [
    ["a video", [attachment("1", "clip.mp4", "video/mp4", 10)], /can't read “clip\.mp4”.*PNG.*text files/],
    ["a pdf", [attachment("1", "x.pdf", "application/pdf", 10)], /PNG/],
    ["a file without type and extension", [attachment("1", "blob", undefined, 10)], /PNG/],
    ["an image of more than 8 MiB", [attachment("1", "x.png", "image/png", 8 * MIB + 1)], /too large.*8 MiB/],
    [
      "images of more than 8 MiB in all",
      [attachment("1", "x.png", "image/png", 5 * MIB), attachment("2", "y.webp", "image/webp", 4 * MIB)],
      /“y\.webp” is too large/,
    ],
    ["a text of more than 512 KiB", [attachment("1", "x.txt", "text/plain", MIB / 2 + 1)], /512 KiB/],
  ];
  for (const [name, files, sentence] of refused) {
    it(`refuses ${name} with a sentence that names what works`, async () => {
      const world = await createWorld();
      const { body } = await world.interact(ask(files));
      expect(body.data?.content).toMatch(sentence);
      expect(body.data?.flags).toBe(EPHEMERAL);
      expect(world.calls).toEqual([]);
    });
  }

  it("takes what is just small enough", async () => {
    const world = await createWorld();
    expect((await world.interact(ask([attachment("1", "x.gif", "image/gif", 8 * MIB), attachment("2", "y.md", undefined, MIB / 2)]))).body.type).toBe(5);
  });
});

describe("/ask with a model", () => {
  it("takes one of the list, whatever its letters' case", async () => {
    const world = await createWorld();
    await world.interact({ ...inGuild(), ...slash("ask", [option("prompt", "x"), option("model", "big/model:70B")]) });
    expect(world.jobs()[0]?.input).toMatchObject({ model: "Big/Model:70b" });
  });

  it("refuses another one and names those that can be chosen, within one message", async () => {
    const models = Array.from({ length: 200 }, (_, index) => ({ id: `provider/model-with-a-long-name-${index}`, inputPrice: 1, outputPrice: 2 }));
    const world = await createWorld({ models });
    const { body } = await world.interact({
      ...inGuild(),
      ...slash("ask", [option("prompt", "x"), option("model", `@everyone ${"`".repeat(3)}\n# hi ${"y".repeat(5000)}`)]),
    });
    expect(body.data?.content).toContain("model-with-a-long-name-0");
    expect(body.data?.content).not.toContain("```");
    expect(body.data?.content?.length).toBeLessThanOrEqual(2000);
    expect(body.data?.allowed_mentions).toEqual({ parse: [] });
    expect(world.calls).toEqual([]);
  });

  it("offers at most 25 choices with prices, none longer than Discord allows", async () => {
    const models = Array.from({ length: 60 }, (_, index) => ({ id: `${"m".repeat(index * 2 + 1)}`, inputPrice: 0.25, outputPrice: 2 }));
    const world = await createWorld({ models });
    const choices = (await world.interact({ ...inGuild(), ...typing("ask", "model", "m") })).body.data?.choices ?? [];
    expect(choices).toHaveLength(25);
    expect(choices[0]).toEqual({ name: "m · $0.25 / $2 per million tokens in / out", value: "m" });
    expect(choices.every(({ name, value }) => name.length <= 100 && value.length <= 100)).toBe(true);
  });
});

describe("/new and /help", () => {
  it("/new begins anew at the command's own moment, so that a replay changes nothing", async () => {
    const world = await createWorld();
    world.clock.set(NOW + 60_000);
    const { body } = await world.interact({ ...inGuild(), ...slash("new") });
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
    expect(world.calls).toEqual([{ name: "startNew", args: [CHANNEL, ASKER, NOW] }]);
  });

  it("/help names every command in the person's language", async () => {
    const world = await createWorld();
    const en = (await world.interact({ ...inGuild(), ...slash("help") })).body.data?.content ?? "";
    const de = (await world.interact({ ...inGuild({ locale: "de" }), ...slash("help") })).body.data?.content ?? "";
    for (const name of ["/ask", "/new", "/why", "/help"]) expect(en).toContain(name);
    for (const name of ["/frag", "/neu", "/warum", "/hilfe"]) expect(de).toContain(name);
  });
});
