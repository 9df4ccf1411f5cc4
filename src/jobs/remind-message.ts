/** What somebody is told when the moment has come: their own words, the way to the message that they are about, and what they can do then. Used by remind.ts. */
import type { OutgoingMessage } from "../discord/api.ts";
import { type ActionRow, button, customId, row } from "../discord/components.ts";
import { messageLink } from "../discord/messages.ts";
import { clip } from "../discord/quote.ts";
import type { UserId } from "../kernel/ids.ts";
import { textsFor } from "../locales/index.ts";
import { REMINDER_LENGTH, type Reminder } from "../schedule/reminder-store.ts";

/** Of 2,000 characters: each line of theirs takes two more as a quote, and the way to the message and what became of it have room as well. */
const QUOTE_LENGTH = 1_600;

/** `direct`: nobody else reads it, and it rings by itself. */
export function reminderMessage(reminder: Reminder, direct: boolean): OutgoingMessage {
  const { reminders: say } = textsFor(reminder.locale);
  const { userId, aboutMessageId, aboutChannelId, cron } = reminder;
  const words = clip(reminder.text, REMINDER_LENGTH);
  const about = aboutMessageId === null ? null : messageLink(reminder.guildId, aboutChannelId ?? reminder.channelId, aboutMessageId);
  const content = [
    direct ? say.toldDirectly : say.told(`<@${userId}>`),
    ...(words === "" ? [] : [clip(words.replaceAll(/^/gm, "> "), QUOTE_LENGTH)]),
    ...(about === null ? (words === "" ? [say.gone] : []) : [say.about(about)]),
    ...(cron === null ? [] : [say.comesBack]),
  ].join("\n");
  return { content, components: reminderButtons(reminder.id, say), suppressEmbeds: true, ...(direct ? {} : { pings: userId as UserId }) };
}

function reminderButtons(id: string, say: ReturnType<typeof textsFor>["reminders"]): ActionRow[] {
  return row([
    button(say.button.done, customId("remind-done", id), "success", "✅"),
    button(say.button.minutes, customId("remind-snooze", id, "10"), "secondary", "💤"),
    button(say.button.hour, customId("remind-snooze", id, "60"), "secondary", "💤"),
    button(say.button.tomorrow, customId("remind-snooze", id, "tomorrow"), "secondary", "💤"),
  ]);
}
