/** Choices of a server's managers about what the model may call there. Each is checked, stored at once, and shown as it holds now; permission is asked anew at every press. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { privately } from "../../discord/reply.ts";
import { type GuildId, isSnowflake } from "../../kernel/ids.ts";
import { own } from "../../kernel/own.ts";
import type { ListedTool, ToolRule } from "../../tools/policy.ts";
import { inPlace } from "../in-place.ts";
import { MOST_ROLES, refOf, toolsView, toolView } from "../settings-tools.ts";
import type { CommandDeps, Handler } from "../types.ts";
import { managed } from "./models-server.ts";

/** What a press changes, or null where it cannot be from a panel. */
type Read = (press: ComponentInteraction, word: string, guildId: GuildId) => Partial<ToolRule> | null;

async function find(ref: string, guildId: GuildId, deps: CommandDeps): Promise<{ tool: ListedTool; all: readonly ListedTool[] } | null> {
  const all = await deps.listTools(guildId);
  const refs = await Promise.all(all.map(refOf));
  const tool = all[refs.indexOf(ref)];
  return tool === undefined ? null : { tool, all };
}

/** A remote tool may be gone meanwhile. */
function choice(read: Read): Handler<ComponentInteraction> {
  return managed(async (press, guildId, deps) => {
    const { args } = parseCustomId(press.customId);
    const change = read(press, args[0] ?? "", guildId);
    const found = await find(args.at(-1) ?? "", guildId, deps);
    if (change === null || found === null) return privately(deps.texts.settings.unknownChoice);
    const rules = await deps.toolRules.change(guildId, found.tool.key, change, { userId: press.user.id, at: press.createdAt });
    return inPlace(press, await toolView(press, guildId, found, deps, rules));
  });
}

const uses: Record<string, boolean | null> = { on: true, off: false, usual: null };
const approvals: Record<string, boolean | null> = { yes: true, no: false, usual: null };

const use: Read = (_press, word) => {
  const enabled = own(uses, word);
  return enabled === undefined ? null : { enabled };
};

const ask: Read = (_press, word) => {
  const approval = own(approvals, word);
  return approval === undefined ? null : { approval };
};

/** The role that everybody has bears the server's own id, and is in nobody's list. */
const roles: Read = ({ values }, _word, guildId) => {
  const ids = [...new Set(values)];
  if (ids.length > MOST_ROLES || !ids.every(isSnowflake)) return null;
  return { roles: ids.length === 0 || ids.includes(guildId) ? null : ids };
};

export const toolActions: Record<string, Handler<ComponentInteraction>> = {
  "settings-tools": managed(async (press, guildId, deps) => {
    const [page = ""] = parseCustomId(press.customId).args;
    return inPlace(press, await toolsView(press, guildId, deps, /^\d{1,3}$/.test(page) ? Number(page) : 0));
  }),
  "settings-tool": managed(async (press, guildId, deps) => {
    const found = await find(press.values[0] ?? "", guildId, deps);
    return found === null ? privately(deps.texts.settings.unknownChoice) : inPlace(press, await toolView(press, guildId, found, deps));
  }),
  "settings-tool-use": choice(use),
  "settings-tool-ask": choice(ask),
  "settings-tool-roles": choice(roles),
};
