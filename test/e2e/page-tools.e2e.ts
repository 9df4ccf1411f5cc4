/** Tools on the page: a manager switches one on, sees what the model wants to do, denies it, and allows it after an hour; a page is read and cited. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axe } from "./page/axe.ts";
import type { Client } from "./page/browser.ts";
import { usePlayground } from "./page/playground.ts";

const { open, world } = usePlayground();

const ARTICLE = `<html><head><title>Storing apples</title></head><body><nav>Home</nav>
<main><h1>Storing apples</h1><p>Apples keep longest at one degree, in the dark, one layer deep. @everyone</p></main></body></html>`;
let server: Server;
let article: string;

beforeAll(async () => {
  server = createServer((_, answer) => void answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(ARTICLE));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  article = `http://127.0.0.1:${(server.address() as AddressInfo).port}/apples`;
});
afterAll(() => void server.close());

/** Opens the select in that message and takes the option. */
async function choose(page: Page, message: Locator, option: RegExp): Promise<void> {
  await message.getByRole("combobox").first().click();
  await page.getByRole("option", { name: option }).click();
}

async function channelId(name: string): Promise<string> {
  const channel = (await world()).guilds[0]?.channels.find((candidate) => candidate.name === name);
  if (!channel) throw new Error(`no channel ${name}`);
  return channel.id;
}

/** What the model wants to do: look at the clock, and post those words in #random. */
const wanting = async (words: string) =>
  `Tell the others. [call current_time {"time_zone":"Asia/Tokyo"}] [call send_message {"channel":"<#${await channelId("random")}>","text":"${words}"}]`;

const tap = (message: Locator, label: string) => message.getByRole("button", { name: label, exact: true }).click();

async function asksFirst(client: Client, words: string): Promise<Locator> {
  const answer = await client.ask(await wanting(words));
  await answer.getByRole("button", { name: "Approve", exact: true }).waitFor();
  await answer.getByText("May I do this?").waitFor();
  return answer;
}

/** Goes to #random, looks, and comes back. */
async function inRandom(page: Page, look: () => Promise<void>): Promise<void> {
  await page.locator("button.channel").filter({ hasText: "random" }).click();
  await page.getByText("Welcome to #random!").waitFor();
  await look();
  await page.locator("button.channel").filter({ hasText: "general" }).click();
  await page.getByText("Welcome to #general!").waitFor();
}
const posted = (page: Page, words: string) => page.locator("article.message[aria-label^='Edgewise,']").filter({ hasText: words });

