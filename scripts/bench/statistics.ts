/** Numbers out of measurements. Used by every measure of the bench. */

/** The `share` quantile (0 to 1), by linear interpolation between neighbours. Throws without samples: nothing was measured. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) throw new Error("there are no samples");
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (samples: readonly number[]) => quantile(samples, 0.5);

const sum = (samples: readonly number[]) => samples.reduce((total, sample) => total + sample, 0);

export interface Block {
  cpuMs: number;
  requests: number;
}

/** CPU per request over all blocks. /proc counts in ticks of 10 ms; over consecutive blocks of one process the roundings cancel out, per block they do not. */
export function perRequest(blocks: readonly Block[]): number {
  return sum(blocks.map((block) => block.cpuMs)) / sum(blocks.map((block) => block.requests));
}

/** The middle half of the blocks: tells a steady machine from a busy one. */
export function spread(blocks: readonly Block[]): { low: number; high: number } {
  const each = blocks.map((block) => block.cpuMs / block.requests);
  return { low: quantile(each, 0.25), high: quantile(each, 0.75) };
}
