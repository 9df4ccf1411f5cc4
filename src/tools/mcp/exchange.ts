/**
 * One JSON-RPC message to an MCP server over Streamable HTTP and what comes back for it: JSON or an event stream, bounded in size. Used by session.ts.
 * Source: MCP specification, "Transports", revisions 2025-03-26 to 2026-07-28.
 */
import type { Clock } from "../../kernel/clock.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import type { Fetch } from "../../net/gates.ts";
import { readEvents } from "./events.ts";
import { McpError } from "./failure.ts";

/** Of one answer, the events on its way included. */
const MOST_BYTES = 1024 * 1024;
/** Of what a failed request says. */
const MOST_ERROR_BYTES = 64 * 1024;
const MOST_REDIRECTS = 2;
/** An event stream that ends too early may be taken up again. */
const MOST_RESUMPTIONS = 3;
const LONGEST_PAUSE_MS = 5_000;
const PAUSE_MS = 1_000;
/** Questions of the server on the way, such as pings. */
const MOST_QUESTIONS = 5;

export interface Line {
  /** Where the server is; follows redirects within its origin. */
  address: string;
  /** Those that managers gave, and who asks. */
  headers: Readonly<Record<string, string>>;
  /** Guards addresses and follows no redirect (net/endpoint.ts). */
  fetch: Fetch;
  clock: Clock;
}

export interface RpcMessage {
  jsonrpc?: unknown;
  id?: unknown;
  method?: unknown;
  result?: unknown;
  error?: { code?: unknown; message?: unknown };
}

export interface Posted {
  status: number;
  sessionId: string | null;
  /** What answers the request; null where nothing did, as for notifications. */
  answer: RpcMessage | null;
  /** The server said on the way that its tools have changed. */
  changed: boolean;
}

/** `message.id`: undefined for notifications. Rejects with an McpError, or the signal's reason. */
export async function post(
  message: { jsonrpc: "2.0"; id?: number; method: string; params?: unknown },
  headers: Readonly<Record<string, string>>,
  line: Line,
  signal: AbortSignal,
): Promise<Posted> {
  const response = await send("POST", { ...headers, "content-type": "application/json", accept: "application/json, text/event-stream" }, line, signal, message);
  const { status } = response;
  const head = { status, sessionId: response.headers.get("mcp-session-id"), answer: null, changed: false };
  const type = mediaType(response);
  if (!response.ok) {
    const text = await readText(response, MOST_ERROR_BYTES).catch(() => null);
    const answer = type === "application/json" && text !== null ? find(parse(text), message.id, true) : null;
    return { ...head, answer };
  }
  if (message.id === undefined || status === 202 || status === 204) {
    await response.body?.cancel();
    return head;
  }
  if (type === "text/event-stream") return { ...head, ...(await listen(response, message.id, headers, line, signal)) };
  if (type !== "application/json") {
    await response.body?.cancel();
    throw new McpError("not-mcp");
  }
  const text = await readText(response, MOST_BYTES);
  if (text === null) throw new McpError("too-large");
  return { ...head, answer: find(parse(text), message.id, false) };
}

/** Tells the server that nothing more will come; whether it listens is its own business. */
export async function hangUp(headers: Readonly<Record<string, string>>, line: Line, signal: AbortSignal): Promise<void> {
  const response = await send("DELETE", headers, line, signal).catch(() => null);
  await response?.body?.cancel();
}

async function send(method: string, headers: Readonly<Record<string, string>>, line: Line, signal: AbortSignal, body?: unknown): Promise<Response> {
  const init = { method, headers: { ...line.headers, ...headers }, signal, redirect: "manual" as const, ...(body ? { body: JSON.stringify(body) } : {}) };
  for (let hop = 0; ; hop++) {
    let response: Response;
    try {
      response = await line.fetch(line.address, init);
    } catch {
      signal.throwIfAborted();
      throw new McpError("unreachable", { before: true });
    }
    if (response.status < 300 || response.status > 399) return response;
    await response.body?.cancel();
    const next = response.headers.get("location");
    const url = next !== null && URL.canParse(next, line.address) ? new URL(next, line.address) : null;
    // Only these two keep the method, and another origin has no business with the headers.
    const isSame = url !== null && url.origin === new URL(line.address).origin && [307, 308].includes(response.status);
    if (!isSame || hop >= MOST_REDIRECTS) throw new McpError("moved", { before: true });
    line.address = url.href;
  }
}

