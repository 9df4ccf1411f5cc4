/** What the tests of /catchup do and look at. */
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Channel, InteractionHandle, MessageRecord, User } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { hmacOf } from "./known-person.ts";
import { guildOf, rows } from "./panel.ts";
import type { World } from "./world.ts";

interface Use {
  options?: Record<string, OptionValue>;
  user?: User;
  channel?: Channel;
  locale?: string;
}

export const text = (handle: InteractionHandle) =>
  handle
    .messages()
    .map(({ content }) => content)
    .join("\n");
export const labels = (handle: InteractionHandle) => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));
export const saved = (id: string) => vi.waitFor(async () => expect(await rows("SELECT id FROM turns WHERE id = ?", id)).toHaveLength(1), { timeout: 5_000 });
/** Of a message that was written so many minutes ago. */
export const ago = (minutes: number) => ({ json: { timestamp: new Date(Date.now() - minutes * 60_000).toISOString() } });

/** `world`: the one of the running test. */
export function catchingUp(world: () => World) {
  const begin = ({ options = {}, user = world().ada, channel = world().channel, locale = "en-US" }: Use = {}) =>
    world().discord.interact({ kind: "slash", command: "catchup", user, channel, options, locale });
  const sent = (fromEnd = 1) => {
    const body = world().model.requests.at(-fromEnd)?.body as { messages: { role: string; content: string }[] } | undefined;
    return body?.messages.map(({ content }) => content).join("\n") ?? "";
  };
  return {
    begin,
    /** And waits for the answer, where there is one to come. */
    catchUp: async (use: Use = {}) => {
      const handle = await begin(use);
      if (handle.callback?.type === 5) await world().answered(handle);
      return handle;
    },
    /** All that the model got, in its n-th request from the end. */
    sent,
    /** The numbered lines in it, without their times. */
    lines: (fromEnd = 1) =>
      /<channel_messages untrusted="true">\n([\s\S]*?)\n<\/channel_messages>/
        .exec(sent(fromEnd))?.[1]
        ?.split("\n")
        .map((line) => line.replace(/^(\[\d+\]) (?:\w{3} \d\d-\d\d )?\d\d:\d\d /, "$1 ")) ?? [],
    linkTo: ({ json }: MessageRecord) => {
      const guildId = world().discord.state.channels.get(json.channel_id)?.guildId ?? "@me";
      return `https://discord.com/channels/${guildId}/${json.channel_id}/${json.id}`;
    },
    post: (user: User, content: string, more: Parameters<World["discord"]["post"]>[3] = {}, channel = world().channel) =>
      world().discord.post(channel, user, content, more),
    /** Reads of a channel's messages. */
    reads: (channel = world().channel) =>
      world().discord.calls.filter(({ method, path }) => method === "GET" && path.includes(`/channels/${channel.id}/messages`)),
    member: (name: string) => {
      const user = world().discord.addUser(name);
      world().discord.addMember(guildOf(world()), user);
      return user;
    },
    /** A channel in which that person, or the bot, lacks that. */
    without: (who: User, deny: bigint) =>
      world().discord.addChannel(guildOf(world()), { name: "other", overwrites: [{ id: who.id, type: 1, allow: 0n, deny }] }),
    optOut: async (user: User) => {
      await env.DB.prepare("INSERT INTO opt_outs (key, active, changed_at) VALUES (?, 1, 0)")
        .bind(await hmacOf(user.id))
        .run();
    },
  };
}
