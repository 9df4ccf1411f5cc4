/** The page of `npm run dev` in a real browser, against the real Worker: what a newcomer sees in the first minutes. */
import { describe, expect, test } from "vitest";
import { orchardPicture } from "../../scripts/playground/page/picture.ts";
import { textsUntil } from "./page/browser.ts";
import { usePlayground } from "./page/playground.ts";

const { open, world } = usePlayground();

describe("the page", () => {
  test("opens on a lively channel with /ask ready to be typed into", async () => {
    const { page, shot } = await open();
    expect(await page.locator("article.message").count()).toBe(12);
    await expect.poll(() => page.locator(".picture img").evaluate((img: { naturalWidth: number }) => img.naturalWidth)).toBe(480);
    expect(await page.locator('.chip[data-option="prompt"] textarea').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
    await shot("01-start-dark");
    await page.locator(".picture").scrollIntoViewIfNeeded();
    await shot("02-picture-dark");
  });

  test("streams the answer to /ask as it grows, and the header names who asked", async () => {
    const { page, ask, answered, shot } = await open();
    // The very first answer carries the note on privacy; the next one has the room of a message for itself.
    await answered(await ask("Hello"));
    await ask("Tell me about cider [slow]").then(async (answer) => {
      const texts = await textsUntil(answer, async () => (await answer.getByRole("button", { name: "Regenerate" }).count()) > 0);
      await answered(answer);
      expect(texts.length).toBeGreaterThan(4);
      for (const [index, text] of texts.entries()) expect(text.length).toBeGreaterThanOrEqual(texts[index - 1]?.length ?? 0);
      expect(texts.at(-1)).toContain("word 180,");
      expect(await answer.locator(".context-line").textContent()).toContain("Mira used /ask");
      await answer.locator(".command").click();
      expect(await answer.locator(".command").textContent()).toContain("Tell me about cider");
    });
    await page.locator("#log").focus();
    await shot("03-answer-dark");
  });

  test("Stop ends an answer where it is", async () => {
    const { ask, press, answered, shot } = await open();
    const answer = await ask("Count for me [slow]");
    await shot("04-thinking-dark");
    await answer.getByText("word 8,").waitFor();
    await shot("04-streaming-dark");
    await press(answer, "Stop");
    await answered(answer);
    expect(await answer.textContent()).toContain("Stopped here");
    expect(await answer.textContent()).not.toContain("word 180,");
    await shot("05-stopped-dark");
  });

  test("Regenerate answers anew in the same message", async () => {
    const { page, ask, press, answered } = await open();
    const answer = await ask("Say it again [slow]");
    await answer.getByText("word 5,").waitFor();
    await press(answer, "Stop");
    await answered(answer);
    const before = await page.locator("article.message").count();
    expect(await answer.textContent()).toContain("Stopped here");
    await press(answer, "Regenerate");
    await answer.getByRole("button", { name: "Stop" }).waitFor();
    await answered(answer);
    expect(await answer.textContent()).toContain("word 180,");
    expect(await answer.textContent()).not.toContain("Stopped here");
    expect(await page.locator("article.message").count()).toBe(before);
  });

  test("a long answer with a code block spans several messages, its code can be copied", async () => {
    const { page, ask, newest, answered, shot } = await open({ dark: false });
    const before = await page.locator("article.message").count();
    await ask("Write a lot [long]");
    await page.getByText("ends paragraph 14,").waitFor({ timeout: 120_000 });
    await answered(newest());
    expect((await page.locator("article.message").count()) - before).toBeGreaterThanOrEqual(3);
    const blocks = page.locator(".code-block").filter({ hasText: "squared" });
    expect(await blocks.locator(".language").first().textContent()).toBe("ts");
    const code = (await blocks.locator("code").allTextContents()).join("\n");
    expect(code.split("\n").filter((line) => line.includes("squared"))).toHaveLength(34);
    await blocks.first().scrollIntoViewIfNeeded();
    await blocks.first().getByRole("button", { name: "Copy code" }).click();
    await blocks.first().getByText("Copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(await blocks.first().locator("code").textContent());
    await shot("06-long-light");
  });

  test("an attached picture arrives and is described", async () => {
    const { page, ask, answered, shot } = await open({ dark: false });
    await page.locator(".chip-more").click();
    await shot("07-options-light");
    await page.getByRole("option", { name: /^file An image/ }).click();
    const picture = { name: "rows.png", mimeType: "image/png", buffer: Buffer.from(orchardPicture()) };
    await page.locator('.chip[data-option="file"] input[type="file"]').setInputFiles(picture);
    await shot("08-command-light");
    const answer = await ask("What is on this picture?");
    await answered(answer);
    expect(await answer.textContent()).toContain(`Picture 1 arrived: image/png, ${picture.buffer.length.toLocaleString("en")} bytes`);
  });

  test("a private answer is seen by its asker alone and can be dismissed", async () => {
    const { page, ask, answered, shot } = await open();
    const answer = await ask("Just between us: who brings the ladder?", { private: true });
    await answered(answer);
    const id = await answer.getAttribute("id");
    expect(await answer.textContent()).toContain("Only you can see this");
    await shot("09-private-dark");
    await page.locator("#people label").nth(1).click();
    await page.locator("#people legend").filter({ hasText: "Jonas" }).waitFor();
    await expect.poll(() => page.locator(`#${id}`).count()).toBe(0);
    expect(await page.locator("article.message").count()).toBeGreaterThan(11);
    await page.locator("#people label").first().click();
    await page.locator(`#${id}`).getByRole("button", { name: "Dismiss message" }).click();
    expect(await page.locator(`#${id}`).count()).toBe(0);
  });

  test("Follow up opens a form, and the next answer remembers the first question", async () => {
    const { page, ask, newest, press, answered, shot } = await open();
    const first = await ask("How many crates do we have?");
    await answered(first);
    const id = await first.getAttribute("id");
    await press(first, "Follow up");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("And how many bottles?");
    await shot("10-form-dark");
    await dialog.getByRole("button", { name: "Submit" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => newest().getAttribute("id")).not.toBe(id);
    await answered(newest());
    expect(await newest().textContent()).toContain('Earlier you asked "How many crates do we have?"');
    expect(await newest().locator(".context-line").textContent()).toContain("Edgewise");
  });

  test("Escape closes a form and gives the focus back to its button", async () => {
    const { page, ask, press, answered } = await open();
    const answer = await ask("Anything");
    await answered(answer);
    await press(answer, "Follow up");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.textContent")).toContain("Follow up");
  });

  test("Why explains an answer, privately", async () => {
    const { page, ask, press, answered, shot } = await open({ dark: false });
    const answer = await ask("Why is the sky red in the evening?");
    await answered(answer);
    await press(answer, "More");
    await page.locator("article.message.private").last().getByRole("button", { name: "Why" }).click();
    const why = page.locator("article.message.private").last();
    await why.getByText("Why this answer").waitFor();
    expect(await why.textContent()).toContain("You asked with /ask");
    await shot("11-why-light");
  });

  test("a failing model is explained, and Try again asks it again", async () => {
    const { ask, press, shot } = await open();
    const answer = await ask("Please fail [error 401]");
    await answer.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
    expect(await answer.textContent()).toContain("OPENAI_API_KEY");
    await shot("12-failure-dark");
    const presses = async () => (await world()).traffic.filter((line) => line.title === "Press: retry" && line.verdict === "ok").length;
    const before = await presses();
    await press(answer, "Try again");
    await expect.poll(presses).toBe(before + 1);
    await answer.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
  });

  test("a command and a button that nobody acknowledges are shown as Discord shows them", async () => {
    const { page, ask, press, answered, shot } = await open();
    const answer = await ask("Before the silence");
    await answered(answer);
    await page.route("**/playground/act?*", (route) => route.fulfill({ json: { failure: "no answer within 3000 ms" } }));
    await press(answer, "More");
    await answer.getByText("This interaction failed").waitFor();
    await page.locator("#composer textarea").fill("/help");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    const failed = page.locator("article.local").filter({ hasText: "The application did not respond" });
    await failed.waitFor();
    await shot("20-no-response-dark");
    await failed.getByRole("button", { name: "Dismiss message" }).click();
    expect(await failed.count()).toBe(0);
  });

  test("the option model is completed with what the bot offers", async () => {
    const { page, shot } = await open();
    await page.locator(".chip-more").click();
    await page.getByRole("option", { name: /^model/ }).click();
    await page.getByRole("option", { name: /^demo-small/ }).waitFor();
    await shot("13-autocomplete-dark");
    await page.keyboard.type("small");
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect(await page.locator('.chip[data-option="model"] input').inputValue()).toMatch(/^demo-small/);
  });

  test("the keyboard alone chooses a command, fills it in, sends it, presses its button", async () => {
    const { page, message, answered } = await open();
    await page.keyboard.press("Escape");
    await page.keyboard.type("/he");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.locator("article.private").filter({ hasText: "What I can do" }).waitFor();
    await page.keyboard.type("/ask keys only");
    await page.keyboard.press("Enter");
    await answered(message('You asked: "keys only"'));
    // From the composer backwards: jump to the buttons of the last answer.
    const focused = () => page.evaluate("document.activeElement.textContent");
    for (let press = 0; press < 8 && !String(await focused()).includes("More"); press++) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    // The newest: earlier tests' panels may still stand above.
    await page.locator("article.private").last().getByText("What shall happen with this answer?").waitFor();
  });

  test("people write, reply and hand over to one another", async () => {
    const { page, message } = await open();
    await page.keyboard.press("Escape");
    await page.keyboard.type("Who has **the keys** to the barn?");
    await page.keyboard.press("Enter");
    await message("Who has the keys").waitFor();
    await page.locator("#people label").nth(2).click();
    await page.locator("#people legend").filter({ hasText: "Wei" }).waitFor();
    await message("Who has the keys").hover();
    await message("Who has the keys").getByRole("button", { name: "Reply to Mira" }).click();
    await page.keyboard.type("I do.");
    await page.keyboard.press("Enter");
    const reply = message("I do.");
    await reply.waitFor();
    expect(await reply.locator(".context-line").textContent()).toContain("MiraWho has the keys");
    expect(await reply.locator("header").textContent()).toContain("Wei");
  });

  test("a direct message with the bot is a place of its own", async () => {
    const { page, ask, answered, shot } = await open();
    await page.getByRole("button", { name: "Direct messages" }).click();
    await page.getByText("Nobody else on this server sees what you ask me here").waitFor();
    const answer = await ask("Are we alone?");
    await answered(answer);
    expect(await answer.textContent()).toContain('You asked: "Are we alone?"');
    await shot("14-direct-dark");
  });
});
