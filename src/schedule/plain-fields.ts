/** Five cron fields of what plain-words.ts understood, or what they cannot say. */
import type { DayPart, Unit } from "./plain-vocabulary.ts";

/**
 * `uneven`: every so many hours or minutes that do not divide a day or an hour. `no-such-rhythm`: every second week, day or Tuesday, which fields cannot count.
 * `different-minutes`: 9:00 and 17:30, since fields combine each minute with each hour.
 */
export type PlainProblem = "not-understood" | "too-often" | "uneven" | "no-such-rhythm" | "different-minutes";

export interface Said {
  every: { n: number; unit: Unit } | null;
  /** Minutes after midnight. */
  times: number[];
  /** `open`: no time has been said for it. */
  part: (DayPart & { open: boolean }) | null;
  /** A part of the day may still belong to the last time. */
  openTime: boolean;
  /** "except" was said. */
  excluding: boolean;
  weekdays: number[];
  /** Days of the month and of the week were named one besides the other; else they have to be both. */
  either: boolean;
  /** The first Monday is [1, 1], the last Friday [-1, 5]. */
  nth: [number, number][];
  days: (number | "L" | "LW")[];
  months: number[];
  /** Of every hour. */
  minutes: number[];
  window: { from: number; to: number | null } | null;
}

type Result = { cron: string } | { problem: PlainProblem };
type Clock = { minute: string; hour: string } | { problem: PlainProblem };

/** Where no time is said. */
const USUAL_TIME = 9 * 60;

export function fieldsOf(said: Said): Result {
  const { every } = said;
  const counts = every?.unit === "minute" || every?.unit === "hour";
  const saysDays = said.weekdays.length + said.nth.length + said.days.length + said.months.length > 0;
  if (every === null && !saysDays && said.times.length === 0 && said.part === null) return { problem: "not-understood" };
  // Days, weeks and years are not counted by any field.
  if (every !== null && every.n !== 1 && (every.unit === "day" || every.unit === "week" || every.unit === "year")) return { problem: "no-such-rhythm" };
  if (every?.unit === "month" && (every.n < 1 || 12 % every.n !== 0)) return { problem: "no-such-rhythm" };
  const clock = counts ? rhythm(said, every) : times(said);
  if ("problem" in clock) return clock;
  return { cron: [clock.minute, clock.hour, ...daysOf(said)].join(" ") };
}

function daysOf({ every, weekdays, either, nth, days, months }: Said): [string, string, string] {
  const unit = every?.unit;
  const names = [...new Set(weekdays)].sort((a, b) => a - b).map(String);
  const nths = nth.map(([n, weekday]) => (n === -1 ? `${weekday}L` : `${weekday}#${n}`));
  const noDay = days.length === 0 && names.length === 0 && nths.length === 0;
  const first = noDay && (unit === "month" || unit === "year");
  const month = months.length > 0 ? list(months) : unit === "year" ? "1" : unit === "month" && (every?.n ?? 1) > 1 ? `*/${every?.n}` : "*";
  const weekday = noDay && unit === "week" ? "1" : isRun(names) ? `${names[0]}-${names.at(-1)}` : [...names, ...nths].join(",");
  // By themselves the two fields are alternatives; croner's + makes them one condition.
  const both = !either && days.length > 0 && weekday !== "" ? "+" : "";
  // All seven are no restriction.
  return [first ? "1" : days.length === 0 ? "*" : list(days), month, weekday === "" || names.length === 7 ? "*" : `${both}${weekday}`];

  function isRun(numbers: readonly string[]): boolean {
    return nths.length === 0 && numbers.length > 2 && Number(numbers.at(-1)) - Number(numbers[0]) === numbers.length - 1;
  }
}

/** Every so many minutes or hours, perhaps within a part of the day. */
function rhythm({ minutes, window, times, part }: Said, every: NonNullable<Said["every"]>): Clock {
  // "every 2 hours at 9" says two things.
  if (times.length > 0 || part !== null || every.n < 1) return { problem: "not-understood" };
  if (every.unit === "minute" && every.n < 60) return everyMinutes(every.n, window, minutes);
  const hours = every.unit === "hour" ? every.n : every.n / 60;
  if (!Number.isInteger(hours) || hours > 24) return { problem: "uneven" };
  if (window !== null && window.to !== null) {
    const [from, to] = [Math.floor(window.from / 60), Math.floor(window.to / 60)];
    if (from >= to) return { problem: "not-understood" };
    // "from 9:30 to 17:30" means the half hours.
    const minute = minutes.length > 0 ? list(minutes) : String(window.from % 60);
    const last = window.to % 60 >= window.from % 60 ? to : to - 1;
    return { minute, hour: `${from}-${last}${hours === 1 ? "" : `/${hours}`}` };
  }
  if (24 % hours !== 0) return { problem: "uneven" };
  const minute = minutes.length > 0 ? list(minutes) : String((window?.from ?? 0) % 60);
  const start = Math.floor((window?.from ?? 0) / 60) % hours;
  if (hours === 1) return { minute, hour: "*" };
  if (start === 0 && hours < 24) return { minute, hour: `*/${hours}` };
  return { minute, hour: list(Array.from({ length: 24 / hours }, (_, index) => start + index * hours)) };
}

function everyMinutes(n: number, window: Said["window"], minutes: readonly number[]): Clock {
  if (n < 15) return { problem: "too-often" };
  if (60 % n !== 0) return { problem: "uneven" };
  if (minutes.length > 0) return { problem: "not-understood" };
  const minute = `*/${n}`;
  if (window === null) return { minute, hour: "*" };
  const [from, to] = [Math.floor(window.from / 60), window.to === null ? 23 : Math.ceil(window.to / 60) - 1];
  if (window.from % 60 !== 0 || from > to) return { problem: "not-understood" };
  return { minute, hour: from === to ? String(from) : `${from}-${to}` };
}

function times({ times: said, part, window, minutes }: Said): Clock {
  if (minutes.length > 0) return { problem: "not-understood" };
  // "daily from 9 to 17": how often within?
  if (window !== null && (window.to !== null || said.length > 0)) return { problem: "not-understood" };
  const all = [...said, ...(window === null ? [] : [window.from]), ...(part?.open === true ? [part.at] : [])];
  const moments = [...new Set(all.length === 0 ? [USUAL_TIME] : all)];
  const byMinute = Map.groupBy(moments, (moment) => moment % 60);
  const hours = [...byMinute.values()].map((group) => list(group.map((moment) => Math.floor(moment / 60))));
  if (new Set(hours).size !== 1) return { problem: "different-minutes" };
  return { minute: list([...byMinute.keys()]), hour: hours[0] ?? "" };
}

function list(values: readonly (number | string)[]): string {
  return [...new Set(values)].sort((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : typeof a === "number" ? -1 : 1)).join(",");
}
