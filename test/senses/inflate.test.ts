// Our own inflate beside the platform's: the same bytes, a bound that holds, and what is whole of what is broken.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflateRaw, inflateZlib } from "../../src/senses/inflate.ts";
import { deflated, joined } from "./made.ts";

const MIB = 1024 * 1024;

describe("inflate", () => {
  it("gives back what was packed, whatever it was", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }),
      fc.array(fc.constantFrom("a", "b", "word ", "\n", "ß語"), { maxLength: 3_000 }).map((parts) => new TextEncoder().encode(parts.join(""))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const data = Uint8Array.from(given);
        expect(inflateRaw(await deflated(data), MIB)).toMatchObject({ bytes: data, state: "end" });
        expect(inflateZlib(await deflated(data, "deflate"), MIB)).toMatchObject({ bytes: data, state: "end" });
      }),
      { numRuns: 150 },
    );
  });

  it("takes no offence at bytes behind the end", async () => {
    const data = new TextEncoder().encode("some words");
    expect(inflateRaw(joined(await deflated(Uint8Array.from(data)), Uint8Array.of(13, 10, 0, 255)), MIB)).toMatchObject({ bytes: data, state: "end" });
  });

  it("gives what is whole of a stream that breaks off or goes wrong, and never throws", async () => {
    const data = Uint8Array.from({ length: 20_000 }, (_, at) => (Math.imul(at + 7, 0x9e3779b1) >>> 24) % 97);
    const packed = await deflated(data);
    const half = inflateRaw(packed.subarray(0, packed.length / 2), MIB);
    expect(half.state).toBe("broken");
    expect(half.bytes).toEqual(data.subarray(0, half.bytes.length));
    expect(half.bytes.length).toBeGreaterThan(1_000);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (rubbish) => {
        expect(inflateRaw(rubbish, 100_000).bytes.length).toBeLessThanOrEqual(100_000);
      }),
      { numRuns: 2_000 },
    );
  });

  it("stops at its bound", async () => {
    const bomb = await deflated(new Uint8Array(64 * MIB));
    expect(bomb.length).toBeLessThan(100_000);
    const { bytes, state } = inflateRaw(bomb, MIB);
    expect(state).toBe("full");
    expect(bytes.length).toBeLessThanOrEqual(MIB);
  });
});
