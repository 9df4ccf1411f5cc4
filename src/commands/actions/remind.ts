/** Buttons, selects and windows of reminders: in the list, and under what was told. Whose one is, is in its row, asked at every press. */
import { customId, parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { privately, type Reply } from "../../discord/reply.ts";
import { localTimeOf, momentOf } from "../../kernel/calendar.ts";
import { inPlace } from "../in-place.ts";
import { list } from "../remind.ts";
import { change, make, moveTo, zoneOf } from "../remind-make.ts";
import { remindMeActions, remindMeModals } from "../remind-me.ts";
import { FIELD, reminderMessage, reminderWindow, whenOf } from "../remind-view.ts";
import { commonZones } from "../time-zones.ts";
import type { CommandDeps, Handler } from "../types.ts";

type Press = ComponentInteraction | ModalInteraction;
const MINUTE_MS = 60_000;
const MORNING_MINUTES = 9 * 60;
const SNOOZES: Readonly<Record<string, number>> = { "10": 10 * MINUTE_MS, "60": 60 * MINUTE_MS };

const argOf = (press: Press): string => parseCustomId(press.customId).args[0] ?? "";
const typedIn = ({ fields }: ModalInteraction) => ({ what: fields[FIELD.what] ?? "", when: fields[FIELD.when] ?? "", repeat: fields[FIELD.repeat] ?? "" });
const find = (press: Press, id: string, deps: CommandDeps) => deps.reminders.find(id, press.user.id);

const open: Handler<ComponentInteraction> = async (press, deps) => {
  const [reminder, { isKnown }] = await Promise.all([find(press, press.values[0] ?? "", deps), zoneOf(press, deps)]);
  if (reminder === null || reminder.state === "done") return inPlace(press, { content: deps.texts.reminders.isGone });
  return inPlace(press, reminderMessage(reminder, press, deps, { isZoneKnown: isKnown, note: "" }));
};

/** Filled with what holds. */
const edit: Handler<ComponentInteraction> = async (press, deps) => {
  const reminder = await find(press, argOf(press), deps);
  if (reminder === null || reminder.state === "done") return privately(deps.texts.reminders.isGone);
  const { text, cron, state } = reminder;
  // One that was told has a moment that is over.
  const filled = { what: text, when: state === "waiting" ? whenOf(reminder) : "", repeat: cron ?? "" };
  return reminderWindow(customId("remind-edit", reminder.id), filled, reminder.aboutMessageId !== null, deps);
};

const edited: Handler<ModalInteraction> = async (press, deps) => {
  const reminder = await find(press, argOf(press), deps);
  return reminder === null ? privately(deps.texts.reminders.isGone) : change(press, reminder, typedIn(press), deps);
};

const cancel: Handler<ComponentInteraction> = async (press, deps) => {
  const { reminders: say } = deps.texts;
  const reminder = await find(press, argOf(press), deps);
  const after = reminder === null || reminder.state === "done" ? null : await deps.reminders.cancel(reminder, press.createdAt);
  // What it said, so that a slip can be told again.
  return inPlace(
    press,
    after === null || reminder === null
      ? { content: say.isGone }
      : { content: say.cancelled, embeds: reminder.text === "" ? [] : [{ description: reminder.text }] },
  );
};

/** The question that could not be understood keeps what was typed. */
const sayAgain: Handler<ComponentInteraction> = (press, deps) =>
  reminderWindow(customId("remind-say"), { what: press.message.embeds[0]?.description ?? "" }, false, deps);

const zone: Handler<ComponentInteraction> = async (press, deps) => {
  const [chosen = ""] = press.values;
  if (!commonZones.includes(chosen)) return privately(deps.texts.settings.unknownChoice);
  const [reminder] = await Promise.all([find(press, argOf(press), deps), deps.access.changePerson(press.user.id, { timeZone: chosen }, press.createdAt)]);
  return reminder === null || reminder.state !== "waiting" ? inPlace(press, { content: deps.texts.reminders.isGone }) : moveTo(press, reminder, chosen, deps);
};

const done: Handler<ComponentInteraction> = async (press, deps) => {
  const { reminders: say } = deps.texts;
  const reminder = await deps.reminders.done(argOf(press), press.user.id, press.createdAt);
  if (reminder === null) return privately(say.notYours);
  // Snoozed or moved meanwhile, elsewhere: it comes all the same, so nobody is told that it is done with.
  const comes = reminder.state === "waiting" && reminder.cron === null;
  return ended(press, comes ? say.snoozedUntil(momentOn(reminder.dueAt)) : say.doneNow);
};

/** `remind-snooze:<id>:<minutes, or tomorrow>` */
const snooze: Handler<ComponentInteraction> = async (press, deps) => {
  const { reminders: say, edge } = deps.texts;
  const [id = "", wanted = ""] = parseCustomId(press.customId).args;
  const reminder = await find(press, id, deps);
  if (reminder === null) return privately(say.notYours);
  const dueAt = wanted === "tomorrow" ? tomorrow(deps.clock.now(), reminder.timeZone) : later(deps.clock.now(), SNOOZES[wanted]);
  if (dueAt === null) return privately(edge.unknownAction);
  const after = await deps.reminders.snooze(id, press.user.id, dueAt, { id: press.message.id, at: press.createdAt });
  return after === null || after.state !== "waiting" ? privately(say.isGone) : ended(press, say.snoozedUntil(momentOn(after.dueAt)));
};

const momentOn = (at: number): string => `<t:${Math.floor(at / 1_000)}:f>`;

const later = (now: number, ms: number | undefined): number | null => (ms === undefined ? null : Math.floor((now + ms) / 1_000) * 1_000);

function tomorrow(now: number, timeZone: string): number {
  const today = localTimeOf(now, timeZone);
  return momentOf({ ...today, day: today.day + 1, minutes: MORNING_MINUTES }, timeZone);
}

/** What was told stays, and says what became of it. */
const ended = (press: ComponentInteraction, line: string): Reply => ({
  type: "update",
  message: { content: `${press.message.content}\n${line}`, components: [] },
});

export const remindActions: Record<string, Handler<ComponentInteraction>> = {
  remind: (press, deps) => (/^\d{1,3}$/.test(argOf(press)) ? list(press, Number(argOf(press)), deps) : privately(deps.texts.edge.unknownAction)),
  "remind-open": open,
  "remind-edit": edit,
  "remind-cancel": cancel,
  "remind-say": sayAgain,
  "remind-zone": zone,
  "remind-done": done,
  "remind-snooze": snooze,
  ...remindMeActions,
};

export const remindModals: Record<string, Handler<ModalInteraction>> = {
  "remind-edit": edited,
  "remind-say": (press, deps) => make(press, typedIn(press), deps),
  ...remindMeModals,
};
