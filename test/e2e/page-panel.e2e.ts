/** The side panel: every switch does to Discord what it says, and every request can be looked into. */
import { describe, expect, test } from "vitest";
import { tabTo } from "./page/keys.ts";
import { usePlayground } from "./page/playground.ts";

const { open, world } = usePlayground();

describe("the panel", () => {
  test("moves the clock to a date and back, messages follow, and cron runs", async () => {
    const { page, shot } = await open();
    await page.locator("summary").filter({ hasText: "Clock" }).click();
    const rain = page.getByRole("article", { name: /^Mira, Rain is forecast/ }).locator("header");
    // Shortly after midnight the conversation is yesterday's.
    const before = (await rain.textContent()) ?? "";
    expect(before).toMatch(/(Today|Yesterday) at/);
    await page.getByRole("button", { name: "+1 day" }).click();
    await expect.poll(() => rain.textContent()).toMatch(before.includes("Today") ? /Yesterday at/ : /\d\d\d\d/);
    await page.locator(".cron-line").getByText("done in").waitFor();
    await page.getByLabel("Date and time to go to").fill("2027-03-01T09:30");
    await page.getByRole("button", { name: "Go", exact: true }).click();
    await page.locator(".clock-now").getByText("1 Mar 2027").waitFor();
    await shot("80-clock-dark");
    await page.getByRole("button", { name: "Back to now" }).click();
    await expect.poll(() => rain.textContent()).toBe(before);
    expect((await world()).clock.offsetMs).toBe(0);
    await page.getByRole("button", { name: "Run it now" }).click();
    await expect.poll(async () => (await world()).cron.isOk).toBe(true);
  });

  test("takes a permission away, and the text field says so to whom it concerns", async () => {
    const { page, shot } = await open();
    await page.keyboard.press("Escape");
    await page.locator("summary").filter({ hasText: "Permissions" }).click();
    await page.locator(".who").getByRole("radio", { name: "Mira" }).check();
    await page.getByText("The owner may do everything.").first().waitFor();
    await page.locator(".who").getByRole("radio", { name: "Wei" }).check();
    const sending = page.getByRole("switch", { name: /^Send Messages$/ });
    await sending.uncheck();
    await page
      .locator(".section-state")
      .getByText(/denied/)
      .waitFor();
    await shot("81-permissions-dark");
    await page.locator("#people label").nth(2).click();
    await page.getByPlaceholder("You can't write here").waitFor();
    await page.locator(".who").getByRole("radio", { name: "Wei" }).check();
    await sending.check();
    await page.getByPlaceholder(/^Message #general/).waitFor();
  });

  test("opens a request and shows what was sent and received, without tokens", async () => {
    const { page, ask, answered, shot } = await open();
    await answered(await ask("Look at this"));
    const request = page.locator(".request").filter({ hasText: "PATCH original answer" }).first();
    await tabTo(page, request);
    await page.keyboard.press("Enter");
    const details = page.locator(".request-details:not([hidden])");
    await details.getByText("Sent").waitFor();
    expect(await request.getAttribute("aria-expanded")).toBe("true");
    expect(await details.textContent()).toContain("Look at this");
    await shot("82-request-dark");
  });

  test("without the app in one's account and without the bot there, nothing of it is offered", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Village Bakery" }).click();
    await page.getByText("Edgewise is not a member of this server.").waitFor();
    const mine = page.getByRole("switch", { name: /^In my account/ });
    await page.locator("summary").filter({ hasText: "Discord" }).click();
    const had = await mine.isChecked();
    await mine.setChecked(false);
    await expect.poll(async () => (await world()).hasApp).toBe(false);
    const offered = async () => {
      await page.locator("#composer textarea").fill("");
      await page.locator("#composer textarea").fill("/");
      return page.getByRole("option").count();
    };
    await expect.poll(offered).toBe(0);
    await mine.setChecked(true);
    await expect.poll(offered).toBeGreaterThan(3);
    await mine.setChecked(had);
  });

  test("lets all tokens run out", async () => {
    const { page, ask, answered } = await open();
    await page.locator("summary").filter({ hasText: "Discord" }).click();
    await answered(await ask("Count for me"));
    await page.getByRole("button", { name: "Expire all tokens" }).click();
    await page.getByText(/[1-9]\d* expired/).waitFor();
    await page.getByRole("button", { name: "Expire all tokens" }).click();
    await page.getByText("No interaction is open.").waitFor();
  });
});
