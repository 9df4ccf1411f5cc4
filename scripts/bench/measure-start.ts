/** Start: CPU from the process's first moment to its first answered PING, beside the bare Worker; and the size of what is uploaded. */
import { round } from "./compare.ts";
import { load } from "./load.ts";
import type { Group } from "./report.ts";
import { PONG, type SideName, type Stage, startSide } from "./stage.ts";
import { median } from "./statistics.ts";

const START_BAR_MS = 60;
const SIZE_BAR_KIB = 560;

export async function measureStart(stage: Stage): Promise<Group> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < (stage.quick ? 3 : 11); round++) {
    const order = ["ours", "bare"] as const;
    for (const side of round % 2 === 0 ? order : order.toReversed()) times[side].push(await startOnce(stage, side));
  }
  const [ours, bare] = [median(times.ours), median(times.bare)];
  const kib = stage.bundles.ours.gzipBytes / 1024;
  return {
    title: "Start and size",
    about:
      "CPU of the process from its start to the first answered PING, configuration and schemas included; local services beside the Worker are the same for both. Medians.",
    lines: [
      {
        id: "start-cpu",
        name: "start CPU over bare",
        value: round(ours - bare, 1),
        unit: "ms",
        bar: START_BAR_MS,
        measured: `${(ours - bare).toFixed(1)} ms  (${ours.toFixed(1)} ms, bare ${bare.toFixed(1)} ms)`,
        details: { oursMs: round(ours, 1), bareMs: round(bare, 1), starts: times.ours.length },
      },
      { id: "bundle-size", name: "bundle, compressed", value: round(kib, 1), unit: "KiB", bar: SIZE_BAR_KIB, measured: `${kib.toFixed(1)} KiB` },
    ],
  };
}

async function startOnce(stage: Stage, side: SideName): Promise<number> {
  const workerd = await startSide(stage, side, false);
  try {
    await load(workerd.url, 1, await stage.traffic.pings(workerd.url, 1), PONG);
    return workerd.fineCpuMs();
  } finally {
    await workerd.stop();
  }
}
