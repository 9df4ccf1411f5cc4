/** A keep-alive HTTP/1.1 connection that sends prepared bytes: costs little itself, so that what is measured is the other side. Used by load.ts. */
import { connect, type Socket } from "node:net";

export interface Answer {
  status: number;
  body: string;
}

export interface Connection {
  /** One at a time. Rejects when the connection breaks or the answer is of a form that our Workers do not send. */
  exchange(request: Buffer): Promise<Answer>;
  close(): void;
}

/** The bytes of a POST with a JSON body. */
export function encodePost(url: URL, path: string, headers: Record<string, string>, body: string): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: ${url.host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

export async function openConnection(url: URL): Promise<Connection> {
  const socket = await open(url);
  let received = "";
  let broken: Error | undefined;
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  const fail = (error: Error) => {
    broken ??= error;
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the Worker closed the connection")));
  socket.on("data", (chunk: string) => {
    received += chunk;
    try {
      const answer = parseAnswer(received);
      if (answer === undefined) return;
      received = "";
      const { resolve } = waiting ?? {};
      waiting = undefined;
      resolve?.(answer);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        // It may have been closed while nothing was under way: workerd does that after 5 s.
        if (broken) return reject(broken);
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function open({ hostname, port }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
    // One character a byte: lengths are bytes, whatever is in the body.
    socket.setEncoding("latin1");
    socket.once("error", reject);
  });
}

/** Undefined while something is missing. `text` has one character a byte. */
export function parseAnswer(text: string): Answer | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  const length = Number(/\r\ncontent-length: *(\d+)\r\n/i.exec(text.slice(0, end + 2))?.[1]);
  if (Number.isNaN(status) || Number.isNaN(length)) throw new Error(`not an answer with a length: ${text.slice(0, end)}`);
  const body = text.slice(end + 4);
  return body.length < length ? undefined : { status, body: Buffer.from(body.slice(0, length), "latin1").toString("utf8") };
}
