/** Discord's Markdown as a tree: blocks here, what stands inside a line in `markdown-inline.ts`. Pure; `markdown-view.ts` makes elements of it. */
import { type Inline, parseInline } from "./markdown-inline.ts";

export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "heading"; level: 1 | 2 | 3; children: Inline[] }
  | { type: "subtext"; children: Inline[] }
  | { type: "code"; language: string; text: string }
  | { type: "quote"; children: Block[] }
  | { type: "list"; start: number | null; items: Block[][] };

const FENCE = "```";
const MARKER = /^( *)(?:[-*]|(\d{1,9})\.) +(?=\S)/;

export function parseMarkdown(text: string): Block[] {
  return parts(text.replaceAll("\r\n", "\n")).flatMap((part) => (typeof part === "string" ? parseLines(part.split("\n")) : [part]));
}

/** Fences first: nothing inside them is anything else. An unclosed one is text, as in Discord. */
function parts(text: string): (string | Block)[] {
  const found: (string | Block)[] = [];
  let rest = text;
  for (;;) {
    const open = rest.indexOf(FENCE);
    const close = open < 0 ? -1 : rest.indexOf(FENCE, open + FENCE.length);
    if (close < 0 || rest.slice(open + FENCE.length, close).trim() === "") break;
    const before = rest.slice(0, open).replace(/\n$/, "");
    if (before !== "") found.push(before);
    found.push(fenced(rest.slice(open + FENCE.length, close)));
    rest = rest.slice(close + FENCE.length).replace(/^\n/, "");
  }
  if (rest !== "") found.push(rest);
  return found;
}

function fenced(inside: string): Block {
  const [, language = "", text = inside] = /^([\w+#.-]*)\n([\s\S]*)$/.exec(inside) ?? [];
  return { type: "code", language, text: text.replace(/^\n+/, "").trimEnd() };
}

function parseLines(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) blocks.push({ type: "paragraph", children: parseInline(plain.join("\n")) });
    plain = [];
  };
  for (let index = 0; index < lines.length; ) {
    const special = blockAt(lines, index);
    if (special) {
      flush();
      blocks.push(special.block);
      index += special.taken;
    } else {
      plain.push(lines[index] ?? "");
      index += 1;
    }
  }
  flush();
  return blocks;
}

function blockAt(lines: readonly string[], index: number): { block: Block; taken: number } | undefined {
  const line = lines[index] ?? "";
  const heading = /^(#{1,3}) +(\S.*)$/.exec(line);
  if (heading) {
    const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3;
    return { block: { type: "heading", level, children: parseInline(heading[2] ?? "") }, taken: 1 };
  }
  const subtext = /^-# +(\S.*)$/.exec(line);
  if (subtext) return { block: { type: "subtext", children: parseInline(subtext[1] ?? "") }, taken: 1 };
  if (line.startsWith(">>> "))
    return { block: { type: "quote", children: parseLines([line.slice(4), ...lines.slice(index + 1)]) }, taken: lines.length - index };
  if (/^> /.test(line)) {
    const taken = countWhile(lines, index, (candidate) => /^>( |$)/.test(candidate));
    return { block: { type: "quote", children: parseLines(lines.slice(index, index + taken).map((quoted) => quoted.slice(2))) }, taken };
  }
  return MARKER.test(line) ? listAt(lines, index) : undefined;
}

/** Deeper markers and indented lines belong to the item above them. */
function listAt(lines: readonly string[], from: number): { block: Block; taken: number } {
  const [, indent = "", number] = MARKER.exec(lines[from] ?? "") ?? [];
  const isOwn = (line: string) => {
    const marker = MARKER.exec(line);
    return marker !== null && (marker[1] ?? "").length <= indent.length + 1 && (marker[2] === undefined) === (number === undefined);
  };
  const isInner = (line: string) => /^ {2,}\S/.test(line) && line.search(/\S/) > indent.length;
  const taken = countWhile(lines, from, (line, place) => place === from || isOwn(line) || isInner(line));
  const items: string[][] = [];
  for (const line of lines.slice(from, from + taken)) {
    const marker = isOwn(line) ? MARKER.exec(line) : null;
    if (marker) items.push([line.slice(marker[0].length)]);
    else items.at(-1)?.push(line.slice(Math.min(line.search(/\S/), indent.length + 2)));
  }
  return { block: { type: "list", start: number === undefined ? null : Number(number), items: items.map(parseLines) }, taken };
}

function countWhile(lines: readonly string[], from: number, fits: (line: string, index: number) => boolean): number {
  let end = from;
  while (end < lines.length && fits(lines[end] ?? "", end)) end += 1;
  return end - from;
}
