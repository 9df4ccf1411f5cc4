/**
 * Port: posts of Reddit. With an application's id and secret by OAuth (application only; the token is kept while it lasts), else by the public pages'
 * JSON, which Reddit mostly refuses to machines. Source: Reddit wiki, "OAuth2", and its API documentation. Made in deps/tools.ts.
 */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "./call-api.ts";
import { webAddress } from "./plain-text.ts";
import { eachOf, fieldOf } from "./search/results.ts";

export interface RedditPost {
  title: string;
  /** Of the post with its comments. */
  url: string;
  /** What it leads to; null where it is words alone. */
  link: string | null;
  text: string;
  subreddit: string;
  author: string;
  score: number;
  comments: number;
  /** ms since 1970 */
  at: number;
  /** For adults. */
  nsfw: boolean;
  spoiler: boolean;
}

export interface RedditWish {
  /** Without r/; empty: everywhere. */
  subreddit: string;
  /** Empty: what is liked there now. */
  query: string;
  /** Posts for adults, too. */
  nsfw: boolean;
}

export type RedditResult =
  | { kind: "posts"; posts: RedditPost[] }
  /** No key is set, and Reddit does not let machines in without one. */
  | { kind: "blocked" }
  | { kind: "bad-key" }
  /** None of that name, or a private one. */
  | { kind: "no-subreddit" }
  | { kind: "rate-limited" }
  | { kind: "unreachable" }
  | { kind: "slow" };

/** At most 25 posts. Never rejects but for the signal's reason. */
export type Reddit = (wish: RedditWish, signal: AbortSignal) => Promise<RedditResult>;

const TOKEN_ADDRESS = "https://www.reddit.com/api/v1/access_token";
/** A token is fetched anew so long before it ends, ms. */
const MARGIN_MS = 60_000;
const SUBREDDIT = /^[A-Za-z0-9_]{2,21}$/;

const tokenAnswer = () => z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const post = () =>
  z.object({
    data: z.object({
      title: z.string(),
      permalink: z.string(),
      url: z.string().default(""),
      is_self: z.boolean().default(false),
      selftext: z.string().default(""),
      subreddit: z.string(),
      author: z.string().default(""),
      score: z.number().default(0),
      num_comments: z.number().default(0),
      created_utc: z.number().default(0),
      over_18: z.boolean().default(false),
      spoiler: z.boolean().default(false),
      stickied: z.boolean().default(false),
    }),
  });

export function createReddit({ clientId, clientSecret }: { clientId: string; clientSecret: string }, deps: CallDeps): Reddit {
  const hasKey = clientId !== "" && clientSecret !== "";
  let token: { value: string; until: number } | null = null;

  async function authorize(signal: AbortSignal): Promise<string | RedditResult> {
    if (token !== null && token.until > deps.clock.now()) return token.value;
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`, "content-type": "application/x-www-form-urlencoded" };
    const answer = await callApi(TOKEN_ADDRESS, { method: "POST", headers, body: "grant_type=client_credentials" }, signal, deps);
    if (answer.kind !== "answer") return answer;
    const { data } = tokenAnswer().safeParse(parseJson(answer.text));
    if (answer.status === 200 && data !== undefined) {
      token = { value: data.access_token, until: deps.clock.now() + data.expires_in * 1_000 - MARGIN_MS };
      return token.value;
    }
    if (answer.status === 429) return { kind: "rate-limited" };
    return { kind: answer.status >= 500 ? "unreachable" : "bad-key" };
  }

  return async (wish, signal) => {
    const subreddit = wish.subreddit.trim().replace(/^\/?r\//i, "");
    if (subreddit !== "" && !SUBREDDIT.test(subreddit)) return { kind: "no-subreddit" };
    const authorized = hasKey ? await authorize(signal) : null;
    if (authorized !== null && typeof authorized !== "string") return authorized;
    const headers = authorized === null ? {} : { headers: { authorization: `Bearer ${authorized}` } };
    const answer = await callApi(addressOf({ ...wish, subreddit }, authorized !== null), headers, signal, deps);
    if (answer.kind !== "answer") return answer;
    const { status, text } = answer;
    // A token that was taken back: the next question fetches another.
    if (status === 401) token = null;
    const json = parseJson(text);
    if (status === 200 && json !== undefined) return { kind: "posts", posts: readPosts(json, wish.nsfw) };
    // A subreddit that is not there leads to a search for its name; a private one says so as JSON.
    if (status === 404 || (status >= 300 && status < 400) || (status === 403 && fieldOf(json, "reason") !== undefined)) return { kind: "no-subreddit" };
    if (!hasKey && (status === 401 || status === 403 || status === 429 || status === 200)) return { kind: "blocked" };
    if (status === 429) return { kind: "rate-limited" };
    return { kind: status === 401 || status === 403 ? "bad-key" : "unreachable" };
  };
}

function addressOf({ subreddit, query, nsfw }: RedditWish, byToken: boolean): string {
  const place = subreddit === "" ? "" : `/r/${subreddit}`;
  const isSearch = query.trim() !== "";
  const parameters = new URLSearchParams({ raw_json: "1", limit: "25" });
  if (isSearch) {
    for (const [name, value] of Object.entries({ q: query.trim().slice(0, 500), sort: "relevance", type: "link" })) parameters.set(name, value);
    if (subreddit !== "") parameters.set("restrict_sr", "1");
    if (nsfw) parameters.set("include_over_18", "on");
  }
  const path = `${place}/${isSearch ? "search" : "hot"}`;
  return byToken ? `https://oauth.reddit.com${path}?${parameters}` : `https://www.reddit.com${path}.json?${parameters}`;
}

function readPosts(json: unknown, nsfw: boolean): RedditPost[] {
  const found = eachOf(fieldOf(fieldOf(json, "data"), "children"), post()).map(({ data }) => data);
  return found
    .filter(({ over_18: isForAdults, stickied }) => !stickied && (nsfw || !isForAdults))
    .map((data) => ({
      title: data.title,
      url: new URL(data.permalink, "https://www.reddit.com").href,
      link: data.is_self ? null : webAddress(data.url, "https://www.reddit.com"),
      text: data.selftext,
      subreddit: data.subreddit,
      author: data.author,
      score: data.score,
      comments: data.num_comments,
      at: data.created_utc * 1_000,
      nsfw: data.over_18,
      spoiler: data.spoiler,
    }));
}
