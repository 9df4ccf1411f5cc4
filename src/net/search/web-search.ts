/** Port: searching the web. The first way that is set up is taken; without any it is DuckDuckGo's page, which often refuses machines. Made in deps/tools.ts. */
import type { CallDeps } from "../call-api.ts";
import { searchBrave } from "./brave.ts";
import { searchDuckDuckGo } from "./duckduckgo.ts";
import { searchSearxng } from "./searxng.ts";
import { searchTavily } from "./tavily.ts";

export interface Hit {
  title: string;
  url: string;
  /** What stands there, in short. */
  text: string;
}

export type SearchFailure =
  /** It wants proof that we are human. Another way has to be set up: BRAVE_API_KEY, TAVILY_API_KEY or SEARXNG_URL. */
  | { kind: "challenged"; engine: string }
  /** The key in that setting is wrong. */
  | { kind: "bad-key"; engine: string; setting: string }
  /** Too often, just now. */
  | { kind: "rate-limited"; engine: string }
  /** What was paid for is used up. */
  | { kind: "used-up"; engine: string }
  /** SearXNG: `json` is missing among the formats in its settings.yml. */
  | { kind: "no-json"; engine: string }
  | { kind: "unreachable"; engine: string }
  | { kind: "slow"; engine: string };

/** `hits` may be empty. */
export type SearchResult = { kind: "found"; hits: Hit[] } | SearchFailure;

export interface SearchWish {
  query: string;
  /** At most so many, 1 to 10. */
  count: number;
  /** Discord's locale, such as "de" or "en-US". */
  locale: string;
}

/** Never rejects but for the signal's reason. */
export type WebSearch = (wish: SearchWish, signal: AbortSignal) => Promise<SearchResult>;

export interface SearchSettings {
  braveKey: string;
  tavilyKey: string;
  /** Base address; the deployer's word, so it may be private. */
  searxngUrl: string;
}

export function createWebSearch({ braveKey, tavilyKey, searxngUrl }: SearchSettings, deps: CallDeps): WebSearch {
  if (braveKey !== "") return (wish, signal) => searchBrave(wish, braveKey, signal, deps);
  if (tavilyKey !== "") return (wish, signal) => searchTavily(wish, tavilyKey, signal, deps);
  if (searxngUrl !== "") return (wish, signal) => searchSearxng(wish, searxngUrl, signal, deps);
  return (wish, signal) => searchDuckDuckGo(wish, signal, deps);
}
