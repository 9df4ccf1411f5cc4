/** Real Ed25519 keys and signed requests, as Discord makes them. */
import { NOW } from "./payloads.ts";

export interface Signer {
  publicKey: string;
  sign(timestamp: string, body: Uint8Array): Promise<string>;
}

export async function createSigner(): Promise<Signer> {
  const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"])) as CryptoKeyPair;
  const raw = (await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer;
  return {
    publicKey: hex(new Uint8Array(raw)),
    sign: async (timestamp, body) => {
      const head = new TextEncoder().encode(timestamp);
      const signed = new Uint8Array(head.length + body.length);
      signed.set(head);
      signed.set(body, head.length);
      return hex(new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, signed)));
    },
  };
}

/** `payload` as JSON, unless it is text or bytes already. */
export async function signedRequest(signer: Signer, path: string, payload: unknown, at: number = NOW): Promise<Request> {
  const body = payload instanceof Uint8Array ? payload : new TextEncoder().encode(typeof payload === "string" ? payload : JSON.stringify(payload));
  const timestamp = String(Math.floor(at / 1000));
  const headers = { "x-signature-ed25519": await signer.sign(timestamp, body), "x-signature-timestamp": timestamp, "content-type": "application/json" };
  return new Request(`https://bot.example${path}`, { method: "POST", headers, body });
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
