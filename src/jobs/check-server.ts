/** What the bot may do in each text channel of a server, grouped by what it lacks. Pure; the job kind `check` fetches the server. */
import type { ServerAccess } from "../discord/api.ts";
import { memberPermissions, missingPermissions, type NeededPermission } from "../discord/permissions.ts";
import type { Texts } from "../locales/index.ts";
import type { Line } from "./check-lines.ts";

/** Text, announcements, forums, media. Source: Discord reference, "Channel Types". */
const TEXT_CHANNELS: readonly number[] = [0, 5, 15, 16];
/** Channels that a line names. */
const NAMED = 8;

type Channel = ServerAccess["channels"][number];

/** `listed`: where managers allow the bot; null: everywhere. */
export function checkServer(access: ServerAccess, guildId: string, botId: string, listed: readonly string[] | null, texts: Texts): Line[] {
  const { check: say } = texts;
  const channels = access.channels.filter(({ id, type }) => TEXT_CHANNELS.includes(type) && (listed === null || listed.includes(id)));
  if (channels.length === 0) return [{ state: "warning", text: say.noChannels, fix: say.noChannelsFix }];
  const groups = groupByMissing(channels, (channel) => missingPermissions(memberPermissions(access, guildId, botId, channel)));
  return groups.map(({ missing, members }) => {
    if (missing.length === 0) return { state: "good", text: say.allGood(members.length) };
    if (missing.includes("viewChannel")) return { state: "warning", text: say.hidden(mentions(members, texts)), fix: say.hiddenFix };
    const names = missing.map((name) => `**${say.permission[name]}**`).join(", ");
    return { state: "bad", text: say.lacking(mentions(members, texts), names), fix: say.permissionsFix };
  });
}

/** Largest groups first. */
function groupByMissing(channels: readonly Channel[], missingIn: (channel: Channel) => NeededPermission[]) {
  const groups = new Map<string, { missing: NeededPermission[]; members: Channel[] }>();
  for (const channel of channels) {
    const missing = missingIn(channel);
    const key = missing.join();
    const group = groups.get(key) ?? { missing, members: [] };
    group.members.push(channel);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length);
}

/** Never by their names: whoever may not see a channel must not read it here. */
function mentions(channels: readonly Channel[], { check: say }: Texts): string {
  const named = channels.slice(0, NAMED).map(({ id }) => `<#${id}>`);
  const rest = channels.length - named.length;
  return [...named, ...(rest > 0 ? [say.more(rest)] : [])].join(", ");
}
