/** PING: what verifying and answering costs, beside the bare Worker. */
import { compareCpu, compareLatency, compareRate } from "./compare.ts";
import { prepareLoad } from "./load.ts";
import type { Group } from "./report.ts";
import { PONG, runInterleaved, type Side, type Stage, startSide } from "./stage.ts";

const BAR = 1.5;
const WIDTH = 8;

export async function measurePing(stage: Stage): Promise<Group> {
  const size = stage.quick ? { warm: 1_500, rounds: 3, many: 1_000, single: 200 } : { warm: 5_000, rounds: 12, many: 2_500, single: 500 };
  const sides = { ours: await startSide(stage, "ours", false), bare: await startSide(stage, "bare") };
  try {
    const side = (name: "ours" | "bare", width: number, count: number): Side<"ours" | "bare"> => ({
      name,
      workerd: sides[name],
      prepare: async () => prepareLoad(sides[name].url, width, await stage.traffic.pings(sides[name].url, count), PONG),
    });
    const both = (width: number, count: number) => [side("ours", width, count), side("bare", width, count)];
    await runInterleaved(both(WIDTH, size.warm), 1);
    const many = await runInterleaved(both(WIDTH, size.many), size.rounds);
    const one = await runInterleaved(both(1, size.single), size.rounds);
    return {
      title: "PING",
      about: `Validly signed, each with its own body, over keep-alive connections to the Worker's own socket. CPU is that of the whole workerd process, in blocks that alternate between the two.`,
      lines: [
        compareCpu({ id: "ping-cpu", name: `CPU per request, ${WIDTH} at a time`, ...many }, BAR),
        compareCpu({ id: "ping-cpu-single", name: "CPU per request, one at a time", ...one }, BAR),
        compareRate({ id: "ping-rate", name: `requests a second, ${WIDTH} at a time`, ...many }),
        compareLatency({ id: "ping-latency", name: `time, ${WIDTH} at a time`, ...many }),
        compareLatency({ id: "ping-latency-single", name: "time, one at a time", ...one }),
      ],
    };
  } finally {
    await Promise.all(Object.values(sides).map((workerd) => workerd.stop()));
  }
}
