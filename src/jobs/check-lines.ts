/** A line of a check: how it stands, and what to do about it. Used by the job kind `check`. */

export interface Line {
  state: "good" | "warning" | "bad";
  text: string;
  fix?: string;
}

const mark = { good: "✅", warning: "⚠️", bad: "❌" } as const;
/** Of a message's 2,000 characters, with room for what is counted differently. */
const LENGTH = 1_950;

/** What needs doing comes first. As many lines as fit; what several in a row have in common to be done stands below the last of them. */
export function renderLines(title: string, lines: readonly Line[]): string {
  const sorted = (["bad", "warning", "good"] as const).flatMap((state) => lines.filter((line) => line.state === state));
  const rendered = sorted.map(({ state, text, fix }, index) => {
    const isSaidBelow = fix === undefined || fix === sorted[index + 1]?.fix;
    return `${mark[state]} ${text}${isSaidBelow ? "" : `\n-# → ${fix}`}`;
  });
  return rendered.reduce((all, line) => (all.length + line.length < LENGTH ? `${all}\n${line}` : all), title);
}
