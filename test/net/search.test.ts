/** Searching the web: what each way sends and takes, and how each failure is told apart from an empty web. */
import { describe, expect, it, test } from "vitest";
import { createWebSearch, type SearchSettings } from "../../src/net/search/web-search.ts";
import { createFakeWeb, html, json } from "./fake-web.ts";

const NONE: SearchSettings = { braveKey: "", tavilyKey: "", searxngUrl: "" };
const signal = new AbortController().signal;
const open = (settings: Partial<SearchSettings>, answers: Parameters<typeof createFakeWeb>[0]) => {
  const web = createFakeWeb(answers);
  const search = createWebSearch({ ...NONE, ...settings }, web);
  return {
    web,
    search: (query = "health report", more: { count?: number; locale?: string } = {}) => search({ query, count: 5, locale: "en-US", ...more }, signal),
  };
};

const BRAVE = "https://api.search.brave.com/";
const TAVILY = "https://api.tavily.com/";
const SEARXNG = "http://searx.lan:8080/";
const DUCK = "https://html.duckduckgo.com/";

/** As the page is built: an advertisement, a wrapped link, a plain one, one of its own. */
const DUCK_PAGE = `<!DOCTYPE html><html><body><div class="serp__results"><div id="links" class="results">
<div class="result results_links results_links_deep result--ad "><div class="links_main links_deep result__body"><h2 class="result__title">
<a rel="nofollow" class="result__a" href="https://duckduckgo.com/y.js?ad_domain=shop.example&amp;u3=x">Buy now</a></h2>
<a class="result__snippet" href="https://duckduckgo.com/y.js?ad_domain=shop.example">Sponsored.</a></div></div>
<div class="result results_links results_links_deep web-result "><div class="links_main links_deep result__body"><h2 class="result__title">
<a rel="nofollow" class="result__a" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Fwww.example.org%2Freport%2D2026.html%3Fa%3D1%26b%3D2&amp;rut=9f1c">Health &amp; the <b>report</b></a></h2>
<div class="result__extras"><div class="result__extras__url"><a class="result__url" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Fwww.example.org%2F">www.example.org</a></div></div>
<a class="result__snippet" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Fwww.example.org%2F">It fell to 7.6&nbsp;percent, the <b>bureau</b> said.</a><div class="clear"></div></div></div>
<div class="result results_links web-result"><div class="links_main"><h2 class="result__title"><a class="result__a" href="https://plain.example/survey/">Survey</a></h2>
<div class="result__snippet">Plain words.</div></div></div>
<div class="result web-result"><h2><a class="result__a" href="https://duckduckgo.com/?q=settings">Settings</a></h2></div>
</div></div></body></html>`;

describe("Brave", () => {
  it("is asked with the token in its header alone, and tells what it found", async () => {
    const results = [
      {
        title: "A <strong>report</strong>",
        url: "https://a.example/1",
        description: "It&#x27;s <strong>new</strong>.",
        extra_snippets: ["More of it."],
        age: "1 day ago",
      },
      { title: "No address", url: "javascript:alert(1)", description: "" },
      { title: 7, url: "https://b.example/" },
      { title: "", url: "https://c.example/", description: "No title" },
    ];
    const { web, search } = open({ braveKey: "secret", tavilyKey: "other" }, { [BRAVE]: json({ type: "search", web: { results } }) });
    expect(await search("wie   geht's", { locale: "de" })).toEqual({
      kind: "found",
      hits: [
        { title: "A report", url: "https://a.example/1", text: "It's new. More of it." },
        { title: "c.example", url: "https://c.example/", text: "No title" },
      ],
    });
    const [asked] = web.asked;
    expect(Object.fromEntries(asked?.url.searchParams ?? [])).toMatchObject({ q: "wie geht's", count: "5", search_lang: "de", safesearch: "moderate" });
    expect(asked?.url.pathname).toBe("/res/v1/web/search");
    expect(asked?.headers.get("x-subscription-token")).toBe("secret");
    expect(asked?.url.href).not.toContain("secret");
  });

  it.each([
    [json({}, 401), "bad-key"],
    [json({ type: "ErrorResponse", error: { code: "SUBSCRIPTION_TOKEN_INVALID", status: 422 } }, 422), "bad-key"],
    [json({ error: { code: "RATE_LIMITED" } }, 429), "rate-limited"],
    [json({ error: { code: "QUOTA_LIMITED" } }, 429), "used-up"],
    [json({}, 500), "unreachable"],
    [html("<p>down"), "unreachable"],
    ["refused" as const, "unreachable"],
  ])("failure %#", async (answer, kind) => {
    expect(await open({ braveKey: "k" }, { [BRAVE]: answer }).search()).toMatchObject({ kind, engine: "Brave" });
  });

  it("with no results is an empty web, not a failure; a long question is cut to what it takes", async () => {
    const { web, search } = open({ braveKey: "k" }, { [BRAVE]: json({ type: "search" }) });
    expect(await search(`${"word ".repeat(80)}${"x".repeat(500)}`)).toEqual({ kind: "found", hits: [] });
    const query = web.asked[0]?.url.searchParams.get("q") ?? "";
    expect([query.split(" ").length, query.length <= 400]).toEqual([50, true]);
  });
});

