/** Bytes as text: the encodings that are read, and a word for those that are not. */
import { expect, it } from "vitest";
import { decodeText } from "../../src/kernel/decode-text.ts";

const bytes = (...parts: (number | string)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])));

it("reads UTF-8 with or without a mark, and UTF-16 with one", () => {
  expect(decodeText(bytes("für 🏳"))).toEqual({ kind: "text", text: "für 🏳" });
  expect(decodeText(bytes("\uFEFFfür"))).toEqual({ kind: "text", text: "für" });
  expect(decodeText(bytes(0xff, 0xfe, 0x66, 0, 0xfc, 0))).toEqual({ kind: "text", text: "fü" });
  expect(decodeText(bytes(0xfe, 0xff, 0, 0x66, 0, 0xfc))).toEqual({ kind: "text", text: "fü" });
  expect(decodeText(bytes())).toEqual({ kind: "text", text: "" });
});

it("tells another encoding from what is no text at all", () => {
  expect(decodeText(bytes("f", 0xfc, "r\r\n\tmich"))).toEqual({ kind: "other-encoding" });
  expect(decodeText(bytes(0x89, "PNG", 0, 1, 0xff))).toEqual({ kind: "binary" });
  expect(decodeText(bytes("a", 0, "b"))).toEqual({ kind: "binary" });
  // UTF-32 begins like UTF-16.
  expect(decodeText(bytes(0xff, 0xfe, 0, 0, 0x66, 0, 0, 0))).toEqual({ kind: "binary" });
  expect(decodeText(bytes(0xff, 0xfe, 0x00, 0xd8)).kind).not.toBe("text");
});
