/**
 * Presence on the page, with a clock that is moved: people talk and the bot waits for the lull, joins in once, by a reply, and tells why; it keeps quiet in
 * quiet hours; a mention is answered where it listens; a schedule of another zone comes once over a change of clocks; a reminder is told, put off and done.
 */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { WireMessage } from "../../scripts/playground/page/wire.ts";
import { axe } from "./page/axe.ts";
import type { Client } from "./page/browser.ts";
import { usePlayground } from "./page/playground.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const { open, world, dev } = usePlayground();

async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${dev().url}/playground/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

/** Of the bot and of Discord. What is due by then runs, and the minute's work is done. */
const moveTo = (at: number) => call("clock", { offsetMs: at - Date.now() });
const now = async () => Date.now() + (await world()).clock.offsetMs;
const pass = async (ms: number) => moveTo((await now()) + ms);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function channelId(name: string): Promise<string> {
  const channel = (await world()).guilds[0]?.channels.find((candidate) => candidate.name === name);
  if (!channel) throw new Error(`no channel ${name}`);
  return channel.id;
}

/** Somebody writes, wherever the page is. */
async function say(who: string, channel: string, content: string): Promise<void> {
  const person = (await world()).people.find(({ name }) => name === who);
  await call(`messages?channel=${channel}&as=${person?.id}`, { content });
}

const messages = (channel: string) => call<WireMessage[]>(`messages?channel=${channel}`);
const ofBot = async (channel: string) => (await messages(channel)).filter(({ author, isPrivate, used }) => author.isBot && !isPrivate && used === null);

/** Three talk about apples, every twenty seconds one of them. */
async function talk(channel: string, lines: number): Promise<void> {
  const people = ["Mira", "Jonas", "Wei"];
  for (let line = 0; line < lines; line++) {
    await say(people[(line * 2 + (line % 5)) % 3] ?? "", channel, `The Bramleys of row ${line + 1} are picked, all but the top of the tree.`);
    await pass(20 * SECOND);
  }
}

/** Time passes in small steps, until it is so; returns the seconds. */
async function passUntil(is: () => Promise<boolean>, step: number, most: number): Promise<number> {
  for (let passed = 0; passed <= most; passed += step) {
    if (await is()) return passed / SECOND;
    await pass(step);
    // Looks run beside.
    await pause(200);
  }
  throw new Error(`not within ${most / SECOND} s`);
}

async function go(page: Page, channel: string): Promise<void> {
  await page.locator("button.channel").filter({ hasText: channel }).click();
  await page.getByText(`Welcome to #${channel}!`).waitFor();
}

async function choose(page: Page, message: Locator, select: RegExp, option: RegExp): Promise<void> {
  await message.getByRole("combobox", { name: select }).click();
  await page.getByRole("option", { name: option }).click();
}

/** What the bot wrote by itself, on the page. */
const unasked = ({ page }: Client) => page.locator("article.message[aria-label^='Edgewise,']").filter({ hasText: "Nobody asked me" });

