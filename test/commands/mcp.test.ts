/** The window that adds a tool server, through the edge: what becomes a job, what is refused, and that headers in it are sealed. */
import { describe, expect, it } from "vitest";
import { createSealer } from "../../src/kernel/seal.ts";
import { mcpSealContext } from "../../src/tools/mcp/server.ts";
import { createWorld, type Overrides } from "../edge/fakes.ts";
import { asker, GUILD, inBotDm, inGuild, modal, press, TALK } from "../edge/payloads.ts";

const EPHEMERAL = 64;
const managing = inGuild({}, asker, TALK | (1n << 5n));
const ADDRESS = "https://mcp.example/mcp/";
const KEY = "secret-of-the-server";

async function enter(fields: Record<string, string>, over: Overrides = {}, where: object = managing, flags = EPHEMERAL) {
  const world = await createWorld(over);
  const all = { name: "Weather", address: ADDRESS, headers: `Authorization: Bearer ${KEY}`, ...fields };
  const { body } = await world.interact({ ...where, ...modal("mcp-add", all, 18, flags) });
  return { world, body, input: world.jobs()[0]?.input as { address: string; name: string; sealedHeaders: string | null } | undefined };
}

describe("the window", () => {
  it("becomes a job in place of the panel, with its headers sealed for this server and host", async () => {
    const sealer = createSealer([new Uint8Array(32).fill(1)]);
    const sealHeaders = (headers: string, guildId: string, address: string) => sealer.seal(headers, mcpSealContext(guildId, address));
    const { world, body, input } = await enter({ address: ` ${ADDRESS} `, name: " My \n weather " }, { mcpServers: { sealHeaders } });
    expect(body).toEqual({ type: 6 });
    expect(world.jobs()[0]).toMatchObject({ kind: "mcp-server", private: true, target: "update", conversation: null });
    // As it was typed: some servers tell /mcp from /mcp/.
    expect(input).toMatchObject({ action: "add", name: "My weather", address: ADDRESS });
    expect(await sealer.open(input?.sealedHeaders ?? "", mcpSealContext(GUILD, ADDRESS))).toBe(JSON.stringify({ authorization: `Bearer ${KEY}` }));
    expect(await sealer.open(input?.sealedHeaders ?? "", mcpSealContext(GUILD, "https://other.example"))).toBeNull();
    expect(JSON.stringify([world.calls, world.logs, body])).not.toContain(KEY);
  });

  it("needs no headers, and no SECRET_KEY where there are none", async () => {
    const without = { mcpServers: { sealHeaders: null } };
    expect((await enter({ headers: " \n" }, without)).input).toMatchObject({ sealedHeaders: null });
    const { world, body } = await enter({}, without);
    expect(body.data?.content).toContain("SECRET_KEY");
    expect(body.data?.flags).toBe(EPHEMERAL);
    expect(JSON.stringify(body)).toContain(ADDRESS);
    expect(JSON.stringify(body)).not.toContain(KEY);
    expect(world.jobs()).toEqual([]);
  });

  it.each([
    [{ address: "http://127.0.0.1:3001/mcp" }, "private network"],
    [{ address: "http://mcp.example/mcp" }, "https://"],
    [{ address: "https://mcp.example/mcp?key=1" }, "without a name"],
    [{ address: "mcp.example" }, "an address I can use"],
    [{ address: `https://mcp.example/${"x".repeat(400)}` }, "an address I can use"],
    [{ name: "工具" }, "at least one letter"],
    [{ name: "MCP" }, "is taken"],
    [{ name: "n".repeat(41) }, "at most 40"],
    [{ headers: "Bearer abc" }, "a line of its own"],
    [{ headers: "Host: x" }, "a line of its own"],
    [{ headers: "x".repeat(5_000) }, "a line of its own"],
  ])("is refused with a sentence for %j", async (fields, sentence) => {
    const { world, body } = await enter(fields);
    expect(body.data?.content).toContain(sentence);
    expect(body.data?.content).toContain("Nothing was changed.");
    expect(JSON.stringify(body)).not.toContain(KEY);
    expect(world.jobs()).toEqual([]);
  });

  it("is for managers of a server alone, and so is everything else about tool servers", async () => {
    for (const where of [inGuild(), inBotDm()]) {
      expect((await enter({}, {}, where)).world.jobs()).toEqual([]);
      for (const id of ["settings-mcp", "mcp-pick", "mcp-server:1", "mcp-switch:1:off", "mcp-remove:1", "mcp-refresh:1", "mcp-add"]) {
        const world = await createWorld({});
        await world.interact({ ...where, ...press(id) });
        expect(world.jobs()).toEqual([]);
        expect(JSON.stringify(world.calls)).not.toContain("mcp.");
      }
    }
  });
});
