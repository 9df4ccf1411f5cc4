/** The object's one alarm, shared by all that have to wake up: the earliest moment that anybody asked for. Made by the channel's object. */

export interface Alarm {
  /** Wakes the object at that moment, ms since 1970, or earlier. */
  arm(at: number): void;
  /** It went off: everybody asks anew for what is left. */
  fired(): void;
}

/** `set` replaces the one that is set. */
export function createAlarm(set: (at: number) => void): Alarm {
  let alarmAt = Number.POSITIVE_INFINITY;
  return {
    arm(at) {
      if (at >= alarmAt) return;
      alarmAt = at;
      set(at);
    },
    fired() {
      alarmAt = Number.POSITIVE_INFINITY;
    },
  };
}
