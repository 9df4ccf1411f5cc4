// Voice messages: length and waveform of real Ogg Opus, of streams behind each other, of what is broken, and of anything else without a throw.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mp3, oggOpus, secondsOf, wav } from "../../scripts/playground/model/sound.ts";
import { readOggOpus } from "../../src/discord/ogg-opus.ts";
import { voiceShapeOf } from "../../src/discord/voice-message.ts";
import { OPUSENC } from "./opusenc.ts";

const real = Uint8Array.from(atob(OPUSENC), (character) => character.charCodeAt(0));
const points = (bytes: Uint8Array) => Array.from(atob(voiceShapeOf(bytes)?.waveform ?? ""), (character) => character.charCodeAt(0));
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
/** Where its pages begin. */
const pagesOf = (bytes: Uint8Array) => [...bytes.keys()].filter((at) => String.fromCharCode(...bytes.subarray(at, at + 4)) === "OggS");
/** The same pages, with another granule position on each. */
const withGranule = (bytes: Uint8Array, granule: bigint) => {
  const changed = bytes.slice();
  for (const at of pagesOf(bytes)) new DataView(changed.buffer).setBigUint64(at + 6, granule, true);
  return changed;
};

describe("a recording by opusenc", () => {
  test("is as long as its last page says, without the pre-skip", () => {
    expect(voiceShapeOf(real)?.durationSecs).toBe(1.5);
  });

  test("has a point for each tenth of a second: low where it is silent, high where it is not", () => {
    const wave = points(real);
    expect(wave).toHaveLength(15);
    expect(Math.max(...wave.slice(0, 4))).toBeLessThan(20);
    expect(Math.min(...wave.slice(6, 9))).toBeGreaterThan(60);
    expect(Math.max(...wave)).toBe(255);
  });

  test("lasts as long as its packets where the pages do not tell, or lie", () => {
    for (const granule of [0n, 0xffff_ffff_ffff_ffffn, 1n << 62n]) expect(voiceShapeOf(withGranule(real, granule))?.durationSecs).toBeCloseTo(1.5, 1);
  });

  test("that broke off is what is there", () => {
    const [, , , last = 0] = pagesOf(real);
    expect(voiceShapeOf(real.subarray(0, last + 100))?.durationSecs).toBeCloseTo(1, 1);
    expect(voiceShapeOf(real.subarray(0, 60))).toBeNull();
  });

  test("several behind each other last as long as all of them", () => {
    expect(voiceShapeOf(join(real, real))?.durationSecs).toBe(3);
    expect(voiceShapeOf(join(real, new Uint8Array(99), oggOpus("x".repeat(30)), real))?.durationSecs).toBeCloseTo(5, 1);
  });
});

test("the demo's sound is read as long as it is, with 256 points at most", () => {
  for (const text of ["Hi.", "The quick brown fox jumps over the lazy dog.", "Speech. ".repeat(400)]) {
    const sound = oggOpus(text);
    expect(voiceShapeOf(sound)?.durationSecs).toBeCloseTo(secondsOf(text), 2);
    expect(points(sound).length).toBe(Math.min(256, Math.ceil(secondsOf(text) * 10)));
  }
});

test("each kind of packet has its length", () => {
  const seconds = (...packet: number[]) => {
    // One packet on a page of its own behind the two headers.
    const stream = oggOpus("x");
    const [, , third = 0] = pagesOf(stream);
    const page = new Uint8Array(28 + packet.length);
    page.set(stream.subarray(third, third + 26));
    page.set([1, packet.length, ...packet], 26);
    new DataView(page.buffer).setBigUint64(6, 0n, true);
    const read = readOggOpus(join(stream.subarray(0, third), page));
    return (read?.packets[0]?.samples ?? -1) / 48;
  };
  // SILK of 60 ms, hybrid of 10, CELT of 2.5 and 20; two frames; six frames of 20; more than there may be.
  expect(
    [[3 << 3], [12 << 3], [16 << 3], [31 << 3], [(31 << 3) | 1, 0], [(31 << 3) | 3, 6], [(31 << 3) | 3, 63], [(31 << 3) | 3]].map((packet) =>
      seconds(...packet),
    ),
  ).toEqual([60, 10, 2.5, 20, 40, 120, 120, 0]);
});

describe("what is no Ogg Opus", () => {
  test("is no voice message", () => {
    const vorbis = real.slice();
    for (const at of pagesOf(real).slice(0, 1)) vorbis.set([1, 118, 111, 114, 98, 105, 115], at + 28);
    for (const bytes of [new Uint8Array(), mp3("hello"), wav("hello"), vorbis, new TextEncoder().encode("OggS".repeat(50))])
      expect(voiceShapeOf(bytes)).toBeNull();
  });

  const sane = (bytes: Uint8Array) => {
    const shape = voiceShapeOf(bytes);
    if (shape === null) return;
    expect(Number.isFinite(shape.durationSecs) && shape.durationSecs > 0).toBe(true);
    expect(atob(shape.waveform).length).toBeGreaterThan(0);
    expect(atob(shape.waveform).length).toBeLessThanOrEqual(256);
  };

  test("never throws: rubbish, rubbish that begins like Ogg, and recordings with damage anywhere", () => {
    const damaged = (change: (bytes: Uint8Array) => Uint8Array) => () => sane(change(real.slice()));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), sane), { numRuns: 300 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => sane(join(real.subarray(0, 28), tail))),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }), (changes) =>
        damaged((bytes) => {
          for (const [at, value] of changes) bytes[at] = value;
          return bytes;
        })(),
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.nat(real.length), fc.nat(real.length), (from, to) => sane(join(real.subarray(0, from), real.subarray(to)))),
      { numRuns: 300 },
    );
  });
});
