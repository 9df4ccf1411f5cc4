/** Stands in for the deployed Worker: health, and a door that checks Discord's signature with the key it was given. The real one is in test/e2e/doctor.e2e.ts. */
import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { VERSION } from "../../src/kernel/version.ts";
import type { Cloud } from "./stub-wrangler.ts";

export interface FakeWorker {
  url: string;
  close(): Promise<void>;
}

/** `cloud`: what wrangler has done so far decides what it is. */
export async function serveFakeWorker(cloud: () => Cloud): Promise<FakeWorker> {
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { status, type, text } = answer(cloud(), request, body);
      response.writeHead(status, { "content-type": type }).end(text);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const JSON_TYPE = "application/json";

function answer(cloud: Cloud, request: IncomingMessage, body: string): { status: number; type: string; text?: string } {
  const { worker } = cloud;
  if (worker === null) return { status: 404, type: "text/html", text: "<h1>There is nothing here yet</h1>" };
  const key = worker.secrets.DISCORD_PUBLIC_KEY;
  if (key === undefined) return { status: 503, type: JSON_TYPE, text: JSON.stringify({ status: "unconfigured", problems: ["DISCORD_PUBLIC_KEY is missing"] }) };
  if (request.url?.startsWith("/health")) {
    const health = { status: "ok", version: VERSION, database: "ok", migration: { applied: cloud.migrations.at(-1) ?? null }, configured: {} };
    return { status: 200, type: JSON_TYPE, text: JSON.stringify(health) };
  }
  if (!isSigned(request, body, key)) return { status: 401, type: "text/plain", text: "no" };
  return request.url === "/interactions" ? { status: 200, type: JSON_TYPE, text: '{"type":1}' } : { status: 204, type: JSON_TYPE };
}

/** SPKI wrapping of a raw Ed25519 key (RFC 8410). */
const SPKI = "302a300506032b6570032100";

function isSigned({ headers }: IncomingMessage, body: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(SPKI + publicKey, "hex"), format: "der", type: "spki" });
    const signature = Buffer.from(String(headers["x-signature-ed25519"]), "hex");
    return verify(null, Buffer.from(String(headers["x-signature-timestamp"]) + body), key, signature);
  } catch {
    return false;
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
