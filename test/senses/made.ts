/** Files for the tests of src/senses/, made to measure: archives, and PDFs out of objects. */

const encode = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export async function deflated(bytes: Uint8Array<ArrayBuffer>, format: "deflate" | "deflate-raw" = "deflate-raw"): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Response(bytes).body?.pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function zipOf(files: Record<string, string | Uint8Array<ArrayBuffer>>, { flags = 0 } = {}): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? encode(content) : content;
    const packed = await deflated(bytes);
    const path = encode(name);
    const common = [
      ...word(20),
      ...word(flags),
      ...word(8),
      ...word(0),
      ...word(0),
      ...long(0),
      ...long(packed.length),
      ...long(bytes.length),
      ...word(path.length),
      ...word(0),
    ];
    const local = joined(Uint8Array.from([0x50, 0x4b, 3, 4, ...common]), path, packed);
    directory.push(joined(Uint8Array.from([0x50, 0x4b, 1, 2, ...word(20), ...common, ...word(0), ...word(0), ...word(0), ...long(0), ...long(at)]), path));
    parts.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = word(directory.length);
  return joined(
    ...parts,
    ...directory,
    Uint8Array.from([0x50, 0x4b, 5, 6, ...word(0), ...word(0), ...count, ...count, ...long(size), ...long(at), ...word(0)]),
  );
}

const word = (value: number): number[] => [value & 255, (value >> 8) & 255];
const long = (value: number): number[] => [...word(value), ...word(value >>> 16)];

/** `objects`: by their numbers from 1, without `obj`; a list is a stream's dictionary and its data. Number 1 is the catalog. No table: readers find their way. */
export function pdfOf(objects: readonly (string | [string, string | Uint8Array])[], trailer = ""): Uint8Array<ArrayBuffer> {
  const parts = objects.flatMap((object, index) => {
    const head = encode(`${index + 1} 0 obj\n`);
    if (typeof object === "string") return [head, encode(`${object}\nendobj\n`)];
    const data = typeof object[1] === "string" ? encode(object[1]) : object[1];
    return [head, encode(`<< ${object[0]} /Length ${data.length} >>\nstream\n`), data, encode("\nendstream\nendobj\n")];
  });
  return joined(encode("%PDF-1.7\n"), ...parts, encode(`trailer\n<< /Root 1 0 R ${trailer} >>\n%%EOF\n`));
}

const HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/** A document of pages that paint these streams, all in the font F. */
export function pages(streams: readonly string[], font = HELVETICA, more: readonly (string | [string, string | Uint8Array])[] = []): Uint8Array<ArrayBuffer> {
  const first = 4 + more.length;
  const kids = streams.map((_, index) => `${first + index * 2} 0 R`).join(" ");
  return pdfOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${streams.length} /Kids [${kids}] /Resources << /Font << /F 3 0 R >> >> >>`,
    font,
    ...more,
    ...streams.flatMap((stream, index): (string | [string, string])[] => [
      `<< /Type /Page /Parent 2 0 R /Contents ${first + index * 2 + 1} 0 R >>`,
      ["", stream],
    ]),
  ]);
}
