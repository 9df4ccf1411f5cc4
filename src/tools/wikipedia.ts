/** Tool: looks something up in Wikipedia. */
import * as z from "zod";
import { defineTool, ToolProblem } from "./tool.ts";
import { serviceProblem } from "./web-problems.ts";

const INTRODUCTION = 4_000;

export const wikipedia = defineTool({
  name: "wikipedia",
  description: "Looks something up in Wikipedia and gives the introductions of the best articles; read_page reads one of them in full.",
  input: () =>
    z.object({
      query: z.string().trim().min(1).max(300).describe("A name or a topic"),
      language: z.string().trim().toLowerCase().max(12).optional().describe("Of the Wikipedia, such as en or de; left out: the person's own"),
    }),
  risk: "read",
  timeoutMs: 15_000,
  run: async ({ query, language }, { wikipedia: lookUp, place, signal }) => {
    const result = await lookUp(query, language ?? (place.locale.split("-")[0]?.toLowerCase() || "en"), signal);
    if (result.kind === "no-language") throw new ToolProblem(`There is no Wikipedia in "${language ?? place.locale}". Use a code such as en or de.`);
    if (result.kind !== "articles") throw new ToolProblem(serviceProblem("Wikipedia", result.kind));
    if (result.articles.length === 0) return { content: "Wikipedia has no article that fits. Another spelling or another language may have one." };
    const passages = result.articles.map(({ title, url, text }) => ({ title: `${title} - Wikipedia`, url, text: text.slice(0, INTRODUCTION).toWellFormed() }));
    return { content: "Introductions of articles, best first.", passages };
  },
});