test("people talk: it waits for the lull, joins in once, by a reply, and /why tells why", async () => {
  const client = await open({ width: 1280, height: 900 });
  const { page, command, shot } = client;
  // A morning: by night it would keep quiet.
  await moveTo(Math.ceil(Date.now() / DAY) * DAY + 10 * HOUR);
  const random = await channelId("random");
  await go(page, "random");
  const panel = await command("/autonomy on");
  await panel.getByText("silent on the whole server").first().waitFor();
  await shot("120-autonomy-on-dark");
  expect(await axe(page), "autonomy on").toEqual([]);
  await choose(page, panel, /^May I speak unasked/, /^chatty/i);
  await panel.getByText("State on").waitFor();
  await shot("121-autonomy-chatty-dark");

  // As a newcomer would have it: the playground's people talk, then they are quiet.
  await page.locator("summary").filter({ hasText: "Clock" }).click();
  await page.getByRole("button", { name: "Let people talk" }).click();
  await page.getByText("And then soup.").waitFor({ timeout: 30_000 });
  expect(await ofBot(random)).toEqual([]);
  await unasked(client).waitFor({ timeout: 30_000 });
  const [post] = await ofBot(random);
  expect(post?.replyTo?.excerpt).toBe("And then soup.");
  const last = (await messages(random)).findLast(({ author }) => !author.isBot);
  expect((post?.at ?? 0) - (last?.at ?? 0)).toBeGreaterThan(60 * SECOND);
  await page.getByRole("button", { name: "Let people talk" }).waitFor();
  // Silence after that is no reason to go on.
  for (let step = 0; step < 4; step++) await pass(30 * SECOND);
  expect(await ofBot(random)).toHaveLength(1);
  await unasked(client).waitFor();
  await unasked(client).scrollIntoViewIfNeeded();
  await shot("122-joined-dark");
  expect(await axe(page), "joined").toEqual([]);

  const why = await command("/why");
  await why.getByText("it was my own idea").waitFor();
  expect(await why.textContent()).toMatch(/seconds of quiet: \d+/);
  await shot("123-why-dark");
  const status = await command("/autonomy status");
  await status.getByText("Spoken today 1 of").waitFor();
  await status.scrollIntoViewIfNeeded();
  await shot("124-status-dark");
  expect(await axe(page), "status").toEqual([]);
});

test("quiet hours hold: nothing comes in the same lull, and a dry run says so", async () => {
  const client = await open({ width: 1280, height: 900, dark: false });
  const { page, command, shot } = client;
  const random = await channelId("random");
  await go(page, "random");
  const hour = new Date(await now()).getUTCHours();
  const hours = await command(`/autonomy hours from: ${(hour + 23) % 24} to: ${(hour + 2) % 24}`);
  await hours.getByText("I keep quiet from").waitFor();
  const before = await ofBot(random);
  // So that nothing but quiet hours is in its way.
  await pass(HOUR);
  await talk(random, 16);
  for (let step = 0; step < 16; step++) await pass(10 * SECOND);
  expect(await ofBot(random)).toEqual(before);
  const tried = await command("/autonomy try");
  await tried.getByText("it was within quiet hours").waitFor();
  await shot("125-quiet-hours-light");
  expect(await axe(page), "dry run").toEqual([]);
});

test("where it listens, a mention is answered by a reply, and there alone", async () => {
  const client = await open({ width: 1280, height: 900 });
  const { page, command, press, shot } = client;
  const panel = await command("/settings");
  await press(panel, "Channel");
  await panel.getByRole("button", { name: "Listen here" }).click();
  await panel.getByText("I read along and answer mentions").waitFor();
  await panel.scrollIntoViewIfNeeded();
  await shot("126-listening-dark");
  expect(await axe(page), "listening").toEqual([]);

  const [general, random] = [await channelId("general"), await channelId("random")];
  const { app } = await world();
  await say("Wei", random, `<@${app.id}> are you here, too?`);
  await page.getByRole("radio", { name: /^Wei/ }).check({ force: true });
  await page.locator("#composer textarea").fill("@Edgewise how many crates do we need?");
  await page.keyboard.press("Enter");
  await passUntil(async () => (await ofBot(general)).length > 0, 5 * SECOND, MINUTE);
  const [answer] = await ofBot(general);
  expect(answer?.replyTo).toMatchObject({ author: { name: "Wei" }, excerpt: expect.stringContaining("how many crates") });
  const shown = page.locator("article.message[aria-label^='Edgewise,']").filter({ hasText: "how many crates" }).last();
  await client.answered(shown);
  await shown.scrollIntoViewIfNeeded();
  await shot("127-mention-answered-dark");
  expect(await axe(page), "mention").toEqual([]);
  // Nobody switched it on there.
  for (let step = 0; step < 4; step++) await pass(15 * SECOND);
  expect((await ofBot(random)).filter(({ replyTo }) => replyTo?.excerpt?.includes("too?"))).toEqual([]);
  expect(await ofBot(general)).toHaveLength(1);
});

