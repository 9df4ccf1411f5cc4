// Presses that nobody was offered: of schedules, reminders and notifications, by whoever, wherever, with ids that are made up. A friendly no, and nothing changes.
import { describe, expect, test } from "vitest";
import { guildOf, manager, openPanel, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

const MADE_UP = "1576383621546115076";
const one = (verb: string): [string, string[]?][] => [[`${verb}:${MADE_UP}`], [`${verb}:constructor`], [`${verb}:`], [verb], [verb, [MADE_UP]], [verb, ["x"]]];
const ofSchedules = ["list", "pick", "show", "pause", "resume", "run", "remove", "remove-yes"].flatMap((verb) => one(`schedule-${verb}`));
const drafts: [string, string[]?][] = [
  ["schedule-save"],
  [`schedule-save:${MADE_UP}:t1:0`],
  ["schedule-save:1:x9:-5"],
  [`schedule-save:${"9".repeat(40)}:t1:99999999`],
];
const ofReminders: [string, string[]?][] = [
  ...["open", "edit", "cancel", "done"].flatMap((verb) => one(`remind-${verb}`)),
  ...[
    `remind-snooze:${MADE_UP}:10`,
    `remind-snooze:${MADE_UP}:-5`,
    `remind-snooze:${MADE_UP}:constructor`,
    "remind-snooze",
    "remind:-1",
    "remind:x",
    "remind:9999",
  ].map((id): [string] => [id]),
  ["remind-zone", ["Asia/Atlantis"]],
  ["remind-zone:constructor", []],
  ["remind-about:constructor:1:0"],
  [`remind-about:soon:${MADE_UP}:0`],
  ["remind-about:soon"],
  ["remind-about"],
];
const notes = (place: string): [string, string[]?][] => [
  ...["switch", "remove", "quiet"].flatMap((verb) => one(`notify-${verb}:${place}`)),
  [`notify-switch:${place}:${MADE_UP}:maybe`],
  [`notify-switch:${place}:${MADE_UP}:on`],
  [`notify-pick:${place}`, [MADE_UP]],
  [`notify-pick:${place}`, []],
  [`notify-test:${place}:${MADE_UP}`],
  [`notify-view:${place}`],
];
const nowhere: [string, string[]?][] = [...notes("constructor"), ...notes("nobody"), ["notify-view"], ["notify-dm"], ["notify-webhook:"], ["notify-ntfy:x"]];

/** All that may be changed by them. */
const stored = async () =>
  Promise.all(["schedules", "schedule_runs", "reminders", "notify_targets", "notifications"].map((name) => rows(`SELECT * FROM ${name}`)));
const toServer = notes("server").concat([["notify-dm:server"], ["notify-webhook:server"], ["notify-ntfy:server"]]);

/** Each has a private sentence, and leaves everything as it was. */
async function refusesAll(place: Place, all: readonly [string, string[]?][], sentence = /\S/) {
  const panel = openPanel(world, place);
  await panel.command("settings");
  const before = await stored();
  for (const [customId, values] of all) {
    const answer = await panel.forge(customId, values);
    await world.discord.waitFor(() => answer.settled);
    const said = answer.original();
    expect([customId, said?.content]).toEqual([customId, expect.stringMatching(sentence)]);
    expect([customId, said?.isPrivate]).toEqual([customId, true]);
  }
  expect(await stored()).toEqual(before);
}

const dm = (): Place => ({ user: world.ada, channel: world.discord.directChannel(world.discord.bot, world.ada) });
function elsewhere(): Place {
  const eve = world.discord.addUser("eve", { installed: true });
  const guild = world.discord.addGuild({ installed: false, owner: eve });
  return { user: eve, channel: world.discord.addChannel(guild) };
}
function group(): Place {
  const eve = world.discord.addUser("eve", { installed: true });
  return { user: eve, channel: world.discord.groupChannel(eve, world.ada, world.bob) };
}

describe.each([
  ["direct messages", dm],
  ["a group", group],
  ["a server that the bot is no member of", elsewhere],
])("%s", (_, place) => {
  test("have no schedules, and nothing of a server's", async () => {
    await refusesAll(place(), [...ofSchedules, ...drafts], /^Schedules are made for a server that I'm a member of/);
    await refusesAll(place(), toServer, /only on servers I'm a member of/);
  });

  test("know no reminder and no place that is not the person's own", async () => {
    await refusesAll(place(), [...ofReminders, ...notes("me"), ...nowhere]);
  });
});

describe("on a server", () => {
  test("a member changes nothing of what is the managers'", async () => {
    const ada = { user: world.ada, channel: world.channel };
    await refusesAll(ada, [...ofSchedules, ...drafts], /^Schedules belong to those who manage the server/);
    await refusesAll(ada, toServer, /Manage Server/);
    await refusesAll(ada, [...ofReminders, ...notes("me"), ...nowhere]);
  });

  test("a manager gets a sentence for what is not there, and nothing of another server's", async () => {
    const mira = { user: manager(world), channel: world.channel };
    const here = guildOf(world).id;
    const values = "'10', 'Theirs', '0 9 * * *', 'UTC', '', 'p', 'text', 1, NULL, 'en-US', 0, 0, '', 9, '1', 5, 5";
    await rows(`INSERT INTO schedules SELECT '${MADE_UP}', '${BigInt(here) + 1n}', ${values}`);
    await refusesAll(mira, [...ofSchedules.filter(([id]) => !id.startsWith("schedule-list")), ...drafts, ...notes("server"), ...nowhere]);
    expect(await rows("SELECT paused, name FROM schedules")).toEqual([{ paused: 0, name: "Theirs" }]);
  });
});
