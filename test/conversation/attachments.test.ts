/** Files of a turn: what reaches the model, and what a person is told about the rest. */
import { describe, expect, it } from "vitest";
import { readAttachments } from "../../src/conversation/attachments.ts";
import type { Listen } from "../../src/conversation/listen.ts";
import type { Attachment } from "../../src/discord/interaction.ts";
import { textsFor } from "../../src/locales/index.ts";
import type { CdnResult } from "../../src/net/cdn.ts";
import { recording } from "../fakes/recordings.ts";
import { locked } from "../senses/encrypted.ts";
import { plain, scanned, word } from "../senses/fixtures.ts";

const texts = textsFor("en");
const MIB = 1024 * 1024;
const bytes = (content: string | Uint8Array): CdnResult => ({
  kind: "bytes",
  bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
  contentType: "",
});

const attachment = (filename: string, contentType: string, more: Partial<Attachment> = {}): Attachment => ({
  id: "1",
  filename,
  contentType,
  size: 10,
  url: `https://cdn.discordapp.com/attachments/${filename}`,
  proxyUrl: `https://media.discordapp.net/attachments/${filename}?ex=1`,
  ...more,
});

/** Hears every recording but those that are called deaf. */
const ears: Listen = {
  refusal: ({ filename }) => (filename === "refused.ogg" ? "not here" : null),
  known: async ({ filename }) => (filename === "known.ogg" ? { text: "heard before", seconds: 4 } : undefined),
  hear: async ({ filename }, { length }) => (filename === "deaf.ogg" ? "could not hear it" : { text: `${length} bytes`, seconds: 3 }),
};

function reader(answer: (url: URL, maxBytes: number) => CdnResult) {
  const fetched: { url: URL; maxBytes: number }[] = [];
  let atOnce = 0;
  let most = 0;
  const cdn = async (url: string, maxBytes: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 1));
    atOnce -= 1;
    fetched.push({ url: new URL(url), maxBytes });
    return answer(new URL(url), maxBytes);
  };
  return { fetched, most: () => most, read: (files: Attachment[], signal = new AbortController().signal) => readAttachments(files, cdn, texts, signal, ears) };
}

describe("pictures", () => {
  it("become data URLs of their type, byte by byte", async () => {
    const data = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256);
    const { read } = reader(() => bytes(data));
    const { images, notices } = await read([attachment("a.png", "image/png; charset=binary")]);
    expect(notices).toEqual([]);
    expect(images[0]?.name).toBe("a.png");
    const [head = "", base64 = ""] = images[0]?.dataUrl.split(",") ?? [];
    expect(head).toBe("data:image/png;base64");
    expect(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))).toEqual(data);
  });

  it("that are large are asked for in a smaller size, in proportion, signature kept", async () => {
    const { read, fetched } = reader(() => bytes("x"));
    await read([attachment("a.png", "image/png", { width: 3_136, height: 1_000 })]);
    expect(fetched).toHaveLength(1);
    expect(fetched[0]?.url.host).toBe("media.discordapp.net");
    expect(Object.fromEntries(fetched[0]?.url.searchParams ?? [])).toEqual({ ex: "1", width: "1568", height: "500" });
  });

  it("come whole where the smaller size fails", async () => {
    for (const trouble of [{ kind: "gone" }, { kind: "too-large" }, { kind: "unreachable" }] as const) {
      const { read, fetched } = reader((url) => (url.host.startsWith("media") ? trouble : bytes("x")));
      const { images } = await read([attachment("a.png", "image/png", { width: 5_000, height: 5_000 })]);
      expect(images).toHaveLength(1);
      expect(fetched.map(({ url }) => url.host)).toEqual(["media.discordapp.net", "cdn.discordapp.com"]);
    }
  });

  it("that are small, or whose size nobody knows, come as they are", async () => {
    const { read, fetched } = reader(() => bytes("x"));
    await read([attachment("a.png", "image/png", { width: 100, height: 100 }), attachment("b.png", "image/png")]);
    expect(fetched.map(({ url }) => url.host)).toEqual(["cdn.discordapp.com", "cdn.discordapp.com"]);
  });
});

describe("pictures by their bytes", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);

  it("are called what their bytes say", async () => {
    const { read } = reader(() => bytes(png));
    expect((await read([attachment("a.jpg", "image/jpeg"), attachment("picture-1", "image/*")])).images.map(({ dataUrl }) => dataUrl.split(";")[0])).toEqual([
      "data:image/png",
      "data:image/png",
    ]);
    const { read: readOdd } = reader(() => bytes("<svg>"));
    expect((await readOdd([attachment("picture-1", "image/*")])).notices).toEqual([texts.notice.attachmentUnreadable("picture-1")]);
  });

  it("that move are asked for as still ones", async () => {
    const { read, fetched } = reader(() => bytes(png));
    expect((await read([attachment("a.gif", "image/gif", { width: 100, height: 50 })])).images[0]?.dataUrl).toMatch(/^data:image\/png/);
    expect(fetched[0]?.url.search).toBe("?ex=1&format=png");
  });
});

