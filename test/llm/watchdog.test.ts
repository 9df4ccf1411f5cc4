/** One timer, many deadlines. */
import { expect, test } from "vitest";
import { createWatchdog } from "../../src/llm/watchdog.ts";
import { createMovingClock } from "./moving-clock.ts";

function setUp() {
  const clock = createMovingClock();
  const start = clock.now();
  const barks: number[] = [];
  const watchdog = createWatchdog(clock, () => barks.push(clock.now() - start));
  return { clock, start, barks, watchdog };
}

test("barks at the deadline", async () => {
  const { clock, start, barks, watchdog } = setUp();
  watchdog.until(start + 100);
  await clock.advance(99);
  expect(barks).toEqual([]);
  await clock.advance(1);
  expect(barks).toEqual([100]);
});

test("follows a deadline that moves away, with one timer for many moves", async () => {
  const { clock, start, barks, watchdog } = setUp();
  for (let chunk = 0; chunk < 50; chunk++) watchdog.until(start + 100 + chunk);
  expect(clock.sleeps).toHaveLength(1);
  await clock.advance(1_000);
  expect(barks).toEqual([149]);
});

test("follows a deadline that moves nearer", async () => {
  const { clock, start, barks, watchdog } = setUp();
  watchdog.until(start + 100);
  watchdog.until(start + 30);
  await clock.advance(1_000);
  expect(barks).toEqual([30]);
});

test("is silent while paused, and after it was stopped", async () => {
  const { clock, start, barks, watchdog } = setUp();
  watchdog.until(start + 100);
  watchdog.pause();
  await clock.advance(500);
  expect(barks).toEqual([]);
  watchdog.until(start + 600);
  await clock.advance(50);
  watchdog.stop();
  expect(clock.sleeping).toBe(0);
  await clock.advance(500);
  expect(barks).toEqual([]);
});
