/**
 * The chat page's server side: the page itself, its JSON and its live updates. `createPage` gives a function from Request to Response that
 * `npm run dev` hangs behind the Discord stand-in's port (`serveDiscord(discord, { other: page.fetch })`).
 */
import type { Discord } from "../discord/discord.ts";
import type { User } from "../discord/types.ts";
import type { Machine } from "../machine.ts";
import { PageError } from "./act.ts";
import type { Assets } from "./assets.ts";
import { createChecklist, type Shelf } from "./checklist.ts";
import { eventStream } from "./event-stream.ts";
import { answer, createRoutes, personOf, type RouteDeps } from "./routes.ts";
import { createSwitchBoard } from "./switches.ts";
import { createTrafficLog } from "./traffic.ts";
import { isVisible, viewMessage } from "./view.ts";
import type { StepId, WireEvent } from "./wire.ts";

export interface PageOptions {
  discord: Discord;
  /** Bundled while the rest starts. */
  assets: Promise<Assets>;
  /** Who can be spoken as, the first by default. */
  people: readonly User[];
  machine: Machine;
  /** Where the checklist is kept. */
  shelf: Shelf;
  /** Whether the set-up on Discord is finished. */
  isOnDiscord(): boolean;
  /** OLLAMA_HOST, where it is set. */
  ollamaHost?: string | undefined;
}

export interface Page {
  fetch(request: Request): Promise<Response>;
  /** Looks again whether the set-up on Discord is finished. */
  lookAtSetup(): void;
}

/** Only this page's own code runs and nothing leaves the machine; pictures and sound may come from the address under either name of the loopback. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' blob: data: http://127.0.0.1:* http://localhost:*; media-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };

export function createPage(options: PageOptions): Page {
  const { discord, people, machine } = options;
  const traffic = createTrafficLog(discord);
  const switches = createSwitchBoard(discord);
  const streams = new Map<(event: WireEvent) => void, User>();
  let violationsSeen = discord.violations.length;

  const tellAll = (event: WireEvent) => {
    for (const send of streams.keys()) send(event);
  };
  const tellViolations = () => {
    for (const text of discord.violations.slice(violationsSeen)) tellAll({ type: "violation", text });
    violationsSeen = discord.violations.length;
  };

  const checklist = createChecklist(discord, options.shelf, (steps) => tellAll({ type: "steps", steps }));
  const stillDone = (): StepId[] => [
    ...(machine.clock.offsetMs > 0 ? ["clock" as const] : []),
    ...(machine.model.isDemo ? [] : ["model" as const]),
    ...(options.isOnDiscord() ? ["discord" as const] : []),
  ];
  const tickWhatHolds = () => stillDone().forEach(checklist.tick);
  tickWhatHolds();
  machine.on((change) => {
    tellAll(change);
    tickWhatHolds();
  });

  discord.on((event) => {
    if ("message" in event) {
      const { channel_id: channelId, id } = event.message.json;
      for (const [send, viewer] of streams) {
        if (event.type === "message-delete") send({ type: "gone", channelId, id });
        else if (isVisible(discord.state, viewer, event.message)) send({ type: "message", message: viewMessage(discord.state, event.message) });
      }
    }
    if (event.type === "thread-create" || event.type === "member-update") tellAll({ type: "world" });
    const line = traffic.note(event);
    if (line) tellAll({ type: "traffic", traffic: line });
    tellViolations();
  });

  const deps: RouteDeps = { discord, people, machine, checklist, switches, traffic, tellAll, stillDone, ollamaHost: options.ollamaHost };
  const routes = createRoutes(deps);

  return {
    lookAtSetup: tickWhatHolds,
    async fetch(request) {
      const url = new URL(request.url);
      if (!isOwnPage(request)) return new Response("This page answers only to itself.", { status: 403, headers: HEADERS });
      const file = request.method === "GET" ? staticFile(await options.assets, url.pathname) : undefined;
      if (file) return file;
      try {
        if (request.method === "GET" && url.pathname === "/playground/events") return events(request, url);
        const result = await answer(deps, routes, request, url);
        // An inline answer of the bot is no call, so nothing else brings its violations here.
        tellViolations();
        return result === undefined ? new Response("Nothing here.", { status: 404, headers: HEADERS }) : Response.json(result, { headers: HEADERS });
      } catch (error) {
        if (error instanceof PageError) return Response.json({ problem: error.message }, { status: 400, headers: HEADERS });
        throw error;
      }
    },
  };

  function events(request: Request, url: URL): Response {
    const viewer = personOf(people, url.searchParams.get("as"));
    return eventStream(request.signal, (send) => {
      streams.set(send, viewer);
      return () => void streams.delete(send);
    });
  }
}

/**
 * Other sites must not act through this port: a browser says where a request comes from, and a foreign name that resolves to the loopback
 * (DNS rebinding) shows in Host.
 */
function isOwnPage(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const host = (request.headers.get("host") ?? "").replace(/:\d+$/, "");
  const isNavigation = request.method === "GET" && request.headers.get("sec-fetch-mode") === "navigate";
  return (site === null || site === "same-origin" || site === "none" || isNavigation) && ["127.0.0.1", "localhost", "[::1]", ""].includes(host);
}

function staticFile(assets: Assets, path: string): Response | undefined {
  const file = (body: string, type: string) =>
    new Response(body, { headers: { ...HEADERS, "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY } });
  if (path === "/") return file(assets.html, "text/html");
  if (path === "/app.js") return file(assets.script, "text/javascript");
  if (path === "/style.css") return file(assets.style, "text/css");
  return undefined;
}
