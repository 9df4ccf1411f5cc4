/** Separates `<think>` blocks from the answer while it streams, whatever way the text is cut into chunks. Used by the model adapters. */

export interface Piece {
  type: "text" | "reasoning";
  text: string;
}

export interface ThinkSplitter {
  push(chunk: string): Piece[];
  /** What was held back at the end. A block that was never closed stays reasoning. */
  flush(): Piece[];
}

const TAG = /<\/?think(?:ing)?>/i;
const CLOSING_TAG = /<\/think(?:ing)?>/i;
const TAGS = ["<think>", "<thinking>", "</think>", "</thinking>"];

export function createThinkSplitter(): ThinkSplitter {
  let inside = false;
  /** The start of what may become a tag with the next chunk. */
  let held = "";
  /** Whether the answer has begun: blank lines between a think block and the answer belong to neither. */
  let begun = false;
  const code = createCodeWatch();

  const emit = (pieces: Piece[], text: string) => {
    const type = inside ? "reasoning" : "text";
    let visible = text;
    if (!inside) {
      if (!begun) visible = text.trimStart();
      if (visible !== "") begun = true;
      code.note(visible);
    }
    if (visible === "") return;
    const last = pieces.at(-1);
    if (last?.type === type) last.text += visible;
    else pieces.push({ type, text: visible });
  };

  const split = (input: string): Piece[] => {
    const pieces: Piece[] = [];
    let rest = input;
    for (;;) {
      const found = (inside ? CLOSING_TAG : TAG).exec(rest);
      if (!found) break;
      const [tag] = found;
      const after = rest.slice(found.index + tag.length);
      emit(pieces, rest.slice(0, found.index));
      rest = after;
      if (inside) inside = false;
      // An answer about these tags quotes them as code; that is no reasoning.
      else if (code.open()) emit(pieces, tag);
      // A closing tag without an opening one is left over by chat templates that opened it in the prompt: drop it.
      else inside = !tag.startsWith("</");
    }
    const cut = startOfPartialTag(rest);
    emit(pieces, rest.slice(0, cut));
    held = rest.slice(cut);
    return pieces;
  };

  return {
    push: (chunk) => split(held + chunk),
    flush() {
      const pieces: Piece[] = [];
      emit(pieces, held);
      held = "";
      return pieces;
    },
  };
}

/** Where a tag may have begun at the end of `text`; its length where none did. */
function startOfPartialTag(text: string): number {
  const at = text.lastIndexOf("<");
  if (at < 0) return text.length;
  const tail = text.slice(at).toLowerCase();
  return TAGS.some((tag) => tag.startsWith(tail)) ? at : text.length;
}

/** Follows backticks through the answer: `open()` inside a fence, or right after a backtick or quotation mark. */
function createCodeWatch() {
  let fenced = false;
  let run = 0;
  let last = "";
  return {
    note(text: string) {
      for (const character of text) {
        if (character === "`") run++;
        else {
          if (run >= 3) fenced = !fenced;
          run = 0;
        }
        last = character;
      }
    },
    open: () => fenced || run >= 3 || last === "`" || last === '"' || last === "'",
  };
}
