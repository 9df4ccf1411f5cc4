/**
 * Lets the demo server's people talk while the clock runs ahead, and then be quiet: how the bot finds its moment is seen in seconds instead of in ten
 * minutes. Called by the page's routes.
 */
import type { Discord } from "./discord/discord.ts";
import { permission } from "./discord/permissions.ts";
import type { Channel, User } from "./discord/types.ts";
import type { Machine } from "./machine.ts";

export interface TalkDeps {
  discord: Discord;
  machine: Machine;
  people: readonly User[];
}

/** What would keep it from being a talk, as a sentence for the person. */
export class TalkProblem extends Error {
  override name = "TalkProblem";
}

const LINES = [
  "The upper rows are done, all but the two old trees.",
  "I took the long ladder back to the barn.",
  "Good. The crates are stacked by the gate, eleven of them.",
  "Then we have more than last year already.",
  "By far. Last year the frost took half of the Cox.",
  "I still have a bottle of that cider. It is not bad.",
  "Mine went to the neighbours.",
  "They liked it, they asked me for more.",
  "Then they can help with the press.",
  "I told them nine thirty, with gloves.",
  "The baker gives us the oven in the afternoon.",
  "Then I make two trays of apple cake.",
  "Three. The children eat one alone.",
  "Three, then. I need flour and a lot of cinnamon.",
  "Cinnamon I have.",
  "The radio says dry until Sunday evening.",
  "That will do, we are through by four.",
  "And then soup.",
] as const;
/** Between two lines, ms; as people type, some faster than others. */
const APART_MS = [14_000, 22_000, 17_000, 29_000] as const;
/** Then it is quiet for so long at most, in steps. */
const QUIET_MS = 180_000;
const STEP_MS = 10_000;
/** Looks run beside the clock, in real time. */
const LOOK_MS = 250;

/** Ends when they are through and it was quiet, or the bot has said something. */
export async function letThemTalk({ discord, machine, people }: TalkDeps, channel: Channel): Promise<void> {
  const who = people.filter((person) => (discord.permissionsOf(person, channel) & permission.sendMessages) !== 0n);
  const [first, second] = who;
  if (first === undefined || second === undefined) throw new TalkProblem("There is nobody here to talk to each other.");
  const pass = async (ms: number) => {
    await machine.moveClock(machine.clock.offsetMs + ms);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  };
  for (const [nth, line] of LINES.entries()) {
    discord.post(channel, who[(nth + Math.floor(nth / 5)) % who.length] ?? first, line);
    await pass(APART_MS[nth % APART_MS.length] ?? STEP_MS);
  }
  const last = channel.lastMessageId;
  for (let quiet = 0; quiet < QUIET_MS && channel.lastMessageId === last; quiet += STEP_MS) await pass(STEP_MS);
}
