/** Cuts a document into passages that can be found and quoted by themselves, where its author paused. Pure. Used by the job that adds knowledge. */

/** Characters of a passage with its heading. */
export const PASSAGE_LENGTH = 1_000;
/** Of the headings above a passage, as they are carried along. */
const HEADING_LENGTH = 160;
/** How full a passage has to be before it ends at such a place, the best first. */
const FULL_ENOUGH = { heading: 0.4, paragraph: 0.5, line: 0.7, sentence: 0.6, word: 0.6 } as const;
/** With its signs. */
const LONGEST_HEADING = 300;
const BETWEEN_HEADINGS = " › ";

export interface Passage {
  /** What it stands under; empty where there is nothing. */
  heading: string;
  text: string;
}

/** `prose`: with headings as Markdown has them. `table`: the first line names the columns. `code`: lines alone. */
export type TextKind = "prose" | "table" | "code";

interface Heading {
  /** Where its line begins, and where the next one does. */
  at: number;
  end: number;
  level: number;
  title: string;
}

/** In order, without a gap: all of them together are the text, but for white space at their ends. */
export function cutIntoPassages(text: string, kind: TextKind): Passage[] {
  const headings = createHeadings(kind === "prose" ? findHeadings(text) : []);
  const columns = kind === "table" ? clipLine(text.slice(0, lineEnd(text, 0)), HEADING_LENGTH) : "";
  const passages: Passage[] = [];
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const heading = at > 0 && columns !== "" ? columns : headings.above(at);
    const room = PASSAGE_LENGTH - (heading === "" ? 0 : heading.length + 1);
    const end = text.length - at <= room ? text.length : findEnd(text, at, room, kind, headings.within(at, at + room));
    passages.push({ heading, text: text.slice(at, end).trimEnd() });
    at = skipSpace(text, end);
  }
  return passages;
}

/** As it is stored and found. */
export const passageText = ({ heading, text }: Passage): string => (heading === "" ? text : `${heading}\n${text}`);

/** The last good place to end within `room`. `headings`: those that begin in it. */
function findEnd(text: string, at: number, room: number, kind: TextKind, headings: readonly Heading[]): number {
  const last = at + room;
  const from = (share: number) => at + Math.floor(room * share);
  const heading = headings.findLast((candidate) => candidate.at >= from(FULL_ENOUGH.heading));
  if (heading !== undefined) return heading.at;
  const window = text.slice(at, last);
  const lastOf = (pattern: RegExp, share: number): number | undefined => {
    const found = [...window.matchAll(pattern)].at(-1);
    const end = found === undefined ? 0 : at + found.index + found[0].length;
    return end > from(share) ? end : undefined;
  };
  const end =
    lastOf(/\n[ \t]*\n/g, FULL_ENOUGH.paragraph) ??
    lastOf(/\n/g, kind === "prose" ? FULL_ENOUGH.line : 0) ??
    lastOf(/[.!?…。！？][)\]"'”’»*_]*(?:\s+|(?<=[。！？]))/g, FULL_ENOUGH.sentence) ??
    lastOf(/\s+/g, FULL_ENOUGH.word) ??
    wholeCharacters(text, last);
  // A heading stays with what it stands above.
  const orphan = headings.find((candidate) => candidate.at < end && text.slice(candidate.end, end).trim() === "");
  return orphan === undefined ? end : orphan.at;
}

/** Goes through a text's headings once, as `at` goes up from call to call. */
function createHeadings(all: readonly Heading[]) {
  const path: Heading[] = [];
  let next = 0;
  const close = (level: number) => {
    while ((path.at(-1)?.level ?? 0) >= level) path.pop();
  };
  return {
    /** Those that hold where a passage begins, the widest first. One that it begins with is part of it. */
    above(at: number): string {
      for (let heading = all[next]; heading !== undefined && heading.at < at; heading = all[next]) {
        close(heading.level);
        path.push(heading);
        next += 1;
      }
      const own = all[next];
      const titles = path.filter(({ level }) => own?.at !== at || level < own.level).map(({ title }) => title);
      while (titles.length > 1 && titles.join(BETWEEN_HEADINGS).length > HEADING_LENGTH) titles.shift();
      return clipLine(titles.join(BETWEEN_HEADINGS), HEADING_LENGTH);
    },
    /** Those that begin after `at`, and not after `last`. */
    within(at: number, last: number): Heading[] {
      const found: Heading[] = [];
      for (let index = next; (all[index]?.at ?? last + 1) <= last; index++) {
        const heading = all[index];
        if (heading !== undefined && heading.at > at) found.push(heading);
      }
      return found;
    },
  };
}

/** `# Title` on a line of its own, outside of code. */
function findHeadings(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence = "";
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    const end = lineEnd(text, at);
    // Longer lines are no headings, and patterns take their time with them.
    const line = end - at <= LONGEST_HEADING ? text.slice(at, end) : "";
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
    if (fence !== "") {
      if (mark.startsWith(fence)) fence = "";
    } else if (mark !== "") fence = mark;
    else {
      const [, signs = "", title = ""] = /^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*$/.exec(line.trimEnd()) ?? [];
      if (signs !== "") headings.push({ at, end, level: signs.length, title });
    }
  }
  return headings;
}

/** Where the next line begins. */
function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found === -1 ? text.length : found + 1;
}

function skipSpace(text: string, at: number): number {
  const found = text.slice(at).search(/\S/);
  return found === -1 ? text.length : at + found;
}

/** No surrogate pair is cut, nor a letter from the accents that follow it. */
function wholeCharacters(text: string, end: number): number {
  for (let at = end; at > end - 16; at--) {
    if (!/^[\uDC00-\uDFFF\p{M}\u200D]/u.test(text.slice(at, at + 2)) && !/[\uD800-\uDBFF]/.test(text.charAt(at - 1))) return at;
  }
  return end;
}

function clipLine(line: string, length: number): string {
  const flat = line.replaceAll(/\s+/g, " ").trim();
  return flat.length <= length
    ? flat
    : `${flat
        .slice(0, length - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
