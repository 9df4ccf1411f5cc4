/** Everything Discord can send with a good signature, in every context: an answer of the right form, never a 5xx. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionId, IN_PLACE } from "../../src/turns/actions.ts";
import { createWorld, never } from "./fakes.ts";
import {
  APP,
  ASKER,
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
      expect((await world.interact({ ...payload(), ...press(actionId("regenerate", TURN, ASKER, IN_PLACE)) })).body).toEqual({ type: 6 });
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
    "a command": slash("dance"),
    'a command called "constructor"': slash("constructor"),
    'a command called "__proto__"': slash("__proto__"),
    "a button": press("launch:1:2"),
    'a button called "toString"': press("toString:1:2"),
    "a button without an id": press(""),
    "a window": modal("settings:1", { a: "b" }),
    "a menu": menu(3, "Remember this"),
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
    expect((await world.interact({ ...inGuild({ locale: "de" }), ...slash("dance") })).body.data?.content).toMatch(/kenne ich nicht/);
    expect((await world.interact({ ...inGuild({ locale: "tlh" }), ...slash("dance") })).body.data?.content).toMatch(/don't know/);
  });

  it("has no completions", async () => {
    const world = await createWorld();
    for (const payload of [typing("dance", "model", ""), typing("ask", "prompt", "x"), { type: 4, data: { id: "1", name: "ask" } }, { type: 4 }]) {
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
    const world = await createWorld({ newestHere: never });
    const { body } = await world.interact({ ...inGuild(), ...slash("why") });
    expect(body.data?.content).toMatch(/too long/);
    expect(world.clock.now()).toBe(NOW + 1500);
  });
});
