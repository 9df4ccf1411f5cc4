/** The REST door: finds the route, checks version, User-Agent and token, applies rate limits and faults, answers in Discord's shape. */
import { readBody } from "./body.ts";
import { serveFile } from "./cdn.ts";
import { connectionLost, type Fault, type Faults, serverError, waitUnlessAborted } from "./faults.ts";
import { type RateLimiter, rateLimited } from "./rate-limits.ts";
import { Refusal, refuse } from "./refusal.ts";
import type { Route } from "./route.ts";
import { applicationRoutes } from "./routes-application.ts";
import { channelRoutes } from "./routes-channels.ts";
import { guildRoutes } from "./routes-guilds.ts";
import { interactionRoutes } from "./routes-interactions.ts";
import { searchRoutes } from "./routes-search.ts";
import { socialRoutes } from "./routes-social.ts";
import { threadRoutes } from "./routes-threads.ts";
import { webhookRoutes } from "./routes-webhooks.ts";
import { emit, type State, violate } from "./state.ts";
import type { Call } from "./types.ts";

/** Source: Discord reference, "User Agent": `DiscordBot ($url, $versionNumber)`. */
const USER_AGENT = /^DiscordBot \(https?:\/\/[^\s,]+, [^\s,)]+\)/;
/** A client that never gives up must not keep a test running forever. */
const HANG_MS = 120_000;

export function createRest(state: State, limiter: RateLimiter, faults: Faults): (request: Request) => Promise<Response> {
  const routes = [
    ...interactionRoutes(),
    ...channelRoutes(),
    ...threadRoutes(),
    ...webhookRoutes(),
    ...applicationRoutes(),
    // Before those of single members: "search" is no id.
    ...searchRoutes(),
    ...guildRoutes(),
    ...socialRoutes(),
  ];

  return async (request) => {
    const url = new URL(request.url);
    if (!url.pathname.startsWith("/api")) return url.pathname.includes("/attachments/") ? serveFile(state, url) : new Response("Not Found", { status: 404 });
    const [, version, path = "/"] = /^\/api(?:\/v(\d+))?(\/.*)?$/.exec(url.pathname) ?? [];
    const found = findRoute(routes, request.method, path);
    const call: Call = {
      method: request.method,
      route: found?.route.template ?? path,
      path,
      auth: found ? found.route.auth : "none",
      at: state.now(),
      status: 0,
      verdict: "ok",
    };
    const bodies: Bodies = { sent: undefined, received: undefined };
    const fault = faults.strike(call);
    try {
      const early = await before(fault, request.signal, found, call);
      const response = early ?? (await answer(request, url, version, found, call, bodies));
      call.status = response.status;
      if (early) call.verdict = "fault";
      else if (response.status === 429) call.verdict = "limited";
      if (fault?.kind !== "lost-answer") return response;
      // The write has happened; only its answer is lost.
      call.verdict = "fault";
      throw connectionLost();
    } catch (error) {
      if (call.status === 0) call.verdict = "fault";
      throw error;
    } finally {
      state.calls.push(call);
      emit(state, { type: "call", call, ...bodies });
    }
  };

  async function before(fault: Fault | undefined, signal: AbortSignal, found: Found | undefined, call: Call): Promise<Response | undefined> {
    if (fault?.kind === "reset") throw connectionLost();
    if (fault?.kind === "500") return serverError(fault.status ?? 500);
    if (fault?.kind === "refused") return reply(fault.status ?? 403, { message: "Refused", code: fault.code ?? 50013 }, {});
    if (fault?.kind === "slow") await waitUnlessAborted(fault.delayMs ?? 500, signal);
    if (fault?.kind === "hang") {
      await waitUnlessAborted(HANG_MS, signal);
      throw connectionLost();
    }
    if (fault?.kind !== "429") return undefined;
    const retryAfterMs = fault.retryAfterMs ?? 1000;
    if (found) limiter.tell(limitKey(found, call.method), majorOf(found), retryAfterMs);
    return rateLimited({ headers: {}, limited: { retryAfterMs, global: false, scope: "user" } });
  }

  async function answer(request: Request, url: URL, version: string | undefined, found: Found | undefined, call: Call, bodies: Bodies): Promise<Response> {
    const what = `${call.method} ${call.route}`;
    let headers: Record<string, string> = {};
    try {
      if (version !== "10") throw refuse.badVersion();
      if (!found) throw routes.some((route) => matches(route.template, call.path)) ? refuse.wrongMethod() : refuse.noRoute();
      if (!USER_AGENT.test(request.headers.get("user-agent") ?? "")) throw refuse.badUserAgent();
      if (found.route.auth === "bot" && request.headers.get("authorization") !== `Bot ${state.options.botToken}`) throw refuse.unauthorized();
      const admission = limiter.admit(limitKey(found, call.method), majorOf(found), found.route.auth === "bot", what);
      headers = admission.headers;
      if (admission.limited) return rateLimited({ headers, limited: admission.limited });
      const result = await found.route.handle({
        state,
        url,
        method: call.method,
        what,
        param: (name) => found.params[name] ?? "",
        body: async () => {
          const body = await readBody(request);
          bodies.sent = body.json;
          return body;
        },
      });
      if (result.status !== 204) bodies.received = result.json;
      return result.status === 204 ? new Response(null, { status: 204, headers }) : reply(result.status, result.json, headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      call.verdict = "refused";
      call.code = error.code;
      if (error.clientBug) violate(state, `${what}: ${error.status} (${error.code}) ${error.message}${error.errors ? ` ${JSON.stringify(error.errors)}` : ""}`);
      bodies.received = error.toJson();
      return reply(error.status, bodies.received, headers);
    }
  }
}

/** The JSON of both directions, for those who watch. */
interface Bodies {
  sent: unknown;
  received: unknown;
}

interface Found {
  route: Route;
  params: Record<string, string>;
}

function reply(status: number, json: unknown, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(json), { status, headers: { ...headers, "content-type": "application/json" } });
}

function findRoute(routes: readonly Route[], method: string, path: string): Found | undefined {
  for (const route of routes) {
    const params = route.method === method ? matches(route.template, path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

function matches(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? "");
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

/** Edits and follow-ups of one interaction share a bucket; everything else has one per route and channel or guild. */
function limitKey({ route }: Found, method: string): string {
  return route.auth === "interaction" && route.template.startsWith("/webhooks") ? "interaction" : `${method} ${route.template}`;
}

function majorOf({ params }: Found): string {
  return params.token ?? params.channel ?? params.guild ?? "";
}
