/** What Discord sends along about the ids in an interaction's data; used by `payload.ts` and `select-payload.ts`. */
import { copy, isObject, type JsonObject } from "./json.ts";
import type { Asker } from "./spec.ts";
import { permissionsIn, type State } from "./state.ts";
import type { Channel, User } from "./types.ts";
import { interactionChannelJson, memberJson } from "./views.ts";

/** Resolved members come without user, deaf and mute. Source: Discord reference, "Resolved Data Structure". */
export function resolveUser(state: State, asker: Asker, user: User, resolved: JsonObject): void {
  put(resolved, "users", user.id, copy(user));
  const member = asker.channel.guildId === null ? undefined : state.guilds.get(asker.channel.guildId)?.members.get(user.id);
  if (!member) return;
  const { user: _, deaf: _deaf, mute: _mute, ...partial } = memberJson(member);
  put(resolved, "members", user.id, { ...partial, permissions: String(permissionsIn(state, user.id, asker.channel)) });
}

/** Source: Discord reference, "Resolved Data Structure": partial channels, threads with where they hang. */
const OF_CHANNELS = [
  ..."id name type permissions last_message_id last_pin_timestamp nsfw parent_id guild_id flags rate_limit_per_user topic position".split(" "),
  "thread_metadata",
];

export function resolvedChannelJson(state: State, channel: Channel, userId: string): JsonObject {
  return Object.fromEntries(Object.entries(interactionChannelJson(state, channel, userId)).filter(([key]) => OF_CHANNELS.includes(key)));
}

export function put(resolved: JsonObject, kind: string, id: string, value: unknown): void {
  const known = resolved[kind];
  resolved[kind] = { ...(isObject(known) ? known : {}), [id]: value };
}
