/** MCP servers as they are kept: ten a Discord server, each found by its own server alone, and nothing that comes late changes anything. */
import { beforeEach, expect, it } from "vitest";
import type { GuildId } from "../../../src/kernel/ids.ts";
import { createMcpStore, type McpStore, parseMcpServers } from "../../../src/tools/mcp/store.ts";
import { openDatabase, rows } from "../../fakes/database.ts";
import { SERVER } from "./wire.ts";

const GUILD = "2" as GuildId;
const OTHER = "3" as GuildId;
let store: McpStore;
beforeEach(async () => {
  store = createMcpStore(await openDatabase());
});

it("keeps what was added, once, and no eleventh", async () => {
  for (let n = 0; n < 10; n++) expect(await store.add({ ...SERVER, id: String(n), sealedHeaders: n === 0 ? "v1.x" : null }, "ada")).toBe(true);
  expect(await store.add({ ...SERVER, id: "10" }, "ada")).toBe(false);
  expect(await store.add({ ...SERVER, id: "3", name: "again" }, "ada")).toBe(true);
  expect(await store.add({ ...SERVER, id: "11", guildId: OTHER }, "ada")).toBe(true);
  const all = await store.list(GUILD);
  expect(all.map(({ id }) => id)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(all[0]).toEqual({ ...SERVER, id: "0", sealedHeaders: "v1.x" });
  expect(all[3]?.name).toBe(SERVER.name);
  expect(await store.list(OTHER)).toHaveLength(1);
  expect(parseMcpServers(await store.servers(null))).toEqual([]);
});

it("is changed by its own server alone, and not by what was meant earlier", async () => {
  await store.add({ ...SERVER, changedAt: 5 }, "ada");
  const by = (at: number) => ({ userId: "bob", at });
  expect((await store.switch(GUILD, "1", false, by(7)))[0]).toMatchObject({ enabled: false, changedAt: 7 });
  expect((await store.switch(GUILD, "1", true, by(6)))[0]).toMatchObject({ enabled: false });
  expect(await store.switch(OTHER, "1", true, by(9))).toEqual([]);
  await store.remove(OTHER, "1");
  expect(await rows("SELECT enabled, set_by FROM mcp_servers")).toEqual([{ enabled: 0, set_by: "bob" }]);
  await store.remove(GUILD, "1");
  expect(await store.list(GUILD)).toEqual([]);
});

it("notes lists and problems of the very server that was asked", async () => {
  await store.add(SERVER, "ada");
  await store.noteProblem(SERVER, "unreachable");
  expect((await store.list(GUILD))[0]?.problem).toBe("unreachable");
  const listing = { era: "modern" as const, tools: [], dropped: [{ name: "x", why: "schema" as const }] };
  await store.noteListing({ ...SERVER, address: "https://elsewhere.example" }, listing, 9);
  expect((await store.list(GUILD))[0]?.problem).toBe("unreachable");
  await store.noteListing(SERVER, listing, 9, "v1.new");
  expect((await store.list(GUILD))[0]).toMatchObject({ listing, listedAt: 9, problem: "", sealedHeaders: "v1.new" });
});
