/** Tool: a thread in the channel. */
import * as z from "zod";
import { MESSAGE, onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

export const thread = defineTool({
  name: "thread",
  description: "Starts a public thread in this channel, on a message of it or of its own. Only when somebody asked for one.",
  input: () =>
    z.object({
      name: z.string().trim().min(1).max(100),
      message: z.string().max(200).optional().describe(`On which it hangs: ${MESSAGE}; left out: it stands alone`),
    }),
  risk: "write",
  offered: onServer,
  run: async (wanted, { discord, place, signal }) => ({ content: `The thread is there: ${(await discord.thread({ place, signal }, wanted)).link}` }),
});
