/** How far back somebody wants to look, as people type it; and when that was where they are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSince, sinceMoment } from "../../src/kernel/since.ts";

/** A Saturday, 12:50 in UTC, 13:50 in Berlin. */
const NOW = Date.UTC(2026, 10, 28, 12, 50);
const BERLIN = "Europe/Berlin";

/** As clocks in Berlin show it. */
const when = (typed: string, zone = BERLIN, now = NOW): string | null => {
  const since = parseSince(typed);
  if (since === null || since === "last-message") return since;
  return new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(sinceMoment(since, now, zone));
};

describe("a span", () => {
  it.each([
    ["2h", "2026-11-28 11:50"],
    ["2 hours", "2026-11-28 11:50"],
    ["the last 2 hours", "2026-11-28 11:50"],
    ["2 Std", "2026-11-28 11:50"],
    ["2 Std.", "2026-11-28 11:50"],
    ["die letzten zwei Stunden", "2026-11-28 11:50"],
    ["vor 2 Stunden", "2026-11-28 11:50"],
    ["2 hours ago", "2026-11-28 11:50"],
    ["1,5 Stunden", "2026-11-28 12:20"],
    ["anderthalb stunden", "2026-11-28 12:20"],
    ["1h30m", "2026-11-28 12:20"],
    ["1 h 30 min", "2026-11-28 12:20"],
    ["1 hour and 30 minutes", "2026-11-28 12:20"],
    ["half an hour", "2026-11-28 13:20"],
    ["eine halbe Stunde", "2026-11-28 13:20"],
    ["45min", "2026-11-28 13:05"],
    ["an hour", "2026-11-28 12:50"],
    ["hour", "2026-11-28 12:50"],
    ["3 days", "2026-11-25 13:50"],
    ["3 Tagen", "2026-11-25 13:50"],
    ["3d", "2026-11-25 13:50"],
    ["last week", "2026-11-21 13:50"],
    ["letzte Woche", "2026-11-21 13:50"],
    ["2 weeks", "2026-11-14 13:50"],
    ["ein Monat", "2026-10-29 13:50"],
    ["3 mo", "2026-08-30 14:50"],
  ])("%s", (typed, expected) => {
    expect(when(typed)).toBe(expected);
  });
});

describe("a day", () => {
  it.each([
    ["today", "2026-11-28 00:00"],
    ["heute", "2026-11-28 00:00"],
    ["yesterday", "2026-11-27 00:00"],
    ["seit gestern", "2026-11-27 00:00"],
    ["vorgestern", "2026-11-26 00:00"],
    ["the day before yesterday", "2026-11-26 00:00"],
    ["since monday", "2026-11-23 00:00"],
    ["seit Montag", "2026-11-23 00:00"],
    ["Mo", "2026-11-23 00:00"],
    ["fri", "2026-11-27 00:00"],
    // Today is one.
    ["saturday", "2026-11-21 00:00"],
    ["2026-11-20", "2026-11-20 00:00"],
    ["20.11.", "2026-11-20 00:00"],
    ["20. 11. 2025", "2025-11-20 00:00"],
    ["20.11.25", "2025-11-20 00:00"],
    ["24.12.", "2025-12-24 00:00"],
    ["20. November", "2026-11-20 00:00"],
    ["Nov 20", "2026-11-20 00:00"],
    ["20th of November", "2026-11-20 00:00"],
    ["März 3", "2026-03-03 00:00"],
  ])("%s", (typed, expected) => {
    expect(when(typed)).toBe(expected);
  });
});

describe("a time of day, with or without a day", () => {
  it.each([
    ["9:30", "2026-11-28 09:30"],
    ["9 Uhr", "2026-11-28 09:00"],
    ["9 Uhr 30", "2026-11-28 09:30"],
    ["14:30 Uhr", "2026-11-27 14:30"],
    ["9am", "2026-11-28 09:00"],
    ["12 am", "2026-11-28 00:00"],
    ["12pm", "2026-11-28 12:00"],
    ["9:15 pm", "2026-11-27 21:15"],
    ["yesterday 14:00", "2026-11-27 14:00"],
    ["yesterday at 2 pm", "2026-11-27 14:00"],
    ["gestern um 14 Uhr", "2026-11-27 14:00"],
    ["am Montag um 9 Uhr", "2026-11-23 09:00"],
    ["gestern Abend", "2026-11-27 18:00"],
    ["last night", "2026-11-27 18:00"],
    ["Montagabend", "2026-11-23 18:00"],
    ["this morning", "2026-11-28 05:00"],
    ["heute früh", "2026-11-28 05:00"],
    ["heute Morgen", "2026-11-28 05:00"],
    ["noon", "2026-11-28 12:00"],
    ["Mitternacht", "2026-11-28 00:00"],
    ["20.11. 18:30", "2026-11-20 18:30"],
    ["2026-11-20 18:30", "2026-11-20 18:30"],
    // Still to come: the day was named.
    ["today 23:00", "2026-11-28 23:00"],
  ])("%s", (typed, expected) => {
    expect(when(typed)).toBe(expected);
  });
});

