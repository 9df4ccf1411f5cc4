/** Personas and models on the page: a Modelfile is imported, talked to, switched and looked at; by mouse, by keys alone, and on a phone. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axe } from "./page/axe.ts";
import { tabTo } from "./page/keys.ts";
import { usePlayground } from "./page/playground.ts";

const { open } = usePlayground();

const BARNACLE = `# edgewise: name = Barnacle
# edgewise: emoji = 🦜
FROM default
PARAMETER temperature 0.4
SYSTEM """
You are Barnacle.
Talk like a pirate.
"""
MESSAGE user Hi
MESSAGE assistant Arr!`;
const BROKEN = "FROM default\nSYSTEM You are a cook.\nPARAMETER temperatur 0.4";

/** Opens the select in that message and takes the option. */
async function choose(page: Page, message: Locator, option: RegExp): Promise<void> {
  await message.getByRole("combobox").first().click();
  await page.getByRole("option", { name: option }).click();
}

describe("a persona", () => {
  test("is imported as a text, talks, is seen in the prompt, and hands over at run time", async () => {
    const { page, command, ask, answered, press, shot } = await open({ width: 1280, height: 860 });
    const imported = await command(`/persona import text: ${BARNACLE}`);
    await imported.getByText("Done, imported: Barnacle").waitFor();
    expect(await imported.locator(".context-line").textContent()).toContain("Mira used /persona import");
    await press(imported, "Use");
    const panel = page.locator("article.private").filter({ hasText: "Who speaks here" }).last();
    await panel.getByText("From your next message on, Barnacle answers you").waitFor();
    const first = await ask("Who are you? [parameters]");
    await answered(first);
    const said = await first.locator(".text").textContent();
    expect(said).toMatch(/^🦜 BarnacleArr, matey!/);
    expect(said).toContain("temperature 0.4");

    const prompt = await command("/viewprompt");
    await prompt.locator(".embed").filter({ hasText: "The persona" }).getByText("Talk like a pirate.").waitFor();
    await shot("90-persona-prompt-dark");
    expect(await axe(page), "prompt").toEqual([]);

    await choose(page, panel, /^.*Magpie/);
    await panel.getByText("From your next message on, Magpie answers you").waitFor();
    const second = await ask("And now?");
    await answered(second);
    expect(await second.locator(".text").textContent()).toMatch(/^🪶 MagpieThis is the demo model, speaking as Magpie/);
    // What it begins with is no part of what was said.
    expect(await second.textContent()).toContain('Earlier you asked "Who are you?"');
    await shot("91-persona-switched-dark");
    expect(await axe(page), "panel and answers").toEqual([]);
  });

  test("is imported as a file, exported, and the file can be read in place", async () => {
    const { page, command, shot } = await open({ width: 1280, height: 860, dark: false });
    await page.keyboard.press("Escape");
    await page.locator("#composer textarea").fill("/persona import ");
    await page.locator(".chip-more").click();
    await page.getByRole("option", { name: /^file/ }).click();
    const file = { name: "keeper.modelfile", mimeType: "", buffer: Buffer.from(BARNACLE.replaceAll("Barnacle", "Keeper")) };
    await page.locator('.chip[data-option="file"] input[type=file]').setInputFiles(file);
    await shot("92-import-file-light");
    expect(await axe(page), "form").toEqual([]);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Done, imported: Keeper").waitFor();

    const exported = await command("/persona export name: Keeper");
    await exported.getByRole("button", { name: "Show" }).click();
    await exported.getByText("Talk like a pirate.").waitFor();
    expect(await exported.textContent()).toContain("# edgewise: name = Keeper");
    await shot("93-export-light");
    expect(await axe(page), "file").toEqual([]);
  });

  test("that is broken gets line and column, and what was typed is handed back", async () => {
    const { page, send, shot } = await open({ width: 1280, height: 860, dark: false });
    await send("/persona import");
    const dialog = page.getByRole("dialog", { name: "Import a persona" });
    await dialog.getByLabel(/^A Modelfile/).fill(BROKEN);
    await dialog.getByLabel(/^Name/).fill("Cook");
    expect(await axe(page), "window").toEqual([]);
    await shot("94-import-window-light");
    await dialog.getByRole("button", { name: "Submit" }).click();
    const refused = page.locator("article.private").last();
    await refused.getByText("Line 3, column 11: “temperatur” is no parameter. Did you mean temperature?").waitFor();
    await refused.getByText("SYSTEM You are a cook.").waitFor();
    await shot("95-import-refused-light");
    expect(await axe(page), "refusal").toEqual([]);
  });

  test("is made, chosen and gone back from by keys alone", async () => {
    const { page, shot, newest, answered } = await open({ width: 1280, height: 860 });
    const { keyboard } = page;
    await keyboard.press("Escape");
    await keyboard.type("/persona cr");
    await page.getByRole("option", { name: /^\/persona create/ }).waitFor();
    await keyboard.press("Enter");
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "A new persona" });
    await dialog.waitFor();
    await keyboard.type("Gale");
    await tabTo(page, dialog.getByLabel(/^Who it is/));
    await keyboard.type("You are Gale. Answer in capital letters.");
    await shot("96-create-window-dark");
    expect(await axe(page), "window").toEqual([]);
    await tabTo(page, dialog.getByRole("button", { name: "Submit" }));
    await keyboard.press("Enter");
    const made = page.locator("article.private").filter({ hasText: "Done: Gale is there" });
    await made.waitFor();
    await tabTo(page, made.getByRole("button", { name: "Use" }), { back: true });
    await keyboard.press("Enter");
    await page.getByText("From your next message on, Gale answers you").waitFor();
    await tabTo(page, page.locator("#composer textarea"));
    await keyboard.type("/ask Who is there?");
    await keyboard.press("Enter");
    await page.getByText("SPEAKING AS GALE").waitFor();
    await answered(newest());
    await tabTo(page, page.locator("#composer textarea"));
    await keyboard.type("/persona use no");
    await page.getByRole("option", { name: /^Nobody/ }).waitFor();
    await keyboard.press("Enter");
    await keyboard.press("Enter");
    await page.getByText("it is just me who answers you").waitFor();
  });

  test("is looked at and chosen on a phone, where nothing is wider than the screen", async () => {
    const { page, command, press, shot } = await open({ width: 390, height: 844, phone: true });
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    const list = await command("/persona list");
    await list.getByText("Captain Quill").first().waitFor();
    await shot("97-phone-personas-dark");
    await choose(page, list, /Hazel/);
    const shown = page.locator("article.private").filter({ hasText: "comes with me" }).last();
    // Scrolls to it, again where the list has just been drawn anew.
    await shown.getByRole("button", { name: "Export" }).click({ trial: true });
    await shot("98-phone-persona-dark");
    expect(await width()).toBe(390);
    expect(await axe(page)).toEqual([]);
    await press(shown, "Use");
    await page.getByText("From your next message on, Hazel answers you").waitFor();
    await shot("99-phone-panel-dark");
    expect(await width()).toBe(390);
    await command("/persona use name: none");
  });
});

test("/model shows which model answers and switches it, for the next answer", async () => {
  const { page, command, ask, answered, shot } = await open({ width: 1280, height: 860 });
  const panel = await command("/model");
  await panel.getByText("It is my default").waitFor();
  await choose(page, panel, /^demo-small/);
  await panel.getByText("You chose").first().waitFor();
  await shot("89-model-dark");
  expect(await axe(page)).toEqual([]);
  const answer = await ask("Which one are you? [parameters]");
  await answered(answer);
  expect(await answer.textContent()).toContain("model demo-small");
});
