/** Config -> what tools reach the world by. One line a port. */
import { createOptOutCheck } from "../access/opt-outs.ts";
import type { AccessStore } from "../access/store.ts";

import { createToolDiscord, type ToolDiscordDeps } from "../conversation/tool-discord.ts";

import { createToolReminders } from "../conversation/tool-reminders.ts";

import type { DiscordApi } from "../discord/api.ts";
import type { Config } from "../env.ts";
import { systemClock } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { VERSION } from "../kernel/version.ts";
import { guardEndpoint, readEndpointUrl } from "../net/endpoint.ts";
import { createNews } from "../net/feed/news.ts";
import type { Fetch } from "../net/gates.ts";
import { createGuardedFetch } from "../net/guarded-fetch.ts";
import { createMemes, type Memes } from "../net/memes.ts";
import { createReddit } from "../net/reddit.ts";
import { createWebSearch } from "../net/search/web-search.ts";
import { createWeather } from "../net/weather.ts";
import { createWikipedia } from "../net/wikipedia.ts";
import type { Reminders } from "../schedule/reminders.ts";
import { createMcpClient, type McpClient } from "../tools/mcp/client.ts";
import { mcpSealContext } from "../tools/mcp/server.ts";
import type { McpStore } from "../tools/mcp/store.ts";
import type { SharedPorts } from "../tools/ports.ts";
import { sealerOf, USER_AGENT } from "./parts.ts";

interface Rooms {
  discord: DiscordApi;
  access: AccessStore;
  pseudonyms: Pseudonyms;
  log: Log;
  mcpStore: McpStore;
  reminders: Pick<Reminders, "create">;
  /** For pictures: see there. */
  pictures: SharedPorts["pictures"];
  /** Of threads that are started. */
  listenIn: ToolDiscordDeps["listenIn"];
}

/** `fetch`: counted and in line with the model's requests, of which four wait at once. */
export function createToolPorts(
  config: Config,
  fetch: Fetch,
  { discord, log, mcpStore, reminders, pictures, listenIn, ...people }: Rooms,
): { ports: SharedPorts; memes: Memes; mcp: McpClient } {
  const clock = systemClock;
  const call = { fetch, clock, userAgent: USER_AGENT };
  const readPage = createGuardedFetch({ ...call, allowPrivate: config.ALLOW_PRIVATE_ENDPOINTS });
  const reddit = createReddit({ clientId: config.REDDIT_CLIENT_ID, clientSecret: config.REDDIT_CLIENT_SECRET }, call);
  const hasRedditKey = config.REDDIT_CLIENT_ID !== "" && config.REDDIT_CLIENT_SECRET !== "";
  const sealer = sealerOf(config);
  const mcp = createMcpClient({
    ...call,
    fetch: guardEndpoint(fetch, config.ALLOW_PRIVATE_ENDPOINTS),
    log,
    store: mcpStore,
    isAllowed: (address) => "url" in readEndpointUrl(address, config.ALLOW_PRIVATE_ENDPOINTS),
    openHeaders: async (sealed, guildId, address) => (await sealer?.open(sealed, mcpSealContext(guildId, address))) ?? null,
    client: { name: "edgewise", version: VERSION },
  });
  const ports: SharedPorts = {
    clock,
    discord: createToolDiscord({ discord, clock, listenIn, optOuts: createOptOutCheck(people) }),
    webSearch: createWebSearch({ braveKey: config.BRAVE_API_KEY, tavilyKey: config.TAVILY_API_KEY, searxngUrl: config.SEARXNG_URL }, call),
    readPage,
    wikipedia: createWikipedia(call),
    news: createNews({ feeds: config.NEWS_FEEDS, readPage }),
    reddit,
    weather: createWeather(call),
    mcp,
    reminders: createToolReminders({ reminders, clock }),
    pictures,
  };
  return { ports, mcp, memes: createMemes({ reddit, hasRedditKey, random: Math.random, call }) };
}
