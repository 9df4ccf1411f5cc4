// Tool servers are added, looked at, refreshed, switched and removed in /settings, against a real MCP server; what does not work is said.
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { findEverywhere } from "../find-everywhere.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

const HOST = "mcp.example";
const ADDRESS = `https://${HOST}/mcp`;
const KEY = "secret-of-the-tool-server-0123456789";

let world: World;
let tools: string[];
let isDown: boolean;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(() => {
  tools = ["forecast", "alarm"];
  isDown = false;
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: "weather", version: "1.0.0" });
    for (const name of tools) {
      const annotations = { readOnlyHint: name === "forecast" };
      const inputSchema = z.object({ city: z.string() });
      server.registerTool(name, { description: `The ${name}.`, inputSchema, annotations }, ({ city }) => ({ content: [{ type: "text", text: city }] }));
    }
    return server;
  });
  world.serve(HOST, async (request) => {
    if (isDown) throw new TypeError("connection refused");
    if (request.headers.get("authorization") !== `Bearer ${KEY}`) return new Response("who are you?", { status: 401 });
    return handler.fetch(request);
  });
});
afterEach(() => vi.restoreAllMocks());

async function open() {
  const panel = openPanel(world, { user: manager(world), channel: world.channel });
  await panel.command("settings");
  await panel.press("Server");
  await panel.press("Tools");
  await panel.press("Tool servers");
  return panel;
}
type Panel = Awaited<ReturnType<typeof open>>;

async function add(panel: Panel, values: { name?: string; address?: string; headers?: string } = {}) {
  const window = await panel.press("Add one…");
  const handle = await panel.submit(window, { name: "Weather", address: ADDRESS, headers: `Authorization: Bearer ${KEY}`, ...values });
  return ended(panel, handle);
}

/** A job edits the panel after its acknowledgement. */
async function ended(panel: Panel, handle: Awaited<ReturnType<Panel["press"]>>) {
  await world.discord.waitFor(() => handle.settled, { timeoutMs: 15_000, what: "the end of the job" });
  await vi.waitFor(() => expect(handle.original()?.content ?? "###").not.toContain("###"), { timeout: 10_000 });
  const shown = handle.original();
  if (shown !== undefined) panel.from(shown);
  return handle;
}
const ids = () => rows("SELECT id FROM mcp_servers WHERE guild_id = ?", guildOf(world).id);
const kept = () => rows("SELECT name, address, enabled, problem FROM mcp_servers WHERE guild_id = ?", guildOf(world).id);

describe("adding one", () => {
  test("asks it for its tools, and shows them with what they may do", async () => {
    const panel = await open();
    expect(panel.text()).toContain("There are none yet.");
    await add(panel);
    expect(panel.text()).toBe("Done. “Weather” answers, and I can use its tools from now on.\nIt has 2 tools that I can use.");
    await panel.press("Its tools");
    expect(panel.text()).toContain("### Tool server “Weather”");
    expect(panel.text()).toContain("**Only look** `weather_forecast`\n**Ask for approval first** `weather_alarm`");
    expect(panel.text()).toContain(`\`${ADDRESS}\`. Its headers are set and stay sealed.`);
    await panel.press("All tool servers");
    expect(panel.text()).toMatch(/- \*\*Weather\*\*: mcp\.example, 2 tools, listed <t:\d+:R>\./);
    expect(await kept()).toEqual([{ name: "Weather", address: ADDRESS, enabled: 1, problem: "" }]);
  });

  test("with many tools shows some of every kind, and how many more there are", async () => {
    tools = ["forecast", ...Array.from({ length: 100 }, (_, n) => `a_tool_with_quite_a_name_${n}`)];
    const panel = await open();
    await add(panel);
    expect(panel.text()).toContain("It has 101 tools");
    await panel.press("Its tools");
    expect(panel.text()).toContain("**Only look** `weather_forecast`\n");
    expect(panel.text()).toMatch(/`weather_a_tool_with_quite_a_name_1`, .*, and \d\d more\n-# That is what the server says/);
  });

  test("its headers stand nowhere in the clear: no table, no object, no answer, no custom id", async () => {
    const panel = await open();
    await add(panel);
    await panel.press("Its tools");
    const shown = JSON.stringify([...world.discord.state.messages.values()].map(({ json, history }) => [json, history]));
    expect(await findEverywhere([HOST])).not.toEqual([]);
    expect(await findEverywhere([KEY, btoa(KEY), KEY.slice(-8)])).toEqual([]);
    expect(shown).toContain(HOST);
    expect(shown).not.toContain(KEY.slice(-8));
  });

  test("what does not answer is not kept, and what was typed is handed back", async () => {
    const panel = await open();
    await add(panel, { headers: "Authorization: Bearer wrong" });
    expect(panel.text()).toContain("mcp.example doesn't let me in.");
    expect(panel.text()).toContain(`What you typed, without the headers:\nName: Weather\nAddress: ${ADDRESS}`);
    expect(panel.text()).not.toContain("wrong");
    expect(await kept()).toEqual([]);
  });

  test("two whose tools would be called the same are told apart", async () => {
    const panel = await open();
    await add(panel);
    await panel.press("All tool servers");
    await add(panel, { name: "weather!" });
    expect(panel.text()).toContain("too much like “weather!”");
    expect(await kept()).toHaveLength(1);
  });

  test("a window that is sent again, even much later, changes nothing", async () => {
    const panel = await open();
    const first = await add(panel);
    await panel.press("Its tools");
    await panel.press("Remove");
    expect(panel.text()).toContain("Removed “Weather”.");
    expect(await kept()).toEqual([]);
    await world.discord.redeliver(first);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await kept()).toEqual([]);
  });
});

