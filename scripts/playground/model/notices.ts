/** Facts that the demo model notices: sentences of a few plain forms, in lines with a number and a date. Called by `words.ts`. */
import { block } from "./summaries.ts";

const MOST = 3;
const REST = "([^.!?,\\n]{2,80})";

/** What somebody says about themselves, and how that is told of them. */
const FORMS: readonly [said: RegExp, told: string][] = [
  [new RegExp(`\\b(?:my name is|call me) ${REST}`, "i"), "Wants to be called $1."],
  [new RegExp(`\\bI(?:'m| am) ((?:an?|learning|from|working|allergic) ${REST})`, "i"), "Is $1."],
  [new RegExp(`\\bI (?:really )?(?:like|love) ${REST}`, "i"), "Likes $1."],
  [new RegExp(`\\bmy (dog|cat|project|favou?rite \\w+) is ${REST}`, "i"), "Their $1 is $2."],
  [new RegExp(`\\b(?:ich heiße|nenn mich) ${REST}`, "i"), "Möchte $1 genannt werden."],
  [new RegExp(`\\bich mag ${REST}`, "i"), "Mag $1."],
];

/** As the JSON that is asked for with such lines; undefined where this is no such task. */
export function noticedIn(message: string): string | undefined {
  const lines = (block(message, "conversation") ?? "").split("\n").flatMap((line) => {
    const [, number, text = ""] = /^\[(\d+)\] \d{4}-\d\d-\d\d: (.*)$/.exec(line) ?? [];
    return number === undefined ? [] : [{ line: Number(number), text }];
  });
  if (lines.length === 0) return undefined;
  const known = block(message, "memories") ?? "";
  const facts = lines.flatMap(({ line, text }) =>
    FORMS.flatMap(([said, told]) => {
      const found = said.exec(text);
      return found === null ? [] : [{ line, text: told.replaceAll(/\$(\d)/g, (_, group: string) => (found[Number(group)] ?? "").trim()) }];
    }),
  );
  return JSON.stringify({ facts: facts.filter((fact) => !known.includes(fact.text)).slice(-MOST) });
}
