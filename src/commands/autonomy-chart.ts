/** The day of a channel as a chart of letters: what people wrote and when it spoke, hour by hour. Pure. Used by /autonomy status. */
import type { PresenceOverview } from "../autonomy/overview.ts";
import type { Texts } from "../locales/index.ts";

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const NOTHING = "·";
const HOURS = 24;
/** Above the bars of these hours. */
const AXIS = "0     6     12    18";

/** A block of code, since only there all signs are as wide as each other. */
export function dayChart({ activityByHour, spokenByHour }: Pick<PresenceOverview, "activityByHour" | "spokenByHour">, { autonomy }: Texts): string {
  const { chart: say } = autonomy.status;
  const width = Math.max(say.hour.length, say.people.length, say.me.length) + 1;
  const line = (label: string, signs: string) => `${label.padEnd(width)}${signs}`;
  return ["```", line(say.hour, AXIS), line(say.people, bars(activityByHour)), line(say.me, figures(spokenByHour)), "```"].join("\n");
}

const hours = (numbers: readonly number[]): number[] => Array.from({ length: HOURS }, (_, hour) => Math.max(0, Math.floor(numbers[hour] ?? 0)));

/** The busiest hour is full. */
function bars(numbers: readonly number[]): string {
  const all = hours(numbers);
  const most = Math.max(...all);
  return all.map((n) => (n === 0 ? NOTHING : (BARS[Math.ceil((n / most) * BARS.length) - 1] ?? "█"))).join("");
}

const figures = (numbers: readonly number[]): string =>
  hours(numbers)
    .map((n) => (n === 0 ? NOTHING : String(Math.min(n, 9))))
    .join("");
