/** Hand-set, round, and few: what makes a record likely to answer a question. Found on open data; `npm run bench -- memory` measures them. Pure data. */

/** What a term counts that stands so many messages earlier: an answer follows its question, and often repeats none of its words. */
export const EARLIER = [1, 0.85, 0.7, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2] as const;
/** The same for one that stands later. */
export const LATER = [1, 0.6, 0.45, 0.3, 0.3, 0.15, 0.15, 0.15, 0.15] as const;
/** A silence is as far as so many messages. */
export const SILENCE = 1;
/** Messages before and after, within which the terms are counted for {@link Signs.dense}. */
export const AROUND = 20;

/** How near a meaning has to be, as {@link Signs.alike}, where no word speaks for it: something is always nearest. Not measured, as WEIGHTS.alike is not. */
export const LEAST_ALIKE = 0.3;

/** What speaks for a record, or against it; each from 0 to 1, some down to -1. */
export interface Signs {
  /** The share of the question's weight that stands in it or near it. */
  near: number;
  /** How much the talk around it is about that. */
  dense: number;
  /** It was written on that day, in that month, in that year. */
  day: number;
  month: number;
  year: number;
  /** By somebody whom the question names; -1 where it names somebody else. */
  author: number;
  /** It says when, and the question asks that. */
  time: number;
  /** It says how many, and the question asks that. */
  number: number;
  /** Two words of the question stand beside each other in it, too. */
  pair: number;
  /** Long messages say more. */
  length: number;
  /** It asks itself. */
  asks: number;
  /** Somebody else asked something right before. */
  answers: number;
  /** It begins a talk. */
  opens: number;
  /** Somebody wanted it to be remembered. */
  fact: number;
  /** It means something alike, where embeddings tell. */
  alike: number;
}

export const WEIGHTS: Readonly<Signs> = {
  near: 1,
  dense: 0.25,
  day: 0.4,
  month: 0.6,
  year: 0.4,
  author: 0.15,
  time: 0.25,
  number: 0.1,
  pair: 0.35,
  length: 0.1,
  asks: -0.1,
  answers: 0.1,
  opens: 0.15,
  fact: 0.1,
  alike: 0.5,
};

export function scoreOf(signs: Partial<Signs>): number {
  let score = 0;
  for (const [sign, value] of Object.entries(signs)) score += WEIGHTS[sign as keyof Signs] * value;
  return score;
}