describe("something else", () => {
  it.each(["my last message", "last message", "seit meiner letzten Nachricht", "letzte nachricht"])("%s is one's own last message", (typed) => {
    expect(when(typed)).toBe("last-message");
  });

  it("a message's link, a timestamp of Discord, or all there is", () => {
    expect(parseSince("https://discord.com/channels/1/2/175928847299117063")).toEqual({ kind: "moment", at: 1_462_015_105_796 });
    expect(parseSince("<t:1700000000:R>")).toEqual({ kind: "moment", at: 1_700_000_000_000 });
    expect(parseSince("everything")).toEqual({ kind: "moment", at: 0 });
    expect(parseSince("von Anfang an")).toBeNull();
  });

  it.each([
    "",
    "   ",
    "soon",
    "5",
    "h",
    "0h",
    "0 days",
    "-",
    "tomorrow",
    "morgen",
    "when I left",
    "two and a half hours",
    "2h yesterday",
    "yesterday monday",
    "31.2.",
    "2026-13-01",
    "25:00",
    "13 pm",
    "9:75",
    "99999999999999999999 years",
    "1.1.1999",
    "the",
    "x".repeat(500),
  ])("cannot be read: %j", (typed) => {
    expect(when(typed)).toBeNull();
  });
});

describe("where somebody is", () => {
  it("decides when a day began, also where the clocks changed in between", () => {
    expect(when("today", "Asia/Tokyo")).toBe("2026-11-28 00:00");
    expect(when("today", "Pacific/Honolulu")).toBe("2026-11-28 00:00");
    const after = Date.UTC(2026, 9, 25, 12);
    expect(sinceMoment({ kind: "days", ago: 0, at: 0 }, after, BERLIN)).toBe(Date.UTC(2026, 9, 24, 22));
    expect(when("today", BERLIN, after)).toBe("2026-10-25 00:00");
    expect(when("yesterday 23:00", BERLIN, after)).toBe("2026-10-24 23:00");
    expect(when("today 02:30", BERLIN, Date.UTC(2026, 2, 29, 12))).toBe("2026-03-29 03:30");
  });

  it("is UTC where nobody knows the zone", () => {
    expect(sinceMoment({ kind: "days", ago: 0, at: 0 }, NOW, "Mars/Olympus")).toBe(Date.UTC(2026, 10, 28));
  });
});

describe("whatever is typed", () => {
  it("is read or refused, and what is read is a moment", () => {
    const words = fc.constantFrom(
      ..."since seit the last 2 3,5 h std day montag mon morgen abend 20.11. 14:30 9 uhr pm nov and half ein 2026-11-20 . : ' ".split(" "),
    );
    const typed = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.array(words, { maxLength: 7 }).map((some) => some.join(" ")),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const since = parseSince(text);
        if (since === null || since === "last-message") return;
        const at = sinceMoment(since, NOW, BERLIN);
        expect(Number.isSafeInteger(at)).toBe(true);
        expect(JSON.parse(JSON.stringify(since))).toEqual(since);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("a day whose first hour there is not, where clocks go forward at midnight", () => {
  it.each([
    // Santiago, Sunday the 6th of September 2026: after 23:59 comes 01:00.
    ["yesterday", "America/Santiago", Date.UTC(2026, 8, 7, 15), "2026-09-06 01:00"],
    ["today", "America/Santiago", Date.UTC(2026, 8, 6, 15), "2026-09-06 01:00"],
    // Cairo, Friday the 24th of April 2026.
    ["yesterday", "Africa/Cairo", Date.UTC(2026, 3, 25, 9), "2026-04-24 01:00"],
    // Havana, Sunday the 8th of March 2026.
    ["sunday", "America/Havana", Date.UTC(2026, 2, 10, 9), "2026-03-08 01:00"],
    // Within the day: Berlin, 02:30 on the 29th of March 2026 is 03:30.
    ["yesterday 02:30", "Europe/Berlin", Date.UTC(2026, 2, 30, 9), "2026-03-29 03:30"],
    ["yesterday 05:00", "America/New_York", Date.UTC(2026, 2, 9, 15), "2026-03-08 05:00"],
    ["yesterday", "Asia/Kolkata", Date.UTC(2026, 10, 28, 18, 29), "2026-11-27 00:00"],
    ["yesterday", "Asia/Kolkata", Date.UTC(2026, 10, 28, 18, 30), "2026-11-28 00:00"],
  ])("%s in %s begins when it began", (typed, zone, now, expected) => {
    expect(when(typed, zone, now)).toBe(expected);
  });
});
