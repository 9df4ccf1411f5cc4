/** What it remembers, on the page: told and asked later, erased with a receipt, what was missed with and without the intent, and an answer that goes on in a thread. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axe } from "./page/axe.ts";
import { tabTo } from "./page/keys.ts";
import { usePlayground } from "./page/playground.ts";

const { open, world } = usePlayground();

/** Says who speaks from now on. */
async function become(page: Page, name: string): Promise<void> {
  await page
    .locator("#people")
    .getByTitle(new RegExp(`^${name}`))
    .click();
  await page.locator("#people legend").filter({ hasText: name }).waitFor();
}
const width = (page: Page) => page.evaluate("document.documentElement.scrollWidth");

describe("what it was told", () => {
  test("is known later, also after /new, until everything is erased", async () => {
    const { page, command, ask, answered, press, shot } = await open({ width: 1280, height: 860 });
    const kept = await command("/memory remember text: I am allergic to walnuts.");
    await kept.getByText("Remembered. I use it whenever you ask me on this server").waitFor();
    await shot("100-remembered-dark");
    await command("/new");
    // Said by somebody else in public: no part of the conversation that asks.
    await become(page, "Jonas");
    await answered(await ask("The spare key hangs behind the blue barrel."));
    await become(page, "Mira");

    const told = await ask("What am I allergic to?");
    await answered(told);
    expect(await told.textContent()).toContain('I remember: "I am allergic to walnuts."');
    const said = await ask("Where does the spare key hang?");
    await answered(said);
    expect(await said.textContent()).toMatch(/I remember: ".*behind the blue barrel/);
    await shot("101-recalled-dark");
    const found = await command("/memory search query: barrel");
    await found.getByText("behind the blue barrel").first().waitFor();
    await shot("102-search-dark");
    expect(await axe(page), "answers and search").toEqual([]);

    const notice = await command("/privacy");
    await press(notice, "Erase everything about me");
    await notice.getByText("Erase everything about you?").waitFor();
    await shot("103-erase-dark");
    expect(await axe(page), "question").toEqual([]);
    await press(notice, "Yes, erase it all");
    await notice.getByText(/Receipt \d+, asked for/).waitFor();
    await notice.getByText("1 fact").waitFor();
    await shot("104-receipt-dark");
    const forgotten = await ask("What am I allergic to?");
    await answered(forgotten);
    expect(await forgotten.textContent()).not.toMatch(/I remember:|walnuts/);
    // What others said is theirs.
    const others = await ask("Where does the spare key hang?");
    await answered(others);
    expect(await others.textContent()).toContain("behind the blue barrel");
    await shot("105-erased-dark");
  });

  test("is seen, changed and forgotten by keys alone", async () => {
    const { page, shot } = await open({ width: 1280, height: 860, dark: false });
    const { keyboard } = page;
    await become(page, "Wei");
    const panel = page.locator("article.private").last();
    await tabTo(page, page.locator("#composer textarea"));
    await keyboard.press("Escape");
    await keyboard.type("/memory remember I press cider on Fridays.");
    await keyboard.press("Enter");
    await panel.getByText("Remembered.").waitFor();
    await tabTo(page, panel.getByRole("button", { name: "Edit" }), { back: true });
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "What should I remember about you?" });
    await dialog.waitFor();
    await keyboard.press("Control+A");
    await keyboard.type("I press cider on Saturdays.");
    await shot("106-memory-window-light");
    expect(await axe(page), "window").toEqual([]);
    await tabTo(page, dialog.getByRole("button", { name: "Submit" }));
    await keyboard.press("Enter");
    await panel.getByText("Changed. This is what I remember from now on.").waitFor();
    await shot("107-memory-changed-light");
    await tabTo(page, panel.getByRole("button", { name: "To the list" }));
    await keyboard.press("Enter");
    await panel.getByText("What I remember about you").waitFor();
    await shot("108-memory-list-light");
    expect(await axe(page), "list").toEqual([]);
    await tabTo(page, panel.getByRole("button", { name: "Forget all" }));
    await keyboard.press("Enter");
    await tabTo(page, panel.getByRole("button", { name: "Forget it" }));
    await keyboard.press("Enter");
    await panel.getByText("Done: 1 thing forgotten.").waitFor();
  });

  test("and what a server gave it to know fit on a phone", async () => {
    const { page, command, press, shot } = await open({ width: 390, height: 844, phone: true });
    await command("/memory add name: Rules of the barn text: Whoever leaves last closes the gate. Ladders go back to the wall.");
    const panel = await command("/memory show about: documents");
    await panel.getByText("Rules of the barn").first().waitFor();
    await shot("109-phone-documents-dark");
    expect(await axe(page)).toEqual([]);
    await press(panel, "About me");
    await panel.getByText("What I remember about you").waitFor();
    const notice = await command("/privacy");
    await notice.getByRole("link", { name: "The whole story" }).click({ trial: true });
    await shot("110-phone-privacy-dark");
    expect(await axe(page)).toEqual([]);
    expect(await width(page)).toBe(390);
  });
});

describe("what was missed", () => {
  test("is told with links that lead to the messages; without the intent, what could not be read and the switch for it", async () => {
    const { page, command, answered, shot } = await open({ width: 1280, height: 860 });
    const told = await command("/catchup since: 4h");
    await answered(told);
    expect(await told.textContent()).toContain("by 3 people");
    await told.getByText("Crates are in the barn").or(told.getByText("the wobbly ladder is firewood now")).first().waitFor();
    await shot("111-catchup-dark");
    expect(await axe(page), "with the intent").toEqual([]);
    const link = told.getByRole("listitem").first().getByRole("link").last();
    const [, id] = /\/(\d+)$/.exec((await link.getAttribute("href")) ?? "") ?? [];
    await link.click();
    await expect.poll(() => page.evaluate<string>("document.activeElement.id")).toContain(id);
    expect(await page.evaluate<string>("document.activeElement.textContent")).toContain("Walked the lower rows");

    await page.locator("summary").filter({ hasText: "Discord" }).click();
    await page.getByRole("switch", { name: /^Message Content intent/ }).uncheck();
    await expect.poll(async () => (await world()).switches.messageContent).toBe(false);
    const blind = await command("/catchup since: 4h");
    await blind.getByText("“Message Content Intent”").waitFor();
    await shot("112-catchup-blind-dark");
    expect(await axe(page), "without").toEqual([]);
    await page.getByRole("switch", { name: /^Message Content intent/ }).check();
  });
});

test("More explains an answer and goes on in a thread, which knows what was said", async () => {
  const { page, ask, answered, press, message, newest, shot } = await open({ width: 1280, height: 860 });
  await become(page, "Jonas");
  const answer = await ask("Which crates shall I take to the barn?");
  await answered(answer);
  await press(answer, "More");
  const panel = page.locator("article.private").filter({ has: page.getByRole("button", { name: "Continue in thread" }) });
  await shot("113-more-dark");
  await press(panel, "Why");
  await message("Why this answer").getByText("You asked with /ask").waitFor();
  await shot("114-why-dark");
  expect(await axe(page), "more and why").toEqual([]);
  await press(panel, "Continue in thread");
  await message("We go on in").getByText("I know what we said so far").waitFor();
  await answer.getByRole("button", { name: /Open thread/ }).click();
  await page.locator("#channel-title").getByText("Which crates shall I take").waitFor();
  await page.getByText("We go on here.").waitFor();
  await answered(await ask("And after that?"));
  expect(await newest().textContent()).toContain('Earlier you asked "Which crates shall I take to the barn?"');
  await shot("115-thread-dark");
  expect(await axe(page), "thread").toEqual([]);
});
