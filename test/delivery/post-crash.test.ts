/** A post whose process dies between any two steps, once or twice: afterwards it stands exactly once, whole. */
import { describe, expect, it } from "vitest";
import type { MessageId } from "../../src/kernel/ids.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { createFakeDiscord, type FakeDiscord } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { mortal } from "./mortal.ts";
import { openDelivery, paragraphs } from "./open-delivery.ts";

const post = { target: "post", token: "", replyTo: "77" as MessageId } as const;

/** Null where it lived to its end. `deaths`: at which step of each life it dies. */
async function live(answer: string, quiet: boolean, deaths: readonly number[], pauseMs: number) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock);
  const journal = createJournal();
  for (const diesAt of deaths) {
    const life = mortal(discord, journal, diesAt);
    const before = openDelivery({ ...post, quiet, journal: life.journal, world: { clock, discord: life.discord } });
    before.delivery.draft(`${answer.slice(0, 20)} `);
    await clock.advance(1_500);
    before.delivery.draft(`${answer.slice(0, answer.length - 20)} `);
    await clock.advance(1_500);
    before.end(answer).catch(() => undefined);
    await clock.advance(5_000);
    if (!life.isDead()) return null;
    await clock.advance(pauseMs);
  }
  const after = openDelivery({ ...post, quiet, journal, world: { clock, discord } });
  return { discord, result: await after.end(answer) };
}

const wordsOf = (discord: FakeDiscord) => discord.texts().join("\n\n");

describe.each([
  ["one message", "Rain is water that falls from clouds, more often than one would like."],
  ["several messages", paragraphs(6)],
])("a post of %s", (_, answer) => {
  it.each([
    ["with drafts", false],
    ["at once", true],
  ])("%s stands once, wherever the process dies", async (_name, quiet) => {
    let lives = 0;
    for (let diesAt = 1; ; diesAt++) {
      const lived = await live(answer, quiet, [diesAt], 10_000);
      if (lived === null) break;
      lives += 1;
      expect([diesAt, lived.result.via, wordsOf(lived.discord)]).toEqual([diesAt, "post", answer]);
    }
    expect(lives).toBeGreaterThan(quiet ? 3 : 8);
  });

  // Every pair of moments.
  it("stands once after two crashes", { timeout: 60_000 }, async () => {
    for (let first = 1; ; first++) {
      if ((await live(answer, true, [first], 10_000)) === null) break;
      for (let second = 1; ; second++) {
        const lived = await live(answer, true, [first, second], 10_000);
        if (lived === null) break;
        expect([first, second, lived.result.via, wordsOf(lived.discord)]).toEqual([first, second, "post", answer]);
      }
    }
  });

  it("after minutes is never repeated", async () => {
    for (let diesAt = 1; ; diesAt++) {
      const lived = await live(answer, true, [diesAt], 4 * 60_000);
      if (lived === null) break;
      const nonces = lived.discord.calls.filter(({ kind }) => kind === "create").map(({ nonce }) => nonce);
      expect([diesAt, new Set(nonces).size]).toEqual([diesAt, nonces.length]);
      expect(lived.discord.texts().filter((content) => content.startsWith(answer.slice(0, 12))).length).toBeLessThanOrEqual(1);
    }
  });
});
