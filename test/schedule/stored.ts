/** A schedule as it stands in D1, for tests. */
import type { Schedule } from "../../src/schedule/store.ts";

/** Monday, 9:00 in UTC. */
export const MONDAY_9 = Date.UTC(2027, 0, 4, 9);

export const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  id: "100",
  guildId: "5",
  channelId: "10",
  name: "Morning",
  cron: "0 9 * * *",
  timeZone: "UTC",
  words: "daily at 9",
  prompt: "Say good morning",
  output: "text",
  tools: true,
  budgetMicroUsd: null,
  locale: "en-US",
  paused: false,
  failures: 0,
  problem: "",
  nextAt: MONDAY_9,
  setBy: "1",
  createdAt: MONDAY_9 - 60_000,
  changedAt: MONDAY_9 - 60_000,
  ...more,
});
