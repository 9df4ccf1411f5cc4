/** Tool: who somebody on the server is. */
import * as z from "zod";
import type { Heard } from "../kernel/echoes.ts";
import type { MemberFacts } from "./discord-port.ts";
import { onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

const MOST_MEMBERS = 10;

export const findMember = defineTool({
  name: "find_member",
  description:
    "Members of this server by the beginning of their user name or nickname, or by id: what they are called, their id, since when they are here, their roles.",
  input: () => z.object({ name: z.string().trim().min(1).max(100).describe("Beginning of a user name or nickname; or an id or a mention <@id>") }),
  risk: "read",
  offered: onServer,
  run: async ({ name }, { discord, place, signal }) => {
    const found = await discord.members({ place, signal }, name, MOST_MEMBERS);
    if (found.length === 0) return { content: "Nobody here is called something that begins like that, or they do not want to be found by the bot." };
    const limit = found.length >= MOST_MEMBERS ? " There may be more; ask for more letters of the name." : "";
    return {
      content: `${found.length} found. Mention somebody as <@id>; it pings nobody.${limit}`,
      untrusted: found.map(lineFor).join("\n"),
      heard: found.filter(({ bot }) => !bot).map(namesOf),
    };
  },
});

/** Whoever is named in an answer is found in it when they want to be forgotten. */
const namesOf = ({ id, name, username }: MemberFacts): Heard => ({ person: { id }, name, text: username });

function lineFor({ id, name, username, bot, joinedAt, roles }: MemberFacts): string {
  const since = joinedAt === null ? [] : [`joined ${new Date(joinedAt).toISOString().slice(0, 10)}`];
  return `<@${id}> ${name} (user name ${username}${bot ? ", a bot" : ""}): ${[...since, `roles: ${roles.join(", ") || "none"}`].join("; ")}`;
}
