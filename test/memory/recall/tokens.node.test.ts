/** Words in code are the words of the index: compared with FTS5 itself. */
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, it } from "vitest";
import { stem } from "../../../src/memory/recall/stem.ts";
import { tokenize } from "../../../src/memory/recall/tokens.ts";

const TOKENIZER = "porter unicode61 remove_diacritics 2";

/** The terms of each text, in order, as FTS5 has them. */
function termsOf(texts: readonly string[]): string[][] {
  const db = new DatabaseSync(":memory:");
  db.exec(`CREATE VIRTUAL TABLE f USING fts5(body, tokenize='${TOKENIZER}'); CREATE VIRTUAL TABLE v USING fts5vocab(f, instance); BEGIN`);
  const insert = db.prepare("INSERT INTO f (rowid, body) VALUES (?, ?)");
  for (const [index, text] of texts.entries()) insert.run(index + 1, text);
  db.exec("COMMIT");
  const terms = texts.map((): string[] => []);
  for (const row of db.prepare("SELECT doc, term FROM v ORDER BY doc, offset").all()) terms[Number(row["doc"]) - 1]?.push(String(row["term"]));
  db.close();
  return terms;
}

const SUFFIXES =
  "s es ies sses eed ed ing ational tional enci anci izer bli alli entli eli ousli ization ation ator alism iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize e ll y".split(
    " ",
  );
const letters = (from: string, most: number) => fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: most }).map((chosen) => chosen.join(""));
const words = fc
  .tuple(letters("abcdefghiklmnoprstuvwxyzaeiou", 7), fc.array(fc.constantFrom(...SUFFIXES), { maxLength: 3 }))
  .map(([begin, endings]) => begin + endings.join(""));

it("stems 30,000 words as FTS5 does", () => {
  const sample = [...new Set(fc.sample(words, { numRuns: 30_000, seed: 7 }))];
  expect(sample.length).toBeGreaterThan(20_000);
  const terms = termsOf(sample);
  expect(sample.filter((word, index) => stem(word) !== terms[index]?.[0])).toEqual([]);
});

it("stems words with letters beyond ASCII, very short and very long ones as FTS5 does", () => {
  const some = fc.sample(letters("aeßøłisdngtžбя", 9), { numRuns: 5_000, seed: 3 });
  const sample = [...new Set([...some, "a", "is", "ies", "ßs", "øed", `${"x".repeat(61)}ing`, `${"x".repeat(62)}ing`, `${"ø".repeat(31)}ing`])];
  const terms = termsOf(sample);
  // Accents are gone before anything is stemmed.
  expect(sample.filter((word, index) => tokenize(word)[0]?.stem !== terms[index]?.[0])).toEqual([]);
});

it("cuts texts of many scripts into the same words", () => {
  const texts = [
    "Don't stop: it's 10:30, e-mail me@example.com (asap)!",
    "Über Größe, naïve façades, ĐÀ NẴNG, Ångström, œuvre, İstanbul",
    "Мы пошли в парк; ΟΔΥΣΣΕΥΣ στην Ιθάκη",
    "昨天我去了公园。東京タワー 한국어 텍스트",
    "שלום עולם, مرحبا بالعالم, हिन्दी में",
    "smile 😂 and ❤️, 3½ cups, x², №5, ①②",
    "e\u0301te\u0301 x\u0305y under_score snake-case C++ C# <@123456>",
  ];
  expect(texts.map((text) => tokenize(text).map(({ stem: each }) => each))).toEqual(termsOf(texts));
});

it("makes of no character two words of a query, which FTS5 would refuse as a phrase", () => {
  const db = new DatabaseSync(":memory:");
  db.exec(`CREATE VIRTUAL TABLE f USING fts5(body, content='', columnsize=0, detail=none, tokenize='${TOKENIZER}')`);
  const ask = db.prepare("SELECT count(*) FROM f WHERE f MATCH ?");
  const refused: string[] = [];
  // Without ideographs and Hangul syllables, tens of thousands of which are alike.
  const blocks = Array.from({ length: 0x200 }, (_, block) => block).filter((block) => block < 0x34 || (block > 0x9f && block < 0xac) || block > 0xdf);
  for (const block of blocks) {
    const codes = Array.from({ length: 0x100 }, (_, index) => block * 0x100 + index);
    const texts = codes.map((code) => `ab${String.fromCodePoint(code)}cd`);
    const asked = texts.flatMap((text) => tokenize(text).filter(({ raw }) => raw === text)).map(({ word }) => `"${word}"`);
    try {
      if (asked.length > 0) ask.get(asked.join(" OR "));
    } catch {
      refused.push(block.toString(16));
    }
  }
  db.close();
  expect(refused).toEqual([]);
});

it("says where each word stands and how it was written", () => {
  expect(tokenize("Ein Café!").map(({ raw, word, at }) => [raw, word, at])).toEqual([
    ["Ein", "ein", 0],
    ["Café", "cafe", 4],
  ]);
});
