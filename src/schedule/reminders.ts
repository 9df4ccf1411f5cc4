/** Reminders with what keeps their time: whoever makes or moves one also sets its alarm, in the object of its channel. Made in deps/; used by /remind and the tool. */
import type { NewReminder, Reminder, ReminderChange, ReminderStore } from "./reminder-store.ts";

export interface Alarms {
  /** Told at its moment; the same version once. Throws where the object is out of reach. */
  set(reminder: Reminder): Promise<unknown>;
  /** What was set for that version is not needed any more; where it comes nevertheless it does nothing. */
  drop(reminder: Reminder): Promise<unknown>;
}

export interface Reminders extends Pick<ReminderStore, "list" | "find" | "done"> {
  create(made: NewReminder): ReturnType<ReminderStore["create"]>;
  edit(before: Reminder, change: ReminderChange, at: number): Promise<Reminder | null>;
  cancel(before: Reminder, at: number): Promise<Reminder | null>;
  snooze: ReminderStore["snooze"];
}

/** `failed`: an alarm could not be set. Cron finds what nobody told, so that it comes some minutes late. */
export function createReminders(store: ReminderStore, alarms: Alarms, failed: (error: unknown) => void): Reminders {
  const set = async (reminder: Reminder | null) => {
    if (reminder?.state !== "waiting") return;
    // A broken connection deserves one fresh try; the id makes a repeat harmless.
    await alarms
      .set(reminder)
      .catch(() => alarms.set(reminder))
      .catch(failed);
  };
  return {
    list: store.list,
    find: store.find,
    done: store.done,
    async create(made) {
      const outcome = await store.create(made);
      if (outcome.kind !== "full") await set(outcome.reminder);
      return outcome;
    },
    async edit(before, change, at) {
      const after = await store.edit(before.id, before.userId, change, at);
      await Promise.all([set(after), after === null || after.version === before.version ? undefined : alarms.drop(before).catch(() => undefined)]);
      return after;
    },
    async cancel(before, at) {
      const after = await store.cancel(before.id, before.userId, at);
      if (after?.state === "done") await alarms.drop(before).catch(() => undefined);
      return after;
    },
    async snooze(id, userId, dueAt, by) {
      const after = await store.snooze(id, userId, dueAt, by);
      await set(after);
      return after;
    },
  };
}
