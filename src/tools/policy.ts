/** Which tools a turn is offered, and which of them somebody has to agree to: the tool's own defaults, and what a server's managers decided. Pure. */
import type { ToolPorts } from "./ports.ts";
import type { Tool, ToolPlace } from "./tool.ts";

/** What managers decided about one tool; null: as the tool has it. */
export interface ToolRule {
  enabled: boolean | null;
  approval: boolean | null;
  /** Ids of roles whose members may have it called; null: everybody may. Never empty. */
  roles: readonly string[] | null;
}

/** By the tool's key: its name if it is one of ours, `mcp:<server>:<name>` for a remote one. */
export type ToolRules = ReadonlyMap<string, ToolRule>;

/** A tool as managers see it. */
export interface ListedTool extends Pick<Tool, "name" | "risk" | "byDefault"> {
  /** By which its rule is kept. */
  key: string;
}

/** What holds for a tool. A sensitive one asks first unless a manager said otherwise in so many words. */
export function decideTool(
  { risk, byDefault }: Pick<Tool, "risk" | "byDefault">,
  rule: ToolRule | undefined,
): ToolRule & { enabled: boolean; approval: boolean } {
  return { enabled: rule?.enabled ?? byDefault, approval: rule?.approval ?? risk === "sensitive", roles: rule?.roles ?? null };
}

export interface OfferedTools {
  tools: readonly Tool[];
  /** Names of those that somebody has to agree to. */
  approval: ReadonlySet<string>;
}

/** `rules` count on servers that the bot is a member of; elsewhere nobody could have set any. `keyOf`: by which a tool's rule is kept. */
export function offeredTools(
  all: readonly Tool[],
  rules: ToolRules,
  place: ToolPlace,
  ports: ToolPorts,
  keyOf: (tool: Tool) => string = ({ name }) => name,
): OfferedTools {
  const decided = all.map((tool) => {
    const rule = place.guildId === null ? undefined : rules.get(keyOf(tool));
    return { tool, isChosen: rule?.enabled === true, ...decideTool(tool, rule) };
  });
  // What managers chose goes first: where the window is small the last ones have no room.
  const ordered = decided.toSorted((a, b) => Number(b.isChosen) - Number(a.isChosen));
  const offered = ordered.filter(({ tool, enabled, roles }) => enabled && hasOne(roles, place.asker.roles) && tool.offered(place, ports));
  return { tools: offered.map(({ tool }) => tool), approval: new Set(offered.flatMap(({ tool, approval }) => (approval ? [tool.name] : []))) };
}

/** Of somebody whose roles are not known it cannot be told that they have one. */
const hasOne = (wanted: readonly string[] | null, has: readonly string[]): boolean => wanted === null || wanted.some((role) => has.includes(role));
