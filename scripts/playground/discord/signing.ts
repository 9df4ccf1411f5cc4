/** Signed requests from Discord to the bot: interactions, webhook events, endpoint checks, and forgeries for tests. */
import type { State } from "./state.ts";

export interface Forgery {
  /** Instead of the right one. */
  signature?: string;
  /** Seconds since 1970 as text; signed as given. */
  timestamp?: string;
  /** Sent and, unless `signature` is given, signed. */
  body?: string;
  headers?: Record<string, string>;
}

export async function signedHeaders(state: State, body: string, forgery: Forgery = {}): Promise<Record<string, string>> {
  const timestamp = forgery.timestamp ?? String(Math.floor(state.now() / 1000));
  const signature = forgery.signature ?? (await state.options.keys.sign(timestamp, body));
  return {
    "content-type": "application/json",
    "user-agent": "Discord-Interactions/1.0 (+https://discord.com)",
    "x-signature-ed25519": signature,
    "x-signature-timestamp": timestamp,
    ...forgery.headers,
  };
}

export async function signedRequest(state: State, url: string, body: string, forgery: Forgery = {}): Promise<Request> {
  const sent = forgery.body ?? body;
  return new Request(url, { method: "POST", headers: await signedHeaders(state, sent, forgery), body: sent });
}
