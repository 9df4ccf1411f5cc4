/** The bot's prompts by the name of their file. Texts for the deployer to edit; a new one is a file and a line here. Used by conversation/ and commands/. */
import catchupText from "./catchup.md";
import catchupQuestionText from "./catchup-question.md";
import citeText from "./cite.md";
import condenseText from "./condense.md";
import continueText from "./continue.md";
import defaultText from "./default.md";
import describeText from "./describe.md";
import explainText from "./explain.md";
import imagineText from "./imagine.md";
import noticeText from "./notice.md";
import personaText from "./persona.md";
import questionText from "./question.md";
import { type Prompt, readPrompt } from "./read-prompt.ts";
import recurrenceText from "./recurrence.md";
import replyText from "./reply.md";
import scheduleText from "./schedule.md";
import speakText from "./speak.md";
import summarizeText from "./summarize.md";
import summaryText from "./summary.md";
import translateText from "./translate.md";
import wishesText from "./wishes.md";

export type { Prompt } from "./read-prompt.ts";

const FILES = {
  default: defaultText,
  continue: continueText,
  wishes: wishesText,
  persona: personaText,
  reply: replyText,
  describe: describeText,
  explain: explainText,
  translate: translateText,
  summarize: summarizeText,
  question: questionText,
  summary: summaryText,
  catchup: catchupText,
  "catchup-question": catchupQuestionText,
  cite: citeText,
  condense: condenseText,
  notice: noticeText,
  imagine: imagineText,
  speak: speakText,
  schedule: scheduleText,
  recurrence: recurrenceText,
} as const;

export type PromptName = keyof typeof FILES;
export const promptNames = Object.keys(FILES) as PromptName[];

/** Read on first use, once per isolate. A cache of constants, not state. */
const cache: { prompts?: Readonly<Record<PromptName, Prompt>> } = {};

/** Throws ConfigError where any of the files is not as it should be, so that whoever edits one hears of it at once. */
export function promptFor(name: PromptName): Prompt {
  cache.prompts ??= Object.fromEntries(Object.entries(FILES).map(([file, text]) => [file, readPrompt(file, text)])) as Record<PromptName, Prompt>;
  return cache.prompts[name];
}

/** The bot's own models, default first. `chain`: MODEL. */
export function deployerModels(chain: readonly string[]): string[] {
  return [...new Set([promptFor("default").model ?? [], chain].flat())];
}

/** What the deployer tells the model in every turn. `systemPrompt`: SYSTEM_PROMPT, which takes the place of default.md where it is set. */
export function deployerLayers(systemPrompt: string) {
  const file = (name: PromptName) => ({ name, source: `src/prompts/${name}.md`, text: promptFor(name).body });
  return {
    base: [systemPrompt === "" ? file("default") : { name: "default", source: "SYSTEM_PROMPT", text: systemPrompt }],
    preface: { ...file("wishes"), preface: "wishes" as const },
    personaPreface: { ...file("persona"), name: "role", preface: "persona" as const },
  };
}
