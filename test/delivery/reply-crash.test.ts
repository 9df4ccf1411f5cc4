/** A reply whose process dies between any two steps: after the next start there is exactly one outcome, whole and in one place. */
import { describe, expect, it } from "vitest";
import type { MessageId } from "../../src/kernel/ids.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { type ApiCall, createFakeDiscord, type FakeDiscord, refusal, type Trouble } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";
import { mortal } from "./mortal.ts";
import { labelsOf as labels, openDelivery, paragraphs, texts } from "./open-delivery.ts";

const reply = { target: "reply", replyTo: "77" as MessageId } as const;
/** Writes an answer, dies at that step, waits, and starts again. Null where it lived to its end. */
async function liveTwice(answer: string, diesAt: number, trouble: (call: ApiCall) => Trouble, pauseMs: number) {
  const clock = createSkippingClock();
  const discord = createFakeDiscord(clock, trouble);
  const journal = createJournal();
  const first = mortal(discord, journal, diesAt);
  const before = openDelivery({ ...reply, journal: first.journal, world: { clock, discord: first.discord } });
  before.delivery.draft(`${answer.slice(0, 20)} `);
  await clock.advance(1_500);
  before.delivery.draft(`${answer.slice(0, answer.length - 20)} `);
  await clock.advance(1_500);
  before.end(answer).catch(() => undefined);
  await clock.advance(5_000);
  if (!first.isDead()) return null;
  await clock.advance(pauseMs);
  const after = openDelivery({ ...reply, journal, world: { clock, discord } });
  const result = await after.end(answer);
  return { discord, result };
}

/** The answer as people see it, without what is said about it. */
const wordsOf = (discord: FakeDiscord) =>
  discord
    .texts()
    .map((content) => content.replace(/^-# .*\n/, ""))
    .filter((content) => !content.startsWith("Here is my reply"))
    .join("\n\n");

const refusing = (codes: Partial<Record<ApiCall["kind"], number>>) => (call: ApiCall) => {
  const code = codes[call.kind];
  return code === undefined ? undefined : refusal(403, code);
};

describe.each([
  ["one message", "Rain is water that falls from clouds, more often than one would like."],
  ["several messages", paragraphs(6)],
])("an answer of %s", (_, answer) => {
  it("is posted once, wherever the process dies", async () => {
    let deaths = 0;
    for (let diesAt = 1; ; diesAt++) {
      const lived = await liveTwice(answer, diesAt, () => undefined, 10_000);
      if (lived === null) break;
      deaths += 1;
      const { discord, result } = lived;
      expect([diesAt, result.via, wordsOf(discord)]).toEqual([diesAt, "reply", answer]);
      expect(discord.shown.get("1")?.content).toContain("https://discord.com/channels/6/5/");
      expect([...discord.shown.values()].flatMap((message) => labels(message) ?? []).filter((label) => label === "Stop")).toEqual([]);
    }
    expect(deaths).toBeGreaterThan(10);
  });

  it.each([
    ["from the beginning", refusing({ create: 50013 })],
    ["after it had begun", (call: ApiCall) => (call.kind === "edit-own" ? refusal(403, 50013) : undefined)],
  ])("that is refused %s is read by its asker alone, once", async (_name, trouble) => {
    for (let diesAt = 1; ; diesAt++) {
      const lived = await liveTwice(answer, diesAt, trouble, 10_000);
      if (lived === null) break;
      const { discord, result } = lived;
      // Whoever died before the first word may post all of it at once the next time.
      if (result.via === "reply") {
        expect([diesAt, discord.count("edit-own"), wordsOf(discord)]).toEqual([diesAt, 0, answer]);
        continue;
      }
      expect([diesAt, result.via]).toEqual([diesAt, "interaction"]);
      expect(discord.shown.get("1")?.content).toContain(texts.menus.onlyYou.forbidden);
      expect([...discord.shown.values()].every((message) => message.replyTo === undefined)).toBe(true);
      expect(`${wordsOf(discord)}${fileOf(discord)}`.replaceAll(/\s+/g, " ")).toContain(answer.slice(-30).replaceAll(/\s+/g, " "));
    }
  });

  it("after minutes is in one place or the other, never repeated", async () => {
    for (let diesAt = 1; ; diesAt++) {
      const lived = await liveTwice(answer, diesAt, () => undefined, 4 * 60_000);
      if (lived === null) break;
      const { discord, result } = lived;
      const nonces = discord.calls.filter(({ kind }) => kind === "create").map(({ nonce }) => nonce);
      expect([diesAt, new Set(nonces).size]).toEqual([diesAt, nonces.length]);
      expect(["reply", "interaction"]).toContain(result.via);
      expect(`${wordsOf(discord)}${fileOf(discord)}`).toContain(answer.slice(-30));
    }
  });
});

const fileOf = (discord: FakeDiscord) => [...discord.shown.values()].flatMap(({ files = [] }) => files.map(({ data }) => String(data))).join("");
