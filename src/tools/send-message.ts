/** Tool: a message into a channel, said by the bot. */
import * as z from "zod";
import { onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

const LENGTH = 2_000;

export const sendMessage = defineTool({
  name: "send_message",
  description:
    "Posts a message as the bot into a channel or thread of this server where the person may write themselves. Somebody has to agree first. Only when " +
    "they asked for it; answers to them need no tool. Mentions in it ping nobody.",
  input: () =>
    z.object({
      // By id alone, so that what was agreed to is what is done: names can be changed or given to another channel meanwhile. As a mention people can read it.
      channel: z
        .string()
        .regex(/^(<#)?\d{15,20}>?$/, "use its id or its mention; list_channels has them")
        .transform((written) => `<#${written.replaceAll(/\D/g, "")}>`)
        .describe("Its id or its mention <#id>"),
      text: z.string().trim().min(1).max(LENGTH).describe("The whole message, in Discord's Markdown"),
    }),
  risk: "sensitive",
  sameKeyIsHarmless: true,
  offered: onServer,
  run: async (message, { discord, place, signal, key }) => ({ content: `Sent: ${(await discord.send({ place, signal }, message, key)).link}` }),
});
