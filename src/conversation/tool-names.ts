/** What a model calls a channel, a person or a message, resolved to ids: by id, mention, link, or a channel's exact name. Used by tool-discord.ts and its parts. */
import type { ServerAccess } from "../discord/api.ts";
import type { ChannelId, MessageId, UserId } from "../kernel/ids.ts";
import { ToolProblem } from "../tools/tool.ts";

const LINK = /^<?https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(\d{15,20})\/(\d{15,20})(?:\/(\d{15,20}))?>?$/;
const ID = /^\d{15,20}$/;

/** `visible`: by name only what may be told of is found, so that nobody learns which names there are. */
export function channelNamed(written: string, visible: readonly Pick<ServerAccess["channels"][number], "id" | "name">[], guildId: string): ChannelId {
  const name = written.trim();
  const [, linked] = /^<#(\d{15,20})>$/.exec(name) ?? [];
  const id = linked ?? (ID.test(name) ? name : undefined);
  if (id !== undefined) return id as ChannelId;
  const [, guild, channel] = LINK.exec(name) ?? [];
  if (channel !== undefined && guild === guildId) return channel as ChannelId;
  const wanted = name.replace(/^#/, "").toLowerCase();
  const found = visible.filter((candidate) => candidate.name.toLowerCase() === wanted);
  const [first, second] = found;
  if (first === undefined) throw new ToolProblem(`There is no channel of that name that could be told of here. Use its id; list_channels has them.`);
  if (second !== undefined) throw new ToolProblem(`Several channels have that name. Use an id: ${found.map((candidate) => candidate.id).join(", ")}.`);
  return first.id;
}

/** `channel`: where a link leads. */
export function messageNamed(written: string, guildId: string): { id: MessageId; channel?: ChannelId } {
  const name = written.trim();
  if (ID.test(name)) return { id: name as MessageId };
  const [, guild, channel, message] = LINK.exec(name) ?? [];
  if (guild !== guildId || message === undefined) throw new ToolProblem("That is no message of this server. Use its id or its link.");
  return { id: message as MessageId, channel: channel as ChannelId };
}

export function personNamed(written: string): UserId {
  const [, mentioned] = /^<@!?(\d{15,20})>$/.exec(written.trim()) ?? [];
  const id = mentioned ?? (ID.test(written.trim()) ? written.trim() : undefined);
  if (id === undefined) throw new ToolProblem("Name the author by id or mention; find_member has them.");
  return id as UserId;
}
