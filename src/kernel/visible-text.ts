/**
 * Text of others without the signs that nobody sees and a model reads all the same: tag characters and variation selectors that spell out hidden words,
 * signs of no width between the letters, and marks that turn the direction around. What script and emoji need stays.
 */

/** In the order of their numbers: controls but tab and line end, soft hyphen, fillers, marks of direction, operators that are not seen, byte order marks, annotations, tags. */
const UNSEEN = new RegExp(
  `[${[
    "\\0-\\x08\\v\\f\\x0E-\\x1F\\x7F-\\x9F\\xAD",
    "\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F",
    "\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164",
    "\\uFE00-\\uFE0D\\uFEFF\\uFFA0\\uFFF0-\\uFFFB",
    "\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}",
  ].join("")}]`,
  "gu",
);
const SCRIPTS_WITH_JOINERS = "Arab Syrc Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Mong";
/** What joiners join: letters of such scripts, and emoji with their styles and skins. */
const JOINED = `[\\p{Extended_Pictographic}\\uFE0F\\u{1F3FB}-\\u{1F3FF}${SCRIPTS_WITH_JOINERS.split(" ")
  .map((script) => `\\p{scx=${script}}`)
  .join("")}]`;
/** Anywhere else they are nothing but hidden. Made on first use: such classes take their time, which nobody needs to wait for at the start. */
let looseJoiner: RegExp | undefined;
const findLooseJoiner = () => {
  looseJoiner ??= new RegExp(`(?<!${JOINED})[\\u200C\\u200D]+|[\\u200C\\u200D]+(?!${JOINED})`, "gu");
  return looseJoiner;
};
/** A style of a sign that has none. */
const LOOSE_STYLE = /(?<=^|\p{L}|\s|\u200C|\u200D|\uFE0E|\uFE0F)(\uFE0E|\uFE0F)+/gu;

export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replaceAll(UNSEEN, "")
    .replaceAll(/([\u200C\u200D])[\u200C\u200D]+/g, "$1")
    .replaceAll(LOOSE_STYLE, "")
    .replaceAll(findLooseJoiner(), "");
}
