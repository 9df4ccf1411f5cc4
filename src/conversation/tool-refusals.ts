/** What Discord says no to, in sentences that a model can tell people. Used by tool-discord.ts and its parts. */
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import { ToolProblem } from "../tools/tool.ts";

/** Source: Discord JSON error codes. */
const SENTENCES: Readonly<Record<number, string>> = {
  10003: "There is no such channel.",
  10008: "There is no such message in that channel.",
  10014: "Discord does not know that emoji. Use a single Unicode emoji or one of this server's own by name.",
  30010: "There are already 20 different reactions on that message; Discord allows no more.",
  30038: "This server already has 100 events that are to come; Discord allows no more.",
  50001: "The bot may not do that there: it lacks the permission to see it.",
  50013: "The bot lacks the permission for that.",
  50024: "That is not possible in this kind of channel.",
  50068: "That is not possible with this kind of message.",
  50083: "That thread is archived.",
  90001: "Somebody on this server blocked the bot from reacting.",
  160005: "That thread is locked.",
  160006: "There are as many active threads as Discord allows.",
  200000: "The server's AutoMod does not allow those words.",
  200001: "The server's AutoMod does not allow that title.",
};

/** For what reads, and for what may be repeated: nothing is left unsure. Passes on what is no failure of Discord's. */
export async function orProblem<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw problemOf(error);
  }
}

/** For what must not happen twice: where nobody can tell whether it did, that is said. */
export async function orUnsure<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof NetworkError || (error instanceof DiscordApiError && error.status >= 500) ? new ToolProblem(UNSURE) : error;
  }
}

export const UNSURE = "Discord did not say whether it was done. Do not do it again; say so to the person.";

function problemOf(error: unknown): unknown {
  if (error instanceof NetworkError) return new ToolProblem("Discord could not be reached just now. It may work in a minute.");
  if (!(error instanceof DiscordApiError)) return error;
  const known = SENTENCES[error.code];
  if (known !== undefined) return new ToolProblem(known);
  if (error.status === 429 || error.status >= 500) return new ToolProblem("Discord is too busy just now. It may work in a minute.");
  return error.status === 403 || error.status === 404 ? new ToolProblem("Discord does not allow the bot to do that.") : error;
}
