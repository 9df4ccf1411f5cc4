/** Tool: looks into the memory for what was said or told before, as far as the asker may be told it here. */
import * as z from "zod";
import { defineTool } from "./tool.ts";

export const recall = defineTool({
  name: "recall",
  description:
    "Searches what was said in earlier conversations here, facts people told you, and documents this server gave you. Use it when the question is about the past and what you were told already does not answer it. Search by the words that the memory would contain.",
  input: () => z.object({ query: z.string().min(1).max(500).describe("Words to search for, such as names, things, dates") }),
  risk: "read",
  byDefault: true,
  offered: (_, { memory }) => memory !== null,
  run: async ({ query }, { memory }) => {
    const { lines, heard } = (await memory?.recall(query)) ?? { lines: [], heard: [] };
    if (lines.length === 0) return { content: "Nothing is remembered about that." };
    return { content: "What is remembered, best first:", untrusted: lines.join("\n"), heard };
  },
});
