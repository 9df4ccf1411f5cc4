/** Reddit, memes, Wikipedia and the weather: what is sent, what is taken from real shapes of answers, and each failure by its own name. */
import { describe, expect, it } from "vitest";
import { createMemes } from "../../src/net/memes.ts";
import { createReddit } from "../../src/net/reddit.ts";
import { createWeather } from "../../src/net/weather.ts";
import { createWikipedia } from "../../src/net/wikipedia.ts";
import { createFakeWeb, html, json } from "./fake-web.ts";

const signal = new AbortController().signal;
type Answers = Parameters<typeof createFakeWeb>[0];

const post = (more: Record<string, unknown> = {}) => ({
  kind: "t3",
  data: {
    title: "A post",
    permalink: "/r/cats/comments/1abc/a_post/",
    url: "https://i.redd.it/x1.jpeg",
    is_self: false,
    selftext: "",
    subreddit: "cats",
    author: "ada",
    score: 12,
    num_comments: 3,
    created_utc: 1_800_000_000,
    over_18: false,
    spoiler: false,
    stickied: false,
    ...more,
  },
});
const listing = (...posts: unknown[]) => json({ kind: "Listing", data: { after: null, children: posts } });
const BLOCKED = html("<h1>whoa there, pardner!</h1><p>Your request has been blocked due to a network policy.", 403);
const WISH = { subreddit: "", query: "", nsfw: false };

describe("Reddit", () => {
  const open = (answers: Answers, keys = { clientId: "id", clientSecret: "secret" }) => {
    const web = createFakeWeb({
      "https://www.reddit.com/api/v1/access_token": json({ access_token: "t0ken", token_type: "bearer", expires_in: 3600, scope: "*" }),
      ...answers,
    });
    const reddit = createReddit(keys, web);
    return { web, reddit: (wish: Partial<typeof WISH> = {}) => reddit({ ...WISH, ...wish }, signal) };
  };
  const OAUTH = "https://oauth.reddit.com/";
  const NO_KEYS = { clientId: "", clientSecret: "" };

  it("is asked by the application's own token, which is fetched once while it lasts", async () => {
    const { web, reddit } = open({ [OAUTH]: listing(post(), post({ over_18: true, title: "Adults" }), post({ stickied: true }), { kind: "t5" }) });
    const result = await reddit({ subreddit: "r/cats" });
    expect(result).toMatchObject({
      kind: "posts",
      posts: [{ title: "A post", url: "https://www.reddit.com/r/cats/comments/1abc/a_post/", link: "https://i.redd.it/x1.jpeg", at: 1_800_000_000_000 }],
    });
    expect(result.kind === "posts" && result.posts).toHaveLength(1);
    await reddit({ query: "blue cat", subreddit: "cats", nsfw: true });
    expect(web.asked.map(({ url, headers }) => [url.host + url.pathname, headers.get("authorization")])).toEqual([
      ["www.reddit.com/api/v1/access_token", `Basic ${btoa("id:secret")}`],
      ["oauth.reddit.com/r/cats/hot", "Bearer t0ken"],
      ["oauth.reddit.com/r/cats/search", "Bearer t0ken"],
    ]);
    expect(Object.fromEntries(web.asked[2]?.url.searchParams ?? [])).toMatchObject({ q: "blue cat", restrict_sr: "1", include_over_18: "on" });
    await web.clock.advance(3_600_000);
    await reddit();
    expect(web.asked.filter(({ url }) => url.pathname.endsWith("access_token"))).toHaveLength(2);
  });

  it("shows posts for adults only where they were asked for", async () => {
    const { reddit } = open({ [OAUTH]: listing(post({ over_18: true })) });
    expect(await reddit()).toEqual({ kind: "posts", posts: [] });
    expect(await reddit({ nsfw: true })).toMatchObject({ posts: [{ nsfw: true }] });
  });

  it.each<[string, Answers, string]>([
    ["a wrong key", { "https://www.reddit.com/api/v1/access_token": json({ message: "Unauthorized", error: 401 }, 401) }, "bad-key"],
    ["a token that is none", { "https://www.reddit.com/api/v1/access_token": json({ error: "unsupported_grant_type" }) }, "bad-key"],
    ["no such subreddit", { [OAUTH]: json({ message: "Not Found", error: 404 }, 404) }, "no-subreddit"],
    ["one that leads to a search", { [OAUTH]: new Response(null, { status: 302, headers: { location: "/subreddits/search" } }) }, "no-subreddit"],
    ["a private one", { [OAUTH]: json({ reason: "private", message: "Forbidden", error: 403 }, 403) }, "no-subreddit"],
    ["too many questions", { [OAUTH]: json({}, 429) }, "rate-limited"],
    ["trouble there", { [OAUTH]: html("x", 503) }, "unreachable"],
  ])("%s", async (_case, answers, kind) => {
    expect(await open(answers).reddit({ subreddit: "cats" })).toEqual({ kind });
  });

  it("without keys is tried by its public pages, and says that it wants one", async () => {
    const { web, reddit } = open({ "https://www.reddit.com/r/cats/hot.json": listing(post()) }, NO_KEYS);
    expect(await reddit({ subreddit: "cats" })).toMatchObject({ kind: "posts" });
    expect(web.asked[0]?.headers.get("authorization")).toBeNull();
    for (const answer of [BLOCKED, html("", 429), html("<body class=theme-beta>")])
      expect(await open({ "https://www.reddit.com/r/cats": answer }, NO_KEYS).reddit({ subreddit: "cats" })).toEqual({ kind: "blocked" });
  });

  it("is not asked for what is no subreddit", async () => {
    const { web, reddit } = open({});
    for (const subreddit of ["../../api/v1/me", "a", "cats/../x", "x?y", "ä".repeat(5)]) expect(await reddit({ subreddit })).toEqual({ kind: "no-subreddit" });
    expect(web.asked).toEqual([]);
  });
});

