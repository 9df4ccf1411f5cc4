/** Tool: looks something up on the web. */
import * as z from "zod";
import { defineTool, ToolProblem } from "./tool.ts";
import { searchProblem } from "./web-problems.ts";

const USUAL = 6;
const MOST = 10;

export const webSearch = defineTool({
  name: "web_search",
  description:
    "Searches the web. For what is recent, local, disputed or not known for sure. Gives titles, addresses and excerpts; read_page reads one of them in full.",
  input: () =>
    z.object({
      query: z.string().trim().min(1).max(400).describe("What to search for, in the words that a good page would have"),
      count: z.number().int().min(1).max(MOST).optional().describe(`How many results, ${USUAL} if left out`),
    }),
  risk: "read",
  byDefault: true,
  timeoutMs: 15_000,
  run: async ({ query, count = USUAL }, { webSearch: search, place, signal }) => {
    const result = await search({ query, count, locale: place.locale }, signal);
    if (result.kind !== "found") throw new ToolProblem(searchProblem(result));
    if (result.hits.length === 0) return { content: "Nothing was found. Other words, or fewer of them, may find something." };
    return { content: `${result.hits.length} results, best first.`, passages: result.hits };
  },
});
