/** Port: what Wikipedia has about something, the beginnings of its best pages. No key. Source: MediaWiki, "API:Query", TextExtracts. Made in deps/tools.ts. */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "./call-api.ts";
import { webAddress } from "./plain-text.ts";
import { eachOf, fieldOf } from "./search/results.ts";

export interface Article {
  title: string;
  url: string;
  /** Its introduction. */
  text: string;
}

export type WikipediaResult =
  | { kind: "articles"; articles: Article[] }
  | { kind: "no-language" }
  | { kind: "rate-limited" }
  | { kind: "unreachable" }
  | { kind: "slow" };

/** `language`: as in its address, such as "de". Best first, at most 3. Never rejects but for the signal's reason. */
export type Wikipedia = (query: string, language: string, signal: AbortSignal) => Promise<WikipediaResult>;

const MOST = 3;
const LANGUAGE = /^[a-z]{2,3}(-[a-z]{2,8})?$|^simple$/;

const page = () => z.object({ title: z.string(), fullurl: z.string(), extract: z.string().default(""), index: z.number().default(0) });

export function createWikipedia(deps: CallDeps): Wikipedia {
  return async (query, language, signal) => {
    if (!LANGUAGE.test(language)) return { kind: "no-language" };
    const parameters = new URLSearchParams({
      action: "query",
      format: "json",
      formatversion: "2",
      generator: "search",
      gsrsearch: query.trim().slice(0, 300),
      gsrlimit: String(MOST),
      prop: "extracts|info",
      exintro: "1",
      explaintext: "1",
      exlimit: String(MOST),
      inprop: "url",
      redirects: "1",
    });
    const answer = await callApi(`https://${language}.wikipedia.org/w/api.php?${parameters}`, {}, signal, deps);
    if (answer.kind !== "answer") return answer;
    if (answer.status === 429) return { kind: "rate-limited" };
    // A language that there is not leads to the list of those that there are.
    if (answer.status === 404 || (answer.status >= 300 && answer.status < 400)) return { kind: "no-language" };
    const json = parseJson(answer.text);
    if (answer.status !== 200 || json === undefined || fieldOf(json, "error") !== undefined) return { kind: "unreachable" };
    const pages = eachOf(fieldOf(fieldOf(json, "query"), "pages"), page()).toSorted((a, b) => a.index - b.index);
    const articles = pages.flatMap(({ title, fullurl, extract }) => {
      const url = webAddress(fullurl);
      return url === null || extract.trim() === "" ? [] : [{ title, url, text: extract.trim() }];
    });
    return { kind: "articles", articles };
  };
}
