/** Port: the newest of several feeds, or what they have about something. The feeds are the deployer's, or those of the asker's language. Made in deps/tools.ts. */
import type { GuardedFetch } from "../guarded-fetch.ts";
import { defaultFeeds, type NamedFeed } from "./default-feeds.ts";
import { type FeedItem, parseFeed } from "./parse-feed.ts";

export interface NewsItem extends FeedItem {
  source: string;
}

export interface NewsResult {
  /** Best first: what fits the topic, then the newest. Each with an address. */
  items: NewsItem[];
  /** Names of feeds that were read, and of those that could not be. */
  read: string[];
  failed: string[];
}

export interface NewsWish {
  /** Empty: whatever is new. */
  topic: string;
  count: number;
  locale: string;
}

/** Never rejects but for the signal's reason. */
export type News = (wish: NewsWish, signal: AbortSignal) => Promise<NewsResult>;

/** Each is a request. */
const MOST_FEEDS = 6;
/** Shorter ones stand everywhere; in other scripts one sign is a word. */
const SHORTEST_WORD = 3;

/** `feeds`: NEWS_FEEDS. */
export function createNews({ feeds, readPage }: { feeds: readonly string[]; readPage: GuardedFetch }): News {
  return async ({ topic, count, locale }, signal) => {
    const chosen: readonly NamedFeed[] = feeds.length > 0 ? feeds.slice(0, MOST_FEEDS).map((address) => ({ name: "", address })) : defaultFeeds(locale);
    const results = await Promise.all(chosen.map((feed) => readFeed(feed, readPage, signal)));
    const read = results.filter(({ items }) => items !== null);
    const lists = read.map(({ name, items }) => (items ?? []).filter(({ url }) => url !== "").map((item) => ({ ...item, source: name })));
    return {
      items: (topic.trim() === "" ? inTurns(lists.map(newestFirst)) : about(topic, lists.flat())).slice(0, count),
      read: read.map(({ name }) => name),
      failed: results.filter(({ items }) => items === null).map(({ name }) => name),
    };
  };
}

async function readFeed({ name, address }: NamedFeed, readPage: GuardedFetch, signal: AbortSignal): Promise<{ name: string; items: FeedItem[] | null }> {
  const shown = name || (URL.canParse(address) ? new URL(address).hostname : address);
  const page = await readPage(address, signal);
  const feed = page.kind === "page" ? parseFeed(page.text, page.url) : null;
  return { name: name || feed?.title || shown, items: feed?.items ?? null };
}

const newestFirst = (items: readonly NewsItem[]): NewsItem[] => items.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));

/** One of each in turn, the same story once. */
function inTurns(lists: readonly NewsItem[][]): NewsItem[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const mixed = Array.from({ length: longest }, (_, at) => newestFirst(lists.flatMap((list) => list.slice(at, at + 1)))).flat();
  return [...new Map(mixed.map((item) => [item.url, item])).values()];
}

/** Those that hold a word of it, more of them first. */
function about(topic: string, items: readonly NewsItem[]): NewsItem[] {
  const words = [...new Set(topic.toLowerCase().split(/[^\p{L}\p{N}]+/u))].filter((word) => word.length >= SHORTEST_WORD || /[^\p{Script=Latin}]/u.test(word));
  const scored = items.map((item) => {
    const [title, text] = [item.title.toLowerCase(), item.text.toLowerCase()];
    return { item, score: words.reduce((sum, word) => sum + (title.includes(word) ? 2 : text.includes(word) ? 1 : 0), 0) };
  });
  const fitting = scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score || (b.item.at ?? 0) - (a.item.at ?? 0));
  return [...new Map(fitting.map(({ item }) => [item.url, item])).values()];
}
