// What a file is by its name, its type and its first bytes; code with its lines; how long recordings last.
import { describe, expect, it, test } from "vitest";
import { withLineNumbers } from "../../src/senses/code.ts";
import { fileKind } from "../../src/senses/file-kind.ts";
import { pictureType } from "../../src/senses/picture.ts";
import { recordingFormat, secondsOf } from "../../src/senses/recording.ts";
import { recording } from "../fakes/recordings.ts";

test.each([
  ["a.png", "image/png; charset=binary", "image"],
  ["a.webp", "", "image"],
  ["a.svg", "image/svg+xml", "text"],
  ["a.ts", "video/mp2t", "text"],
  ["Dockerfile", "", "text"],
  ["a.pdf", "", "document"],
  ["odd", "application/pdf", "document"],
  ["a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"],
  ["a.ods", "application/octet-stream", "document"],
  ["a.doc", "application/msword", "old-office"],
  ["a.xls", "application/vnd.ms-excel", "old-office"],
  ["voice-message.ogg", "audio/ogg", "recording"],
  ["a.m4a", "", "recording"],
  ["a.mp4", "video/mp4", "film"],
  ["a.zip", "application/zip", null],
] as const)("%s of type %s is %s", (filename, contentType, kind) => {
  expect(fileKind({ filename, contentType })).toBe(kind);
});

describe("code", () => {
  it("has its lines numbered and its language named, prose has not", () => {
    expect(withLineNumbers("main.rs", "fn main() {\r\n}\r\n")).toBe("(Rust; each line begins with its number and |)\n1|fn main() {\n2|}");
    expect(withLineNumbers("notes.md", "# a\nb")).toBe("# a\nb");
    expect(withLineNumbers("empty.py", "")).toBe("");
  });
});

test("pictures are known by their first bytes", () => {
  expect(pictureType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10))).toBe("image/png");
  expect(pictureType(new TextEncoder().encode("GIF89a"))).toBe("image/gif");
  expect(pictureType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe("image/jpeg");
  expect(pictureType(new TextEncoder().encode("RIFF....WEBPVP8 "))).toBe("image/webp");
  expect(pictureType(new TextEncoder().encode("<svg"))).toBeUndefined();
});

describe("a recording", () => {
  const of = (bytes: Uint8Array) => {
    const format = recordingFormat(bytes);
    return format === null ? null : { format, seconds: Math.round(secondsOf(bytes, format)) };
  };
  it("lasts as long as its bytes say", () => {
    expect(of(recording("words", 75))).toEqual({ format: "ogg", seconds: 75 });
    const wav = new Uint8Array(44 + 32_000);
    wav.set(new TextEncoder().encode("RIFF----WAVE"));
    new DataView(wav.buffer).setUint32(28, 16_000, true);
    expect(of(wav)).toEqual({ format: "wav", seconds: 2 });
    const mp3 = new Uint8Array(16_000 * 3);
    mp3.set([0xff, 0xfb, 0x90]);
    expect(of(mp3)).toEqual({ format: "mp3", seconds: 3 });
    const m4a = new Uint8Array(200);
    m4a.set(new TextEncoder().encode("\0\0\0\u0020ftypM4A "));
    m4a.set(new TextEncoder().encode("mvhd"), 50);
    new DataView(m4a.buffer).setUint32(66, 1_000);
    new DataView(m4a.buffer).setUint32(70, 9_000);
    expect(of(m4a)).toEqual({ format: "m4a", seconds: 9 });
    const flac = new Uint8Array(60);
    flac.set(new TextEncoder().encode("fLaC"));
    new DataView(flac.buffer).setUint32(18, 48_000 << 12);
    new DataView(flac.buffer).setUint32(22, 48_000 * 5);
    expect(of(flac)).toEqual({ format: "flac", seconds: 5 });
  });

  it("of which nothing can be told lasts rather too long than too short", () => {
    expect(secondsOf(new Uint8Array(30_000), "webm")).toBe(10);
    expect(of(new TextEncoder().encode("RIFF----WAVE"))?.seconds).toBe(0);
    expect(of(new TextEncoder().encode("not sound"))).toBeNull();
  });
});
