/** What somebody may do in a channel, as a list of switches for the side panel; a switch writes what a server's owner would write. Called by `routes.ts`. */
import type { Discord } from "../discord/discord.ts";
import { isThread, permission } from "../discord/permissions.ts";
import type { Channel, Guild, Member, Overwrite, User } from "../discord/types.ts";
import { PageError } from "./act.ts";
import type { WirePermission } from "./wire.ts";

type Name = keyof typeof permission;

/** Labels as in Discord's own settings. */
const OF_BOTH: readonly (readonly [Name, string])[] = [
  ["viewChannel", "View Channel"],
  ["sendMessages", "Send Messages"],
  ["sendMessagesInThreads", "Send Messages in Threads"],
  ["createPublicThreads", "Create Public Threads"],
  ["readMessageHistory", "Read Message History"],
  ["embedLinks", "Embed Links"],
  ["attachFiles", "Attach Files"],
];
const OF_PEOPLE: readonly (readonly [Name, string])[] = [
  ["useApplicationCommands", "Use Application Commands"],
  ["useExternalApps", "Use External Apps"],
  ["manageChannels", "Manage Channel"],
];
const OF_SERVER: readonly (readonly [Name, string])[] = [
  ["manageGuild", "Manage Server"],
  ["administrator", "Administrator"],
];
const NEED_SENDING: readonly Name[] = ["embedLinks", "attachFiles"];

/** Empty outside servers, and for those who are not in it. */
export function viewPermissions(discord: Discord, channel: Channel, who: User): WirePermission[] {
  const place = placeOf(discord, channel, who);
  if (!place) return [];
  const { guild, member } = place;
  const isBot = who.id === discord.bot.id;
  const everywhere = rolesOf(guild, member).reduce((all, role) => all | role.permissions, 0n);
  const isOwner = guild.ownerId === who.id;
  const isAdministrator = (everywhere & permission.administrator) !== 0n;
  const allowed = discord.permissionsOf(who, channel);
  const above = isOwner ? "The owner may do everything." : isAdministrator ? "Administrators may do everything." : "";
  // Overwrites of a thread are its channel's, and there the two kinds of sending are apart.
  const own = isThread(channel) ? (discord.state.channels.get(channel.parentId ?? "") ?? channel) : channel;
  const inOwn = discord.permissionsOf(who, own);
  const needs = (name: Name) => {
    if (name !== "viewChannel" && !(allowed & permission.viewChannel)) return "Nothing goes without View Channel.";
    return NEED_SENDING.includes(name) && !(allowed & permission.sendMessages) ? "Needs the permission to send." : "";
  };
  const here = [...OF_BOTH, ...(isBot ? [] : OF_PEOPLE)].map(([name, label]) => {
    const isAllowed = ((name === "sendMessages" ? inOwn : allowed) & permission[name]) !== 0n;
    return { name, label, scope: "channel", allowed: isAllowed, fixed: above || needs(name) } as const;
  });
  if (isBot) return here;
  return [
    ...here,
    ...OF_SERVER.map(([name, label]) => {
      const fixed = isOwner || (isAdministrator && name !== "administrator") ? above : "";
      return { name, label, scope: "server", allowed: isOwner || isAdministrator || (everywhere & permission[name]) !== 0n, fixed } as const;
    }),
  ];
}

/** On the whole server, by roles. */
export function hasPermission(guild: Guild, who: User, bit: bigint): boolean {
  const member = guild.members.get(who.id);
  return member !== undefined && (guild.ownerId === who.id || rolesOf(guild, member).some((role) => role.permissions & (bit | permission.administrator)));
}

export function setPermission(discord: Discord, channel: Channel, who: User, name: string, isAllowed: boolean): void {
  const place = placeOf(discord, channel, who);
  const listed = viewPermissions(discord, channel, who).find((candidate) => candidate.name === name);
  if (!place || !listed) throw new PageError("There is no such permission here.");
  if (listed.fixed !== "") throw new PageError(listed.fixed);
  const bit = permission[name as Name];
  if (listed.scope === "server") grantEverywhere(discord, place.guild, place.member, bit, isAllowed);
  else overwriteHere(discord, channel, who, bit, isAllowed);
}

function placeOf(discord: Discord, channel: Channel, who: User): { guild: Guild; member: Member } | undefined {
  const guild = discord.state.guilds.get(channel.guildId ?? "");
  const member = guild?.members.get(who.id);
  return guild && member ? { guild, member } : undefined;
}

function rolesOf(guild: Guild, member: Member) {
  return guild.roles.filter((role) => role.id === guild.id || member.roles.includes(role.id));
}

/** A role of their own, since the others belong to several people. What these grant goes with them. */
function grantEverywhere(discord: Discord, guild: Guild, member: Member, bit: bigint, isAllowed: boolean): void {
  if (!isAllowed) {
    member.roles = member.roles.filter((id) => !guild.roles.some((role) => role.id === id && role.permissions & bit));
    return;
  }
  const name = `${member.user.global_name ?? member.user.username}'s role`;
  const role = guild.roles.find((candidate) => candidate.name === name) ?? discord.addRole(guild, name, 0n);
  role.permissions |= bit;
  if (!member.roles.includes(role.id)) member.roles.push(role.id);
}

/** An overwrite of the member, which beats those of roles. */
function overwriteHere(discord: Discord, channel: Channel, who: User, bit: bigint, isAllowed: boolean): void {
  const own = isThread(channel) ? (discord.state.channels.get(channel.parentId ?? "") ?? channel) : channel;
  const known = own.overwrites.find((overwrite) => overwrite.type === 1 && overwrite.id === who.id);
  const overwrite: Overwrite = known ?? { id: who.id, type: 1, allow: 0n, deny: 0n };
  if (!known) own.overwrites.push(overwrite);
  overwrite.allow = isAllowed ? overwrite.allow | bit : overwrite.allow & ~bit;
  overwrite.deny = isAllowed ? overwrite.deny & ~bit : overwrite.deny | bit;
}