describe("a meme", () => {
  const meme = (more: Record<string, unknown> = {}) => ({
    postLink: "https://redd.it/1",
    subreddit: "memes",
    title: "Ha",
    url: "https://i.redd.it/a1.png",
    nsfw: false,
    spoiler: false,
    author: "x",
    ups: 1,
    preview: [],
    ...more,
  });
  const open = (answers: Answers, hasRedditKey = false) => {
    const web = createFakeWeb(answers);
    const reddit = createReddit(hasRedditKey ? { clientId: "i", clientSecret: "s" } : { clientId: "", clientSecret: "" }, web);
    return createMemes({ reddit, hasRedditKey, random: () => 0, call: web })(signal);
  };
  const API = "https://meme-api.com/";

  it("is a picture for everybody, shown as it is", async () => {
    const memes = [
      meme({ nsfw: true }),
      meme({ spoiler: true }),
      meme({ url: "https://evil.example/a.png" }),
      meme({ url: "https://v.redd.it/film" }),
      meme({ postLink: "javascript:1" }),
      meme(),
    ];
    expect(await open({ [API]: json({ count: 6, memes }) })).toEqual({
      kind: "meme",
      meme: { title: "Ha", url: "https://redd.it/1", picture: "https://i.redd.it/a1.png", subreddit: "memes" },
    });
  });

  it("comes from Reddit where the other is down or has none, and always where keys are set", async () => {
    const reddit = {
      "https://www.reddit.com/r/memes/hot.json": listing(
        post({ over_18: true }),
        post({ is_self: true }),
        post({ url: "https://www.reddit.com/gallery/1" }),
        post(),
      ),
    };
    for (const answer of [json({ code: 503, message: "Unknown error" }, 503), json({ count: 1, memes: [meme({ nsfw: true })] }), "refused" as const])
      expect(await open({ [API]: answer, ...reddit })).toMatchObject({ kind: "meme", meme: { subreddit: "cats" } });
    const token = { "https://www.reddit.com/api/v1/access_token": json({ access_token: "t", expires_in: 60 }) };
    expect(await open({ [API]: json({ memes: [meme()] }), ...token, "https://oauth.reddit.com/r/memes/hot": listing(post()) }, true)).toMatchObject({
      meme: { subreddit: "cats" },
    });
  });

  it("that is nowhere has a reason", async () => {
    expect(await open({ [API]: "refused", "https://www.reddit.com/": BLOCKED })).toEqual({ kind: "blocked" });
    expect(await open({ [API]: "refused", "https://www.reddit.com/": listing() })).toEqual({ kind: "none" });
  });
});

