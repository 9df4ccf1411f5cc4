/** What stands inside a line: emphasis, code, links, mentions, spoilers, times. Pure; called by `markdown.ts`. */

export type Inline =
  | { type: "text"; text: string }
  | { type: "bold" | "italic" | "underline" | "strike" | "spoiler"; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "link"; url: string; children: Inline[] }
  | { type: "user" | "channel" | "role"; id: string }
  | { type: "everyone"; text: string }
  | { type: "command"; name: string }
  | { type: "emoji"; name: string }
  | { type: "time"; at: number; style: string }
  | { type: "break" };

interface Rule {
  /** Sticky. */
  pattern: RegExp;
  make(match: RegExpExecArray, depth: number): Inline | undefined;
}

/** Nesting beyond this is somebody's joke. */
const MAX_DEPTH = 12;
const URL_PATTERN = /https?:\/\/[^\s<>]+/y;

const span =
  (type: "bold" | "italic" | "underline" | "strike" | "spoiler") =>
  (match: RegExpExecArray, depth: number): Inline => ({ type, children: parseInline(match[1] ?? "", depth + 1) });

/** The first that fits wins. */
const RULES: readonly Rule[] = [
  { pattern: /\\([^\w\s])/y, make: ([, text = ""]) => ({ type: "text", text }) },
  {
    pattern: /(`{1,2})([^`\n](?:[^\n]*?[^`\n])?)\1(?!`)/y,
    make: ([, , text = ""]) => ({ type: "code", text: text.trim() === "" ? text : text.replace(/^ (?=`)|(?<=`) $/g, "") }),
  },
  { pattern: /\*\*((?:\\.|(?!\*\*)[\s\S])+?\*?)\*\*(?!\*)/y, make: span("bold") },
  { pattern: /__((?:\\.|(?!__)[\s\S])+?_?)__(?!_)/y, make: span("underline") },
  { pattern: /\*(?=\S)((?:\\.|\*\*(?:(?!\*\*)[\s\S])+\*\*|[^*\\])+?)(?<!\s)\*(?!\*)/y, make: span("italic") },
  { pattern: /(?<!\w)_(?=\S)((?:\\.|__(?:(?!__)[\s\S])+__|[^_\\])+?)_(?!\w)/y, make: span("italic") },
  { pattern: /~~((?:\\.|(?!~~)[\s\S])+?)~~/y, make: span("strike") },
  { pattern: /\|\|((?:\\.|(?!\|\|)[\s\S])+?)\|\|/y, make: span("spoiler") },
  {
    pattern: /\[((?:\\.|[^[\]\\\n])+)\]\(<?(https?:\/\/[^\s<>]+?)>?(?: "[^"\n]*")?\)/y,
    make: ([, label = "", url = ""], depth) => link(url, parseInline(label, depth + 1)),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, make: ([, url = ""]) => link(url, [{ type: "text", text: url }]) },
  { pattern: /<@!?(\d+)>/y, make: ([, id = ""]) => ({ type: "user", id }) },
  { pattern: /<@&(\d+)>/y, make: ([, id = ""]) => ({ type: "role", id }) },
  { pattern: /<#(\d+)>/y, make: ([, id = ""]) => ({ type: "channel", id }) },
  { pattern: /<\/([^:<>\n]{1,98}):\d+>/y, make: ([, name = ""]) => ({ type: "command", name }) },
  { pattern: /<a?:(\w{2,32}):\d+>/y, make: ([, name = ""]) => ({ type: "emoji", name }) },
  { pattern: /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, make: ([, seconds = "", style = "f"]) => ({ type: "time", at: Number(seconds) * 1000, style }) },
  { pattern: /@(?:everyone|here)\b/y, make: ([text]) => ({ type: "everyone", text }) },
  { pattern: URL_PATTERN, make: ([url]) => bareLink(url) },
  { pattern: /\n/y, make: () => ({ type: "break" }) },
];

export function parseInline(text: string, depth = 0): Inline[] {
  if (depth > MAX_DEPTH) return [{ type: "text", text }];
  const found: Inline[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const hit = ruleAt(text, at, depth);
    if (!hit) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (hit.inline.type === "text") plain += hit.inline.text;
    else {
      if (plain !== "") found.push({ type: "text", text: plain });
      plain = "";
      found.push(hit.inline);
    }
    at += hit.length;
  }
  if (plain !== "") found.push({ type: "text", text: plain });
  return found;
}

function ruleAt(text: string, at: number, depth: number): { inline: Inline; length: number } | undefined {
  // Most characters begin nothing.
  if (!/[\\`*_~|[<@h\n]/.test(text[at] ?? "")) return undefined;
  for (const rule of RULES) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    const inline = match ? rule.make(match, depth) : undefined;
    if (match && inline) return { inline, length: inline.type === "link" && rule.pattern === URL_PATTERN ? inline.url.length : match[0].length };
  }
  return undefined;
}

/** Punctuation at the end belongs to the sentence, and a closing bracket only if it was opened inside. */
function bareLink(url: string): Inline | undefined {
  let end = url.replace(/[.,:;"'\]!?*_~|]+$/, "");
  while (end.endsWith(")") && end.split(")").length > end.split("(").length) end = end.slice(0, -1);
  return link(end, [{ type: "text", text: end }]);
}

/** Only addresses that are nothing but web addresses become links. */
function link(url: string, children: Inline[]): Inline | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
  return { type: "link", url, children };
}
