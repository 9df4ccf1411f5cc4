/** What comes in on the page: a picture, a PDF and a voice message attached to /ask are understood, and a voice message in the channel is written down. */
import { expect, test } from "vitest";
import { orchardPicture } from "../../scripts/playground/page/picture.ts";
import { recording } from "../fakes/recordings.ts";
import { plain } from "../senses/fixtures.ts";
import { usePlayground } from "./page/playground.ts";

const { open } = usePlayground();

const PICTURE = { name: "rows.png", mimeType: "image/png", buffer: Buffer.from(orchardPicture()) };
const DOCUMENT = { name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from(plain) };
const VOICE = { name: "voice-message.ogg", mimeType: "audio/ogg", buffer: Buffer.from(recording("The ladder stands behind the barn.", 7)) };

for (const [what, file, words] of [
  ["a picture", PICTURE, `Picture 1 arrived: image/png, ${PICTURE.buffer.length.toLocaleString("en")} bytes`],
  ["a PDF", DOCUMENT, 'The file plan.pdf arrived: 137 characters, beginning with "[page 1] Grüße aus Köln'],
  ["a voice message", VOICE, "(Words of a recording, 0:07) The ladder stands behind"],
] as const) {
  test(`${what} attached to /ask is understood`, async () => {
    const { page, ask, answered, shot } = await open();
    await page.locator(".chip-more").click();
    await page
      .getByRole("option", { name: /^file / })
      .first()
      .click();
    await page.locator('.chip[data-option="file"] input[type="file"]').setInputFiles(file);
    const answer = await ask("What is it about?");
    await answered(answer);
    expect(await answer.textContent()).toContain(words);
    await shot(`senses-${file.name}`);
  });
}

test("a voice message in the channel is written down for whoever asks", async () => {
  const { page, answered, shot } = await open();
  // The command that waits there already makes way for a message.
  await page.keyboard.press("Escape");
  await page.locator('input[type="file"]').first().setInputFiles(VOICE);
  await page.getByRole("button", { name: "Send" }).click();
  const voice = page.getByRole("article", { name: /^Mira/ }).filter({ hasText: "voice-message.ogg" }).last();
  await voice.click({ button: "right" });
  await page.getByRole("menuitem", { name: "Ask AI privately" }).click();
  const answer = page.locator("article.message").last();
  await answered(answer);
  expect(await answer.textContent()).toContain("The ladder stands behind the barn.");
  await shot("senses-written-down");
});
