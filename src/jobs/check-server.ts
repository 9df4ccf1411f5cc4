/** What the bot may do in each text channel of a server, grouped by what it lacks. Pure; the job kind `check` fetches the server. */
import type { WatchedChannel } from "../autonomy/watched.ts";
import type { ServerAccess } from "../discord/api.ts";
import { memberPermissions, missingPermissions, missingToFollow, type NeededPermission } from "../discord/permissions.ts";
import type { Texts } from "../locales/index.ts";
import type { Line } from "./check-lines.ts";

/** Text, announcements, forums, media. Source: Discord reference, "Channel Types". */
const TEXT_CHANNELS: readonly number[] = [0, 5, 15, 16];
/** Channels that a line names. */
const NAMED = 8;

type Channel = ServerAccess["channels"][number];

/** What was decided: where managers allow the bot, null for everywhere, and where it is to speak unasked or to listen. */
interface Decided {
  listed: readonly string[] | null;
  watched: readonly WatchedChannel[];
}

export function checkServer(access: ServerAccess, guildId: string, botId: string, { listed, watched }: Decided, texts: Texts): Line[] {
  const { check: say } = texts;
  const channels = access.channels.filter(({ id, type }) => TEXT_CHANNELS.includes(type) && (listed === null || listed.includes(id)));
  if (channels.length === 0) return [{ state: "warning", text: say.noChannels, fix: say.noChannelsFix }];
  const granted = (channel: Channel, inThread = false) => memberPermissions(access, guildId, botId, channel, inThread);
  const groups = groupByMissing(channels, (channel) => missingPermissions(granted(channel)));
  const lines = groups.map(({ missing, members }): Line => {
    if (missing.length === 0) return { state: "good", text: say.allGood(members.length) };
    if (missing.includes("viewChannel")) return { state: "warning", text: say.hidden(mentions(members, say)), fix: say.hiddenFix };
    const names = missing.map((name) => `**${say.permission[name]}**`).join(", ");
    return { state: "bad", text: say.lacking(mentions(members, say), names), fix: say.permissionsFix };
  });
  return [...watchedLines(access.channels, watched, granted, texts), ...lines];
}

/** Where something was switched on that cannot be; a thread has what its channel has. */
function watchedLines(
  channels: readonly Channel[],
  watched: readonly WatchedChannel[],
  granted: (channel: Channel, inThread: boolean) => bigint,
  { autonomy, check: say }: Texts,
): Line[] {
  const lacking = watched.flatMap(({ channelId, parentId, speaks, listens }) => {
    const channel = channels.find(({ id }) => id === (parentId ?? channelId));
    const missing = channel === undefined || !(speaks || listens) ? [] : missingToFollow(granted(channel, parentId !== null), parentId !== null);
    return missing.length === 0 ? [] : [{ channelId, names: missing.map((name) => `**${say.permission[name]}**`).join(", ") }];
  });
  const names = [...new Set(lacking.map((each) => each.names))];
  return names.map((each) => {
    const where = lacking.filter((one) => one.names === each).map(({ channelId }) => ({ id: channelId }));
    return { state: "bad", text: autonomy.check.server(mentions(where, say), each), fix: say.permissionsFix };
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
function mentions(channels: readonly { id: string }[], say: Texts["check"]): string {
  const named = channels.slice(0, NAMED).map(({ id }) => `<#${id}>`);
  const rest = channels.length - named.length;
  return [...named, ...(rest > 0 ? [say.more(rest)] : [])].join(", ");
}
