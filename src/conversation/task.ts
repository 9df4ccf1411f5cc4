/** What is to be done with a message, as words: for the model now, for the history, and as a line for people. Used by prepare.ts, record.ts and compose.ts. */
import { quote } from "../discord/quote.ts";
import type { AskInput, MessageTask } from "../jobs/types.ts";
import { type PromptName, promptFor } from "../prompts/index.ts";
import { quoteMessage } from "../turn/fence.ts";

/** In the history; the instructions themselves would only repeat. */
const IN_SHORT: Readonly<Record<Exclude<MessageTask, "question">, string>> = {
  reply: "Reply to this message.",
  describe: "Describe the picture of this message.",
  transcribe: "Write down what is said in the recording of this message.",
  explain: "Explain this message.",
  translate: "Translate this message.",
  summarize: "Summarize the conversation from this message on.",
};

/** The job's own file among the prompts: how it is asked, and with which model. */
export function jobOf({ task, catchup, unasked, trigger }: AskInput): PromptName {
  if (unasked !== undefined) return "speak";
  if (trigger === "schedule") return "schedule";
  // What is said in a recording is told as it was heard, by no model.
  return task === "transcribe" ? "default" : (task ?? (catchup === undefined ? "default" : "catchup"));
}

/** The user message's own words. `timeZone`: of the numbered lines that they are about, if there are any. */
export function promptOf({ task, target, catchup, trigger, prompt }: AskInput, locale: string, timeZone: string | null): string {
  const file = (name: PromptName) =>
    promptFor(name)
      .body.replaceAll("{language}", languageOf(locale))
      .replaceAll("{zone}", timeZone ?? "UTC");
  const scheduled = trigger === "schedule" ? [file("schedule")] : [];
  const about = task !== undefined && task !== "transcribe" && target !== undefined ? [file(task)] : [];
  const missed = catchup === undefined || trigger === "continue" ? [] : [file(prompt === "" ? "catchup" : "catchup-question")];
  const cite = timeZone === null ? [] : [file("cite")];
  return [...scheduled, ...about, ...missed, ...cite, prompt].filter((part) => part !== "").join("\n\n");
}

/** What was asked, with the message it was about and the names of files, though not what was in them. */
export function historyOf({ task, target, catchup, prompt, attachments }: AskInput): string {
  if (catchup !== undefined && prompt === "") return catchup.channelId === undefined ? "What did I miss here?" : `What did I miss in <#${catchup.channelId}>?`;
  const files = [...attachments, ...(target?.attachments ?? [])].map(({ filename }) => `[attached: ${filename}]`);
  const said = task === undefined || task === "question" ? prompt : IN_SHORT[task];
  return [...(target === undefined ? [] : [quoteMessage(target.author.name, target.content)]), said, ...files].join("\n");
}

/** In one line. */
export function excerptOf({ target, prompt }: Pick<AskInput, "target" | "prompt">, length = 120): string {
  return quote(prompt !== "" || target === undefined ? prompt : `${target.author.name}: ${target.content}`, length);
}

/** In English, as the instructions are: `de` is "German". */
export function languageOf(locale: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(locale) ?? locale;
  } catch {
    // RangeError: no locale at all.
    return "English";
  }
}
