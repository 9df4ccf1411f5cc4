/** Tool: a reaction to a message of the channel. */
import * as z from "zod";
import { MESSAGE, onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

export const react = defineTool({
  name: "react",
  description: "Adds the bot's reaction to a message of this channel.",
  input: () =>
    z.object({
      message: z.string().max(200).describe(MESSAGE),
      emoji: z.string().trim().min(1).max(60).describe("One Unicode emoji, or the name of one of this server's own"),
    }),
  risk: "write",
  sameKeyIsHarmless: true,
  offered: onServer,
  run: async ({ message, emoji }, { discord, place, signal }) => {
    await discord.react({ place, signal }, message, emoji);
    return { content: "The reaction is there." };
  },
});
