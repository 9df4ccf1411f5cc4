/** Reads the moment out of a channel's state: who spoke when, is it an exchange of two, is a question open. Pure; used by decide.ts, classic.ts and /autonomy status. */

import type { Activity, Heard } from "./activity.ts";
import { HOUR, MINUTE, SECOND } from "./observe.ts";

export interface Counts {
  people5: number;
  people60: number;
  bots5: number;
  bots60: number;
  /** How many different people spoke within 10 minutes. */
  distinct: number;
  /** Messages of people in the last 5 minutes over those in the 5 before; 1: steady. */
  momentum: number;
}

export function counts(activity: Activity, now: number): Counts {
  const result = { people5: 0, people60: 0, bots5: 0, bots60: 0 };
  let before = 0;
  const lately = new Set<string>();
  for (const { at, bot, by } of activity.recent) {
    const age = now - at;
    if (age >= HOUR) continue;
    const five = age < 5 * MINUTE;
    if (bot) {
      result.bots60 += 1;
      if (five) result.bots5 += 1;
      continue;
    }
    result.people60 += 1;
    if (five) result.people5 += 1;
    else if (age < 10 * MINUTE) before += 1;
    if (age < 10 * MINUTE) lately.add(by);
  }
  return { ...result, distinct: lately.size, momentum: (result.people5 + 1) / (before + 1) };
}

const ofPeople = (activity: Activity): Heard[] => activity.recent.filter((heard) => !heard.bot);

/** Two who answer each other quickly: at least 4 of their messages in 3 minutes, nobody else between, mostly within 20 s. */
export function exchangeOfTwo(activity: Activity): boolean {
  const people = ofPeople(activity);
  const last = people.at(-1);
  if (!last) return false;
  const window = people.slice(-6).filter(({ at }) => last.at - at <= 3 * MINUTE);
  if (window.length < 4 || new Set(window.map(({ by }) => by)).size !== 2) return false;
  const gaps: number[] = [];
  let turns = 0;
  window.forEach((heard, index) => {
    const previous = window[index - 1];
    if (!previous) return;
    gaps.push(heard.at - previous.at);
    if (previous.by !== heard.by) turns += 1;
  });
  gaps.sort((a, b) => a - b);
  return turns >= 2 && (gaps[(gaps.length - 1) >> 1] ?? 0) <= 20 * SECOND;
}

/** Seconds since a question that nobody else has said anything after; null: none among the last three messages. What cannot be read may be one, unless `certain`. */
export function openQuestion(activity: Activity, now: number, certain = false): number | null {
  const people = ofPeople(activity);
  for (let index = people.length - 1; index >= Math.max(0, people.length - 3); index -= 1) {
    const heard = people[index];
    if (!heard) continue;
    if (people.slice(index + 1).some(({ by }) => by !== heard.by)) return null;
    if (certain ? heard.asks === 1 : heard.asks !== 0) return Math.max(0, now - heard.at) / SECOND;
  }
  return null;
}
