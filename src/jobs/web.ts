/** Job kind `web`: what /web finds, as a list for its asker alone; a meme for everybody. No model is asked. It only reads, so it may be told from the start again. */
import * as z from "zod";
import type { AccessStore } from "../access/store.ts";
import { explainFailure } from "../delivery/explain.ts";
import type { Embed } from "../discord/components.ts";
import { clip, quote } from "../discord/quote.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { visibleText } from "../kernel/visible-text.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { News } from "../net/feed/news.ts";
import type { Memes } from "../net/memes.ts";
import type { WebSearch } from "../net/search/web-search.ts";
import { type TellDeps, type Told, tell } from "./tell.ts";
import type { Job, JobKind, JobRun, WebInput } from "./types.ts";

export interface WebDeps extends TellDeps {
  toolPorts: { webSearch: WebSearch; news: News };
  memes: Memes;
  access: Pick<AccessStore, "readStanding">;
  pseudonyms: Pseudonyms;
}

const SHOWN = 8;
const TITLE_LENGTH = 120;
const EXCERPT_LENGTH = 240;
const WORDS_LENGTH = 100;
/** Of an embed, and of a link in it: a longer one would be cut in two. */
const DESCRIPTION_LENGTH = 4_096;
const LINK_LENGTH = 500;
/** Journal step: which meme it is, so that a resumed job shows no other one. */
const PICKED = "picked";

const schema = (): z.ZodType<WebInput> =>
  z.discriminatedUnion("what", [
    z.object({ what: z.literal("search"), query: z.string() }),
    z.object({ what: z.literal("news"), topic: z.string() }),
    z.object({ what: z.literal("meme") }),
  ]);

export function createWebJob(deps: WebDeps): JobKind {
  return {
    run: async (job, run) => tell(job, run, await find(job, run, deps), deps),
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).web.failed }, deps),
  };
}

async function find(job: Job, run: JobRun, deps: WebDeps): Promise<Told> {
  const input = schema().parse(job.input);
  const texts = textsFor(job.locale);
  const refused = await refusalOf(job, texts, deps);
  if (refused !== null) return { text: refused };
  if (input.what === "search") return search(input.query, job, texts, run, deps);
  return input.what === "news" ? readNews(input.topic, job, texts, run, deps) : showMeme(texts, run, deps);
}

/** As for an answer: where the bot is paused, not used, or does not talk to somebody. */
async function refusalOf(job: Job, texts: Texts, { access, pseudonyms }: WebDeps): Promise<string | null> {
  if (job.guildId === null) return null;
  try {
    const own = await pseudonyms(job.user.id);
    const { refusal } = await access.readStanding({ ...job, userId: job.user.id, ownPseudonyms: own, pseudonyms: own });
    if (refusal === null) return null;
    return explainFailure(refusal.kind, refusal.kind === "elsewhere" ? refusal.channels.map((id) => `<#${id}>`).join(", ") : "", texts);
  } catch {
    return texts.failure.storage;
  }
}

async function search(query: string, { locale }: Job, { web: say }: Texts, { signal }: JobRun, { toolPorts }: WebDeps): Promise<Told> {
  const result = await toolPorts.webSearch({ query, count: SHOWN, locale }, signal);
  const words = quote(visibleText(query), WORDS_LENGTH);
  if (result.kind !== "found") return { text: say.search.failure[result.kind](result.engine, "setting" in result ? result.setting : "") };
  if (result.hits.length === 0) return { text: say.search.nothing(words) };
  const entries = result.hits.map(({ title, url, text }) => entry(title, url, hostOf(url), text));
  return { text: say.search.found(words, result.hits.length), embeds: listed(entries) };
}

async function readNews(topic: string, { locale }: Job, { web: say }: Texts, { signal }: JobRun, { toolPorts }: WebDeps): Promise<Told> {
  const { items, read, failed } = await toolPorts.news({ topic, count: SHOWN, locale }, signal);
  if (read.length === 0) return { text: say.news.unreachable };
  const missing = failed.length === 0 ? "" : `\n-# ${say.news.missing(failed.map((name) => quote(visibleText(name), 40)).join(", "))}`;
  const words = quote(visibleText(topic), WORDS_LENGTH);
  if (items.length === 0) return { text: `${topic === "" ? say.news.none : say.news.nothing(words)}${missing}` };
  const entries = items.map(({ title, url, text, at, source }) => {
    const when = at === null ? [] : [`<t:${Math.floor(at / 1000)}:R>`];
    return entry(title, url, [quote(visibleText(source), 40), ...when].join(" · "), text);
  });
  return { text: `${topic === "" ? say.news.newest : say.news.about(words)}${missing}`, embeds: listed(entries) };
}

async function showMeme({ web: say }: Texts, { signal, journal }: JobRun, { memes }: WebDeps): Promise<Told> {
  const before = journal.get(PICKED) as Told | undefined;
  if (before !== undefined) return before;
  const result = await memes(signal);
  if (result.kind !== "meme") return { text: say.meme.failure[result.kind] };
  const { title, url, picture, subreddit } = result.meme;
  const words = quote(visibleText(title), 250) || "…";
  // A message without words of its own would count as none.
  const told = { text: `**${words}**`, embeds: [{ author: { name: `r/${visibleText(subreddit)}`, url }, image: { url: picture } }] };
  journal.put(PICKED, told);
  return told;
}

/** A link's words are ours to escape, and its address must not end before its end. */
function entry(title: string, url: string, details: string, text: string): string {
  const words = quote(visibleText(title), TITLE_LENGTH) || hostOf(url);
  const address = url.replaceAll("(", "%28").replaceAll(")", "%29");
  const heading = address.length > LINK_LENGTH ? `**${words}**` : `[${words}](${address})`;
  const excerpt = quote(visibleText(text), EXCERPT_LENGTH);
  return `${heading}\n-# ${details}${excerpt === "" ? "" : `\n${excerpt}`}`;
}

/** As many as fit. */
function listed(entries: readonly string[]): Embed[] {
  let length = 0;
  const fitting = entries.filter((text) => {
    length += text.length + 2;
    return length <= DESCRIPTION_LENGTH;
  });
  return [{ description: clip(fitting.join("\n\n"), DESCRIPTION_LENGTH) }];
}

const hostOf = (url: string): string => new URL(url).hostname.replace(/^www\./, "");
