/** Discord's webhook events: acknowledged once they are noted, repeated where noting failed. */
import { describe, expect, it } from "vitest";
import { createWorld, never, type World } from "./fakes.ts";
import { APP, ASKER, GUILD, OTHER } from "./payloads.ts";
import { signedRequest } from "./signing.ts";

const authorized = (user = ASKER, timestamp = "2026-11-20T18:00:00.000000Z", guild = GUILD) => ({
  version: 1,
  application_id: APP,
  type: 1,
  event: {
    type: "APPLICATION_AUTHORIZED",
    timestamp,
    data: { integration_type: 0, scopes: ["bot"], user: { id: user, username: "mina" }, guild: { id: guild, name: "Here" } },
  },
});
const entitlement = (id: string) => ({
  ...authorized(),
  event: { type: "ENTITLEMENT_CREATE", timestamp: "2026-11-20T18:00:00Z", data: { id, sku_id: "1", user_id: ASKER } },
});

async function deliver(world: World, payload: unknown): Promise<Response> {
  return world.send(await signedRequest(world.signer, "/events", payload, world.clock.now()));
}

function keys(world: World): unknown[] {
  return world.calls.filter(({ name }) => name === "noteEvent").map(({ args }) => args[0]);
}

describe("/events", () => {
  it("answers a PING (type 0) with an empty 204 and notes nothing", async () => {
    const world = await createWorld();
    const response = await deliver(world, { version: 1, application_id: APP, type: 0 });
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(world.calls).toEqual([]);
  });

  it("notes an event, logs its type without any id, and acknowledges it", async () => {
    const world = await createWorld();
    const response = await deliver(world, authorized());
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(world.calls.at(-1)).toEqual({ name: "noteEvent", args: [expect.stringMatching(/^[0-9a-f]{64}$/), "APPLICATION_AUTHORIZED", world.clock.now()] });
    expect(world.logs).toEqual([{ severity: "info", event: "webhook-event", fields: { type: "APPLICATION_AUTHORIZED" } }]);
  });

  it("gives a repeated delivery the same key and different events different ones", async () => {
    const world = await createWorld();
    for (const event of [
      authorized(),
      authorized(),
      authorized(OTHER),
      authorized(ASKER, "2026-11-20T18:00:01Z"),
      authorized(ASKER, undefined, OTHER),
      entitlement("1"),
      entitlement("2"),
    ])
      await deliver(world, event);
    expect(keys(world)[0]).toBe(keys(world)[1]);
    expect(new Set(keys(world)).size).toBe(6);
  });

  it("acknowledges a repeated delivery without handling it again", async () => {
    const world = await createWorld({ noteEvent: async () => false });
    expect((await deliver(world, authorized())).status).toBe(204);
    expect(world.logs).toEqual([]);
  });

  it("acknowledges events it doesn't know, else Discord would switch all of them off", async () => {
    const world = await createWorld();
    expect((await deliver(world, { type: 1, event: { type: "SOMETHING_NEW", data: { id: "1", user: null } } })).status).toBe(204);
    expect((await deliver(world, { type: 1, event: { type: "SOMETHING_NEW" } })).status).toBe(204);
  });

  it("answers 503 where the database fails or hangs, so that Discord delivers again", async () => {
    for (const noteEvent of [() => Promise.reject(new Error("D1_ERROR")), never]) {
      const world = await createWorld({ noteEvent });
      expect((await deliver(world, authorized())).status).toBe(503);
    }
  });

  it("answers signed rubbish with 400 and notes nothing", async () => {
    const world = await createWorld();
    for (const rubbish of [
      "",
      "null",
      "[]",
      "{}",
      { type: 2 },
      { type: "0" },
      { type: 1 },
      { type: 1, event: {} },
      { type: 1, event: { type: 5 } },
      { type: 1, event: { type: "x".repeat(500) } },
    ]) {
      const response = await deliver(world, rubbish);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(/webhook event/);
    }
    expect(world.calls).toEqual([]);
  });
});
