/** Buttons of an answer: who may press them, and what becomes of it. Through the whole edge, with signed requests. */
import { describe, expect, it } from "vitest";
import { actionId, answerActions, IN_PLACE } from "../../src/turns/actions.ts";
import { createWorld } from "../edge/fakes.ts";
import { APP, ASKER, CHANNEL, inBotDm, inGuild, MANAGE_MESSAGES, modal, OTHER, other, press, slash, TALK, TURN } from "../edge/payloads.ts";
import { turnRecord } from "../edge/turn-record.ts";

const EPHEMERAL = 64;
const publicKey = `${CHANNEL}:${ASKER}`;
const stranger = inGuild({}, other);
const moderator = inGuild({}, other, TALK | MANAGE_MESSAGES);

const find = async () => turnRecord();

describe("permission", () => {
  for (const action of answerActions) {
    const id = actionId(action, TURN, ASKER);

    it(`${action}: the asker may`, async () => {
      const world = await createWorld({ find });
      const { body } = await world.interact({ ...inGuild(), ...press(id) });
      expect(body.data?.content ?? "").not.toMatch(/Only the person/);
    });

    it(`${action}: another person may not, and nothing happens`, async () => {
      const world = await createWorld({ find });
      const { body } = await world.interact({ ...stranger, ...press(id) });
      expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, content: expect.stringMatching(/^Only the person who asked/) } });
      expect(world.calls).toEqual([]);
    });

    it(`${action}: a moderator ${action === "show" ? "may not" : "may, but never under a private answer"}`, async () => {
      const world = await createWorld({ find });
      const publicly = await world.interact({ ...moderator, ...press(id) });
      if (action === "show") expect(publicly.body.data?.content).toMatch(/Only the person who asked can open/);
      else expect(publicly.body.data?.content ?? "").not.toMatch(/Only the person/);
      const before = world.calls.length;
      const privately = await world.interact({ ...moderator, ...press(id, EPHEMERAL) });
      expect(privately.body.data?.content).toMatch(/Only the person/);
      expect(world.calls).toHaveLength(before);
    });

    it(`${action}: ids that are none are refused`, async () => {
      const world = await createWorld({ find });
      for (const bad of [
        `${action}`,
        `${action}::`,
        `${action}:x:${ASKER}`,
        `${action}:${TURN}:x`,
        `${action}:${TURN}`,
        `${action}:${"1".repeat(30)}:${ASKER}`,
      ]) {
        expect((await world.interact({ ...inGuild(), ...press(bad) })).body).toMatchObject({ type: 4, data: { flags: EPHEMERAL } });
      }
      expect(world.calls).toEqual([]);
    });
  }

  it("an administrator counts as a moderator", async () => {
    const world = await createWorld();
    expect((await world.interact({ ...inGuild({}, other, 1n << 3n), ...press(actionId("stop", TURN, ASKER)) })).body).toEqual({ type: 6 });
  });

  it("outside servers there are no moderators", async () => {
    const world = await createWorld();
    const { body } = await world.interact({
      ...inBotDm({ user: other, app_permissions: String(-1n & ((1n << 50n) - 1n)) }),
      ...press(actionId("stop", TURN, ASKER)),
    });
    expect(body.data?.content).toMatch(/Only the person/);
  });
});

describe("Stop", () => {
  it("ends the running answer and leaves the message to the job", async () => {
    const world = await createWorld();
    expect((await world.interact({ ...inGuild(), ...press(actionId("stop", TURN, ASKER)) })).body).toEqual({ type: 6 });
    expect(world.calls).toEqual([{ name: "stop", args: [CHANNEL, TURN] }]);
  });

  it("says so where the answer is already finished", async () => {
    const world = await createWorld({ stop: async () => false });
    const { body } = await world.interact({ ...inGuild(), ...press(actionId("stop", TURN, ASKER)) });
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, content: expect.stringMatching(/already finished/) } });
  });
});

describe("asking again", () => {
  const cases = [
    { name: "Regenerate in place", id: actionId("regenerate", TURN, ASKER, IN_PLACE), trigger: "regenerate", target: "update", callback: { type: 6 } },
    { name: "Regenerate of a long answer", id: actionId("regenerate", TURN, ASKER), trigger: "regenerate", target: "message", callback: { type: 5 } },
    { name: "Continue", id: actionId("continue", TURN, ASKER), trigger: "continue", target: "message", callback: { type: 5 } },
    { name: "Try again", id: actionId("retry", TURN, ASKER), trigger: "retry", target: "update", callback: { type: 6 } },
  ] as const;
  for (const { name, id, trigger, target, callback } of cases) {
    it(`${name} becomes a job about the turn it stands under`, async () => {
      const world = await createWorld();
      expect((await world.interact({ ...inGuild(), ...press(id) })).body).toEqual(callback);
      expect(world.jobs()[0]).toMatchObject({ kind: "ask", target, private: false, conversation: publicKey, input: { trigger, parentId: TURN, prompt: "" } });
    });

    it(`${name} of a private answer stays private`, async () => {
      const world = await createWorld();
      await world.interact({ ...inGuild(), ...press(id, EPHEMERAL) });
      expect(world.jobs()[0]).toMatchObject({ private: true, conversation: `${publicKey}:private` });
    });
  }

  it("by a moderator goes on in the asker's conversation, in the moderator's name", async () => {
    const world = await createWorld();
    await world.interact({ ...moderator, ...press(actionId("regenerate", TURN, ASKER)) });
    expect(world.jobs()[0]).toMatchObject({ conversation: publicKey, user: { id: OTHER } });
  });
});

