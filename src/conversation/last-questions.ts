/** What somebody asked last in a conversation, as long as the object is in memory: a short question after it may be about the same. Made in deps/, used by load.ts. */
import type { Clock } from "../kernel/clock.ts";

const MEANT_FOR_MS = 15 * 60_000;
const MOST = 100;

export interface LastQuestion {
  /** Empty where it is not known. */
  question: string;
  at: number;
}

export interface LastQuestions {
  of(conversation: string): LastQuestion;
  note(conversation: string, question: string, at: number): void;
}

export function createLastQuestions(clock: Pick<Clock, "now">): LastQuestions {
  const known = new Map<string, LastQuestion>();
  return {
    of(conversation) {
      const last = known.get(conversation);
      return last === undefined || last.at < clock.now() - MEANT_FOR_MS ? { question: "", at: 0 } : last;
    },
    note(conversation, question, at) {
      known.delete(conversation);
      known.set(conversation, { question, at });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
  };
}
