/** A server with every kind of channel, the real tools on the REST adapter, and the strict stand-in behind it. For the tests of Discord's tools. */
import {
  type Channel,
  channelType,
  createDiscord,
  createKeyPair,
  type Discord,
  type Guild,
  permission,
  type User,
} from "../../scripts/playground/discord/discord.ts";
import { createOptOutCheck, type OptOutCheck } from "../../src/access/opt-outs.ts";
import { createAccessStore } from "../../src/access/store.ts";
import { createToolDiscord } from "../../src/conversation/tool-discord.ts";
import { createDiscordRest } from "../../src/discord/rest.ts";
import { type Clock, systemClock } from "../../src/kernel/clock.ts";
import type { ApplicationId, ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";
import { builtInTools } from "../../src/tools/index.ts";
import { runTool } from "../../src/tools/run-tool.ts";
import type { ToolPlace } from "../../src/tools/tool.ts";
import type { ToolOutput } from "../../src/turn/tools.ts";
import { openDatabase } from "../fakes/database.ts";
import { portsOf } from "./ports.ts";

export interface Orchard {
  discord: Discord;
  guild: Guild;
  /** Where the turn is, unless a call says otherwise. */
  here: Channel;
  /** Asks. */
  ada: User;
  /** Does not want to be read. */
  shy: User;
  bob: User;
  /** What was logged as an error: there should be nothing. */
  errors: string[];
  clock: { skip(ms: number): void };
  /** A channel of the kind. */
  place(kind: Kind, parent?: Channel): Channel;
  call(tool: string, input: unknown, where?: Where): Promise<ToolOutput>;
}

export type Kind =
  | "open"
  | "age-restricted"
  | "hidden from the asker"
  | "without history for the asker"
  | "hidden from the bot"
  | "without history for the bot"
  | "for the staff"
  | "private thread of the asker"
  | "private thread of others"
  | "private thread without the bot"
  | "thread of a channel for the staff";

export interface Where {
  channel?: Channel;
  private?: boolean;
  user?: User;
  key?: string;
  /** Nobody can say who opted out. */
  unchecked?: boolean;
  timeZone?: string;
  token?: string;
  /** Right after the last call; otherwise so much later that permissions are asked for again. */
  soon?: boolean;
}

export async function createOrchard(): Promise<Orchard> {
  const database = await openDatabase();
  const store = createAccessStore(database);
  const pseudonyms = createPseudonyms([new Uint8Array(32)]);
  let skipped = 0;
  const now = () => Date.now() + skipped;
  // Waits are short, time limits stay.
  const clock: Clock = { now, sleep: (ms, signal) => systemClock.sleep(ms < 10_000 ? Math.min(ms, 5) : ms, signal) };
  const discord = createDiscord({ keys: await createKeyPair(), clock: { now }, intents: { messageContent: true }, deliver: async () => new Response() });
  const guild = discord.addGuild({ name: "The Orchard" });
  const [ada, bob, shy] = [discord.addUser("ada", { displayName: "Ada" }), discord.addUser("bob", { displayName: "Bob" }), discord.addUser("shy")];
  const staff = discord.addRole(guild, "Staff", 0n);
  discord.addMember(guild, ada, { roles: [staff] });
  discord.addMember(guild, bob);
  discord.addMember(guild, shy, { nick: "Shy One" });
  guild.members.get(discord.bot.id)?.roles.push(staff.id);
  await store.setOptOut(await pseudonyms(shy.id), true, now());
  const here = discord.addChannel(guild, { name: "here" });
  const rest = createDiscordRest({
    baseUrl: "https://discord.com/api/v10",
    botToken: discord.botToken,
    version: "0.1.0",
    clock,
    random: () => 0,
    fetch: (url, init) => discord.fetch(new Request(url, init)),
  });
  const tools = (optOuts: OptOutCheck) => createToolDiscord({ discord: rest, optOuts, clock, listenIn: async () => undefined });
  const known = tools(createOptOutCheck({ access: store, pseudonyms }));
  const unknown = tools(async () => null);
  const errors: string[] = [];
  const without = (user: User, deny: bigint) => discord.addChannel(guild, { name: "secret", overwrites: [{ id: user.id, type: 1, allow: 0n, deny }] });
  const forStaff = (spec = {}) =>
    discord.addChannel(guild, {
      name: "staff",
      ...spec,
      deny: permission.viewChannel,
      overwrites: [{ id: staff.id, type: 0, allow: permission.viewChannel, deny: 0n }],
    });
  const secretThread = (parent: Channel | undefined, ...joined: User[]) => {
    const thread = discord.addChannel(guild, { name: "plan", parent: parent ?? discord.addChannel(guild), type: channelType.privateThread });
    thread.recipients = joined.map(({ id }) => id);
    return thread;
  };

  return {
    discord,
    guild,
    here,
    ada,
    bob,
    shy,
    errors,
    clock: {
      skip(ms) {
        skipped += ms;
      },
    },
    place(kind, parent) {
      switch (kind) {
        case "open":
          return discord.addChannel(guild, { name: "garden" });
        case "age-restricted":
          return discord.addChannel(guild, { name: "adults", nsfw: true });
        case "hidden from the asker":
          return without(ada, permission.viewChannel);
        case "without history for the asker":
          return without(ada, permission.readMessageHistory);
        case "hidden from the bot":
          return without(discord.bot, permission.viewChannel);
        case "without history for the bot":
          return without(discord.bot, permission.readMessageHistory);
        case "for the staff":
          return forStaff();
        case "private thread of the asker":
          return secretThread(parent, ada, discord.bot);
        case "private thread of others":
          return secretThread(parent, bob, discord.bot);
        case "private thread without the bot":
          return secretThread(parent, ada);
        case "thread of a channel for the staff":
          return discord.addChannel(guild, { name: "side", parent: parent ?? forStaff() });
      }
    },
    async call(name, input, where = {}) {
      const tool = builtInTools.find((candidate) => candidate.name === name);
      if (tool === undefined) throw new Error(`there is no tool ${name}`);
      if (!where.soon) skipped += 60_000;
      const { channel = here, user = ada, key = "answer:call:0", timeZone = null, token = "token-1" } = where;
      const place: ToolPlace = {
        applicationId: discord.applicationId as ApplicationId,
        token,
        asker: { id: user.id as UserId, name: user.username, roles: [] },
        guildId: guild.id as GuildId,
        channelId: channel.id as ChannelId,
        parentId: channel.thread === null ? null : (channel.parentId as ChannelId),
        private: where.private ?? false,
        ageRestricted: false,
        bot: { present: true, canPost: true, canRead: true },
        timeZone,
        locale: "en-US",
      };
      const ports = portsOf({ clock, discord: where.unchecked ? unknown : known });
      if (!tool.offered(place, ports) || tool.offered({ ...place, guildId: null }, ports)) throw new Error("it is offered on servers alone");
      const log = { info: () => undefined, error: (event: string, fields: unknown) => void errors.push(`${event} ${JSON.stringify(fields)}`) };
      return runTool(tool, JSON.stringify(input), { ...ports, place, key, signal: new AbortController().signal }, log);
    },
  };
}

/** Everything that a model would be told. */
export const toldBy = ({ content, untrusted = "", passages = [] }: ToolOutput): string =>
  [content, untrusted, ...passages.map(({ title, url, text }) => `${title} ${url} ${text}`)].join("\n");
