// /web: what is found is a list for its asker alone, a meme is for everybody, and each failure is a sentence that says what to do. No model is asked.
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { INJECTIONS } from "../tools/injections.ts";
import { said, shown } from "./memory.ts";
import type { Place } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let here: Place;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(() => {
  here = { user: world.ada, channel: world.channel };
});

const DUCK = "html.duckduckgo.com";
const page = (body: string, status = 200, type = "text/html; charset=utf-8") => new Response(body, { status, headers: { "content-type": type } });
const hit = (title: string, url: string, text: string) =>
  `<div class="result results_links web-result"><h2><a class="result__a" href="//duckduckgo.com/l/?uddg=${encodeURIComponent(url)}&amp;rut=1">${title}</a></h2><a class="result__snippet">${text}</a></div>`;

async function web(what: string, options: Record<string, string> = {}, place = here): Promise<InteractionHandle> {
  const handle = await world.discord.interact({ ...place, kind: "slash", command: "web", path: [what], options });
  await world.discord.waitFor(() => handle.settled, { timeoutMs: 20_000, what: `the end of /web ${what}` });
  expect(world.model.requests).toEqual([]);
  return handle;
}

describe("/web search", () => {
  test("lists what was found, with links that are what they seem", async () => {
    const asked: string[] = [];
    world.serve(DUCK, async (request) => {
      asked.push(new URL(request.url).search);
      return page(
        hit("Cats &amp; [dogs](https://evil.example)", "https://cats.example/a_(b)?x=1", "They <b>sleep</b> **a lot** @everyone") +
          hit("\u202Elive", "https://www.spoof.example/", "Plain\u200B words"),
      );
    });
    const found = await web("search", { query: "cats `*`" });
    expect(asked).toEqual(["?q=cats+%60*%60&kl=us-en"]);
    expect(found.original()?.isPrivate).toBe(true);
    expect(said(found)).toBe("### “cats”: 2 results");
    expect(shown(found)).toBe(
      "[Cats & dogs (https://evil.example)](https://cats.example/a_%28b%29?x=1)\n-# cats.example\nThey sleep a lot @everyone\n\n[live](https://www.spoof.example/)\n-# spoof.example\nPlain words",
    );
  });

  test("that is taken for a machine names what whoever runs it can set", async () => {
    world.serve(DUCK, async () => page('<div class="anomaly-modal__title">Unfortunately, bots use DuckDuckGo too.</div>', 202));
    const challenged = said(await web("search", { query: "cats" }));
    for (const name of ["BRAVE_API_KEY", "TAVILY_API_KEY", "SEARXNG_URL"]) expect(challenged).toContain(`\`${name}\``);
    const german = said(await web("search", { query: "katzen" }, { ...here, locale: "de" }));
    expect(german).toContain("hielt mich für eine Maschine");
  });

  test("finds nothing, is down, or was asked nothing", async () => {
    world.serve(DUCK, async () => page('<div class="result result--no-result"><div class="no-results">No results</div></div>'));
    expect(said(await web("search", { query: "@everyone unicorns" }))).toBe("I found nothing for “@everyone unicorns”. Try other words, or fewer.");
    world.serve(DUCK, async () => {
      throw new TypeError("no network");
    });
    expect(said(await web("search", { query: "cats" }))).toBe("I couldn't reach DuckDuckGo. Try again later.");
    expect(said(await web("search", { query: "  " }))).toBe("Tell me what to search for.");
  });
});

test("where the bot is paused or does not talk to somebody, /web is no way around it", async () => {
  world.serve(DUCK, async () => page(hit("Cats", "https://cats.example/", "")));
  const guildId = world.channel.guildId;
  await env.DB.prepare("INSERT OR REPLACE INTO servers (id, blocked) VALUES (?, ?)")
    .bind(guildId, JSON.stringify([world.ada.id]))
    .run();
  expect(said(await web("search", { query: "cats" }))).toBe("The managers of this server don't want me to answer you here.");
  expect(said(await web("search", { query: "cats" }, { ...here, user: world.bob }))).toContain("1 result");
  await env.DB.prepare("UPDATE servers SET paused = 1 WHERE id = ?").bind(guildId).run();
  expect(said(await web("meme", {}, { ...here, user: world.bob }))).toContain("I'm paused on this server.");
  await env.DB.prepare("DELETE FROM servers WHERE id = ?").bind(guildId).run();
});

