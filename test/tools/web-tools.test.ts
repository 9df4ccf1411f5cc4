/** The tools that read the web: what they hand on, how long it may be, and that every failure is a sentence that says what would help. */
import { describe, expect, it, test } from "vitest";
import { createNews } from "../../src/net/feed/news.ts";
import { createGuardedFetch } from "../../src/net/guarded-fetch.ts";
import { createReddit } from "../../src/net/reddit.ts";
import { createWebSearch } from "../../src/net/search/web-search.ts";
import { createWeather } from "../../src/net/weather.ts";
import { createWikipedia } from "../../src/net/wikipedia.ts";
import { builtInTools } from "../../src/tools/index.ts";
import { runTool } from "../../src/tools/run-tool.ts";
import type { ToolContext, ToolPlace } from "../../src/tools/tool.ts";
import { createFakeWeb, html, json } from "../net/fake-web.ts";
import { portsOf } from "./ports.ts";

const PLACE = { locale: "en-US", ageRestricted: false } as ToolPlace;
const log = { info: () => undefined, error: (event: string) => void broken.push(event) };
const broken: string[] = [];

function open(answers: Parameters<typeof createFakeWeb>[0], more: { settings?: Record<string, string>; place?: Partial<ToolPlace>; feeds?: string[] } = {}) {
  const web = createFakeWeb(answers);
  const { brave = "", redditId = "" } = more.settings ?? {};
  const readPage = createGuardedFetch({ ...web, allowPrivate: false });
  const ports = portsOf({
    clock: web.clock,
    webSearch: createWebSearch({ braveKey: brave, tavilyKey: "", searxngUrl: "" }, web),
    readPage,
    wikipedia: createWikipedia(web),
    news: createNews({ feeds: more.feeds ?? ["https://feed.example/"], readPage }),
    reddit: createReddit({ clientId: redditId, clientSecret: redditId }, web),
    weather: createWeather(web),
    memory: null,
  });
  const context: ToolContext = { ...ports, place: { ...PLACE, ...more.place }, key: "k", signal: new AbortController().signal };
  return {
    web,
    call: (name: string, input: unknown) => {
      const tool = builtInTools.find((candidate) => candidate.name === name);
      if (tool === undefined) throw new Error(`no tool ${name}`);
      return runTool(tool, JSON.stringify(input), context, log);
    },
  };
}

test("they are read-only, have fifteen seconds, and two of them are on by default", () => {
  const tools = builtInTools.filter(({ name }) => ["web_search", "read_page", "wikipedia", "news", "weather", "reddit"].includes(name));
  expect(tools).toHaveLength(6);
  for (const { risk, timeoutMs, description } of tools) expect([risk, timeoutMs, description.length < 1_024]).toEqual(["read", 15_000, true]);
  expect(tools.filter(({ byDefault }) => byDefault).map(({ name }) => name)).toEqual(["web_search", "read_page"]);
});

describe("web_search", () => {
  it("hands on what can be cited", async () => {
    const results = [{ title: "T", url: "https://t.example/", description: "Words." }];
    const { web, call } = open({ "https://api.search.brave.com/": json({ web: { results } }) }, { settings: { brave: "k" } });
    expect(await call("web_search", { query: "cats" })).toEqual({
      content: "1 results, best first.",
      passages: [{ title: "T", url: "https://t.example/", text: "Words." }],
    });
    expect(web.asked[0]?.url.searchParams.get("count")).toBe("6");
  });

  it("that is taken for a machine names the settings that help", async () => {
    const { call } = open({ "https://html.duckduckgo.com/": html("anomaly-modal", 202) });
    const { failed, content } = await call("web_search", { query: "cats" });
    expect(failed).toBe(true);
    for (const name of ["BRAVE_API_KEY", "TAVILY_API_KEY", "SEARXNG_URL"]) expect(content).toContain(name);
  });

  it.each([
    [json({}, 401), /BRAVE_API_KEY/],
    [json({}, 429), /too often/],
    [json({ error: { code: "QUOTA_LIMITED" } }, 429), /used up/],
    ["refused" as const, /could not be reached/],
  ])("failure %#", async (answer, expected) => {
    const { failed, content } = await open({ "https://api.search.brave.com/": answer }, { settings: { brave: "k" } }).call("web_search", { query: "x" });
    expect([failed, content]).toEqual([true, expect.stringMatching(expected)]);
  });

  it("with nothing found is no failure", async () => {
    const { call } = open({ "https://api.search.brave.com/": json({}) }, { settings: { brave: "k" } });
    expect(await call("web_search", { query: "x" })).toEqual({ content: expect.stringContaining("Nothing was found") });
    expect((await call("web_search", { query: " " })).failed).toBe(true);
    expect((await call("web_search", { query: "x", count: 50 })).failed).toBe(true);
  });
});

