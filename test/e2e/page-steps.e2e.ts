/** The first steps, from an empty checklist to the last tick: by mouse, by finger on a phone, and by keys alone. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { type ServedModel, serveDemoModel } from "../../scripts/playground/model/serve.ts";
import type { World } from "../../scripts/playground/page/wire.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { type Client, launchBrowser, openClient } from "./page/browser.ts";
import { type Inside, startInside } from "./page/inside.ts";
import { longPress, tabTo } from "./page/keys.ts";

let inside: Inside;
let browser: Browser;
let model: ServedModel;
let client: Client | undefined;

/** A server with a key, as real ones are. */
const KEY = "sk-orchard";
const demo = createDemoModel({ clock: systemClock });
const guarded = {
  fetch: async (request: Request) =>
    request.headers.get("authorization") === `Bearer ${KEY}`
      ? demo.fetch(request)
      : Response.json({ error: { message: "Wrong key.", code: "invalid_api_key" } }, { status: 401 }),
};

beforeAll(async () => {
  [inside, browser, model] = await Promise.all([startInside(), launchBrowser(), serveDemoModel(guarded)]);
});
afterAll(async () => {
  await browser?.close();
  await model?.close();
  await inside?.stop();
});
beforeEach(async () => {
  await inside.forgetSetup();
  for (const [path, body] of [
    ["model", { kind: "demo" }],
    ["clock", { offsetMs: 0 }],
    ["steps", {}],
  ] as const) {
    await fetch(`${inside.playground.url}/playground/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  }
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await client?.shot(`failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 60)}`);
  const complaints = client?.complaints ?? [];
  await client?.page.context().close();
  client = undefined;
  expect(complaints).toEqual([]);
  expect((await world()).violations).toEqual([]);
});

async function world(): Promise<World> {
  return (await (await fetch(`${inside.playground.url}/playground/world`)).json()) as World;
}

async function open(options: Parameters<typeof openClient>[2]): Promise<Client> {
  client = await openClient(browser, inside.playground.url, options);
  return client;
}

const done = async () => (await world()).steps.filter((step) => step.done).map((step) => step.id);
const ticked = (page: Page, step: string) => page.locator(`[data-step="${step}"].done`).waitFor({ state: "attached" });
/** Until `/setprompt` has confirmed that it is a pirate now. */
async function becomePirate(page: Page, send: () => Promise<void>): Promise<void> {
  const confirmed = page.locator("article.private").filter({ hasText: "What holds now" });
  const before = await confirmed.count();
  await send();
  await expect.poll(() => confirmed.count()).toBe(before + 1);
}
const go = (page: Page, step: string) => page.locator(`[data-step="${step}"] button`);

describe("the first steps can all be gone", () => {
  test("by mouse, in the light", async () => {
    const { page, shot, newest } = await open({ width: 1280, height: 800, dark: false });
    expect(await done()).toEqual([]);
    await shot("30-steps-start-light");
    await page.getByRole("button", { name: "What did I miss?" }).click();
    await page.getByRole("button", { name: "Send" }).click();
    await ticked(page, "ask");

    await page.getByRole("article", { name: /^Mira, Rain is forecast/ }).click({ button: "right" });
    await shot("31-steps-menu-light");
    await page.getByRole("menuitem", { name: "Ask AI privately" }).click();
    await ticked(page, "menu");

    await go(page, "prompt").click();
    await shot("32-steps-prompt-light");
    await becomePirate(page, () => page.getByRole("button", { name: "Send" }).click());
    await go(page, "ask").click();
    await page.keyboard.type("Who are you?");
    await page.getByRole("button", { name: "Send" }).click();
    await ticked(page, "prompt");
    expect(await newest().textContent()).toMatch(/arr|matey|ye\b/i);
    await shot("33-steps-pirate-light");

    await go(page, "clock").click();
    await page.getByRole("button", { name: "+1 day" }).click();
    await ticked(page, "clock");
    await page.getByText("1 day ahead of").waitFor();
    await shot("34-steps-clock-light");

    await go(page, "model").click();
    const dialog = page.getByRole("dialog", { name: "Connect a model" });
    await dialog.getByLabel("Address").fill(model.baseUrl);
    await dialog.getByLabel("Key").fill("sk-wrong");
    await dialog.getByLabel("Model", { exact: true }).fill("demo");
    await dialog.getByRole("button", { name: "Test and connect" }).click();
    await dialog.getByText("refuses the key").waitFor();
    await shot("35-steps-key-light");
    await dialog.getByLabel("Key").fill(KEY);
    await dialog.getByRole("button", { name: "Test and connect" }).click();
    await dialog.getByText("It works").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await ticked(page, "model");

    await go(page, "discord").click();
    await page.getByRole("dialog", { name: "Put it on Discord" }).getByText("npm run setup").waitFor();
    await page.getByRole("button", { name: "Copy the command" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("npm run setup");
    await shot("36-steps-discord-light");
    await page.keyboard.press("Escape");
    inside.finishSetup();
    await ticked(page, "discord");
    await page.getByText("That was the tour.").waitFor();
    await shot("37-steps-done-light");
    expect(await done()).toHaveLength(6);
  });

  test("by finger on a phone, in the dark", async () => {
    const { page, shot } = await open({ width: 390, height: 844, dark: true, phone: true });
    const opener = page.getByRole("button", { name: /^First steps: \d of 6 done/ });
    const start = async (step: string) => {
      await opener.tap();
      await go(page, step).tap();
    };
    const counted = (count: number) => page.getByRole("button", { name: `First steps: ${count} of 6 done` }).waitFor();
    await opener.tap();
    await shot("40-phone-steps-dark");
    await go(page, "ask").tap();
    await page.keyboard.type("What did I miss?");
    await page.getByRole("button", { name: "Send" }).tap();
    await counted(1);

    await longPress(page, page.getByRole("article", { name: /^Mira, Rain is forecast/ }));
    await shot("41-phone-menu-dark");
    await page.getByRole("menuitem", { name: "Ask AI privately" }).tap();
    await counted(2);

    await start("prompt");
    await becomePirate(page, () => page.getByRole("button", { name: "Send" }).tap());
    await start("ask");
    await page.keyboard.type("Who are you?");
    await page.getByRole("button", { name: "Send" }).tap();
    await counted(3);
    await shot("42-phone-pirate-dark");

    await start("clock");
    await page.getByRole("button", { name: "+1 hour" }).tap();
    await shot("43-phone-clock-dark");
    await page.locator("#close-panel").tap();
    await counted(4);

    await start("model");
    const dialog = page.getByRole("dialog", { name: "Connect a model" });
    await dialog.getByLabel("Address").fill(model.baseUrl);
    await dialog.getByLabel("Key").fill(KEY);
    await dialog.getByRole("button", { name: "What is there?" }).tap();
    await dialog.getByText(/\d+ found/).waitFor();
    await dialog.getByRole("button", { name: "Test and connect" }).tap();
    await dialog.getByText("It works").waitFor();
    await shot("44-phone-model-dark");
    await dialog.getByRole("button", { name: "Close" }).tap();
    await counted(5);

    inside.finishSetup();
    await counted(6);
    await opener.tap();
    await page.getByText("That was the tour.").waitFor();
    await shot("45-phone-done-dark");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("by keys alone, in the dark", async () => {
    const { page, shot, newest } = await open({ width: 1280, height: 800, dark: true });
    const { keyboard } = page;
    await keyboard.type("What did I miss?");
    await keyboard.press("Enter");
    await ticked(page, "ask");

    // From the text field to the messages, up to one, and into its menu.
    await tabTo(page, page.locator("article[tabindex='0']"), { back: true });
    const rain = page.getByRole("article", { name: /^Mira, Rain is forecast/ });
    while (!(await rain.evaluate((article) => article === article.ownerDocument.activeElement))) await keyboard.press("ArrowUp");
    await keyboard.press("Shift+F10");
    await shot("50-keys-menu-dark");
    await keyboard.type("a");
    await keyboard.press("Enter");
    await ticked(page, "menu");

    await keyboard.press("Escape");
    await keyboard.type("/setprompt Talk like a pirate");
    await becomePirate(page, () => keyboard.press("Enter"));
    await keyboard.type("/ask Who are you?");
    await keyboard.press("Enter");
    await ticked(page, "prompt");
    expect(await newest().textContent()).toMatch(/arr|matey|ye\b/i);

    await tabTo(page, page.locator("summary").filter({ hasText: "Clock" }));
    await keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "+1 day" }));
    await shot("51-keys-clock-dark");
    await keyboard.press("Enter");
    await ticked(page, "clock");

    await tabTo(page, page.getByRole("button", { name: "Connect a model" }), { back: true });
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.type(model.baseUrl);
    await keyboard.press("Tab");
    await keyboard.type(KEY);
    await keyboard.press("Tab");
    await keyboard.type("demo");
    await keyboard.press("Enter");
    await page.getByText("It works").waitFor();
    await shot("52-keys-model-dark");
    await keyboard.press("Escape");
    await ticked(page, "model");

    await tabTo(page, go(page, "discord"), { back: true });
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Put it on Discord" }).waitFor();
    await keyboard.press("Escape");
    expect(await go(page, "discord").evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    inside.finishSetup();
    await ticked(page, "discord");
    await shot("53-keys-done-dark");
  });
});
