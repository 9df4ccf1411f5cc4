/** What a model noticed about a person, as far as it may be kept: its answer is taken for what it is, words of a machine that read untrusted ones. Pure. Used by notice.ts. */
import * as z from "zod";
import { cleanText } from "../kernel/clean-text.ts";

/** Facts of one night, and characters of each. */
const MOST = 5;
const LENGTH = 200;

/** What it says of the person and the number of the line where they say it. */
export interface Noticed {
  line: number;
  text: string;
}

/** Built on use: this is done by night. */
const schema = () => z.strictObject({ facts: z.array(z.strictObject({ line: z.int(), text: z.string() })) });

/** Others are none of its business: mentions, ids, and what stands in their place. */
const OTHERS = /<[@#:]|@someone|@everyone|@here|\d{12,}/i;
/** Lines of a quote, and long passages between quotation marks; a title may stand there. */
const QUOTED = /^\s*>|["“”„«»][^"“”„«»]{40,}["“”„«»]/m;
/** Words for secrets, and what looks like one: nothing that is said is as long without a space. */
const SECRET = /\b(passwor[dt]s?|passphrases?|api[ -]?(keys?|schlüssel)|secret keys?)\b|\S{40,}/i;

/** Null where the answer is not of the form that was asked for. `isOwnLine`: a line of the person's own was shown under that number. `known`: what is known already. */
export function readNoticed(answer: string, isOwnLine: (line: number) => boolean, known: readonly string[]): Noticed[] | null {
  const read = schema().safeParse(parseJson(answer));
  if (!read.success) return null;
  const seen = new Set(known.map(inShort));
  const kept = read.data.facts.flatMap(({ line, text: written }): Noticed[] => {
    const text = cleanText(written).replaceAll(/\s+/g, " ");
    const isFit = text !== "" && text.length <= LENGTH && isOwnLine(line) && ![OTHERS, QUOTED, SECRET].some((unwanted) => unwanted.test(written));
    if (!isFit || seen.has(inShort(text))) return [];
    seen.add(inShort(text));
    return [{ line, text }];
  });
  return kept.slice(0, MOST);
}

/** Many models put a fence around it. */
function parseJson(answer: string): unknown {
  try {
    return JSON.parse(answer.replace(/^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/, "$1"));
  } catch {
    return undefined;
  }
}

const inShort = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s.!?]+/g, " ")
    .trim();
