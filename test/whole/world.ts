/** A whole world for tests: the real Worker, objects and D1 in workerd, the strict Discord and the demo model around them. */
import { applyD1Migrations } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { type Channel, createDiscord, createKeyPair, type Discord, type InteractionHandle, type User } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { createDemoModel, type DemoModel } from "../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { KEY_SEED, testVariables } from "./variables.ts";

export interface World {
  discord: Discord;
  model: DemoModel;
  channel: Channel;
  ada: User;
  bob: User;
  /** Asks and waits until the answer is final. */
  ask(prompt: string, more?: { options?: Record<string, OptionValue>; user?: User; channel?: Channel }): Promise<InteractionHandle>;
  press(user: User, from: InteractionHandle, label: string): Promise<InteractionHandle>;
  answered(handle: InteractionHandle, timeoutMs?: number): Promise<void>;
  /** Puts another model server on the net, by its host. */
  serve(host: string, fetch: DemoModel["fetch"]): void;
  /** They have seen the first-use notice; so have ada and bob, unless the world is to be full of strangers. */
  knows(...people: User[]): Promise<void>;
}

export interface WorldOptions {
  botPermissions?: bigint;
  messageContent?: boolean;
  delayMs?: number;
  /** Nobody has used the bot before. */
  strangers?: boolean;
}

/** Nothing is thinking, Stop is gone and the final buttons are there. */
export const isFinal = (handle: InteractionHandle) => {
  if (!handle.settled || handle.failure !== undefined) return handle.settled;
  const buttons = handle.messages().flatMap((message) => message.buttons);
  // The last message of an answer gets its buttons last.
  return buttons.length > 0 && !buttons.some((button) => button.customId.startsWith("stop:"));
};

/** A fresh world for each test of a file; after each, Discord must have had nothing to complain about. */
export function useWorld(use: (world: World) => void, options: WorldOptions = {}): void {
  let current: World;
  beforeEach(async () => {
    current = await createWorld(options);
    use(current);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    expect(current.discord.violations).toEqual([]);
  });
}

async function createWorld(options: WorldOptions): Promise<World> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const keys = await createKeyPair(KEY_SEED);
  const discord = createDiscord({
    keys,
    botToken: testVariables.DISCORD_BOT_TOKEN,
    applicationId: testVariables.DISCORD_APPLICATION_ID,
    deliver: (request) => exports.default.fetch(request),
  });
  discord.intents.messageContent = options.messageContent ?? false;
  const model = createDemoModel({ clock: systemClock, delayMs: options.delayMs ?? 2 });
  const servers = new Map<string, DemoModel["fetch"]>();
  vi.stubGlobal("fetch", (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (discord.handles(request.url)) return discord.fetch(request);
    return (servers.get(new URL(request.url).host) ?? model.fetch)(request);
  });
  const guild = discord.addGuild(options.botPermissions === undefined ? {} : { botPermissions: options.botPermissions });
  const channel = discord.addChannel(guild);
  const [ada, bob] = [discord.addUser("ada"), discord.addUser("bob")];
  discord.addMember(guild, ada);
  discord.addMember(guild, bob);
  const knows = async (...people: User[]) => {
    await env.DB.batch(people.map(({ id }) => env.DB.prepare("INSERT OR REPLACE INTO people (id, noticed_at) VALUES (?, 1)").bind(id)));
  };
  if (!options.strangers) await knows(ada, bob);
  const answered = (handle: InteractionHandle, timeoutMs = 15_000) => discord.waitFor(() => isFinal(handle), { timeoutMs, what: "a final answer" });
  const press = async (user: User, from: InteractionHandle, label: string): Promise<InteractionHandle> => {
    const find = (wanted: string) => from.messages().find((candidate) => candidate.buttons.some((button) => button.label === wanted));
    // Behind More there is more.
    if (find(label) === undefined && find("More") !== undefined && label !== "More") return press(user, await press(user, from, "More"), label);
    const message = find(label);
    const customId = message?.buttons.find((button) => button.label === label)?.customId;
    if (message === undefined || customId === undefined)
      throw new Error(`no button "${label}" among ${JSON.stringify(from.messages().map((candidate) => candidate.buttons))}`);
    const where = discord.state.channels.get(message.record.json.channel_id);
    if (where === undefined) throw new Error("the message's channel is gone");
    return discord.interact({ kind: "button", user, channel: where, message: message.record, customId });
  };
  return {
    discord,
    model,
    channel,
    ada,
    bob,
    answered,
    knows,
    serve: (host, fetch) => void servers.set(host, fetch),
    async ask(prompt, more = {}) {
      const handle = await discord.interact({
        kind: "slash",
        user: more.user ?? ada,
        channel: more.channel ?? channel,
        command: "ask",
        options: { prompt, ...more.options },
      });
      await answered(handle);
      return handle;
    },
    press,
  };
}
