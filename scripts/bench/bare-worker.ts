/**
 * The floor that the bench compares with: WebCrypto Ed25519 with the key imported once per isolate, JSON parse, JSON answer. No framework. Its deferred
 * answer makes the follow-up call from the Worker's own `waitUntil`, with nothing committed. Bundled and run by bench/index.ts.
 */
import type { webcrypto } from "node:crypto";

interface Env {
  DISCORD_PUBLIC_KEY: string;
  DISCORD_APPLICATION_ID: string;
  API_BASE?: string;
}

const enc = new TextEncoder();
const hex = (s: string) => {
  const b = new Uint8Array(s.length >> 1);
  for (let i = 0; i < b.length; i++) b[i] = Number.parseInt(s.slice(i * 2, i * 2 + 2), 16);
  return b;
};
let key: Promise<webcrypto.CryptoKey> | undefined;

export default {
  async fetch(req: Request, env: Env, ctx: { waitUntil(promise: Promise<unknown>): void }) {
    if (req.method !== "POST") return new Response("no", { status: 405 });
    const sig = req.headers.get("x-signature-ed25519");
    const ts = req.headers.get("x-signature-timestamp");
    const body = await req.text();
    key ??= crypto.subtle.importKey("raw", hex(env.DISCORD_PUBLIC_KEY), "Ed25519", false, ["verify"]);
    if (sig?.length !== 128 || !ts || !(await crypto.subtle.verify("Ed25519", await key, hex(sig), enc.encode(ts + body))))
      return new Response("bad signature", { status: 401 });
    const i = JSON.parse(body);
    if (i.type === 1) return Response.json({ type: 1 });
    if (i.data.name === "ping") return Response.json({ type: 4, data: { content: "pong" } });
    if (i.data.name === "ask") {
      const url = `${env.API_BASE ?? "https://discord.com/api"}/v10/webhooks/${env.DISCORD_APPLICATION_ID}/${i.token}/messages/@original`;
      ctx.waitUntil(fetch(url, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ content: "answer" }) }));
      return Response.json({ type: 5 });
    }
    return new Response("unknown", { status: 400 });
  },
};
