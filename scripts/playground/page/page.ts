/**
 * The chat page's server side: the page itself, its JSON and its live updates. `createPage` gives a function from Request to Response that
 * `npm run dev` hangs behind the Discord stand-in's port (`serveDiscord(discord, { other: page.fetch })`).
 */
import type { Discord } from "../discord/discord.ts";
import { asArray, asObject, type JsonObject } from "../discord/json.ts";
import { visibleTo } from "../discord/messages.ts";
import { isDirect } from "../discord/permissions.ts";
import type { Channel, User } from "../discord/types.ts";
import { act, PageError, post, upload } from "./act.ts";
import { type Assets, buildAssets } from "./assets.ts";
import { eventStream } from "./event-stream.ts";
import { createSwitchBoard } from "./switches.ts";
import { createTrafficLog } from "./traffic.ts";
import { isVisible, viewChannel, viewMessage, viewPerson } from "./view.ts";
import { viewCommands } from "./view-commands.ts";
import { FAULTS, type WireEvent, type World } from "./wire.ts";

export interface PageOptions {
  discord: Discord;
  /** Who can be spoken as, the first by default. */
  people: readonly User[];
  /** Which model answers, in words. */
  model: string;
}

export interface Page {
  fetch(request: Request): Promise<Response>;
}

/** Only this page's own code runs and nothing leaves the machine; pictures may come from the address under either name of the loopback. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' blob: data: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };

export async function createPage(options: PageOptions): Promise<Page> {
  const { discord } = options;
  const assets = await buildAssets();
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

  discord.on((event) => {
    if ("message" in event) {
      const { channel_id: channelId, id } = event.message.json;
      for (const [send, viewer] of streams) {
        if (event.type === "message-delete") send({ type: "gone", channelId, id });
        else if (isVisible(discord.state, viewer, event.message)) send({ type: "message", message: viewMessage(discord.state, event.message) });
      }
    }
    const line = traffic.note(event);
    if (line) tellAll({ type: "traffic", traffic: line });
    tellViolations();
  });

  return {
    async fetch(request) {
      const url = new URL(request.url);
      if (!isOwnPage(request)) return new Response("This page answers only to itself.", { status: 403, headers: HEADERS });
      const file = request.method === "GET" ? staticFile(assets, url.pathname) : undefined;
      if (file) return file;
      try {
        return await route(request, url);
      } catch (error) {
        if (error instanceof PageError) return Response.json({ problem: error.message }, { status: 400, headers: HEADERS });
        throw error;
      }
    },
  };

  async function route(request: Request, url: URL): Promise<Response> {
    const me = personOf(url.searchParams.get("as"));
    const where = `${request.method} ${url.pathname}`;
    if (where === "GET /playground/world") return json(world(me));
    if (where === "GET /playground/messages") return json(messages(me, channelOf(url)));
    if (where === "GET /playground/events") return eventStream(request.signal, (send) => subscribe(send, me));
    if (where === "POST /playground/files") return json(await upload(discord, request, url));
    if (where === "POST /playground/switches") return json(setSwitches(await bodyOf(request)));
    if (where === "POST /playground/messages") {
      post(discord, me, channelOf(url), await bodyOf(request));
      return json({});
    }
    if (where === "POST /playground/act") {
      const result = await act(discord, me, channelOf(url), await bodyOf(request));
      tellViolations();
      return json(result);
    }
    return new Response("Nothing here.", { status: 404, headers: HEADERS });
  }

  function subscribe(send: (event: WireEvent) => void, viewer: User): () => void {
    streams.set(send, viewer);
    return () => void streams.delete(send);
  }

  function personOf(id: string | null): User {
    const person = options.people.find((candidate) => candidate.id === id) ?? options.people[0];
    if (!person) throw new PageError("There is nobody to speak as.");
    return person;
  }

  function channelOf(url: URL): Channel {
    const channel = discord.state.channels.get(url.searchParams.get("channel") ?? "");
    if (!channel) throw new PageError("This channel does not exist any more; reload the page.");
    return channel;
  }

  function messages(me: User, channel: Channel) {
    return visibleTo(discord.state, me, channel).map((record) => viewMessage(discord.state, record));
  }

  function setSwitches(wanted: JsonObject) {
    switches.set({ messageContent: wanted["messageContent"] === true, faults: FAULTS.filter((kind) => asArray(wanted["faults"]).includes(kind)) });
    tellAll({ type: "switches", switches: switches.read() });
    return switches.read();
  }

  function world(me: User): World {
    const { state } = discord;
    const seen = (channels: Channel[]) => channels.map((channel) => viewChannel(state, me, channel)).filter((channel) => channel !== undefined);
    const all = [...state.channels.values()];
    const guilds = [...state.guilds.values()].filter((guild) => guild.members.has(me.id));
    return {
      me: me.id,
      app: { id: discord.applicationId, name: state.app.name },
      people: options.people.map(viewPerson),
      users: [...state.users.values()].map(viewPerson),
      guilds: guilds.map((guild) => ({ id: guild.id, name: guild.name, channels: seen(all.filter((channel) => channel.guildId === guild.id)) })),
      directs: seen(all.filter((channel) => isDirect(channel) && channel.recipients.includes(me.id))),
      commands: viewCommands(state),
      switches: switches.read(),
      model: options.model,
      traffic: [...traffic.entries],
      violations: [...discord.violations],
    };
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

async function bodyOf(request: Request): Promise<JsonObject> {
  return asObject(await request.json().catch(() => undefined));
}

function json(value: unknown): Response {
  return Response.json(value, { headers: HEADERS });
}
