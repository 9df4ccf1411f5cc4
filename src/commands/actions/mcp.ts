/** Choices of a server's managers about its tool servers: adding, refreshing, switching, removing. Permission is asked anew at every press. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { EMBED_DESCRIPTION_LENGTH } from "../../discord/limits.ts";
import { clip, quote } from "../../discord/quote.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import type { McpServerInput } from "../../jobs/types.ts";
import { cleanText } from "../../kernel/clean-text.ts";
import type { GuildId } from "../../kernel/ids.ts";
import { readHeaderLines } from "../../tools/mcp/header-lines.ts";
import type { McpServer } from "../../tools/mcp/server.ts";
import { isServerName } from "../../tools/mcp/tools.ts";
import { inPlace, isTheirs } from "../in-place.ts";
import { ADDRESS_LENGTH, afterAsking, FIELD, mcpPanel, mcpServerPanel, mcpWindow, NAME_LENGTH } from "../settings-mcp.ts";
import { managedServer } from "../settings-panel.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";

type Press = ComponentInteraction | ModalInteraction;

/** For those who manage the server; the others are told so. */
function managed<P extends Press>(act: (press: P, guildId: GuildId, deps: CommandDeps) => Promise<Reply | JobRequest>): Handler<P> {
  return async (press, deps) => {
    const server = managedServer(press, deps.texts);
    return typeof server === "string" ? privately(server) : act(press, server.guildId, deps);
  };
}

const panel = managed<ComponentInteraction>(async (press, guildId, deps) => inPlace(press, mcpPanel(press, await deps.mcpStore.list(guildId), deps.texts)));

/** By its id, among the server's own: custom ids can be made up. */
const about = (servers: readonly McpServer[], id: string | undefined, press: Press, { texts }: CommandDeps): Reply => {
  const server = servers.find((each) => each.id === id);
  return inPlace(press, server === undefined ? mcpPanel(press, servers, texts, texts.mcp.none) : mcpServerPanel(press, server, texts));
};

const argument = (press: Press, at = 0): string | undefined => parseCustomId(press.customId).args[at];

const show = managed<ComponentInteraction>(async (press, guildId, deps) =>
  about(await deps.mcpStore.list(guildId), argument(press) ?? press.values[0], press, deps),
);

const turn = managed<ComponentInteraction>(async (press, guildId, deps) => {
  const [id = "", way] = parseCustomId(press.customId).args;
  if (way !== "on" && way !== "off") return privately(deps.texts.edge.unknownAction);
  return about(await deps.mcpStore.switch(guildId, id, way === "on", { userId: press.user.id, at: press.createdAt }), id, press, deps);
});

const remove = managed<ComponentInteraction>(async (press, guildId, deps) => {
  const id = argument(press) ?? "";
  const servers = await deps.mcpStore.list(guildId);
  const name = servers.find((server) => server.id === id)?.name;
  await deps.mcpStore.remove(guildId, id);
  const rest = servers.filter((server) => server.id !== id);
  return inPlace(press, mcpPanel(press, rest, deps.texts, name === undefined ? deps.texts.mcp.none : deps.texts.mcp.removed(quote(name))));
});

const refresh = managed<ComponentInteraction>(async (press, _guildId, { texts }) => {
  const id = argument(press) ?? "";
  return request(press, { action: "refresh", id, rows: afterAsking(press, id, texts) });
});

/** Headers are sealed right here: nothing that is stored, the job among it, ever holds them in the clear. */
const entered = managed<ModalInteraction>(async (press, guildId, deps) => {
  const { mcp: say } = deps.texts;
  const name = cleanText(press.fields[FIELD.name] ?? "").replaceAll(/\s+/g, " ");
  const typed = (press.fields[FIELD.address] ?? "").trim();
  const refuse = (reason: string): Reply => {
    // What was typed is handed back; the headers alone are not repeated.
    const description = clip(say.typed(name, typed), EMBED_DESCRIPTION_LENGTH);
    return { type: "message", message: { content: `${reason}\n${say.nothingChanged}`, embeds: [{ description }] }, private: true };
  };
  if (name.length > NAME_LENGTH || !isServerName(name)) return refuse(say.badName(NAME_LENGTH));
  const read = typed.length > ADDRESS_LENGTH ? { problem: "invalid" as const } : deps.mcpServers.readAddress(typed);
  if ("problem" in read) return refuse(say.badAddress[read.problem]);
  const headers = readHeaderLines(press.fields[FIELD.headers] ?? "");
  if (headers === null) return refuse(say.badHeaders);
  const isEmpty = Object.keys(headers).length === 0;
  const { sealHeaders } = deps.mcpServers;
  if (!isEmpty && sealHeaders === null) return refuse(say.noSecretKey);
  const sealedHeaders = isEmpty ? null : ((await sealHeaders?.(JSON.stringify(headers), guildId, read.address)) ?? null);
  return request(press, { action: "add", name, address: read.address, sealedHeaders, rows: afterAsking(press, press.id, deps.texts) });
});

function request(press: Press, input: McpServerInput): JobRequest {
  // No conversation: it need not wait for an answer that is being written.
  return { type: "job", kind: "mcp-server", conversation: null, input, private: true, target: isTheirs(press) ? "update" : "message" };
}

export const mcpActions: Record<string, Handler<ComponentInteraction>> = {
  "settings-mcp": panel,
  "mcp-pick": show,
  "mcp-server": show,
  "mcp-switch": turn,
  "mcp-remove": remove,
  "mcp-refresh": refresh,
  "mcp-add": managed(async (_press, _guildId, { texts }) => mcpWindow(texts)),
};

export const mcpModals: Record<string, Handler<ModalInteraction>> = { "mcp-add": entered };
