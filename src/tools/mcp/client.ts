/**
 * The client of MCP servers, one per channel's object: lists a server's tools for the job kind `mcp-server`, calls one for a turn, and looks again at a list
 * that has grown old, behind an answer instead of before it. Adapter of the port in ../ports.ts; made in deps/tools.ts.
 */
import type { Clock } from "../../kernel/clock.ts";
import { describeError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Fetch } from "../../net/gates.ts";
import type { ToolOutput } from "../../turn/tools.ts";
import type { Line } from "./exchange.ts";
import { failureSentence, McpError, type McpFailure } from "./failure.ts";
import { type Listing, MOST_TOOLS, NO_LISTING, type RemoteTool, readListing } from "./listing.ts";
import { paramHeaders } from "./param-headers.ts";
import { toOutput } from "./result.ts";
import type { McpServer } from "./server.ts";
import { asObject, createSession, type McpSession } from "./session.ts";
import type { McpStore } from "./store.ts";
import { callAsTask } from "./tasks.ts";

const LIST_PATIENCE_MS = 20_000;
/** Pages of a list, and of one that never ends. */
const MOST_PAGES = 20;
const LISTS_LAST_MS = 24 * 60 * 60_000;
/** As long as a turn can last; a session belongs to one turn, since what it does at its server may be personal. */
const SESSIONS_LAST_MS = 15 * 60_000;
const MOST_SESSIONS = 16;

export interface McpClientDeps {
  /** Guards addresses and follows no redirect (net/endpoint.ts). */
  fetch: Fetch;
  clock: Clock;
  log: Log;
  store: Pick<McpStore, "noteListing" | "noteProblem">;
  isAllowed(address: string): boolean;
  /** JSON as it was sealed; null where it cannot be opened. */
  openHeaders(sealed: string, guildId: string, address: string): Promise<string | null>;
  client: { name: string; version: string };
  userAgent: string;
}

export interface McpCall {
  server: McpServer;
  tool: RemoteTool;
  input: Record<string, unknown>;
  /** Calls with the same one share a session. */
  turn: string;
  signal: AbortSignal;
}

export interface McpClient {
  /** Never rejects but for the signal's reason. */
  call(call: McpCall): Promise<ToolOutput>;
  /** `reviewed`: a manager asked. Never rejects but for the signal's reason. */
  list(server: McpServer, reviewed: boolean, signal: AbortSignal): Promise<Listing | { failure: McpFailure }>;
}

