/** Tool: makes a picture and posts it beside the answer. */
import * as z from "zod";
import { defineTool, ToolProblem } from "./tool.ts";

const LONGEST = 2_000;
/** Making one takes a minute or two, and posting it some seconds. */
const PATIENCE_MS = 200_000;

export const generateImage = defineTool({
  name: "generate_image",
  description:
    "Makes one picture and posts it in the channel, beside your answer: it need not be repeated or linked. Only when the person wants a picture. It costs money.",
  input: () =>
    z.object({
      prompt: z.string().min(1).max(LONGEST).describe("What is to be seen, in English: subject, composition, light, style"),
      size: z.enum(["square", "portrait", "landscape"]).optional().describe("square where left out"),
    }),
  risk: "write",
  timeoutMs: PATIENCE_MS,
  offered: (place, { pictures }) => pictures !== null && (place.token !== "" || place.bot.canPost),
  run: async ({ prompt, size = "square" }, { pictures, place, key, signal }) => {
    if (pictures === null) throw new ToolProblem("There is no model for pictures.");
    const result = await pictures.post({ prompt, shape: size }, place, key, signal);
    if (result.kind === "failed") throw new ToolProblem(result.sentence);
    if (result.kind === "unknown") throw new ToolProblem("The picture was made, but nobody knows whether it was posted. Do not make it again; say so.");
    return {
      content: "The picture is posted in the channel, with what it was made of. Say a word about it; do not describe it at length, and do not link it.",
    };
  },
});
