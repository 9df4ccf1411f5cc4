/** What was heard in a turn's recordings: as the words of whoever spoke, as files, and written down for people. Used by prepare.ts. */
import type { ChannelMessage } from "../discord/api.ts";
import type { Attachment, MessageSnapshot } from "../discord/interaction.ts";
import { quote } from "../discord/quote.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import type { Heard } from "../kernel/echoes.ts";
import type { Texts } from "../locales/index.ts";
import { fileKind } from "../senses/file-kind.ts";
import type { ReadAttachments } from "./attachments.ts";
import type { Surroundings } from "./surroundings.ts";

export interface Voices {
  /** Words of the message in question. */
  target: string[];
  /** All others. */
  files: { name: string; text: string }[];
  /** Whose words they are, of others than the asker. */
  heard: Heard[];
}

export function voicesIn(
  spoken: ReadAttachments["spoken"],
  owners: ReadonlyMap<Attachment, ChannelMessage["author"]>,
  target: MessageSnapshot | undefined,
  askerId: string,
): Voices {
  const isTargets = ({ of }: ReadAttachments["spoken"][number]) => target !== undefined && owners.get(of) === target.author;
  return {
    target: spoken.filter(isTargets).map(({ text, seconds }) => `[Voice message, ${lengthOf(seconds)}] ${text}`),
    files: spoken
      .filter((one) => !isTargets(one))
      .map(({ of, text, seconds }) => ({ name: of.filename, text: `(Words of a recording, ${lengthOf(seconds)})\n${text}` })),
    heard: spoken.flatMap(({ of, text }) => {
      const author = owners.get(of);
      return author === undefined || author.bot || author.id === askerId ? [] : [{ person: { id: author.id }, name: author.name, text }];
    }),
  };
}

/** Asked again, nobody has to listen again; and whoever goes on from there knows what was said. */
export function withWords(input: AskInput, { target: words }: Voices): AskInput {
  const { target } = input;
  return target === undefined || words.length === 0 ? input : { ...input, target: { ...target, content: together(target, words), heard: true } };
}

/** What a message says, in writing and by voice. */
const together = ({ content }: Pick<MessageSnapshot, "content">, words: readonly string[]): string =>
  [content, ...words].filter((part) => part !== "").join("\n\n");

/** As the model is shown it; of what an unasked post refers to, its words alone. */
export function messageInQuestion(
  { applicationId }: Pick<Job, "applicationId">,
  target: MessageSnapshot | undefined,
  about: ChannelMessage | null,
  voices: readonly string[],
) {
  const message = target ?? about;
  if (message === null || (target === undefined && message.content === "")) return undefined;
  return { author: message.author.id === (applicationId as string) ? "You, in an earlier answer" : message.author.name, text: together(message, voices) };
}

/** Where words are to be written down, the message's own recordings are all that matters. */
export function filesFor({ task, target }: AskInput, { files, owners }: Pick<Surroundings, "files" | "owners">): Attachment[] {
  return task === "transcribe" ? files.filter((file) => owners.get(file) === target?.author && fileKind(file) === "recording") : files;
}

/** In place of an answer: the very words, and why there are none of others. */
export function writtenDown({ spoken, notices }: ReadAttachments, { senses }: Texts): string {
  const words = spoken.map(({ of, text, seconds }) => `${senses.transcript(quote(of.filename), lengthOf(seconds))}\n${text.replaceAll(/^/gm, "> ")}`);
  return [...words, ...notices].join("\n\n");
}

/** `1:05`. */
function lengthOf(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
