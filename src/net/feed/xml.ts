/**
 * XML as a tree, as forgiving as feeds need it: namespaces by their addresses, CDATA, entities of HTML; what is never closed ends with what is around it.
 * A document type is skipped, so nothing expands. In a time that goes with the length. Used by parse-feed.ts.
 */
import { decodeEntities } from "../html-entities.ts";

export interface XmlElement {
  /** Local, lower case. */
  name: string;
  /** Its namespace's address; empty where it has none, the prefix where that was never declared. */
  space: string;
  /** By local name, lower case; of two with the same local name the one without a prefix. */
  attributes: ReadonlyMap<string, string>;
  /** Text as it is read; elements. */
  children: (XmlElement | string)[];
}

const DEEPEST = 100;
const MOST_ELEMENTS = 50_000;
const NAME = /[^\s/>=]+/y;
const ATTRIBUTE = /\s*([^\s=/>"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/y;

interface Open {
  element: XmlElement;
  qualified: string;
  spaces: ReadonlyMap<string, string>;
}

/** The root; null where there is none. */
export function parseXml(xml: string): XmlElement | null {
  const top: XmlElement = { name: "", space: "", attributes: new Map(), children: [] };
  const open: Open[] = [{ element: top, qualified: "", spaces: new Map([["xml", "xml"]]) }];
  let count = 0;
  const around = () => open.at(-1) as Open;
  const text = (from: number, to: number) => {
    if (to > from) around().element.children.push(decodeEntities(xml.slice(from, to)));
  };
  let at = 0;
  while (at < xml.length && count < MOST_ELEMENTS) {
    const start = xml.indexOf("<", at);
    text(at, start === -1 ? xml.length : start);
    if (start === -1) break;
    if (xml.startsWith("<![CDATA[", start)) {
      const end = endOf(xml, "]]>", start + 9);
      around().element.children.push(xml.slice(start + 9, end.at));
      at = end.after;
    } else if (xml.startsWith("<!--", start)) at = endOf(xml, "-->", start + 4).after;
    else if (xml.startsWith("<?", start)) at = endOf(xml, "?>", start + 2).after;
    else if (xml.startsWith("<!", start)) at = endOfDoctype(xml, start + 2);
    else if (xml.startsWith("</", start)) {
      const end = endOf(xml, ">", start + 2);
      close(open, xml.slice(start + 2, end.at).trim());
      at = end.after;
    } else {
      const tag = readTag(xml, start + 1);
      if (tag === null) {
        text(start, start + 1);
        at = start + 1;
        continue;
      }
      count += 1;
      const { element, spaces } = makeElement(tag.qualified, tag.attributes, around().spaces);
      around().element.children.push(element);
      if (!tag.isEmpty && open.length < DEEPEST) open.push({ element, qualified: tag.qualified, spaces });
      at = tag.after;
    }
  }
  return top.children.find((child) => typeof child !== "string") ?? null;
}

function endOf(xml: string, sign: string, from: number): { at: number; after: number } {
  const found = xml.indexOf(sign, from);
  return found === -1 ? { at: xml.length, after: xml.length } : { at: found, after: found + sign.length };
}

/** With what stands in brackets within. */
function endOfDoctype(xml: string, from: number): number {
  const [bracket, end] = [xml.indexOf("[", from), endOf(xml, ">", from)];
  return bracket !== -1 && bracket < end.at ? endOf(xml, ">", endOf(xml, "]", bracket).after).after : end.after;
}

function readTag(xml: string, from: number): { qualified: string; attributes: [string, string][]; isEmpty: boolean; after: number } | null {
  NAME.lastIndex = from;
  const qualified = NAME.exec(xml)?.[0];
  if (qualified === undefined || !/^[\p{L}_:]/u.test(qualified)) return null;
  const attributes: [string, string][] = [];
  let at = from + qualified.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(xml);
    if (found === null) break;
    attributes.push([found[1] ?? "", decodeEntities(found[2] ?? found[3] ?? found[4] ?? "")]);
    at = ATTRIBUTE.lastIndex;
  }
  const end = endOf(xml, ">", at);
  return { qualified, attributes, isEmpty: xml.charAt(end.at - 1) === "/", after: end.after };
}

function makeElement(qualified: string, written: [string, string][], outer: ReadonlyMap<string, string>) {
  const declared = written.filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
  const spaces = declared.length === 0 ? outer : new Map([...outer, ...declared.map(([name, address]): [string, string] => [name.slice(6), address])]);
  const { prefix, local } = split(qualified);
  const plain = (name: string) => !name.includes(":");
  const attributes = new Map(written.toSorted(([a], [b]) => Number(plain(a)) - Number(plain(b))).map(([name, value]) => [split(name).local, value]));
  const element: XmlElement = { name: local, space: spaces.get(prefix) ?? prefix, attributes, children: [] };
  return { element, spaces };
}

function split(qualified: string): { prefix: string; local: string } {
  const colon = qualified.indexOf(":");
  return { prefix: qualified.slice(0, Math.max(0, colon)), local: qualified.slice(colon + 1).toLowerCase() };
}

/** An end that fits nothing is passed over. */
function close(open: Open[], qualified: string): void {
  const at = open.findLastIndex((candidate) => candidate.qualified === qualified);
  if (at > 0) open.length = at;
}

/** All words within, in order. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return "";
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
