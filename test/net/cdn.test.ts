/** Attachments: which addresses are fetched, how much of them, for how long. */
import { describe, expect, it } from "vitest";
import { createCdn } from "../../src/net/cdn.ts";
import { createMovingClock, settle } from "../llm/moving-clock.ts";

const FILE = "https://cdn.discordapp.com/attachments/1/2/notes.txt?ex=1&hm=2";

function openCdn(answer: (url: string, init: RequestInit) => Response | Promise<Response> = () => new Response("hello"), base = "https://cdn.discordapp.com") {
  const clock = createMovingClock();
  const fetched: { url: string; init: RequestInit }[] = [];
  const cdn = createCdn({
    clock,
    base,
    fetch: async (url, init = {}) => {
      fetched.push({ url: String(url), init });
      return answer(String(url), init);
    },
  });
  const get = (url: string, maxBytes = 1_000, signal = new AbortController().signal) => cdn(url, maxBytes, signal);
  return { get, clock, fetched };
}

/** A body that counts what was taken from it, and knows whether it was let go. */
function countingBody(chunks: number, size: number) {
  const state = { pulled: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        state.pulled += 1;
        if (state.pulled > chunks) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(state.pulled));
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, body };
}

describe("addresses", () => {
  it.each([
    FILE,
    "https://media.discordapp.net/attachments/1/2/a.png?width=10",
    "https://images-ext-1.discordapp.net/external/x/https/example.com/a.png",
    "https://CDN.discordapp.com/a.png",
    "https://cdn.discordapp.com:443/a.png",
  ])("%s is fetched", async (url) => {
    const { get } = openCdn();
    expect((await get(url)).kind).toBe("bytes");
  });

  it.each([
    "https://evil.example/a.png",
    "https://cdn.discordapp.com.evil.example/a.png",
    "https://evil.example/?https://cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com@evil.example/a.png",
    "https://cdn.discordapp.com:80@evil.example/a.png",
    "https://evil.example#@cdn.discordapp.com/a.png",
    "https://evil.example\\@cdn.discordapp.com/a.png",
    "https://xcdn.discordapp.com/a.png",
    "https://discordapp.com/a.png",
    "https://images-ext-9.discordapp.net/external/x/https/example.com/a.png",
    "https://cdn.discordapp.com:8443/a.png",
    "https://cdn.discordapp.com./a.png",
    "http://cdn.discordapp.com/a.png",
    "http://127.0.0.1/a.png",
    "http://169.254.169.254/latest/meta-data",
    "https://cdn.discordapp.сom/a.png",
    "ftp://cdn.discordapp.com/a.png",
    "blob:https://cdn.discordapp.com/6e1f",
    "data:text/plain,hi",
    "file:///etc/passwd",
    "//cdn.discordapp.com/a.png",
    "cdn.discordapp.com/a.png",
    "",
  ])("%s is not", async (url) => {
    const { get, fetched } = openCdn();
    expect(await get(url)).toEqual({ kind: "gone" });
    expect(fetched).toEqual([]);
  });

  it("a local stand-in's own address is allowed, and only that one of its host", async () => {
    const { get, fetched } = openCdn(undefined, "http://127.0.0.1:4000/files");
    expect((await get("http://127.0.0.1:4000/attachments/1")).kind).toBe("bytes");
    expect((await get("http://127.0.0.1:4001/attachments/1")).kind).toBe("gone");
    expect(fetched).toHaveLength(1);
  });
});

describe("answers", () => {
  it("brings bytes and type", async () => {
    const { get } = openCdn(() => new Response(new Uint8Array([1, 2, 3]), { headers: { "content-type": "image/png" } }));
    expect(await get(FILE)).toEqual({ kind: "bytes", bytes: new Uint8Array([1, 2, 3]), contentType: "image/png" });
  });

  it("puts pieces together in order", async () => {
    const { body } = countingBody(3, 2);
    const result = await openCdn(() => new Response(body)).get(FILE, 6);
    expect(result.kind === "bytes" && [...result.bytes]).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it("stops reading as soon as there is too much, and lets go of the rest", async () => {
    const { body, state } = countingBody(1_000, 100);
    expect(await openCdn(() => new Response(body)).get(FILE, 250)).toEqual({ kind: "too-large" });
    expect(state.pulled).toBeLessThan(6);
    expect(state.cancelled).toBe(true);
  });

  it("follows no redirect", async () => {
    const { get, fetched } = openCdn(() => new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } }));
    expect(await get(FILE)).toEqual({ kind: "gone" });
    expect(fetched).toHaveLength(1);
    expect(fetched[0]?.init.redirect).toBe("manual");
  });

  it.each([
    [404, "gone"],
    [403, "gone"],
    [206, "gone"],
    [500, "unreachable"],
    [503, "unreachable"],
  ] as const)("%i means %s, and its body is let go", async (status, kind) => {
    const { body, state } = countingBody(5, 10);
    expect(await openCdn(() => new Response(body, { status })).get(FILE)).toEqual({ kind });
    expect(state.cancelled).toBe(true);
  });

  it("a lost connection is unreachable, before and within the body", async () => {
    expect(await openCdn(() => Promise.reject(new TypeError("reset"))).get(FILE)).toEqual({ kind: "unreachable" });
    const breaking = new ReadableStream({ pull: (controller) => controller.error(new TypeError("reset")) });
    expect(await openCdn(() => new Response(breaking)).get(FILE)).toEqual({ kind: "unreachable" });
  });
});

describe("time", () => {
  const hangs = (_: string, init: RequestInit) =>
    new Promise<Response>((_resolve, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)));

  it("an answer that does not come is unreachable after 10 s", async () => {
    const { get, clock } = openCdn(hangs);
    let result: unknown;
    void get(FILE).then((value) => {
      result = value;
    });
    await clock.advance(9_900);
    expect(result).toBeUndefined();
    await clock.advance(200);
    expect(result).toEqual({ kind: "unreachable" });
  });

  it("leaves no timer behind", async () => {
    const { get, clock } = openCdn();
    await get(FILE);
    await settle();
    expect(clock.sleeping).toBe(0);
  });

  it("the caller's signal ends it with its reason", async () => {
    const { get, clock } = openCdn(hangs);
    const stop = new AbortController();
    const result = get(FILE, 10, stop.signal).catch((error: unknown) => error);
    await clock.advance(10);
    stop.abort("stop");
    expect(await result).toBe("stop");
  });
});
