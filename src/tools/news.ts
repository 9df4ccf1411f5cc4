/** Tool: what is new in the news, of all or of one topic. */
import * as z from "zod";
import { defineTool, ToolProblem } from "./tool.ts";

const USUAL = 8;
const MOST = 20;

export const news = defineTool({
  name: "news",
  description: "Reads headlines of today from news feeds: the newest ones, or those about a topic. For older or special news use web_search.",
  input: () =>
    z.object({
      topic: z.string().trim().max(200).optional().describe("A few words; left out: whatever is new"),
      count: z.number().int().min(1).max(MOST).optional().describe(`How many, ${USUAL} if left out`),
    }),
  risk: "read",
  timeoutMs: 15_000,
  run: async ({ topic = "", count = USUAL }, { news: read, place, signal }) => {
    const { items, read: feeds, failed } = await read({ topic, count, locale: place.locale }, signal);
    if (feeds.length === 0) throw new ToolProblem("None of the news feeds could be read. Try again later.");
    const missing = failed.length === 0 ? "" : ` ${failed.length} more could not be read.`;
    if (items.length === 0) return { content: `Nothing about that in ${feeds.length} feeds.${missing} web_search may find something.` };
    const passages = items.map(({ title, url, text, at, source }) => ({
      title,
      url,
      text: [source, at === null ? "" : new Date(at).toISOString().slice(0, 16).replace("T", " "), text].filter((part) => part !== "").join("\n"),
    }));
    return { content: `From ${feeds.length} feeds, times in UTC.${missing}`, passages };
  },
});
