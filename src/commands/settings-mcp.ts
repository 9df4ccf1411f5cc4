/** The view "Tool servers" of /settings: which MCP servers a server has, and what one of them can do. Shown by its buttons. */
import { type ActionRow, button, customId, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH, MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, code, quote } from "../discord/quote.ts";
import type { MessageBody, Reply } from "../discord/reply.ts";
import { own } from "../kernel/own.ts";
import type { Texts } from "../locales/index.ts";
import { builtInTools } from "../tools/index.ts";
import { HEADERS_LENGTH } from "../tools/mcp/header-lines.ts";
import { type McpServer, MOST_SERVERS } from "../tools/mcp/server.ts";
import { mcpTools } from "../tools/mcp/tools.ts";
import { tabRow } from "./settings-panel.ts";

/** The window's fields. */
export const FIELD = { name: "name", address: "address", headers: "headers" } as const;
export const NAME_LENGTH = 40;
export const ADDRESS_LENGTH = 300;
/** Of names in a row, characters. */
const LIST_LENGTH = 360;
const RISKS = ["read", "write", "sensitive"] as const;

/** `lead`: what was just done. */
export function mcpPanel(interaction: Interaction, servers: readonly McpServer[], texts: Texts, lead = ""): MessageBody {
  const { mcp: say, settings } = texts;
  const content = [
    ...(lead === "" ? [] : [lead]),
    say.title,
    say.about,
    ...(servers.length === 0 ? [say.noServers] : servers.map((server) => `- **${quote(server.name)}**: ${stateOf(server, texts)}`)),
  ].join("\n");
  const buttons = [
    ...(servers.length < MOST_SERVERS ? [button(say.button.add, customId("mcp-add"), "primary", "➕")] : []),
    // An id of its own: none may stand twice in a message.
    button(settings.server.back, customId("settings", "server", "back")),
  ];
  return { content: clip(content, MESSAGE_LENGTH), components: [tabRow("server", interaction, texts), ...pickRow(servers, texts), ...row(buttons)] };
}

function pickRow(servers: readonly McpServer[], { mcp: say }: Texts): ActionRow[] {
  const options = servers.map(
    ({ id, name, address }): SelectOption => ({
      label: clip(name, CHOICE_LENGTH),
      value: id,
      description: clip(new URL(address).host, CHOICE_LENGTH),
    }),
  );
  return options.length === 0 ? [] : [selectRow({ type: 3, custom_id: customId("mcp-pick"), placeholder: say.pick, options })];
}

function stateOf({ enabled, address, problem, listing, listedAt }: McpServer, { mcp: say }: Texts): string {
  const { host } = new URL(address);
  const sentence = problem === "" ? undefined : (own(say.problem, problem) ?? say.problem.ill)(host);
  const since = listedAt === null || listedAt === 0 ? "" : say.since(`<t:${Math.floor(listedAt / 1_000)}:R>`);
  return [enabled ? "" : say.off, sentence ?? say.state(host, listing.tools.length, since)].filter((part) => part !== "").join(" ");
}

export function mcpServerPanel(interaction: Interaction, server: McpServer, texts: Texts): MessageBody {
  const { mcp: say } = texts;
  const { id, enabled, listing, sealedHeaders } = server;
  const tools = mcpTools(
    [{ ...server, enabled: true }],
    builtInTools.map(({ name }) => name),
  );
  const dropped = listing.dropped.map(({ name, why }) => `${code(name)} (${say.dropped[why]})`);
  const content = [
    say.serverTitle(quote(server.name)),
    stateOf(server, texts),
    `${say.address(code(server.address))} ${sealedHeaders === null ? say.noHeaders : say.hasHeaders}`,
    ...RISKS.flatMap((risk) => {
      const names = tools.filter((tool) => tool.risk === risk).map(({ name }) => code(name));
      return names.length === 0 ? [] : [say.risk[risk](some(names, texts))];
    }),
    ...(dropped.length === 0 ? [] : [say.leftOut(some(dropped, texts))]),
    say.riskHint,
  ].join("\n");
  const buttons = [
    button(say.button.refresh, customId("mcp-refresh", id), "secondary", "🔄"),
    enabled ? button(say.button.off, customId("mcp-switch", id, "off")) : button(say.button.on, customId("mcp-switch", id, "on"), "success"),
    button(say.button.remove, customId("mcp-remove", id), "danger"),
    button(say.button.all, customId("settings-mcp")),
  ];
  return { content: clip(content, MESSAGE_LENGTH), components: [tabRow("server", interaction, texts), ...row(buttons)] };
}

/** As many as there is room for, so that every kind of risk is to be seen. */
function some(names: readonly string[], { mcp: say }: Texts): string {
  let length = 0;
  const shown = names.filter((name) => {
    length += name.length + 2;
    return length <= LIST_LENGTH;
  });
  return [...shown, ...(shown.length < names.length ? [say.more(names.length - shown.length)] : [])].join(", ");
}

/** Under the words of a job: back to where it was asked for. `id`: the server that it is about. */
export function afterAsking(interaction: Interaction, id: string, texts: Texts): ActionRow[] {
  const { button: say } = texts.mcp;
  const buttons = [button(say.tools, customId("mcp-server", id), "secondary", "🧰"), button(say.all, customId("settings-mcp"))];
  return [tabRow("server", interaction, texts), ...row(buttons)];
}

export function mcpWindow({ mcp: { window: say } }: Texts): Reply {
  const field = { style: "short" as const, required: true };
  return {
    type: "modal",
    modal: {
      customId: "mcp-add",
      title: say.title,
      fields: [
        { ...field, id: FIELD.name, label: say.name, maxLength: NAME_LENGTH, placeholder: say.namePlaceholder },
        { ...field, id: FIELD.address, label: say.address, maxLength: ADDRESS_LENGTH, placeholder: say.addressPlaceholder },
        {
          id: FIELD.headers,
          label: say.headers,
          style: "paragraph",
          required: false,
          maxLength: HEADERS_LENGTH,
          placeholder: say.headersPlaceholder,
        },
      ],
    },
  };
}
