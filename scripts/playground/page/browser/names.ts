/** What ids mean to the person here: names, places, and what selects can offer. Made by `main.ts`, used by every view that shows a mention or a select. */
import type { Person, WireChannel, WireGuild, WireRole, World } from "../wire.ts";

export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  role(id: string): string | undefined;
  /** Of the open place: members of the server, or who is in the direct message. */
  people(): Person[];
  roles(): readonly WireRole[];
  channels(types: readonly number[]): WireChannel[];
  openChannel(id: string): void;
  openMessage(channelId: string, messageId: string): void;
  startCommand(name: string): void;
}

export interface NamesOptions {
  world(): World;
  here(): WireChannel | undefined;
  openChannel(id: string): void;
  openMessage(channelId: string, messageId: string): void;
  startCommand(name: string): void;
}

export function allChannels(world: World): WireChannel[] {
  return [...world.guilds.flatMap((guild) => guild.channels), ...world.directs];
}

export function guildOf(world: World, channel: WireChannel | undefined): WireGuild | undefined {
  return world.guilds.find((guild) => guild.id === channel?.guildId);
}

/** As Discord's member list says it: the owner, or the highest role. */
export function rankOf(guild: WireGuild | undefined, personId: string): string {
  const member = guild?.members.find((candidate) => candidate.id === personId);
  if (!guild || !member) return "";
  return member.isOwner ? "Owner" : (guild.roles.find((role) => member.roles.includes(role.id))?.name ?? "Member");
}

export function createNames({ world, here, ...acts }: NamesOptions): Names {
  const guild = () => guildOf(world(), here());
  return {
    user: (id) => world().users.find((user) => user.id === id)?.name,
    channel: (id) => allChannels(world()).find((channel) => channel.id === id)?.name,
    role: (id) =>
      world()
        .guilds.flatMap((each) => each.roles)
        .find((role) => role.id === id)?.name,
    people() {
      const ids = guild()?.members.map((member) => member.id) ?? here()?.recipients ?? [];
      return world().users.filter((user) => ids.includes(user.id));
    },
    roles: () => guild()?.roles ?? [],
    channels: (types) => (guild()?.channels ?? world().directs).filter((channel) => types.length === 0 || types.includes(channel.type)),
    ...acts,
  };
}

/** The address of a message or channel of this Discord; null: another address. Source: Discord's client, "Copy Message Link". */
export function readDiscordLink(url: string): { channelId: string; messageId: string | undefined } | null {
  const match = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?\/?$/.exec(url);
  return match?.[1] === undefined ? null : { channelId: match[1], messageId: match[2] };
}

export function discordLink(guildId: string | null, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId ?? "@me"}/${channelId}/${messageId}`;
}
