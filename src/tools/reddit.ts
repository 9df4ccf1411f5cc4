/** Tool: posts of Reddit, of a subreddit or about something. Those for adults only where the channel is for adults. */
import * as z from "zod";
import type { RedditResult } from "../net/reddit.ts";
import { defineTool, ToolProblem } from "./tool.ts";
import { serviceProblem } from "./web-problems.ts";

const USUAL = 8;
const MOST = 20;
const TEXT_LENGTH = 1_500;

export const reddit = defineTool({
  name: "reddit",
  description: "Looks for posts on Reddit: about something, or what is liked in a subreddit right now.",
  input: () =>
    z.object({
      query: z.string().trim().max(300).optional().describe("What to look for; left out: what is liked right now"),
      subreddit: z.string().trim().max(30).optional().describe("Its name without r/; left out: everywhere"),
      count: z.number().int().min(1).max(MOST).optional().describe(`How many, ${USUAL} if left out`),
    }),
  risk: "read",
  timeoutMs: 15_000,
  run: async ({ query = "", subreddit = "", count = USUAL }, { reddit: read, place, signal }) => {
    const result = await read({ query, subreddit, nsfw: place.ageRestricted }, signal);
    if (result.kind !== "posts") throw new ToolProblem(problem(result));
    if (result.posts.length === 0) return { content: "No posts were found." };
    const passages = result.posts.slice(0, count).map(({ title, url, link, text, subreddit: name, author, score, comments, at }) => ({
      title,
      url,
      text: [
        `r/${name}, by u/${author}, ${new Date(at).toISOString().slice(0, 10)}, ${score} points, ${comments} comments`,
        ...(link === null ? [] : [`Leads to ${link}`]),
        ...(text === "" ? [] : [text.slice(0, TEXT_LENGTH).toWellFormed()]),
      ].join("\n"),
    }));
    return { content: "Posts of Reddit.", passages };
  },
});

function problem({ kind }: Exclude<RedditResult, { kind: "posts" }>): string {
  if (kind === "blocked")
    return "Reddit does not let this bot in without a key. Whoever runs the bot can set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET; tell them so.";
  if (kind === "bad-key")
    return "Reddit does not accept REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET as they are set. Whoever runs the bot has to correct them; tell them so.";
  if (kind === "no-subreddit") return "There is no such subreddit, or it is private.";
  return serviceProblem("Reddit", kind);
}
