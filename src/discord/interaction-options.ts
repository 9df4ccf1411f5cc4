/** Options of a command's payload, with what their ids stand for. Called by interaction-parse.ts. */
import type { ChannelId, UserId } from "../kernel/ids.ts";
import { own } from "../kernel/own.ts";
import { isThread } from "./access.ts";
import type { Attachment, CommandInteraction, ResolvedChannel, ResolvedUser } from "./interaction.ts";
import type { CommandPayload } from "./interaction-schema.ts";

type Data = CommandPayload["data"];
type Option = NonNullable<Data["options"]>[number];
type Resolved = NonNullable<Data["resolved"]>;
type Plain = CommandInteraction["options"];

/** Source: Discord reference, "Application Command Option Type". */
const optionType = { subcommand: 1, group: 2, user: 6, channel: 7, attachment: 11 } as const;

/** Undefined where something was given that cannot be found: it must not be dropped in silence. */
export function readCommandOptions(data: Data): Pick<CommandInteraction, "subcommand" | "options" | "attachments" | "users" | "channels"> | undefined {
  const { subcommand, options } = flatten(data.options ?? []);
  const plain: [string, string | number | boolean][] = [];
  const attachments: [string, Attachment][] = [];
  const users: [string, ResolvedUser][] = [];
  const channels: [string, ResolvedChannel][] = [];
  for (const { name, type, value } of options) {
    if (value === null || value === undefined) continue;
    const found = resolve(type, String(value), data.resolved ?? {});
    if (found === "missing") return undefined;
    if (found === "plain") plain.push([name, value]);
    else if ("url" in found) attachments.push([name, found]);
    else if ("bot" in found) users.push([name, found]);
    else channels.push([name, found]);
  }
  // fromEntries defines own properties, so that no name can reach the prototype.
  return {
    subcommand,
    options: Object.fromEntries(plain),
    attachments: Object.fromEntries(attachments),
    users: Object.fromEntries(users),
    channels: Object.fromEntries(channels),
  };
}

/** While typing: nothing is complete yet, and ids come without what they stand for. */
export function readTyping(data: Data): { subcommand: string | undefined; focused: { name: string; value: string }; options: Plain } | undefined {
  const { subcommand, options } = flatten(data.options ?? []);
  const focused = options.find((option) => option.focused === true);
  if (focused === undefined) return undefined;
  const plain = options.flatMap(({ name, value }): [string, string | number | boolean][] => (value === null || value === undefined ? [] : [[name, value]]));
  return { subcommand, focused: { name: focused.name, value: String(focused.value ?? "") }, options: Object.fromEntries(plain) };
}

/** Goes down through a group and a subcommand to the options proper. */
function flatten(options: readonly Option[]): { subcommand: string | undefined; options: readonly Option[] } {
  const path: string[] = [];
  let level = options;
  while (level[0] && (level[0].type === optionType.subcommand || level[0].type === optionType.group)) {
    path.push(level[0].name);
    level = level[0].options ?? [];
  }
  return { subcommand: path.length === 0 ? undefined : path.join(" "), options: level };
}

function resolve(type: number, id: string, resolved: Resolved): Attachment | ResolvedUser | ResolvedChannel | "plain" | "missing" {
  switch (type) {
    case optionType.attachment:
      return attachmentFields(own(resolved.attachments, id)) ?? "missing";
    case optionType.user:
      return userFields(own(resolved.users, id), own(resolved.members, id)) ?? "missing";
    case optionType.channel:
      return channelFields(own(resolved.channels, id), id) ?? "missing";
    default:
      return "plain";
  }
}

function attachmentFields(payload: NonNullable<Resolved["attachments"]>[string] | undefined): Attachment | undefined {
  if (payload === undefined) return undefined;
  return {
    id: payload.id,
    filename: payload.filename,
    contentType: payload.content_type ?? "",
    size: payload.size,
    url: payload.url,
    proxyUrl: payload.proxy_url ?? payload.url,
    ...(typeof payload.width === "number" ? { width: payload.width } : {}),
    ...(typeof payload.height === "number" ? { height: payload.height } : {}),
    ...(typeof payload.duration_secs === "number" ? { seconds: payload.duration_secs } : {}),
  };
}

/** Named as people see them: nickname, display name, user name, in this order. */
function userFields(
  user: NonNullable<Resolved["users"]>[string] | undefined,
  member: NonNullable<Resolved["members"]>[string] | undefined,
): ResolvedUser | undefined {
  if (user === undefined) return undefined;
  return { id: user.id as UserId, name: member?.nick || user.global_name || user.username || user.id, bot: user.bot ?? false };
}

function channelFields(channel: NonNullable<Resolved["channels"]>[string] | undefined, id: string): ResolvedChannel | undefined {
  if (channel === undefined) return undefined;
  const type = channel.type ?? 0;
  return {
    id: (channel.id ?? id) as ChannelId,
    name: channel.name ?? "",
    type,
    // A thread's parent is a channel; any other channel's is a category.
    parentId: isThread(type) ? ((channel.parent_id ?? null) as ChannelId | null) : null,
    memberPermissions: channel.permissions ? BigInt(channel.permissions) : null,
  };
}
