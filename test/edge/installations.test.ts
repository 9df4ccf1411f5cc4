/** Installations, as Discord tells of them: noted, and greeted by one job that a repeat does not double. */
import { describe, expect, it } from "vitest";
import { textsFor } from "../../src/locales/index.ts";
import { createWorld, never, type Overrides, type World } from "./fakes.ts";
import { APP, ASKER, CHANNEL, GUILD, OTHER } from "./payloads.ts";
import { signedRequest } from "./signing.ts";

const user = { id: ASKER, username: "mina", global_name: "Mina", discriminator: "0", avatar: null, public_flags: 0 };
const guild = { id: GUILD, name: "Here", system_channel_id: CHANNEL, preferred_locale: "de", owner_id: ASKER, roles: [], features: [], emojis: [] };
const event = (data: unknown, type = "APPLICATION_AUTHORIZED", timestamp = "2026-11-20T18:00:00.000000Z") => ({
  version: 1,
  application_id: APP,
  type: 1,
  event: { type, timestamp, data },
});
const toServer = event({ integration_type: 0, scopes: ["bot", "applications.commands"], user, guild });
const toPerson = event({ integration_type: 1, scopes: ["applications.commands"], user: { ...user, locale: "de" } });

async function deliver(payload: unknown, over: Overrides = {}): Promise<World & { status: number }> {
  const world = await createWorld(over);
  return Object.assign(world, { status: (await send(world, payload)).status });
}
const send = async (world: World, payload: unknown) => world.send(await signedRequest(world.signer, "/events", payload, world.clock.now()));
const names = (world: World) => world.calls.map(({ name }) => name);

describe("an installation to a server", () => {
  it("is greeted in its system channel, in its language, then noted, and only then acknowledged", async () => {
    const world = await deliver(toServer);
    expect(world.status).toBe(204);
    expect(names(world)).toEqual(["submit", "noteServers", "noteEvent"]);
    expect(world.jobs()[0]).toMatchObject({
      kind: "welcome",
      channelId: CHANNEL,
      guildId: GUILD,
      locale: "de",
      token: "",
      private: false,
      input: { to: "server" },
    });
    expect(textsFor(world.jobs()[0]?.locale ?? "")).toBe(textsFor("de"));
    expect(world.calls[1]?.args).toEqual([[{ id: GUILD, name: "Here" }]]);
  });

  it("is the same job when it is delivered again, or two authorize it at once, and another one once the bot has been away", async () => {
    let leftAt = "0";
    const world = await deliver(toServer, { access: { joining: async () => leftAt } });
    await send(world, toServer);
    await send(world, event({ integration_type: 0, user: { ...user, id: OTHER }, guild }, "APPLICATION_AUTHORIZED", "2026-11-20T18:00:01Z"));
    leftAt = "1800000000000";
    await send(world, event(toServer.event.data, "APPLICATION_AUTHORIZED", "2026-11-21T09:00:00Z"));
    const ids = world.jobs().map(({ id }) => id);
    expect(ids[0]).toMatch(/^\d{1,20}$/);
    expect(ids.slice(0, 3)).toEqual([ids[0], ids[0], ids[0]]);
    expect(ids[3]).not.toBe(ids[0]);
  });

  it("greets nobody where the bot is known to be already", async () => {
    const world = await deliver(toServer, { access: { joining: async () => null } });
    expect([world.status, ...names(world)]).toEqual([204, "noteServers", "noteEvent"]);
  });

  it("without a system channel is only noted", async () => {
    for (const system_channel_id of [null, undefined, "", "not an id", 5]) {
      const world = await deliver(event({ integration_type: 0, user, guild: { ...guild, system_channel_id } }));
      expect([world.status, ...names(world)]).toEqual([204, "noteServers", "noteEvent"]);
    }
  });

  it("is asked for again where anything on the way fails or hangs, and noted as seen only at the end", async () => {
    const away = () => Promise.reject(new Error("away"));
    for (const over of [
      { submit: away },
      { submit: never },
      { submit: async () => "late" as const },
      { access: { joining: away } },
      { access: { joining: never } },
      { access: { noteServers: away } },
      { access: { noteServers: never } },
    ]) {
      const world = await deliver(toServer, over);
      expect(world.status).toBe(503);
      expect(names(world)).not.toContain("noteEvent");
    }
  });

  it("has been taken where the job was there before", async () => {
    expect((await deliver(toServer, { submit: async () => "duplicate" })).status).toBe(204);
  });
});

describe("an installation to somebody's account", () => {
  it("is greeted by a direct message, and no server is noted", async () => {
    const world = await deliver(toPerson);
    expect([world.status, ...names(world)]).toEqual([204, "submit", "noteEvent"]);
    expect(world.jobs()[0]).toMatchObject({
      kind: "welcome",
      channelId: ASKER,
      guildId: null,
      locale: "de",
      user: { id: ASKER, name: "Mina" },
      input: { to: "person" },
    });
  });
});

describe("what is no installation", () => {
  it("greets nobody: logins, removals, events that say too little or too much", async () => {
    for (const payload of [
      event({ scopes: ["identify"], user }),
      event({ integration_type: 1, user: null }),
      event({ integration_type: 1, user: { id: "../../etc" } }),
      event({ integration_type: 0, user }),
      event({ integration_type: 7, user }),
      event(null),
      event("x"),
      event({ user }, "APPLICATION_DEAUTHORIZED"),
      event({ integration_type: 0, user, guild }, "APPLICATION_DEAUTHORIZED"),
      event({ integration_type: 0, user, guild }, "ENTITLEMENT_CREATE"),
    ]) {
      const world = await deliver(payload);
      expect([world.status, ...names(world)]).toEqual([204, "noteEvent"]);
    }
  });
});
