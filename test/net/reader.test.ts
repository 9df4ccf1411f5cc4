/** A page as somebody would read it: the article without its frame, by whom and when; and nothing of what is hidden. */
import { describe, expect, it, test } from "vitest";
import { htmlToText } from "../../src/net/html-text.ts";
import { readable } from "../../src/net/reader.ts";

const read = (text: string, contentType = "text/html", url = "https://a.example/news/cats.html") => readable({ kind: "page", url, contentType, text });

const ARTICLE = `<!doctype html><html lang="en"><head><title>Cats win &mdash; The Paper</title>
<meta name="author" content="Ada &amp; Bob"><meta property="article:author" content="https://social.example/ada">
<meta property="article:published_time" content="2026-11-28T12:00:00+01:00"><meta name="description" content="Short."></head>
<body class="with-sidebar"><div class="cookie-banner">We use cookies. <button>OK</button></div>
<div id="site-header" class="navbar"><ul class="menu"><li>Home</li><li>World</li></ul></div>
<div class="layout has-sidebar"><div class="breadcrumbs">World / Cats</div>
<h1>Cats win</h1><p>The first paragraph of it, which is long enough to be one.</p>
<div class="share-buttons">Share this</div><p>The second paragraph.</p>
<div class="related-articles"><p>Dogs lose</p></div><div id="comments"><p>First!</p></div><div class="newsletter-signup">Subscribe</div></div>
<div class="sidebar">Most read</div><div class="footer">Imprint</div></body></html>`;

describe("an article", () => {
  it("is its words, with who wrote it and when", async () => {
    expect(await read(ARTICLE)).toEqual({
      title: "Cats win — The Paper",
      url: "https://a.example/news/cats.html",
      text: "Ada & Bob, 2026-11-28T12:00:00+01:00\n\n# Cats win\n\nThe first paragraph of it, which is long enough to be one.\n\nThe second paragraph.",
    });
  });

  it("whose frame has a telling name is read all the same", async () => {
    const words = "Words of the page. ".repeat(20).trim();
    expect((await htmlToText(`<main class="footer"><p>${words}</p></main>`)).text).toBe(words);
    expect((await htmlToText(`<body class="menu"><div id="content" class="social"><p>${words}</p></div></body>`)).text).toBe(words);
    expect((await htmlToText(`<body style="opacity:0"><p>${words}</p></body>`)).text).toBe(words);
  });
});

test.each([
  'style="display:none"',
  'style="color:red;DISPLAY : NONE !important"',
  'style="visibility: hidden"',
  'style="opacity:0"',
  'style="opacity:0.0;"',
  'style="font-size:0"',
  'style="font-size: 0.1px"',
  'style="text-indent:-9999px"',
  'style="position:absolute;left:-5000px"',
  'class="sr-only"',
  'class="a visually-hidden"',
  "hidden",
  'aria-hidden="true"',
])("%s is not read", async (attribute) => {
  expect((await htmlToText(`<p>Seen.</p><p ${attribute}>Unseen <b>words</b>.</p><p>Again.</p>`)).text).toBe("Seen.\n\nAgain.");
});

test.each(['style="opacity:0.5"', 'style="font-size:0.9em"', 'style="display:block"', 'style="left:-10px"', 'class="hidden-gem"'])(
  "%s is",
  async (attribute) => {
    expect((await htmlToText(`<p ${attribute}>Seen.</p>`)).text).toBe("Seen.");
  },
);

describe("anything else", () => {
  it("has the name of its file or its host", async () => {
    expect(await read("a,b\n1,2", "text/csv", "https://a.example/x/data.csv?v=1")).toEqual({
      title: "data.csv",
      url: "https://a.example/x/data.csv?v=1",
      text: "a,b\n1,2",
    });
    expect((await read("words", "text/plain", "https://a.example/")).title).toBe("a.example");
    expect((await read("<p>Words", "", "https://a.example/x")).text).toBe("<p>Words");
    expect((await read("<!DOCTYPE html><p>Words", "", "https://a.example/x")).text).toBe("Words");
  });

  it("that is a feed is a list, whatever its type says", async () => {
    const feed =
      '<?xml version="1.0"?>\n<!-- made --><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>One</title><link href="/1"/><updated>2026-11-28T12:00:00Z</updated></entry></feed>';
    expect(await read(feed, "text/xml")).toMatchObject({ title: "F", text: "- One\n  2026-11-28T12:00\n  https://a.example/1" });
    expect((await read("<svg><title>x</title></svg>", "image/svg+xml")).text).toBe("<svg><title>x</title></svg>");
  });
});
