/** Read aloud, in the browser: an answer, More, Read aloud, and a voice message that can be played; a private answer becomes a file. */
import { expect, test } from "vitest";
import { axe } from "./page/axe.ts";
import { usePlayground } from "./page/playground.ts";

const { open } = usePlayground();

test("an answer is read aloud: a voice message stands in the channel and plays", async () => {
  const { page, ask, answered, newest, shot } = await open();
  const answer = await ask("What keeps apples fresh?");
  await answered(answer);
  await answer.getByRole("button", { name: "More", exact: true }).click();
  const panel = newest();
  await panel.getByRole("button", { name: "Read aloud" }).click();
  const voice = page.getByRole("group", { name: "Voice message" });
  await voice.waitFor();
  await page.locator("article.message.private").filter({ hasText: "Read aloud:" }).waitFor();
  const message = page.locator("article.message").filter({ has: voice });
  expect(await message.getByRole("button", { name: /^Reply to Edgewise/ }).count()).toBeGreaterThan(0);
  expect(await voice.locator(".wave i").count()).toBeGreaterThan(10);
  const button = voice.getByRole("button");
  expect(await button.getAttribute("aria-label")).toMatch(/^Play voice message, \d:\d\d$/);
  await voice.scrollIntoViewIfNeeded();
  await shot("80-voice-dark");
  expect(await axe(page)).toEqual([]);
  await button.click();
  await voice.getByRole("button", { name: "Pause voice message" }).waitFor();
  // The browser has something to decode, and does.
  await voice.locator("i.heard").first().waitFor();
  await expect.poll(() => page.evaluate<number>("document.querySelector('.voice audio').currentTime")).toBeGreaterThan(0.3);
  expect(await page.evaluate("document.querySelector('.voice audio').error")).toBeNull();
  await button.click();
  await voice.getByRole("button", { name: /^Play/ }).waitFor();
});

test("a private answer becomes a file that only its reader sees", async () => {
  const { page, ask, answered, newest } = await open();
  const answer = await ask("A secret?", { private: true });
  await answered(answer);
  await answer.getByRole("button", { name: "More", exact: true }).click();
  await newest().getByRole("button", { name: "Read aloud" }).click();
  const file = page.locator("article.message.private").filter({ hasText: "answer.ogg" });
  await file.waitFor();
  await file.getByText("for you alone").waitFor();
  expect(await file.locator("audio").count()).toBe(1);
});
