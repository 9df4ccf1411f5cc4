/** Whether the bot may be used in a channel, by the server's list. Pure. Used by the tab Channel of /settings and by /autonomy. */
import type { ServerSettings } from "../access/store.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { ChannelId } from "../kernel/ids.ts";

export const uses = ["on", "only", "off"] as const;
export type Use = (typeof uses)[number];

/** The channel that stands on the server's list: a thread follows its own. */
export const listedChannel = ({ channelId, parentId }: Interaction): ChannelId => parentId ?? channelId;

export function useOf({ channels }: ServerSettings, interaction: Interaction): "everywhere" | "listed" | "unlisted" {
  if (channels === null) return "everywhere";
  return [listedChannel(interaction), interaction.channelId].some((id) => channels.includes(id)) ? "listed" : "unlisted";
}
