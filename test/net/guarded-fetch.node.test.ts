/** Against a real server, whose sockets, compression and redirects are real: bombs are let go, slow ones given up, and nothing of ours is carried along. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, createGzip, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "../../src/kernel/clock.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createGuardedFetch } from "../../src/net/guarded-fetch.ts";

const MIB = 1024 * 1024;
const requests: { path: string; headers: IncomingMessage["headers"] }[] = [];
const state = { sent: 0, closed: 0 };

const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  "/page": (_request, response) => response.setHeader("content-type", "text/plain").end("words"),
  "/gzip": (_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" });
    response.end(gzipSync("<p>small"));
  },
  // 200 MiB out of 200 KB.
  "/bomb": (_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" });
    const zip = createGzip();
    zip.pipe(response);
    const zeros = Buffer.alloc(MIB);
    const pour = () => {
      while (state.sent < 200 && !response.destroyed) {
        state.sent += 1;
        if (!zip.write(zeros)) return void zip.once("drain", pour);
      }
      zip.end();
    };
    response.on("close", () => {
      state.closed += 1;
      zip.destroy();
    });
    pour();
  },
  "/brotli-bomb": (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-encoding": "br", "x-size": "small" });
    response.end(brotliCompressSync(Buffer.alloc(64 * MIB)));
  },
  "/no-gzip": (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" });
    response.end("this is not compressed");
  },
  "/endless": (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = () => response.write("x".repeat(64 * 1024));
    response.on("drain", more);
    while (more());
  },
  "/drip": (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
  },
  "/silent": () => undefined,
  "/cut": (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": "100" });
    response.write("half");
    setTimeout(() => response.destroy(), 10);
  },
  "/cookie": (_request, response) => {
    response.writeHead(302, { "set-cookie": "session=secret", "www-authenticate": "Basic", location: "/page" });
    response.end();
  },
  "/loop": (_request, response) => response.writeHead(301, { location: "/loop" }).end(),
  "/inside": (_request, response) => response.writeHead(302, { location: "http://[::1]:8080/" }).end("x".repeat(MIB)),
};

const server = createServer((request, response) => {
  requests.push({ path: request.url ?? "", headers: request.headers });
  const page = pages[request.url ?? ""];
  if (page === undefined) response.writeHead(404).end();
  else page(request, response);
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (path: string, clock: Clock = systemClock) =>
  createGuardedFetch({ fetch: (input, init) => fetch(input, init), clock, allowPrivate: true, userAgent: "Edgewise/1 (test)" })(
    base + path,
    new AbortController().signal,
  );
/** Ten seconds are a moment. */
const hasty: Clock = { now: systemClock.now, sleep: (_ms, signal) => systemClock.sleep(150, signal) };

describe("what is compressed", () => {
  it("is read as it is meant", async () => {
    expect(await get("/gzip")).toMatchObject({ kind: "page", text: "<p>small" });
  });

  it("and grows to more than 2 MB is let go before it has grown, and so is its sender", async () => {
    const before = process.memoryUsage().rss;
    expect(await get("/bomb")).toEqual({ kind: "too-large" });
    expect(await get("/brotli-bomb")).toEqual({ kind: "too-large" });
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(150);
    await expect.poll(() => state.closed).toBe(1);
  });

  it("but is not what it says is no page", async () => {
    expect(await get("/no-gzip")).toEqual({ kind: "unreachable" });
  });
});

describe("who takes their time", () => {
  it("is given up, with headers or without", async () => {
    expect(await get("/drip", hasty)).toEqual({ kind: "slow" });
    expect(await get("/silent", hasty)).toEqual({ kind: "slow" });
  });

  it("or never ends, or breaks off, is told as that", async () => {
    expect(await get("/endless")).toEqual({ kind: "too-large" });
    expect(await get("/cut")).toEqual({ kind: "unreachable" });
  });
});

describe("where it leads", () => {
  it("nothing is carried along: no cookie that was given on the way, no key", async () => {
    requests.length = 0;
    expect(await get("/cookie")).toMatchObject({ kind: "page", text: "words" });
    expect(requests.map(({ path }) => path)).toEqual(["/cookie", "/page"]);
    for (const { headers } of requests) for (const name of ["cookie", "authorization", "referer", "origin"]) expect(headers[name]).toBeUndefined();
  });

  it("is asked six times at most", async () => {
    requests.length = 0;
    expect(await get("/loop")).toEqual({ kind: "too-many-redirects" });
    expect(requests).toHaveLength(6);
  });

  it("and inside is never asked", async () => {
    requests.length = 0;
    // The first hop is this server itself, by a name that a real one could have.
    const guarded = createGuardedFetch({
      fetch: (input, init) => fetch(String(input).replace("http://public.example", base), init),
      clock: systemClock,
      allowPrivate: false,
      userAgent: "x",
    });
    expect(await guarded("http://public.example/inside", new AbortController().signal)).toEqual({ kind: "private" });
    expect(requests).toHaveLength(1);
  });
});
