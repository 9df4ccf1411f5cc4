/** Puts the demo model behind a port of this machine, streaming. Used by `npm run dev`, the bench and the crash runs. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DemoModel } from "./demo-model.ts";

export interface ServedModel {
  /** With the version, for OPENAI_BASE_URL. */
  baseUrl: string;
  close(): Promise<void>;
}

/** `port` 0 takes a free one. */
export async function serveDemoModel(demo: Pick<DemoModel, "fetch">, port = 0, host = "127.0.0.1"): Promise<ServedModel> {
  const server = createServer((incoming, outgoing) => {
    // A broken connection is an awkward server's way, not a reason to end the process.
    respond(demo, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    baseUrl: `http://${host}:${address.port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(demo: Pick<DemoModel, "fetch">, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const client = new AbortController();
  outgoing.once("close", () => client.abort());
  const response = await demo.fetch(await toRequest(incoming, client.signal));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  const reader = response.body?.getReader();
  while (reader && !client.signal.aborted) {
    const { value, done } = await reader.read();
    if (done) break;
    if (!outgoing.write(value)) await new Promise<void>((resolve) => void outgoing.once("drain", resolve).once("close", resolve));
  }
  if (client.signal.aborted) await reader?.cancel();
  outgoing.end();
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(part as Uint8Array);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const method = incoming.method ?? "GET";
  const url = `http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`;
  return new Request(url, { method, headers, signal, ...(method === "GET" || method === "HEAD" ? {} : { body: Buffer.concat(parts) }) });
}