describe("text files", () => {
  it("become text, whatever type Discord gives them", async () => {
    const { read } = reader((url) => bytes(url.pathname.endsWith("bom.txt") ? "\ufeffHallo Welt ß 語" : "const a = 1;"));
    const { files, notices } = await read([attachment("a.ts", "video/mp2t"), attachment("bom.txt", "text/plain; charset=utf-8"), attachment("b.rs", "")]);
    expect(files).toEqual([
      { name: "a.ts", text: "(TypeScript; each line begins with its number and |)\n1|const a = 1;" },
      { name: "bom.txt", text: "Hallo Welt ß 語" },
      { name: "b.rs", text: "(Rust; each line begins with its number and |)\n1|const a = 1;" },
    ]);
    expect(notices).toEqual([]);
  });

  it.each([
    ["not UTF-8", Uint8Array.of(0xff, 0xfe, 0x41)],
    ["with NUL bytes", new TextEncoder().encode("MZ\0\0")],
  ])("that are no text (%s) are named as unreadable", async (_, data) => {
    const { read } = reader(() => bytes(data));
    expect(await read([attachment("a.txt", "text/plain")])).toEqual({
      images: [],
      files: [],
      spoken: [],
      notices: [texts.notice.attachmentUnreadable("a.txt")],
    });
  });

  it("may have 512 KiB", async () => {
    const { read, fetched } = reader(() => ({ kind: "too-large" }));
    expect((await read([attachment("a.txt", "text/plain")])).notices).toEqual([texts.notice.attachmentTooLarge("a.txt")]);
    expect(fetched[0]?.maxBytes).toBe(512 * 1024);
  });
});

describe("documents", () => {
  it("become text by what they are, whatever they are called", async () => {
    const { read } = reader((url) => bytes(url.pathname.endsWith("pdf") ? plain : word));
    const { files, notices } = await read([attachment("a.pdf", "application/pdf"), attachment("b.txt", "text/plain")]);
    expect(files.map(({ name, text }) => [name, text.slice(0, 20)])).toEqual([
      ["a.pdf", "[page 1]\nGrüße aus K"],
      ["b.txt", "# The harvest\nFirst "],
    ]);
    expect(notices).toEqual([]);
  });

  it("that hold no text, are locked, damaged or old are told apart", async () => {
    const old = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0);
    const contents: Record<string, Uint8Array | string> = {
      "scan.pdf": scanned,
      "locked.pdf": locked,
      "bad.docx": "PK\u0003\u0004",
      "old.doc": old,
      "no.pdf": "%PDF-1.4",
    };
    const { read } = reader((url) => bytes(contents[url.pathname.split("/").at(-1) ?? ""] ?? ""));
    const { files, notices } = await read(Object.keys(contents).map((name) => attachment(name, "")));
    expect(files).toEqual([]);
    const say = texts.senses;
    expect(notices).toEqual([say.noText("scan.pdf"), say.encrypted("locked.pdf"), say.damaged("bad.docx"), say.oldOffice("old.doc"), say.damaged("no.pdf")]);
  });

  it("may be as large as pictures, plain text may not", async () => {
    const { read, fetched } = reader(() => bytes("x"));
    await read([attachment("a.pdf", "application/pdf"), attachment("a.txt", "text/plain")]);
    expect(fetched.map(({ maxBytes }) => maxBytes)).toEqual([8 * MIB, 512 * 1024]);
  });
});

describe("recordings", () => {
  it("are listened to, once; what goes wrong is a sentence", async () => {
    const { read, fetched } = reader(() => bytes(recording("hello")));
    const { spoken, notices } = await read(["a.ogg", "deaf.ogg", "known.ogg", "refused.ogg"].map((name) => attachment(name, "audio/ogg")));
    expect(spoken.map(({ of, text }) => [of.filename, text])).toEqual([
      ["a.ogg", `${recording("hello").length} bytes`],
      ["known.ogg", "heard before"],
    ]);
    expect(notices).toEqual(["could not hear it", "not here"]);
    expect(fetched.map(({ url }) => url.pathname)).toEqual(["/attachments/a.ogg", "/attachments/deaf.ogg"]);
  });
});

describe("all of them", () => {
  it("share 8 MiB, and are fetched one after the other", async () => {
    const { read, fetched, most } = reader((_, maxBytes) => (maxBytes >= 3 * MIB ? bytes(new Uint8Array(3 * MIB)) : { kind: "too-large" }));
    const { images, notices } = await read(["a.png", "b.png", "c.png"].map((name) => attachment(name, "image/png")));
    expect(images.map(({ name }) => name)).toEqual(["a.png", "b.png"]);
    expect(notices).toEqual([texts.notice.attachmentTooLarge("c.png")]);
    expect(fetched.map(({ maxBytes }) => maxBytes)).toEqual([8 * MIB, 5 * MIB, 2 * MIB]);
    expect(most()).toBe(1);
  });

  it("that are gone or cannot be reached are named, and the others still come", async () => {
    const { read } = reader((url) =>
      url.pathname.endsWith("gone.png") ? { kind: "gone" } : url.pathname.endsWith("away.txt") ? { kind: "unreachable" } : bytes("x"),
    );
    const { files, notices } = await read([attachment("gone.png", "image/png"), attachment("away.txt", "text/plain"), attachment("ok.txt", "text/plain")]);
    expect(files.map(({ name }) => name)).toEqual(["ok.txt"]);
    expect(notices).toEqual([texts.notice.attachmentGone("gone.png"), texts.notice.attachmentUnreadable("away.txt")]);
  });

  it("that are films are named and not even fetched; TypeScript only looks like one", async () => {
    const { read, fetched } = reader(() => bytes("x"));
    const { files, notices } = await read([attachment("film.mp4", "video/mp4"), attachment("a.ts", "video/mp2t")]);
    expect(notices).toEqual([texts.notice.attachmentUnreadable("film.mp4")]);
    expect([files.map(({ name }) => name), fetched.length]).toEqual([["a.ts"], 1]);
  });

  it("stop with the signal's reason", async () => {
    const { read } = reader(() => bytes("x"));
    await expect(read([attachment("a.txt", "text/plain")], AbortSignal.abort("stop"))).rejects.toBe("stop");
  });
});
