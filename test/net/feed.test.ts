/** Feeds as they are out there: every format, names in namespaces, CDATA, entities, relative links, dates of all kinds; and what is broken. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseFeedDate } from "../../src/net/feed/dates.ts";
import { createNews } from "../../src/net/feed/news.ts";
import { parseFeed } from "../../src/net/feed/parse-feed.ts";
import { parseXml, textOf } from "../../src/net/feed/xml.ts";
import { createGuardedFetch } from "../../src/net/guarded-fetch.ts";
import { createFakeWeb } from "./fake-web.ts";

const AT = "https://news.example/feeds/all.xml";
const items = (text: string) => parseFeed(text, AT)?.items ?? null;
const NOON = Date.UTC(2026, 10, 28, 12);

describe("a feed", () => {
  it("of RSS 2.0, with CDATA, entities, HTML in it and extensions of the same names", () => {
    const feed = `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE rss [<!ENTITY x "y">]>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>All &amp; more</title><link>https://news.example/</link><atom:link href="${AT}" rel="self"/>
<item><media:title>Not this one</media:title><title><![CDATA[Cats & <b>dogs</b>]]></title><link> https://news.example/a?x=1&amp;y=2 </link>
<description>&lt;p&gt;They &amp;uuml;ben&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description><pubDate>Sat, 28 Nov 2026 13:00:00 +0100</pubDate><guid isPermaLink="false">17</guid></item>
<item><title>By its guid</title><guid>https://news.example/b</guid><dc:date>2026-11-28T12:00:00Z</dc:date><content:encoded><![CDATA[<p>Whole</p><p>text</p>]]></content:encoded></item>
<item><title>Nowhere</title><guid isPermaLink="false">https://news.example/no</guid></item>
<item><description>Only words</description><link>/c</link></item><item></item>
</channel></rss>`;
    expect(parseFeed(feed, AT)).toEqual({
      title: "All & more",
      items: [
        { title: "Cats & dogs", url: "https://news.example/a?x=1&y=2", text: "They üben", at: NOON },
        { title: "By its guid", url: "https://news.example/b", text: "Whole text", at: NOON },
        { title: "Nowhere", url: "", text: "", at: null },
        { title: "Only words", url: "https://news.example/c", text: "Only words", at: null },
      ],
    });
  });

  it("of Atom, with xml:base, several links, and a prefix", () => {
    const feed = (
      p: string,
    ) => `<${p}feed xmlns${p === "" ? "" : ":a"}="http://www.w3.org/2005/Atom" xml:base="https://blog.example/"><${p}title type="text">Blog</${p}title>
<${p}entry><${p}title type="html">A &amp;lt;3 B</${p}title><${p}link rel="self" href="x.atom"/><${p}link rel="alternate" type="application/json" href="x.json"/><${p}link href="posts/1"/>
<${p}id>tag:blog.example,2026:1</${p}id><${p}updated>2026-11-28T12:00:00Z</${p}updated><${p}published>2026-11-28T13:00:00+01:00</${p}published><${p}summary>Short</${p}summary></${p}entry></${p}feed>`;
    for (const prefix of ["", "a:"])
      expect(parseFeed(feed(prefix), AT)).toEqual({
        title: "Blog",
        items: [{ title: "A <3 B", url: "https://blog.example/posts/1", text: "Short", at: NOON }],
      });
  });

  it("of RDF, whose items stand beside the channel", () => {
    const feed = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://rdf.example/"><title>RDF</title></channel><item rdf:about="https://rdf.example/1"><title>One</title><dc:date>2026-11-28T12:00Z</dc:date></item></rdf:RDF>`;
    expect(parseFeed(feed, AT)).toEqual({ title: "RDF", items: [{ title: "One", url: "https://rdf.example/1", text: "", at: NOON }] });
  });

  it("of JSON", () => {
    const feed = {
      version: "https://jsonfeed.org/version/1.1",
      title: "J",
      items: [{ id: "1", url: "/1", content_html: "<p>Hi", date_published: "2026-11-28T12:00:00Z" }, 7, { id: "2", title: "T", url: 3 }],
    };
    expect(parseFeed(JSON.stringify(feed), AT)).toEqual({ title: "J", items: [{ title: "Hi", url: "https://news.example/1", text: "Hi", at: NOON }] });
  });

  it("leads to the web alone", () => {
    expect(items("<rss><channel><item><title>x</title><link>javascript:alert(1)</link></item></channel></rss>")?.[0]?.url).toBe("");
  });

  it("that is broken is read as far as it goes; what is none is none", () => {
    expect(items("<rss><channel><item><title>A & B < C</title><link>https://a.example/</link><item><title>Next<link/>")).toHaveLength(1);
    expect(items("<rss><channel><item><title>One</title></item><item><title>Cut")?.map(({ title }) => title)).toEqual(["One", "Cut"]);
    for (const none of ["", "words", "<html><body>x</body></html>", "{}", '{"version":"1"}', "<opml/>", "<!-- ", "<rss/>", "<![CDATA[", "<"])
      expect(items(none)).toBeNull();
  });

  it("whatever it is, in a time that goes with its length", () => {
    const piece = fc.constantFrom(
      "<rss>",
      "<channel>",
      "<item>",
      "</item>",
      "<title>",
      "</",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "<!DOCTYPE [",
      "&lt;",
      "<a b='",
      '"',
      "<x:y xmlns:x=",
      " ",
      "é",
      "/>",
      "<?",
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void parseFeed(pieces.join(""), AT)));
    const started = performance.now();
    for (const unit of ["<a ", "<a", "<!--", "</x>", "<a b=", "<![CDATA[", "&", "<a b='c' "]) parseFeed(unit.repeat(200_000), AT);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("expands nothing: entities of its own document type stay words", () => {
    const bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>';
    expect(parseFeed(bomb, AT)).toEqual({ title: "&b;", items: [] });
  });
});

test("names belong to their namespaces, whatever the prefix", () => {
  const root = parseXml('<a:r xmlns:a="urn:1" xmlns="urn:2" k="own" a:k="other"><b/><c xmlns=""/><d:e/></a:r>');
  expect([root?.space, root?.attributes.get("k")]).toEqual(["urn:1", "own"]);
  expect(root?.children.map((child) => (typeof child === "string" ? child : [child.name, child.space]))).toEqual([
    ["b", "urn:2"],
    ["c", ""],
    ["e", "d"],
  ]);
  expect(textOf(parseXml("<a>x<b>y<![CDATA[<z>]]></b>&amp;</a>") ?? undefined)).toBe("xy<z>&");
});

test.each([
  ["Sat, 28 Nov 2026 12:00:00 GMT", NOON],
  ["28 Nov 2026 12:00 UT", NOON],
  ["Sa, 28 Nov 2026 13:00:00 CET", NOON],
  ["Sat, 28 Nov 2026 07:00:00 EST", NOON],
  ["2026-11-28T12:00:00.000Z", NOON],
  ["2026-11-28 12:00:00", NOON],
  ["2026-11-28T14:00:00+02:00", NOON],
  ["2026-11-28", Date.UTC(2026, 10, 28)],
  ["", null],
  ["yesterday", null],
  ["Sat, 28 Foo 2026", null],
  ["99999-01-01", null],
])("the date %s", (written, expected) => {
  expect(parseFeedDate(written)).toBe(expected);
});

describe("the news", () => {
  const feed = (name: string, entries: [string, string, string][]) =>
    new Response(
      `<rss><channel><title>${name}</title>${entries.map(([title, path, date]) => `<item><title>${title}</title><link>/${path}</link><pubDate>${date}</pubDate></item>`).join("")}</channel></rss>`,
      { headers: { "content-type": "application/rss+xml; charset=utf-8" } },
    );
  const open = (feeds: string[], answers: Parameters<typeof createFakeWeb>[0]) => {
    const web = createFakeWeb(answers);
    const news = createNews({ feeds, readPage: createGuardedFetch({ ...web, allowPrivate: false }) });
    return { web, news: (topic = "", locale = "en-US", count = 5) => news({ topic, count, locale }, new AbortController().signal) };
  };
  const TWO = {
    "https://a.example/": feed("Paper A", [
      ["Cats win", "1", "Sat, 28 Nov 2026 10:00:00 GMT"],
      ["Rain", "2", "Sat, 28 Nov 2026 12:00:00 GMT"],
    ]),
    "https://b.example/": feed("Paper B", [["Dogs and cats", "1", "Sat, 28 Nov 2026 11:00:00 GMT"]]),
  };

  it("are the newest of each feed in turn", async () => {
    const { items: found, read, failed } = await open(["https://a.example/f", "https://b.example/f", "https://gone.example/f"], TWO).news();
    expect(found.map(({ title, source, url }) => [title, source, url])).toEqual([
      ["Rain", "Paper A", "https://a.example/2"],
      ["Dogs and cats", "Paper B", "https://b.example/1"],
      ["Cats win", "Paper A", "https://a.example/1"],
    ]);
    expect([read, failed]).toEqual([["Paper A", "Paper B"], ["gone.example"]]);
  });

  it("about something are those that hold its words", async () => {
    const { news } = open(["https://a.example/f", "https://b.example/f"], TWO);
    expect((await news("cats dogs")).items.map(({ title }) => title)).toEqual(["Dogs and cats", "Cats win"]);
    expect((await news("unicorns")).items).toEqual([]);
  });

  it("come from feeds of the asker's language, where the deployer named none, and never from inside", async () => {
    const german = open([], {});
    await german.news("", "de");
    expect(german.web.asked.map(({ url }) => url.host)).toContain("www.tagesschau.de");
    const other = open([], {});
    await other.news("", "fi");
    expect(other.web.asked.map(({ url }) => url.host)).toContain("feeds.bbci.co.uk");
    const inside = open(["http://127.0.0.1/feed", "nonsense"], {});
    expect(await inside.news()).toEqual({ items: [], read: [], failed: ["127.0.0.1", "nonsense"] });
    expect(inside.web.asked).toEqual([]);
  });
});

test("a feed in another encoding is read by what its first line says", async () => {
  const bytes = new Uint8Array([
    ...new TextEncoder().encode('<?xml version="1.0" encoding="windows-1251"?><rss><channel><title>'),
    0xef,
    0xf0,
    ...new TextEncoder().encode("</title></channel></rss>"),
  ]);
  const web = createFakeWeb({ "https://ru.example/": new Response(bytes, { headers: { "content-type": "application/rss+xml" } }) });
  const page = await createGuardedFetch({ ...web, allowPrivate: false })("https://ru.example/", new AbortController().signal);
  expect(page.kind === "page" ? parseFeed(page.text, page.url)?.title : page).toBe("пр");
});
