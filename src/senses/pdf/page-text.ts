/** The text that a page paints, found by following what it does to paint it. Source: ISO 32000-1, 8.4, 9.3 and 9.4. Used by read-pdf.ts. */
import type { PdfFile } from "./file.ts";
import { type Font, readFont } from "./font.ts";
import { createLines } from "./lines.ts";
import { createParser, isDict, isName, isStream, isText, isWord, nameOf, type PdfDict, type PdfValue, plainText } from "./parser.ts";

type Matrix = readonly [number, number, number, number, number, number];

interface State {
  at: Matrix;
  font: Font | null;
  size: number;
  letterSpace: number;
  wordSpace: number;
  stretch: number;
  leading: number;
  rise: number;
}

/** What may still be done for the whole document. */
export interface Allowance {
  words: number;
  forms: number;
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const DEEPEST_FORM = 6;
const MOST_STATES = 256;
const MOST_OPERANDS = 4_096;
/** Of one page; a stream costs so many words by itself. */
const MOST_STREAMS = 10_000;
const STREAM_COST = 10;
const MOST_NOTES = 2_000;

export interface PageText {
  text: string;
  /** Glyphs that mean nothing to anybody, and all of them. */
  unknown: number;
  glyphs: number;
}

/** `fonts`: of the document, read once. */
export function pageText(page: PdfDict, inherited: PdfDict, file: PdfFile, fonts: Map<PdfDict, Font>, allowance: Allowance): PageText {
  const lines = createLines();
  let unknown = 0;
  let glyphs = 0;
  const contents = file.get(page.get("Contents"));
  const streams = Array.isArray(contents) ? contents.slice(0, MOST_STREAMS) : [contents];
  allowance.words -= streams.length * STREAM_COST;
  const resources = page.has("Resources") ? file.dict(page.get("Resources")) : inherited;
  const fresh: State = { at: IDENTITY, font: null, size: 1, letterSpace: 0, wordSpace: 0, stretch: 1, leading: 0, rise: 0 };
  run(join(streams.map((stream) => file.data(stream))), resources, fresh, 0);
  for (const item of file.list(page.get("Annots")).slice(0, MOST_NOTES)) {
    allowance.words -= 1;
    const appearance = file.get(file.dict(file.dict(item).get("AP")).get("N"));
    // What a form was filled in with, and notes that were typed onto the page.
    if (isStream(appearance)) form(appearance, resources, fresh, 0, placeOf(file.dict(item), appearance.dict));
  }
  return { text: lines.text(), unknown, glyphs };

  function placeOf(annotation: PdfDict, of: PdfDict): Matrix {
    const [x = 0, y = 0] = numbers(file.list(annotation.get("Rect")).map((value) => file.get(value)));
    const [left = 0, bottom = 0] = numbers(file.list(of.get("BBox")).map((value) => file.get(value)));
    return [1, 0, 0, 1, x - left, y - bottom];
  }

  function form(stream: PdfValue, outer: PdfDict, state: State, depth: number, place: Matrix = IDENTITY): void {
    const of = file.dict(stream);
    allowance.forms -= 1;
    if (depth >= DEEPEST_FORM || allowance.forms < 0 || nameOf(file.get(of.get("Subtype"))) === "Image") return;
    const matrix = matrixOf(file.list(of.get("Matrix")).map((value) => file.get(value)));
    const own = of.has("Resources") ? file.dict(of.get("Resources")) : outer;
    run(file.data(stream), own, { ...state, at: times(times(matrix, place), state.at) }, depth + 1);
  }

  function run(bytes: Uint8Array, of: PdfDict, start: State, depth: number): void {
    const parser = createParser(bytes);
    const states: State[] = [];
    let state = { ...start };
    let line: Matrix = IDENTITY;
    let text: Matrix = IDENTITY;
    let operands: PdfValue[] = [];
    /** Of marked parts, innermost last: what they say in other words. `used`: it has been told. */
    const marks: { instead: string | null; used: boolean }[] = [];

    const move = (x: number, y: number) => {
      line = times([1, 0, 0, 1, x, y], line);
      text = line;
    };
    const show = (value: PdfValue | undefined) => {
      if (!isText(value) || state.font === null) return;
      const found = state.font.glyphs(value.bytes);
      const upright = !state.font.vertical;
      let advance = 0;
      let words = "";
      for (const glyph of found) {
        glyphs += 1;
        if (glyph.text === "") unknown += 1;
        words += glyph.text;
        advance += ((upright ? glyph.width : 1) * state.size + state.letterSpace + (glyph.isBlank ? state.wordSpace : 0)) * (upright ? state.stretch : 1);
      }
      const instead = marks.findLast((mark) => mark.instead !== null);
      if (instead?.instead != null) {
        words = instead.used ? "" : instead.instead;
        instead.used = true;
      }
      place(words, advance, upright);
      text = times(upright ? [1, 0, 0, 1, advance, 0] : [1, 0, 0, 1, 0, -advance], text);
    };
    const place = (words: string, advance: number, upright: boolean) => {
      const [a, b, c, d, x, y] = times(times([1, 0, 0, 1, 0, state.rise], text), state.at);
      const [dx, dy] = upright ? [a, b] : [-c, -d];
      const scale = Math.hypot(dx, dy) || 1;
      const [cos, sin] = [dx / scale, dy / scale];
      const size = Math.abs(state.size) * (Math.hypot(c, d) || 1);
      lines.add({
        text: words,
        along: x * cos + y * sin,
        across: y * cos - x * sin,
        width: advance * scale,
        size,
        angle: (Math.atan2(sin, cos) * 180) / Math.PI,
      });
    };

    for (;;) {
      const token = allowance.words > 0 ? parser.next() : undefined;
      if (token === undefined) return;
      allowance.words -= 1;
      if (!isWord(token)) {
        if (operands.length < MOST_OPERANDS) operands.push(token);
        continue;
      }
      const [a = 0, b = 0] = numbers(operands);
      switch (token.word) {
        case "q":
          if (states.length < MOST_STATES) states.push({ ...state });
          break;
        case "Q":
          state = states.pop() ?? state;
          break;
        case "cm":
          state.at = times(matrixOf(operands), state.at);
          break;
        case "BT":
          line = IDENTITY;
          text = IDENTITY;
          break;
        case "Tf":
          state.font = fontOf(operands[0], of);
          state.size = typeof operands[1] === "number" ? operands[1] : state.size;
          break;
        case "Tc":
          state.letterSpace = a;
          break;
        case "Tw":
          state.wordSpace = a;
          break;
        case "Tz":
          state.stretch = a / 100;
          break;
        case "TL":
          state.leading = a;
          break;
        case "Ts":
          state.rise = a;
          break;
        case "Td":
          move(a, b);
          break;
        case "TD":
          state.leading = -b;
          move(a, b);
          break;
        case "Tm":
          line = matrixOf(operands);
          text = line;
          break;
        case "T*":
          move(0, -state.leading);
          break;
        case "Tj":
          show(operands[0]);
          break;
        case "'":
          move(0, -state.leading);
          show(operands[0]);
          break;
        case '"':
          state.wordSpace = a;
          state.letterSpace = b;
          move(0, -state.leading);
          show(operands[2]);
          break;
        case "TJ":
          for (const item of Array.isArray(operands[0]) ? operands[0] : []) {
            if (typeof item === "number") {
              const shift = (-item / 1_000) * state.size;
              text = times(state.font?.vertical ? [1, 0, 0, 1, 0, shift] : [1, 0, 0, 1, shift * state.stretch, 0], text);
            } else show(item);
          }
          break;
        case "BMC":
          marks.push({ instead: null, used: false });
          break;
        case "BDC":
          marks.push({ instead: insteadOf(operands[1], of), used: false });
          break;
        case "EMC":
          marks.pop();
          break;
        case "Do":
          form(file.dict(of.get("XObject")).get(nameOf(operands[0])) ?? null, of, state, depth);
          break;
        case "ID":
          parser.skipPicture();
          break;
        default:
      }
      operands = [];
    }
  }

  function fontOf(name: PdfValue | undefined, of: PdfDict): Font | null {
    const found = file.get(file.dict(of.get("Font")).get(nameOf(name)));
    if (!isDict(found)) return null;
    const known = fonts.get(found);
    if (known !== undefined) return known;
    const font = readFont(found, file);
    allowance.words -= font.cost;
    fonts.set(found, font);
    return font;
  }

  function insteadOf(properties: PdfValue | undefined, of: PdfDict): string | null {
    const found = isName(properties) ? file.dict(file.dict(of.get("Properties")).get(properties.name)) : file.dict(properties);
    const words = file.get(found.get("ActualText"));
    return isText(words) ? plainText(words) : null;
  }
}

const numbers = (values: readonly PdfValue[]): number[] => values.filter((value) => typeof value === "number");

function matrixOf(values: readonly PdfValue[]): Matrix {
  const [a, b, c, d, e, f] = numbers(values);
  return a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined ? IDENTITY : [a, b, c, d, e, f];
}

/** First `m`, then `n`. */
function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

/** Streams of one page are one, with a blank between them. */
function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 0)).fill(10);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length + 1;
  }
  return out;
}
