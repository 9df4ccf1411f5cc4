/** The page for everybody: what axe-core finds, what a screen reader hears, where Tab stops, narrow and zoomed windows, and how much it weighs. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { axe } from "./page/axe.ts";
import { tabTo } from "./page/keys.ts";
import { usePlayground } from "./page/playground.ts";

const { open, dev } = usePlayground();
const SCRIPT_BUDGET = 40 * 1024;

describe("axe-core finds nothing", () => {
  test.for([{ theme: "dark" }, { theme: "light" }])("at the start, in menus, forms, settings, panel and dialogs ($theme)", async ({ theme }) => {
    const { page, send, shot } = await open({ width: 1280, height: 800, dark: theme === "dark" });
    expect(await axe(page), "start").toEqual([]);
    await page.locator("[data-step=menu] button").click();
    expect(await axe(page), "menu").toEqual([]);
    await page.keyboard.press("Escape");
    await send("/setprompt");
    await page.getByRole("dialog").waitFor();
    await shot(`60-form-${theme}`);
    expect(await axe(page), "form").toEqual([]);
    await page.keyboard.press("Escape");
    await send("/settings");
    const zone = page.locator("article.private").last().getByRole("combobox");
    await zone.click();
    await page.getByRole("option").first().waitFor();
    await shot(`61-settings-${theme}`);
    expect(await axe(page), "settings with an open list").toEqual([]);
    await page.keyboard.press("Escape");
    const closed = page.locator("#panel details:not([open]) summary");
    while ((await closed.count()) > 0) await closed.first().click();
    await page.locator(".request").first().click();
    await page.locator(".request-details dl").waitFor();
    await shot(`62-panel-${theme}`);
    expect(await axe(page), "panel").toEqual([]);
    await page.getByRole("button", { name: "Connect a model" }).click();
    await page
      .getByText(/Ollama/)
      .first()
      .waitFor();
    expect(await axe(page), "model").toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator("[data-step=discord] button").click();
    expect(await axe(page), "discord").toEqual([]);
  });

  test.for([{ theme: "dark" }, { theme: "light" }])("on a phone ($theme)", async ({ theme }) => {
    const { page } = await open({ width: 390, height: 844, dark: theme === "dark", phone: true });
    expect(await axe(page), "start").toEqual([]);
    await page.getByRole("button", { name: /^First steps/ }).tap();
    expect(await axe(page), "first steps").toEqual([]);
    await page.locator("[data-step=menu] button").tap();
    expect(await axe(page), "menu").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Servers and channels" }).tap();
    expect(await axe(page), "channels").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Under the hood" }).tap();
    expect(await axe(page), "panel").toEqual([]);
  });
});

describe("a screen reader", () => {
  test("hears that an answer is coming and then the answer, not each of its edits", async () => {
    const { page, ask, press, answered, newest } = await open();
    await page.evaluate(`
      window.heard = [];
      new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => window.heard.push(node.textContent))))
        .observe(document.querySelector("#announcer"), { childList: true });
    `);
    const answer = await ask("Tell me a story [slow]");
    await answer.getByText("word 20,").waitFor();
    await press(answer, "Stop");
    await answered(newest());
    const heard = () => page.evaluate<string[]>("window.heard");
    await expect.poll(async () => (await heard()).join(" "), { timeout: 10_000 }).toContain("You asked");
    const lines = await heard();
    expect(lines[0]).toBe("Edgewise is thinking.");
    expect(lines.length).toBeLessThan(6);
  });

  test("finds landmarks, headings, and every message named by who, what and when", async () => {
    const { page } = await open();
    for (const role of ["navigation", "main", "complementary", "log"] as const) expect(await page.getByRole(role).count(), role).toBe(1);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    const last = page.getByRole("article", { name: /^Mira, Rain is forecast for Thursday.*(Today|Yesterday) at/ });
    expect(await last.count()).toBe(1);
    expect(await page.getByRole("textbox", { name: "prompt: Your question or task, required" }).count()).toBe(1);
  });
});

describe("the keyboard", () => {
  test("goes through the messages by arrows, back to the text field by Escape, and past them by links", async () => {
    const { page } = await open();
    const log = page.locator("#log");
    await tabTo(page, log.locator("article[tabindex='0']"), { back: true });
    await page.keyboard.press("Home");
    expect(
      await log
        .locator("article")
        .first()
        .evaluate((article) => article === article.ownerDocument.activeElement),
    ).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Reply");
    await page.keyboard.press("Escape");
    expect(
      await log
        .locator("article")
        .nth(1)
        .evaluate((article) => article === article.ownerDocument.activeElement),
    ).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.ariaLabel")).toMatch(/^prompt/);

    await page.locator(".skip-links a").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.closest('#composer') !== null")).toBe(true);
  });

  test("is never trapped: Tab comes round to where it began", async () => {
    const { page } = await open();
    const start = page.locator(".skip-links a").first();
    await start.focus();
    await page.keyboard.press("Tab");
    await tabTo(page, page.locator("#composer textarea"), { most: 60 });
    await tabTo(page, page.locator(".request").last(), { most: 60 });
  });
});

describe("small windows", () => {
  test.for([
    { name: "320 px wide", width: 320, height: 640, scale: 1 },
    { name: "1280 px at 200 %", width: 640, height: 400, scale: 2 },
  ])("$name: nothing is cut off, everything can be done", async ({ name, width, height }) => {
    const { page, ask, answered, shot } = await open({ width, height });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await answered(await ask("Hello from a small window [code]"));
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await shot(`63-${name.replaceAll(/\W+/g, "-")}`);
    await page.getByRole("button", { name: /^First steps/ }).click();
    await page.locator("[data-step=model] button").click();
    await page.getByRole("button", { name: "Test and connect" }).scrollIntoViewIfNeeded();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Under the hood" }).click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  test("what a finger presses on a phone is at least 44 px high, elsewhere 24", async () => {
    const tooSmall = `(least) => [...document.querySelectorAll("button, [role=switch], summary, input, textarea, .person")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".visually-hidden, .text, .context-line, .private-note, .person, .who"))
      .map((element) => ({ what: element.ariaLabel ?? element.textContent, height: (element.closest("label") ?? element).getBoundingClientRect().height }))
      .filter(({ height }) => height > 0 && height < least)`;
    const { page } = await open({ width: 390, height: 844, phone: true });
    expect(await page.evaluate(`(${tooSmall})(44)`)).toEqual([]);
    await page.getByRole("button", { name: "Under the hood" }).tap();
    expect(await page.evaluate(`(${tooSmall})(44)`)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.evaluate(`(${tooSmall})(24)`)).toEqual([]);
  });
});

test("the script weighs less than 40 KiB on the way", async () => {
  const script = await (await fetch(`${dev().url}/app.js`)).text();
  expect(gzipSync(script).byteLength).toBeLessThan(SCRIPT_BUDGET);
});
