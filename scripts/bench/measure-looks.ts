/** What following a channel costs: how often it is read in each phase of its life, and for how long that keeps its object busy, which is what is billed. */
import { emptyActivity } from "../../src/autonomy/activity.ts";
import { LIVE_FOR, nextLook } from "../../src/autonomy/cadence.ts";
import { round } from "./compare.ts";
import type { Group, Line } from "./report.ts";
import { type Stage, startSide } from "./stage.ts";
import { median, quantile } from "./statistics.ts";

/** Discord's own time for a page of messages; the stand-in answers at once. Assumed: nothing documents it. */
const DISCORD_MS = 100;
const HOUR = 3_600_000;
const WARM_UP = 20;
/** A look that is far more than a request and two writes would be a mistake. */
const LOOK_BAR_MS = 50;

export async function measureLooks(stage: Stage): Promise<Group> {
  const workerd = await startSide(stage, "looking");
  try {
    const look = async (): Promise<number> => {
      const response = await fetch(new URL("/bench/look?channel=1500000000000000009", workerd.url));
      if (!response.ok) throw new Error(await response.text());
      return Number(await response.text());
    };
    for (let nth = 0; nth < WARM_UP; nth++) await look();
    const samples: number[] = [];
    for (let nth = 0; nth < (stage.quick ? 15 : 80); nth++) samples.push(await look());
    const own = median(samples);
    return {
      title: "Following a channel",
      about:
        "How long a look keeps the channel's object busy, from its alarm to its last write: one GET of Discord, who opted out, the state. The stand-in answers at once; " +
        `seconds an hour are with ${DISCORD_MS} ms of Discord's own time for each. Looks by the product's own cadence: live while people talk, back-off for the rest of the first day, quiet for the six days after that.`,
      lines: [
        {
          id: "look",
          name: "a look, own time",
          value: round(own),
          unit: "ms",
          bar: LOOK_BAR_MS,
          measured: `p50 ${own.toFixed(2)} ms, p99 ${quantile(samples, 0.99).toFixed(2)} ms`,
          details: { p50: round(own), p99: round(quantile(samples, 0.99)), looks: samples.length },
        },
        hours("live", 0, LIVE_FOR, own),
        hours("back-off", LIVE_FOR, 24 * HOUR, own),
        hours("quiet", 24 * HOUR, 7 * 24 * HOUR, own),
      ],
    };
  } finally {
    await workerd.stop();
  }
}

/** Of a channel in which nobody speaks from one silence to the other, ms. */
function hours(phase: string, from: number, to: number, own: number): Line {
  const activity = { ...emptyActivity(), lastHuman: HOUR };
  let looks = 0;
  for (let at = from; at < to; looks++) at = nextLook({ now: HOUR + at, activity, since: 0, lookAgainAt: null }) - HOUR;
  const anHour = (looks * HOUR) / (to - from);
  const seconds = (anHour * (own + DISCORD_MS)) / 1_000;
  const id = `followed-${phase.replaceAll(/[ ,]+/g, "-")}`;
  return {
    id,
    name: `object-seconds per followed hour, ${phase}`,
    value: round(seconds),
    unit: "s",
    measured: `${seconds.toFixed(2)} s  (${anHour.toFixed(1)} requests an hour)`,
    details: { requests: round(anHour), seconds: round(seconds) },
  };
}
