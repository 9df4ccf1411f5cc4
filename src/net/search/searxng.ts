/** A SearXNG server. Source: SearXNG, "Search API": a format that its settings.yml does not list is answered by 403; its limiter by 429. */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "../call-api.ts";
import { clipQuery, eachOf, fieldOf, firstHits, hit, languageOf } from "./results.ts";
import type { SearchResult, SearchWish } from "./web-search.ts";

const ENGINE = "SearXNG";

const result = () => z.object({ title: z.string().default(""), url: z.string(), content: z.string().nullish() });

export async function searchSearxng({ query, count, locale }: SearchWish, base: string, signal: AbortSignal, deps: CallDeps): Promise<SearchResult> {
  const address = new URL(base);
  address.pathname = `${address.pathname.replace(/\/+$/, "").replace(/\/search$/, "")}/search`;
  const parameters = { q: clipQuery(query), format: "json", safesearch: "1", language: languageOf(locale) || "all" };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  // A name and password before a private one: fetch takes none in an address.
  const { username, password } = address;
  address.username = "";
  address.password = "";
  const signedIn = username === "" ? {} : { headers: { authorization: `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}` } };
  const answer = await callApi(address.href, signedIn, signal, deps);
  if (answer.kind !== "answer") return { ...answer, engine: ENGINE };
  if (answer.status === 401) return { kind: "bad-key", engine: ENGINE, setting: "SEARXNG_URL" };
  if (answer.status === 403) return { kind: "no-json", engine: ENGINE };
  if (answer.status === 429) return { kind: "rate-limited", engine: ENGINE };
  const json = parseJson(answer.text);
  if (answer.status !== 200 || json === undefined) return { kind: "unreachable", engine: ENGINE };
  const hits = eachOf(fieldOf(json, "results"), result()).flatMap(({ title, url, content }) => hit(title, url, content ?? ""));
  return { kind: "found", hits: firstHits(hits, count) };
}
