/** Tool: what was said in a channel. */
import * as z from "zod";
import type { ToldMessages } from "./discord-port.ts";
import { CHANNEL, lineOf, onServer, withheld } from "./on-server.ts";
import { defineTool } from "./tool.ts";

export const channelHistory = defineTool({
  name: "channel_history",
  description:
    "Messages of a channel or thread of this server, oldest first: the newest ones, those before a message, or those around it. " +
    "Each line begins with the message's id.",
  input: () =>
    z.object({
      channel: z.string().max(200).optional().describe(`${CHANNEL}; left out: this channel`),
      limit: z.int().min(1).max(100).default(50).describe("How many messages"),
      before: z.string().max(200).optional().describe("Id or link of a message: only what came before it"),
      around: z.string().max(200).optional().describe("Id or link of a message: what was said around it, such as around a search result"),
      since: z.string().max(100).optional().describe("Nothing older than: 2h, yesterday, monday, 2026-11-20"),
    }),
  risk: "read",
  offered: onServer,
  run: async (wanted, { discord, place, signal }) => {
    const told = await discord.history({ place, signal }, wanted);
    // Whose words they are goes along, so that an answer that repeats them is found when one of them wants to be forgotten.
    return { content: headOf(told), untrusted: told.messages.map(lineOf).join("\n"), heard: told.heard };
  },
});

function headOf(told: ToldMessages): string {
  const { messages, more } = told;
  const [first] = messages;
  const count = first === undefined ? "There are no messages to be told." : `${messages.length} messages; times are the person's own.`;
  const link = first === undefined ? [] : [`Link a message as ${first.link.replace(/\d+$/, "")} followed by its id.`];
  return [count, ...link, ...(more ? ["There are older ones: ask for those before the first id."] : []), ...withheld(told)].join(" ");
}
