/** Config -> what tools reach the world by. One line a port. */
import type { Config } from "../env.ts";
import { systemClock } from "../kernel/clock.ts";
import { createNews } from "../net/feed/news.ts";
import type { Fetch } from "../net/gates.ts";
import { createGuardedFetch } from "../net/guarded-fetch.ts";
import { createMemes, type Memes } from "../net/memes.ts";
import { createReddit, type Reddit } from "../net/reddit.ts";
import { createWebSearch } from "../net/search/web-search.ts";
import { createWeather } from "../net/weather.ts";
import { createWikipedia } from "../net/wikipedia.ts";
import type { ToolPorts } from "../tools/ports.ts";
import { USER_AGENT } from "./parts.ts";

/** `fetch`: counted and in line with the model's requests, of which four wait at once. */
export function createToolPorts(config: Config, fetch: Fetch): ToolPorts {
  const call = { fetch, clock: systemClock, userAgent: USER_AGENT };
  const readPage = createGuardedFetch({ ...call, allowPrivate: config.ALLOW_PRIVATE_ENDPOINTS });
  return {
    clock: systemClock,
    webSearch: createWebSearch({ braveKey: config.BRAVE_API_KEY, tavilyKey: config.TAVILY_API_KEY, searxngUrl: config.SEARXNG_URL }, call),
    readPage,
    wikipedia: createWikipedia(call),
    news: createNews({ feeds: config.NEWS_FEEDS, readPage }),
    reddit: createReddit({ clientId: config.REDDIT_CLIENT_ID, clientSecret: config.REDDIT_CLIENT_SECRET }, call),
    weather: createWeather(call),
  };
}

/** For /web meme. */
export function createMemesOf(config: Config, fetch: Fetch, reddit: Reddit): Memes {
  const hasRedditKey = config.REDDIT_CLIENT_ID !== "" && config.REDDIT_CLIENT_SECRET !== "";
  return createMemes({ reddit, hasRedditKey, random: Math.random, call: { fetch, clock: systemClock, userAgent: USER_AGENT } });
}
