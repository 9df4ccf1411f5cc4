/** The stand-in behind a real HTTP port, for a Worker in another process. Node only; used by `npm run dev` and the kill tests. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Discord } from "./discord.ts";

export interface ServedDiscord {
  /** `http://127.0.0.1:port`; the API is below `/api/v10`, attachments below `/attachments` and `/media/attachments`. */
  url: string;
  close(): Promise<void>;
}

/** `other` answers what is not Discord's, e.g. the chat page. */
export async function serveDiscord(
  discord: Discord,
  options: { port?: number; host?: string; other?: (request: Request) => Promise<Response> } = {},
): Promise<ServedDiscord> {
  const host = options.host ?? "127.0.0.1";
  let url = "";
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing).catch(() => outgoing.socket?.destroy());
  });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const request = await toRequest(incoming, url, gone.signal);
    const isDiscords = /^\/(api(\/|$)|(media\/)?attachments\/)/.test(new URL(request.url).pathname);
    const respond = isDiscords || !options.other ? discord.fetch : options.other;
    // A thrown error is a broken connection: the client must see just that.
    await send(outgoing, await respond(request));
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  url = `http://${host}:${(server.address() as AddressInfo).port}`;
  discord.useBase(url);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function toRequest(incoming: IncomingMessage, base: string, signal: AbortSignal): Promise<Request> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of incoming) chunks.push(new Uint8Array(chunk as Uint8Array));
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? null : new Blob(chunks);
  return new Request(new URL(incoming.url ?? "/", base), { method, headers, body, signal });
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // Streamed, so that the page's event stream works as well.
  if (response.body) for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) outgoing.write(chunk);
  outgoing.end();
}
