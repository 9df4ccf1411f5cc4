/** The view "Tools" behind the tab Server of /settings: what the model may call there, for whom, and what has to be agreed to. Shown by its buttons. */
import { type ActionRow, type Button, button, customId, row, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH, MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import { own } from "../kernel/own.ts";
import { shortDigest } from "../kernel/short-digest.ts";
import type { Texts } from "../locales/index.ts";
import { decideTool, type ListedTool, type ToolRules } from "../tools/policy.ts";
import { tabRow } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** As many as can be listed in words. A select would take 25. */
const PAGE = 15;
/** Those that come from remote servers may be long. */
const LABEL_LENGTH = 40;
/** As many as a select can show. */
export const MOST_ROLES = 25;

/** Stands for a tool in custom ids, where a remote one's name would not fit: digits alone, always the same. */
export const refOf = async ({ key }: ListedTool): Promise<string> => BigInt(`0x${await shortDigest(key)}`).toString();

const labelOf = ({ key, name }: ListedTool, { tools }: Texts): string => quote(own(tools.label, key) ?? name, LABEL_LENGTH);

/** `page`: from 0 on; one that is not there is the nearest that is. */
export async function toolsView(interaction: Interaction, guildId: GuildId, deps: CommandDeps, page: number): Promise<MessageBody> {
  const { texts } = deps;
  const { settings: say } = texts.tools;
  const [tools, rules] = await Promise.all([deps.listTools(guildId), deps.toolRules.read(guildId)]);
  const pages = Math.max(1, Math.ceil(tools.length / PAGE));
  const here = Math.min(Math.max(0, page), pages - 1);
  const shown = tools.slice(here * PAGE, (here + 1) * PAGE);
  const lines = shown.map((tool) => {
    const { enabled } = decideTool(tool, rules.get(tool.key));
    return `${enabled ? "🟢" : "⚪"} **${labelOf(tool, texts)}** · ${stateWords(tool, rules, texts)}`;
  });
  const content = [say.title, say.intro, ...lines, ...(pages > 1 ? [say.page(here + 1, pages)] : [])].join("\n");
  const buttons = [
    ...(here > 0 ? [button(say.before, customId("settings-tools", String(here - 1)))] : []),
    ...(here < pages - 1 ? [button(say.next, customId("settings-tools", String(here + 1)))] : []),
    button(texts.mcp.open, customId("settings-mcp"), "secondary", "🔌"),
    // An id of its own: none may stand twice in a message.
    button(texts.settings.server.back, customId("settings", "server", "back")),
  ];
  return {
    content: clip(content, MESSAGE_LENGTH),
    components: [tabRow("server", interaction, texts), ...(await pickRow(shown, rules, texts)), ...row(buttons)],
  };
}

function stateWords(tool: ListedTool, rules: ToolRules, { tools: { settings: say } }: Texts): string {
  const { enabled, approval, roles } = decideTool(tool, rules.get(tool.key));
  const asks = approval ? [say.asks] : tool.risk === "sensitive" ? [say.asksNot] : [];
  return [enabled ? say.on : say.off, say.risk[tool.risk], ...asks, ...(roles === null ? [] : [say.roles(roles.length)])].join(" · ");
}

async function pickRow(tools: readonly ListedTool[], rules: ToolRules, texts: Texts): Promise<ActionRow[]> {
  if (tools.length === 0) return [];
  const option = async (tool: ListedTool) => ({
    label: clip(labelOf(tool, texts), CHOICE_LENGTH),
    value: await refOf(tool),
    description: clip(stateWords(tool, rules, texts), CHOICE_LENGTH),
  });
  const options = await Promise.all(tools.map(option));
  return [selectRow({ type: 3, custom_id: customId("settings-tool"), placeholder: texts.tools.settings.pick, options })];
}

/** `rules`: as they are after a change that was just made. */
export async function toolView(
  interaction: Interaction,
  guildId: GuildId,
  { tool, all }: { tool: ListedTool; all: readonly ListedTool[] },
  deps: CommandDeps,
  rules?: ToolRules,
): Promise<MessageBody> {
  const { texts } = deps;
  const { settings: say } = texts.tools;
  const rule = (rules ?? (await deps.toolRules.read(guildId))).get(tool.key);
  const { enabled, approval, roles } = decideTool(tool, rule);
  const content = [
    `### ${labelOf(tool, texts)}`,
    say.does[tool.risk],
    enabled ? say.use.on : say.use.off,
    approval ? say.approval.yes : say.approval.no,
    ...(enabled && !approval && tool.risk === "sensitive" ? [say.unasked] : []),
    roles === null ? say.everybody : say.onlyFor(roles.map((id) => `<@&${id}>`).join(", ")),
    say.elsewhere,
  ].join("\n");
  const ref = await refOf(tool);
  const usual = decideTool(tool, undefined);
  const choice = (verb: string, word: string, label: string, isChosen: boolean): Button =>
    button(label, customId(verb, word, ref), isChosen ? "primary" : "secondary");
  return {
    content: clip(content, MESSAGE_LENGTH),
    components: [
      tabRow("server", interaction, texts),
      ...row([
        choice("settings-tool-use", "on", say.choose.on, rule?.enabled === true),
        choice("settings-tool-use", "off", say.choose.off, rule?.enabled === false),
        choice("settings-tool-use", "usual", say.usual(usual.enabled ? say.on : say.off), rule?.enabled == null),
      ]),
      ...row([
        choice("settings-tool-ask", "yes", say.choose.yes, rule?.approval === true),
        choice("settings-tool-ask", "no", say.choose.no, rule?.approval === false),
        choice("settings-tool-ask", "usual", say.usual(usual.approval ? say.asks : say.asksNot), rule?.approval == null),
      ]),
      rolesRow(ref, roles, texts),
      ...row([button(texts.settings.server.back, customId("settings-tools", String(Math.floor(all.indexOf(tool) / PAGE))))]),
    ],
  };
}

function rolesRow(ref: string, roles: readonly string[] | null, { tools: { settings: say } }: Texts): ActionRow {
  const chosen = (roles ?? []).slice(0, MOST_ROLES).map((id) => ({ id, type: "role" as const }));
  const values = { min_values: 0, max_values: MOST_ROLES, ...(chosen.length === 0 ? {} : { default_values: chosen }) };
  return selectRow({ type: 6, custom_id: customId("settings-tool-roles", ref), placeholder: say.rolesPlaceholder, ...values });
}
