/** What the bot user and the asker may do in the channel, from the payload alone. Used by commit. */
import type { Interaction } from "../discord/interaction.ts";
import { allows, permission } from "../discord/permissions.ts";
import type { BotAccess } from "../jobs/types.ts";

/** Threads of any kind. Source: Discord reference, "Channel Types". */
const THREADS: readonly number[] = [10, 11, 12];

export function botAccess(interaction: Interaction): BotAccess {
  const { context, botPresent, userInstallOnly, appPermissions } = interaction;
  // In its own DM the bot may do everything it needs; in other people's private channels it is not a member at all.
  if (context === "bot-dm") return { present: true, canPost: true, canRead: true, userInstallOnly };
  if (context === "private-channel" || !botPresent) return { present: false, canPost: false, canRead: false, userInstallOnly };
  const send = THREADS.includes(interaction.channelType) ? permission.sendMessagesInThreads : permission.sendMessages;
  const read = [permission.viewChannel, permission.readMessageHistory];
  return {
    present: true,
    canPost: allows(appPermissions, permission.viewChannel, send),
    canRead: allows(appPermissions, ...read) && allows(interaction.memberPermissions ?? 0n, ...read),
    userInstallOnly,
  };
}
