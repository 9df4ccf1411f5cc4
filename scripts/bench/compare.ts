/** Report lines out of two sides' blocks. Used by the measures of PING and of the acknowledgement. */
import type { Line } from "./report.ts";
import type { SideResult } from "./stage.ts";
import { median, perRequest, quantile, spread } from "./statistics.ts";

export const round = (value: number, digits = 3) => Number(value.toFixed(digits));

export interface Pair {
  id: string;
  name: string;
  ours: SideResult;
  bare: SideResult;
}

/** CPU of the process per request, ours over bare. `bar`: how many times as much it may be. */
export function compareCpu({ id, name, ours, bare }: Pair, bar?: number): Line {
  const [own, floor] = [perRequest(ours.blocks), perRequest(bare.blocks)];
  const { low, high } = spread(ours.blocks);
  const measured = `${(own / floor).toFixed(2)} x  (${own.toFixed(3)} ms, bare ${floor.toFixed(3)} ms)`;
  const details = { oursMs: round(own), bareMs: round(floor), oursLowMs: round(low), oursHighMs: round(high), requests: ours.latencies.length };
  return { id, name, value: round(own / floor), unit: "x", ...(bar === undefined ? {} : { bar }), measured, details };
}

export function compareRate({ id, name, ours, bare }: Pair): Line {
  const [own, floor] = [median(ours.perSecond), median(bare.perSecond)];
  return {
    id,
    name,
    value: Math.round(own),
    unit: "1/s",
    measured: `${Math.round(own)}/s, bare ${Math.round(floor)}/s`,
    details: { ours: Math.round(own), bare: Math.round(floor) },
  };
}

export function compareLatency({ id, name, ours, bare }: Pair): Line {
  const [own50, own99, bare50, bare99] = [
    quantile(ours.latencies, 0.5),
    quantile(ours.latencies, 0.99),
    quantile(bare.latencies, 0.5),
    quantile(bare.latencies, 0.99),
  ];
  const measured = `p50 ${own50.toFixed(2)} ms, p99 ${own99.toFixed(2)} ms; bare p50 ${bare50.toFixed(2)} ms, p99 ${bare99.toFixed(2)} ms`;
  return {
    id,
    name,
    value: round(own99),
    unit: "ms",
    measured,
    details: { p50: round(own50), p99: round(own99), bareP50: round(bare50), bareP99: round(bare99) },
  };
}
