// kill -9 of workerd while what somebody has agreed to is carried out: each message stands in its channel once, and each answer has one end that says so.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Channel, type Guild, type InteractionHandle, permission, type User } from "../../scripts/playground/discord/discord.ts";
import type { Fault } from "../../scripts/playground/discord/faults.ts";
import { asObjects } from "../../scripts/playground/discord/json.ts";
import { openStage, type Stage } from "./stage.ts";

/** Channels that are in it at each kill, each a little further than the next. */
const AT_ONCE = 4;
const APART_MS = 90;

/** When workerd dies: so long after the first press, or at a moment of one message's way to Discord. */
type Moment = number | "asked-for" | "stands" | "answer-lost" | "late";
const MOMENTS: Moment[] = [200, 350, 500, 650, 800, "asked-for", "stands", "answer-lost", "late"];

let stage: Stage;
/** Messages that were asked for, and how often Discord heard of one. */
let wanted = 0;
let heardOf = 0;
let guild: Guild;
let mira: User;

beforeAll(async () => {
  stage = await openStage({ vars: { USER_DAILY_BUDGET_USD: "0", SERVER_DAILY_BUDGET_USD: "0", DAILY_BUDGET_USD: "0" } });
  guild = stage.discord.addGuild();
  mira = stage.discord.addUser("mira");
  stage.discord.addMember(guild, mira, { roles: [stage.discord.addRole(guild, "managers", permission.manageGuild)] });
  await switchOn();
}, 120_000);
afterAll(() => stage.close());

interface Asked {
  handle: InteractionHandle;
  from: Channel;
  to: Channel;
  words: string;
}

const labels = (handle: InteractionHandle) => handle.messages().flatMap(({ buttons }) => buttons.map(({ label }) => label));
const isDone = ({ handle }: Asked) => labels(handle).includes("Regenerate");
const standsIn = (channel: Channel) => stage.discord.visibleTo(mira, channel).map(({ content }) => content);

async function press(handle: InteractionHandle, channel: Channel, label: string): Promise<InteractionHandle> {
  const message = handle.messages().find(({ buttons }) => buttons.some((button) => button.label === label));
  const customId = message?.buttons.find((button) => button.label === label)?.customId;
  if (message === undefined || customId === undefined) throw new Error(`no button "${label}" under: ${handle.original()?.content}`);
  return stage.discord.interact({ kind: "button", user: mira, channel, message: message.record, customId });
}

/** It is off unless a manager wants it. */
async function switchOn(): Promise<void> {
  const { discord } = stage;
  const channel = discord.addChannel(guild);
  const settings = await discord.interact({ kind: "slash", user: mira, channel, command: "settings" });
  const list = await press(await press(await press(settings, channel, "Server"), channel, "Tools"), channel, "Next");
  const shown = list.original();
  const select = shown?.components.flatMap((row) => asObjects(row.components)).find(({ custom_id }) => custom_id === "settings-tool");
  const option = asObjects(select?.options).find(({ label }) => label === "Send messages");
  if (shown === undefined || option === undefined) throw new Error("the tool is not listed");
  const tool = await discord.interact({
    kind: "select",
    user: mira,
    channel,
    message: shown.record,
    customId: "settings-tool",
    values: [String(option.value)],
  });
  await press(tool, channel, "On");
}

async function askEach(moment: Moment): Promise<Asked[]> {
  const { discord } = stage;
  const asked = await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, n) => {
      const [from, to] = [discord.addChannel(guild), discord.addChannel(guild)];
      const words = `cider day ${moment} ${n}`;
      const prompt = `[call send_message {"channel":"<#${to.id}>","text":"${words}"}]`;
      const handle = await discord.interact({ kind: "slash", user: mira, channel: from, command: "ask", options: { prompt, context: false } });
      return { handle, from, to, words };
    }),
  );
  await discord.waitFor(() => asked.every(({ handle }) => labels(handle).includes("Approve")), { timeoutMs: 60_000, what: "all questions" });
  return asked;
}

/** Resolves when workerd has been killed. */
function killAt(moment: Moment, target: Channel): Promise<void> {
  const { discord } = stage;
  const killed = Promise.withResolvers<void>();
  const kill = () => {
    stage.killWorkerd();
    killed.resolve();
  };
  const isOurs = ({ method, path }: { method: string; path: string }) => method === "POST" && path === `/channels/${target.id}/messages`;
  if (typeof moment === "number") setTimeout(kill, moment);
  if (moment === "stands") {
    const end = discord.on((event) => {
      if (event.type !== "message-create" || event.message.json.channel_id !== target.id) return;
      end();
      kill();
    });
  }
  /** Once it is on its way, and so long after that. */
  const afterIt = (fault: Pick<Fault, "kind" | "delayMs">, ms: number) => {
    const match = (call: Parameters<NonNullable<Fault["match"]>>[0]) => {
      if (isOurs(call)) setTimeout(kill, ms);
      return isOurs(call);
    };
    discord.faults.add({ ...fault, match, times: 1 });
  };
  // Discord is slow; nobody waits any more when it would do it, or it does it at that very moment.
  if (moment === "asked-for") afterIt({ kind: "slow", delayMs: 1_500 }, 300);
  if (moment === "late") afterIt({ kind: "slow", delayMs: 100 }, 99);
  if (moment === "answer-lost") afterIt({ kind: "lost-answer" }, 150);
  return killed.promise;
}

test.each(MOMENTS)("killed at %s", { timeout: 240_000 }, async (moment) => {
  const { discord } = stage;
  const asked = await askEach(moment);
  const [, second] = asked;
  if (second === undefined) throw new Error("nobody asks");
  const killed = killAt(moment, second.to);
  const presses = asked.map(async ({ handle, from }, n) => {
    await new Promise((resolve) => setTimeout(resolve, n * APART_MS));
    return press(handle, from, "Approve");
  });
  await killed;
  const heard = await Promise.all(presses);
  await stage.isBack();
  discord.faults.clear();
  // Where Discord heard nothing of the press, people press again; if it counted after all, they are told so.
  for (const [n, one] of asked.entries())
    if (heard[n]?.failure !== undefined && labels(one.handle).includes("Approve")) await press(one.handle, one.from, "Approve");
  await discord.waitFor(() => asked.every(isDone), { timeoutMs: 120_000, what: "all answers" });
  for (const { handle, to, words } of asked) {
    expect(standsIn(to)).toEqual([words]);
    expect(handle.messages()).toHaveLength(1);
    expect(handle.original()?.content).toMatch(new RegExp(`The tool answered: "Sent: https://discord\\.com/channels/${guild.id}/${to.id}/\\d+"`));
  }
  expect(discord.violations).toEqual([]);
  wanted += asked.length;
  const paths = asked.map(({ to }) => `/channels/${to.id}/messages`);
  heardOf += discord.calls.filter(({ method, path }) => method === "POST" && paths.includes(path)).length;
});

test("some of them were carried out twice, under the same nonce", () => {
  console.log(`${wanted} messages after ${MOMENTS.length} kills, which Discord was asked for ${heardOf} times`);
  expect(heardOf).toBeGreaterThan(wanted);
});
