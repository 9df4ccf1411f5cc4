/** What stands where plain-words.ts has got to: the next words, one by one. Used by its rules. */
import { numberIn, type Token, wordOf } from "./plain-tokens.ts";
import { ordinalIn } from "./plain-vocabulary.ts";

/** Each takes how far ahead; 0 is the next word, -1 the one before. */
export interface Look {
  token(ahead: number): Token | undefined;
  /** Empty for anything but a word or a sign. */
  word(ahead: number): string;
  number(ahead: number): number | null;
  /** A number, in digits or in letters. */
  count(ahead: number): number | undefined;
  /** -1: the last. */
  ordinal(ahead: number): number | undefined;
}

export function lookFrom(tokens: readonly Token[], at: number): Look {
  const token = (ahead: number) => tokens[at + ahead];
  const word = (ahead: number) => wordOf(token(ahead));
  const number = (ahead: number) => {
    const found = token(ahead);
    return found !== undefined && "number" in found ? found.number : null;
  };
  return {
    token,
    word,
    number,
    count: (ahead) => number(ahead) ?? numberIn(word(ahead)),
    ordinal(ahead) {
      const found = token(ahead);
      return found !== undefined && "ordinal" in found ? found.ordinal : ordinalIn(word(ahead));
    },
  };
}
