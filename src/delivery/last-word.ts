/** The final state of an answer: as messages, in as much of it as Discord takes, tried until it stands. Used by deliver.ts. */
import type { OutgoingFile, OutgoingMessage } from "../discord/api.ts";
import type { ActionRow, Embed } from "../discord/components.ts";
import { MESSAGE_LENGTH, MESSAGES_PER_ANSWER } from "../discord/limits.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../kernel/errors.ts";
import type { Texts } from "../locales/index.ts";
import { type SplitText, splitMessage } from "./split.ts";
import type { Surface, SurfaceResult } from "./surface.ts";

/** Room for the note about a file. */
const NOTE_LENGTH = 120;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export interface FinalAnswer {
  text: string;
  /** A line that has to be seen: in the last message, whatever goes into a file. */
  footer?: string;
  /** Buttons under the last message; `inPlace`: the answer is one message. */
  buttons(inPlace: boolean): ActionRow[];
  embeds?: Embed[];
  /** Under the last message; where none are taken, `noFiles` says so. */
  files?: OutgoingFile[];
  noFiles?: string;
  /** Stands above the answer where the bot has to post it without the question beside it. */
  heading: string;
  /** Opens the answer of a private turn whose token died. */
  showButton: ActionRow[];
  /** Said in place of that where nothing was kept that could be opened. */
  lost?: string;
  /** There is no answer in it: where nothing was posted yet, only the asker needs to read it. */
  failed?: boolean;
  /** Of a `post` without an answer: not even the asker is told. */
  untold?: boolean;
}

/** From the whole answer down to less and less, for where Discord refuses it as it is: no files here, or words that AutoMod blocks. */
export type Form = "whole" | "no-file" | "words" | "apology";

/** What the bot posts itself: what does not even get through so is better read whole by the asker alone, or not at all. */
export const REPLY_FORMS = ["whole", "no-file"] as const;

export interface LastWordRules {
  forms: readonly Form[];
  /** Until when trouble that passes is outlasted, ms since 1970. */
  giveUpAt(): number;
}

/** `given-up`: with the last error. */
export type LastWord = Exclude<SurfaceResult, { kind: "lost" }> | { kind: "given-up"; error: unknown };

export async function sayLastWord(
  surface: Surface,
  answer: FinalAnswer,
  { forms, giveUpAt }: LastWordRules,
  { clock, texts }: { clock: Clock; texts: Texts },
): Promise<LastWord> {
  let form = 0;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      const result = await surface.show(finalMessages(answer, forms[form] ?? "apology", surface.lostFrom(), texts), true);
      // Composed anew: what was lost moves into the file.
      if (result.kind !== "lost") return result;
    } catch (error) {
      const passing = error instanceof NetworkError || (error instanceof DiscordApiError && (error.status === 429 || error.status >= 500));
      if (passing && clock.now() + wait < giveUpAt()) {
        await clock.sleep(wait);
        continue;
      }
      if (passing || form >= forms.length - 1) return { kind: "given-up", error };
      form += 1;
    }
  }
}

/** What remains after the messages goes into a file; after one of unknown fate (`lost`), onto the first message, whose edit is idempotent. */
function finalMessages(answer: FinalAnswer, form: Form, lost: number, texts: Texts): OutgoingMessage[] {
  if (form === "apology") return [{ content: texts.answer.notPosted, components: [] }];
  const { messages, rest } = split(answer.text, answer.footer ?? "", Math.min(MESSAGES_PER_ANSWER, lost));
  const fileAt = Number.isFinite(lost) ? 0 : messages.length - 1;
  const given = answer.files ?? [];
  const files = form === "whole" ? [...given, ...(rest === "" ? [] : [restFile(rest, texts)])] : [];
  const restNote = form === "whole" ? texts.answer.restInFile(rest.length) : texts.answer.notPosted;
  const note = rest !== "" ? restNote : given.length > 0 && form !== "whole" ? (answer.noFiles ?? texts.answer.notPosted) : "";
  return messages.map((content, index) => {
    const isLast = index === messages.length - 1;
    return {
      content: index === fileAt && note !== "" ? withNote(content, note) : content,
      components: isLast && form !== "words" ? answer.buttons(messages.length === 1 && rest === "") : [],
      ...(isLast && form !== "words" && answer.embeds ? { embeds: answer.embeds } : {}),
      ...(index === fileAt && files.length > 0 ? { files } : {}),
    };
  });
}

/** The answer as messages of the bot's own, without the question beside them. */
export function botMessages(answer: FinalAnswer, texts: Texts): OutgoingMessage[] {
  const { messages, rest } = split(`${answer.heading}\n${answer.text}`, answer.footer ?? "", MESSAGES_PER_ANSWER);
  const files = [...(answer.files ?? []), ...(rest === "" ? [] : [restFile(rest, texts)])];
  return messages.map((content, index) => ({
    content,
    ...(index === messages.length - 1 ? { components: answer.buttons(false) } : {}),
    ...(index === messages.length - 1 && files.length > 0 ? { files } : {}),
  }));
}

function restFile(rest: string, texts: Texts) {
  return { name: texts.answer.restFileName, contentType: "text/markdown; charset=utf-8", data: rest };
}

/** The footer ends the last message. Where a rest goes into a file, that message has room for the footer and for the note about the file. */
function split(text: string, footer: string, maxMessages: number): SplitText {
  const whole = splitMessage(footer === "" ? text : `${text}\n${footer}`, { maxMessages });
  if (whole.rest === "") return whole;
  const first = splitMessage(text, { maxMessages: maxMessages - 1 });
  const last = splitMessage(first.rest, { maxMessages: 1, limit: MESSAGE_LENGTH - footer.length - NOTE_LENGTH });
  return { messages: [...first.messages, ...last.messages.map((content) => (footer === "" ? content : `${content}\n${footer}`))], rest: last.rest };
}

/** The note is a courtesy: it is left out where it does not fit. */
function withNote(content: string, note: string): string {
  return content.length + note.length + 1 <= MESSAGE_LENGTH ? `${content}\n${note}` : content;
}
