// A secret in every scope there can be, all found by one word. Everybody asks for it in each kind of place, in public and in private: what the model is
// told has to be what the matrix in DESIGN grants, no more and no less, written down here once more and not asked of the code.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Channel, permission } from "../../scripts/playground/discord/discord.ts";
import { isOptedOut } from "../../src/access/store.ts";
import { createDatabase } from "../../src/db/client.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { createDocumentsStore } from "../../src/memory/documents-store.ts";
import { createFactsStore, type FactOf } from "../../src/memory/facts-store.ts";
import { createConversationStore } from "../../src/memory/store.ts";
import { guildOf, type Place, rows } from "./panel.ts";
import { isFinal, useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

interface Asked extends Place {
  isPrivate: boolean;
}
interface Planted {
  key: string;
  secret: string;
  granted(asked: Asked): boolean;
}

test("the model is told what the matrix grants of the memory, and nothing else", { timeout: 240_000 }, async () => {
  const { discord, ada, bob } = world;
  const home = guildOf(world);
  const away = discord.addGuild();
  const foreign = discord.addGuild({ installed: false });
  for (const user of [ada, bob]) {
    discord.install(user);
    discord.addMember(away, user);
    discord.addMember(foreign, user);
  }
  const closed = discord.addChannel(home, { overwrites: [{ id: home.id, type: 0, allow: 0n, deny: permission.readMessageHistory }] });
  const rooms = [world.channel, discord.addChannel(home), closed, discord.addChannel(away), discord.addChannel(foreign)];
  const group = discord.groupChannel(ada, bob);
  const direct = new Map([ada, bob].map((user) => [user.id, discord.directChannel(discord.bot, user)]));
  const all = [...rooms, group, ...direct.values()];

  const isMember = ({ channel }: Asked) => channel.guildId !== null && channel.guildId !== foreign.id;
  const isAlone = ({ channel, isPrivate }: Asked) => isPrivate || [...direct.values()].includes(channel);
  const mayRead = ({ channel }: Asked) => channel !== closed;
  const readsChannel = (asked: Asked) => isMember(asked) && (!asked.isPrivate || mayRead(asked));

  const planted: Planted[] = [];
  const plantMessage = async (key: string, channel: Channel, userId: string, granted: Planted["granted"]) => {
    const secret = newSecret();
    await message(key, channel, userId, `the cactus is ${secret}`);
    planted.push({ key, secret, granted });
  };
  const plantFact = async (key: string, owner: FactOf, guildId: string | null, granted: Planted["granted"]) => {
    const secret = newSecret();
    await fact(key, owner, guildId, `cactus ${secret}`);
    planted.push({ key, secret, granted });
  };
  for (const channel of all) {
    const isHere = (asked: Asked) => asked.channel === channel;
    await plantMessage(`channel:${channel.id}`, channel, ada.id, (asked) => isHere(asked) && readsChannel(asked));
    if (channel.guildId !== null)
      await plantFact(`facts:channel:${channel.id}`, `channel:${channel.id}`, channel.guildId, (asked) => isHere(asked) && readsChannel(asked));
    for (const { id } of [ada, bob]) {
      const isTheirs = (asked: Asked) => isHere(asked) && asked.user.id === id;
      await plantMessage(`guest:${channel.id}:${id}`, channel, id, (asked) => isTheirs(asked) && (channel === group || channel.guildId === foreign.id));
      await plantMessage(`private:${channel.id}:${id}`, channel, id, (asked) => isTheirs(asked) && isAlone(asked));
    }
  }
  for (const { id } of [ada, bob]) {
    await plantFact(`facts:user:${id}:private`, `user:${id}`, null, (asked) => asked.user.id === id && isAlone(asked));
    for (const guild of [home, away, foreign])
      await plantFact(`facts:user:${id}:${guild.id}`, `user:${id}`, guild.id, ({ user, channel }) => user.id === id && channel.guildId === guild.id);
  }
  for (const { id } of [home, away, foreign]) {
    const isThere = (asked: Asked) => asked.channel.guildId === id && isMember(asked);
    await plantFact(`facts:server:${id}`, `server:${id}`, id, isThere);
    const secret = newSecret();
    await knowledge(id, `about ${id}`, `our cactus ${secret}`);
    planted.push({ key: `knowledge:${id}`, secret, granted: isThere });
  }
  expect(planted.length).toBeGreaterThan(50);

  world.model.script(() => ({ text: "I see." }));
  let granted = 0;
  for (const user of [ada, bob]) {
    for (const channel of [...rooms, group, direct.get(user.id) ?? group]) {
      for (const isPrivate of [false, true]) {
        const asked = { user, channel, isPrivate };
        const seen = await everythingTold(asked);
        const expected = planted.filter((one) => one.granted(asked)).map(({ key }) => key);
        const told = planted.filter(({ secret }) => seen.includes(secret)).map(({ key }) => key);
        const where = `${user.username} in ${channel.name || channel.id}${isPrivate ? ", in private" : ""}`;
        expect([where, ...told.toSorted()]).toEqual([where, ...expected.toSorted()]);
        granted += told.length;
      }
    }
  }
  expect(granted).toBeGreaterThan(100);
});

/** All that any request to the model held, whoever wrote it. */
async function everythingTold({ user, channel, isPrivate }: Asked): Promise<string> {
  world.model.requests.length = 0;
  const handle = await world.discord.interact({
    kind: "slash",
    user,
    channel,
    command: "ask",
    options: { prompt: "what about the cactus?", private: isPrivate },
  });
  await world.discord.waitFor(() => isFinal(handle), { timeoutMs: 20_000, what: "the answer" });
  expect(world.model.requests).toHaveLength(1);
  // What they asked is remembered, too, and would take the secrets' room.
  await expect.poll(() => rows("SELECT id FROM turns WHERE id = ?", handle.id)).toHaveLength(1);
  await rows("DELETE FROM messages WHERE conversation IS NOT NULL");
  return JSON.stringify(world.model.requests.map(({ body }) => body));
}

let next = 100_000_000_000_000_000n;
const newSecret = () => `secret${next++}x`;
const stores = () => {
  const db = createDatabase(env.DB);
  return { db, messages: createConversationStore(db), facts: createFactsStore(db, isOptedOut), documents: createDocumentsStore(db, isOptedOut) };
};

async function message(key: string, { id, guildId }: Channel, userId: string, content: string): Promise<void> {
  const { db, messages } = stores();
  const row = {
    source: String(next++),
    turnId: null,
    conversation: null,
    guildId,
    channelId: id,
    messageId: String(next++),
    userId,
    userKey: `key-${userId}`,
    quotedKey: null,
    role: "user",
    name: "somebody",
    content,
    private: false,
    createdAt: Date.now() - 60_000,
  } as const;
  await db.batch(messages.remember({ key, guildId }, [row]));
}

async function fact(key: string, owner: FactOf, guildId: string | null, text: string): Promise<void> {
  const setBy = owner.startsWith("user:") ? owner.slice(5) : "1";
  const one = { handle: String(next++), owner, guildId, channelId: "1", messageId: null, private: false, text, origin: "command", setBy } as const;
  const stored = await stores().facts.remember({ key, guildId }, { ...one, quotedKey: null, createdAt: Date.now() }, [`key-${setBy}`]);
  expect(stored).toMatchObject({ kind: "stored" });
}

async function knowledge(guildId: string, name: string, text: string): Promise<void> {
  const document = { guildId: guildId as GuildId, name, source: "", length: 1, passages: [text], replaces: null };
  const by = { userId: "1", pseudonyms: ["key-1"], at: 1, change: String(next++) } as const;
  expect(await stores().documents.add(document, by)).toMatchObject({ kind: "added" });
}
