/** Addresses that somebody named: what is fetched, what never is, and how each failure is told. */
import { describe, expect, it } from "vitest";
import { createGuardedFetch, MOST_BYTES } from "../../src/net/guarded-fetch.ts";
import { createMovingClock } from "../llm/moving-clock.ts";
import { HOSTILE, NO_ADDRESSES } from "./hostile-addresses.ts";

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
