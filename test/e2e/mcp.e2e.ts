// A tool server that we did not write, the Worker as it is deployed, and a manager who connects the two in /settings.
import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Channel, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { type Served, start } from "../mcp-servers/serve.ts";
import { openStage, type Stage } from "./stage.ts";

const script = createRequire(import.meta.url).resolve("@modelcontextprotocol/server-everything/dist/index.js");
let everything: Served;
let stage: Stage;
let channel: Channel;
let mira: User;

beforeAll(async () => {
  everything = await start(script, ["streamableHttp"], {});
  stage = await openStage({ vars: { SECRET_KEY: btoa("s".repeat(32)) } });
  const guild = stage.discord.addGuild();
  channel = stage.discord.addChannel(guild);
  mira = stage.discord.addUser("mira");
  stage.discord.addMember(guild, mira, { roles: [stage.discord.addRole(guild, "managers", permission.manageGuild)] });
}, 120_000);
afterAll(async () => {
  await stage.close();
  await everything.close();
});

const textOf = (handle: InteractionHandle) => handle.original()?.content ?? "";

async function press(from: InteractionHandle, label: string): Promise<InteractionHandle> {
  const message = from.messages().find(({ buttons }) => buttons.some((button) => button.label === label));
  const customId = message?.buttons.find((button) => button.label === label)?.customId;
  if (message === undefined || customId === undefined) throw new Error(`no button "${label}" under: ${textOf(from)}`);
  return stage.discord.interact({ kind: "button", user: mira, channel, message: message.record, customId });
}

async function told(handle: InteractionHandle, words: string): Promise<InteractionHandle> {
  await stage.discord.waitFor(() => handle.settled && textOf(handle).includes(words), { timeoutMs: 60_000, what: words });
  expect(stage.discord.violations).toEqual([]);
  return handle;
}

test("server-everything is added with a header, shows its tools, and is missed when it is gone", async () => {
  const settings = await stage.discord.interact({ kind: "slash", user: mira, channel, command: "settings" });
  const view = await press(await press(await press(settings, "Server"), "Tools"), "Tool servers");
  const window = await press(view, "Add one…");
  const values = { name: "Everything", address: everything.url, headers: "X-Key: 1234" };
  const added = await told(await stage.discord.interact({ kind: "modal", user: mira, channel, from: window, values }), "It has 13 tools");
  const shown = await told(await press(added, "Its tools"), "everything_get_sum");
  expect(textOf(shown)).toContain("**Only look** `everything_echo`");
  await everything.close();
  const missed = await told(await press(shown, "Refresh"), "I couldn't reach");
  expect(textOf(missed)).toContain("What it listed before stays.");
});
