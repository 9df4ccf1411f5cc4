// 1,000 interactions over 100 channels, 50 at a time, while a fifth of Discord's answers go wrong: exactly one outcome each.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { inParallel, isFinal, openStage, type Stage, saidIn } from "./stage.ts";

const INTERACTIONS = 1_000;
const CHANNELS = 100;
const PEOPLE = 100;
const IN_PARALLEL = 50;
/** Of all answers together. */
const FAULT_RATE = 0.2;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({
    vars: { USER_DAILY_BUDGET_USD: "0", SERVER_DAILY_BUDGET_USD: "0", DAILY_BUDGET_USD: "0", HISTORY_MESSAGES: "4" },
    ...(process.env.VERBOSE ? { onLine: (line: string) => console.log(line) } : {}),
  });
}, 120_000);
afterAll(() => stage.close());

/** Every twentieth answer takes several messages. */
const answerTo = (n: number) =>
  n % 20 === 0
    ? `Answer ${n}.\n\n${Array.from({ length: 40 }, (_, i) => `Paragraph ${i} of ${n}: ${"words and words ".repeat(8).trim()}.`).join("\n\n")}`
    : `Answer ${n}.`;

test("each has its answer, and nothing is sent twice", async () => {
  const { discord, model } = stage;
  model.script((request) => {
    return { text: answerTo(Number(/question (\d+)/.exec(request.messages.at(-1)?.text ?? "")?.[1] ?? -1)), delayMs: 1 };
  });
  const guild = discord.addGuild();
  const people = Array.from({ length: PEOPLE }, (_, i) => discord.addUser(`person${i}`));
  for (const person of people) discord.addMember(guild, person);
  const channels = Array.from({ length: CHANNELS }, () => discord.addChannel(guild));
  for (const kind of ["429", "500", "reset", "lost-answer"] as const) discord.faults.add({ kind, rate: FAULT_RATE / 4, retryAfterMs: 300 });

  const handles: InteractionHandle[] = [];
  await inParallel(
    Array.from({ length: INTERACTIONS }, (_, i) => i),
    IN_PARALLEL,
    async (i) => {
      const [user, channel] = [people[(i * 7) % PEOPLE], channels[i % CHANNELS]];
      if (user === undefined || channel === undefined) throw new Error("nobody there");
      const handle = await discord.interact({ kind: "slash", user, channel, command: "ask", options: { prompt: `question ${i}`, context: false } });
      handles[i] = handle;
      await discord.waitFor(() => isFinal(handle), { timeoutMs: 120_000, what: `answer ${i}` });
    },
  );

  let unknownFollowUps = 0;
  for (const [i, handle] of handles.entries()) {
    expect(handle.failure, `interaction ${i}`).toBeUndefined();
    const messages = handle.messages();
    const files = messages.flatMap((message) => message.attachments);
    if (i % 20 !== 0) {
      expect(saidIn(handle)).toEqual([answerTo(i)]);
      continue;
    }
    // All of it is there: in the messages, or in the file where a follow-up's fate was unknown.
    const shown = messages.map((message) => message.content).join("\n");
    if (files.length > 0) unknownFollowUps += 1;
    else for (let p = 0; p < 40; p++) expect(shown.split(`Paragraph ${p} of ${i}:`).length - 1, `paragraph ${p} of ${i}`).toBe(1);
  }
  console.log(
    `${INTERACTIONS} interactions, ${discord.calls.length} calls, ${discord.calls.filter((call) => call.verdict === "fault").length} faults, ${unknownFollowUps} answers with a file for unknown follow-ups`,
  );
  expect(discord.violations).toEqual([]);
}, 600_000);
