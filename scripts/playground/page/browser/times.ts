/** Dates in words, as Discord's client writes them; used by the message list and the Markdown. */

const DAY = 86_400_000;

let offset = 0;

/** The playground's clock can be moved; "today" moves along. */
export function moveClock(offsetMs: number): void {
  offset = offsetMs;
}

export const currentTime = () => Date.now() + offset;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "2-digit", year: "numeric" });
const longDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const medium = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

export const formatClock = (at: number) => clock.format(at);
export const formatDay = (at: number) => longDate.format(at);
export const formatMedium = (at: number) => medium.format(at);
export const formatFull = (at: number) => full.format(at);

/** "Today at 14:03"; the day only where it is not today. */
export function formatTime(at: number, now = currentTime()): string {
  if (isSameDay(at, now)) return `Today at ${clock.format(at)}`;
  if (isSameDay(at, now - DAY)) return `Yesterday at ${clock.format(at)}`;
  return `${date.format(at)} ${clock.format(at)}`;
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** Source: Discord reference, "Timestamp Styles". */
export function formatStamp(at: number, style: string, now = currentTime()): string {
  const styles: Record<string, Intl.DateTimeFormatOptions> = {
    t: { timeStyle: "short" },
    T: { timeStyle: "medium" },
    d: { dateStyle: "short" },
    D: { dateStyle: "long" },
    f: { dateStyle: "long", timeStyle: "short" },
    F: { dateStyle: "full", timeStyle: "short" },
  };
  return style === "R" ? formatRelative(at - now) : new Intl.DateTimeFormat(undefined, styles[style] ?? styles["f"]).format(at);
}

function formatRelative(distance: number): string {
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const units = [
    ["year", 365 * DAY],
    ["month", 30 * DAY],
    ["day", DAY],
    ["hour", 3_600_000],
    ["minute", 60_000],
  ] as const;
  const fitting = units.find(([, size]) => Math.abs(distance) >= size);
  return fitting ? words.format(Math.round(distance / fitting[1]), fitting[0]) : words.format(Math.round(distance / 1000), "second");
}
