/**
 * DuckDuckGo's page for browsers without scripts: no key, and no promise. Where it takes us for a machine, it answers 202 or 403 with a riddle ("anomaly")
 * in place of results; that is told apart from "nothing found", or people would believe that there is nothing.
 */
import { type CallDeps, callApi } from "../call-api.ts";
import { clipQuery, firstHits, hit, languageOf } from "./results.ts";
import type { Hit, SearchResult, SearchWish } from "./web-search.ts";

const ENGINE = "DuckDuckGo";
const ADDRESS = "https://html.duckduckgo.com/html/";
const REGIONS: Readonly<Record<string, string>> = { de: "de-de", en: "us-en", es: "es-es", fr: "fr-fr", it: "it-it", nl: "nl-nl", pl: "pl-pl", pt: "pt-pt" };
const RIDDLE = /anomaly-modal|anomaly\.js|challenge-form|bots use DuckDuckGo/i;
const NOTHING = /no-results|result--no-result/;

export async function searchDuckDuckGo({ query, count, locale }: SearchWish, signal: AbortSignal, deps: CallDeps): Promise<SearchResult> {
  const language = languageOf(locale);
  const region = (Object.hasOwn(REGIONS, language) ? REGIONS[language] : undefined) ?? "wt-wt";
  const parameters = new URLSearchParams({ q: clipQuery(query), kl: region });
  const answer = await callApi(`${ADDRESS}?${parameters}`, { headers: { accept: "text/html", "accept-language": locale } }, signal, deps);
  if (answer.kind !== "answer") return { ...answer, engine: ENGINE };
  const { status, text } = answer;
  if (status >= 500) return { kind: "unreachable", engine: ENGINE };
  if (status !== 200 || RIDDLE.test(text)) return { kind: "challenged", engine: ENGINE };
  const hits = await readHits(text);
  // A page that we cannot read counts as a refusal, not as an empty web.
  if (hits.length === 0 && !NOTHING.test(text)) return { kind: "challenged", engine: ENGINE };
  return { kind: "found", hits: firstHits(hits, count) };
}

async function readHits(html: string): Promise<Hit[]> {
  const found: { title: string; url: string; text: string }[] = [];
  let isAd = false;
  const last = () => found.at(-1);
  const rewriter = new HTMLRewriter()
    .on("div.result", {
      element: (element) => {
        isAd = /result--ad|result--no-result/.test(element.getAttribute("class") ?? "");
      },
    })
    .on("a.result__a", {
      element: (element) => void (isAd || found.push({ title: "", url: unwrap(element.getAttribute("href") ?? ""), text: "" })),
      text: (chunk) => {
        const current = last();
        if (!isAd && current !== undefined) current.title += chunk.text;
      },
    })
    .on(".result__snippet", {
      text: (chunk) => {
        const current = last();
        if (!isAd && current !== undefined) current.text += chunk.text;
      },
    });
  try {
    await rewriter.transform(new Response(html)).arrayBuffer();
  } catch {
    return [];
  }
  return found.flatMap(({ title, url, text }) => hit(title, url, text));
}

/** Its links lead over `/l/?uddg=`; what stays with it is an advertisement or its own. */
function unwrap(href: string): string {
  const address = href.replaceAll("&amp;", "&");
  if (!URL.canParse(address, ADDRESS)) return "";
  const url = new URL(address, ADDRESS);
  const target = url.pathname === "/l/" ? url.searchParams.get("uddg") : url.href;
  if (target === null || !URL.canParse(target)) return "";
  return /(^|\.)duckduckgo\.com$/.test(new URL(target).hostname) ? "" : target;
}
