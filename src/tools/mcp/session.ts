/**
 * A session with an MCP server: finds out which era of the protocol it speaks (2026-07-28 without sessions, before that `initialize`), asks, and begins
 * anew once where the server has forgotten the session. Opened by client.ts. Source: MCP specification, "Lifecycle", "Transports", "Versioning".
 */
import { hangUp, type Line, type Posted, post } from "./exchange.ts";
import { McpError, type McpFailure } from "./failure.ts";

export type Era = "modern" | "legacy";

const MODERN = "2026-07-28";
/** Newest first; the first is offered. */
const LEGACY = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
const UNSUPPORTED_VERSION = -32022;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

export interface McpSession {
  /** Null until the server has answered for the first time. */
  era(): Era | null;
  /** Whether the server said that its tools have changed; asked once it is false again. */
  changed(): boolean;
  /** What `result` was. `headers`: of this request alone. Rejects with an McpError, or the signal's reason. */
  request(method: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  close(signal: AbortSignal): Promise<void>;
}

interface Established {
  id: string | null;
  version: string;
}

/** `known`: the era it spoke last, which saves a question. No request is made yet. */
export function createSession(line: Line, client: { name: string; version: string }, known: Era | null): McpSession {
  let era = known;
  /** That the era is the same as then has not been seen yet. */
  let isGuess = known !== null;
  let changed = false;
  let lastId = 0;
  /** Of the legacy era. */
  let session: Established | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** Calls at the same time share one beginning. */
  const alone = (act: () => Promise<void> | void): Promise<void> => {
    const next = last.then(act);
    last = next.catch(() => undefined);
    return next;
  };

  const envelope = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": client,
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const inSession = ({ id, version }: Established): Record<string, string> => ({
    "mcp-protocol-version": version,
    ...(id === null ? {} : { "mcp-session-id": id }),
  });

  async function send(method: string, params: unknown, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Posted> {
    const posted = await post({ jsonrpc: "2.0", id: ++lastId, method, params }, headers, line, signal);
    changed ||= posted.changed;
    return posted;
  }

  async function askModern(method: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal, more: Readonly<Record<string, string>> = {}) {
    const name = method === "tools/call" ? { "mcp-name": headerValue(String(params["name"])) } : {};
    return send(method, { ...params, _meta: envelope }, { ...more, "mcp-protocol-version": MODERN, "mcp-method": method, ...name }, signal);
  }

  /** Asks in the new way first, which a server of the old one refuses in a way of its own. */
  async function negotiate(signal: AbortSignal): Promise<Era> {
    let posted: Posted;
    try {
      posted = await askModern("server/discover", {}, signal);
    } catch (error) {
      if (error instanceof McpError && error.failure === "not-mcp") return "legacy";
      throw error;
    }
    // Whoever may not come in may not come in the old way either.
    if ([401, 403].includes(posted.status)) throw new McpError("unauthorized", { before: true });
    const { supportedVersions } = asObject(posted.answer?.result);
    return Array.isArray(supportedVersions) && supportedVersions.includes(MODERN) ? "modern" : "legacy";
  }

  async function initialize(signal: AbortSignal): Promise<Established> {
    const posted = await send("initialize", { protocolVersion: LEGACY[0], capabilities: {}, clientInfo: client }, {}, signal);
    const { protocolVersion } = asObject(resultOf(posted, true));
    if (typeof protocolVersion !== "string" || !LEGACY.includes(protocolVersion)) throw new McpError("old-protocol", { before: true });
    const established = { id: posted.sessionId, version: protocolVersion };
    await post({ jsonrpc: "2.0", method: "notifications/initialized" }, inSession(established), line, signal);
    return established;
  }

  async function askLegacy(method: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Posted> {
    const used = session ?? NO_SESSION;
    const posted = await send(method, params, inSession(used), signal);
    if (!isForgotten(posted, used)) return posted;
    await alone(async () => {
      if (session === used) session = await initialize(signal);
    });
    return send(method, params, inSession(session ?? NO_SESSION), signal);
  }

  async function ask(method: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal, headers?: Readonly<Record<string, string>>) {
    await alone(async () => {
      era ??= await negotiate(signal);
      if (era !== "legacy" || session !== null) return;
      session = await initialize(signal);
      isGuess = false;
    });
    return era === "modern" ? askModern(method, params, signal, headers) : askLegacy(method, params, signal);
  }

  return {
    era: () => era,
    changed() {
      const was = changed;
      changed = false;
      return was;
    },
    async request(method, params, signal, headers) {
      const wasGuess = isGuess;
      // Or a call at the same time has found out that it is another one.
      const mayBeOther = () => wasGuess && (isGuess || era !== known);
      try {
        const posted = await ask(method, params, signal, headers);
        if (!mayBeOther() || !isOtherEra(posted)) {
          const result = resultOf(posted, false);
          isGuess = false;
          return result;
        }
      } catch (error) {
        // Of `initialize`: nothing else has been asked yet.
        if (!(mayBeOther() && error instanceof McpError && error.before && OTHER_ERA.includes(error.failure))) throw error;
      }
      await alone(() => {
        if (!isGuess) return;
        isGuess = false;
        era = null;
        session = null;
      });
      return resultOf(await ask(method, params, signal, headers), false);
    },
    async close(signal) {
      if (session?.id != null) await hangUp(inSession(session), line, signal);
      session = null;
    },
  };
}

const NO_SESSION: Established = { id: null, version: LEGACY[0] ?? "" };

/** How a server refuses `initialize` that does not know it any more. */
const OTHER_ERA: readonly McpFailure[] = ["not-found", "not-mcp", "old-protocol", "refused"];

/** 404 by the specification; some say 400 and a word about it. */
function isForgotten({ status, answer }: Posted, { id }: Established): boolean {
  if (id === null) return false;
  return status === 404 || (status === 400 && /session/i.test(String(answer?.error?.message ?? "")));
}

/** What a server says to a request in the way of the other era. None of these has done anything. */
function isOtherEra({ status, answer }: Posted): boolean {
  const code = answer?.error?.code;
  if (code === UNSUPPORTED_VERSION) return true;
  const isRefusal = status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
  return isRefusal && (code === undefined || OF_THE_WAY.includes(Number(code)));
}

/** Errors about how it was asked, not about what: no session, no such request, no such method, headers that do not fit. */
const OF_THE_WAY = [-32000, -32600, METHOD_NOT_FOUND, -32020];

/** `before`: of a request that does nothing. */
function resultOf({ status, answer }: Posted, before: boolean): unknown {
  const { error, result } = answer ?? {};
  if ([401, 403].includes(status)) throw new McpError("unauthorized", { before: true });
  if (error !== undefined) {
    const detail = typeof error.message === "string" ? error.message : "";
    if (error.code === UNSUPPORTED_VERSION) throw new McpError("old-protocol", { detail, before: true });
    const isUnknown = error.code === METHOD_NOT_FOUND || (error.code === INVALID_PARAMS && /\b(unknown|not found|no such|unregistered)\b/i.test(detail));
    throw new McpError(isUnknown ? "unknown-tool" : "refused", { detail, before });
  }
  if ([404, 405, 410].includes(status)) throw new McpError("not-found", { before: true });
  if (status === 429) throw new McpError("busy", { before: true });
  if (status >= 500 || status === 408) throw new McpError("ill", { before });
  if (status >= 400) throw new McpError("refused", { before: true });
  if (result === undefined) throw new McpError("not-mcp", { before });
  return result;
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** As a header can hold it: plain, or in base64 with a sign that it is. Source: MCP 2026-07-28, "Transports", value encoding. */
export function headerValue(text: string): string {
  const isPlain = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text);
  return isPlain ? text : `=?base64?${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}?=`;
}
