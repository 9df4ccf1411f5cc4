/** Chromium on the page: opening it at a size and in a colour, and the few gestures that every test needs. Used by `page.e2e.ts`. */
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

const SHOTS = resolve(import.meta.dirname, "../../../test-results");
const CANDIDATES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

/** Where a screenshot of that name belongs. */
export const shotOf = (name: string) => resolve(SHOTS, `${name}.png`);

export function launchBrowser(): Promise<Browser> {
  const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error("No Chromium found: install the package chromium, or set CHROMIUM to its path.");
  mkdirSync(SHOTS, { recursive: true });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"];
  return chromium.launch({ executablePath, args });
}

export interface Client {
  page: Page;
  /** What the browser complained about: script errors, refused resources. */
  complaints: string[];
  message(text: string | RegExp): Locator;
  /** The newest message of the bot. */
  newest(): Locator;
  /** The answer: the message that came after the command was sent. */
  ask(prompt: string, options?: { private?: boolean }): Promise<Locator>;
  /** Types a command with its options in one line, `/name option: value`, and sends it by the button. */
  send(line: string): Promise<void>;
  /** The same, and what the bot says to it, once it is more than thinking. */
  command(line: string): Promise<Locator>;
  press(message: Locator, label: string): Promise<void>;
  /** Waits until the answer has the buttons of a finished one. */
  answered(answer: Locator): Promise<void>;
  shot(name: string): Promise<void>;
}

export async function openClient(
  browser: Browser,
  url: string,
  options: { width?: number; height?: number; dark?: boolean; phone?: boolean } = {},
): Promise<Client> {
  const { width = 1360, height = 860, dark = true, phone = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    hasTouch: phone,
    locale: "en-GB",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator("html[data-ready]").waitFor();

  const botMessages = page.locator("article.message:not(.local)[aria-label^='Edgewise,']");
  const ids = () => botMessages.evaluateAll((elements) => elements.map((element) => element.id));
  const fresh = async (before: ReadonlySet<string>) => {
    for (let waited = 0; waited < 10_000; waited += 50) {
      const id = (await ids()).find((candidate) => !before.has(candidate));
      if (id !== undefined) return page.locator(`#${id}`);
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error("no answer appeared");
  };

  const client: Client = {
    page,
    complaints,
    message: (text) => page.locator("article.message").filter({ hasText: text }).last(),
    newest: () => botMessages.last(),
    async ask(prompt, { private: isPrivate = false } = {}) {
      if (!(await page.locator(".command-form").isVisible())) {
        await page.locator("#composer textarea").fill("/as");
        await page.keyboard.press("Enter");
      }
      await page.locator('.chip[data-option="prompt"] textarea').fill(prompt);
      if (isPrivate) {
        await page.locator(".chip-more").click();
        await page.getByRole("option", { name: /^private/ }).click();
        await page.getByRole("option", { name: "True" }).click();
      }
      const before = new Set(await ids());
      await page.locator('.chip[data-option="prompt"] textarea').press("Enter");
      return fresh(before);
    },
    async send(line) {
      const inForm = page.locator(".command-form").locator("input, textarea, button").first();
      if (await inForm.isVisible()) await inForm.press("Escape");
      await page.locator("#composer textarea").fill(`${line} `);
      await page.getByRole("button", { name: "Send", exact: true }).click();
    },
    async command(line) {
      const before = new Set(await ids());
      await client.send(line);
      const answer = await fresh(before);
      await answer.locator(".body:not(:has(.thinking))").waitFor();
      return answer;
    },
    async press(message, label) {
      await message.getByRole("button", { name: label }).click();
    },
    async answered(answer) {
      await answer
        .getByRole("button", { name: /^(Regenerate|Try again)/ })
        .first()
        .waitFor({ timeout: 60_000 });
    },
    async shot(name) {
      await page.screenshot({ path: shotOf(name) });
    },
  };
  return client;
}

/** Every distinct text that the element shows until `done`, the last one included. */
export async function textsUntil(element: Locator, done: () => Promise<boolean>): Promise<string[]> {
  const seen: string[] = [];
  for (let turn = 0; turn < 1200; turn++) {
    // Asked first: what is read after that is the last.
    const isDone = await done();
    const text =
      (await element
        .locator(".text")
        .first()
        .textContent({ timeout: 1000 })
        .catch(() => null)) ?? "";
    if (text !== "" && text !== seen.at(-1)) seen.push(text);
    if (isDone) break;
    await new Promise((later) => setTimeout(later, 50));
  }
  return seen;
}
