/** A conversation as it comes in, turned into what the store takes: every turn has a moment, a name and a text. Used by the data set and the protocol. */

import { readMoment } from "./when.ts";
import type { Turn } from "./wire.ts";

export interface GivenTurn {
  session: unknown;
  ts: unknown;
  speaker: unknown;
  text: unknown;
  caption: unknown;
}

/** Between turns whose moments are not known, and at least between two sessions. */
const TURN_MS = 1_000;
const SESSION_MS = 60 * 60_000;
/** Where nothing at all says when. */
const BEGIN = Date.UTC(2024, 0, 1);

export function createTranscript() {
  const turns: Turn[] = [];
  let [session, moment]: [unknown, number | null] = [undefined, null];
  return {
    turns,
    /** Names of all who spoke. */
    speakers: (): string[] => [...new Set(turns.map(({ speaker }) => speaker))],
    add(given: GivenTurn): void {
      const told = readMoment(given.ts);
      const isNewSession = turns.length > 0 && given.session !== undefined && given.session !== session;
      const next = (moment ?? BEGIN) + (isNewSession ? SESSION_MS : TURN_MS);
      moment = told ?? (moment === null ? BEGIN : next);
      session = given.session;
      const parts = [given.text, given.caption].filter((part) => typeof part === "string" && part.trim() !== "");
      turns.push({ no: turns.length, speaker: nameOf(given.speaker), at: moment, text: parts.join("\n") });
    },
  };
}

export type Transcript = ReturnType<typeof createTranscript>;

export function nameOf(given: unknown): string {
  if (typeof given === "object" && given !== null && "name" in given) return nameOf(given.name);
  return typeof given === "string" || typeof given === "number" ? String(given) : "";
}
