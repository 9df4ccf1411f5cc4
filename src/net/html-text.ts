/**
 * HTML as text that a model can read and a document can be cut from: headings as Markdown has them, lists, tables by lines, code between fences; without
 * scripts, styles, menus and footers. Read by workerd's HTMLRewriter. Used for files and pages.
 */
import { decodeEntities } from "./html-entities.ts";
import { type About, isClutter, isUnseen, noteMeta } from "./html-signs.ts";

export interface HtmlText extends About {
  /** Empty where the page has none. */
  title: string;
  text: string;
}

/** Nobody reads these as words. */
const NOT_TEXT = new Set("script style noscript template svg math iframe object canvas audio video select textarea button dialog".split(" "));
/** Around the words, on every page of a site. */
const AROUND = new Set("nav footer aside menu".split(" "));
const ROLES_AROUND = new Set("navigation contentinfo banner search complementary".split(" "));
const PARAGRAPHS = new Set("p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote figure article section main header hr details body".split(" "));
const LINES = new Set("div li tr br dt dd address figcaption caption summary legend fieldset form option".split(" "));
/** Each costs 20 us, with its text. */
const MOST_TAGS = 100_000;
/** A main part shorter than this is not what the page is about. */
const WORTH_READING = 200;

/** Never rejects: what is no HTML is text without tags. */
export async function htmlToText(html: string): Promise<HtmlText> {
  if (html.split("<", MOST_TAGS + 1).length > MOST_TAGS) return withoutStructure(html);
  const [main, body, all] = [createWriter(), createWriter(), createWriter()];
  const depth = { notText: 0, around: 0, main: 0, title: 0, pre: 0, li: 0 };
  const about: About = {};
  let title = "";
  let node = "";
  const writers = () => (depth.notText + depth.title > 0 ? [] : [all, ...(depth.around > 0 ? [] : [body, ...(depth.main > 0 ? [main] : [])])]);
  const each = (write: (writer: Writer) => void) => writers().forEach(write);

  const element = (found: Element) => {
    const name = found.tagName.toLowerCase();
    if (name === "meta") noteMeta(found, about, oneLine);
    const inside = insideOf(name, found);
    if (inside !== undefined) depth[inside] += 1;
    each((writer) => openElement(writer, name, { inList: depth.li > 0, asItIs: depth.pre > 0 }));
    const leave = () => {
      if (inside !== undefined) depth[inside] -= 1;
    };
    try {
      // Called, too, when an element around it ends, for what was never closed.
      found.onEndTag(() => {
        each((writer) => closeElement(writer, name, depth.li > 0));
        leave();
      });
    } catch {
      // `<br>`, and `<path/>` in a drawing, have no end.
      leave();
    }
  };
  const text = (chunk: Text) => {
    node += chunk.text;
    if (!chunk.lastInTextNode) return;
    const words = decodeEntities(node);
    node = "";
    if (depth.title > 0 && title === "") title = words.replaceAll(/\s+/g, " ").trim();
    each((writer) => (depth.pre > 0 ? writer.verbatim(words) : writer.words(words)));
  };
  try {
    await new HTMLRewriter().on("*", { element }).onDocument({ text }).transform(new Response(html)).arrayBuffer();
  } catch {
    // It gives up on what browsers read in more than one way, such as a script within a select.
    return withoutStructure(html);
  }
  const [mainText, bodyText] = [main.text(), body.text()];
  const chosen = mainText.length >= WORTH_READING || mainText.length * 2 >= bodyText.length ? mainText : bodyText;
  return { title, text: chosen === "" ? all.text() : chosen, ...about };

  function insideOf(name: string, found: Element): keyof typeof depth | undefined {
    // One in a drawing is not the page's.
    if (name === "title") return depth.notText === 0 ? "title" : "notText";
    if (NOT_TEXT.has(name) || isUnseen(name, found)) return "notText";
    const role = found.getAttribute("role") ?? "";
    if (AROUND.has(name) || ROLES_AROUND.has(role) || isClutter(name, found)) return "around";
    if (name === "main" || name === "article" || role === "main") return "main";
    return name === "pre" || name === "li" ? name : undefined;
  }
}

const oneLine = (words: string): string => decodeEntities(words).replaceAll(/\s+/g, " ").trim();

/** `asItIs`: within `pre`, where nothing but line breaks is added. */
function openElement(writer: Writer, name: string, { inList, asItIs }: { inList: boolean; asItIs: boolean }): void {
  if (PARAGRAPHS.has(name)) writer.breakLine(inList ? 1 : 2);
  else if (LINES.has(name)) writer.breakLine(1);
  if (name === "pre") {
    writer.begin("");
    writer.verbatim("```\n");
  } else if (asItIs) return;
  else if (name === "li") writer.begin("- ");
  else if (name === "td" || name === "th") writer.nextCell();
  else if (/^h[1-6]$/.test(name)) writer.begin(`${"#".repeat(Number(name.charAt(1)))} `);
}

function closeElement(writer: Writer, name: string, inList: boolean): void {
  // Of an empty one nothing is left over for what comes after it.
  if (name === "li" || name === "pre" || /^h[1-6]$/.test(name)) writer.begin("");
  if (name === "pre") writer.verbatim("\n```");
  if (PARAGRAPHS.has(name)) writer.breakLine(inList ? 1 : 2);
  else if (LINES.has(name)) writer.breakLine(1);
}

/** Words alone, in a time that goes with the length whatever stands there. */
function withoutStructure(html: string): HtmlText {
  const small = html.toLowerCase();
  const parts: string[] = [];
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf("<", at);
    parts.push(html.slice(at, open === -1 ? html.length : open));
    if (open === -1) break;
    const raw = ["script", "style"].find((name) => small.startsWith(name, open + 1));
    const close = raw === undefined ? open : small.indexOf(`</${raw}`, open);
    const end = close === -1 ? -1 : html.indexOf(">", close);
    if (end === -1) break;
    at = end + 1;
  }
  return { title: oneLine(/<title\b[^<>]*>([^<]*)/i.exec(html)?.[1] ?? ""), text: oneLine(parts.join(" ")) };
}

type Writer = ReturnType<typeof createWriter>;

/** Puts words together as a browser shows them: white space is one blank, and breaks do not add up. */
function createWriter() {
  const parts: string[] = [];
  let breaks = 0;
  let gap = "";
  let prefix = "";
  let atStart = true;

  function add(words: string): void {
    if (words === "") return;
    if (parts.length > 0 && breaks > 0) parts.push("\n".repeat(breaks));
    else if (!atStart) parts.push(gap);
    parts.push(prefix, words);
    breaks = 0;
    gap = "";
    prefix = "";
    atStart = false;
  }

  return {
    words(text: string): void {
      const words = text.replaceAll(/[\s\u00A0]+/g, " ");
      if (words.startsWith(" ") && gap === "") gap = " ";
      add(words.trim());
      if (words.length > 1 && words.endsWith(" ")) gap = " ";
    },
    verbatim: add,
    breakLine(lines: 1 | 2): void {
      // What was begun stands on one line with its first words.
      if (prefix !== "") return;
      breaks = Math.max(breaks, lines);
      gap = "";
      atStart = true;
    },
    /** Stands before the next words. */
    begin(sign: string): void {
      prefix = sign;
    },
    nextCell(): void {
      if (!atStart) gap = " | ";
    },
    text: () => parts.join("").trim(),
  };
}
