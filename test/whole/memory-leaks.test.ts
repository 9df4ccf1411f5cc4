// Hundreds of secrets, a dozen in every scope there can be; each person in each kind of place tries every way that /memory has to show some. What comes
// out has to be what the matrix in DESIGN grants, written down here once more and not asked of the code.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { type Channel, type Guild, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { isOptedOut } from "../../src/access/store.ts";
import { createDatabase } from "../../src/db/client.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { createDocumentsStore } from "../../src/memory/documents-store.ts";
import { createFactsStore, type FactOf } from "../../src/memory/facts-store.ts";
import { memoryOf } from "./memory.ts";
import { guildOf, type Place } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

const EACH = 12;
let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await env.DB.batch(["facts", "documents", "memory_scopes"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
});

/** A scope with its secrets, and where the matrix lets them be shown to whom, in private. */
interface Planted {
  key: string;
  secrets: string[];
  handles: string[];
  granted(place: Place): boolean;
}

test("nobody is shown what the matrix does not grant, and everybody what it does", { timeout: 240_000 }, async () => {
  const { discord, ada, bob } = world;
  const home = guildOf(world);
  const away = discord.addGuild();
  const foreign = discord.addGuild({ installed: false });
  for (const user of [ada, bob]) {
    discord.install(user);
    discord.addMember(away, user);
    discord.addMember(foreign, user);
  }
  const channelIn = (guild: Guild, deny = 0n) => discord.addChannel(guild, deny === 0n ? {} : { overwrites: [{ id: guild.id, type: 0, allow: 0n, deny }] });
  const channels = {
    main: world.channel,
    other: channelIn(home),
    closed: channelIn(home, permission.readMessageHistory),
    away: channelIn(away),
    foreign: channelIn(foreign),
  };
  const planted = await plant([ada, bob], [home, away, foreign], Object.values(channels), { foreign, closed: channels.closed });
  expect(planted.reduce((sum, { secrets }) => sum + secrets.length, 0)).toBeGreaterThan(200);

  for (const user of [ada, bob]) {
    const direct = discord.directChannel(discord.bot, user);
    const group = discord.groupChannel(user, ada, bob);
    for (const channel of [...Object.values(channels), direct, group]) {
      const place = { user, channel };
      const seen = await everythingShown(place, planted);
      for (const scope of planted) {
        const found = scope.secrets.filter((secret) => seen.includes(secret));
        const expected = scope.granted(place) ? scope.secrets : [];
        expect([`${user.username} in ${channel.name || channel.id}`, scope.key, found]).toEqual([
          `${user.username} in ${channel.name || channel.id}`,
          scope.key,
          expected,
        ]);
      }
    }
  }
});

async function plant(users: User[], guilds: Guild[], channels: Channel[], { foreign, closed }: { foreign: Guild; closed: Channel }): Promise<Planted[]> {
  const db = createDatabase(env.DB);
  const [facts, documents] = [createFactsStore(db, isOptedOut), createDocumentsStore(db, isOptedOut)];
  let next = 100_000_000_000_000_000n;
  const planted: Planted[] = [];
  const secretOf = () => `secret${next++}x`;
  const factsFor = async (key: string, owner: FactOf, granted: Planted["granted"], guildId: string | null = null) => {
    const scope: Planted = { key, secrets: [], handles: [], granted };
    for (let i = 0; i < EACH; i++) {
      const handle = String(next++);
      const text = secretOf();
      const [setBy] = [owner.startsWith("user:") ? owner.slice(5) : "1"];
      const fact = {
        handle,
        owner,
        guildId,
        channelId: "1",
        messageId: null,
        private: false,
        text,
        origin: "command",
        setBy,
        quotedKey: null,
        createdAt: Number(next % 1_000_000n),
      } as const;
      expect(await facts.remember({ key, guildId }, fact, [`key-${setBy}`])).toMatchObject({ kind: "stored" });
      scope.secrets.push(text);
      scope.handles.push(handle);
    }
    planted.push(scope);
  };
  for (const { id } of users) {
    await factsFor(`facts:user:${id}:private`, `user:${id}`, ({ user }) => user.id === id);
    for (const guild of guilds)
      await factsFor(`facts:user:${id}:${guild.id}`, `user:${id}`, ({ user, channel }) => user.id === id && channel.guildId === guild.id, guild.id);
  }
  for (const { id, guildId } of channels)
    await factsFor(`facts:channel:${id}`, `channel:${id}`, ({ channel }) => channel.id === id && id !== closed.id && guildId !== foreign.id, guildId);
  for (const { id } of guilds) {
    await factsFor(`facts:server:${id}`, `server:${id}`, ({ channel }) => channel.guildId === id && id !== foreign.id, id);
    const knowledge: Planted = { key: `knowledge:${id}`, secrets: [], handles: [], granted: ({ channel }) => channel.guildId === id && id !== foreign.id };
    for (let i = 0; i < EACH; i++) {
      const name = secretOf();
      const by = { userId: "1", pseudonyms: ["key-1"], at: i, change: String(next++) } as const;
      const document = { guildId: id as GuildId, name, source: "", length: 1, passages: [`words of ${name}`], replaces: null };
      expect(await documents.add(document, { ...by, pseudonyms: ["key-1"] })).toMatchObject({ kind: "added" });
      knowledge.secrets.push(name);
    }
    planted.push(knowledge);
  }
  return planted;
}

/** All words that any way leads to: searching for each, the tabs with their pages, forged ones too, entries and windows by forged handles, completions, the file. */
async function everythingShown(place: Place, planted: readonly Planted[]): Promise<string> {
  const { discord } = world;
  const memory = memoryOf(world);
  const seen: string[] = [];
  const note = (shown: unknown) => seen.push(JSON.stringify(shown ?? null));
  const list = await memory.use(place, "show");
  const record = list.original()?.record ?? "";
  const forge = async (customId: string, values?: string[]) => {
    const common = { ...place, message: record, customId, force: true };
    const handle = await discord.interact(values === undefined ? { ...common, kind: "button" } : { ...common, kind: "select", values });
    expect(handle.status).toBe("acknowledged");
    note(handle.callback);
  };
  for (const tab of ["me", "channel", "server", "documents"]) for (const page of [0, 1, 2]) await forge(`memory:${tab}:${page}`);
  for (const { handles } of planted) {
    await forge("memory-open", [`fact:${handles[0]}`]);
    await forge(`memory-edit:${handles[1]}`);
  }
  for (let id = 1; id <= 3; id++) await forge("memory-open", [`document:${id}`]);
  for (const subcommand of ["edit", "forget"]) for (const typed of ["", "secret"]) note(await memory.complete(place, subcommand, typed));
  // The answer's heading says what was looked for.
  for (const { secrets } of planted) note((await memory.use(place, "search", { query: secrets[2] ?? "" })).original()?.embeds);
  const file = (await memory.use(place, "export")).original()?.attachments[0];
  if (file !== undefined) note(await (await discord.fetch(new Request(file.url))).text());
  return seen.join("\n");
}
