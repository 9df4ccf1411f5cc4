/** Permission bits, and what a member may do in a channel. Source: Discord reference, "Permissions". Used by commands, jobs and the edge; pure. */
import type { ServerAccess } from "./api.ts";

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
  connect: 1n << 20n,
  changeNickname: 1n << 26n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
  createEvents: 1n << 44n,
  sendVoiceMessages: 1n << 46n,
  sendPolls: 1n << 49n,
  useExternalApps: 1n << 50n,
} as const;

/** Every bit there is, and some to come. */
const ALL = (1n << 64n) - 1n;
/** Gone with SEND_MESSAGES: what can only be part of a message. Source: Discord reference, "Implicit Permissions". */
const PARTS_OF_A_MESSAGE = permission.mentionEveryone | permission.attachFiles | permission.embedLinks | permission.sendVoiceMessages | permission.sendPolls;

/** What the bot needs in a channel to do everything it can, in the order in which Discord's client lists it. */
export const neededPermissions = ["viewChannel", "sendMessages", "sendMessagesInThreads", "readMessageHistory", "attachFiles", "embedLinks"] as const;
export type NeededPermission = (typeof neededPermissions)[number];

/** Whether all of `needed` is granted. Administrators may everything. */
export function allows(granted: bigint, ...needed: bigint[]): boolean {
  if ((granted & permission.administrator) !== 0n) return true;
  return needed.every((bit) => (granted & bit) === bit);
}

export function missingPermissions(granted: bigint): NeededPermission[] {
  return neededPermissions.filter((name) => !allows(granted, permission[name]));
}

/** What it lacks to look at a channel and to say something there by itself. */
export function missingToFollow(granted: bigint, inThread: boolean): NeededPermission[] {
  const needed = ["viewChannel", "readMessageHistory", inThread ? "sendMessagesInThreads" : "sendMessages"] as const;
  return needed.filter((name) => !allows(granted, permission[name]));
}

/**
 * What the member whose roles `access` lists may do in one of its channels, or in a thread of it: the roles' sum, then the overwrites of @everyone, of the
 * roles and of the member. Source: Discord reference, "Permission Overwrites". A role's id equal to the server's is @everyone.
 */
export function memberPermissions(access: ServerAccess, guildId: string, userId: string, channel: Pick<Channel, "overwrites">, inThread = false): bigint {
  const granted = serverPermissions(access, guildId, userId);
  if (granted === ALL) return ALL;
  const everyone = channel.overwrites.filter(({ id, type }) => type === 0 && id === guildId);
  // Of several roles one's allow beats another's deny, so they count as one.
  const roles = channel.overwrites.filter(({ id, type }) => type === 0 && id !== guildId && access.memberRoles.includes(id));
  const own = channel.overwrites.filter(({ id, type }) => type === 1 && id === userId);
  return implied([everyone, roles, own].reduce(overwrite, granted), inThread);
}

/** What everybody may do there who is on the server: somebody without any role, who does not own it. */
export function everybodysPermissions(access: ServerAccess, guildId: string, channel: Pick<Channel, "overwrites">, inThread = false): bigint {
  return memberPermissions({ ...access, ownerId: "none", memberRoles: [] }, guildId, "anybody", channel, inThread);
}

/** In the server as a whole, before any channel's overwrites. */
export function serverPermissions(access: ServerAccess, guildId: string, userId: string): bigint {
  const granted = sum(access.roles.filter(({ id }) => id === guildId || access.memberRoles.includes(id)).map(({ permissions }) => permissions));
  return access.ownerId === userId || (granted & permission.administrator) !== 0n ? ALL : granted;
}

type Channel = ServerAccess["channels"][number];
type Overwrites = Channel["overwrites"];

function overwrite(granted: bigint, overwrites: Overwrites): bigint {
  return (granted & ~sum(overwrites.map(({ deny }) => deny))) | sum(overwrites.map(({ allow }) => allow));
}

/** Who does not see a channel can do nothing there. Source: Discord reference, "Implicit Permissions". */
function implied(granted: bigint, inThread: boolean): bigint {
  if ((granted & permission.viewChannel) === 0n) return 0n;
  const send = inThread ? permission.sendMessagesInThreads : permission.sendMessages;
  return (granted & send) === 0n ? granted & ~PARTS_OF_A_MESSAGE : granted;
}

function sum(bits: readonly bigint[]): bigint {
  return bits.reduce((all, bit) => all | bit, 0n);
}
