/** Job kind `mcp-server`: asks an MCP server for its tools, keeps server or list if it answers, and says what came of it. */
import * as z from "zod";
import type { ActionRow } from "../discord/components.ts";
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { ErasureStore } from "../privacy/store.ts";
import type { McpClient } from "../tools/mcp/client.ts";
import { NO_LISTING } from "../tools/mcp/listing.ts";
import { type McpServer, MOST_SERVERS } from "../tools/mcp/server.ts";
import type { McpStore } from "../tools/mcp/store.ts";
import { prefixOf } from "../tools/mcp/tools.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { Job, JobKind, McpServerInput } from "./types.ts";

export interface McpServerDeps extends TellDeps {
  mcp: Pick<McpClient, "list">;
  mcpStore: Pick<McpStore, "list" | "add" | "noteListing" | "noteProblem">;
  /** By the newest SECRET_KEY; null where they cannot be opened. */
  resealMcpHeaders(sealed: string, guildId: string, address: string): Promise<string | null>;
  pseudonyms: Pseudonyms;
  erasures: Pick<ErasureStore, "isErasedSince">;
}

const rows = () => z.array(z.custom<ActionRow>((value) => typeof value === "object" && value !== null));
const schema = (): z.ZodType<McpServerInput> =>
  z.discriminatedUnion("action", [
    z.object({ action: z.literal("add"), name: z.string(), address: z.string(), sealedHeaders: z.string().nullable(), rows: rows() }),
    z.object({ action: z.literal("refresh"), id: z.string(), rows: rows() }),
  ]);

export function createMcpServerJob(deps: McpServerDeps): JobKind {
  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const texts = textsFor(job.locale);
      const words = await act(job, input, texts, run.signal, deps);
      return tell(job, run, { text: clip(words, MESSAGE_LENGTH - 50), rows: input.rows }, deps);
    },
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).mcp.failed, rows: schema().safeParse(job.input).data?.rows ?? [] }, deps),
  };
}

async function act(job: Job, input: McpServerInput, texts: Texts, signal: AbortSignal, deps: McpServerDeps): Promise<string> {
  const { guildId } = job;
  if (guildId === null) return texts.mcp.none;
  return input.action === "add" ? add(job, guildId, input, texts, signal, deps) : refresh(guildId, input.id, texts, signal, deps);
}

async function add(
  job: Job,
  guildId: GuildId,
  { name, address, sealedHeaders }: McpServerInput & { action: "add" },
  { mcp: say }: Texts,
  signal: AbortSignal,
  deps: McpServerDeps,
): Promise<string> {
  const there = await deps.mcpStore.list(guildId);
  const others = there.filter(({ id }) => id !== job.id);
  const refused = (why: string) => [why, say.nothingChanged, say.typed(name, address)].join("\n");
  if (others.length >= MOST_SERVERS) return refused(say.tooMany(MOST_SERVERS));
  // The tools of both would have the same names.
  if (others.some((server) => prefixOf(server.name) === prefixOf(name))) return refused(say.nameTaken(quote(name)));
  const changedAt = job.createdAt;
  const server: McpServer = {
    id: job.id,
    guildId,
    name,
    address,
    sealedHeaders,
    enabled: true,
    listing: NO_LISTING,
    listedAt: null,
    problem: "",
    changedAt,
  };
  const listing = await deps.mcp.list(server, true, signal);
  if ("failure" in listing) return refused(say.problem[listing.failure](new URL(address).host));
  if (await deps.erasures.isErasedSince(await deps.pseudonyms(job.user.id), job.createdAt)) return say.failed;
  const isKept = await deps.mcpStore.add({ ...server, listing, listedAt: deps.clock.now() }, job.user.id);
  if (!isKept) return refused(say.tooMany(MOST_SERVERS));
  return [say.added(quote(name)), say.found(listing.tools.length, listing.dropped.length)].join("\n");
}

async function refresh(guildId: GuildId, id: string, { mcp: say }: Texts, signal: AbortSignal, deps: McpServerDeps): Promise<string> {
  const server = (await deps.mcpStore.list(guildId)).find((each) => each.id === id);
  if (server === undefined) return say.none;
  const listing = await deps.mcp.list(server, true, signal);
  if ("failure" in listing) {
    await deps.mcpStore.noteProblem(server, listing.failure);
    return [say.problem[listing.failure](new URL(server.address).host), ...(server.listing.tools.length > 0 ? [say.oldList] : [])].join("\n");
  }
  const sealed = server.sealedHeaders === null ? null : await deps.resealMcpHeaders(server.sealedHeaders, guildId, server.address);
  await deps.mcpStore.noteListing(server, listing, deps.clock.now(), sealed ?? server.sealedHeaders);
  return [say.refreshed(quote(server.name)), say.found(listing.tools.length, listing.dropped.length)].join("\n");
}
