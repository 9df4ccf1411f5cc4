/** Discord's rate limits: fixed windows per bucket, 50 requests a second per bot, headers on every answer, and a memory of who does not listen. */
import { type State, violate } from "./state.ts";

/** Defaults by route template. Discord publishes none of them ("do not hard-code"); these are what bots in the field report. */
const DEFAULTS: Record<string, { limit: number; windowMs: number }> = {
  interaction: { limit: 5, windowMs: 2000 },
  "POST /channels/:channel/messages": { limit: 5, windowMs: 5000 },
  "PATCH /channels/:channel/messages/:message": { limit: 5, windowMs: 5000 },
  "DELETE /channels/:channel/messages/:message": { limit: 5, windowMs: 1000 },
  "GET /channels/:channel/messages": { limit: 5, windowMs: 1000 },
  "POST /channels/:channel/typing": { limit: 5, windowMs: 5000 },
  default: { limit: 20, windowMs: 1000 },
};
const GLOBAL_LIMIT = 50;
/** Requests that were on their way when the 429 left are not held against the client: `inFlightMs`, and with a standing clock this many. */
const IN_FLIGHT_REQUESTS = 5;
/** Timers may fire a moment early; nobody is blamed for that. */
const TIMER_SLACK_MS = 5;

interface Bucket {
  id: string;
  limit: number;
  used: number;
  endsAt: number;
  /** From the last 429: when it was sent and until when it holds. */
  told: { at: number; until: number; ignored: number } | undefined;
}

interface Admission {
  headers: Record<string, string>;
  limited: { retryAfterMs: number; global: boolean; scope: "user" | "global" | "shared" } | undefined;
}

export interface RateLimiter {
  /** Counts a request. `major`: the interaction's token or the channel's id. */
  admit(key: string, major: string, isBot: boolean, what: string): Admission;
  /** An injected 429 binds the client like a real one. */
  tell(key: string, major: string, retryAfterMs: number): void;
}

export function createRateLimiter(state: State): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const global: Bucket = { id: "global", limit: GLOBAL_LIMIT, used: 0, endsAt: 0, told: undefined };

  const bucketOf = (key: string, major: string): Bucket => {
    const { limit, windowMs } = state.limits[key] ?? DEFAULTS[key] ?? state.limits.default ?? DEFAULTS.default ?? { limit: 20, windowMs: 1000 };
    const name = `${key} ${major}`;
    const bucket = buckets.get(name) ?? { id: hash(key), limit, used: 0, endsAt: 0, told: undefined };
    buckets.set(name, bucket);
    roll(bucket, state.now(), windowMs);
    return bucket;
  };

  const refuseWith = (bucket: Bucket, retryAfterMs: number, isGlobal: boolean): Admission => {
    const now = state.now();
    if (!bucket.told || bucket.told.until - TIMER_SLACK_MS <= now) bucket.told = { at: now, until: now + retryAfterMs, ignored: 0 };
    return { headers: headersOf(bucket, now), limited: { retryAfterMs, global: isGlobal, scope: isGlobal ? "global" : "user" } };
  };

  /** A new request although a Retry-After holds: a violation, unless it was already under way. */
  const noteIgnored = (bucket: Bucket, what: string): boolean => {
    const now = state.now();
    if (!bucket.told || now >= bucket.told.until - TIMER_SLACK_MS) return false;
    bucket.told.ignored += 1;
    if (now - bucket.told.at > state.options.inFlightMs || bucket.told.ignored > IN_FLIGHT_REQUESTS) {
      violate(state, `${what}: sent ${Math.ceil(bucket.told.until - now)} ms before Retry-After had passed`);
    }
    return true;
  };

  return {
    admit(key, major, isBot, what) {
      const bucket = bucketOf(key, major);
      const now = state.now();
      if (isBot) {
        roll(global, now, 1000);
        if (noteIgnored(global, what) || global.used >= global.limit)
          return refuseWith(global, Math.max(1, (global.told?.until ?? 0) - now, global.endsAt - now), true);
      }
      if (noteIgnored(bucket, what) || bucket.used >= bucket.limit)
        return refuseWith(bucket, Math.max(1, (bucket.told?.until ?? 0) - now, bucket.endsAt - now), false);
      bucket.used += 1;
      if (isBot) global.used += 1;
      return { headers: headersOf(bucket, now), limited: undefined };
    },
    tell(key, major, retryAfterMs) {
      const now = state.now();
      bucketOf(key, major).told = { at: now, until: now + retryAfterMs, ignored: 0 };
    },
  };
}

function roll(bucket: Bucket, now: number, windowMs: number): void {
  // Further away than its length: the clock was moved back, and what was counted or told before means nothing.
  const isStale = bucket.endsAt > now + windowMs;
  if (now < bucket.endsAt && !isStale) return;
  bucket.used = 0;
  bucket.endsAt = now + windowMs;
  if (isStale) bucket.told = undefined;
}

function headersOf(bucket: Bucket, now: number): Record<string, string> {
  if (bucket.id === "global") return {};
  return {
    "x-ratelimit-limit": String(bucket.limit),
    "x-ratelimit-remaining": String(Math.max(0, bucket.limit - bucket.used)),
    "x-ratelimit-reset": (bucket.endsAt / 1000).toFixed(3),
    "x-ratelimit-reset-after": (Math.max(0, bucket.endsAt - now) / 1000).toFixed(3),
    "x-ratelimit-bucket": bucket.id,
  };
}

/** Opaque to clients, equal for equal routes, as on Discord. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0").repeat(4);
}

/** The 429 itself. Source: Discord reference, "Rate Limits". */
export function rateLimited(admission: Pick<Admission, "headers"> & { limited: NonNullable<Admission["limited"]> }): Response {
  const { retryAfterMs, global, scope } = admission.limited;
  const seconds = Math.max(1, Math.ceil(retryAfterMs)) / 1000;
  const headers = {
    ...admission.headers,
    "content-type": "application/json",
    // The header has whole seconds, the body is exact.
    "retry-after": String(Math.ceil(seconds)),
    "x-ratelimit-scope": scope,
    ...(global ? { "x-ratelimit-global": "true" } : {}),
  };
  const body = { message: "You are being rate limited.", retry_after: Number(seconds.toFixed(3)), global };
  return new Response(JSON.stringify(body), { status: 429, headers });
}