describe("Wikipedia", () => {
  const open = (answer: Response) => {
    const web = createFakeWeb({ "https://de.wikipedia.org/w/api.php": answer });
    return { web, look: (query = "Katze", language = "de") => createWikipedia(web)(query, language, signal) };
  };
  const pages = [
    { pageid: 2, ns: 0, title: "Zweite", index: 2, extract: "Auch.", fullurl: "https://de.wikipedia.org/wiki/Zweite" },
    { pageid: 1, ns: 0, title: "Hauskatze", index: 1, extract: "Die Hauskatze ist ein Haustier. ", fullurl: "https://de.wikipedia.org/wiki/Hauskatze" },
    { pageid: 3, ns: 0, title: "Leer", index: 3, fullurl: "https://de.wikipedia.org/wiki/Leer" },
  ];

  it("tells the best pages' introductions, best first", async () => {
    const { web, look } = open(json({ batchcomplete: true, query: { pages } }));
    expect(await look()).toEqual({
      kind: "articles",
      articles: [
        { title: "Hauskatze", url: "https://de.wikipedia.org/wiki/Hauskatze", text: "Die Hauskatze ist ein Haustier." },
        { title: "Zweite", url: "https://de.wikipedia.org/wiki/Zweite", text: "Auch." },
      ],
    });
    expect(web.asked[0]?.headers.get("user-agent")).toContain("Edgewise");
  });

  it("has nothing, is busy, or does not exist in a language", async () => {
    expect(await open(json({ batchcomplete: true })).look()).toEqual({ kind: "articles", articles: [] });
    expect(await open(html("", 429)).look()).toEqual({ kind: "rate-limited" });
    expect(await open(json({ error: { code: "internal" } })).look()).toEqual({ kind: "unreachable" });
    const { web, look } = open(json({}));
    for (const language of ["", "d", "de.evil", "de/x", "de@evil", "commons"]) expect(await look("x", language)).toEqual({ kind: "no-language" });
    expect(web.asked).toEqual([]);
    expect(await look("x", "zz")).toEqual({ kind: "no-language" });
  });
});

describe("the weather", () => {
  const PLACES = [
    { id: 1, name: "Berlin", latitude: 52.52, longitude: 13.41, country: "Germany", country_code: "DE", admin1: "State of Berlin", timezone: "Europe/Berlin" },
    {
      id: 2,
      name: "Berlin",
      latitude: 44.47,
      longitude: -71.19,
      country: "United States",
      country_code: "US",
      admin1: "New Hampshire",
      timezone: "America/New_York",
    },
  ];
  const FORECAST = {
    timezone: "Europe/Berlin",
    current_units: { time: "iso8601", temperature_2m: "°C", precipitation: "mm", wind_speed_10m: "km/h" },
    current: {
      time: "2026-11-28T20:15",
      interval: 900,
      temperature_2m: 3.1,
      apparent_temperature: 0.4,
      relative_humidity_2m: 88,
      precipitation: 0,
      weather_code: 3,
      wind_speed_10m: 9.4,
      wind_gusts_10m: 20.2,
    },
    daily: {
      time: ["2026-11-28"],
      weather_code: [61],
      temperature_2m_max: [5.2],
      temperature_2m_min: [1.1],
      precipitation_sum: [2.3],
      precipitation_probability_max: [null],
      wind_speed_10m_max: [15],
      sunrise: ["2026-11-28T07:48"],
      sunset: ["2026-11-28T15:57"],
    },
  };
  const GEO = "https://geocoding-api.open-meteo.com/";
  const API = "https://api.open-meteo.com/";
  const open = (answers: Answers) => {
    const web = createFakeWeb(answers);
    return { web, ask: (place: string, imperial = false) => createWeather(web)({ place, days: 1, imperial, locale: "de" }, signal) };
  };

  it("is that of the place that was meant", async () => {
    const { web, ask } = open({ [GEO]: json({ results: PLACES, generationtime_ms: 1 }), [API]: json(FORECAST) });
    expect(await ask("Berlin")).toMatchObject({
      kind: "forecast",
      forecast: { place: "Berlin, State of Berlin, Germany", current: { temperature: 3.1 }, days: [{ rainChance: null, high: 5.2 }] },
    });
    expect(await ask("Berlin, US", true)).toMatchObject({ forecast: { place: "Berlin, New Hampshire, United States" } });
    expect(Object.fromEntries(web.asked[0]?.url.searchParams ?? [])).toMatchObject({ name: "Berlin", language: "de" });
    expect(Object.fromEntries(web.asked[3]?.url.searchParams ?? [])).toMatchObject({
      latitude: "44.47",
      temperature_unit: "fahrenheit",
      forecast_days: "1",
      timezone: "auto",
    });
  });

  it("of nowhere is told as such, and trouble as trouble", async () => {
    expect(await open({ [GEO]: json({ generationtime_ms: 1 }) }).ask("Atlantis")).toEqual({ kind: "no-place" });
    expect(await open({}).ask("x")).toEqual({ kind: "no-place" });
    expect(
      await open({ [GEO]: json({ results: PLACES }), [API]: json({ error: true, reason: "Daily API request limit exceeded" }, 429) }).ask("Berlin"),
    ).toEqual({ kind: "rate-limited" });
    expect(await open({ [GEO]: json({ results: PLACES }), [API]: json({ hello: 1 }) }).ask("Berlin")).toEqual({ kind: "unreachable" });
    expect(await open({ [GEO]: "refused" }).ask("Berlin")).toEqual({ kind: "unreachable" });
  });
});
