/** What a message and a form can be made of: everything is shown, can be used by keys, and says to the bot what was chosen. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { WireAction, WireMessage } from "../../scripts/playground/page/wire.ts";
import { axe } from "./page/axe.ts";
import type { Client } from "./page/browser.ts";
import { usePlayground } from "./page/playground.ts";
import { sampleMessage, sampleModal } from "./page/sample.ts";

const { open, world, dev } = usePlayground();

/** The sample stands at the end of #general; what is done to it is kept instead of sent. */
async function openSample(options: { dark?: boolean; width?: number; height?: number } = {}) {
  const acts: WireAction[] = [];
  const known = await world();
  const general = known.guilds[0]?.channels[0]?.id ?? "";
  const written = (await (await fetch(`${dev().url}/playground/messages?channel=${general}`)).json()) as WireMessage[];
  const [first] = written;
  if (!first) throw new Error("nobody wrote anything");
  const sample = sampleMessage(known, first);
  const client = await open({ dark: true, ...options });
  await client.page.route(/\/playground\/messages\?.*/, async (route) => {
    if (route.request().method() !== "GET" || !route.request().url().includes(general)) return route.continue();
    const response = await route.fetch();
    await route.fulfill({ json: [...((await response.json()) as WireMessage[]), sample] });
  });
  await client.page.route(/\/playground\/act\?.*/, async (route) => {
    const action = route.request().postDataJSON() as WireAction;
    acts.push(action);
    await route.fulfill({ json: action.kind === "button" ? { modal: sampleModal } : {} });
  });
  await client.page.reload();
  await client.page.locator("html[data-ready]").waitFor();
  const message = client.page.locator(`#m-${sample.id}`);
  await message.waitFor();
  return { ...client, acts, message, first };
}

const values = (action: WireAction | undefined) => (action?.kind === "select" ? action.values : undefined);
const focusedIs = (page: Page, text: RegExp) =>
  expect.poll(() => page.evaluate<string>("document.activeElement.ariaLabel ?? document.activeElement.textContent")).toMatch(text);

