/** The page on a phone, in other colours, and while Discord is in trouble. */
import { describe, expect, test } from "vitest";
import { usePlayground } from "./page/playground.ts";

const { open, world } = usePlayground();

describe("the page", () => {
  test("with every fault switched on an answer still arrives, and the panel shows what happened", async () => {
    const { page, ask, answered, shot } = await open();
    // The very first answer carries the note on privacy; the next one has the room of a message for itself.
    await answered(await ask("Hello"));
    await page.locator("summary").filter({ hasText: "Trouble" }).click();
    for (const name of ["Rate limits", "Server errors", "Broken connections", "Lost answers"])
      await page.getByRole("switch", { name: new RegExp(name) }).check();
    await expect.poll(async () => (await world()).switches.faults.length).toBe(4);
    const answer = await ask("Answer through the storm [slow]");
    await answered(answer);
    expect(await answer.textContent()).toContain("word 180,");
    expect((await world()).traffic.some((line) => line.verdict === "fault")).toBe(true);
    await shot("15-faults-dark");
    for (const name of ["Rate limits", "Server errors", "Broken connections", "Lost answers"])
      await page.getByRole("switch", { name: new RegExp(name) }).uncheck();
    await expect.poll(async () => (await world()).switches.faults.length).toBe(0);
  });

  test.for([{ dark: true }, { dark: false }])("works on a phone (dark: $dark)", async ({ dark }) => {
    const { page, ask, answered, shot } = await open({ width: 390, height: 800, dark, phone: true });
    const name = dark ? "dark" : "light";
    await shot(`16-phone-start-${name}`);
    const answer = await ask("Hello from a phone [code]");
    await answered(answer);
    await answer.getByRole("button", { name: "More" }).click({ trial: true });
    await shot(`17-phone-answer-${name}`);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await page.getByRole("button", { name: "Servers and channels" }).click();
    await shot(`18-phone-drawer-${name}`);
    await page.getByRole("button", { name: "random" }).click();
    await page.getByText("Welcome to #random!").waitFor();
    await page.getByRole("button", { name: "Under the hood" }).click();
    await shot(`19-phone-panel-${name}`);
    await page.keyboard.press("Escape");
    await page.locator("#panel").waitFor({ state: "hidden" });
  });

  test("the colours can be switched by hand and stay", async () => {
    const { page } = await open({ dark: true });
    const ground = () => page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor");
    const dark = await ground();
    await page.getByRole("button", { name: "Switch to light colours" }).click();
    expect(await ground()).not.toBe(dark);
    await page.reload();
    await page.locator("html[data-ready]").waitFor();
    expect(await ground()).toBe("rgb(255, 255, 255)");
  });
});
