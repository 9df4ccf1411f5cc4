/** Config -> what tools reach the world by. One line a port. */
import { createOptOutCheck } from "../access/opt-outs.ts";
import type { AccessStore } from "../access/store.ts";
import { createToolDiscord } from "../conversation/tool-discord.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Config } from "../env.ts";
import { systemClock } from "../kernel/clock.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { createNews } from "../net/feed/news.ts";
import type { Fetch } from "../net/gates.ts";
import { createGuardedFetch } from "../net/guarded-fetch.ts";
import { createMemes, type Memes } from "../net/memes.ts";
import { createReddit } from "../net/reddit.ts";
import { createWebSearch } from "../net/search/web-search.ts";
import { createWeather } from "../net/weather.ts";
import { createWikipedia } from "../net/wikipedia.ts";
import type { SharedPorts } from "../tools/ports.ts";
import { USER_AGENT } from "./parts.ts";

interface Rooms {
  discord: DiscordApi;
  access: AccessStore;
  pseudonyms: Pseudonyms;
}

/** `fetch`: counted and in line with the model's requests, of which four wait at once. */
export function createToolPorts(config: Config, fetch: Fetch, { discord, ...people }: Rooms): { ports: SharedPorts; memes: Memes } {
  const clock = systemClock;
  const call = { fetch, clock, userAgent: USER_AGENT };
  const readPage = createGuardedFetch({ ...call, allowPrivate: config.ALLOW_PRIVATE_ENDPOINTS });
  const reddit = createReddit({ clientId: config.REDDIT_CLIENT_ID, clientSecret: config.REDDIT_CLIENT_SECRET }, call);
  const hasRedditKey = config.REDDIT_CLIENT_ID !== "" && config.REDDIT_CLIENT_SECRET !== "";
  const ports: SharedPorts = {
    clock,
    discord: createToolDiscord({ discord, clock, optOuts: createOptOutCheck(people) }),
    webSearch: createWebSearch({ braveKey: config.BRAVE_API_KEY, tavilyKey: config.TAVILY_API_KEY, searxngUrl: config.SEARXNG_URL }, call),
    readPage,
    wikipedia: createWikipedia(call),
    news: createNews({ feeds: config.NEWS_FEEDS, readPage }),
    reddit,
    weather: createWeather(call),
  };
  return { ports, memes: createMemes({ reddit, hasRedditKey, random: Math.random, call }) };
}
