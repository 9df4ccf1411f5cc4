// The object dies while a picture is being made: it is made once more, within the budget, and shown once; a third time it is given up.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import { asked, begin, emptyLedger, labels, ledgerOf, pictures, turnOf } from "./painting.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(emptyLedger);

/** What one picture may cost at most: 53,000 for it, a quarter more, and the words. */
const WORST = 76_250;
const crash = async () => {
  await abortAllDurableObjects();
  await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
};
const isAsked = (times: number) => vi.waitFor(() => expect(asked(world)).toHaveLength(times), { timeout: 8_000 });

test("a picture that was being made is made once more, with what was lost reserved and settled", async () => {
  world.model.scriptImages((_request, attempt) => (attempt === 1 ? { hang: "before-headers" } : {}));
  const handle = await begin(world, "a heron");
  await isAsked(1);
  await crash();
  await world.answered(handle);
  expect(handle.messages()).toHaveLength(1);
  expect(pictures(handle)).toHaveLength(1);
  // The words were worked out once.
  expect(world.model.requests.filter(({ path }) => path.includes("chat"))).toHaveLength(1);
  expect(asked(world)).toHaveLength(2);
  const turn = await turnOf(handle.id);
  expect(turn.cost_micro_usd).toBeGreaterThan(WORST + 53_000);
  expect(await ledgerOf(handle.id)).toEqual({ amount: turn.cost_micro_usd, settled: 1 });
});

test("what was made but not shown yet is made once more", async () => {
  world.discord.faults.add({ kind: "500", rate: 1, match: (call) => call.method === "PATCH" });
  const handle = await begin(world, "a heron", { refine: false });
  await isAsked(1);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await abortAllDurableObjects();
  world.discord.faults.clear();
  await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
  await world.answered(handle);
  expect(pictures(handle)).toHaveLength(1);
  expect(asked(world)).toHaveLength(2);
});

test("after two in vain it ends with an apology and Try again, and nothing more is paid", async () => {
  world.model.scriptImages(() => ({ hang: "before-headers" }));
  const handle = await begin(world, "a heron", { refine: false });
  await isAsked(1);
  await crash();
  await isAsked(2);
  await crash();
  await world.answered(handle);
  expect(handle.original()?.content).toContain("interrupted");
  expect(labels(handle)).toEqual(["Try again", "Edit prompt", "Why"]);
  expect(asked(world)).toHaveLength(2);
  const turn = await turnOf(handle.id);
  expect(turn).toMatchObject({ outcome: "failed", reason: "crashed" });
  expect(turn.cost_micro_usd).toBe(2 * WORST);
});

test("where the second would pass the budget it is not made", async () => {
  world.model.scriptImages(() => ({ hang: "before-headers" }));
  const handle = await begin(world, "a heron", { refine: false, count: 4 });
  await isAsked(1);
  await crash();
  await world.answered(handle);
  expect(handle.original()?.content).toContain("budget");
  expect(asked(world)).toHaveLength(1);
});