describe("a tool that has to be agreed to", () => {
  test("is off until a manager switches it on", async () => {
    const { page, ask, answered, command, press, shot } = await open({ width: 1280, height: 900 });
    const refused = await ask(await wanting("Too early"));
    await answered(refused);
    expect(await refused.textContent()).toContain('There is no tool "send_message" here.');

    const panel = await command("/settings");
    await press(panel, "Server");
    await press(panel, "Tools");
    await panel.getByText("Tools on this server").waitFor();
    await shot("100-tools-dark");
    expect(await axe(page), "tools").toEqual([]);
    await press(panel, "Next");
    await panel.getByText("Page 2 of 2").waitFor();
    await choose(page, panel, /^Send messages/);
    await panel.getByText("It does what others notice").waitFor();
    await panel.getByRole("button", { name: "On", exact: true }).click();
    await panel.getByText("Use On.").waitFor();
    await panel.getByText("Asks first Yes").waitFor();
    await shot("101-send-message-on-dark");
    expect(await axe(page), "one tool").toEqual([]);
  });

  test("shows every value, does nothing when it is denied, and the answer says so", async () => {
    const client = await open({ width: 1280, height: 900 });
    const { page, answered, shot } = client;
    const answer = await asksFirst(client, "Cider day is on **Saturday**");
    const asked = (await answer.textContent()) ?? "";
    expect(asked).toContain("Send messages (send_message)");
    expect(asked).toContain("random");
    expect(asked).toContain(await channelId("random"));
    expect(asked).toContain("Cider day is on **Saturday**");
    // What only looks was done already, and is nobody's to decide.
    expect(asked).not.toContain("time_zone");
    await shot("102-asks-first-dark");
    expect(await axe(page), "asks first").toEqual([]);
    await tap(answer, "Deny");
    await answered(answer);
    expect(await answer.textContent()).toContain("The person did not allow it, so it was not done.");
    expect(await answer.textContent()).toContain("(Asia/Tokyo)");
    expect(await answer.getByRole("button", { name: "Approve" }).count()).toBe(0);
    await shot("103-denied-dark");
    await inRandom(page, async () => expect(await posted(page, "Cider day").count()).toBe(0));
  });

  test("is denied with words, which the model reads", async () => {
    const client = await open({ width: 1280, height: 900, dark: false });
    const { page, press, answered, shot } = client;
    const answer = await asksFirst(client, "Bring gloves");
    await press(answer, "Deny and say why");
    const dialog = page.getByRole("dialog", { name: "Deny and say why" });
    await dialog.getByRole("textbox").fill("Nobody reads #random. Leave it.");
    await shot("104-deny-window-light");
    expect(await axe(page), "window").toEqual([]);
    await dialog.getByRole("button", { name: "Submit" }).click();
    await answered(answer);
    expect(await answer.textContent()).toContain("Nobody reads #random. Leave it.");
    await shot("105-denied-with-words-light");
    await inRandom(page, async () => expect(await posted(page, "gloves").count()).toBe(0));
  });

  test("is allowed after an hour: the message stands once, and the answer goes on in its place", async () => {
    const client = await open({ width: 1280, height: 900 });
    const { page, press, answered, shot } = client;
    const answer = await asksFirst(client, "Bring a ladder");
    await page.locator("summary").filter({ hasText: "Clock" }).click();
    await page.getByRole("button", { name: "+1 hour" }).click();
    await expect.poll(async () => (await world()).clock.offsetMs).toBe(3_600_000);
    await tap(answer, "Approve");
    await answered(answer);
    const text = (await answer.locator(".text").textContent()) ?? "";
    expect(text).toContain("(Asia/Tokyo)");
    expect(text).toContain("Sent:");
    expect(text).not.toContain("May I do this?");
    await shot("106-approved-dark");
    expect(await axe(page), "approved").toEqual([]);
    await tap(answer, "More");
    await press(client.newest(), "Why");
    const why = page.locator("article.private").filter({ hasText: "Tools" }).last();
    await why.getByText("Send messages,").waitFor();
    await shot("107-why-dark");
    await inRandom(page, async () => {
      await posted(page, "Bring a ladder").waitFor();
      expect(await posted(page, "Bring a ladder").count()).toBe(1);
      await shot("108-in-the-other-channel-dark");
    });
  });
});

test("a link in the question is read, cited by number, and listed under Sources", async () => {
  const client = await open({ width: 1280, height: 900, dark: false });
  const { page, ask, answered, press, newest, shot } = client;
  const answer = await ask(`What does ${article} say? [call read_page {"url":"${article}"}]`);
  await answered(answer);
  const links = answer.getByRole("link", { name: /^¹/ });
  expect(await links.count()).toBeGreaterThan(1);
  expect(await links.first().getAttribute("href")).toBe(article);
  expect(await answer.textContent()).toContain("Sources: ");
  await shot("109-sources-light");
  expect(await axe(page), "cited").toEqual([]);
  await tap(answer, "More");
  await press(newest(), "Sources");
  const listed = page.locator("article.private").filter({ hasText: "Storing apples" }).last();
  await listed.getByRole("link", { name: "Storing apples" }).waitFor();
  await shot("110-sources-listed-light");
  expect(await axe(page), "sources").toEqual([]);
});

test("on a phone everything that will be done can be read, and decided by keys alone", async () => {
  const client = await open({ width: 390, height: 844, phone: true });
  const { page, answered, shot } = client;
  const answer = await asksFirst(client, `A long one: ${"apples and pears, ".repeat(30)}and that is all of it`);
  await answer.getByText("and that is all of it").waitFor();
  await answer.getByRole("button", { name: "Deny", exact: true }).scrollIntoViewIfNeeded();
  await shot("111-phone-asks-dark");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  expect(await answer.locator("pre").evaluate((pre) => pre.scrollWidth <= pre.clientWidth)).toBe(true);
  expect(await axe(page), "phone").toEqual([]);
  await answer.getByRole("button", { name: "Deny", exact: true }).focus();
  await page.keyboard.press("Enter");
  await answered(answer);
});
