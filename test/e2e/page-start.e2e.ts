/** `npm run dev` as a command: one line when it works, one sentence when it does not, nothing left over. */
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { processesAt, runDev, startDev } from "./page/dev.ts";
import { usePlayground } from "./page/playground.ts";

const playground = usePlayground();

describe("npm run dev", () => {
  test("is up within ten seconds and says so in one line", () => {
    expect(playground.dev().startedInMs).toBeLessThan(10_000);
    expect(playground.dev().output().trim().split("\n")).toEqual([
      expect.stringMatching(/^Edgewise is running: open http:\/\/127\.0\.0\.1:\d+ and type \/ask\./),
    ]);
  });

  test("names the remedy in one sentence when the wanted port is taken", async () => {
    const taken = createServer();
    await new Promise<void>((ready) => taken.listen(0, "127.0.0.1", ready));
    const { port } = taken.address() as AddressInfo;
    const { code, output } = await runDev(["--port", String(port)]);
    taken.close();
    expect(code).toBe(1);
    expect(output.trim()).toBe(`Port ${port} is taken: end what uses it, or choose another with --port, or leave --port out.`);
  });

  test("names the remedy when a model server is set without a model", async () => {
    const { code, output } = await runDev(["--port", "0"], { OPENAI_API_KEY: "sk-test" });
    expect(code).toBe(1);
    expect(output.trim()).toMatch(/^A model server is set, but not which model: add MODEL/);
  });
});

test("Ctrl-C ends everything, and the next start still knows what was said", async () => {
  const first = await startDev({ keepData: true });
  const before = await playground.open({}, first.url);
  await before.answered(await before.ask("My favourite apple is the Russet."));
  await before.page.context().close();
  expect(await first.stop()).toBe(0);
  expect(await processesAt(first.data)).toEqual([]);

  const second = await startDev({ data: first.data });
  const after = await playground.open({}, second.url);
  const answer = await after.ask("Which one is my favourite?");
  await after.answered(answer);
  expect(await answer.textContent()).toContain('Earlier you asked "My favourite apple is the Russet."');
  expect(await second.stop()).toBe(0);
  // The page notices that its server is gone.
  await after.page.locator("#offline").waitFor();
  after.complaints.length = 0;
});