export function createMcpClient(deps: McpClientDeps): McpClient {
  const { clock, log, store } = deps;
  const sessions = new Map<string, { session: Promise<McpSession>; usedAt: number }>();
  const refreshing = new Set<string>();

  async function open(server: McpServer): Promise<McpSession> {
    if (!deps.isAllowed(server.address)) throw new McpError("private", { before: true });
    const json = server.sealedHeaders === null ? "{}" : await deps.openHeaders(server.sealedHeaders, server.guildId, server.address);
    if (json === null) throw new McpError("no-key", { before: true });
    const headers = { ...(JSON.parse(json) as Record<string, string>), "user-agent": deps.userAgent };
    const line: Line = { address: server.address, headers, fetch: deps.fetch, clock };
    return createSession(line, deps.client, server.listing.era);
  }

  function sessionOf(server: McpServer, turn: string): Promise<McpSession> {
    const now = clock.now();
    for (const [key, { usedAt }] of sessions) if (usedAt < now - SESSIONS_LAST_MS || sessions.size >= MOST_SESSIONS) sessions.delete(key);
    const key = `${server.id} ${server.address} ${turn}`;
    const session = sessions.get(key)?.session ?? open(server);
    sessions.set(key, { session, usedAt: now });
    return session;
  }

  async function list(session: McpSession, before: Listing, reviewed: boolean, signal: AbortSignal): Promise<Listing> {
    const raw: unknown[] = [];
    let cursor: unknown;
    for (let page = 0; page < MOST_PAGES && raw.length <= MOST_TOOLS; page++) {
      const result = asObject(await session.request("tools/list", cursor === undefined ? {} : { cursor }, signal).catch(noTools));
      if (!Array.isArray(result["tools"])) throw new McpError("not-mcp");
      raw.push(...result["tools"]);
      const { nextCursor } = result;
      if (typeof nextCursor !== "string" || nextCursor === "" || nextCursor === cursor) break;
      cursor = nextCursor;
    }
    return readListing(raw, session.era() ?? "legacy", before, reviewed);
  }

  /** Within its own time, whatever becomes of the turn; what it finds is for the next one. */
  async function refresh(server: McpServer, session: McpSession): Promise<void> {
    if (refreshing.has(server.id)) return;
    refreshing.add(server.id);
    try {
      const { signal, end } = patience(clock, LIST_PATIENCE_MS);
      const listing = await list(session, server.listing, false, signal).finally(end);
      await store.noteListing(server, listing, clock.now());
    } catch (error) {
      log.info("mcp-list-failed", { server: server.id, error: describeError(error) });
    } finally {
      refreshing.delete(server.id);
    }
  }

  async function noteProblem(server: McpServer, failure: McpFailure | ""): Promise<void> {
    if (server.problem === failure) return;
    await store.noteProblem(server, failure).catch((error: unknown) => log.error("mcp-problem-not-noted", { error: describeError(error) }));
  }

  return {
    async call({ server, tool, input, turn, signal }) {
      let session: McpSession | undefined;
      try {
        session = await sessionOf(server, turn);
        const params = { name: tool.remote, arguments: input };
        const raw = tool.asTask
          ? await callAsTask(session, params, clock, signal)
          : await session.request("tools/call", params, signal, paramHeaders(tool.headers, input));
        const output = toOutput(raw);
        const isOld = (server.listedAt ?? 0) < clock.now() - LISTS_LAST_MS;
        if (session.changed() || isOld || saysUnknown(output, tool)) void refresh(server, session);
        void noteProblem(server, "");
        return output;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof McpError)) throw error;
        const { failure, detail } = error;
        if (failure === "unknown-tool" && session !== undefined) void refresh(server, session);
        if (LASTING.includes(failure)) void noteProblem(server, failure);
        return { content: failureSentence(server.name, failure), failed: true, ...(detail === "" ? {} : { untrusted: detail.slice(0, 1_000).toWellFormed() }) };
      }
    },

    async list(server, reviewed, signal) {
      const { signal: late, end } = patience(clock, LIST_PATIENCE_MS);
      const both = AbortSignal.any([signal, late]);
      try {
        const session = await open({ ...server, listing: NO_LISTING });
        const listing = await list(session, server.listing, reviewed, both);
        await session.close(both);
        return listing;
      } catch (error) {
        signal.throwIfAborted();
        if (late.aborted) return { failure: "slow" };
        if (error instanceof McpError) return { failure: error.failure };
        throw error;
      } finally {
        end();
      }
    },
  };
}

/** What is wrong with the server itself, rather than with one call. */
const LASTING: readonly McpFailure[] = ["private", "no-key", "unreachable", "unauthorized", "not-found", "moved", "not-mcp", "old-protocol"];

/** A server without tools need not know what a list of them is. */
function noTools(error: unknown): unknown {
  if (error instanceof McpError && error.failure === "unknown-tool") return { tools: [] };
  throw error;
}

/** Some servers say it as a result. */
const saysUnknown = ({ failed, untrusted = "" }: ToolOutput, { remote }: RemoteTool): boolean =>
  failed === true && untrusted.length < 500 && untrusted.includes(remote) && /unknown tool|not found|no such tool/i.test(untrusted);

function patience(clock: Clock, ms: number): { signal: AbortSignal; end(): void } {
  const late = new AbortController();
  const done = new AbortController();
  void clock.sleep(ms, done.signal).then(() => (done.signal.aborted ? undefined : late.abort("timeout")));
  return { signal: late.signal, end: () => done.abort() };
}
