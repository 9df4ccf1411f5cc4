/** Gathers what a document says as lines of text: paragraphs, and tables as rows of cells. Used by the readers of office files. */

export interface Paragraphs {
  write(text: string): void;
  /** Ends the line; `prefix` goes before its words, where it has any. */
  end(prefix?: string): void;
  openTable(): void;
  openRow(): void;
  /** Takes what was written since the cell began. */
  closeCell(): void;
  closeRow(): void;
  closeTable(): void;
  /** A line by itself, outside of what is being written. */
  line(text: string): void;
  text(): string;
  size(): number;
}

/** Of tables within cells: each is told once more in the one around it. */
const DEEPEST_TABLE = 4;

export function createParagraphs(): Paragraphs {
  const lines: string[] = [];
  /** Of each open table its row's cells; tables stand in cells of others. */
  const rows: { cells: string[]; cell: string }[] = [];
  let depth = 0;
  let current = "";
  let total = 0;
  const put = (line: string) => {
    lines.push(line);
    total += line.length + 1;
  };
  /** What stands deeper is told as words of the cell that it is in. */
  const innermost = () => (depth <= DEEPEST_TABLE ? rows.at(-1) : undefined);
  return {
    write(text) {
      current += text;
    },
    end(prefix = "") {
      const words = current.replaceAll(/[^\S\n\t]+/g, " ").trim();
      current = "";
      if (words === "") return;
      const row = rows.at(-1);
      if (row === undefined) put(prefix + words);
      else row.cell += `${row.cell === "" ? "" : " "}${words.replaceAll(/\s+/g, " ")}`;
    },
    openTable() {
      this.end();
      depth += 1;
      if (depth <= DEEPEST_TABLE) rows.push({ cells: [], cell: "" });
    },
    openRow() {
      const row = innermost();
      if (row) row.cells = [];
    },
    closeCell() {
      this.end();
      const row = innermost();
      if (!row) return;
      row.cells.push(row.cell.replaceAll("|", "/"));
      row.cell = "";
    },
    closeRow() {
      const row = innermost();
      if (!row) return;
      const line = row.cells.join(" | ");
      row.cells = [];
      if (!/[^\s|]/.test(line)) return;
      const outer = rows.at(-2);
      if (outer === undefined) put(line);
      else outer.cell += `${outer.cell === "" ? "" : "; "}${line}`;
    },
    closeTable() {
      if (depth === 0) return;
      if (depth <= DEEPEST_TABLE) rows.pop();
      depth -= 1;
      if (depth === 0) put("");
    },
    line(text) {
      this.end();
      put(text);
    },
    text: () =>
      lines
        .join("\n")
        .replaceAll(/\n{3,}/g, "\n\n")
        .trim(),
    size: () => total,
  };
}
