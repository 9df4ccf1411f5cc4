/** What is to be done with a message, as words: for the model now, for the history, and as a line for people. Used by prepare.ts, record.ts and compose.ts. */
import { quote } from "../discord/quote.ts";
import type { AskInput, MessageTask } from "../jobs/types.ts";
import { promptFor } from "../prompts/index.ts";
import { quoteMessage } from "../turn/fence.ts";

/** In the history; the instructions themselves would only repeat. */
const IN_SHORT: Readonly<Record<Exclude<MessageTask, "question">, string>> = {
  reply: "Reply to this message.",
  describe: "Describe the picture of this message.",
  explain: "Explain this message.",
  translate: "Translate this message.",
  summarize: "Summarize the conversation from this message on.",
};

/** The user message's own words. */
export function promptOf({ task, target, prompt }: AskInput, locale: string): string {
  if (task === undefined || target === undefined) return prompt;
  const instructions = promptFor(task).body.replaceAll("{language}", languageOf(locale));
  return [instructions, prompt].filter((part) => part !== "").join("\n\n");
}

/** What was asked, with the message it was about and the names of files, though not what was in them. */
export function historyOf({ task, target, prompt, attachments }: AskInput): string {
  const files = [...attachments, ...(target?.attachments ?? [])].map(({ filename }) => `[attached: ${filename}]`);
  const said = task === undefined || task === "question" ? prompt : IN_SHORT[task];
  return [...(target === undefined ? [] : [quoteMessage(target.author.name, target.content)]), said, ...files].join("\n");
}

/** In one line. */
export function excerptOf({ target, prompt }: Pick<AskInput, "target" | "prompt">, length = 120): string {
  return quote(prompt !== "" || target === undefined ? prompt : `${target.author.name}: ${target.content}`, length);
}

/** In English, as the instructions are: `de` is "German". */
function languageOf(locale: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(locale) ?? locale;
  } catch {
    // RangeError: no locale at all.
    return "English";
  }
}