describe("read_page", () => {
  const long = `<title>Long</title><article>${"<p>Words of the article are these. </p>".repeat(1_500)}</article>`;

  it("tells title, author and words, a part at a time", async () => {
    const { call } = open({
      "https://a.example/short": html(
        '<head><title>Cats</title><meta name="author" content="Ada"><meta property="article:published_time" content="2026-11-28"></head><nav>Home</nav><main><h1>Cats</h1><p>They sleep.</main>',
      ),
      "https://a.example/long": html(long),
    });
    expect(await call("read_page", { url: "https://a.example/short" })).toEqual({
      content: "The page as text.",
      passages: [{ title: "Cats", url: "https://a.example/short", text: "Ada, 2026-11-28\n\n# Cats\n\nThey sleep." }],
    });
    const first = await call("read_page", { url: "https://a.example/long" });
    expect(first.passages?.[0]?.text.length).toBe(20_000);
    const from = Number(/from: (\d+)/.exec(first.content)?.[1]);
    const second = await call("read_page", { url: "https://a.example/long", from });
    expect(second.content).toMatch(/^Characters 20000 to 40000 of \d+/);
    expect((await call("read_page", { url: "https://a.example/long", from: 999_999 })).failed).toBe(true);
  });

  it.each([
    ["http://169.254.169.254/", /private network/],
    ["nonsense", /no address/],
    ["https://ada:pw@a.example/", /name or a password/],
    ["https://a.example/gone", /no such page \(404\)/],
    ["https://a.example/closed", /refused \(403\)/],
    ["https://a.example/pdf", /not a text but application\/pdf/],
    ["https://a.example/loop", /without end/],
    ["https://a.example/empty", /no words/],
    ["https://a.example/large", /larger than 2 MB/],
    ["https://a.example/down", /could not be reached/],
  ])("cannot read %s, and says why", async (url, expected) => {
    const { call } = open({
      "https://a.example/closed": html("no", 403),
      "https://a.example/pdf": new Response("%PDF-1.7", { headers: { "content-type": "application/pdf" } }),
      "https://a.example/loop": new Response(null, { status: 302, headers: { location: "https://a.example/loop" } }),
      "https://a.example/empty": html("<script>app()</script>"),
      "https://a.example/large": html("x".repeat(10 * 1024 * 1024)),
      "https://a.example/down": "refused",
    });
    const { failed, content } = await call("read_page", { url });
    expect([failed, content]).toEqual([true, expect.stringMatching(expected)]);
  });

  it("reads feeds as lists, and a page that is made by scripts by what it says of itself", async () => {
    const { call } = open({
      "https://a.example/feed": new Response("<rss><channel><title>F</title><item><title>One</title><link>/1</link></item></channel></rss>", {
        headers: { "content-type": "application/xml" },
      }),
      "https://a.example/app": html('<title>App</title><meta property="og:description" content="It counts sheep."><div id="root"></div>'),
    });
    expect((await call("read_page", { url: "https://a.example/feed" })).passages?.[0]).toEqual({
      title: "F",
      url: "https://a.example/feed",
      text: "- One\n  https://a.example/1",
    });
    expect((await call("read_page", { url: "https://a.example/app" })).passages?.[0]?.text).toBe("It counts sheep.");
  });
});

