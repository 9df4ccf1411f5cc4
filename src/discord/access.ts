/** What the bot user and the asker may do in an interaction's channel, from the payload alone. Used by commands and by the edge's commit. */
import type { Interaction } from "./interaction.ts";
import { allows, permission } from "./permissions.ts";

/** Source: Discord reference, "Channel Types". */
const THREADS: readonly number[] = [10, 11, 12];
export const isThread = (channelType: number): boolean => THREADS.includes(channelType);

const sendHere = ({ channelType }: Interaction): bigint => (isThread(channelType) ? permission.sendMessagesInThreads : permission.sendMessages);

export function botAccess(interaction: Interaction): { present: boolean; canPost: boolean; canRead: boolean; userInstallOnly: boolean } {
  const { context, botPresent, userInstallOnly, appPermissions } = interaction;
  // In its own DM the bot may do everything it needs; in other people's private channels it is not a member at all.
  if (context === "bot-dm") return { present: true, canPost: true, canRead: true, userInstallOnly };
  if (context === "private-channel" || !botPresent) return { present: false, canPost: false, canRead: false, userInstallOnly };
  const read = [permission.viewChannel, permission.readMessageHistory];
  return {
    present: true,
    canPost: allows(appPermissions, permission.viewChannel, sendHere(interaction)),
    canRead: allows(appPermissions, ...read) && allows(interaction.memberPermissions ?? 0n, ...read),
    userInstallOnly,
  };
}

/** Replies need the channel's history, too (160002). */
export function botMayReply(interaction: Interaction): boolean {
  if (interaction.context === "bot-dm") return true;
  return botAccess(interaction).canPost && allows(interaction.appPermissions, permission.readMessageHistory);
}

/** Whether the asker may write here: who may not should not speak through the bot either. */
export function askerMayWrite(interaction: Interaction): boolean {
  return interaction.memberPermissions === null || allows(interaction.memberPermissions, sendHere(interaction));
}

/** Whether Discord shows the asker alone what is answered in public: a guest's answers, to somebody without USE_EXTERNAL_APPS. */
export function isQuietGuest({ userInstallOnly, memberPermissions }: Interaction): boolean {
  return userInstallOnly && memberPermissions !== null && !allows(memberPermissions, permission.useExternalApps);
}
