/** Small facts about Discord's messages. Used by commands, the conversation and the delivery. */

/** What people write (default, reply) and answers to commands (slash, menu). Source: Discord reference, "Message Types". */
const SPOKEN: readonly number[] = [0, 19, 20, 23];

/** Joins, pins, boosts and the like are said by nobody. */
export const isSpoken = (type: number): boolean => SPOKEN.includes(type);

/** Leads the client to the message. `guildId`: null in direct messages. */
export function messageLink(guildId: string | null, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId ?? "@me"}/${channelId}/${messageId}`;
}
