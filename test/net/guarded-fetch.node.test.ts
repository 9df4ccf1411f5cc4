/** Against a real server, whose sockets, compression and redirects are real, in Node and in workerd: bombs are let go, slow ones given up, nothing of ours is carried along. */
import { resolve } from "node:path";
import { build } from "esbuild";
import { Miniflare, NoOpLog } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compatibilityDate } from "../../scripts/bench/bundle.ts";
import { type Clock, systemClock } from "../../src/kernel/clock.ts";
import { createGuardedFetch, type Page, type PageFailure } from "../../src/net/guarded-fetch.ts";
import { type HostileServer, startHostileServer } from "./hostile-server.ts";

const MIB = 1024 * 1024;
const ROOT = resolve(import.meta.dirname, "../..");
/** The guard as it is deployed: fetches what it is asked for, with as much patience as it is told. */
const WORKER = `
  import { createGuardedFetch } from "./src/net/guarded-fetch.ts";
  import { systemClock } from "./src/kernel/clock.ts";
  export default {
    async fetch(request) {
      const { searchParams } = new URL(request.url);
      const clock = { ...systemClock, sleep: (_ms, signal) => systemClock.sleep(Number(searchParams.get("patience")), signal) };
      const guarded = createGuardedFetch({ fetch: (input, init) => fetch(input, init), clock, allowPrivate: true, userAgent: "Edgewise/1 (test)" });
      return Response.json(await guarded(searchParams.get("address"), new AbortController().signal));
    },
  };`;

let server: HostileServer;
let miniflare: Miniflare;
let worker: URL;

beforeAll(async () => {
  server = await startHostileServer();
  const { outputFiles } = await build({ stdin: { contents: WORKER, resolveDir: ROOT }, bundle: true, format: "esm", write: false });
  const modules = { "index.js": { type: "esm" as const, contents: outputFiles[0]?.text ?? "" } };
  const config = { name: "guard", compatibilityDate: compatibilityDate(), manifest: { mainModule: "index.js", modules }, env: {} };
  const dev = { unsafeDirectSockets: [{ host: "127.0.0.1" }], unsafeRegisterWorker: false };
  miniflare = new Miniflare({ log: new NoOpLog(), cf: false, enableDevRegistry: false, telemetry: { enabled: false }, workers: [{ config, dev }] });
  await miniflare.ready;
  worker = await miniflare.unsafeGetDirectURL();
}, 60_000);
afterAll(async () => {
  server.stop();
  await miniflare.dispose();
});

type Get = (path: string, patienceMs?: number) => Promise<Page | PageFailure>;

const inNode: Get = (path, patienceMs = 10_000) => {
  const clock: Clock = { now: systemClock.now, sleep: (_ms, signal) => systemClock.sleep(patienceMs, signal) };
  const guarded = createGuardedFetch({ fetch: (input, init) => fetch(input, init), clock, allowPrivate: true, userAgent: "Edgewise/1 (test)" });
  return guarded(server.base + path, new AbortController().signal);
};
const inWorkerd: Get = async (path, patienceMs = 10_000) => {
  const address = new URL(worker);
  address.search = String(new URLSearchParams({ address: server.base + path, patience: String(patienceMs) }));
  return (await (await fetch(address)).json()) as Page | PageFailure;
};

describe.each([
  ["Node", inNode],
  ["workerd", inWorkerd],
])("in %s", (_name, get) => {
  describe("what is compressed", () => {
    it("is read as it is meant", async () => {
      expect(await get("/gzip")).toMatchObject({ kind: "page", text: "<p>small" });
    });

    it("and grows to more than 2 MB is let go before it has grown, and so is its sender", async () => {
      const [before, closed] = [process.memoryUsage().rss, server.state.closed];
      server.state.sent = 0;
      expect(await get("/bomb")).toEqual({ kind: "too-large" });
      expect(await get("/brotli-bomb")).toEqual({ kind: "too-large" });
      expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(150);
      await expect.poll(() => server.state.closed).toBe(closed + 1);
    });

    it("but is not what it says is no page", async () => {
      expect(await get("/no-gzip")).toEqual({ kind: "unreachable" });
    });
  });

  describe("who takes their time", () => {
    it("is given up, with headers or without", async () => {
      expect(await get("/drip", 150)).toEqual({ kind: "slow" });
      expect(await get("/silent", 150)).toEqual({ kind: "slow" });
    });

    it("or never ends, or breaks off, is told as that", async () => {
      expect(await get("/endless")).toEqual({ kind: "too-large" });
      expect(await get("/cut")).toEqual({ kind: "unreachable" });
    });
  });

  describe("where it leads", () => {
    it("nothing is carried along: no cookie that was given on the way, no key", async () => {
      server.requests.length = 0;
      expect(await get("/cookie")).toMatchObject({ kind: "page", text: "words" });
      expect(server.requests.map(({ path }) => path)).toEqual(["/cookie", "/page"]);
      for (const { headers } of server.requests) for (const name of ["cookie", "authorization", "referer", "origin"]) expect(headers[name]).toBeUndefined();
    });

    it("is asked six times at most", async () => {
      server.requests.length = 0;
      expect(await get("/loop")).toEqual({ kind: "too-many-redirects" });
      expect(server.requests).toHaveLength(6);
    });
  });
});

it("a page that leads inside is read no further, and inside is never asked", async () => {
  server.requests.length = 0;
  // The first hop is this server itself, by a name that a real one could have.
  const guarded = createGuardedFetch({
    fetch: (input, init) => fetch(String(input).replace("http://public.example", server.base), init),
    clock: systemClock,
    allowPrivate: false,
    userAgent: "x",
  });
  expect(await guarded("http://public.example/inside", new AbortController().signal)).toEqual({ kind: "private" });
  expect(server.requests).toHaveLength(1);
});