test("a schedule of another zone comes once in the night that has an hour twice, and once in the one that lacks it", async () => {
  const client = await open({ width: 1280, height: 900 });
  const { page, command, press, shot } = client;
  const general = await channelId("general");
  for (const [nth, change] of changes(await now()).entries()) {
    await moveTo(change - 5 * HOUR);
    const before = (await ofBot(general)).length;
    const posts = async () => (await ofBot(general)).length - before;
    const preview = await command(`/schedule add when: daily at 2:30 prompt: Name an apple, number ${nth}. zone: Europe/Berlin`);
    await preview.getByText("Next three runs").waitFor();
    await preview.scrollIntoViewIfNeeded();
    await shot(`128-schedule-preview-${nth}-dark`);
    expect(await axe(page), "preview").toEqual([]);
    await press(preview, "Save");
    await preview.getByText("Last runs").waitFor();
    await shot(`129-schedule-saved-${nth}-dark`);
    // In spring 2:30 is skipped: it comes with the first moment after the gap. In autumn the first of both counts.
    const due = isSpring(change) ? change : change - 30 * MINUTE;
    await moveTo(due - MINUTE);
    await pause(500);
    expect(await posts()).toBe(0);
    await moveTo(due);
    await expect.poll(posts, { timeout: 15_000 }).toBe(1);
    for (let hop = 0; hop < 5; hop++) await pass(30 * MINUTE);
    await pause(500);
    expect(await posts()).toBe(1);
    expect((await ofBot(general)).at(-1)?.content).toContain(`Name an apple, number ${nth}.`);
    const shown = await command(`/schedule show name: Name an apple, number ${nth}.`);
    await shown.getByRole("link", { name: "to the post" }).waitFor();
    await shown.scrollIntoViewIfNeeded();
    await shot(`130-schedule-receipt-${nth}-dark`);
    await press(shown, "Pause");
    await shown.getByText("is paused.").waitFor();
  }
});

/** The next two changes of clocks in Berlin: at 1:00 UTC of the last Sundays of March and October. */
function changes(after: number): number[] {
  const year = new Date(after).getUTCFullYear();
  const all = [year, year + 1, year + 2].flatMap((each) => [lastSunday(each, 2), lastSunday(each, 9)]);
  return all.filter((at) => at > after + DAY).slice(0, 2);
}

const isSpring = (change: number) => new Date(change).getUTCMonth() === 2;

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY;
}

test("a reminder is told at its time, put off, told once more, and done", async () => {
  const client = await open({ width: 1280, height: 900 });
  const { page, command, press, shot } = client;
  await go(page, "noticeboard");
  await go(page, "random");
  const random = await channelId("random");
  const told = page.locator("article.message[aria-label^='Edgewise,']:not(.private)").filter({ hasText: "carry the ladder home" });
  const set = await command("/remind what: carry the ladder home when: in 10 minutes");
  await set.getByText("I'll remind you here").waitFor();
  await shot("131-reminder-set-dark");
  expect(await axe(page), "set").toEqual([]);
  await pass(9 * MINUTE);
  expect(await told.count()).toBe(0);
  await pass(MINUTE);
  await told.waitFor();
  await told.scrollIntoViewIfNeeded();
  await shot("132-reminder-told-dark");
  expect(await axe(page), "told").toEqual([]);
  await press(told, "10 min");
  await told.getByText("Once more").waitFor();
  await shot("133-reminder-snoozed-dark");
  await pass(9 * MINUTE);
  expect(await told.count()).toBe(1);
  await pass(MINUTE);
  await expect.poll(() => told.count()).toBe(2);
  await press(told.last(), "Done");
  await told.last().getByText("Done.").waitFor();
  await told.last().scrollIntoViewIfNeeded();
  await shot("134-reminder-done-dark");
  await pass(DAY);
  expect(await told.count()).toBe(2);
  expect((await ofBot(random)).filter(({ content }) => content.includes("ladder home"))).toHaveLength(2);
});
