/** Discord ids from the injected clock: monotonic, so that sorting by id is sorting by time even within one millisecond. */

const DISCORD_EPOCH = 1_420_070_400_000;

export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fresh = BigInt(Math.max(0, Math.floor(now()) - DISCORD_EPOCH)) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}

/** Numeric order of ids; they have different lengths, so text order would be wrong. */
export function compareIds(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
