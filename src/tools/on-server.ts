/** What tools for a Discord server have in common. */
import type { ToldMessage, ToldMessages } from "./discord-port.ts";
import type { ToolPlace } from "./tool.ts";

/** Elsewhere there is nothing to look at. */
export const onServer = ({ guildId, bot }: ToolPlace): boolean => guildId !== null && bot.present;

/** How a channel, and how a message is named. */
export const CHANNEL = "its id, its mention <#id>, or its exact name";
export const MESSAGE = "the id of a message in this channel, or its link";

/** What is not among the messages, in sentences. */
export function withheld({ leftOut, blank, onlyPublic }: ToldMessages): string[] {
  return [
    ...(leftOut ? ["Some messages are left out, because their authors do not want to be read by the bot."] : []),
    ...(blank > 0 ? [`${blank} came without their text: for other people's words the bot needs the Message Content intent. Never guess what they say.`] : []),
    ...(onlyPublic
      ? ["Since this answer is public, only what everybody here may read was looked at; asked privately (/ask with private: True), there may be more."]
      : []),
  ];
}

export const lineOf = ({ id, when, author, text }: ToldMessage): string => `(id ${id}) ${when} ${author}: ${text}`;
