/** The window of a server's own endpoint through the edge: what becomes a job, and that the key in it is sealed. */
import { describe, expect, it } from "vitest";
import { createSealer } from "../../src/kernel/seal.ts";
import { sealContext } from "../../src/models/policy.ts";
import { createWorld, type Overrides } from "../edge/fakes.ts";
import { asker, GUILD, inBotDm, inGuild, modal, TALK } from "../edge/payloads.ts";

const EPHEMERAL = 64;
const managing = inGuild({}, asker, TALK | (1n << 5n));
const ADDRESS = "https://own.example/v1";
const KEY = "sk-secret-of-the-server";

async function enter(fields: Record<string, string>, over: Overrides = {}, where: object = managing, flags = EPHEMERAL) {
  const world = await createWorld(over);
  const { body } = await world.interact({ ...where, ...modal("models-endpoint", { address: ADDRESS, key: KEY, models: "", ...fields }, 18, flags) });
  return { world, body, input: world.jobs()[0]?.input as { address: string; sealedKey: string | null; models: string[] } | undefined };
}

describe("the window", () => {
  it("becomes a job in place of the panel, with address and models tidied and the key sealed for this server and host", async () => {
    const sealer = createSealer([new Uint8Array(32).fill(1)]);
    const sealKey = (key: string, guildId: string, address: string) => sealer.seal(key, sealContext(guildId, address));
    const { world, body, input } = await enter({ address: ` ${ADDRESS}/ `, models: "llama3,\n qwen3 , llama3,," }, { ownEndpoints: { sealKey } });
    expect(body).toEqual({ type: 6 });
    expect(world.jobs()[0]).toMatchObject({ kind: "endpoint", private: true, target: "update", conversation: null });
    expect(input).toMatchObject({ action: "set", address: ADDRESS, models: ["llama3", "qwen3"] });
    expect(await sealer.open(input?.sealedKey ?? "", sealContext(GUILD, ADDRESS))).toBe(KEY);
    expect(await sealer.open(input?.sealedKey ?? "", sealContext(GUILD, "https://other.example"))).toBeNull();
    expect(JSON.stringify([world.calls, world.logs, body])).not.toContain(KEY);
  });

  it("takes a key as it stands in examples, none where none was typed, and no message of others as its panel", async () => {
    expect((await enter({ key: `  Bearer ${KEY} ` })).input?.sealedKey).toBe(`sealed(${KEY.length})`);
    expect((await enter({ key: "  " })).input?.sealedKey).toBeNull();
    const { world, body } = await enter({}, {}, managing, 0);
    expect(world.jobs()[0]).toMatchObject({ target: "message" });
    expect(body).toEqual({ type: 5, data: { flags: EPHEMERAL } });
  });

  it("says that no key can be kept without SECRET_KEY; an endpoint that needs none works all the same", async () => {
    const without = { ownEndpoints: { sealKey: null } };
    const { world, body } = await enter({ models: "llama3" }, without);
    expect(body.data?.content).toContain("SECRET_KEY");
    expect(body.data?.flags).toBe(EPHEMERAL);
    expect(JSON.stringify(body)).toContain("llama3");
    expect(JSON.stringify(body)).not.toContain(KEY);
    expect(world.jobs()).toEqual([]);
    expect((await enter({ key: "" }, without)).input).toMatchObject({ sealedKey: null });
  });

  it("may be private addresses only where the deployer allows them, and is for managers of a server alone", async () => {
    const local = { address: "http://127.0.0.1:11434/v1" };
    expect((await enter(local)).body.data?.content).toContain("private network");
    expect((await enter(local, { ownEndpoints: { readAddress: (address) => ({ address }) } })).input).toMatchObject(local);
    for (const where of [inGuild(), inBotDm()]) {
      const { world } = await enter({}, {}, where);
      expect(world.jobs()).toEqual([]);
    }
  });

  it("survives whatever a client may send", async () => {
    for (const fields of [
      { address: "" },
      { address: "x".repeat(5_000) },
      { key: "ä" },
      { key: "k".repeat(501) },
      { models: "m".repeat(101) },
      { models: ",".repeat(4_000) },
    ]) {
      const { body } = await enter(fields);
      expect([4, 6]).toContain(body.type);
      expect(JSON.stringify(body.data?.embeds ?? []).length).toBeLessThan(5_000);
    }
  });
});
