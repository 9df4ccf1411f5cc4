/** A real server whose pages mean ill: bombs, drips, loops. Used by guarded-fetch.node.test.ts. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, createGzip, gzipSync } from "node:zlib";

export interface HostileServer {
  base: string;
  /** In the order in which they came. */
  requests: { path: string; headers: IncomingMessage["headers"] }[];
  /** Of the bomb: MiB that were poured, and connections that were closed on it. */
  state: { sent: number; closed: number };
  stop(): void;
}

const MIB = 1024 * 1024;

export async function startHostileServer(): Promise<HostileServer> {
  const requests: HostileServer["requests"] = [];
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
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    state,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
