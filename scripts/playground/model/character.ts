/**
 * How the demo model talks: it obeys a few obvious wishes in its system prompt visibly, so that whoever sets one sees that it arrived. It stays a demo
 * that says so. Called by `words.ts`.
 */

const PIRATE = /pira(te|t)\b/i;
/** The bot's own prompt asks for brevity "where a short answer does": that is no wish for a brief answer to everything. */
const BRIEF =
  /\b((be|keep it|stay|answers?|reply|write|respond)( \w+)? (brief|short|concise|terse)(ly)?\b(?! where)|in one sentence|fass(e)? dich kurz|sei (immer )?kurz|antworte( immer)?( sehr)? (kurz|knapp))/i;
const LOUD = /\b(all[ -]caps|upper ?case|capital letters|(only|in) capitals|grossbuchstaben|großbuchstaben)\b/i;
const RHYME = /\b(rhym(e|es|ing)|in verse|reim(e|en)?|gereimt)\b/i;

/** Whether the demo has a way to show what is wished for. */
export function hasManner(text: string): boolean {
  return [PIRATE, BRIEF, LOUD, RHYME].some((manner) => manner.test(text));
}

/** `intro`: who speaks. `said`: what the answer is about, which stays in a brief one. */
export function inCharacter({ intro, said, rest }: { intro: string; said: string[]; rest: string[] }, system: string, german: boolean): string {
  const [first = "", ...more] = said;
  const brief = [`${intro.split(":")[0] ?? ""}. ${first}`, ...more].join("\n\n");
  let spoken = BRIEF.test(system) ? brief : [intro, ...said, ...rest].join("\n\n");
  if (RHYME.test(system)) {
    spoken += german
      ? "\n\n*Ein Demo-Modell bin ich, mehr will ich nicht sein;\nein echtes, das stellst du ganz einfach selbst ein.*"
      : "\n\n*A demo I am, and a demo I stay;\na model that thinks is one setting away.*";
  }
  if (PIRATE.test(system)) spoken = german ? `Arr, Landratte! ${spoken}\n\nVolle Fahrt voraus!` : `Arr, matey! ${spoken}\n\nYo ho ho, fair winds to ye!`;
  return LOUD.test(system) ? spoken.toUpperCase() : spoken;
}
