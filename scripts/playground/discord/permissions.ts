/** Who may do what where: roles, overwrites, threads, time-outs, by Discord's own algorithm. Source: Discord reference, "Permissions". */
import type { Channel, Guild } from "./types.ts";
import { channelType } from "./types.ts";

export const permission = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  changeNickname: 1n << 26n,
  manageWebhooks: 1n << 29n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  createPrivateThreads: 1n << 36n,
  sendMessagesInThreads: 1n << 38n,
  createEvents: 1n << 44n,
  sendVoiceMessages: 1n << 46n,
  sendPolls: 1n << 49n,
  useExternalApps: 1n << 50n,
} as const;

const ALL_PERMISSIONS = (1n << 53n) - 1n;

/** What a new server's @everyone may do, as far as the stand-in knows about it. */
export const EVERYONE_DEFAULT =
  permission.viewChannel |
  permission.sendMessages |
  permission.embedLinks |
  permission.attachFiles |
  permission.readMessageHistory |
  permission.addReactions |
  permission.useExternalEmojis |
  permission.useApplicationCommands |
  permission.changeNickname |
  permission.createPublicThreads |
  permission.createPrivateThreads |
  permission.sendMessagesInThreads |
  permission.sendVoiceMessages |
  permission.sendPolls |
  permission.useExternalApps;

/** What an application gets in DMs. Source: Discord reference, interaction field `app_permissions`. */
export const DM_PERMISSIONS =
  permission.embedLinks |
  permission.attachFiles |
  permission.mentionEveryone |
  permission.viewChannel |
  permission.sendMessages |
  permission.readMessageHistory;

/** Three kinds of thread stand in a row. */
export function isThread({ type }: Pick<Channel, "type">): boolean {
  return type >= channelType.announcementThread && type <= channelType.privateThread;
}

/** What a member may do in the server as a whole, before any channel's overwrites. 0 for people who are not members. */
export function guildPermissions(guild: Guild, userId: string): bigint {
  const member = guild.members.get(userId);
  if (!member) return 0n;
  const granted = guild.roles.filter((role) => role.id === guild.id || member.roles.includes(role.id)).reduce((all, role) => all | role.permissions, 0n);
  return guild.ownerId === userId || granted & permission.administrator ? ALL_PERMISSIONS : granted;
}

export function isDirect(channel: Channel): boolean {
  return channel.type === channelType.dm || channel.type === channelType.groupDm;
}

/** `parent`: a thread's channel, whose overwrites count; the thread has none of its own. 0 for people who are not members. */
export function memberPermissions(guild: Guild, userId: string, channel: Channel, parent: Channel | undefined, now: number): bigint {
  const member = guild.members.get(userId);
  if (!member) return 0n;
  const granted = guildPermissions(guild, userId);
  if (granted === ALL_PERMISSIONS) return ALL_PERMISSIONS;
  let result = applyOverwrites(granted, guild, member.roles, userId, isThread(channel) ? parent : channel);
  if (isThread(channel)) result = threadPermissions(result, channel, userId);
  // Without these two everything that builds on them is gone as well.
  if (!(result & permission.viewChannel)) return 0n;
  if (!(result & permission.sendMessages))
    result &= ~(permission.mentionEveryone | permission.attachFiles | permission.embedLinks | permission.sendVoiceMessages | permission.sendPolls);
  if (member.timeoutUntil !== null && member.timeoutUntil > now) result &= permission.viewChannel | permission.readMessageHistory;
  return result;
}

function applyOverwrites(granted: bigint, guild: Guild, roles: readonly string[], userId: string, channel: Channel | undefined): bigint {
  const overwrites = channel?.overwrites ?? [];
  let result = granted;
  const everyone = overwrites.find((overwrite) => overwrite.type === 0 && overwrite.id === guild.id);
  if (everyone) result = (result & ~everyone.deny) | everyone.allow;
  // Roles are summed up first: one role's allow beats another's deny.
  const ofRoles = overwrites.filter((overwrite) => overwrite.type === 0 && overwrite.id !== guild.id && roles.includes(overwrite.id));
  result &= ~ofRoles.reduce((all, overwrite) => all | overwrite.deny, 0n);
  result |= ofRoles.reduce((all, overwrite) => all | overwrite.allow, 0n);
  const own = overwrites.find((overwrite) => overwrite.type === 1 && overwrite.id === userId);
  return own ? (result & ~own.deny) | own.allow : result;
}

/** In a thread SEND_MESSAGES is decided by SEND_MESSAGES_IN_THREADS, and a private one is invisible to those who did not join. */
function threadPermissions(inherited: bigint, thread: Channel, userId: string): bigint {
  const manages = (inherited & permission.manageThreads) !== 0n;
  if (thread.type === channelType.privateThread && !manages && !thread.recipients.includes(userId)) return 0n;
  let result = inherited & ~permission.sendMessages;
  const locked = thread.thread?.locked === true && !manages;
  if (inherited & permission.sendMessagesInThreads && !locked) result |= permission.sendMessages;
  return result;
}
