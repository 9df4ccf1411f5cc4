/**
 * Port: a topic of an ntfy server, to which phones and browsers are subscribed. Anybody may name a server, so that it is guarded like other endpoints
 * (net/endpoint.ts). Source: ntfy, "Publish as JSON", "Access tokens" and "Updating notifications". Made in deps/object.ts.
 */
import * as z from "zod";
import { type CallDeps, callApi, parseJson } from "./call-api.ts";
import { readEndpointUrl } from "./endpoint.ts";

export interface NtfyTopic {
  /** Of the server, without a slash at the end. */
  address: string;
  topic: string;
  token?: string;
}

export interface NtfyMessage {
  /** Letters, digits, - and _, at most 64: the same again takes the first one's place on people's screens (ntfy 2.16; older ones show both). */
  id: string;
  title: string;
  message: string;
  /** Opened by a tap; empty: nothing. */
  click: string;
  /** Words, of which ntfy shows known ones as emojis. */
  tags: readonly string[];
  /** 1 to 5; 3 is usual. */
  priority: number;
}

export type NtfyResult = "taken" | "private" | "unauthorized" | "busy" | "ill" | "moved" | "not-ntfy" | "refused" | "unreachable" | "slow";

/** Never rejects but for the signal's reason. May be repeated. */
export type Ntfy = (to: NtfyTopic, message: NtfyMessage, signal: AbortSignal) => Promise<NtfyResult>;

/** Source: ntfy, server.go, `topicRegex`. */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;
export const isTopic = (text: string): boolean => TOPIC.test(text);
/** Longer ones become files, for which a server may have no room. Source: ntfy, "Limitations": 4,096 bytes. */
const MESSAGE_BYTES = 4_000;
const TITLE_LENGTH = 200;

const published = () => z.object({ id: z.string(), event: z.literal("message") });

export interface NtfyDeps extends CallDeps {
  /** ALLOW_PRIVATE_ENDPOINTS */
  allowPrivate: boolean;
}

/** `fetch`: looks at the address itself at every request. */
export function createNtfy({ allowPrivate, ...call }: NtfyDeps): Ntfy {
  return async ({ address, topic, token }, { id, title, message, click, tags, priority }, signal) => {
    // What was allowed when it was entered need not be now.
    if ("problem" in readEndpointUrl(address, allowPrivate)) return "private";
    const content = {
      topic,
      title: title.slice(0, TITLE_LENGTH).toWellFormed(),
      message: inBytes(message),
      tags,
      priority,
      sequence_id: id,
      ...(click === "" ? {} : { click }),
    };
    const headers = { "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const answer = await callApi(`${address}/`, { method: "POST", headers, body: JSON.stringify(content) }, signal, call);
    return answer.kind === "answer" ? meaningOf(answer.status, answer.text) : answer.kind;
  };
}

function meaningOf(status: number, text: string): NtfyResult {
  if (status >= 200 && status < 300) return published().safeParse(parseJson(text)).success ? "taken" : "not-ntfy";
  if (status >= 300 && status < 400) return "moved";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404 || status === 405) return "not-ntfy";
  if (status === 429) return "busy";
  return status >= 500 ? "ill" : "refused";
}

/** As much of it as fits; no character is cut in half. */
function inBytes(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MESSAGE_BYTES) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, MESSAGE_BYTES)).replace(/\uFFFD+$/, "")}…`;
}

/** What was typed as a server, as its address, or what is wrong with it. */
export function readNtfyAddress(typed: string, allowPrivate: boolean): { address: string } | { problem: "invalid" | "private" | "insecure" } {
  const read = readEndpointUrl(typed, allowPrivate);
  return "problem" in read ? read : { address: `${read.url.origin}${read.url.pathname}`.replace(/\/+$/, "") };
}
