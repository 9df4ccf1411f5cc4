/** Why somebody is not answered in a place, by what its managers decided. Pure. Used by store.ts. */
import type { Place, Refusal, ServerSettings } from "./store.ts";

export function refusalOf({ paused, blocked, channels }: ServerSettings, { guildId, channelId, parentId, userId, ownPseudonyms }: Place): Refusal | null {
  if (guildId === null) return null;
  if (paused) return { kind: "paused" };
  if (blocked.includes(userId) || ownPseudonyms.some((name) => blocked.includes(name))) return { kind: "blocked" };
  const isAllowed = channels === null || channels.includes(channelId) || (parentId !== null && channels.includes(parentId));
  return isAllowed ? null : { kind: "elsewhere", channels };
}