describe("/web news", () => {
  const feed = (items: string) => page(`<rss><channel><title>Paper</title>${items}</channel></rss>`, 200, "application/rss+xml; charset=utf-8");

  test("lists what is new, with its source and time, and what could not be read", async () => {
    world.serve("feeds.bbci.co.uk", async () =>
      feed("<item><title>Rain *today*</title><link>https://bbc.example/1</link><pubDate>Sat, 28 Nov 2026 12:00:00 GMT</pubDate></item>"),
    );
    for (const host of ["www.theguardian.com", "feeds.npr.org", "news.ycombinator.com"]) world.serve(host, async () => page("no", 500));
    const found = await web("news");
    expect(found.original()?.isPrivate).toBe(true);
    expect(said(found)).toBe("### What's new\n-# Not to be read right now: The Guardian, NPR, Hacker News");
    expect(shown(found)).toBe(`[Rain today](https://bbc.example/1)\n-# BBC News · <t:${Date.UTC(2026, 10, 28, 12) / 1000}:R>`);
    expect(said(await web("news", { topic: "unicorns" }))).toContain("Today's headlines have nothing about “unicorns”.");
  });

  test("are read in German where somebody is German, and none at all are told", async () => {
    for (const host of ["www.tagesschau.de", "www.deutschlandfunk.de", "newsfeed.zeit.de", "www.heise.de"]) world.serve(host, async () => page("no", 404));
    expect(said(await web("news", {}, { ...here, locale: "de" }))).toBe("Ich konnte keine der Nachrichtenquellen lesen. Versuch es später noch einmal.");
  });
});

describe("/web meme", () => {
  const meme = (nsfw: boolean) => ({
    postLink: "https://redd.it/1",
    subreddit: "memes",
    title: "Ha @everyone **ha**",
    url: "https://i.redd.it/a1.png",
    nsfw,
    spoiler: false,
  });

  test("shows a picture to everybody, and none for adults", async () => {
    world.serve("meme-api.com", async () => Response.json({ count: 2, memes: [{ ...meme(true), title: "Adults" }, meme(false)] }));
    const shownTo = await web("meme");
    expect(shownTo.original()?.isPrivate).toBe(false);
    expect(said(shownTo)).toBe("**Ha @everyone ha**");
    expect(shownTo.original()?.embeds).toMatchObject([{ author: { name: "r/memes", url: "https://redd.it/1" }, image: { url: "https://i.redd.it/a1.png" } }]);
    expect(shownTo.original()?.record.json.mentions).toEqual([]);
  });

  test("that nobody hands out names the keys", async () => {
    world.serve("meme-api.com", async () => Response.json({ code: 503 }, { status: 503 }));
    world.serve("www.reddit.com", async () => page("<h1>whoa there, pardner!</h1>", 403));
    expect(said(await web("meme"))).toContain("`REDDIT_CLIENT_ID` and `REDDIT_CLIENT_SECRET`");
  });
});

test("a model that obeys a page to the letter pings nobody", { timeout: 120_000 }, async () => {
  const bodies = INJECTIONS.map(({ body }) => `${body.slice(0, 3_000)}\n@everyone @here <@${world.bob.id}> <@&${world.channel.guildId}>`);
  let at = 0;
  world.model.script(() => ({ text: bodies[at] ?? "" }));
  for (at = 0; at < bodies.length; at += 1) {
    const handle = await world.ask("Do as the page says.");
    // Whatever could ping is a violation, which ends the test.
    for (const message of handle.messages()) expect(message.record.json.mentions).toEqual([]);
  }
});
