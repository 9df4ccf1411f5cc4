/** Tool: reads a page of the web as text. */
import * as z from "zod";
import { readable } from "../net/reader.ts";
import { defineTool, ToolProblem } from "./tool.ts";
import { pageProblem } from "./web-problems.ts";

/** Characters at a time. */
const PART = 20_000;

export const readPage = defineTool({
  name: "read_page",
  // Written out: the first number that Intl writes costs 5 ms, at every start.
  description: "Reads a public web page, feed or text file by its address and gives its words, 20,000 characters at a time.",
  input: () =>
    z.object({
      url: z.string().trim().min(1).max(2_000).describe("Complete address, beginning with https://"),
      from: z.number().int().min(0).optional().describe("Where to go on in a long page, in characters"),
    }),
  risk: "read",
  byDefault: true,
  timeoutMs: 15_000,
  run: async ({ url, from = 0 }, { readPage: read, signal }) => {
    const page = await read(url, signal);
    if (page.kind !== "page") throw new ToolProblem(pageProblem(page));
    const { title, text, url: address } = await readable(page);
    if (text.trim() === "") throw new ToolProblem("There are no words on this page; it may be made by scripts in a browser.");
    if (from >= text.length) throw new ToolProblem(`This page has ${text.length} characters; there is nothing behind them.`);
    const part = text.slice(from, from + PART).toWellFormed();
    const end = from + part.length;
    const content = end < text.length ? `Characters ${from} to ${end} of ${text.length}; the rest with from: ${end}.` : "The page as text.";
    return { content, passages: [{ title, url: address, text: part }] };
  },
});