describe("one that is there", () => {
  test("is listed anew, and says when that does not work; its old list stays", async () => {
    const panel = await open();
    await add(panel);
    tools = ["forecast", "alarm", "history"];
    await panel.press("Its tools");
    await ended(panel, await panel.press("Refresh"));
    expect(panel.text()).toBe("“Weather” answers.\nIt has 3 tools that I can use.");
    isDown = true;
    await panel.press("Its tools");
    await ended(panel, await panel.press("Refresh"));
    expect(panel.text()).toContain("I couldn't reach mcp.example.");
    await panel.press("Its tools");
    expect(panel.text()).toContain("I couldn't reach mcp.example.");
    expect(panel.text()).toContain("`weather_history`");
    isDown = false;
    await ended(panel, await panel.press("Refresh"));
    expect(await kept()).toMatchObject([{ problem: "" }]);
  });

  test("is switched off and on, and chosen from the list", async () => {
    const panel = await open();
    await add(panel);
    await panel.press("All tool servers");
    const [server] = await ids();
    await panel.choose("mcp-pick", String(server?.id));
    await panel.press("Switch off");
    expect(panel.text()).toContain("Switched off.");
    expect(await kept()).toMatchObject([{ enabled: 0 }]);
    await panel.press("Switch on");
    expect(await kept()).toMatchObject([{ enabled: 1 }]);
  });

  test("belongs to its own server alone", async () => {
    const panel = await open();
    await add(panel);
    const [server] = await ids();
    const elsewhere = world.discord.addGuild();
    const channel = world.discord.addChannel(elsewhere);
    const owner = elsewhere.members.get(elsewhere.ownerId)?.user;
    if (owner === undefined) throw new Error("no owner");
    const theirs = openPanel(world, { user: owner, channel });
    await theirs.command("settings");
    for (const id of [`mcp-server:${server?.id}`, `mcp-switch:${server?.id}:off`, `mcp-remove:${server?.id}`])
      expect((await theirs.forge(id)).original()?.content).toMatch(/^That tool server is not there \(any more\)\.\n###/);
    const asked = await ended(theirs, await theirs.forge(`mcp-refresh:${server?.id}`));
    expect(asked.original()?.content).toBe("That tool server is not there (any more).");
    expect(await kept()).toMatchObject([{ enabled: 1 }]);
  });

  test("is for managers alone", async () => {
    const mine = openPanel(world, { user: world.ada, channel: world.channel });
    await mine.command("settings");
    for (const id of ["settings-mcp", "mcp-add", "mcp-server:1", "mcp-refresh:1", "mcp-remove:1"])
      expect((await mine.forge(id)).original()?.content).toContain("Manage Server");
  });

  test("is there in German, too", async () => {
    const panel = openPanel(world, { user: manager(world), channel: world.channel, locale: "de" });
    await panel.command("settings");
    await panel.press("Dieser Server");
    await panel.press("Werkzeuge");
    await panel.press("Werkzeug-Server");
    expect(panel.text()).toContain("Es gibt noch keine.");
  });
});
