/** Pieces of painted text in the order in which they were painted -> lines, by where they stand: a gap is a blank, a step down a new line. Used by page-text.ts. */

export interface Piece {
  text: string;
  /** Along the direction of writing and across it, in the page's units. */
  along: number;
  across: number;
  width: number;
  size: number;
  /** Direction of writing, degrees. */
  angle: number;
}

/** Of the text's size. */
const BLANK = 0.18;
const TAB = 2.5;
const NEW_LINE = 0.5;
const NEW_PARAGRAPH = 1.9;
/** Letters that were painted twice to look bold. */
const SAME_PLACE = 0.12;

export function createLines() {
  let text = "";
  let before: Piece | null = null;
  return {
    add(piece: Piece): void {
      if (piece.text === "") return;
      if (before === null) text += piece.text;
      else {
        const size = Math.max(before.size, piece.size, 0.01);
        const step = Math.abs(piece.across - before.across) / size;
        const gap = (piece.along - (before.along + before.width)) / size;
        const isSame = piece.text === before.text && step < SAME_PLACE && Math.abs(piece.along - before.along) / size < SAME_PLACE;
        if (isSame) return;
        text += between(piece, before, step, gap, /\s$/.test(text) || /^\s/.test(piece.text)) + piece.text;
      }
      before = piece;
    },
    length: () => text.length,
    text: () =>
      text
        .replaceAll(/[^\S\n\t]+/g, " ")
        .replaceAll(/ *\n */g, "\n")
        .replaceAll(/\n{3,}/g, "\n\n")
        .trim(),
  };
}

function between(piece: Piece, before: Piece, step: number, gap: number, hasBlank: boolean): string {
  if (Math.abs(piece.angle - before.angle) > 5 || step > NEW_PARAGRAPH) return "\n\n";
  // Back to the left on the same height is another column, or a list that was painted by columns.
  if (step > NEW_LINE || gap < -6) return "\n";
  if (gap > TAB) return "\t";
  return gap > BLANK && !hasBlank ? " " : "";
}
