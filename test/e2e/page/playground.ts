/** One running playground and one browser for the tests of a file; every test ends with a look at the console and at Discord's complaints. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { World } from "../../../scripts/playground/page/wire.ts";
import { type Client, launchBrowser, openClient } from "./browser.ts";
import { type Dev, startDev } from "./dev.ts";

/** Registers the hooks; call it at the top of a test file. */
export function usePlayground() {
  let dev: Dev;
  let browser: Browser;
  let client: Client | undefined;

  beforeAll(async () => {
    dev = await startDev();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    expect(await dev?.stop()).toBe(0);
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await client?.shot(`failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 60)}`);
    const complaints = client?.complaints ?? [];
    await client?.page.context().close();
    client = undefined;
    expect(complaints).toEqual([]);
    expect((await world()).violations).toEqual([]);
  });

  return {
    dev: () => dev,
    /** `url`: another playground than the file's own. */
    async open(options: Parameters<typeof openClient>[2] = {}, url = dev.url): Promise<Client> {
      client = await openClient(browser, url, options);
      return client;
    },
    world,
  };

  async function world(): Promise<World> {
    return (await (await fetch(`${dev.url}/playground/world`)).json()) as World;
  }
}
