/** Brave's search interface. Source: Brave Search API, "Web search": GET, X-Subscription-Token, at most 20 results; 422 where the token is none. */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "../call-api.ts";
import { clipQuery, eachOf, fieldOf, firstHits, hit, languageOf } from "./results.ts";
import type { SearchResult, SearchWish } from "./web-search.ts";

const ENGINE = "Brave";
const ADDRESS = "https://api.search.brave.com/res/v1/web/search";
/** Of those that it knows, the ones that are called there as everywhere. */
const LANGUAGES = "ar bg ca cs da de en es et fi fr he hi hr hu is it ko lt lv nb nl pl ro ru sk sl sr sv th tr uk vi".split(" ");

const result = () => z.object({ title: z.string(), url: z.string(), description: z.string().default(""), extra_snippets: z.array(z.string()).default([]) });

export async function searchBrave({ query, count, locale }: SearchWish, key: string, signal: AbortSignal, deps: CallDeps): Promise<SearchResult> {
  const language = languageOf(locale);
  const parameters = new URLSearchParams({ q: clipQuery(query), count: String(count), safesearch: "moderate", text_decorations: "false" });
  if (LANGUAGES.includes(language)) parameters.set("search_lang", language);
  const answer = await callApi(`${ADDRESS}?${parameters}`, { headers: { "x-subscription-token": key } }, signal, deps);
  if (answer.kind !== "answer") return { ...answer, engine: ENGINE };
  if (answer.status === 401 || answer.status === 403 || (answer.status === 422 && answer.text.includes("SUBSCRIPTION_TOKEN")))
    return { kind: "bad-key", engine: ENGINE, setting: "BRAVE_API_KEY" };
  if (answer.status === 429) return { kind: answer.text.includes("QUOTA") ? "used-up" : "rate-limited", engine: ENGINE };
  const json = parseJson(answer.text);
  if (answer.status !== 200 || json === undefined) return { kind: "unreachable", engine: ENGINE };
  const found = eachOf(fieldOf(fieldOf(json, "web"), "results"), result());
  const hits = found.flatMap(({ title, url, description, extra_snippets: more }) => hit(title, url, [description, ...more].join(" ")));
  return { kind: "found", hits: firstHits(hits, count) };
}
