/** How reminders are shown: one with what may be done with it, and the list. For their owner's eyes alone. Used by /remind, "Remind me" and their buttons. */
import { button, customId, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH, MESSAGE_LENGTH } from "../discord/limits.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody, Modal } from "../discord/reply.ts";
import { localTimeOf } from "../kernel/calendar.ts";
import { localTime } from "../kernel/time-zone.ts";
import type { Texts } from "../locales/index.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { MOST_REMINDERS, REMINDER_LENGTH, type Reminder } from "../schedule/reminder-store.ts";
import type { Typed } from "./remind-words.ts";
import { cityOf, commonZones } from "./time-zones.ts";
import type { CommandDeps } from "./types.ts";

const PAGE = 10;
const EXCERPT_LENGTH = 100;
/** How many more times of one that comes back are shown. */
const TIMES_SHOWN = 2;
/** The windows' fields. */
export const FIELD = { what: "what", when: "when", repeat: "repeat" } as const;
const WHEN_LENGTH = 100;

const stamp = (at: number, style: "F" | "f" | "R") => `<t:${Math.floor(at / 1_000)}:${style}>`;

interface Shown {
  isZoneKnown: boolean;
  /** In whose zone it is to count is asked right there. */
  asksZone?: boolean;
  lead?: string;
  note: string;
}

/** What was set, and when that is. */
export function reminderMessage(
  reminder: Reminder,
  interaction: Interaction,
  deps: CommandDeps,
  { isZoneKnown, asksZone = false, lead = "", note }: Shown,
): MessageBody {
  const { reminders: say } = deps.texts;
  const { id, dueAt, timeZone, cron, direct } = reminder;
  const time = localTime(dueAt, timeZone, interaction.locale);
  const content = [
    ...(lead === "" ? [] : [lead]),
    say.set[direct ? "dm" : "here"](stamp(dueAt, "F"), stamp(dueAt, "R")),
    ...(cron === null ? [] : [say.after(thenOf(reminder, cron))]),
    ...(isZoneKnown ? [say.local(time, timeZone)] : asksZone ? [say.noZone(time)] : []),
    ...(note === "" ? [] : [note]),
  ].join("\n");
  const zones = commonZones.map((zone) => ({ label: cityOf(zone), value: zone }));
  const select = selectRow({ type: 3, custom_id: customId("remind-zone", id), placeholder: say.chooseZone, options: zones });
  const buttons = row([
    button(say.button.edit, customId("remind-edit", id), "secondary", "✏️"),
    button(say.button.cancel, customId("remind-cancel", id), "danger", "🗑️"),
    button(say.button.list, customId("remind", "0"), "secondary", "📋"),
  ]);
  return { content, embeds: [{ description: wholeText(reminder, say) }], components: [...(asksZone ? [select] : []), ...buttons] };
}

const thenOf = ({ timeZone, dueAt }: Reminder, cron: string): string =>
  nextRuns(cron, timeZone, dueAt, TIMES_SHOWN)
    .map((at) => stamp(at, "f"))
    .join(", ");

function wholeText({ text, guildId, channelId, aboutMessageId, aboutChannelId }: Reminder, say: Texts["reminders"]): string {
  const about = aboutMessageId === null ? [] : [say.about(messageLink(guildId, aboutChannelId ?? channelId, aboutMessageId))];
  return [...(text === "" ? (about.length === 0 ? [say.gone] : []) : [text]), ...about].join("\n");
}

const excerptOf = ({ text }: Reminder, say: Texts["reminders"]): string => quote(text, EXCERPT_LENGTH) || say.aMessage;

/** A page of them, with a select to open one. */
export function reminderList(all: readonly Reminder[], wanted: number, timeZone: string, { texts: { reminders: say } }: CommandDeps): MessageBody {
  if (all.length === 0) return { content: say.list.none };
  const pages = Math.ceil(all.length / PAGE);
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const shown = all.slice(page * PAGE, (page + 1) * PAGE);
  const waiting = all.filter(({ state }) => state === "waiting").length;
  const content = [
    say.list.title(waiting, MOST_REMINDERS),
    ...(["waiting", "sent", "failed"] as const).flatMap((state) => {
      const lines = shown.filter((reminder) => reminder.state === state).map((reminder) => lineOf(reminder, say));
      return lines.length === 0 || state === "waiting" ? lines : [state === "sent" ? say.list.told : say.list.failed, ...lines];
    }),
    ...(pages === 1 ? [] : [say.list.page(page + 1, pages)]),
    say.list.zone(timeZone),
  ].join("\n");
  const options = shown.map(
    (reminder): SelectOption => ({
      label: clip(excerptOf(reminder, say), CHOICE_LENGTH),
      value: reminder.id,
    }),
  );
  const turn = [
    ...(page === 0 ? [] : [button(say.button.before, customId("remind", String(page - 1)))]),
    ...(page === pages - 1 ? [] : [button(say.button.next, customId("remind", String(page + 1)))]),
  ];
  return {
    content: clip(content, MESSAGE_LENGTH),
    components: [selectRow({ type: 3, custom_id: customId("remind-open"), placeholder: say.list.pick, options }), ...row(turn)],
  };
}

function lineOf(reminder: Reminder, say: Texts["reminders"]): string {
  const { dueAt, cron, direct, channelId } = reminder;
  const where = direct ? say.list.direct : `<#${channelId}>`;
  return `- ${say.list.line(stamp(dueAt, "f"), stamp(dueAt, "R"), excerptOf(reminder, say))} · ${where}${cron === null ? "" : " · 🔁"}`;
}

/** `opens`: the custom id under which it is sent. `about`: a message says already of what. */
export function reminderWindow(
  opens: string,
  filled: Partial<Typed>,
  isAbout: boolean,
  {
    texts: {
      reminders: { window: say },
    },
  }: CommandDeps,
): { type: "modal"; modal: Modal } {
  const field = (id: string, label: string, style: "short" | "paragraph", required: boolean, maxLength: number, placeholder: string, value = "") => ({
    ...{ id, label, style, required, maxLength, placeholder },
    ...(value === "" ? {} : { value: value.slice(0, maxLength) }),
  });
  const fields = [
    field(FIELD.what, isAbout ? say.about : say.what, "paragraph", !isAbout, REMINDER_LENGTH, say.whatPlaceholder, filled.what),
    // When it comes back it need not begin at any other moment.
    field(FIELD.when, say.when, "short", false, WHEN_LENGTH, say.whenPlaceholder, filled.when),
    field(FIELD.repeat, say.repeat, "short", false, WHEN_LENGTH, say.repeatPlaceholder, filled.repeat),
  ];
  return { type: "modal", modal: { customId: opens, title: say.title, fields } };
}

/** As the window shows its moment, and reads it again. */
export function whenOf({ dueAt, timeZone }: Reminder): string {
  const { year, month, day, minutes } = localTimeOf(dueAt, timeZone);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
