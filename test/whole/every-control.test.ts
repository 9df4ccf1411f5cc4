// Walks through the whole bot as curious people would: every command and menu, then every button, select and window that turns up, wherever it may be
// installed and whatever it may do there. A strict Discord must have nothing to complain about, and nobody may be left without an answer.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { declarations } from "../../commands/index.ts";
import type { CommandDeclaration, OptionDeclaration, SlashDeclaration, SubcommandDeclaration } from "../../commands/types.ts";
import { type Channel, channelType, type Guild, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { asObject, asObjects, asString, type JsonObject } from "../../scripts/playground/discord/json.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { SPEECH_VARIABLES } from "./hearing.ts";
import { useWorld, type World } from "./world.ts";

// With everything that can be switched on.
Object.assign(env, SPEECH_VARIABLES);

let world: World;
useWorld((fresh) => {
  world = fresh;
});

interface Place {
  user: User;
  channel: Channel;
  locale?: string;
}

const talkative = permission.viewChannel | permission.sendMessages | permission.readMessageHistory | permission.attachFiles | permission.embedLinks;
const owner = (guild: Guild): User => {
  const member = guild.members.get(guild.ownerId);
  if (member === undefined) throw new Error("a server without its owner");
  return member.user;
};
const denied = (who: "bot" | "everyone", deny: bigint): Channel => {
  const guild = home();
  const id = who === "bot" ? world.discord.bot.id : guild.id;
  return world.discord.addChannel(guild, { overwrites: [{ id, type: who === "bot" ? 1 : 0, allow: 0n, deny }] });
};
const home = (): Guild => {
  const guild = world.discord.state.guilds.get(world.channel.guildId ?? "");
  if (guild === undefined) throw new Error("no server");
  return guild;
};
const withUserInstall = (name: string) => world.discord.addUser(name, { installed: true });

const places: Record<string, () => Place> = {
  "a member in a server's channel": () => ({ user: world.ada, channel: world.channel }),
  "the owner in a server's channel": () => ({ user: owner(home()), channel: world.channel }),
  "the owner, in German": () => ({ user: owner(home()), channel: world.channel, locale: "de" }),
  "where the bot sees nothing": () => ({ user: owner(home()), channel: denied("bot", permission.viewChannel) }),
  "where the bot may only look": () => ({ user: world.ada, channel: denied("bot", permission.sendMessages | permission.attachFiles) }),
  "where members may only look": () => ({ user: world.ada, channel: denied("everyone", permission.sendMessages) }),
  "a thread": () => ({
    user: world.ada,
    channel: world.discord.addChannel(home(), { parent: world.channel, type: channelType.publicThread, owner: world.ada }),
  }),
  "the bot's direct messages": () => ({ user: world.ada, channel: world.discord.directChannel(world.discord.bot, world.ada) }),
  "a direct conversation of two people": () => {
    const eve = withUserInstall("eve");
    return { user: eve, channel: world.discord.directChannel(eve, world.bob) };
  },
  "a group": () => {
    const eve = withUserInstall("eve");
    return { user: eve, channel: world.discord.groupChannel(eve, world.ada, world.bob) };
  },
  "a server that the bot is no member of": () => {
    const eve = withUserInstall("eve");
    const guild = world.discord.addGuild({ installed: false, owner: eve });
    return { user: eve, channel: world.discord.addChannel(guild, { allow: talkative }) };
  },
};

for (const [name, open] of Object.entries(places)) {
  for (const intent of [false, true]) {
    test(`everything can be tried: ${name}, ${intent ? "with" : "without"} the Message Content intent`, { timeout: 120_000 }, async () => {
      world.discord.intents.messageContent = intent;
      const tried = await explore(open());
      // A crawl that finds nothing proves nothing.
      expect(tried.size).toBeGreaterThan(declarations.length + 10);
    });
  }
}

/** What was tried, by kind and name. */
async function explore(place: Place): Promise<Set<string>> {
  await register();
  const picture = world.discord.putFile("cat.png", "image/png", PIXEL);
  const target = world.discord.post(place.channel, world.bob, "Can anybody explain what a monad is?", { attachments: [picture] });
  world.discord.post(place.channel, world.bob, "Anybody?", { replyTo: target });
  const tried = new Set<string>();
  const follow = async (what: string, begin: () => Promise<InteractionHandle>): Promise<void> => {
    tried.add(what);
    const handle = await begin();
    expect([what, handle.status, handle.failure]).toEqual([what, "acknowledged", undefined]);
    await world.discord.waitFor(() => handle.settled && !isWriting(place), { timeoutMs: 15_000, what: `the end of ${what}` });
    if (handle.modal !== undefined) await submit(handle, handle.modal, place, follow);
    await pressAll(place, tried, follow);
  };
  const all: readonly CommandDeclaration[] = declarations;
  for (const declaration of all) {
    const { type, name } = declaration;
    if (!isOffered(declaration, place)) continue;
    if (type === 3) await follow(name, () => world.discord.interact({ ...place, kind: "message", command: name, target }));
    if (type !== 1) continue;
    for (const { path, options } of callsOf(declaration))
      await follow(`/${[name, ...path].join(" ")}`, () =>
        world.discord.interact({ ...place, kind: "slash", command: name, path, options: filledIn(options, place) }),
      );
  }
  return tried;
}

/** What is for those who manage a server is shown to them alone, there alone. */
function isOffered({ default_member_permissions: needed }: CommandDeclaration, { user, channel }: Place): boolean {
  if (needed === undefined) return true;
  const { app, guilds } = world.discord.state;
  const guild = guilds.get(channel.guildId ?? "");
  return guild !== undefined && app.guilds.has(guild.id) && guild.ownerId === user.id;
}

/** The command itself, or each of its subcommands. */
function callsOf({ options = [] }: SlashDeclaration): { path: string[]; options: readonly OptionDeclaration[] }[] {
  const below = options.filter((option): option is SubcommandDeclaration => option.type === 1);
  const own = options.filter((option): option is OptionDeclaration => option.type !== 1);
  return below.length === 0 ? [{ path: [], options: own }] : below.map((subcommand) => ({ path: [subcommand.name], options: subcommand.options ?? [] }));
}

/** What has to be filled in, with something. */
function filledIn(options: readonly OptionDeclaration[], place: Place): Record<string, OptionValue> {
  return Object.fromEntries(options.filter(({ required }) => required === true).map((option) => [option.name, anything(option, place)]));
}

function anything(option: OptionDeclaration, { channel, user }: Place): OptionValue {
  switch (option.type) {
    case 3:
      // What can be read as a moment leads further.
      return option.choices?.[0]?.value ?? (option.name === "when" ? "every day at 9" : "Hello");
    case 4:
      return option.choices?.[0]?.value ?? option.min_value ?? 1;
    case 5:
      return true;
    case 6:
      return user;
    case 7:
      return channel;
    default:
      return world.discord.putFile("notes.txt", "text/plain", new TextEncoder().encode("Some notes."));
  }
}

type Follow = (what: string, begin: () => Promise<InteractionHandle>) => Promise<void>;

/** Each kind of control once: ids in it do not make it another one. */
async function pressAll(place: Place, tried: Set<string>, follow: Follow): Promise<void> {
  for (const message of world.discord.visibleTo(place.user, place.channel)) {
    for (const component of message.components.flatMap((row) => asObjects(row.components))) {
      const customId = asString(component.custom_id);
      if (customId === undefined || component.disabled === true) continue;
      for (const values of valuesOf(component, place)) {
        const what = [customId.replaceAll(/\d{5,}/g, "#"), ...values.map((value) => value.replaceAll(/\d{5,}/g, "#"))].join(" ");
        if (tried.has(what)) continue;
        const gone = () => world.discord.state.messages.get(message.id)?.deletedAt !== undefined;
        if (gone() || !stillThere(message.id, customId)) continue;
        await follow(what, () =>
          component.type === 2
            ? world.discord.interact({ ...place, kind: "button", message: message.id, customId })
            : world.discord.interact({ ...place, kind: "select", message: message.id, customId, values }),
        );
      }
    }
  }
}

function stillThere(messageId: string, customId: string): boolean {
  const components = world.discord.state.messages.get(messageId)?.json.components ?? [];
  return components.flatMap((row) => asObjects(row.components)).some((component) => component.custom_id === customId && component.disabled !== true);
}

/** Choices worth trying of one control; a button has one, without values. */
function valuesOf(component: JsonObject, place: Place): string[][] {
  const none = component.min_values === 0 ? [[]] : [];
  switch (component.type) {
    case 3:
      return [...none, ...asObjects(component.options).map((option) => [asString(option.value) ?? ""])];
    case 5:
      return [...none, [world.bob.id]];
    case 8:
      return [...none, [place.channel.id]];
    default:
      return [[]];
  }
}

async function submit(handle: InteractionHandle, modal: JsonObject, place: Place, follow: Follow): Promise<void> {
  const fields = asObjects(modal.components).map((label) => asObject(label.component));
  const values = Object.fromEntries(
    fields.map((field) => [asString(field.custom_id) ?? "", (asString(field.value) || "Be kind.").slice(0, Number(field.max_length ?? 4_000))]),
  );
  const name = (asString(modal.custom_id) ?? "").replaceAll(/\d{5,}/g, "#");
  await follow(`window ${name}`, () => world.discord.interact({ ...place, kind: "modal", from: handle, values }));
}

const isWriting = ({ user, channel }: Place) =>
  world.discord.visibleTo(user, channel).some((message) => message.isLoading || message.buttons.some((button) => button.customId.startsWith("stop:")));

async function register(): Promise<void> {
  const { discord } = world;
  const response = await discord.fetch(
    new Request(`https://discord.com/api/v10/applications/${discord.applicationId}/commands`, {
      method: "PUT",
      headers: { authorization: `Bot ${discord.botToken}`, "content-type": "application/json", "user-agent": "DiscordBot (https://edgewise.example, 1)" },
      body: JSON.stringify(declarations),
    }),
  );
  expect(response.status).toBe(200);
}

/** One transparent pixel as PNG. */
const PIXEL = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="), (character) =>
  character.charCodeAt(0),
);
