/** A handler of requests behind a real port of this machine, and a process that listens on one. Used by servers.ts. */
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";

export interface Served {
  url: string;
  close(): Promise<void>;
}

export async function serve(handle: (request: Request) => Promise<Response | null>): Promise<Served> {
  let url = "";
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of incoming) chunks.push(new Uint8Array(chunk as Uint8Array));
    const headers = new Headers(Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]));
    const { method = "GET" } = incoming;
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const body = ["GET", "HEAD"].includes(method) ? null : new Blob(chunks);
    const request = new Request(new URL(incoming.url ?? "/", url), { method, headers, body, signal: gone.signal });
    const response = (await handle(request)) ?? new Response(null, { status: 404 });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) outgoing.write(chunk);
    outgoing.end();
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.socket?.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `env`: all that it gets, besides the port. Resolves once it answers. */
export async function start(script: string, args: string[], env: Record<string, string>): Promise<Served> {
  const port = await freePort();
  const child = spawn(process.execPath, [script, ...args], { env: { ...env, PORT: String(port) }, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}/mcp`;
  for (let tries = 0; ; tries++) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) break;
    if (tries > 200 || child.exitCode !== null) throw new Error(`${script} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    close: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, "127.0.0.1", resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}
