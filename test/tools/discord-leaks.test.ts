/** Who is told what by channel_history and search_messages: a matrix over kinds of channels, public and private answers, and where they are asked. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelType, permission } from "../../scripts/playground/discord/discord.ts";
import { createOrchard, type Kind, type Orchard, toldBy, type Where } from "./orchard.ts";

const SECRET = "quince-marmalade";
let orchard: Orchard;
beforeEach(async () => {
  orchard = await createOrchard();
});
afterEach(() => {
  expect([orchard.discord.violations, orchard.errors]).toEqual([[], []]);
});

const TOOLS: Record<string, (channel?: string) => unknown> = {
  channel_history: (channel) => ({ channel }),
  search_messages: (channel) => ({ words: SECRET, ...(channel === undefined ? {} : { channel }) }),
  "search_messages everywhere": () => ({ words: SECRET }),
};
const tells = async (tool: string, channel: string, where: Where = {}) => {
  const told = toldBy(await orchard.call(tool.split(" ")[0] ?? "", TOOLS[tool]?.(channel), where));
  return told.includes(SECRET);
};

/** Told in a private answer; in a public one; by a search that names no channel, in a private one. */
const MATRIX: Record<Kind, [inPrivate: boolean, inPublic: boolean, everywhere: boolean]> = {
  open: [true, true, true],
  "age-restricted": [false, false, false],
  "hidden from the asker": [false, false, false],
  "without history for the asker": [false, false, false],
  "hidden from the bot": [false, false, false],
  "without history for the bot": [false, false, false],
  "for the staff": [true, false, true],
  // Whoever asks for it by its id is in it; of a search over all Discord does not say who is.
  "private thread of the asker": [true, false, false],
  "private thread of others": [false, false, false],
  "private thread without the bot": [false, false, false],
  "thread of a channel for the staff": [true, false, true],
};

describe.each(Object.entries(MATRIX) as [Kind, [boolean, boolean, boolean]][])("a channel that is: %s", (kind, [inPrivate, inPublic, everywhere]) => {
  let id: string;
  beforeEach(() => {
    const channel = orchard.place(kind);
    id = channel.id;
    orchard.discord.post(channel, orchard.bob, `${SECRET} is stored in the cellar`);
  });

  it(`is${inPrivate ? "" : " not"} told in private, and is${inPublic ? "" : " not"} in public`, async () => {
    for (const tool of ["channel_history", "search_messages"]) {
      expect(await tells(tool, id, { private: true }), tool).toBe(inPrivate);
      expect(await tells(tool, id), tool).toBe(inPublic);
    }
    expect(await tells("search_messages everywhere", id, { private: true })).toBe(everywhere);
    expect(await tells("search_messages everywhere", id)).toBe(inPublic);
  });

  it("is named only where it may be told of", async () => {
    const named = async (where: Where) => toldBy(await orchard.call("list_channels", {}, where)).includes(`<#${id}>`);
    expect(await named({ private: true })).toBe(everywhere);
    expect(await named({})).toBe(inPublic);
  });
});

it("a channel of another server is not told, whoever is in it", async () => {
  const { discord, ada, bob } = orchard;
  const elsewhere = discord.addGuild();
  discord.addMember(elsewhere, ada);
  const channel = discord.addChannel(elsewhere);
  discord.post(channel, bob, SECRET);
  for (const tool of Object.keys(TOOLS)) expect(await tells(tool, channel.id, { private: true }), tool).toBe(false);
});

it("who is no member of the server is told nothing", async () => {
  const { discord, bob } = orchard;
  const channel = orchard.place("open");
  discord.post(channel, bob, SECRET);
  for (const tool of Object.keys(TOOLS)) expect(await tells(tool, channel.id, { private: true, user: discord.addUser("eve") }), tool).toBe(false);
});

