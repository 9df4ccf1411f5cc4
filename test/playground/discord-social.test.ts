/** What the stand-in knows of members, searches, polls, reactions, emojis and events: Discord's shapes, and Discord's refusals. */
import * as spec from "discord-api-spec/zod";
import { beforeEach, describe, expect, it } from "vitest";
import { permission } from "../../scripts/playground/discord/discord.ts";
import { schemaErrors } from "../../scripts/playground/discord/schemas.ts";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene({ intents: { messageContent: true } });
});
const valid = (schema: spec.SpecSchema, json: unknown) => expect(schemaErrors(schema, json, true)).toEqual([]);
const list = async (path: string) => (await scene.api("GET", path)).json as unknown as unknown[];
const search = (query = "") => scene.api("GET", `/guilds/${scene.guild.id}/messages/search${query}`);
const EVENT = {
  name: "Harvest",
  privacy_level: 2,
  entity_type: 3,
  entity_metadata: { location: "The old mill" },
  scheduled_start_time: "2026-12-01T20:00:00.000Z",
  scheduled_end_time: "2026-12-01T22:00:00.000Z",
};

it("what it sends has the shape of Discord's own schemas", async () => {
  const { discord, guild, channel, ada } = scene;
  discord.addEmoji(guild, "apple");
  for (const emoji of await list(`/guilds/${guild.id}/emojis`)) valid(spec.EmojiResponseSchema, emoji);
  for (const member of await list(`/guilds/${guild.id}/members/search?query=a&limit=5`)) valid(spec.GuildMemberResponseSchema, member);
  valid(spec.GuildWithCountsResponseSchema, (await scene.api("GET", `/guilds/${guild.id}?with_counts=true`)).json);
  const poll = { question: { text: "Which?" }, answers: [{ poll_media: { text: "Apple" } }], duration: 1 };
  await scene.api("POST", `/channels/${channel.id}/messages`, { poll, ...QUIET });
  const message = discord.post(channel, ada, "hello");
  expect((await scene.api("PUT", `/channels/${channel.id}/messages/${message.json.id}/reactions/${encodeURIComponent("🍎")}/@me`)).status).toBe(204);
  discord.post(discord.addChannel(guild, { parent: channel }), ada, "in a thread");
  for (const one of await list(`/channels/${channel.id}/messages`)) valid(spec.MessageResponseSchema, one);
  valid(spec.GuildSearchResponseSchema, (await search()).json);
  valid(spec.ThreadsResponseSchema, (await scene.api("GET", `/guilds/${guild.id}/threads/active`)).json);
  guild.indexing = 1;
  const early = await search();
  expect(early.status).toBe(202);
  valid(spec.SearchIndexNotReadyResponseSchema, early.json);
  const role = discord.addRole(guild, "planners", permission.createEvents);
  guild.members.get(discord.bot.id)?.roles.push(role.id);
  valid(spec.ExternalScheduledEventResponseSchema, (await scene.api("POST", `/guilds/${guild.id}/scheduled-events`, EVENT)).json);
  expect(discord.violations).toEqual([]);
});

describe("a search", () => {
  it("finds nothing where the bot may not read", async () => {
    const { discord, guild, ada } = scene;
    for (const bit of [permission.viewChannel, permission.readMessageHistory]) discord.post(discord.addChannel(guild, { deny: bit }), ada, "hidden");
    expect((await search("?content=hidden")).json).toMatchObject({ total_results: 0, messages: [] });
  });

  it.each(["limit=26", "limit=0", "offset=9976", "sort_by=age", "channel_id=general", `content=${"x".repeat(1025)}`, "colour=red"])(
    "refuses %s",
    async (query) => {
      expect((await search(`?${query}`)).code).toBe(50035);
    },
  );

  it("takes the intent", async () => {
    scene.discord.intents.messageContent = false;
    expect((await search()).code).toBe(50001);
  });

  it("of members takes the beginning of a name", async () => {
    expect((await scene.api("GET", `/guilds/${scene.guild.id}/members/search?limit=5`)).code).toBe(50035);
    expect((await scene.api("GET", `/guilds/${scene.guild.id}/members/search?query=a&limit=1001`)).code).toBe(50035);
  });
});

describe("an event", () => {
  const make = (change: object) => scene.api("POST", `/guilds/${scene.guild.id}/scheduled-events`, { ...EVENT, ...change });

  it("takes Create Events, a place, an end, and a beginning that is still to come", async () => {
    const { discord, guild } = scene;
    expect((await make({})).code).toBe(50013);
    guild.members.get(discord.bot.id)?.roles.push(discord.addRole(guild, "planners", permission.createEvents).id);
    expect((await make({ entity_metadata: { location: "" } })).code).toBe(50035);
    expect((await make({ scheduled_end_time: null })).code).toBe(50035);
    expect((await make({ scheduled_end_time: EVENT.scheduled_start_time })).code).toBe(50035);
    expect((await make({ scheduled_start_time: "2026-01-01T20:00:00.000Z" })).code).toBe(50035);
    expect((await make({ name: "x".repeat(101) })).code).toBe(50035);
    expect(guild.events).toEqual([]);
    for (let made = 0; made < 100; made += 1) {
      scene.time.ms += 1_000;
      expect((await make({})).status).toBe(200);
    }
    expect((await make({})).code).toBe(30038);
  });
});

describe("a reaction", () => {
  const react = (emoji: string, channel = scene.channel) => {
    const message = scene.discord.post(channel, scene.ada, "hello");
    return scene.api("PUT", `/channels/${channel.id}/messages/${message.json.id}/reactions/${encodeURIComponent(emoji)}/@me`);
  };

  it("takes Add Reactions and Read Message History, and an emoji that there is", async () => {
    const { discord, guild } = scene;
    const lost = discord.addEmoji(guild, "lost", false);
    for (const bit of [permission.addReactions, permission.readMessageHistory])
      expect((await react("🍎", discord.addChannel(guild, { deny: bit }))).code).toBe(50013);
    for (const emoji of ["apple", "🍎🍐", ":apple:", "apple:42", `lost:${lost.id}`]) expect((await react(emoji)).code).toBe(10014);
  });
});
