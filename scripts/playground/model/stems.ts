/** Words cut down to what their forms have in common, English and German, roughly. Used for memories, catching up and the demo's embeddings. */

/** Said in every sentence, so they tell nothing about it. */
const COMMON = new Set(
  (
    "a about all also am an and any are as at be been but by can could did do does for from had has have he her here him his how i if in into is it its just know " +
    "let like me more my no not now of on one or our out she so some tell than that the their them then there they this to too up us very was we were what when " +
    "where which who why will with would you your " +
    "aber als am an auch auf aus bei bin bis bist da das dass dein deine dem den der des die dir du ein eine einem einen einer er es für hat habe haben hast ich ihr " +
    "im in ist ja kann kannst mein meine mich mir mit nach nicht noch nun oder sag schon sein seine sich sie sind so und uns vom von war warum was wann wer wie wir " +
    "wird wo zu zum zur über"
  ).split(" "),
);
const ENDINGS = /(?:ations?|ments?|ness|ings?|ed|ies|ers?|en|em|ly|es|s|e|y)$/;
const LEAST = 3;

/** In order, with repeats. */
export function stemsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .normalize("NFC")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !COMMON.has(word)).map(stem);
}

/** Until nothing more comes off, so that all forms of a word end at the same: "press", "pressed", "pressing"; "plan", "planning". */
function stem(word: string): string {
  const cut = word.replace(ENDINGS, "").replace(/([^aeiou])\1$/, "$1");
  return cut === word || cut.length < LEAST ? word : stem(cut);
}

/** How many different stems both have. */
export function sharedStems(a: string, b: string): number {
  const known = new Set(stemsOf(b));
  return [...new Set(stemsOf(a))].filter((word) => known.has(word)).length;
}