describe("in public, from within", () => {
  it("a channel for the staff: it and its threads, but no private one, and no other such channel", async () => {
    const { discord, bob } = orchard;
    const staff = orchard.place("for the staff");
    const side = orchard.place("thread of a channel for the staff", staff);
    const plan = orchard.place("private thread of the asker", staff);
    const other = orchard.place("for the staff");
    for (const channel of [staff, side, plan, other]) discord.post(channel, bob, SECRET);
    const told = async (channel: { id: string }, from: typeof staff) => {
      const answers = await Promise.all(["channel_history", "search_messages"].map((tool) => tells(tool, channel.id, { channel: from })));
      expect(new Set(answers).size).toBe(1);
      return answers[0];
    };
    // Another one with the same rules has the same readers.
    const narrower = orchard.place("for the staff");
    narrower.overwrites.push({ id: bob.id, type: 1, allow: 0n, deny: permission.viewChannel });
    discord.post(narrower, discord.bot, SECRET);
    const from = async (where: typeof staff) => [
      await told(staff, where),
      await told(side, where),
      await told(plan, where),
      await told(other, where),
      await told(narrower, where),
    ];
    expect(await from(staff)).toEqual([true, true, false, true, false]);
    // Who is in a thread sees the channel that it belongs to.
    expect(await from(side)).toEqual([true, true, false, true, false]);
    expect(await from(plan)).toEqual([true, true, true, true, false]);
    expect(await from(narrower)).toEqual([false, false, false, false, true]);
    expect(await from(orchard.here)).toEqual([false, false, false, false, false]);
  });

  it("a server on which only those with a role see anything: what all of them see", async () => {
    const { discord, guild, ada, bob } = orchard;
    const members = discord.addRole(guild, "Members", permission.viewChannel | permission.readMessageHistory);
    for (const user of [ada, bob, discord.bot]) guild.members.get(user.id)?.roles.push(members.id);
    for (const role of guild.roles.filter(({ id }) => id === guild.id)) role.permissions = 0n;
    const garden = orchard.place("open");
    const staff = orchard.place("for the staff");
    const voice = discord.addChannel(guild, { type: channelType.voice });
    for (const channel of [garden, staff, voice]) discord.post(channel, bob, SECRET);
    for (const tool of ["channel_history", "search_messages"])
      expect(await Promise.all([garden, staff, voice].map(({ id }) => tells(tool, id))), tool).toEqual([true, false, false]);
  });

  it("a thread that the bot does not see: what its channel would tell", async () => {
    const { discord, bob } = orchard;
    const staff = orchard.place("for the staff");
    const from = orchard.place("private thread without the bot", staff);
    const [open, other] = [orchard.place("open"), orchard.place("for the staff")];
    other.overwrites.push({ id: bob.id, type: 1, allow: 0n, deny: permission.viewChannel });
    for (const channel of [staff, from, open, other]) discord.post(channel, bob, SECRET);
    for (const tool of ["channel_history", "search_messages"])
      expect(await Promise.all([staff, from, open, other].map(({ id }) => tells(tool, id, { channel: from }))), tool).toEqual([true, false, true, false]);
  });

  it("a private thread: a search over all finds what was said in it", async () => {
    const plan = orchard.place("private thread of the asker");
    orchard.discord.post(plan, orchard.bob, SECRET);
    expect(await tells("search_messages everywhere", plan.id, { channel: plan })).toBe(true);
    expect(await tells("search_messages everywhere", plan.id, { channel: plan, user: orchard.shy })).toBe(false);
  });

  it("an age-restricted channel: it, and others like it", async () => {
    const { discord, bob } = orchard;
    const [adults, others] = [orchard.place("age-restricted"), orchard.place("age-restricted")];
    discord.post(adults, bob, SECRET);
    discord.post(others, bob, SECRET);
    for (const tool of ["channel_history", "search_messages"]) {
      expect(await tells(tool, adults.id, { channel: adults })).toBe(true);
      expect(await tells(tool, others.id, { channel: adults })).toBe(true);
    }
    expect(toldBy(await orchard.call("search_messages", { words: SECRET }, { channel: adults })).split(SECRET)).toHaveLength(3);
  });
});

describe("somebody who opted out", () => {
  it("is not read, neither are answers to them, and their name does not appear", async () => {
    const { discord, shy, bob, here } = orchard;
    discord.post(here, shy, `${SECRET} by myself`);
    discord.post(here, bob, `I agree with <@${shy.id}>`);
    const answer = discord.post(here, discord.bot, `You asked about ${SECRET}`);
    answer.json.interaction_metadata = { id: "1", type: 2, user: { id: shy.id }, authorizing_integration_owners: {} };
    for (const tool of ["channel_history", "search_messages everywhere"]) expect(await tells(tool, here.id), tool).toBe(false);
    const told = await orchard.call("channel_history", {});
    expect(told.content).toContain("left out");
    expect(told.untrusted).toContain("Bob: I agree with @somebody");
    expect(toldBy(await orchard.call("search_messages", { author: shy.id }))).toContain("Nothing was found");
    expect(toldBy(await orchard.call("find_member", { name: "shy" }))).not.toContain(shy.id);
  });

  it("cannot be known of: then nobody is read", async () => {
    const { discord, bob, here } = orchard;
    discord.post(here, bob, SECRET);
    for (const tool of Object.keys(TOOLS)) expect(await tells(tool, here.id, { private: true, unchecked: true }), tool).toBe(false);
    expect(await orchard.call("find_member", { name: "bob" }, { unchecked: true })).toMatchObject({ failed: true });
  });
});

it("permissions hold for a minute and no longer", async () => {
  const { discord, bob, ada, clock } = orchard;
  const channel = orchard.place("open");
  discord.post(channel, bob, SECRET);
  expect(await tells("channel_history", channel.id)).toBe(true);
  channel.overwrites.push({ id: ada.id, type: 1, allow: 0n, deny: 1n << 10n });
  clock.skip(59_000);
  expect(await tells("channel_history", channel.id, { soon: true })).toBe(true);
  clock.skip(1_000);
  expect(await tells("channel_history", channel.id, { soon: true })).toBe(false);
});

it("several reads within a minute ask about permissions once", async () => {
  const channel = orchard.place("open");
  for (let round = 0; round < 3; round += 1) await orchard.call("channel_history", { channel: channel.id }, { soon: true });
  expect(
    orchard.discord.calls
      .filter(({ route }) => route !== "/channels/:channel/messages")
      .map(({ route }) => route)
      .sort(),
  ).toEqual(["/guilds/:guild", "/guilds/:guild/channels", "/guilds/:guild/members/:user", "/guilds/:guild/members/:user"]);
});
