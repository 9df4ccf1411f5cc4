/** When something comes back: five fields, what they cannot say, and what nobody knows. What people say is in plain-words.test.ts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRecurrence } from "../../src/schedule/recurrence.ts";

const read = (typed: string): string => {
  const found = readRecurrence(typed);
  return "cron" in found ? found.cron : `! ${found.problem}`;
};

describe("fields", () => {
  it.each([
    ["0 9 * * 1-5", "0 9 * * 1-5"],
    ["  0   9 * *  mon-fri ", "0 9 * * MON-FRI"],
    ["`0 9 * * *`", "0 9 * * *"],
    ["*/15 9-17 * * *", "*/15 9-17 * * *"],
    ["0 18 L * *", "0 18 L * *"],
    ["0 17 * * fri#2", "0 17 * * FRI#2"],
    ["0 17 * * 5L", "0 17 * * 5L"],
    ["0,15,30,45 * * * *", "0,15,30,45 * * * *"],
    ["@daily", "0 0 * * *"],
    ["0 9 1 JAN *", "0 9 1 JAN *"],
  ])("%s", (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  it.each([
    ["0 0 9 * * *", "six-fields"],
    ["0 0 9 * * * 2027", "six-fields"],
    ["*/5 * * * *", "too-often"],
    ["* * * * *", "too-often"],
    ["* 9 * * *", "too-often"],
    ["0,10 9 * * *", "too-often"],
    ["0,50 * * * *", "too-often"],
    ["0,50 23,0 * * *", "too-often"],
    ["0 9 30 2 *", "never"],
    ["0 9 31 4,6,9,11 *", "never"],
    ["60 9 * * *", "bad-cron"],
    ["0 25 * * *", "bad-cron"],
    ["0 9 * 13 *", "bad-cron"],
    ["0 9 * * 8", "bad-cron"],
    ["0 9 * *", "bad-cron"],
    ["0 9 * * FOO", "bad-cron"],
  ])("refuses %s: %s", (typed, problem) => {
    expect(read(typed)).toBe(`! ${problem}`);
  });
});

describe("what fields cannot say", () => {
  it.each([
    ["every 5 minutes", "too-often"],
    ["every minute", "too-often"],
    ["jede Minute", "too-often"],
    ["every 10 seconds", "too-often"],
    ["every second", "too-often"],
    ["alle 30 Sekunden", "too-often"],
    ["every 45 minutes", "uneven"],
    ["every 90 minutes", "uneven"],
    ["every 5 hours", "uneven"],
    ["alle 7 Stunden", "uneven"],
    ["every 2 weeks", "no-such-rhythm"],
    ["every other week on monday", "no-such-rhythm"],
    ["fortnightly", "no-such-rhythm"],
    ["every other day at 9", "no-such-rhythm"],
    ["every second tuesday at 9", "no-such-rhythm"],
    ["jeden zweiten Tag", "no-such-rhythm"],
    ["jeden zweiten Dienstag um 9", "no-such-rhythm"],
    ["alle zwei Wochen", "no-such-rhythm"],
    ["alle 3 Tage", "no-such-rhythm"],
    ["every 5 months", "no-such-rhythm"],
    ["at 9:00 and 17:30", "different-minutes"],
    ["um 9 Uhr und 17:30", "different-minutes"],
    ["every february 30th", "never"],
  ])("%s: %s", (typed, problem) => {
    expect(read(typed)).toBe(`! ${problem}`);
  });
});

describe("what it does not know it refuses", () => {
  it.each([
    "",
    " ",
    "tomorrow at 9",
    "whenever the moon is full",
    "every day at sunrise",
    "every day at 25:00",
    "every day at 9:75",
    "every day at 24:00",
    "three times a day",
    "every weekday at 9 unless it rains",
    "jeden Tag um 9 wenn Ferien sind",
    "every 2 hours at 9",
    "every 0 hours",
    "daily from 9 to 17",
    "every blue monday at 9",
    "on the 32nd at 9",
    "every last at 9",
    "in 10 minutes",
    "morgen um",
    "morgen um 9",
    "every day at 9 except in december",
    "tonight at 8",
    "heute Abend um 8",
    "x".repeat(500),
  ])("%s", (typed) => {
    expect(read(typed)).toMatch(/^! (?:not-understood|bad-cron)$/);
  });

  it("and never fails, whatever it is given; what it gives can be read again as it is", () => {
    const words = [
      "every",
      "jeden",
      "at",
      "um",
      "9",
      "17:30",
      "1.",
      "15th",
      "monday",
      "Fr",
      "-",
      "to",
      "bis",
      "first",
      "letzten",
      "month",
      "of",
      "2",
      "hours",
      "noon",
      "half",
      "past",
      "24.12.",
      ":15",
      "außer",
      "*",
      "*/5",
      "day",
      "evening",
      "5L",
      "in",
      "december",
      ",",
      "and",
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((said) => said.join(" ")),
        ),
        (typed) => {
          const found = readRecurrence(typed);
          if ("cron" in found) expect(readRecurrence(found.cron)).toEqual(found);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
