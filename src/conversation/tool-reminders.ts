/** Reminders as tools reach them: for whoever is asking, where the turn is. Made in deps/tools.ts. */

import { cleanText } from "../kernel/clean-text.ts";
import type { Clock } from "../kernel/clock.ts";
import { isSnowflake, madeUpId, snowflakeTime } from "../kernel/ids.ts";
import { shortDigest } from "../kernel/short-digest.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { readRecurrence } from "../schedule/recurrence.ts";
import type { Reminders } from "../schedule/reminders.ts";
import { readWhen, SOONEST_MS } from "../schedule/when.ts";
import type { ReminderProblem, ToolReminders } from "../tools/ports.ts";

export function createToolReminders({ reminders, clock }: { reminders: Pick<Reminders, "create">; clock: Clock }): ToolReminders {
  return {
    async set({ text, when, repeat }, place, key) {
      const here = { now: clock.now(), timeZone: place.timeZone ?? "UTC", locale: place.locale };
      const back = repeat === "" ? null : readRecurrence(repeat);
      if (back !== null && "problem" in back) return { problem: back.problem === "too-often" ? "too-often" : "repeat" };
      const named = when === "" ? null : await readWhen(when, here);
      if (named !== null && "problem" in named) return { problem: named.problem === "none" ? "when" : named.problem };
      // A part of it means something else, and nobody is there to see which.
      if (named !== null && named.rest !== "") return { problem: "when" };
      const dueAt = named?.at ?? (back === null ? undefined : nextRuns(back.cron, here.timeZone, here.now + SOONEST_MS, 1)[0]);
      if (dueAt === undefined) return { problem: "when" satisfies ReminderProblem };
      const { id, createdAt } = await identityOf(key, clock.now());
      const made = await reminders.create({
        id,
        userId: place.asker.id,
        guildId: place.guildId,
        channelId: place.channelId,
        direct: place.private || place.guildId === null || !place.bot.canPost,
        text: cleanText(text),
        aboutMessageId: null,
        aboutChannelId: null,
        quotedKey: null,
        dueAt,
        cron: back?.cron ?? null,
        timeZone: here.timeZone,
        locale: place.locale,
        createdAt,
      });
      if (made.kind === "full") return { problem: "full" };
      return { at: made.reminder.dueAt, direct: made.reminder.direct, repeats: back !== null };
    },
  };
}

/** The same call after a crash is the same reminder: of the moment of its turn, whose id the key begins with. */
async function identityOf(key: string, now: number): Promise<{ id: string; createdAt: number }> {
  const [turn = ""] = key.split(":");
  const createdAt = isSnowflake(turn) ? snowflakeTime(turn) : now;
  return { id: madeUpId(createdAt, Number.parseInt((await shortDigest(`reminder:${key}`)).slice(0, 6), 16)), createdAt };
}
