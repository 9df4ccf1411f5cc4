/** Makes reminders and changes them, and says what holds then. Used by /remind, "Remind me" and their windows. */
import { askerMayWrite, botAccess } from "../discord/access.ts";
import { button, customId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import type { MessageBody, Reply } from "../discord/reply.ts";
import { localTimeOf, momentOf } from "../kernel/calendar.ts";
import { localTime } from "../kernel/time-zone.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import { MOST_REMINDERS, type NewReminder, REMINDER_LENGTH, type Reminder, type ReminderChange } from "../schedule/reminder-store.ts";
import { SOONEST_MS } from "../schedule/when.ts";
import { inPlace } from "./in-place.ts";
import { reminderMessage, whenOf } from "./remind-view.ts";
import { readWish, type Typed, type Wish, type WishProblem } from "./remind-words.ts";
import type { CommandDeps } from "./types.ts";

export type Act = CommandInteraction | ComponentInteraction | ModalInteraction;

/** Whose message it is about, and what is told of it where nothing else was typed. */
export interface About {
  messageId: string;
  /** HMAC; null: their own, or a bot's. */
  quotedKey: string | null;
  quote: string;
}

const DAY_MS = 24 * 60 * 60_000;

/** A person's zone, and whether they ever said it. */
export async function zoneOf(interaction: Act, deps: Pick<CommandDeps, "access">): Promise<{ timeZone: string; isKnown: boolean }> {
  const { timeZone } = await deps.access.person(interaction.user.id);
  return { timeZone: timeZone ?? "UTC", isKnown: timeZone !== null };
}

export async function make(
  interaction: Act,
  typed: Typed,
  deps: CommandDeps,
  { where, about }: { where?: "here" | "dm" | undefined; about?: About } = {},
): Promise<Reply> {
  const zone = await zoneOf(interaction, deps);
  const wish = await readWish(typed, { now: deps.clock.now(), timeZone: zone.timeZone, locale: interaction.locale }, about === undefined);
  // The question about a message stays, with its button.
  if ("problem" in wish) return refused(interaction, wish.problem, typed, zone.timeZone, deps, about === undefined ? customId("remind-say") : null);
  return keep(interaction, wish, zone, deps, { where, about });
}

async function keep(
  interaction: Act,
  wish: Wish,
  { timeZone, isKnown }: Awaited<ReturnType<typeof zoneOf>>,
  deps: CommandDeps,
  { where, about }: { where?: "here" | "dm" | undefined; about?: About | undefined } = {},
): Promise<Reply> {
  const { reminders: say } = deps.texts;
  // Who may not write here should not do so through the bot.
  const mayPost = interaction.context === "guild" && botAccess(interaction).canPost && askerMayWrite(interaction);
  const made: NewReminder = {
    id: interaction.id,
    userId: interaction.user.id,
    guildId: interaction.guildId,
    channelId: interaction.channelId,
    direct: where === "dm" || !mayPost,
    text: wish.text === "" ? (about?.quote ?? "") : wish.text,
    aboutMessageId: about?.messageId ?? null,
    aboutChannelId: about === undefined ? null : interaction.channelId,
    quotedKey: about?.quotedKey ?? null,
    dueAt: wish.dueAt,
    cron: wish.cron,
    timeZone,
    locale: interaction.locale,
    createdAt: interaction.createdAt,
  };
  const outcome = await deps.reminders.create(made);
  if (outcome.kind === "full")
    return inPlace(interaction, {
      content: say.problem.full(MOST_REMINDERS),
      components: row([button(say.button.list, customId("remind", "0"), "secondary", "📋")]),
    });
  const { reminder } = outcome;
  const note = where === "here" && reminder.direct ? say.cannotPost : "";
  return inPlace(interaction, reminderMessage(reminder, interaction, deps, { asksZone: !isKnown && wish.byClock, isZoneKnown: isKnown, note }));
}

/** The sentence, what was typed so that it is not lost, and the way to say it again. */
function refused(interaction: Act, problem: WishProblem, typed: Typed, timeZone: string, deps: CommandDeps, again: string | null): Reply {
  const { reminders: say } = deps.texts;
  const sentence =
    typeof problem === "object"
      ? say.problem.unclear(quote(problem.unclear))
      : problem === "past"
        ? say.problem.past(localTime(deps.clock.now(), timeZone, interaction.locale), timeZone)
        : problem === "long"
          ? say.problem.long(REMINDER_LENGTH)
          : say.problem[problem];
  const message: MessageBody = {
    content: sentence,
    embeds: typed.what.trim() === "" ? [] : [{ description: typed.what.trim() }],
    components: row(again === null ? [] : [button(say.button.say, again, "primary", "✏️")]),
  };
  return { type: "message", message, private: true };
}

export async function change(interaction: ModalInteraction, before: Reminder, typed: Typed, deps: CommandDeps): Promise<Reply> {
  const own = await zoneOf(interaction, deps);
  // A moment that was left as the window showed it stays to the second, and in its own zone, whichever zone its owner lives in by now.
  const isLeft = before.state === "waiting" && typed.when.trim() === whenOf(before);
  const timeZone = isLeft ? before.timeZone : own.timeZone;
  const said = isLeft ? { ...typed, when: `<t:${Math.floor(before.dueAt / 1_000)}>` } : typed;
  const wish = await readWish(said, { now: deps.clock.now(), timeZone, locale: interaction.locale }, before.aboutMessageId === null);
  if ("problem" in wish) return refused(interaction, wish.problem, typed, timeZone, deps, customId("remind-edit", before.id));
  const { text, dueAt, cron } = wish;
  return changed(interaction, before, { text: text === "" ? before.text : text, dueAt, cron, timeZone }, own.isKnown, deps.texts.reminders.edited, deps);
}

async function changed(interaction: Act, before: Reminder, to: ReminderChange, isZoneKnown: boolean, sentence: string, deps: CommandDeps): Promise<Reply> {
  const after = await deps.reminders.edit(before, to, interaction.createdAt);
  if (after === null || after.state === "done") return inPlace(interaction, { content: deps.texts.reminders.isGone });
  return inPlace(interaction, reminderMessage(after, interaction, deps, { isZoneKnown, note: "", lead: sentence }));
}

/** What clocks were to show stays; so it is another moment. Where that is over there already, it is the next day's. */
export async function moveTo(interaction: ComponentInteraction, before: Reminder, timeZone: string, deps: CommandDeps): Promise<Reply> {
  const from = deps.clock.now() + SOONEST_MS;
  const { cron, text } = before;
  const local = localTimeOf(before.dueAt, before.timeZone);
  const moments = [0, 1, 2].map((days) => momentOf({ ...local, day: local.day + days }, timeZone) + (before.dueAt % 60_000));
  const dueAt = (cron === null ? moments.find((moment) => moment > from) : nextRuns(cron, timeZone, from, 1)[0]) ?? before.dueAt + DAY_MS;
  return changed(interaction, before, { text, dueAt, cron, timeZone }, true, deps.texts.reminders.moved, deps);
}
