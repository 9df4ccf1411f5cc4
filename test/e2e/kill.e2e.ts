// kill -9 of workerd while 30 answers run: every acknowledged interaction ends with its answer, once, and none with an apology.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { isFinal, openStage, type Stage, saidIn } from "./stage.ts";

const ANSWERS = 30;
const CHANNELS = 10;
/** At most two per step: the model's step is the only long one. */
const KILLS = 2;
let stage: Stage;
let killBetweenCommitAndAcknowledgement = 0;

beforeAll(async () => {
  stage = await openStage({
    vars: { USER_DAILY_BUDGET_USD: "0", SERVER_DAILY_BUDGET_USD: "0", DAILY_BUDGET_USD: "0" },
    deliver: async (request, send) => {
      const response = await send(request);
      if (killBetweenCommitAndAcknowledgement === 0 || new URL(request.url).pathname !== "/interactions") return response;
      // The job is committed; its acknowledgement never arrives.
      killBetweenCommitAndAcknowledgement -= 1;
      await response.arrayBuffer();
      stage.killWorkerd();
      throw new TypeError("connection lost");
    },
  });
}, 120_000);
afterAll(() => stage.close());

const answerTo = (prompt: string) => `Answer to ${prompt}. ${Array.from({ length: 120 }, (_, i) => `word${i}`).join(" ")}`;

test("every acknowledged answer arrives whole and once", async () => {
  const { discord, model } = stage;
  model.script((request) => {
    const question = /question \d+/.exec(request.messages.at(-1)?.text ?? "")?.[0];
    return { text: answerTo(question ?? "?"), delayMs: 60 };
  });
  const guild = discord.addGuild();
  const channels = Array.from({ length: CHANNELS }, () => discord.addChannel(guild));
  const handles: InteractionHandle[] = [];
  const asking = Array.from({ length: ANSWERS }, async (_, i) => {
    const user = discord.addUser(`person${i}`);
    discord.addMember(guild, user);
    const channel = channels[i % CHANNELS];
    if (channel === undefined) throw new Error("no channel");
    await new Promise((resolve) => setTimeout(resolve, i * 60));
    handles.push(await discord.interact({ kind: "slash", user, channel, command: "ask", options: { prompt: `question ${i}`, context: false } }));
  });
  await Promise.all(asking);
  for (let kill = 0; kill < KILLS; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 4_000));
    stage.killWorkerd();
    await stage.isBack();
  }
  // One whose commit stands but whose acknowledgement is lost: it may never show an outcome.
  killBetweenCommitAndAcknowledgement = 1;
  const [user] = [discord.addUser("unlucky")];
  discord.addMember(guild, user);
  const lost = await discord.interact({
    kind: "slash",
    user,
    channel: discord.addChannel(guild),
    command: "ask",
    options: { prompt: "question 99", context: false },
  });
  expect(lost.failure).toBeDefined();

  const acknowledged = handles.filter((handle) => handle.failure === undefined);
  expect(acknowledged.length).toBeGreaterThan(ANSWERS / 2);
  await discord.waitFor(() => acknowledged.every(isFinal), { timeoutMs: 240_000, what: "all answers" });
  for (const handle of acknowledged) {
    expect(saidIn(handle)).toEqual([answerTo(String(/question \d+/.exec(JSON.stringify(handle.payload))?.[0]))]);
  }
  expect(lost.messages()).toEqual([]);
  expect(discord.violations).toEqual([]);
}, 400_000);
