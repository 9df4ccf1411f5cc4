/** Finish setup in a real browser, which decides what it says about where a form comes from: by keyboard, without script, in both colours. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { declarationsFor } from "../../commands/index.ts";
import { realWorker } from "../scripts/real-worker.ts";
import { BOT_TOKEN, openStage, type Stage } from "../scripts/stage.ts";
import { axe } from "./page/axe.ts";
import { launchBrowser, shotOf } from "./page/browser.ts";

/** Nothing is set up that some of them need. */
const declarations = declarationsFor(() => false);

const folder = mkdtempSync(join(tmpdir(), "edgewise-finish-"));
let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage((around) => realWorker(around, folder)), launchBrowser()]);
});
afterAll(async () => {
  await Promise.all([stage.close(), browser.close()]);
  rmSync(folder, { recursive: true, force: true });
});

test("by keyboard and without script: a wrong token, then the right one, then it is out of the way", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: "dark", locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(stage.workerUrl);
  await page.screenshot({ path: shotOf("90-status-dark"), fullPage: true });
  await page.getByLabel("Bot token").focus();
  await page.keyboard.type("not-the-token");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("alert").textContent()).toContain("This is not the token");
  expect(stage.discord.state.app.settings.interactions_endpoint_url).toBeUndefined();

  await page.getByLabel("Bot token").focus();
  await page.keyboard.type(BOT_TOKEN);
  await page.keyboard.press("Tab");
  expect(await page.locator("button:focus").textContent()).toBe("Finish setup");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("status").textContent()).toBe("The set-up is finished");
  await page.screenshot({ path: shotOf("91-finished-dark"), fullPage: true });
  expect(await page.getByRole("listitem").count()).toBe(3);
  expect(await page.content()).not.toContain(BOT_TOKEN);
  expect(page.url()).not.toContain(BOT_TOKEN);
  expect(stage.discord.state.app.settings.interactions_endpoint_url).toBe(`${stage.workerUrl}/interactions`);
  expect(stage.discord.state.app.commands.get("")).toHaveLength(declarations.length);

  await page.getByRole("link", { name: "Back to the status page" }).click();
  expect(await page.getByText("connected", { exact: true }).count()).toBe(1);
  expect(await page.getByLabel("Bot token").isVisible()).toBe(false);
  await context.close();
});

test.each(["light", "dark"] as const)("in %s nothing stands in the way of people who see or read it differently", async (colorScheme) => {
  const page = await browser.newPage({ colorScheme });
  await page.goto(stage.workerUrl);
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })");
  expect(await axe(page)).toEqual([]);
  await page.close();
});

test("a form on another site cannot send the token here", async () => {
  const page = await browser.newPage();
  const before = stage.discord.calls.length;
  await page.setContent(`<form method="post" action="${stage.workerUrl}/"><input name="token" value="${BOT_TOKEN}"><button>Win a prize</button></form>`);
  await page.getByRole("button").click();
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").textContent()).toContain("sent from somewhere else");
  expect(stage.discord.calls.length).toBe(before);
  await page.close();
});