/** The events up to the answer. One that breaks off is asked to go on where it was left, if it has said where that is. */
async function listen(
  response: Response,
  id: number,
  headers: Readonly<Record<string, string>>,
  line: Line,
  signal: AbortSignal,
): Promise<Pick<Posted, "answer" | "changed">> {
  let body = response.body;
  const heard: Pick<Posted, "answer" | "changed"> = { answer: null, changed: false };
  let questions = 0;
  let room = MOST_BYTES;
  let lastId = "";
  const take = (data: string): boolean => {
    const messages = parse(data);
    for (const message of messages) {
      if (message.method === "notifications/tools/list_changed") heard.changed = true;
      else if (message.method !== undefined && message.id !== undefined && questions++ < MOST_QUESTIONS) void answerQuestion(message, headers, line, signal);
    }
    heard.answer = find(messages, id, false);
    return heard.answer !== null;
  };
  for (let again = 0; ; again++) {
    let pause = PAUSE_MS;
    if (body !== null) {
      const read = await readEvents(body, room, take, signal);
      if (read.kind === "too-large") throw new McpError("too-large");
      room -= read.bytes;
      lastId = read.lastId || lastId;
      pause = Math.min(read.retryMs ?? PAUSE_MS, LONGEST_PAUSE_MS);
    }
    if (heard.answer !== null) return heard;
    if (lastId === "" || again >= MOST_RESUMPTIONS) throw new McpError("ill");
    await line.clock.sleep(pause, signal);
    signal.throwIfAborted();
    const next = await send("GET", { ...headers, accept: "text/event-stream", "last-event-id": lastId }, line, signal);
    if (!next.ok || mediaType(next) !== "text/event-stream") {
      await next.body?.cancel();
      throw new McpError("ill");
    }
    body = next.body;
  }
}

/** A server may ask whether somebody is there; for anything else we have said that we can't do it. */
async function answerQuestion({ id, method }: RpcMessage, headers: Readonly<Record<string, string>>, line: Line, signal: AbortSignal): Promise<void> {
  const outcome = method === "ping" ? { result: {} } : { error: { code: -32601, message: "Method not found" } };
  const about = { ...headers, "content-type": "application/json", accept: "application/json, text/event-stream" };
  const response = await send("POST", about, line, signal, { jsonrpc: "2.0", id, ...outcome }).catch(() => null);
  await response?.body?.cancel();
}

const mediaType = (response: Response): string => (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

async function readText(response: Response, most: number): Promise<string | null> {
  const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, most);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** None where it is no JSON-RPC. Revision 2025-03-26 allows several at once. */
function parse(text: string): RpcMessage[] {
  try {
    const data: unknown = JSON.parse(text);
    const all: unknown[] = Array.isArray(data) ? data : [data];
    return all.filter((each): each is RpcMessage => typeof each === "object" && each !== null && "jsonrpc" in each && each.jsonrpc === "2.0");
  } catch {
    return [];
  }
}

/** `nameless`: an error that could not be told apart is about our request, too. */
function find(messages: readonly RpcMessage[], id: number | undefined, nameless: boolean): RpcMessage | null {
  const isAnswer = ({ method, result, error }: RpcMessage) => method === undefined && (result !== undefined || (typeof error === "object" && error !== null));
  const isOurs = (message: RpcMessage) => message.id === id || (nameless && message.error !== undefined && message.id == null);
  return messages.find((message) => isAnswer(message) && isOurs(message)) ?? null;
}
