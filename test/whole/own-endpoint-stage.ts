/** A server with a model endpoint of its own, and its manager's way to it. For whole-path tests. */
import { expect, vi } from "vitest";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import type { World } from "./world.ts";

export const HOST = "own.example";
export const ADDRESS = `https://${HOST}/v1`;
export const KEY = "sk-of-the-server-0123456789abcdef";

/** Another model server, that wants a key. Its list is open to everybody, as with some hubs. */
export function ownServer(world: World, key = KEY, models = ["llama3", "qwen3"]): DemoModel {
  const demo = createDemoModel({ clock: systemClock, delayMs: 1, models });
  demo.script(() => ({ text: "from the server's own" }));
  world.serve(HOST, async (request) => {
    const isOpen = request.method === "GET";
    if (isOpen || request.headers.get("authorization") === `Bearer ${key}`) return demo.fetch(request);
    return Response.json({ error: { message: `Incorrect API key provided: ${key.slice(0, 6)}`, code: "invalid_api_key" } }, { status: 401 });
  });
  return demo;
}

export async function openModels(world: World) {
  const panel = openPanel(world, { user: manager(world), channel: world.channel });
  await panel.command("settings");
  await panel.press("Server");
  await panel.press("Models");
  return panel;
}
export type Panel = Awaited<ReturnType<typeof openModels>>;

/** Fills the window in and waits for what the test finds. */
export async function enter(world: World, panel: Panel, values: { address?: string; key?: string; models?: string } = {}) {
  const window = await panel.press("Own endpoint…");
  const handle = await panel.submit(window, { address: ADDRESS, key: KEY, models: "llama3", ...values });
  await world.discord.waitFor(() => handle.settled && panelText(handle) !== "", { timeoutMs: 15_000, what: "the end of the test" });
  // A job edits the panel after its acknowledgement.
  await vi.waitFor(() => expect(panelText(handle)).not.toContain("### Models on this server"), { timeout: 10_000 });
  const shown = handle.original();
  if (shown !== undefined) panel.from(shown);
  return handle;
}
export const panelText = (handle: { original(): { content: string } | undefined }) => handle.original()?.content ?? "";

export const own = async (world: World) =>
  (await rows("SELECT endpoint, sealed_key, models, allowed FROM server_models WHERE guild_id = ?", guildOf(world).id))[0];
