/** Tool: says nothing. Offered where nobody asked alone, and by it the turn ends; it never runs. */
import * as z from "zod";
import { defineTool } from "./tool.ts";

export const staySilent = defineTool({
  name: "stay_silent",
  description: "Ends this without a word: nothing is posted. Call it, alone and without any text, whenever you would rather not say something.",
  input: () => z.object({ why: z.string().max(200).optional().describe("A few words, which nobody reads") }),
  risk: "read",
  run: () => ({ content: "Nothing was said." }),
});
