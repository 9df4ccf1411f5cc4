/**
 * Scripts that are written without spaces between words, or with endings grown to them. The index takes a whole run of them for one word, so what a
 * question asks for there is looked for inside of the texts, piece by piece (memory/pieces.ts). Called by question.ts, rank.ts and found-words.ts. Pure.
 */
const IDEOGRAPHS = "\\p{Script=Han}々〇〆";
const KATAKANA = "\\p{Script=Katakana}ー";
const HIRAGANA = "\\p{Script=Hiragana}";
const HANGUL = "\\p{Script=Hangul}";
const ALL = `${IDEOGRAPHS}${KATAKANA}${HIRAGANA}${HANGUL}`;

const ANY = new RegExp(`[${ALL}]`, "u");
const STRETCH = new RegExp(`[${IDEOGRAPHS}]+|[${KATAKANA}]+|[${HIRAGANA}]+|[${HANGUL}]+|[^${ALL}]+`, "gu");
const IN_PAIRS = new RegExp(`^[${IDEOGRAPHS}${HANGUL}]`, "u");
const GRAMMAR = new RegExp(`^[${HIRAGANA}]`, "u");

export const isUnspaced = (text: string): boolean => ANY.test(text);

/**
 * What tells a word of such a run from another: pairs of ideographs and of Hangul syllables, stretches of katakana, and what else stands between them.
 * Hiragana are mostly grammar: they count where there is nothing else.
 */
export function piecesOf(run: string): string[] {
  const stretches = run.match(STRETCH) ?? [];
  const telling = stretches.filter((stretch) => !GRAMMAR.test(stretch));
  return (telling.length > 0 ? telling : stretches).flatMap((stretch) => (IN_PAIRS.test(stretch) ? pairsOf([...stretch]) : [stretch]));
}

function pairsOf(characters: readonly string[]): string[] {
  return characters.length < 2 ? [...characters] : characters.slice(1).map((second, at) => `${characters[at] ?? ""}${second}`);
}
