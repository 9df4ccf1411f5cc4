/** A channel that is loaded while something happens in it: what happened last is what is shown. */
import { expect, test } from "vitest";
import { createArrivals } from "../../scripts/playground/page/browser/arrivals.ts";
import type { WireMessage } from "../../scripts/playground/page/wire.ts";

const message = (id: string, content: string, channelId = "1") => ({ id, channelId, content }) as WireMessage;
const said = (messages: readonly WireMessage[]) => messages.map(({ content }) => content);

test("what came while a channel was loaded is newer than what was loaded, and what went is gone", async () => {
  const arrivals = createArrivals();
  const load = Promise.withResolvers<WireMessage[]>();
  const both = [arrivals.during("1", load.promise), arrivals.during("1", load.promise)];
  arrivals.came(message("11", "edited"));
  arrivals.came(message("13", "new"));
  arrivals.came(message("14", "elsewhere", "2"));
  arrivals.went("12");
  load.resolve([message("10", "first"), message("11", "as it was"), message("12", "deleted")]);
  for (const loaded of both) expect(said(await loaded)).toEqual(["first", "edited", "new"]);
  expect(said(await arrivals.during("1", Promise.resolve([message("11", "edited again")])))).toEqual(["edited again"]);
});

test("a load that fails is forgotten", async () => {
  const arrivals = createArrivals();
  await expect(arrivals.during("1", Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  arrivals.came(message("11", "later"));
  expect(said(await arrivals.during("1", Promise.resolve([])))).toEqual([]);
});
