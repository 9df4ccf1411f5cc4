/** What an element says about itself: that nobody sees it, that it stands around the words on every page of a site, or who wrote the page and when. Used by html-text.ts. */

/** Whole words of `class` and `id`, since a page's frame may well be called "with-sidebar". */
const CLUTTER =
  /^((site|page|main|global|top|primary|secondary)[-_]?)?(nav(bar|igation)?|menu|footer|sidebar|breadcrumbs?|cookie(s|[-_]?(banner|consent|notice|bar))?|consent([-_]?banner)?|newsletter([-_]?\w+)?|share([-_]?(buttons?|bar|links?))?|social([-_]?(share|links?|media|bar))?|related([-_]?\w+)?|recommend(ations|ed)|comments?([-_]?(section|list))?|ad|ads|advert(isement)?|promo|skip[-_]?(link|to[-_]?content)|toc|paywall|popup|modal)$/i;
/** Written for machines that read along, more often than not: what is said to be unseen, or is as small or as pale as that. */
const UNSEEN =
  /display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0(\.0+)?\s*(;|!|$)|font-size\s*:\s*(0(\.0+)?(px|em|rem|pt|%)?|[01](\.\d+)?(px|pt))\s*(;|!|$)|text-indent\s*:\s*-\d{3}|(left|top)\s*:\s*-\d{3,}/i;
const UNSEEN_NAMES = /(^|\s)(sr-only|visually-hidden|visuallyhidden|screen-reader-text|d-none)(\s|$)/i;
/** A frame of the page, whatever it is called. */
const FRAMES = new Set("html body main article".split(" "));

/** A page's own frame may well be shown by a script later. */
export function isUnseen(name: string, element: Element): boolean {
  if (name === "html" || name === "body") return false;
  if (element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return true;
  const [style, names] = [element.getAttribute("style"), element.getAttribute("class")];
  return (style !== null && UNSEEN.test(style)) || (names !== null && UNSEEN_NAMES.test(names));
}

export function isClutter(name: string, element: Element): boolean {
  if (FRAMES.has(name)) return false;
  const words = `${element.getAttribute("class") ?? ""} ${element.getAttribute("id") ?? ""}`.trim();
  return words !== "" && words.split(/\s+/).some((word) => CLUTTER.test(word));
}

export interface About {
  /** Who wrote it. */
  author?: string;
  /** When, as the page says it. */
  published?: string;
  description?: string;
}

const ABOUT: Readonly<Record<string, keyof About>> = {
  author: "author",
  "article:author": "author",
  "dc.creator": "author",
  "parsely-author": "author",
  "article:published_time": "published",
  date: "published",
  "dc.date": "published",
  datepublished: "published",
  "parsely-pub-date": "published",
  description: "description",
  "og:description": "description",
};

/** Notes what a `<meta>` says; the first that says it counts. `clean`: as text. */
export function noteMeta(element: Element, about: About, clean: (text: string) => string): void {
  const name = (element.getAttribute("name") ?? element.getAttribute("property") ?? element.getAttribute("itemprop") ?? "").toLowerCase();
  const field = Object.hasOwn(ABOUT, name) ? ABOUT[name] : undefined;
  const value = clean(element.getAttribute("content") ?? "").slice(0, 500);
  // Some name their author by an address.
  if (field !== undefined && about[field] === undefined && value !== "" && !/^https?:/.test(value)) about[field] = value;
}