describe("the others", () => {
  it("wikipedia asks in the person's language, or in another", async () => {
    const answer = json({ query: { pages: [{ title: "Cat", index: 1, extract: "A cat.", fullurl: "https://en.wikipedia.org/wiki/Cat" }] } });
    const { web, call } = open({ "https://en.wikipedia.org/": answer, "https://de.wikipedia.org/": json({}) });
    expect((await call("wikipedia", { query: "cat" })).passages).toEqual([
      { title: "Cat - Wikipedia", url: "https://en.wikipedia.org/wiki/Cat", text: "A cat." },
    ]);
    expect((await call("wikipedia", { query: "cat", language: "DE" })).content).toContain("no article");
    expect((await call("wikipedia", { query: "cat", language: "nonsense!" })).content).toContain('no Wikipedia in "nonsense!"');
    expect(web.asked.map(({ url }) => url.host)).toEqual(["en.wikipedia.org", "de.wikipedia.org"]);
  });

  it("news says where each is from, and what could not be read", async () => {
    const feed =
      "<rss><channel><title>Paper</title><item><title>Cats win</title><link>https://p.example/1</link><pubDate>Sat, 28 Nov 2026 12:00:00 GMT</pubDate></item></channel></rss>";
    const answers = { "https://feed.example/": new Response(feed, { headers: { "content-type": "application/rss+xml" } }) };
    const { call } = open(answers, { feeds: ["https://feed.example/", "https://gone.example/"] });
    expect(await call("news", {})).toEqual({
      content: "From 1 feeds, times in UTC. 1 more could not be read.",
      passages: [{ title: "Cats win", url: "https://p.example/1", text: "Paper\n2026-11-28 12:00" }],
    });
    expect((await call("news", { topic: "unicorns" })).content).toContain("Nothing about that");
    expect(await open({}).call("news", {})).toMatchObject({ failed: true, content: expect.stringContaining("None of the news feeds") });
  });

  it("weather is a few lines with its source", async () => {
    expect((await open({ "https://geocoding-api.open-meteo.com/": json({}) }).call("weather", { place: "Atlantis" })).content).toContain("No such place");
    expect((await open({ "https://geocoding-api.open-meteo.com/": "refused" }).call("weather", { place: "Ulm" })).content).toBe(
      "Open-Meteo could not be reached. Try again later.",
    );
    const numbers = {
      temperature_2m: 3,
      apparent_temperature: 0,
      relative_humidity_2m: 88,
      precipitation: 0,
      weather_code: 3,
      wind_speed_10m: 9,
      wind_gusts_10m: 20,
    };
    const day = {
      weather_code: [61],
      temperature_2m_max: [5],
      temperature_2m_min: [1],
      precipitation_sum: [2],
      precipitation_probability_max: [70],
      wind_speed_10m_max: [15],
      sunrise: ["2026-11-28T07:48"],
      sunset: ["2026-11-28T15:57"],
    };
    const { call } = open({
      "https://geocoding-api.open-meteo.com/": json({ results: [{ name: "Ulm", latitude: 48.4, longitude: 10, country: "Germany" }] }),
      "https://api.open-meteo.com/": json({
        timezone: "Europe/Berlin",
        current: { time: "2026-11-28T20:15", ...numbers },
        current_units: { temperature_2m: "°C", precipitation: "mm", wind_speed_10m: "km/h" },
        daily: { time: ["2026-11-28"], ...day },
      }),
    });
    const [passage] = (await call("weather", { place: "Ulm" })).passages ?? [];
    expect(passage?.url).toBe("https://open-meteo.com/en/docs?latitude=48.4&longitude=10");
    expect(passage?.text).toBe(
      "Ulm, Germany, 2026-11-28 20:15 (Europe/Berlin): overcast, 3°C, feels like 0°C, humidity 88%, precipitation 0 mm, wind 9 km/h, gusts 20 km/h\n" +
        "2026-11-28: light rain, 1 to 5°C, precipitation 2 mm (70% chance), wind up to 15 km/h, sun 07:48 to 15:57",
    );
  });

  it("reddit shows posts for adults only in channels for adults, and names its keys", async () => {
    const post = (title: string, over18: boolean) => ({
      data: {
        title,
        permalink: "/r/x/comments/1/",
        url: "https://l.example/",
        subreddit: "x",
        author: "a",
        score: 1,
        num_comments: 2,
        created_utc: 1_800_000_000,
        over_18: over18,
      },
    });
    const answers = { "https://www.reddit.com/": json({ data: { children: [post("Kind", false), post("Adults", true)] } }) };
    const titles = async (ageRestricted: boolean) =>
      (await open(answers, { place: { ageRestricted } }).call("reddit", { query: "x" })).passages?.map(({ title }) => title);
    expect(await titles(false)).toEqual(["Kind"]);
    expect(await titles(true)).toEqual(["Kind", "Adults"]);
    const blocked = await open({ "https://www.reddit.com/": html("blocked", 403) }).call("reddit", {});
    expect([blocked.failed, blocked.content]).toEqual([true, expect.stringMatching(/REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET/)]);
    const wrong = await open({ "https://www.reddit.com/": json({ error: 401 }, 401) }, { settings: { redditId: "x" } }).call("reddit", {});
    expect(wrong.content).toMatch(/REDDIT_CLIENT_ID/);
    expect((await open({}).call("reddit", { subreddit: "../x" })).content).toContain("no such subreddit");
  });
});

test("none of that was a bug", () => {
  expect(broken).toEqual([]);
});
