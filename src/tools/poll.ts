/** Tool: a poll in the channel. */
import * as z from "zod";
import { onServer } from "./on-server.ts";
import { defineTool } from "./tool.ts";

/** Discord's own. Source: Discord reference, "Poll Resource". */
const QUESTION_LENGTH = 300;
const ANSWER_LENGTH = 55;
const MOST_ANSWERS = 10;
const MOST_HOURS = 768;

export const poll = defineTool({
  name: "poll",
  description: "Posts a poll of Discord's own into this channel, for everybody to vote. It cannot be changed afterwards. Only when somebody asked for one.",
  input: () =>
    z.object({
      question: z.string().trim().min(1).max(QUESTION_LENGTH),
      answers: z.array(z.string().trim().min(1).max(ANSWER_LENGTH)).min(2).max(MOST_ANSWERS),
      hours: z.int().min(1).max(MOST_HOURS).default(24).describe("How long it is open"),
      several: z.boolean().default(false).describe("Whether people may pick more than one answer"),
    }),
  risk: "write",
  sameKeyIsHarmless: true,
  offered: onServer,
  run: async ({ question, answers, hours, several }, { discord, place, signal, key }) => {
    const { link } = await discord.poll({ place, signal }, { question, answers, hours, severalAnswers: several }, key);
    return { content: `The poll stands in the channel: ${link}` };
  },
});
