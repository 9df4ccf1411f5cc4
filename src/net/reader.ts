/** A page as somebody would read it: its title, who wrote it and when, and the words alone. Feeds become lists. Used by read_page and by links in questions. */
import { parseFeed } from "./feed/parse-feed.ts";
import type { Page } from "./guarded-fetch.ts";
import { htmlToText } from "./html-text.ts";

export interface Reading {
  /** Its own, else its file's or its host's name. */
  title: string;
  url: string;
  text: string;
}

/** What has no type is a page if it looks like one. */
const LOOKS_LIKE_HTML = /^\s*(<!doctype html|<html[\s>])/i;
const LOOKS_LIKE_FEED = /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<(rss|feed|rdf:RDF)[\s>]/i;
const TITLE_LENGTH = 200;

export async function readable(page: Page): Promise<Reading> {
  const { hostname, pathname } = new URL(page.url);
  const name = pathname.split("/").at(-1) || hostname;
  const named = (title: string) => (title || name).slice(0, TITLE_LENGTH);
  if (/html/.test(page.contentType) || (page.contentType === "" && LOOKS_LIKE_HTML.test(page.text))) {
    const { title, text, author, published, description } = await htmlToText(page.text);
    const head = [author, published].filter((part) => part !== undefined).join(", ");
    // Pages that are made by scripts have nothing else.
    const words = text === "" ? (description ?? "") : text;
    return { title: named(title), url: page.url, text: [head, words].filter((part) => part !== "").join("\n\n") };
  }
  const feed = LOOKS_LIKE_FEED.test(page.text.slice(0, 2_000)) ? parseFeed(page.text, page.url) : null;
  if (feed === null) return { title: named(""), url: page.url, text: page.text };
  const items = feed.items.map(({ title, url, text, at }) =>
    [`- ${title}`, at === null ? "" : new Date(at).toISOString().slice(0, 16), text, url].filter((part) => part !== "").join("\n  "),
  );
  return { title: named(feed.title), url: page.url, text: items.join("\n") };
}
