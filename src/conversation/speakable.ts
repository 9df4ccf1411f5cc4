/** An answer as somebody would read it to another: without marks, addresses, code and numbers of sources. Used by read-aloud.ts. */

/** What stands for what cannot be read, in the listener's language. */
export interface SpokenWords {
  code: string;
  spoiler: string;
  /** Ends what had to be cut. */
  shortened: string;
}

export interface Speakable {
  /** Empty where there is nothing to be read. */
  text: string;
  isShortened: boolean;
}

/** Source: OpenAI API reference, "Create speech": 4096 characters; a little less, since servers count differently. */
const MOST_CHARACTERS = 4_000;
/** Of a sentence; a closing quote or bracket still belongs to it. */
const END = /[.!?…。！？][)\]"'”’»]*(?=\s|$)|[。！？]/gu;
/** Characters of an answer that are looked at: even with much code in it more than are read. */
const READ = 32_000;
/** A cut that leaves less than this of what would fit is no good. */
const LEAST_PART = 0.5;

export function speakable(answer: string, words: SpokenWords): Speakable {
  const text = plain(answer.slice(0, READ), words);
  if (text.length <= MOST_CHARACTERS && answer.length <= READ) return { text, isShortened: false };
  // The blank before it, and a full stop where there is none to cut at.
  const room = MOST_CHARACTERS - words.shortened.length - 2;
  return { text: `${cut(text, room)} ${words.shortened}`, isShortened: true };
}

function plain(answer: string, { code, spoiler }: SpokenWords): string {
  const text = answer
    .replaceAll("\r", "")
    // A block that is never closed goes on to the end.
    .replaceAll(/^[ \t>]*(`{3,9}|~{3,9})[^\n]*\n(?:[\s\S]*?\n)??[ \t>]*\1[^\S\n]*$|^[ \t>]*(?:`{3,9}|~{3,9})[\s\S]*$/gm, `\n${code}\n`)
    .replaceAll(/```[\s\S]*?```/g, ` ${code} `)
    .replaceAll(/(`{1,2})(?!`)([^`\n]+)\1/g, "$2")
    .replaceAll(/\|\|[^|\n]+\|\|/g, spoiler)
    // Pictures and links: their words; where those are but a number, they are a source.
    .replaceAll(/!?\[((?:[^[\]\n]|\[[^[\]\n]*\])*)\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"\n]*")?\)/g, (_, label: string) =>
      /^(?:(?:[[\]\s,–-]|\b\d{1,3}\b)*|[^\p{L}\p{N}]*)$/u.test(label) ? "" : label,
    )
    .replaceAll(/[^\S\n]?(?:\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]|【[^】\n]{0,80}】)/g, "")
    // Of an address the host can be said; commands by their names; mentions, emoji and moments of Discord's own not at all.
    .replaceAll(/<?(?:https?:\/\/)(?:www\.)?([^\s/<>?#)]*[^\s/<>?#).,;:!])[^\s<>)]*?>?(?=[.,;:!?]*(?:[\s<>)]|$))/g, "$1")
    .replaceAll(/<\/([^:<>\n]+):\d+>/g, "$1")
    .replaceAll(/<(?:a?:\w+:\d+|@[!&]?\d+|#\d+|t:-?\d+(?::\w)?|id:\w+)>/g, "")
    .replaceAll(/(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\u20e3/gu, "");
  return text
    .split("\n")
    .map(readLine)
    .filter((line) => line !== "")
    .join("\n")
    .toWellFormed();
}

function readLine(line: string): string {
  const words = line
    // Quotes, headings, small print, bullets, boxes to tick.
    .replace(/^[\s>]*/, "")
    .replace(/^(?:#{1,6}|-#)\s+/, "")
    .replace(/^[-*+•]\s+(?:\[[ xX]\]\s+)?/, "")
    // Lines that only part something, and of tables the one below the head.
    .replace(/^(?:[-*_=|:]\s*){3,}$/, "")
    .replaceAll(/\s*\|\s*/g, ", ")
    .replaceAll(/~~[^~\n]+~~/g, "")
    .replaceAll(/(?<!\\)\*{1,3}(?=\S)([^*\n]*[^\s*\\])\*{1,3}/g, "$1")
    .replaceAll(/(?<![\w\\])_{1,3}(?=\S)([^_\n]*[^\s_\\])_{1,3}(?!\w)/g, "$1")
    .replaceAll(/\\([\\`*_{}[\]()#+\-.!|>~])/g, "$1")
    .replaceAll(/[^\S\n]+/g, " ")
    .replace(/^[,\s]+|[,\s]+$/g, "")
    .replaceAll(/ +(?=[,.;:!?])/g, "");
  if (!/[\p{L}\p{N}]/u.test(words)) return "";
  // A pause, where a heading or an item of a list ends without one.
  return /[\p{L}\p{N})"'”’»%\p{Sc}_]$/u.test(words) ? `${words}.` : words;
}

/** At the end of a sentence if that is not too far back, else of a word. */
function cut(text: string, room: number): string {
  const window = text.slice(0, room);
  const ends = [...window.matchAll(END)].map((match) => match.index + match[0].length);
  const end = ends.at(-1) ?? 0;
  if (end >= room * LEAST_PART) return window.slice(0, end);
  const space = Math.max(window.lastIndexOf(" "), window.lastIndexOf("\n"));
  return `${(space >= room * LEAST_PART ? window.slice(0, space) : window).toWellFormed().trim()}.`;
}
