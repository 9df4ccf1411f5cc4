/** Links that a question brings along, read as text. Called by prepare.ts. */
import { clip } from "../discord/quote.ts";
import type { AskInput } from "../jobs/types.ts";
import { endOfAddress } from "../kernel/address-end.ts";
import { assertNever } from "../kernel/assert.ts";
import { shareOut } from "../kernel/share-out.ts";
import type { Texts } from "../locales/index.ts";
import type { GuardedFetch, PageFailure } from "../net/guarded-fetch.ts";
import { readable } from "../net/reader.ts";
import type { ToolRules } from "../tools/policy.ts";

export interface ReadLinks {
  /** In the question's order; their texts share `MOST_CHARACTERS`. */
  pages: { title: string; url: string; text: string }[];
  /** A sentence for each that could not be read, as people are told. */
  notices: string[];
}

const MOST_LINKS = 3;
const MOST_CHARACTERS = 20_000;
/** Messages, invitations and attachments are read elsewhere, or not at all. */
const DISCORDS = /(^|\.)(discord\.(com|gg|new|gift|media)|discordapp\.(com|net))$/;
const WHERE_LENGTH = 60;

/** As files of a turn, by the numbers under which its answer cites them. */
export const asFiles = (pages: ReadLinks["pages"]): { name: string; text: string }[] =>
  pages.map(({ title, url, text }, index) => ({ name: `[${index + 1}] ${title} ${url}`, text }));

/** For the model, where there are any. */
export const CITE_PAGES = "(The pages that are linked to are among the files. Cite what you use of them by its number, such as [1].)";

/** What a turn's links stand in: the question, and the message that it is about. A manager may have switched reading off, or keep it for some roles. */
export function linkedIn({ catchup, task, prompt, target }: AskInput, rules: ToolRules, roles: readonly string[]): string {
  const { enabled = null, roles: wanted = null } = rules.get("read_page") ?? {};
  if (catchup !== undefined || enabled === false || (wanted !== null && !wanted.some((role) => roles.includes(role)))) return "";
  return task === "explain" || task === "question" || task === "reply" ? `${prompt}\n${target?.content ?? ""}` : prompt;
}

/** Rejects only with the signal's reason. */
export async function readLinks(prompt: string, readPage: GuardedFetch, texts: Texts, signal: AbortSignal): Promise<ReadLinks> {
  const say = texts.web.link;
  const links = findLinks(prompt);
  const results = await Promise.all(links.slice(0, MOST_LINKS).map((link) => readOne(link, readPage, say, signal)));
  const read = results.filter((result) => typeof result !== "string");
  const notices = results.filter((result) => typeof result === "string");
  if (links.length > MOST_LINKS) notices.push(say.tooMany(MOST_LINKS));
  return { pages: shareRoom(read), notices };
}

/** http(s) alone, each once; not in code, and none of Discord's own. */
export function findLinks(prompt: string): string[] {
  const withoutCode = prompt.replaceAll(/```[\s\S]*?(```|$)|(`{1,2})(?!`)[^\n]*?\2/g, " ");
  const found = [...withoutCode.matchAll(/https?:\/\/[^\s<>"'`\\^{}|]+/gi)].map(([written]) => endOfAddress(written));
  const links = found.filter((link) => URL.canParse(link) && !DISCORDS.test(new URL(link).hostname));
  return [...new Set(links)];
}

async function readOne(link: string, readPage: GuardedFetch, say: Texts["web"]["link"], signal: AbortSignal): Promise<ReadLinks["pages"][number] | string> {
  const where = clip(new URL(link).hostname, WHERE_LENGTH);
  const page = await readPage(link, signal);
  if (page.kind !== "page") return sayFailure(page, where, say);
  const reading = await readable(page);
  return reading.text.trim() === "" ? say.empty(where) : reading;
}

function sayFailure(failure: PageFailure, where: string, say: Texts["web"]["link"]): string {
  switch (failure.kind) {
    case "bad-address":
      return say.badAddress(where);
    case "private":
      return say.private(where);
    case "credentials":
      return say.credentials(where);
    case "too-many-redirects":
      return say.redirects(where);
    case "status":
      return say.status(where, failure.status);
    case "not-text":
      return say.notText(where);
    case "too-large":
      return say.tooLarge(where);
    case "slow":
      return say.slow(where);
    case "unreachable":
      return say.unreachable(where);
    default:
      return assertNever(failure);
  }
}

function shareRoom(pages: ReadLinks["pages"]): ReadLinks["pages"] {
  const rooms = shareOut(
    pages.map(({ text }) => text.length),
    MOST_CHARACTERS,
  );
  return pages.map((page, index) => ({ ...page, text: page.text.slice(0, rooms[index]).replace(/[\uD800-\uDBFF]$/, "") }));
}
