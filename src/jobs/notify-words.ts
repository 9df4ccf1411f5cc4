/** A note in its owner's language, and as a message on Discord. Used by the job kinds `notify` and `notify-test`. */
import type { OutgoingMessage } from "../discord/api.ts";
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip } from "../discord/quote.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { type Texts, word } from "../locales/index.ts";
import type { Note, NoteValue, Words } from "../notify/types.ts";

/** Of a name. */
const NAME_LENGTH = 100;
/** Of what somebody wants to be reminded of. */
const TEXT_LENGTH = 1_500;

export function wordsOf({ kind, values, url = "" }: Note, { notify: say }: Texts): Words {
  const value = (key: NoteValue, length = NAME_LENGTH) => clip(cleanText(values[key] ?? "").replaceAll(/\s+/g, " "), length);
  // As code of ours writes it, with its sign or without.
  const channel = value("channel").replace(/^#/, "");
  const reason = word(say.reason, values.problem ?? "") ?? value("problem", TEXT_LENGTH);
  const of: Record<Note["kind"], Omit<Words, "url">> = {
    "channel-off": { title: say.note.channelOff.title, text: say.note.channelOff.text(channel, reason) },
    "schedule-paused": { title: say.note.schedulePaused.title(value("name")), text: say.note.schedulePaused.text(channel, reason) },
    reminder: { title: say.note.reminder.title, text: clip(cleanText(values.text ?? ""), TEXT_LENGTH) || say.note.reminder.title },
    test: { title: say.note.test.title, text: say.note.test.text(value("target")) },
  };
  return { ...of[kind], url: /^https:\/\//.test(url) ? url : "" };
}

/** `hint`: a small line below. Names and what people wrote stay what they are: nothing in it becomes markdown, a mention or a preview. */
export function onDiscord({ title, text, url }: Words, hint = ""): OutgoingMessage {
  const lines = [
    `**${clip(plain(title), NAME_LENGTH * 2)}**`,
    clip(plain(text), TEXT_LENGTH),
    ...(url === "" ? [] : [url]),
    ...(hint === "" ? [] : [`-# ${hint}`]),
  ];
  return { content: clip(lines.join("\n"), MESSAGE_LENGTH), suppressEmbeds: true };
}

/** A line's beginning makes headings, lists and quotes. */
const plain = (text: string) => text.replace(/[`*_~|<>[\]\\]/g, "\\$&").replace(/^(\s*)([#+-])|^(\s*\d+)([.)])/gm, "$1$3\\$2$4");
