/** Commit, then acknowledge: "thinking" is shown only after the job is safely noted, and an error only after it was withdrawn. */
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createWorld, never } from "./fakes.ts";
import { CHANNEL, INTERACTION, inBotDm, inForeignGuild, inGuild, inPrivateChannel, MANAGE_MESSAGES, menu, NOW, option, slash, TALK } from "./payloads.ts";
import { signedRequest } from "./signing.ts";

const ask = { ...inGuild(), ...slash("ask", [option("prompt", "x")]) };
const error = { type: 4, data: { flags: 64, content: expect.stringMatching(/couldn't take this on/) } };

function retryable(): Error {
  return Object.assign(new Error("Network connection lost."), { retryable: true });
}

describe("the acknowledgement", () => {
  it("waits for the commit", async () => {
    const order: string[] = [];
    const world = await createWorld({
      submit: async () => {
        await Promise.resolve();
        order.push("committed");
        return "committed";
      },
    });
    await world.interact(ask);
    order.push("acknowledged");
    expect(order).toEqual(["committed", "acknowledged"]);
  });

  it("is the same for a repeated delivery", async () => {
    const world = await createWorld({ submit: async () => "duplicate" });
    expect((await world.interact(ask)).body).toEqual({ type: 5 });
    expect(world.calls.map(({ name }) => name)).toEqual(["submit"]);
  });

  for (const refusal of ["late", "cancelled"] as const) {
    it(`is an error where the object says "${refusal}"`, async () => {
      const world = await createWorld({ submit: async () => refusal });
      expect((await world.interact(ask)).body).toMatchObject(error);
    });
  }

  it("is an error after two seconds without a commit, and the job is cancelled first", async () => {
    const world = await createWorld({ submit: never });
    const { body } = await world.interact(ask);
    expect(body).toMatchObject(error);
    expect(world.calls.slice(1)).toEqual([{ name: "cancel", args: [CHANNEL, INTERACTION] }]);
    expect(world.clock.now()).toBe(NOW + 2000);
    expect(world.jobs()[0]?.answerBy).toBe(NOW + 2000);
  });

  it("comes within 2.6 s of the interaction, however long its handler took", async () => {
    const optedOut = async () => {
      await Promise.resolve();
      world.clock.set(NOW + 1_400);
      return new Set<string>();
    };
    const world = await createWorld({ submit: never, cancel: never, access: { optedOut } });
    expect((await world.interact({ ...inGuild(), ...menu(3, "Reply with AI") })).body).toMatchObject(error);
    expect(world.jobs()[0]?.answerBy).toBe(NOW + 2_300);
    expect(world.clock.now()).toBe(NOW + 2_600);
  });

  it("is private for a reply that the bot will post itself", async () => {
    const world = await createWorld();
    expect((await world.interact({ ...inGuild(), ...menu(3, "Reply with AI") })).body).toEqual({ type: 5, data: { flags: 64 } });
    expect(world.jobs()[0]).toMatchObject({ target: "reply", private: false });
  });

  it("is not held up by a cancellation that hangs or fails", async () => {
    const hanging = await createWorld({ submit: never, cancel: never });
    expect((await hanging.interact(ask)).body).toMatchObject(error);
    expect(hanging.clock.now()).toBe(NOW + 2300);
    const failing = await createWorld({ submit: never, cancel: () => Promise.reject(new Error("gone")) });
    expect((await failing.interact(ask)).body).toMatchObject(error);
    expect(failing.logs.map(({ event }) => event)).toContain("cancel-failed");
  });

  it("keeps the cancellation running after the response", async () => {
    const world = await createWorld({ submit: never, cancel: never });
    const kept: Promise<unknown>[] = [];
    const context = { waitUntil: (promise: Promise<unknown>) => kept.push(promise), passThroughOnException: () => undefined, props: {} };
    await createApp(world.deps).fetch(await signedRequest(world.signer, "/interactions", ask), {}, context as never);
    expect(kept).toHaveLength(1);
  });
});

describe("a failing object", () => {
  it("gets one more try where the error says so", async () => {
    let tries = 0;
    const world = await createWorld({
      submit: async () => {
        tries += 1;
        if (tries === 1) throw retryable();
        return "committed";
      },
    });
    expect((await world.interact(ask)).body).toEqual({ type: 5 });
    expect(world.jobs()).toHaveLength(2);
    expect(world.jobs()[1]).toEqual(world.jobs()[0]);
  });

  it("gets no third try", async () => {
    const world = await createWorld({ submit: () => Promise.reject(retryable()) });
    expect((await world.interact(ask)).body).toMatchObject(error);
    expect(world.calls.map(({ name }) => name)).toEqual(["submit", "submit", "cancel"]);
  });

  it("is not asked again after another error, and the job is withdrawn, for its fate is unknown", async () => {
    const world = await createWorld({ submit: () => Promise.reject(new Error("exceeded its memory limit")) });
    expect((await world.interact(ask)).body).toMatchObject(error);
    expect(world.calls.map(({ name }) => name)).toEqual(["submit", "cancel"]);
  });
});

describe("a flood", () => {
  it("ends before the object, by the person's id", async () => {
    const keys: string[] = [];
    const world = await createWorld({
      flood: async (key) => {
        keys.push(key);
        return false;
      },
    });
    const { body } = await world.interact(ask);
    expect(body).toMatchObject({ type: 4, data: { flags: 64, content: expect.stringMatching(/a lot at once/) } });
    expect(world.calls).toEqual([]);
    expect(keys).toHaveLength(1);
  });

  it("check that fails or hangs lets people through: the budget is still there", async () => {
    for (const flood of [() => Promise.reject(new Error("down")), never]) {
      const world = await createWorld({ flood });
      expect((await world.interact(ask)).body).toEqual({ type: 5 });
    }
  });
});

describe("what the bot may do", () => {
  const view = 1n << 10n;
  const send = 1n << 11n;
  const history = 1n << 16n;
  const inThreads = 1n << 38n;
  const admin = 1n << 3n;
  const bot = async (payload: Record<string, unknown>) => {
    const world = await createWorld();
    await world.interact({ ...payload, ...slash("ask", [option("prompt", "x")]) });
    return world.jobs()[0]?.bot;
  };
  const permissions = (app: bigint, member = TALK, over: Record<string, unknown> = {}) => ({
    ...inGuild({ app_permissions: String(app), ...over }, undefined, member),
  });

  it("comes from the payload's permissions", async () => {
    expect(await bot(permissions(TALK))).toEqual({ present: true, canPost: true, canRead: true, userInstallOnly: false });
    expect(await bot(permissions(view | send))).toMatchObject({ canPost: true, canRead: false });
    expect(await bot(permissions(send | history))).toMatchObject({ canPost: false, canRead: false });
    expect(await bot(permissions(view | history))).toMatchObject({ canPost: false, canRead: true });
    expect(await bot(permissions(admin))).toMatchObject({ canPost: true, canRead: true });
    expect(await bot(permissions(0n))).toMatchObject({ present: true, canPost: false, canRead: false });
  });

  it("reads nothing for a person who may not read it", async () => {
    expect(await bot(permissions(TALK, view))).toMatchObject({ canPost: true, canRead: false });
    expect(await bot(permissions(TALK, MANAGE_MESSAGES))).toMatchObject({ canRead: false });
  });

  it("asks for another permission in threads", async () => {
    for (const type of [10, 11, 12]) {
      expect(await bot(permissions(view | send, TALK, { channel: { id: CHANNEL, type } }))).toMatchObject({ canPost: false });
      expect(await bot(permissions(view | inThreads, TALK, { channel: { id: CHANNEL, type } }))).toMatchObject({ canPost: true });
    }
  });

  it("is everything in its own DM and nothing where only the person installed it", async () => {
    expect(await bot(inBotDm({ app_permissions: "0" }))).toEqual({ present: true, canPost: true, canRead: true, userInstallOnly: false });
    expect(await bot(inPrivateChannel())).toEqual({ present: false, canPost: false, canRead: false, userInstallOnly: true });
    expect(await bot(inForeignGuild())).toEqual({ present: false, canPost: false, canRead: false, userInstallOnly: true });
  });
});
