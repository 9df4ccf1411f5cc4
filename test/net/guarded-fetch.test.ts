/** Addresses that somebody named: what is fetched, what never is, and how each failure is told. */
import { describe, expect, it } from "vitest";
import { createGuardedFetch, MOST_BYTES } from "../../src/net/guarded-fetch.ts";
import { createMovingClock } from "../llm/moving-clock.ts";

const PAGE = "https://docs.example/rules";
const html = (body: string, type = "text/html; charset=utf-8") => new Response(body, { headers: { "content-type": type } });
const redirect = (to: string, status = 302) => new Response("moved", { status, headers: { location: to } });

function open(answer: (url: string) => Response | Promise<Response> = () => html("hello"), more: { allowPrivate?: boolean } = {}) {
  const clock = createMovingClock();
  const fetched: { url: string; init: RequestInit }[] = [];
  const guarded = createGuardedFetch({
    clock,
    allowPrivate: false,
    userAgent: "Edgewise/1 (test)",
    fetch: async (url, init = {}) => {
      fetched.push({ url: String(url), init });
      return answer(String(url));
    },
    ...more,
  });
  return { clock, fetched, get: (url: string, signal = new AbortController().signal) => guarded(url, signal) };
}

/** Written in every way that leads to this machine, to its network, or to no public host at all. */
const HOSTILE = [
  ...[
    "http://localhost/",
    "http://LOCALHOST:8787/",
    "http://localhost./",
    "http://api.localhost/",
    "http://localhost.localdomain/",
    "http://printer/",
    "http://router./",
  ],
  ...[
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
  ],
  ...[
    "http://127.0.0.1./",
    "http://%31%32%37.0.0.1/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://0/",
    "http://0.0.0.0:80/",
    "http://3232235777/",
  ],
  ...[
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://192.0.0.8/",
  ],
  ...[
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://metadata.google.internal/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
  ],
  ...[
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
  ],
  ...[
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
  ],
  ...[
    "http://[::ffff:0:127.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
  ],
  ...[
    "http://127.0.0.1.nip.io/",
    "http://10-0-0-1.sslip.io/",
    "http://app.lvh.me/",
    "http://localtest.me/",
    "http://nas.local/",
    "http://wiki.corp/",
    "http://fritz.box.lan/",
  ],
  // More ways to write the same: dots of other scripts, soft hyphens, padding, mixed radixes, letters in circles and of double width.
  ...[
    "http://127\uFF0E0\uFF0E0\uFF0E1/",
    "http://127\u3002\u0030\u30020.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://loc\u00ADalhost/",
    "http://0x7f.0.0x0.1/",
    "http://0x7F.0x00.0x00.0x01/",
    "http://0300.0250.1.1/",
    "http://0xc0a80101/",
    "http://0x0a.1/",
    "http://10.1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\x",
    "http:///127.0.0.1/",
    "https://127.0.0.1:8443/",
  ],
  // IPv4 in IPv6 by mapping and translation, local ranges, what was given back.
  ...[
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::FFFF:10.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[100::1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[2001:2::1]/",
    "http://[2001:10::1]/",
    "http://[fd12:3456:789a::1]/",
    "http://[febf::1]/",
  ],
  // Names that lead inside, known ones and those that say so.
  ...[
    "http://metadata/computeMetadata/v1/",
    "http://instance-data.ec2.internal/",
    "http://kubernetes.default.svc/",
    "http://gateway.docker.internal/",
    "http://router.home.arpa/",
    "http://intranet/",
    "http://nas.home/",
    "http://169-254-169-254.traefik.me/",
    "http://7f000001.c0a80001.rbndr.us/",
    "http://foo.10.0.0.1.nip.io./",
    "http://make-127.0.0.1-rebind-1.2.3.4-rr.1u.ms/",
    "http://127.0.0.1.evil.example/",
    "http://www.192-168-1-1.evil.example/",
    "http://a.localho.st/",
  ],
];
const NO_ADDRESSES = [
  "",
  "rules",
  "file:///etc/passwd",
  "ftp://docs.example/",
  "javascript:alert(1)",
  "data:text/html,hi",
  "blob:https://docs.example/1",
  "http://",
  "https://[::1",
  "gopher://x.example/",
  "https://exa mple.com/",
  "http://[fe80::1%25eth0]/",
  "http://[::1%lo]/",
  "http://256.256.256.256/",
  "http://127.0.0.1.5/",
  "http://0x100000000/",
  "ws://docs.example/",
  "dict://docs.example:11211/stat",
  "ldap://docs.example/",
  "view-source:https://docs.example/",
  "about:blank",
  "http://docs.example:22/",
  "http://docs.example:25/",
  "https://docs.example:110/",
  "//docs.example/",
];

describe("what is never fetched", () => {
  it.each(HOSTILE)("%s", async (address) => {
    const { get, fetched } = open();
    expect(await get(address)).toEqual({ kind: "private" });
    expect(fetched).toEqual([]);
  });

  it.each(HOSTILE.filter((address) => /^[\x21-\x7e]+$/.test(address)))("%s, where another page leads to it", async (address) => {
    const { get, fetched } = open(() => redirect(address));
    expect(await get(PAGE)).toEqual({ kind: "private" });
    expect(fetched.map(({ url }) => url)).toEqual([PAGE]);
  });

  it.each([...NO_ADDRESSES, `https://docs.example/${"x".repeat(2_000)}`])("what is no address: %s", async (address) => {
    const { get, fetched } = open();
    expect(await get(address)).toEqual({ kind: "bad-address" });
    expect(fetched).toEqual([]);
  });

  it("is more than forty hostile addresses", () => {
    expect(new Set([...HOSTILE, ...NO_ADDRESSES]).size).toBeGreaterThan(100);
  });

  it("anything with a name or a password in it, nor where it leads", async () => {
    for (const address of [
      "https://ada@docs.example/",
      "https://:pw@docs.example/",
      "https://docs.example@127.0.0.1/",
      "https://docs.example:80@evil.example/",
    ]) {
      expect(await open().get(address)).toEqual({ kind: "credentials" });
      expect(await open(() => redirect(address)).get(PAGE)).toEqual({ kind: "credentials" });
    }
  });

  it("other protocols by a redirect, and what a redirect's address hides behind the page's own", async () => {
    expect(await open(() => redirect("file:///etc/passwd")).get(PAGE)).toEqual({ kind: "bad-address" });
    expect(await open(() => redirect("//127.0.0.1/")).get(PAGE)).toEqual({ kind: "private" });
    expect(await open(() => redirect("\\\\[::1]\\x")).get(PAGE)).toEqual({ kind: "private" });
  });
});

describe("what is fetched", () => {
  it("is a public page, without anything of ours but our name", async () => {
    const { get, fetched } = open();
    expect(await get(`${PAGE}?a=1#part`)).toEqual({ kind: "page", url: `${PAGE}?a=1`, contentType: "text/html", text: "hello" });
    const { url, init } = fetched[0] ?? { url: "", init: {} };
    expect(url).toBe(`${PAGE}?a=1`);
    expect(Object.keys(init.headers ?? {}).sort()).toEqual(["accept", "user-agent"]);
    expect(init).toMatchObject({ redirect: "manual", headers: { "user-agent": "Edgewise/1 (test)" } });
    expect(init.method ?? "GET").toBe("GET");
  });

  it.each(["http://8.8.8.8/", "https://[2001:4860:4860::8888]/", "https://localhost.example/", "https://10.example.com:8443/"])("%s", async (address) => {
    expect((await open().get(address)).kind).toBe("page");
  });

  it("is anything where private endpoints are allowed, but for other protocols", async () => {
    const { get } = open(undefined, { allowPrivate: true });
    expect((await get("http://127.0.0.1:8080/")).kind).toBe("page");
    expect(await get("file:///etc/passwd")).toEqual({ kind: "bad-address" });
  });

  it("is where a page leads, over five hops and no more", async () => {
    const chain = (hops: number) => open((url) => (url.endsWith(`/${hops}`) ? html("there") : redirect(`/${Number(new URL(url).pathname.slice(1)) + 1}`, 307)));
    expect(await chain(5).get("https://docs.example/0")).toMatchObject({ kind: "page", url: "https://docs.example/5", text: "there" });
    expect(await chain(6).get("https://docs.example/0")).toEqual({ kind: "too-many-redirects" });
    expect(await open((url) => redirect(url)).get(PAGE)).toEqual({ kind: "too-many-redirects" });
  });
});

describe("what comes back", () => {
  it("counts as it is after decompression, and what goes on for ever is let go", async () => {
    const state = { pulled: 0, cancelled: false };
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          state.pulled += 1;
          controller.enqueue(new Uint8Array(64 * 1024).fill(97));
        },
        cancel() {
          state.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    expect(await open(() => new Response(endless, { headers: { "content-type": "text/plain" } })).get(PAGE)).toEqual({ kind: "too-large" });
    expect(state.cancelled).toBe(true);
    expect(state.pulled).toBeLessThan(40);
    const bomb = () => new Response("a".repeat(8 * MOST_BYTES)).body?.pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip"));
    expect(await open(() => new Response(bomb(), { headers: { "content-type": "text/plain", "content-length": "16000" } })).get(PAGE)).toEqual({
      kind: "too-large",
    });
    expect(await open(() => html("a".repeat(MOST_BYTES))).get(PAGE)).toMatchObject({ kind: "page" });
  });

  it("is text by its type, or by its bytes where nothing says what it is", async () => {
    for (const type of [
      "text/plain",
      "TEXT/HTML",
      "text/x-anything",
      "application/json",
      "application/ld+json",
      "application/xhtml+xml",
      "application/javascript",
      "application/octet-stream",
      "",
    ]) {
      expect((await open(() => new Response(new TextEncoder().encode("x"), type === "" ? {} : { headers: { "content-type": type } })).get(PAGE)).kind).toBe(
        "page",
      );
    }
    for (const type of ["image/png", "application/pdf", "application/zip", "video/mp4", "application/xmlx", "multipart/x"]) {
      expect(await open(() => html("x", type)).get(PAGE)).toEqual({ kind: "not-text", contentType: type });
    }
    const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255]);
    expect(await open(() => new Response(picture)).get(PAGE)).toEqual({ kind: "not-text", contentType: "" });
    expect(await open(() => new Response(picture, { headers: { "content-type": "text/plain" } })).get(PAGE)).toEqual({
      kind: "not-text",
      contentType: "text/plain",
    });
  });

  it("is read in the encoding that the server names, or the page, or the bytes show", async () => {
    const latin = new Uint8Array([0x66, 0xfc, 0x72]);
    const page = (bytes: Uint8Array, type: string) => open(() => new Response(bytes, { headers: { "content-type": type } })).get(PAGE);
    expect(await page(latin, "text/html; charset=iso-8859-1")).toMatchObject({ text: "für" });
    expect(await page(latin, 'text/html; charset="ISO-8859-1"')).toMatchObject({ text: "für" });
    expect(await page(latin, "text/plain")).toMatchObject({ text: "für" });
    const declared = [...new TextEncoder().encode('<meta charset="windows-1251"><p>'), 0xef, 0xf0];
    expect(await page(new Uint8Array(declared), "text/html")).toMatchObject({ text: '<meta charset="windows-1251"><p>пр' });
    expect(await page(new Uint8Array([0xff, 0xfe, 0x68, 0, 0x69, 0]), "text/plain")).toMatchObject({ text: "hi" });
    expect(await page(latin, "text/html; charset=nonsense")).toMatchObject({ kind: "page" });
    expect(await page(new TextEncoder().encode("\uFEFFfür"), "text/plain")).toMatchObject({ text: "für" });
  });

  it("is a word for each failure; nothing is thrown", async () => {
    for (const status of [403, 404, 500]) expect(await open(() => new Response("no", { status })).get(PAGE)).toEqual({ kind: "status", status });
    // Without an address it leads nowhere.
    expect(await open(() => new Response(null, { status: 302 })).get(PAGE)).toEqual({ kind: "status", status: 302 });
    expect(await open(() => Promise.reject(new TypeError("refused"))).get(PAGE)).toEqual({ kind: "unreachable" });
  });

  it("has ten seconds in all, and ends at once with the signal", async () => {
    const clock = createMovingClock();
    const hanging = createGuardedFetch({
      clock,
      allowPrivate: false,
      userAgent: "x",
      fetch: (_url, init) => new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
    });
    const stopped = new AbortController();
    const ended = hanging(PAGE, stopped.signal);
    stopped.abort(new Error("stop"));
    await expect(ended).rejects.toThrow("stop");

    let failure: unknown;
    const slow = hanging(PAGE, new AbortController().signal).then((result) => {
      failure = result;
    });
    await clock.advance(9_900);
    expect(failure).toBeUndefined();
    await clock.advance(200);
    await slow;
    expect(failure).toEqual({ kind: "slow" });
  });
});
