/** Pictures on the page: /imagine, reroll, edit prompt, vary, delete; by mouse, by keys alone, and on a phone. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axe } from "./page/axe.ts";
import { tabTo } from "./page/keys.ts";
import { usePlayground } from "./page/playground.ts";

const { open } = usePlayground();

/** Waits until so many pictures are shown in it, whole. */
async function painted(message: Locator, count = 1): Promise<void> {
  await message.getByRole("button", { name: "Reroll" }).waitFor({ timeout: 30_000 });
  const pictures = message.locator("img[alt]:not([alt=''])");
  await pictures.nth(count - 1).waitFor();
  const width = (image: unknown) => {
    const shown = image as { decode(): Promise<void>; naturalWidth: number };
    return shown.decode().then(() => shown.naturalWidth);
  };
  for (const picture of await pictures.all()) expect(await picture.evaluate(width)).toBeGreaterThan(100);
}
const sourceOf = (message: Locator) => message.locator("img[alt*='heron']").first().getAttribute("src");
const newest = (page: Page, text: string) => page.locator("article.message[aria-label^='Edgewise,']").filter({ hasText: text }).last();

describe("/imagine", () => {
  test("paints, rerolls into a new message, paints edited words, varies, and deletes", async () => {
    const { page, command, press, shot } = await open({ width: 1280, height: 860 });
    const first = await command("/imagine prompt: a heron in the rain");
    await painted(first);
    expect(await first.textContent()).toMatch(/a heron in the rain.*Refined: a heron in the rain, seen from slightly above/);
    await shot("a0-imagine-dark");
    expect(await axe(page), "picture").toEqual([]);

    await press(first, "Reroll");
    const second = newest(page, "🎲 a heron in the rain");
    await painted(second);
    expect(await sourceOf(second)).not.toBe(await sourceOf(first));
    await painted(first);

    await press(second, "Edit prompt");
    const dialog = page.getByRole("dialog", { name: "Edit prompt" });
    const field = dialog.getByLabel(/^What the picture shows/);
    expect(await field.inputValue()).toBe("a heron in the rain");
    await field.fill("two herons by night");
    expect(await axe(page), "window").toEqual([]);
    await shot("a1-imagine-edit-dark");
    await dialog.getByRole("button", { name: "Submit" }).click();
    const third = newest(page, "two herons by night");
    await painted(third);

    await press(third, "Vary");
    const fourth = newest(page, "🔀");
    await painted(fourth);

    const id = await second.getAttribute("id");
    await press(second, "Delete");
    await page.getByText("Deleted, and I no longer know of it.").waitFor();
    await page.locator(`#${id}`).waitFor({ state: "detached" });
    await shot("a2-imagine-deleted-dark");
  });

  test("paints four in another shape, and says what a provider refuses", async () => {
    const { page, command, shot } = await open({ width: 1280, height: 860, dark: false });
    const four = await command("/imagine prompt: a heron size: landscape count: 4 refine: False");
    await painted(four, 4);
    expect(await four.getByRole("button", { name: /^Vary/ }).count()).toBe(4);
    await shot("a3-imagine-four-light");
    expect(await axe(page), "four").toEqual([]);
    const refused = await command("/imagine prompt: something bad [refuse]");
    await refused.getByText("against its content rules").waitFor();
    await refused.getByRole("button", { name: "Try again" }).waitFor();
    expect(await refused.getByRole("button").allTextContents()).toEqual(expect.arrayContaining([expect.stringContaining("Edit prompt")]));
  });

  test("starts from a picture that is attached", async () => {
    const { page } = await open({ width: 1280, height: 860 });
    await page.keyboard.press("Escape");
    await page.locator("#composer textarea").fill("/imagine ");
    await page.locator('.chip[data-option="prompt"] textarea').fill("a heron like this one");
    await page.locator(".chip-more").click();
    await page.getByRole("option", { name: /^image/ }).click();
    const file = { name: "bird.png", mimeType: "image/png", buffer: Buffer.from(PIXEL, "base64") };
    await page.locator('.chip[data-option="image"] input[type=file]').setInputFiles(file);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await painted(newest(page, "a heron like this one"));
  });

  test("is painted and rerolled by keys alone", async () => {
    const { page } = await open({ width: 1280, height: 860 });
    const { keyboard } = page;
    await keyboard.press("Escape");
    await keyboard.type("/imag");
    await page.getByRole("option", { name: /^\/imagine/ }).waitFor();
    await keyboard.press("Enter");
    await keyboard.type("a heron by keys");
    await keyboard.press("Enter");
    const first = newest(page, "a heron by keys");
    await painted(first);
    await tabTo(page, first.getByRole("button", { name: "Reroll" }), { back: true });
    await keyboard.press("Enter");
    await painted(newest(page, "🎲 a heron by keys"));
  });

  test("fits on a phone", async () => {
    const { page, command, shot } = await open({ width: 390, height: 844, phone: true });
    const answer = await command("/imagine prompt: a heron on a phone size: portrait");
    await painted(answer);
    await shot("a4-phone-imagine-dark");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await axe(page)).toEqual([]);
  });
});

/** One pixel. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
