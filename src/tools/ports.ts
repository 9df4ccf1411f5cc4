/** What tools reach the world by. Made once per object, in deps/tools.ts; tests hand in fakes. */
import type { Clock } from "../kernel/clock.ts";
import type { News } from "../net/feed/news.ts";
import type { GuardedFetch } from "../net/guarded-fetch.ts";
import type { Reddit } from "../net/reddit.ts";
import type { WebSearch } from "../net/search/web-search.ts";
import type { Weather } from "../net/weather.ts";
import type { Wikipedia } from "../net/wikipedia.ts";

export interface ToolPorts {
  clock: Clock;
  webSearch: WebSearch;
  readPage: GuardedFetch;
  wikipedia: Wikipedia;
  news: News;
  reddit: Reddit;
  weather: Weather;
}
