/**
 * One call of Discord's API with all its attempts: waits for its rate limit, gives up an attempt that takes too long, repeats what may be repeated.
 * Called by rest.ts. Messages of errors name route templates only: paths carry tokens.
 */
import type { Clock, Random } from "../kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import { type BucketKey, createRateLimits } from "./rate-limits.ts";
import { type Answer, readAnswer } from "./rest-answer.ts";
import type { RequestBody } from "./rest-body.ts";

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Tokens and ids as names, e.g. `/channels/:channel/messages`. */
  template: string;
  path: string;
  key: BucketKey;
  body?: RequestBody;
  /** Carrying it out twice does no harm. */
  repeatable: boolean;
}

export interface RequestDeps {
  baseUrl: string;
  botToken: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
  random: Random;
  version: string;
  log?: Log;
}

type Settle = (headers?: Headers) => void;

/** Per attempt, ms. */
const TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 30_000;
const MOST_ATTEMPTS = 6;
/** For all attempts and waits of one call, ms. */
const PATIENCE_MS = 45_000;
const FIRST_BACKOFF_MS = 500;
/** Over so long, and twice as long each time, clients that hit the bot's own limit come back, ms. */
const SPREAD_MS = 1_000;
const LONGEST_BACKOFF_MS = 8_000;

export function createRequest(deps: RequestDeps) {
  const { fetch, clock, random, log } = deps;
  const limits = createRateLimits(() => clock.now());
  const userAgent = `DiscordBot (https://github.com/edgewise-bot/edgewise, ${deps.version})`;

  /** Throws DiscordApiError, NetworkError, or the signal's reason. */
  async function request(call: Call, signal: AbortSignal | undefined): Promise<unknown> {
    const giveUpAt = clock.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      const settle = await waitForRoom(call, giveUpAt, signal);
      const answer = await attemptOnce(call, settle, Math.max(giveUpAt - clock.now(), 1000));
      if (answer.kind === "ok") return answer.json;
      if (answer.kind === "refused") throw refusal(call, answer.status, answer.code, answer.message);
      log?.info("discord.retry", {
        method: call.method,
        route: call.template,
        attempt,
        failure: answer.kind,
        status: "status" in answer ? answer.status : undefined,
      });
      if (answer.kind === "limited") {
        // Every object has a client of its own: those that hit the bot's own limit together would hit it together again.
        const apart = answer.whom === "bot" ? random() * SPREAD_MS * 2 ** attempt : 0;
        limits.block(call.key, answer.retryAfterMs + apart, answer.whom);
        if (attempt >= MOST_ATTEMPTS) throw refusal(call, 429, answer.code, "still rate limited");
        continue;
      }
      const wanted = answer.kind === "broken" ? (answer.retryAfterMs ?? 0) : 0;
      const wait = Math.max(wanted, backoff(attempt));
      if (!call.repeatable || attempt >= MOST_ATTEMPTS || clock.now() + wait >= giveUpAt) {
        throw answer.kind === "broken"
          ? refusal(call, answer.status, 0, "server error")
          : new NetworkError(`${call.method} ${call.template}: ${answer.message}`);
      }
      await sleep(wait, signal);
    }
  }

  /** Rather than run into a 429: too many of them get the address banned. The place is taken at once, before anybody else who waited can. */
  async function waitForRoom(call: Call, giveUpAt: number, signal: AbortSignal | undefined): Promise<Settle> {
    signal?.throwIfAborted();
    for (let wait = limits.delay(call.key); wait > 0; wait = limits.delay(call.key)) {
      if (clock.now() + wait >= giveUpAt) throw refusal(call, 429, 0, `rate limited for ${Math.ceil(wait / 1000)} s`);
      await sleep(wait, signal);
    }
    return limits.begin(call.key);
  }

  /**
   * Never cut short by the caller's signal: an edit that was abandoned half-way could still arrive, after the one that was to replace it, and a 429
   * that nobody read would not be waited out.
   */
  async function attemptOnce(call: Call, settle: Settle, left: number): Promise<Answer | { kind: "lost"; message: string }> {
    const allowed = Math.min(call.body?.upload ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS, left);
    const timeout = new AbortController();
    const answered = new AbortController();
    let headers: Headers | undefined;
    const talk = async (): Promise<Answer> => {
      const response = await fetch(deps.baseUrl + call.path, initOf(call, timeout.signal));
      headers = response.headers;
      return readAnswer(response, call.key.bot);
    };
    const expire = async (): Promise<{ kind: "lost"; message: string }> => {
      await clock.sleep(allowed, answered.signal);
      const message = `no answer within ${Math.round(allowed / 1000)} s`;
      if (!answered.signal.aborted) timeout.abort(new Error(message));
      return { kind: "lost", message };
    };
    try {
      // A race, because not every fetch lets go at once when its signal aborts.
      return await Promise.race([talk(), expire()]);
    } catch (error) {
      return { kind: "lost", message: withoutSecrets(error, [deps.botToken, call.key.major]) };
    } finally {
      answered.abort();
      settle(headers);
    }
  }

  function initOf(call: Call, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = { "user-agent": userAgent };
    if (call.key.bot) headers.authorization = `Bot ${deps.botToken}`;
    if (call.body?.contentType) headers["content-type"] = call.body.contentType;
    // The API redirects nowhere; following would carry the bot's token to a stranger.
    return { method: call.method, headers, redirect: "manual", signal, ...(call.body ? { body: call.body.body } : {}) };
  }

  function refusal(call: Call, status: number, code: number, message: string): DiscordApiError {
    return new DiscordApiError(call.method, call.template, status, code, message);
  }

  /** Half of it by chance, so that many objects do not come back at the same moment. */
  function backoff(attempt: number): number {
    return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1)) * (0.5 + random() / 2);
  }

  async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    await clock.sleep(ms, signal);
    signal?.throwIfAborted();
  }

  return { request, delay: limits.delay };
}

/** fetch's own words may quote the address it was given. */
function withoutSecrets(error: unknown, secrets: string[]): string {
  const message = error instanceof Error ? error.message : "connection failed";
  return secrets.filter((secret) => secret !== "").reduce((text, secret) => text.replaceAll(secret, "..."), message.replace(/https?:\/\/\S+/g, "..."));
}
