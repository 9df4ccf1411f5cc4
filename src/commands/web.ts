/** `/web`: one function per subcommand. What is found goes to the asker alone, a meme to everybody; no model has a part in it. */
import { web as declaration } from "../../commands/web.ts";
import type { CommandInteraction } from "../discord/interaction.ts";
import { privately } from "../discord/reply.ts";
import type { WebInput } from "../jobs/types.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { bySubcommand } from "./subcommands.ts";
import type { Handler, JobRequest } from "./types.ts";

export const web: Handler<CommandInteraction> = bySubcommand(declaration, {
  search: ({ query = "" }, _interaction, { texts }) => {
    const words = cleanText(query);
    return words === "" ? privately(texts.web.search.empty) : request({ what: "search", query: words });
  },
  news: ({ topic = "" }) => request({ what: "news", topic: cleanText(topic) }),
  meme: () => request({ what: "meme" }),
});

const request = (input: WebInput): JobRequest => ({
  type: "job",
  kind: "web",
  conversation: null,
  input,
  private: input.what !== "meme",
  target: "message",
});
