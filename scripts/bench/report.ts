/** Lines of the bench and how they are shown: a table for people, JSON for machines. */

export interface Line {
  id: string;
  name: string;
  /** What the bar is about, or the one number of a line without a bar. */
  value: number;
  unit: string;
  /** The most that `value` may be. */
  bar?: number;
  /** The measured numbers in words. */
  measured: string;
  /** The same numbers for machines. */
  details?: Record<string, number>;
}

export interface Group {
  title: string;
  /** What exactly was measured, and what was not. */
  about: string;
  lines: Line[];
}

export interface Machine {
  date: string;
  cpu: string;
  cores: number;
  node: string;
  workerd: string;
  quick: boolean;
}

/** Undefined without a bar. */
export const holds = ({ bar, value }: Line) => (bar === undefined ? undefined : value <= bar);

export function toTable(groups: readonly Group[], machine: Machine): string {
  const rows = groups.flatMap(({ lines }) => lines.map((line) => [line.name, line.measured, barText(line), verdict(line)]));
  const header = ["", "measured", "bar", "holds"];
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  const parts = groups.map(({ title, about, lines }) => {
    const own = lines.map((line) => format([line.name, line.measured, barText(line), verdict(line)]));
    return [`${title}`, ...wrap(about, 140).map((text) => `  ${text}`), ...own].join("\n");
  });
  const where = `${machine.cpu}, ${machine.cores} cores; Node ${machine.node}, workerd ${machine.workerd}; ${machine.date}${machine.quick ? "; quick: for smoke, not for figures" : ""}`;
  return [where, format(header), ...parts].join("\n\n");
}

export function toJson(groups: readonly Group[], machine: Machine): string {
  const lines = groups.flatMap(({ title, lines: own }) => own.map((line) => ({ group: title, ...line, bar: line.bar ?? null, holds: holds(line) ?? null })));
  return JSON.stringify({ ...machine, lines }, null, 2);
}

function barText({ bar, unit }: Line): string {
  return bar === undefined ? "" : `<= ${bar} ${unit}`;
}

function verdict(line: Line): string {
  return { true: "yes", false: "NO", undefined: "" }[`${holds(line)}`];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
