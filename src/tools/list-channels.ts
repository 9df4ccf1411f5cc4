/** Tool: which channels there are for the person who asks. */
import * as z from "zod";
import type { ChannelFacts } from "./discord-port.ts";
import { onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

const MOST_CHANNELS = 200;
const TOPIC_LENGTH = 150;

export const listChannels = defineTool({
  name: "list_channels",
  description: "This server's channels that may be told of here, with ids, kinds and topics. Use it to find the right channel before reading or writing there.",
  input: () => z.object({ containing: z.string().max(100).optional().describe("Only channels whose name, category or topic holds this") }),
  risk: "read",
  offered: onServer,
  run: async ({ containing = "" }, { discord, place, signal }) => {
    const wanted = containing.toLowerCase();
    const all = await discord.channels({ place, signal });
    const found = all.filter(({ name, category, topic }) => `${name}\n${category}\n${topic}`.toLowerCase().includes(wanted));
    const more = found.length - MOST_CHANNELS;
    const scope = place.private ? "that this person and the bot may read" : "that everybody who can read this answer may read, too";
    return {
      content: `${found.length} channels ${scope}. Mention one as <#id>.${more > 0 ? ` The first ${MOST_CHANNELS} of them:` : ""}`,
      untrusted: found.slice(0, MOST_CHANNELS).map(lineFor).join("\n"),
    };
  },
});

function lineFor({ id, name, kind, category, topic, isHere, ageRestricted, canWrite }: ChannelFacts): string {
  const notes = [
    kind,
    ...(category === "" ? [] : [`in ${category}`]),
    ...(isHere ? ["you are here"] : []),
    ...(ageRestricted ? ["age-restricted"] : []),
    ...(canWrite ? [] : ["this person may not write there"]),
  ];
  const about = topic.replaceAll(/\s+/g, " ").slice(0, TOPIC_LENGTH).toWellFormed();
  return `<#${id}> ${name} (${notes.join(", ")})${about === "" ? "" : `: ${about}`}`;
}
