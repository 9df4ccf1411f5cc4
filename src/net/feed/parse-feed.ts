/** RSS 0.9 to 2.0, RDF, Atom and JSON Feed as one list. Never throws; what is no feed is null. Used by news.ts and the reader. */
import * as z from "zod";
import { parseJson } from "../call-api.ts";
import { plainText, webAddress } from "../plain-text.ts";
import { parseFeedDate } from "./dates.ts";
import { parseXml, textOf, type XmlElement } from "./xml.ts";

export interface FeedItem {
  title: string;
  /** Empty where it leads nowhere. */
  url: string;
  /** In short, one line. */
  text: string;
  /** ms since 1970; null where unknown. */
  at: number | null;
}

export interface Feed {
  title: string;
  items: FeedItem[];
}

const TITLE_LENGTH = 300;
const TEXT_LENGTH = 600;
const MOST_ITEMS = 200;

const DUBLIN_CORE = /purl\.org\/dc\/|^dc$/;
const CONTENT = /purl\.org\/rss\/1\.0\/modules\/content|^content$/;
const MEDIA = /search\.yahoo\.com\/mrss|^media$/;

/** `address`: where it was found, for relative links. */
export function parseFeed(text: string, address: string): Feed | null {
  const start = text.trimStart();
  if (start.startsWith("{")) return parseJsonFeed(start, address);
  const root = parseXml(text);
  if (root === null) return null;
  if (root.name === "feed") return fromAtom(root, address);
  const channel = child(root, "channel");
  if (channel === undefined || (root.name !== "rss" && root.name !== "rdf")) return null;
  const base = baseOf(channel, baseOf(root, address));
  // RDF and RSS 0.9 have them beside the channel.
  const items = [...children(channel, "item"), ...children(root, "item")].slice(0, MOST_ITEMS);
  return { title: plainText(textOf(child(channel, "title")), TITLE_LENGTH), items: items.flatMap((item) => fromRss(item, base)) };
}

function fromRss(item: XmlElement, outer: string): FeedItem[] {
  const base = baseOf(item, outer);
  const own = (name: string) => textOf(child(item, name));
  const guid = child(item, "guid");
  const isPermalink = guid !== undefined && guid.attributes.get("ispermalink")?.toLowerCase() !== "false";
  const atomLink = item.children.find((found) => typeof found !== "string" && found.name === "link" && found.attributes.has("href"));
  const links = [
    own("link"),
    ...(typeof atomLink === "object" ? [atomLink.attributes.get("href") ?? ""] : []),
    ...(isPermalink ? absolute(textOf(guid)) : []),
    item.attributes.get("about") ?? "",
  ];
  const words = [own("description"), textOf(child(item, "encoded", CONTENT)), textOf(child(item, "description", MEDIA))];
  const dates = [own("pubdate"), textOf(child(item, "date", DUBLIN_CORE)), own("published"), own("updated")];
  return made(own("title") || textOf(child(item, "title", MEDIA)), links, words, dates, base);
}

function fromAtom(feed: XmlElement, address: string): Feed {
  const base = baseOf(feed, address);
  const items = children(feed, "entry")
    .slice(0, MOST_ITEMS)
    .flatMap((entry) => {
      const links = children(entry, "link");
      const rel = (link: XmlElement) => link.attributes.get("rel") ?? "alternate";
      const chosen = links.find((link) => rel(link) === "alternate" && !/xml|json/.test(link.attributes.get("type") ?? "")) ?? links[0];
      const dates = ["published", "issued", "updated", "modified"].map((name) => textOf(child(entry, name)));
      const words = ["summary", "content"].map((name) => textOf(child(entry, name)));
      const inner = baseOf(entry, base);
      return made(
        textOf(child(entry, "title")),
        [chosen?.attributes.get("href") ?? "", ...absolute(textOf(child(entry, "id")))],
        words,
        dates,
        chosen === undefined ? inner : baseOf(chosen, inner),
      );
    });
  return { title: plainText(textOf(child(feed, "title")), TITLE_LENGTH), items };
}

const jsonItem = () =>
  z.object({
    title: z.string().optional(),
    url: z.string().optional(),
    external_url: z.string().optional(),
    summary: z.string().optional(),
    content_text: z.string().optional(),
    content_html: z.string().optional(),
    date_published: z.string().optional(),
    date_modified: z.string().optional(),
  });

/** Source: jsonfeed.org, version 1.1. */
function parseJsonFeed(text: string, address: string): Feed | null {
  const schema = z.object({ version: z.string().includes("jsonfeed.org"), title: z.string().default(""), items: z.array(z.unknown()) });
  const feed = schema.safeParse(parseJson(text));
  if (!feed.success) return null;
  const item = jsonItem();
  const items = feed.data.items.slice(0, MOST_ITEMS).flatMap((written) => {
    const { data } = item.safeParse(written);
    if (data === undefined) return [];
    const dates = [data.date_published ?? "", data.date_modified ?? ""];
    return made(
      data.title ?? "",
      [data.url ?? "", data.external_url ?? ""],
      [data.summary ?? "", data.content_text ?? "", data.content_html ?? ""],
      dates,
      address,
    );
  });
  return { title: plainText(feed.data.title, TITLE_LENGTH), items };
}

/** Of each the first that is one; nothing where there is neither a title nor words. */
function made(title: string, links: readonly string[], words: readonly string[], dates: readonly string[], base: string): FeedItem[] {
  const text = words.map((written) => plainText(written, TEXT_LENGTH)).find((written) => written !== "") ?? "";
  const heading = plainText(title, TITLE_LENGTH) || text.slice(0, 80);
  if (heading === "") return [];
  const url = links.map((link) => webAddress(link, base)).find((link) => link !== null) ?? "";
  const at = dates.map(parseFeedDate).find((date) => date !== null) ?? null;
  return [{ title: heading, url, text, at }];
}

/** Ids are addresses only where they look like one; a relative one is a number. */
const absolute = (text: string): string[] => (/^\s*https?:/i.test(text) ? [text] : []);

const baseOf = (element: XmlElement, outer: string): string => webAddress(element.attributes.get("base") ?? "", outer) ?? outer;

function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((found) => typeof found !== "string" && found.name === name).filter((found) => typeof found !== "string");
}

/** Without `space` the feed's own: not one of an extension that has the same name. */
function child(element: XmlElement, name: string, space?: RegExp): XmlElement | undefined {
  const found = children(element, name);
  if (space !== undefined) return found.find((candidate) => space.test(candidate.space));
  return found.find((candidate) => ![DUBLIN_CORE, CONTENT, MEDIA, /itunes/].some((other) => other.test(candidate.space)));
}
