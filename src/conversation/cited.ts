/** What an answer found on the web: numbers as links in its words, a line under them, and the list that is kept. Used by answer.ts, compose.ts and record.ts. */
import { linkCitations } from "../delivery/citations.ts";
import { clip } from "../discord/quote.ts";
import type { Texts } from "../locales/index.ts";
import type { Source } from "../turn/types.ts";
import type { Explanation } from "../turns/explanation.ts";

/** In the line under an answer. */
const SHOWN = 5;
const TITLE_LENGTH = 200;
const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const raised = (number: number): string => [...String(number)].map((digit) => DIGITS[Number(digit)] ?? digit).join("");
/** Without a preview: an answer would drown in them. */
const target = (url: string): string => `<${url.replaceAll(">", "%3E")}>`;

/** `[1]` becomes a link to the first source; where nothing was found, brackets are only brackets. */
export function cite(text: string, sources: readonly Source[], done: boolean): string {
  if (sources.length === 0) return text;
  const linkOf = (number: number) => {
    const source = sources[number - 1];
    return source === undefined ? undefined : target(source.url);
  };
  return linkCitations(text, linkOf, done, raised);
}

/** `text`: as it is shown. */
export function listSources(text: string, sources: readonly Source[]): NonNullable<Explanation["sources"]> {
  return sources.map(({ title, url }, index) => ({ number: index + 1, title: clip(title, TITLE_LENGTH), url, cited: text.includes(`](${target(url)})`) }));
}

/** Those that it cites, else those that it read. */
export function sourceLine(text: string, sources: readonly Source[], { tools: say }: Texts): string[] {
  const listed = listSources(text, sources);
  const cited = listed.filter((source) => source.cited);
  const shown = cited.length > 0 ? cited : listed;
  if (shown.length === 0) return [];
  const links = shown.slice(0, SHOWN).map(({ number, url }) => `[${raised(number)} ${hostOf(url)}](${target(url)})`);
  return [`-# ${say.sources}: ${[...links, ...(shown.length > SHOWN ? ["…"] : [])].join(" · ")}`];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : clip(url, 40);
}
