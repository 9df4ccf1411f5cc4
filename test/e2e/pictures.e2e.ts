/**
 * The README's pictures, made by using the bot as its text says. They land in test-results/; `UPDATE_PICTURES=1 npm run test:e2e -- pictures` replaces
 * those in docs/pictures/.
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Client } from "./page/browser.ts";
import { usePlayground } from "./page/playground.ts";

const SHOTS = resolve(import.meta.dirname, "../../test-results");
const PICTURES = resolve(import.meta.dirname, "../../docs/pictures");
const playground = usePlayground();

test("the README's pictures show the playground, asking, replying, a prompt and the settings", async () => {
  const client = await playground.open({ width: 1280, height: 800, dark: true });
  const { page, ask, send, answered } = client;
  await answered(await ask("What do we still need for cider day?"));
  await page.getByRole("article", { name: /^Mira, Rain is forecast/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Reply with AI" }).waitFor();
  await take(page, "playground");
  const parts = [await part(client, "Right-click a message …")];

  await page.getByRole("menuitem", { name: "Reply with AI" }).click();
  // The acknowledgement ends as a link when all of the reply stands.
  await page.locator("article.private").filter({ hasText: "Here is my reply" }).waitFor();
  parts.push(await part(client, "… and Edgewise replies to it"));

  await send("/setprompt text: Talk like a pirate");
  await page.getByText("What holds now").waitFor();
  const pirate = await ask("Who brings the ladder?");
  await answered(pirate);
  expect(await pirate.textContent()).toMatch(/arr|matey/i);
  parts.push(await part(client, "/setprompt: how it talks to you"));

  await send("/settings");
  await page.getByRole("button", { name: "Server" }).last().click();
  await page.getByText("Budget a day").last().waitFor();
  parts.push(await part(client, "/settings: what a server decides"));

  const strip = await page.context().newPage();
  await strip.setViewportSize({ width: 1280, height: 720 });
  await strip.setContent(stripOf(parts));
  await take(strip, "strip", true);
});

/** The conversation alone, as a data URL. */
async function part({ page }: Client, words: string): Promise<{ words: string; source: string }> {
  const picture = await page.locator("main").screenshot();
  return { words, source: `data:image/png;base64,${picture.toString("base64")}` };
}

function stripOf(parts: { words: string; source: string }[]): string {
  const figures = parts.map(({ words, source }) => `<figure><img src="${source}" alt=""><figcaption>${words}</figcaption></figure>`).join("");
  return `<style>body{margin:0;padding:16px;display:grid;grid-template-columns:1fr 1fr;gap:16px;background:#1b1c21;font:600 17px system-ui;color:#e6e8ef}
figure{margin:0}img{width:100%;height:540px;object-fit:cover;object-position:bottom;border-radius:10px;display:block}figcaption{padding:8px 4px 0}</style>${figures}`;
}

async function take(page: Page, name: string, fullPage = false): Promise<void> {
  const path = resolve(SHOTS, `docs-${name}.png`);
  await page.screenshot({ path, fullPage });
  if (!process.env["UPDATE_PICTURES"]) return;
  mkdirSync(PICTURES, { recursive: true });
  copyFileSync(path, resolve(PICTURES, `${name}.png`));
}
