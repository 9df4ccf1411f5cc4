/** Having pictures made as a person does, and what was asked of the picture model. For whole-path tests. */
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { rows } from "./panel.ts";
import type { World } from "./world.ts";

/** Asks for pictures; `answered`: waits until the message is final. */
export async function paint(world: World, prompt: string, options: Record<string, OptionValue> = {}, user: User = world.ada): Promise<InteractionHandle> {
  const handle = await begin(world, prompt, options, user);
  await world.answered(handle);
  return handle;
}

export const begin = (world: World, prompt: string, options: Record<string, OptionValue> = {}, user: User = world.ada): Promise<InteractionHandle> =>
  world.discord.interact({ kind: "slash", user, channel: world.channel, command: "imagine", options: { prompt, ...options } });

export interface Asked {
  path: string;
  body: Record<string, unknown>;
}

/** What the picture model was asked, in order. */
export const asked = (world: World): Asked[] =>
  world.model.requests.filter(({ path }) => path.startsWith("/v1/images/")).map(({ path, body }) => ({ path, body: body as Record<string, unknown> }));

/** Files of what the person sees, by name and alt text. */
export const pictures = (handle: InteractionHandle) => handle.messages().flatMap((message) => message.attachments);

export const labels = (handle: InteractionHandle) => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));

export interface Row {
  trigger: string;
  outcome: string;
  reason: string | null;
  input: string;
  answer: string;
  cost_micro_usd: number;
  conversation: string;
  message_ids: string;
  user_id: string;
}

/** Once it is written down. */
export async function turnOf(id: string): Promise<Row> {
  await vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 8_000 });
  return (await rows("SELECT * FROM turns WHERE id = ?", id))[0] as unknown as Row;
}

export const ledgerOf = async (id: string) => (await rows("SELECT amount, settled FROM ledger WHERE turn_id = ?", id))[0];

/** In this test nobody has spent anything yet. */
export const emptyLedger = () => env.DB.batch(["ledger", "budget_usage"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
