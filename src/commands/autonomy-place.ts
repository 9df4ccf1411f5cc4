/** The channel that /autonomy is about: who may, what is read of it, and how a change reaches the channel's object. Used by its handlers and buttons. */

import type { ServerSettings } from "../access/store.ts";
import type { WatchedPlace } from "../autonomy/store.ts";
import { type OwnMood, UNSET, type WatchedChannel } from "../autonomy/watched.ts";
import { isThread } from "../discord/access.ts";
import type { Interaction } from "../discord/interaction.ts";
import { missingToFollow, type NeededPermission } from "../discord/permissions.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { CommandDeps } from "./types.ts";

/** A new object is told within this time; one that is slower finds it out by its next look, ms. */
const TELL_MS = 500;

export interface Here {
  guildId: GuildId;
  place: WatchedPlace;
  channel: WatchedChannel;
  server: ServerSettings;
  moods: readonly OwnMood[];
}

export function placeOf({ channelId, parentId, channelName, guildLocale, locale }: Interaction, guildId: GuildId): WatchedPlace {
  return { channelId, guildId, parentId, channelName, locale: guildLocale || locale };
}

export async function readHere(interaction: Interaction, guildId: GuildId, { autonomy, access }: CommandDeps): Promise<Here> {
  const place = placeOf(interaction, guildId);
  const [{ channel, moods }, server] = await Promise.all([autonomy.read(place.channelId, guildId), access.server(guildId)]);
  return { guildId, place, channel: channel ?? { ...UNSET, ...place }, server, moods };
}

/** Without these it can neither look nor speak. */
export const lackingHere = ({ appPermissions, channelType }: Interaction): NeededPermission[] => missingToFollow(appPermissions, isThread(channelType));

/** Tells these channels' objects that something was set. The table says it as well, so one that is not reached finds it out. */
export async function tellObjects(channelIds: readonly string[], { life, clock }: CommandDeps): Promise<void> {
  const given = new AbortController();
  const told = Promise.allSettled(channelIds.map((channelId) => life.watch(channelId)));
  await Promise.race([told, clock.sleep(TELL_MS, given.signal)]);
  given.abort();
}

/** The server's word or time has changed: wherever it speaks or listens, that counts at once. */
export async function tellServer(guildId: GuildId, at: number, deps: CommandDeps): Promise<void> {
  await tellObjects(await deps.autonomy.touchServer(guildId, at), deps);
}
