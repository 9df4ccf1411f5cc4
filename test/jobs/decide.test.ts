/** The job behind Approve and Deny: a press that Discord never knew decides nothing, whoever runs it and however often. */
import { expect, it } from "vitest";
import type { ConversationDeps } from "../../src/conversation/types.ts";
import type { DiscordApi } from "../../src/discord/api.ts";
import { createDecideJob } from "../../src/jobs/decide.ts";
import type { Job } from "../../src/jobs/types.ts";
import { DiscordApiError } from "../../src/kernel/errors.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";
import { createFakeDiscord } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

function open(isAcknowledged: DiscordApi["isAcknowledged"]) {
  const clock = createSkippingClock();
  const claims: string[] = [];
  const toolStore = {
    claimPending: async (turnId: string) => {
      claims.push(turnId);
      return false;
    },
    pending: () => "what waits",
  };
  const db = { batch: async () => [[]] };
  const discord = { ...createFakeDiscord(clock), isAcknowledged };
  const log = { info: () => undefined, error: () => undefined };
  // Nothing else is asked before the press is known to count.
  const kind = createDecideJob({ discord, clock, log, toolStore, db } as unknown as ConversationDeps);
  const input = { trigger: "decide", parentId: "9", prompt: "", attachments: [], readChannel: true, decision: { verdict: "approved" } };
  const job = {
    v: 1,
    id: "8",
    kind: "decide",
    user: { id: "7", name: "ada" },
    channelId: "6",
    token: "t",
    locale: "en-US",
    createdAt: clock.now(),
    input,
  } as unknown as Job;
  const stop = new AbortController();
  const run = { journal: createJournal(), signal: stop.signal, deadline: clock.now() + 780_000, starts: 1 };
  const began = clock.now();
  return { claims, stop, took: () => clock.now() - began, decide: () => clock.run(kind.run(job, run)) };
}

it("waits ten seconds for its acknowledgement, and then was none", async () => {
  const { decide, claims, took } = open(async () => false);
  expect(await decide()).toEqual({ outcome: "never-acknowledged" });
  expect(claims).toEqual([]);
  expect(took()).toBeGreaterThanOrEqual(10_000);
  expect(took()).toBeLessThan(12_000);
});

it("counts as soon as it is acknowledged", async () => {
  let looks = 0;
  const { decide, claims, took } = open(async () => ++looks === 3);
  expect(await decide()).toEqual({ outcome: "failed", reason: "decided" });
  expect(claims).toEqual(["9"]);
  expect(took()).toBeLessThan(1_200);
});

it("counts where Discord cannot tell", async () => {
  const { decide, claims } = open(() => Promise.reject(new DiscordApiError("GET", "/webhooks/:app/:token/messages/:message", 500, 0, "server error")));
  await decide();
  expect(claims).toEqual(["9"]);
});

it("decides nothing once it was called off", async () => {
  const { decide, claims, stop } = open(async () => {
    stop.abort("cancel");
    return true;
  });
  expect(await decide()).toEqual({ outcome: "never-acknowledged" });
  expect(claims).toEqual([]);
});
