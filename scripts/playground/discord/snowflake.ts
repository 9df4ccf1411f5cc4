/**
 * Discord ids from the injected clock: monotonic, so that sorting by id is sorting by time even within one millisecond. Where the clock is moved
 * back they follow it, since an id tells its time, and stay unique.
 */

const DISCORD_EPOCH = 1_420_070_400_000;
/** Of the 22 bits below the milliseconds, 10 tell how often the clock went back and 12 count. */
const IDS_PER_MS = 1n << 12n;
const RETURNS = 1n << 10n;
/** A second; less is a clock's own wobble, or many ids in one millisecond. */
const MOVED_BACK = 1000n << 22n;

export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  let returns = 0n;
  return () => {
    const time = BigInt(Math.max(0, Math.floor(now()) - DISCORD_EPOCH)) << 22n;
    const isBack = last - time > MOVED_BACK;
    if (isBack) returns = (returns + 1n) % RETURNS;
    const fresh = time + returns * IDS_PER_MS;
    last = fresh > last || isBack ? fresh : last + 1n;
    return last.toString();
  };
}

/** Numeric order of ids; they have different lengths, so text order would be wrong. */
export function compareIds(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
