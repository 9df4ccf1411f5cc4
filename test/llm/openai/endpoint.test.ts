/** Opening a server's own endpoint: only where it is allowed, only with its own key, and nothing of the key comes out again. */
import { expect, test } from "vitest";
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../../src/kernel/clock.ts";
import { createEndpointOpener } from "../../../src/llm/openai/endpoint.ts";

const ADDRESS = "https://own.example/v1";
const KEY = "sk-of-the-server";

function open(over: { isAllowed?: boolean; isPrivate?: boolean; key?: string | null } = {}) {
  const demo = createDemoModel({ clock: systemClock, delayMs: 0, models: ["gpt-4o-mini", "llama3"] });
  let opened = 0;
  const opener = createEndpointOpener({
    fetch: (input, init) => demo.fetch(new Request(input, init)),
    isAllowed: () => over.isAllowed ?? true,
    isPrivate: () => over.isPrivate ?? false,
    openKey: async () => {
      opened += 1;
      return over.key === undefined ? KEY : over.key;
    },
    sealKey: async (key, guildId, address) => `sealed ${key.length} for ${guildId} at ${address}`,
    clock: systemClock,
    random: () => 0.5,
    firstTokenTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
  });
  return { demo, opener, opened: () => opened };
}

async function opened(given = open(), endpoint: { address: string; sealedKey: string | null } = { address: ADDRESS, sealedKey: "v1.x" }) {
  const result = await given.opener("7", endpoint);
  if (typeof result === "string") throw new Error(result);
  return result;
}

test("asks with the server's key, and without one where none was given", async () => {
  const given = open();
  const signal = new AbortController().signal;
  for (const sealedKey of ["v1.x", null]) {
    const { model } = await opened(given, { address: ADDRESS, sealedKey });
    for await (const event of model.stream({ models: ["llama3"], messages: [{ role: "user", content: "hi" }], maxOutputTokens: 50 }, signal)) void event;
  }
  expect(given.demo.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`, undefined]);
});

test("says why it cannot: a private address that is not allowed, a key that cannot be read", async () => {
  expect(await open({ isAllowed: false }).opener("7", { address: ADDRESS, sealedKey: "v1.x" })).toBe("own-private");
  expect(await open({ key: null }).opener("7", { address: ADDRESS, sealedKey: "v1.x" })).toBe("own-no-key");
});

test("opens the same one once, and another one anew", async () => {
  const given = open();
  const first = await opened(given);
  expect(await opened(given)).toBe(first);
  expect(given.opened()).toBe(1);
  expect(await opened(given, { address: ADDRESS, sealedKey: "v1.y" })).not.toBe(first);
  expect(given.opened()).toBe(2);
});

test("knows prices and windows of models by their names; in a private network all is free and small", async () => {
  const inPublic = await opened();
  expect(inPublic.host).toBe("own.example");
  expect(inPublic.pricing.price("gpt-4o-mini")).toMatchObject({ input: 0.15, known: true });
  expect(inPublic.pricing.price("my-model")).toMatchObject({ input: 0, output: 0, known: false });
  expect([inPublic.windowOf("gpt-4o-mini"), inPublic.windowOf("my-model")]).toEqual([32_768, 8_192]);
  const inPrivate = await opened(open({ isPrivate: true }));
  expect(inPrivate.pricing.price("gpt-4o-mini")).toMatchObject({ input: 0, output: 0, known: true });
  expect(inPrivate.windowOf("gpt-4o-mini")).toBe(8_192);
});

test("what is handed out holds no key, but seals it again", async () => {
  const result = await opened();
  expect(JSON.stringify(Object.values(result))).not.toContain(KEY);
  expect(await result.sealAgain()).toBe(`sealed ${KEY.length} for 7 at ${ADDRESS}`);
  expect(await (await opened(open(), { address: ADDRESS, sealedKey: null })).sealAgain()).toBeNull();
});