describe("a message", () => {
  test.for([{ theme: "dark" }, { theme: "light" }])(
    "shows mentions, times, embeds, buttons and selects, and axe-core finds nothing ($theme)",
    async ({ theme }) => {
      const { page, message, shot } = await openSample({ dark: theme === "dark", width: 1280, height: 900 });
      const text = await message.textContent();
      for (const part of [
        "@Mira",
        "#general",
        "in 2 hours",
        "the first words",
        "#general › message",
        "Harvest",
        "Thirty",
        "Left to do",
        "Counted by Jonas • Today at",
      ])
        expect(text).toContain(part);
      expect(text).not.toMatch(/<[@#t]|unknown/);
      await message.scrollIntoViewIfNeeded();
      await shot(`70-sample-${theme}`);
      expect(await axe(page)).toEqual([]);
    },
  );

  test("leads to the messages that it links to and replies to", async () => {
    const { page, message, first } = await openSample();
    for (const [role, name] of [
      ["link", "the first words"],
      ["link", "To the message"],
      ["link", "Harvest"],
      ["button", /^Reply to/],
    ] as const) {
      await message.getByRole(role, { name }).first().click();
      await expect.poll(() => page.evaluate("document.activeElement.id")).toBe(`m-${first.id}`);
    }
    expect(page.context().pages()).toHaveLength(1);
  });

  test("its selects are used by keys: several values at once, people, roles, channels", async () => {
    const { page, message, acts } = await openSample();
    await message.getByRole("combobox", { name: "Which apples" }).focus();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("option").allTextContents()).toEqual(["🍏BramleyFor the pan", "🍎Cox", "Russet"]);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press(" ");
    // Two at most: a third is not taken.
    await page.keyboard.type("r");
    await page.keyboard.press("Enter");
    expect(acts).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(() => values(acts.at(-1))).toEqual(["bramley", "cox"]);
    await focusedIs(page, /^Which apples/);

    const known = await world();
    await message.getByRole("combobox", { name: "Who brings the ladder" }).focus();
    await page.keyboard.type("w");
    await page.keyboard.press("Enter");
    await expect.poll(() => values(acts.at(-1))).toEqual([known.users.find((user) => user.name === "Wei")?.id]);

    await message.getByRole("combobox", { name: "Choose a channel: general" }).click();
    const offered = await page.getByRole("option").allTextContents();
    expect(offered).toContain("random");
    expect(offered).not.toContain("Press repair");
    await page.getByRole("option", { name: "random" }).click();
    await expect.poll(() => values(acts.at(-1))).toEqual([known.guilds[0]?.channels.find((channel) => channel.name === "random")?.id]);

    await message.getByRole("combobox", { name: "Choose a person or role" }).click();
    expect((await page.getByRole("option").allTextContents()).join(" ")).toMatch(/Mira.*@/);
    await page.keyboard.press("Escape");
    expect(await message.getByRole("button", { name: "Burn it" }).isDisabled()).toBe(true);
  });
});

test("a form counts, names what is wrong, and sends every kind of field", async () => {
  const { page, message, acts, shot } = await openSample();
  await message.getByRole("button", { name: "Again" }).click();
  const form = page.getByRole("dialog", { name: "The label" });
  await form.getByLabel("Title").pressSequentially("Ap");
  await form.getByText("2 / 30").waitFor();
  await page.keyboard.press("Enter");
  await form.getByText("At least 3 characters; there are 2.").waitFor();
  await form.getByText("Please choose something.").waitFor();
  expect(await page.evaluate("document.activeElement.id")).toBe("field-title");
  await shot("71-form-wrong-dark");
  expect(await axe(page)).toEqual([]);
  await form.getByLabel("Title").fill("Applause");
  await form.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Sweet" }).click();
  await page.keyboard.press("Control+Enter");
  await form.waitFor({ state: "detached" });
  expect(acts.at(-1)).toMatchObject({ kind: "modal", values: { title: "Applause", story: "Pressed by friends.", kind: "sweet" } });
  await focusedIs(page, /Again/);
});

describe("the text field", () => {
  const textOf = (page: Page) => page.locator("#composer .slot textarea").first().inputValue();

  test("keeps what was typed, per channel and over a reload", async () => {
    const { page } = await open();
    expect(await page.locator(".command-name").textContent()).toBe("/ask");
    await page.keyboard.type("half a question");
    await page.getByRole("button", { name: "random", exact: true }).click();
    await page.locator("#channel-title").getByText("random").waitFor();
    await page.locator("#composer textarea:focus").waitFor();
    await page.keyboard.type("a half sentence");
    await page.reload();
    await page.locator("html[data-ready]").waitFor();
    expect(await textOf(page)).toBe("a half sentence");
    await page.getByRole("button", { name: "general", exact: true }).click();
    await page.locator("#channel-title").getByText("general").waitFor();
    expect(await page.locator(".command-name").textContent()).toBe("/ask");
    expect(await textOf(page)).toBe("half a question");
  });

  test("names an option that is wrong, and what each option is for", async () => {
    const { page }: Client = await open();
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "“prompt” is required" }).waitFor();
    expect(await page.locator('.chip[data-option="prompt"] textarea').getAttribute("aria-invalid")).toBe("true");
    await page.keyboard.type("Which?");
    expect(await page.locator('.chip[data-option="prompt"] textarea').getAttribute("aria-invalid")).toBeNull();
    await page.locator(".chip-more").click();
    await page.getByRole("option", { name: /^model/ }).click();
    await page.locator(".hint-bar").getByText("optional").waitFor();
    await page.keyboard.type("nothing like it");
    await page.getByText("No matches.").waitFor();
  });

  test("offers people while they are mentioned, and sends their ids", async () => {
    const { page, message } = await open();
    await page.keyboard.press("Escape");
    await page.keyboard.type("Thanks @Jo");
    await page.getByRole("option", { name: "@Jonas" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("for the crates");
    await page.keyboard.press("Enter");
    await message("for the crates").locator(".mention").getByText("@Jonas").waitFor();
  });
});
