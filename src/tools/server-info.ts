/** Tool: what is known of the server itself. */
import * as z from "zod";
import { onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

/** Of roles and emojis, by name. */
const MOST_NAMES = 100;

export const serverInfo = defineTool({
  name: "server_info",
  description: "About this Discord server: its name, description, age, owner, how many members, its roles and its own emojis.",
  input: () => z.object({}),
  risk: "read",
  offered: onServer,
  run: async (_input, { discord, place, signal }) => {
    const { name, description, createdAt, owner, members, online, boosts, roles, emojis } = await discord.server({ place, signal });
    return {
      content: `Since ${day(createdAt)}; about ${members} members, ${online} of them online; ${boosts} boosts.`,
      untrusted: [
        `Name: ${name}`,
        ...(description === "" ? [] : [`Description: ${description}`]),
        ...(owner === "" ? [] : [`Owner: ${owner}`]),
        `Roles, highest first: ${named(roles)}`,
        `Own emojis: ${named(emojis)}`,
      ].join("\n"),
    };
  },
});

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.length === 0 ? "none" : `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
