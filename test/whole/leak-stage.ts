/** The world of leaks.test.ts: three servers, channels that not everybody reads, direct messages, a group, and who looks around in them. */
import { type Channel, channelType, type Guild, permission, type User } from "../../scripts/playground/discord/discord.ts";
import type { Reader } from "./leak-matrix.ts";
import { guildOf } from "./panel.ts";
import type { World } from "./world.ts";

export type Stage = ReturnType<typeof createStage>;

export function createStage(world: World) {
  const { discord, ada, bob } = world;
  discord.intents.messageContent = true;
  const person = (name: string) => discord.addUser(name);
  const people = { ada, bob, cara: person("cara"), mod: person("mod"), boss: person("boss"), newbie: person("newbie"), quill: person("quill") };
  const home = guildOf(world);
  const away = discord.addGuild({ name: "Away" });
  const foreign = discord.addGuild({ name: "Foreign", installed: false });
  const staff = discord.addRole(home, "staff", 0n);
  const roles = (guild: Guild, granted: bigint) => ({ roles: [discord.addRole(guild, `r${granted}`, granted)] });
  discord.addMember(home, people.ada, { roles: [staff] });
  discord.addMember(home, people.mod, roles(home, permission.manageMessages));
  discord.addMember(home, people.boss, { roles: [...roles(home, permission.manageGuild).roles, staff] });
  for (const user of [people.newbie, people.quill]) discord.addMember(home, user);
  for (const user of [ada, people.cara]) discord.addMember(away, user);
  discord.addMember(away, people.boss, roles(away, permission.manageGuild));
  for (const user of [ada, bob]) {
    discord.addMember(foreign, user);
    discord.install(user);
  }
  const only = (role: { id: string }) => [
    { id: home.id, type: 0 as const, allow: 0n, deny: permission.viewChannel },
    { id: role.id, type: 0 as const, allow: permission.viewChannel, deny: 0n },
    { id: discord.bot.id, type: 1 as const, allow: permission.viewChannel, deny: 0n },
  ];
  const channels = {
    main: world.channel,
    other: discord.addChannel(home, { name: "other" }),
    thread: discord.addChannel(home, { name: "thread", parent: world.channel, type: channelType.publicThread, owner: ada }),
    /** For ada and the boss. */
    staff: discord.addChannel(home, { name: "staff", overwrites: only(staff) }),
    /** Nobody reads there what was said before. */
    closed: discord.addChannel(home, { name: "closed", deny: permission.readMessageHistory }),
    shared: discord.addChannel(home, { name: "shared" }),
    kept: discord.addChannel(home, { name: "kept" }),
    away: discord.addChannel(away, { name: "away" }),
    foreign: discord.addChannel(foreign, { name: "foreign" }),
    adaDirect: discord.directChannel(discord.bot, ada),
    bobDirect: discord.directChannel(discord.bot, bob),
    group: discord.groupChannel(ada, bob),
  };
  const history = permission.viewChannel | permission.readMessageHistory;
  /** What was said there, from elsewhere on the same server. */
  const mayRead = (user: User, channel: Channel) => [user, discord.bot].every((one) => (discord.permissionsOf(one, channel) & history) === history);
  const reader = (user: User, channel: Channel): Reader => {
    const direct = channel.recipients.includes(discord.bot.id);
    const guild = channel.guildId;
    const member = direct || (guild !== null && guild !== foreign.id);
    const canRead = direct || (member && mayRead(user, channel));
    return {
      name: `${user.username} in ${direct ? "direct messages" : channel.name || "a group"}`,
      user,
      channel,
      guild,
      member,
      direct,
      canRead,
      ownEndpoint: guild === away.id,
    };
  };
  const { main, thread, closed, shared } = channels;
  const readers = [
    ...[main, channels.staff, channels.away, channels.foreign, channels.adaDirect, channels.group].map((channel) => reader(ada, channel)),
    ...[main, thread, closed, shared, channels.bobDirect, channels.group].map((channel) => reader(bob, channel)),
    reader(people.cara, channels.away),
    reader(people.mod, main),
    reader(people.boss, main),
    reader(people.newbie, channels.kept),
    reader(people.quill, main),
  ];
  return { world, people, home, away, foreign, channels, readers, reader, mayRead };
}
