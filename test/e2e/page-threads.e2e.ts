/** Threads, forum posts, files and subcommands on the page: by mouse and by keys alone, and axe-core finds nothing. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { CommandOption, WireAction, World } from "../../scripts/playground/page/wire.ts";
import { axe } from "./page/axe.ts";
import { tabTo } from "./page/keys.ts";
import { usePlayground } from "./page/playground.ts";

const { open, world, dev } = usePlayground();

const title = (page: Page) => page.locator("#channel-title");
const post = (path: string, body: BodyInit) => fetch(`${dev().url}/playground/${path}`, { method: "POST", body });
const channelNamed = async (name: string) => (await world()).guilds[0]?.channels.find((channel) => channel.name === name);

describe("a thread", () => {
  test.for([{ theme: "dark" }, { theme: "light" }])("is created on a message by keys alone, and the message leads there ($theme)", async ({ theme }) => {
    const general = await channelNamed("general");
    await post(`messages?channel=${general?.id}`, JSON.stringify({ content: `Who brings **gloves** in the ${theme}?` }));
    const { page, message, shot } = await open({ dark: theme === "dark", width: 1280, height: 860 });
    await page.keyboard.press("Escape");
    const asked = message("Who brings gloves").last();
    await tabTo(page, asked, { back: true });
    await page.keyboard.press("Enter");
    const item = page.getByRole("menuitem", { name: "Create thread" });
    while (!(await item.evaluate((element) => element === element.ownerDocument.activeElement))) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Create thread" });
    const name = dialog.getByLabel("Thread name");
    expect(await name.inputValue()).toBe(`Who brings gloves in the ${theme}?`);
    await name.fill(" ");
    await page.keyboard.press("Enter");
    await dialog.getByText("Please give it a name.").waitFor();
    await shot(`80-thread-dialog-${theme}`);
    expect(await axe(page), "dialog").toEqual([]);
    await name.fill(`Gloves, ${theme}`);
    await page.keyboard.press("Enter");
    await title(page).getByText(`Gloves, ${theme}`).waitFor();
    await page.getByText("This is where the thread began.").waitFor();
    await message("Who brings gloves").waitFor();
    await page.locator("#composer textarea:focus").waitFor();
    await page.keyboard.type("I do");
    await page.keyboard.press("Enter");
    await message("I do").waitFor();
    await shot(`81-thread-${theme}`);
    expect(await axe(page), "thread").toEqual([]);
    await page.getByRole("button", { name: "general", exact: true }).click();
    const card = message("Who brings gloves").getByRole("button", { name: `Gloves, ${theme} Open thread` });
    await card.waitFor();
    await shot(`82-thread-card-${theme}`);
    expect(await axe(page), "channel").toEqual([]);
    await card.press("Enter");
    await title(page).getByText(`Gloves, ${theme}`).waitFor();
    await message("I do").waitFor();
  });

  test("that is cancelled leaves the focus on the message", async () => {
    const { page, message } = await open();
    await message("The press sticks a little").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Create thread" }).click();
    await page.getByRole("dialog", { name: "Create thread" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.evaluate<string>("document.activeElement.ariaLabel")).toContain("The press sticks a little");
  });
});

test("a forum lists its posts with their tags, and a post is a place to write and to ask in", async () => {
  const { page, message, shot } = await open({ width: 1280, height: 860 });
  await page.getByRole("button", { name: "workshop", exact: true }).click();
  await page.getByText("Welcome to #workshop!").waitFor();
  expect(await page.locator("#composer").isVisible()).toBe(false);
  const entry = page.getByRole("list", { name: "Posts" }).getByRole("button", { name: /Which rope.*tools/ });
  expect(await entry.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await shot("83-forum-dark");
  expect(await axe(page), "forum").toEqual([]);
  await page.keyboard.press("Enter");
  await message("The old one frays").waitFor();
  await shot("84-post-dark");
  expect(await axe(page), "post").toEqual([]);
  await page.locator("#composer textarea:focus").waitFor();
  await page.keyboard.type("Got it, thanks");
  await page.keyboard.press("Enter");
  await message("Got it, thanks").waitFor();
  await page.keyboard.type("/help ");
  await page.keyboard.press("Enter");
  await message("/ask").waitFor();
});

test("a text file is shown in place and can be downloaded", async () => {
  const general = await channelNamed("general");
  const { id } = (await (await post("files?name=Modelfile", 'FROM llama3.2\nSYSTEM """Talk like a pirate."""')).json()) as { id: string };
  await post(`messages?channel=${general?.id}`, JSON.stringify({ content: "The captain", files: [id] }));
  const { page, message } = await open();
  const shown = message("The captain");
  const show = shown.getByRole("button", { name: "Show" });
  await show.press("Enter");
  await shown.getByText("Talk like a pirate").waitFor();
  expect(await axe(page)).toEqual([]);
  await shown.getByRole("button", { name: "Hide" }).press("Enter");
  await shown.getByText("Talk like a pirate").waitFor({ state: "hidden" });
  const download = page.waitForEvent("download");
  await shown.getByRole("link", { name: "Modelfile" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("Modelfile");
  expect(await readFile(await saved.path(), "utf8")).toContain("FROM llama3.2");
});

describe("a subcommand", () => {
  const option = (name: string, type: number, more: Partial<CommandOption> = {}): CommandOption => ({
    type,
    name,
    description: `The ${name}`,
    required: false,
    autocomplete: false,
    choices: [],
    minLength: 0,
    maxLength: 6000,
    minValue: null,
    maxValue: null,
    channelTypes: [],
    ...more,
  });

  /** The world has one more command; what is done with it is kept instead of sent. */
  async function openWithCommand() {
    const acts: WireAction[] = [];
    const client = await open({ width: 1280, height: 860 });
    await client.page.route(/\/playground\/world\?.*/, async (route) => {
      const known = (await (await route.fetch()).json()) as World;
      const options = [
        option("name", 3, { required: true, minLength: 2 }),
        option("count", 4, { minValue: 1, maxValue: 9 }),
        option("who", 6),
        option("where", 7, { channelTypes: [0] }),
        option("file", 11),
      ];
      known.commands.push({ name: "apples", path: ["give"], description: "Give some away", options });
      known.commands.push({ name: "apples", path: ["list"], description: "See them", options: [] });
      for (const channel of known.guilds[0]?.channels ?? []) channel.offered.push("apples");
      await route.fulfill({ json: known });
    });
    await client.page.route(/\/playground\/act\?.*/, async (route) => {
      acts.push(route.request().postDataJSON() as WireAction);
      await route.fulfill({ json: {} });
    });
    await client.page.reload();
    await client.page.locator("html[data-ready]").waitFor();
    await client.page.keyboard.press("Escape");
    return { ...client, acts };
  }

  test("is found, filled and sent by keys alone: number, person, channel, file", async () => {
    const { page, acts, shot } = await openWithCommand();
    await page.keyboard.type("/app");
    await page.getByRole("option", { name: /^\/apples list/ }).waitFor();
    await page.getByRole("option", { name: /^\/apples give/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("C");
    for (const [index, text] of [
      [0, "10"],
      [0, "wei"],
      [0, "gene"],
    ] as const) {
      await page.keyboard.press("ArrowDown");
      await page.getByRole("listbox", { name: "Options of /apples give" }).waitFor();
      for (let step = 0; step < index; step++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.keyboard.type(text);
      if (text !== "10") await page.keyboard.press("Enter");
    }
    await shot("85-subcommand-dark");
    expect(await axe(page), "form").toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "“name” needs 2 characters; it has 1." }).waitFor();
    await page.keyboard.type("ox");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "“count” has to be at most 9." }).waitFor();
    await page.keyboard.press("Backspace");
    await page.locator(".chip-more").click();
    await page.getByRole("option", { name: /^file/ }).click();
    await page.locator('.chip[data-option="file"] input[type=file]').setInputFiles({ name: "captain.modelfile", mimeType: "", buffer: Buffer.from("FROM x") });
    await page.locator('.chip[data-option="count"] input').press("Enter");
    const known = await world();
    const [general] = known.guilds[0]?.channels ?? [];
    await expect
      .poll(() => acts.at(-1))
      .toMatchObject({
        kind: "slash",
        command: "apples",
        path: ["give"],
        options: {
          name: { type: 3, value: "Cox" },
          count: { type: 4, value: 1 },
          who: { type: 6, value: known.users.find(({ name }) => name === "Wei")?.id },
          where: { type: 7, value: general?.id },
          file: { type: 11, value: expect.stringMatching(/^\d+$/) },
        },
      });
  });

  test("takes what is typed behind its name, and offers channels of its kinds only", async () => {
    const { page, acts } = await openWithCommand();
    // As it is pasted.
    await page.locator("#composer textarea").fill("/apples give name: Cox where: ");
    await page.locator('.chip[data-option="where"] input').focus();
    await page.getByRole("listbox", { name: /^where/ }).waitFor();
    const offered = await page
      .getByRole("listbox", { name: /^where/ })
      .getByRole("option")
      .allTextContents();
    expect(offered).toContain("random");
    for (const other of ["Press repair", "workshop"]) expect(offered).not.toContain(other);
    await page.keyboard.press("Escape");
    await page.keyboard.type("nowhere");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Choose a value for “where” from the list." }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.type("/apples list ");
    await page.keyboard.press("Enter");
    await expect.poll(() => acts.at(-1)).toEqual({ kind: "slash", command: "apples", path: ["list"], options: {} });
  });
});
