/** The frame of /settings: which tabs there are in a place, who may change what, and where a panel is shown. Used by its tabs and by the set-up. */
import { type ActionRow, button, customId } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { allows, permission } from "../discord/permissions.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";

export const tabNames = ["me", "channel", "server", "check"] as const;
export type Tab = (typeof tabNames)[number];

/** Where a choice stands, and is shown again after it was made. */
export const panels = ["settings", "setup"] as const;
export type Panel = (typeof panels)[number];

/** The server whose settings there are: one that the bot is a member of. Null elsewhere, whatever the person may do there. */
export function serverOf({ guildId, botPresent, userInstallOnly }: Interaction): GuildId | null {
  return botPresent && !userInstallOnly ? guildId : null;
}

export function mayManageServer(interaction: Interaction): boolean {
  return serverOf(interaction) !== null && allows(interaction.memberPermissions ?? 0n, permission.manageGuild);
}

export function mayManageChannel(interaction: Interaction): boolean {
  const granted = interaction.memberPermissions ?? 0n;
  return mayManageServer(interaction) || (serverOf(interaction) !== null && allows(granted, permission.manageChannels));
}

/** The server, or the sentence that refuses: asked anew at every press, because permissions change and custom ids can be made up. */
export function managedServer(interaction: Interaction, { settings: say }: Texts): { guildId: GuildId } | string {
  const guildId = serverOf(interaction);
  if (guildId === null) return say.onlyOnServers;
  return mayManageServer(interaction) ? { guildId } : say.managers;
}

/** The first row of every tab. `current` stands out. */
export function tabRow(current: Tab, interaction: Interaction, { settings: say }: Texts): ActionRow {
  const there = serverOf(interaction) === null ? (["me", "check"] as const) : tabNames;
  return { type: 1, components: there.map((tab) => button(say.tab[tab], customId("settings", tab), tab === current ? "primary" : "secondary")) };
}
