/** Tool: a reminder for whoever is asking, as /remind makes one; they find it there and can take it back. */
import * as z from "zod";
import { fullLocalTime } from "../kernel/time-zone.ts";
import type { ReminderProblem } from "./ports.ts";
import { defineTool, ToolProblem } from "./tool.ts";

const PROBLEMS: Readonly<Record<ReminderProblem, string>> = {
  when: "That moment was not understood. Write it like 2026-12-24 20:00 in their time zone, or like “in 20 minutes”.",
  past: "That moment is over.",
  "too-soon": "That is too soon: at least five seconds from now.",
  "too-far": "That is too far away: at most five years.",
  repeat: "How it is to come back was not understood. Write five cron fields, such as 0 9 * * 1-5.",
  "too-often": "That is too often: at most every 15 minutes.",
  full: "They have as many reminders waiting as can be kept. They have to cancel one first, with /remind.",
};

export const setReminder = defineTool({
  name: "set_reminder",
  description:
    "Sets a reminder for the person who is asking, and for nobody else: they are told at that moment. Only when they ask to be reminded of something. Tell them the moment that comes back.",
  input: () =>
    z.object({
      text: z.string().trim().min(1).max(1_000).describe("Of what, as they will read it, in their language"),
      when: z
        .string()
        .trim()
        .max(100)
        .optional()
        .describe("Such as 2026-12-24 20:00 in their own time zone, or “in 20 minutes”, “tomorrow at 9”. Left out: as `repeat` says"),
      repeat: z
        .string()
        .trim()
        .max(100)
        .optional()
        .describe("Only if it is to come back: five cron fields in their time zone, or such as “every weekday at 9”"),
    }),
  risk: "write",
  byDefault: true,
  sameKeyIsHarmless: true,
  // What nobody asked for has nobody to remind.
  offered: ({ asker, applicationId }) => asker.id !== (applicationId as string),
  run: async ({ text, when = "", repeat = "" }, { reminders, place, key }) => {
    const made = await reminders.set({ text, when, repeat }, place, key);
    if ("problem" in made) throw new ToolProblem(PROBLEMS[made.problem]);
    const zone = place.timeZone ?? "UTC";
    const where = made.direct ? "by direct message" : "in this channel";
    const unknown = place.timeZone === null ? " Their time zone is not known, so UTC counts; they can choose it in /settings." : "";
    const back = made.repeats ? "first " : "";
    return {
      content: `Set: ${back}${fullLocalTime(made.at, zone)} (${zone}), <t:${Math.floor(made.at / 1_000)}:F>, ${where}.${unknown} They can change or cancel it with /remind.`,
    };
  },
});
