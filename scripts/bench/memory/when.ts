/** Moments as data sets write them: seconds, milliseconds, ISO dates, "1:56 pm on 8 May, 2023". */

/** Above this a number is in milliseconds: as seconds it would be in the year 5138. */
const MOST_SECONDS = 1e11;
const SPOKEN = /^(\d{1,2}):(\d{2}) (am|pm) on (\d{1,2}) (\w+),? (\d{4})$/i;

/** ms since 1970, or null where it is not understood. */
export function readMoment(given: unknown): number | null {
  if (typeof given === "number") return Number.isFinite(given) ? Math.round(Math.abs(given) < MOST_SECONDS ? given * 1000 : given) : null;
  if (typeof given !== "string" || given.trim() === "") return null;
  const text = given.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return readMoment(Number(text));
  const spoken = SPOKEN.exec(text);
  const moment = Date.parse(spoken === null ? hasZone(text) : spokenDate(spoken));
  return Number.isNaN(moment) ? null : moment;
}

/** What names no zone is taken as UTC, wherever the bench runs. */
const hasZone = (text: string): string => (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text.replace(" ", "T")}Z` : text);

function spokenDate([, hour, minute, half, day, month, year]: RegExpExecArray): string {
  const hours = (Number(hour) % 12) + (half?.toLowerCase() === "pm" ? 12 : 0);
  return `${day} ${month} ${year} ${String(hours).padStart(2, "0")}:${minute} UTC`;
}