describe("Tavily", () => {
  it("is asked by POST with a bearer key", async () => {
    const results = [{ title: "T", url: "https://t.example/", content: "Words.", score: 0.9, raw_content: null }];
    const { web, search } = open({ tavilyKey: "tvly-1" }, { [TAVILY]: json({ query: "q", results, images: [], response_time: 1 }) });
    expect(await search()).toEqual({ kind: "found", hits: [{ title: "T", url: "https://t.example/", text: "Words." }] });
    expect(web.asked[0]).toMatchObject({ method: "POST", body: JSON.stringify({ query: "health report", max_results: 5, search_depth: "basic" }) });
    expect(web.asked[0]?.headers.get("authorization")).toBe("Bearer tvly-1");
  });

  it.each([
    [401, "bad-key"],
    [429, "rate-limited"],
    [432, "used-up"],
    [433, "used-up"],
    [500, "unreachable"],
  ])("status %i", async (status, kind) => {
    expect(await open({ tavilyKey: "k" }, { [TAVILY]: json({ detail: { error: "no" } }, status) }).search()).toMatchObject({ kind, engine: "Tavily" });
  });
});

describe("SearXNG", () => {
  const found = json({
    query: "q",
    results: [
      { url: "https://s.example/", title: "S", content: null, engine: "brave" },
      { url: "https://s.example/", title: "Again" },
    ],
  });

  it.each(["http://searx.lan:8080", "http://searx.lan:8080/", "http://searx.lan:8080/search"])(
    "at %s is asked for JSON, may be private, and tells each address once",
    async (searxngUrl) => {
      const { web, search } = open({ searxngUrl }, { [SEARXNG]: found });
      expect(await search("q", { locale: "de" })).toEqual({ kind: "found", hits: [{ title: "S", url: "https://s.example/", text: "" }] });
      expect(web.asked[0]?.url.href).toBe("http://searx.lan:8080/search?q=q&format=json&safesearch=1&language=de");
    },
  );

  it("behind a name and a password gets them in a header", async () => {
    const { web, search } = open({ searxngUrl: "http://ada:p%40ss@searx.lan:8080/" }, { [SEARXNG]: found });
    await search();
    expect(web.asked[0]?.headers.get("authorization")).toBe(`Basic ${btoa("ada:p@ss")}`);
    expect(web.asked[0]?.url.href).not.toContain("ada");
  });

  it("without JSON among its formats says so by 403", async () => {
    expect(await open({ searxngUrl: SEARXNG }, { [SEARXNG]: html("Forbidden", 403) }).search()).toEqual({ kind: "no-json", engine: "SearXNG" });
    expect(await open({ searxngUrl: SEARXNG }, { [SEARXNG]: html("Too Many Requests", 429) }).search()).toMatchObject({ kind: "rate-limited" });
  });
});

describe("DuckDuckGo's page", () => {
  it("is read without advertisements, its links unwrapped", async () => {
    const { web, search } = open({}, { [DUCK]: html(DUCK_PAGE) });
    expect(await search("q", { locale: "de" })).toEqual({
      kind: "found",
      hits: [
        { title: "Health & the report", url: "https://www.example.org/report-2026.html?a=1&b=2", text: "It fell to 7.6 percent, the bureau said." },
        { title: "Survey", url: "https://plain.example/survey/", text: "Plain words." },
      ],
    });
    expect(web.asked[0]?.url.href).toBe("https://html.duckduckgo.com/html/?q=q&kl=de-de");
    expect((await search("q", { count: 1 })).kind === "found" && web.asked).toHaveLength(2);
  });

  it.each([
    ["202", html('<div class="anomaly-modal__title">Unfortunately, bots use DuckDuckGo too.</div>', 202)],
    ["200 with a riddle", html('<form id="challenge-form" action="//duckduckgo.com/anomaly.js?sv=html">')],
    ["403", html("no", 403)],
    ["429", html("no", 429)],
    ["a page that nobody can read", html("<p>Something else")],
    ["a redirect", new Response(null, { status: 302, headers: { location: "https://duckduckgo.com/418.html" } })],
  ])("that takes us for a machine is told apart: %s", async (_case, answer) => {
    expect(await open({}, { [DUCK]: answer }).search()).toEqual({ kind: "challenged", engine: "DuckDuckGo" });
  });

  it("with nothing found is empty", async () => {
    const page = '<div class="result results_links web-result result--no-result"><div class="no-results">No results</div></div>';
    expect(await open({}, { [DUCK]: html(page) }).search()).toEqual({ kind: "found", hits: [] });
  });

  it("that is down or slow is no riddle", async () => {
    expect(await open({}, { [DUCK]: html("down", 503) }).search()).toEqual({ kind: "unreachable", engine: "DuckDuckGo" });
    const { web, search } = open({}, { [DUCK]: "hangs" });
    const slow = search();
    await web.clock.advance(10_100);
    expect(await slow).toEqual({ kind: "slow", engine: "DuckDuckGo" });
  });
});

test("a service that is asked is asked alone, and never followed elsewhere with the key", async () => {
  const { web, search } = open({ braveKey: "k" }, { [BRAVE]: new Response(null, { status: 302, headers: { location: "https://evil.example/" } }) });
  expect(await search()).toMatchObject({ kind: "unreachable" });
  expect(web.asked.map(({ url }) => url.host)).toEqual(["api.search.brave.com"]);
});

test("an answer without end is let go", async () => {
  const { search } = open({ braveKey: "k" }, { [BRAVE]: new Response(`{"web":{"results":[]},"x":"${"a".repeat(3 * 1024 * 1024)}"}`) });
  expect(await search()).toMatchObject({ kind: "unreachable" });
});

test("whoever stops ends it", async () => {
  const stop = new AbortController();
  const search = createWebSearch(NONE, createFakeWeb({ [DUCK]: "hangs" }));
  const running = search({ query: "q", count: 1, locale: "en" }, stop.signal);
  stop.abort("stop");
  await expect(running).rejects.toBe("stop");
});
