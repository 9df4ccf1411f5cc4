/** Tavily's search interface. Source: Tavily, "Search" and "Understanding HTTP errors": POST, Bearer; 432 and 433 where the plan is used up. */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "../call-api.ts";
import { clipQuery, eachOf, fieldOf, firstHits, hit } from "./results.ts";
import type { SearchResult, SearchWish } from "./web-search.ts";

const ENGINE = "Tavily";
const ADDRESS = "https://api.tavily.com/search";

const result = () => z.object({ title: z.string().default(""), url: z.string(), content: z.string().default("") });

export async function searchTavily({ query, count }: SearchWish, key: string, signal: AbortSignal, deps: CallDeps): Promise<SearchResult> {
  const body = JSON.stringify({ query: clipQuery(query), max_results: count, search_depth: "basic" });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const answer = await callApi(ADDRESS, { method: "POST", headers, body }, signal, deps);
  if (answer.kind !== "answer") return { ...answer, engine: ENGINE };
  if (answer.status === 401 || answer.status === 403) return { kind: "bad-key", engine: ENGINE, setting: "TAVILY_API_KEY" };
  if (answer.status === 429) return { kind: "rate-limited", engine: ENGINE };
  if (answer.status === 432 || answer.status === 433) return { kind: "used-up", engine: ENGINE };
  const json = parseJson(answer.text);
  if (answer.status !== 200 || json === undefined) return { kind: "unreachable", engine: ENGINE };
  const hits = eachOf(fieldOf(json, "results"), result()).flatMap(({ title, url, content }) => hit(title, url, content));
  return { kind: "found", hits: firstHits(hits, count) };
}
