/**
 * Discord's rate limits as its headers tell them: one bucket per hash and major parameter. Called by rest-request.ts before and after each call.
 * Nothing is hard-coded, as Discord asks. Kept per client; the maps are bounded. Source: Discord reference, "Rate Limits".
 */

/** What decides on a call's bucket. */
export interface BucketKey {
  /** Method and route template. Calls of one route share a bucket's hash. */
  route: string;
  /** Routes that probably share one, until their own hash is known: all calls by one interaction's token do so at present. */
  family: string;
  /** The id or token that Discord counts by: the channel, or the interaction's token. */
  major: string;
  /** Calls by interaction token are exempt from the bot's global limit. */
  bot: boolean;
}

export interface RateLimits {
  /** How long a call has to wait, ms; 0 = it may go now. */
  delay(key: BucketKey): number;
  /** Counts a call that goes out. The function takes its answer's headers, or nothing if there was no answer. */
  begin(key: BucketKey): (headers?: Headers) => void;
  /** A 429 came. `bucket`: for calls like this; `bot`: for all by bot token; `address`: for everything from here (Cloudflare, not Discord). */
  block(key: BucketKey, ms: number, whom: "bucket" | "bot" | "address"): void;
}

interface Bucket {
  limit: number;
  remaining: number;
  resetAt: number;
  windowMs: number;
  inFlight: number;
  blockedUntil: number;
}

const MOST_BUCKETS = 1000;
/** Answers of one window differ this much in when it ends, because they travel, ms. */
const TRAVEL_MS = 250;

export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, Bucket>();
  /** By route, and by family for routes that have not been used. There are only a few of either. */
  const hashes = new Map<string, string>();
  let botUntil = 0;
  let addressUntil = 0;

  function bucketOf(key: BucketKey): Bucket {
    const name = `${hashes.get(key.route) ?? hashes.get(key.family) ?? key.family} ${key.major}`;
    const bucket = buckets.get(name) ?? { limit: 0, remaining: Number.POSITIVE_INFINITY, resetAt: 0, windowMs: 0, inFlight: 0, blockedUntil: 0 };
    // Least recently used first.
    buckets.delete(name);
    buckets.set(name, bucket);
    for (const oldest of buckets.keys()) {
      if (buckets.size <= MOST_BUCKETS) break;
      buckets.delete(oldest);
    }
    return bucket;
  }

  function learn(key: BucketKey, headers: Headers): void {
    const hash = headers.get("x-ratelimit-bucket");
    const limit = numberIn(headers, "x-ratelimit-limit");
    const remaining = numberIn(headers, "x-ratelimit-remaining");
    const resetAfter = numberIn(headers, "x-ratelimit-reset-after");
    if (hash !== null && hash !== hashes.get(key.route)) {
      const { blockedUntil } = bucketOf(key);
      hashes.set(key.route, hash);
      hashes.set(key.family, hash);
      const bucket = bucketOf(key);
      bucket.blockedUntil = Math.max(bucket.blockedUntil, blockedUntil);
    }
    if (limit === undefined || remaining === undefined || resetAfter === undefined) return;
    const bucket = bucketOf(key);
    const resetAt = now() + resetAfter * 1000;
    if (resetAt <= bucket.resetAt + TRAVEL_MS) {
      // Answers overtake each other: within a window the lowest count is the newest. Travel only ever makes the end look later than it is.
      bucket.remaining = Math.min(bucket.remaining, remaining);
      bucket.resetAt = Math.min(bucket.resetAt, resetAt);
    } else {
      bucket.remaining = Math.max(0, remaining - bucket.inFlight);
      bucket.resetAt = resetAt;
    }
    bucket.limit = limit;
    bucket.windowMs = Math.max(bucket.windowMs, resetAfter * 1000);
  }

  return {
    delay(key) {
      const bucket = bucketOf(key);
      const blocked = Math.max(addressUntil, key.bot ? botUntil : 0, bucket.blockedUntil);
      const full = bucket.remaining <= 0 ? bucket.resetAt : 0;
      return Math.max(0, Math.ceil(Math.max(blocked, full) - now()));
    },
    begin(key) {
      const bucket = bucketOf(key);
      // A window of its own is assumed until the answer tells more, so that not everybody who waited goes at once.
      if (bucket.limit > 0 && now() >= bucket.resetAt) {
        bucket.remaining = bucket.limit;
        bucket.resetAt = now() + bucket.windowMs;
      }
      bucket.remaining -= 1;
      bucket.inFlight += 1;
      return (headers) => {
        bucket.inFlight -= 1;
        if (headers) learn(key, headers);
      };
    },
    block(key, ms, whom) {
      const until = now() + ms;
      if (whom === "address") addressUntil = Math.max(addressUntil, until);
      else if (whom === "bot") botUntil = Math.max(botUntil, until);
      else bucketOf(key).blockedUntil = Math.max(bucketOf(key).blockedUntil, until);
    },
  };
}

function numberIn(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  const number = value === null || value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}
