/**
 * XML as a run of tags and texts, enough for office files. No document type is read, so no entity grows, and whatever is not well-formed still ends: each
 * character is looked at once. Used by the readers of office files.
 */

/** `open`: with `empty` its end is the same tag. Names are without their prefix. */
export type XmlPart = { kind: "open"; name: string; empty: boolean; attributes: string } | { kind: "close"; name: string } | { kind: "text"; text: string };

export function* xmlParts(xml: string): Generator<XmlPart> {
  for (let at = 0; at < xml.length; ) {
    const tag = xml.indexOf("<", at);
    if (tag !== at) yield { kind: "text", text: unescapeXml(xml.slice(at, tag === -1 ? xml.length : tag)) };
    if (tag === -1) return;
    if (xml.startsWith("<![CDATA[", tag)) {
      const end = endOf(xml, "]]>", tag);
      yield { kind: "text", text: xml.slice(tag + 9, end - 3) };
      at = end;
    } else if (xml.startsWith("<!--", tag)) at = endOf(xml, "-->", tag);
    else if (xml.startsWith("<?", tag) || xml.startsWith("<!", tag)) at = endOf(xml, ">", tag);
    else {
      const end = tagEnd(xml, tag + 1);
      const inner = xml.slice(tag + 1, end);
      at = end + 1;
      if (inner.startsWith("/")) yield { kind: "close", name: localName(inner.slice(1)) };
      else {
        const empty = inner.endsWith("/");
        const name = /^[^\s/]*/.exec(inner)?.[0] ?? "";
        yield { kind: "open", name: localName(name), empty, attributes: inner.slice(name.length).replaceAll(/[\t\r\n]/g, " ") };
      }
    }
  }
}

/** Of a tag's attributes; `name` with its prefix, as it stands. */
export function attributeIn(attributes: string, name: string): string | undefined {
  for (const quote of ['"', "'"]) {
    const start = attributes.indexOf(` ${name}=${quote}`);
    if (start === -1) continue;
    const from = start + name.length + 3;
    const end = attributes.indexOf(quote, from);
    return unescapeXml(attributes.slice(from, end === -1 ? attributes.length : end));
  }
  return undefined;
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1).trim();

function endOf(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  return at === -1 ? xml.length : at + mark.length;
}

/** A `>` within quotes ends no tag. */
function tagEnd(xml: string, from: number): number {
  let quote = 0;
  for (let at = from; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (quote !== 0) quote = code === quote ? 0 : quote;
    else if (code === 0x3e) return at;
    else if (code === 0x22 || code === 0x27) quote = code;
  }
  return xml.length;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
