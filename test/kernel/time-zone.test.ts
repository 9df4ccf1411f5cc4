/** Time zones as people type them, and the time there. */
import { describe, expect, it } from "vitest";
import { findTimeZone, localTime, offsetMinutes } from "../../src/kernel/time-zone.ts";

describe("findTimeZone", () => {
  it("knows zones by name in any case, cities alone, and old names", () => {
    expect(findTimeZone("Europe/Berlin")).toBe("Europe/Berlin");
    expect(findTimeZone(" europe/berlin ")).toBe("Europe/Berlin");
    expect(findTimeZone("vienna")).toBe("Europe/Vienna");
    expect(findTimeZone("New York")).toBe("America/New_York");
    expect(findTimeZone("utc")).toBe("UTC");
    expect(findTimeZone("US/Pacific")).toBe("America/Los_Angeles");
  });

  it("knows nothing else: offsets, rubbish, and what would make Intl throw", () => {
    for (const typed of ["", " ", "+02:00", "Atlantis", "Europe/", "/Berlin", "berlin'--", "x".repeat(500), "__proto__", "a\nb", "🙂"]) {
      expect(findTimeZone(typed), typed).toBeNull();
    }
  });
});

describe("localTime", () => {
  const noon = Date.UTC(2026, 6, 1, 12, 0);

  it("is the time there, summer time included, in the language of the person", () => {
    expect(localTime(noon, "Europe/Berlin", "en-GB")).toMatch(/Wed.*14:00/);
    expect(localTime(noon, "Europe/Berlin", "de")).toMatch(/Mi.*14:00/);
    expect(localTime(Date.UTC(2026, 0, 7, 12, 0), "Europe/Berlin", "de")).toMatch(/13:00/);
    expect(localTime(noon, "America/New_York", "en-US")).toMatch(/08:00 AM/);
  });

  it("never fails: neither for a zone nor for a locale that is none", () => {
    for (const zone of ["Atlantis", "", "Europe/Berlin"])
      for (const locale of ["", "xx", "not a locale", "de-", "constructor"]) expect(localTime(noon, zone, locale)).toMatch(/\d\d:00/);
  });
});

describe("offsetMinutes", () => {
  const winter = Date.UTC(2026, 0, 7, 12, 0, 31);
  const summer = Date.UTC(2026, 6, 1, 12, 0, 31);

  it("is what clocks there are ahead of UTC, in summer and winter, by halves and quarters of hours too", () => {
    const both = (zone: string) => [offsetMinutes(winter, zone), offsetMinutes(summer, zone)];
    expect(both("Europe/Berlin")).toEqual([60, 120]);
    expect(both("America/New_York")).toEqual([-300, -240]);
    expect(both("Asia/Kathmandu")).toEqual([345, 345]);
    expect(both("Australia/Lord_Howe")).toEqual([660, 630]);
    expect(both("UTC")).toEqual([0, 0]);
    expect(both("Atlantis")).toEqual([0, 0]);
  });

  it("changes at the very moment at which clocks do", () => {
    const change = Date.UTC(2026, 2, 29, 1, 0);
    expect([offsetMinutes(change - 1, "Europe/Berlin"), offsetMinutes(change, "Europe/Berlin")]).toEqual([60, 120]);
  });
});
