// Slow requests wait for each other, so that quick ones have connections.
import { expect, test } from "vitest";
import { atMost } from "../../src/net/at-most.ts";
import { settle } from "../llm/moving-clock.ts";

function open() {
  const under: { url: string; end(): void }[] = [];
  const limited = atMost(2, "POST", (input) => new Promise((resolve) => under.push({ url: String(input), end: () => resolve(new Response()) })));
  return { under, limited, urls: () => under.map(({ url }) => url) };
}
const post = (signal?: AbortSignal) => ({ method: "POST", ...(signal === undefined ? {} : { signal }) });

test("two at once, then the next in order; another method passes", async () => {
  const { limited, under, urls } = open();
  for (const url of ["a", "b", "c", "d"]) void limited(url, post());
  void limited("look", { method: "GET" });
  await settle();
  expect(urls()).toEqual(["a", "b", "look"]);
  under[0]?.end();
  await settle();
  expect(urls()).toEqual(["a", "b", "look", "c"]);
  under[1]?.end();
  under[3]?.end();
  await settle();
  void limited("e", post());
  await settle();
  expect(urls()).toEqual(["a", "b", "look", "c", "d", "e"]);
});

test("who gives up leaves the queue", async () => {
  const { limited, under, urls } = open();
  void limited("a", post());
  void limited("b", post());
  const stop = new AbortController();
  const given = limited("c", post(stop.signal)).catch((reason: unknown) => reason);
  void limited("d", post());
  stop.abort("stop");
  expect(await given).toBe("stop");
  under[0]?.end();
  await settle();
  expect(urls()).toEqual(["a", "b", "d"]);
});