describe("Follow up", () => {
  it("opens a window whose form Discord takes", async () => {
    const world = await createWorld();
    const { body } = await world.interact({ ...inGuild(), ...press(actionId("follow-up", TURN, ASKER)) });
    expect(body).toMatchObject({
      type: 9,
      data: { custom_id: `follow-up:${TURN}:${ASKER}`, components: [{ type: 18, component: { type: 4, custom_id: "prompt", max_length: 4000 } }] },
    });
    expect(body.data?.title?.length).toBeLessThanOrEqual(45);
    expect(world.calls).toEqual([]);
  });

  for (const layout of [18, 1] as const) {
    it(`becomes a job when it is sent (component type ${layout})`, async () => {
      const world = await createWorld();
      const sent = modal(actionId("follow-up", TURN, ASKER), { prompt: "  and then? " }, layout);
      expect((await world.interact({ ...inGuild(), ...sent })).body).toEqual({ type: 5 });
      expect(world.jobs()[0]).toMatchObject({
        target: "message",
        private: false,
        conversation: publicKey,
        input: { trigger: "follow-up", parentId: TURN, prompt: "and then?" },
      });
    });
  }

  it("stays private under a private answer, and where nobody knows the message", async () => {
    const world = await createWorld();
    const id = actionId("follow-up", TURN, ASKER);
    expect((await world.interact({ ...inGuild(), ...modal(id, { prompt: "x" }, 18, EPHEMERAL) })).body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    const { message: _, ...orphan } = modal(id, { prompt: "x" });
    expect((await world.interact({ ...inGuild(), ...orphan })).body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    expect(world.jobs().every((job) => job.private && job.conversation === `${publicKey}:private`)).toBe(true);
  });

  it("is refused when sent by another person or empty", async () => {
    const world = await createWorld();
    const sent = modal(actionId("follow-up", TURN, ASKER), { prompt: "x" });
    expect((await world.interact({ ...stranger, ...sent })).body.data?.content).toMatch(/Only the person/);
    expect((await world.interact({ ...inGuild(), ...modal(actionId("follow-up", TURN, ASKER), { prompt: " " }) })).body.data?.content).toMatch(/empty/);
    expect(world.calls).toEqual([]);
  });
});

describe("Show", () => {
  it("becomes a private job, even under a public notice", async () => {
    const world = await createWorld();
    expect((await world.interact({ ...inGuild(), ...press(actionId("show", TURN, ASKER)) })).body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    expect(world.jobs()[0]).toMatchObject({ kind: "show", private: true, target: "message", input: { turnId: TURN } });
  });
});

describe("Why", () => {
  const why = press(actionId("why", TURN, ASKER));

  it("explains the record to its asker, ephemerally", async () => {
    const world = await createWorld({ find });
    const { body } = await world.interact({ ...inGuild(), ...why });
    expect(body).toMatchObject({ type: 4, data: { flags: EPHEMERAL, content: expect.stringContaining("`small-model`") } });
    expect(world.calls).toEqual([{ name: "find", args: [TURN] }]);
  });

  it("shows a moderator public records of this channel, and nothing else", async () => {
    const cases: [ReturnType<typeof turnRecord>, boolean][] = [
      [turnRecord(), true],
      [turnRecord({ private: true }), false],
      [turnRecord({ channelId: OTHER }), false],
    ];
    for (const [record, shown] of cases) {
      const world = await createWorld({ find: async () => record });
      const content = (await world.interact({ ...moderator, ...why })).body.data?.content ?? "";
      expect(content.includes("small-model")).toBe(shown);
    }
  });

  it("says so when the record is gone", async () => {
    const world = await createWorld();
    expect((await world.interact({ ...inGuild(), ...why })).body.data?.content).toMatch(/no record/);
    expect((await world.interact({ ...inGuild(), ...slash("why") })).body.data?.content).toMatch(/haven't answered you/);
  });

  it("/why explains the person's own newest answer here", async () => {
    const world = await createWorld({ newestHere: find });
    const { body } = await world.interact({ ...inGuild({ locale: "de" }), ...slash("why") });
    expect(body.data?.content).toContain("Warum diese Antwort");
    expect(body.data?.flags).toBe(EPHEMERAL);
    expect(world.calls).toEqual([{ name: "newestHere", args: [ASKER, APP, CHANNEL] }]);
  });
});
