/** Words of others inside our texts. Used by commands and the conversation. */

const LONGEST_NAME = 100;

/** At most that long, and no character is cut in half. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, Math.max(0, length - 1)).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}

/** One line, short, without the markdown that would break the sentence. */
export function quote(text: string, length = 80): string {
  // Before a full stop and the like it leaves nothing behind.
  const blank = (run: string, at: number) => (/^\S+[.,;:!?]$/.test(run + text.charAt(at + run.length)) ? "" : " ");
  const flat = text.replace(/[\s`*_~|<>[\]\\]+/g, blank).trim();
  return clip(flat, length);
}

/** A name in which every sign counts, such as a model's, as code. */
export function code(text: string): string {
  return `\`${clip(text.replace(/\s+/g, " ").replaceAll("`", "'"), LONGEST_NAME)}\``;
}

/** The same in a sentence. */
export function exact(text: string): string {
  return clip(text.replace(/\s+/g, " ").trim(), LONGEST_NAME).replace(/[`*_~|<>[\]\\]/g, "\\$&");
}
