/** Tool: messages of the server by their words. */
import * as z from "zod";
import { CHANNEL, onServer, withheld } from "./on-server.ts";
import { defineTool } from "./tool.ts";

/** Discord's own most. */
const MOST_FOUND = 25;

export const searchMessages = defineTool({
  name: "search_messages",
  description:
    "Searches this server's messages for words, in all channels that may be told of here or in one. Finds the words themselves, not their meaning: " +
    "try other words if nothing comes.",
  input: () =>
    z
      .object({
        words: z.string().trim().min(1).max(1024).optional().describe("What the messages contain"),
        author: z.string().max(100).optional().describe("Only by this person: id or mention"),
        channel: z.string().max(200).optional().describe(`Only there: ${CHANNEL}`),
        since: z.string().max(100).optional().describe("Nothing older than: 2 days, monday, 2026-11-20"),
        order: z.enum(["relevance", "newest"]).default("relevance"),
        limit: z.int().min(1).max(MOST_FOUND).default(10),
      })
      .refine(({ words, author }) => words !== undefined || author !== undefined, "give words, an author, or both"),
  risk: "read",
  offered: onServer,
  run: async (wanted, { discord, place, signal }) => {
    const told = await discord.search({ place, signal }, wanted);
    const { messages, more } = told;
    const count = messages.length === 0 ? "Nothing was found." : `${messages.length} messages found.`;
    return {
      content: [count, ...(more && messages.length > 0 ? ["There may be more."] : []), ...withheld(told)].join(" "),
      // What stands in the title is kept with the answer as where it is from: nobody's name.
      passages: messages.map(({ author, channel, when, link, text }) => ({ title: `#${channel}, ${when}`, url: link, text: `${author}: ${text}` })),
      heard: told.heard,
    };
  },
});
