/** Job kind `search-memories`: what recall finds in a place for its asker's eyes alone, each with its date, who said it, an excerpt and the way there. */
import * as z from "zod";
import type { AccessStore } from "../access/store.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import { offsetAt } from "../kernel/calendar.ts";
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { Found, Search } from "../memory/search.ts";
import { readableScopes } from "../memory/visibility.ts";
import { type TellDeps, type Told, tell } from "./tell.ts";
import type { Job, JobKind, SearchMemoriesInput } from "./types.ts";

export interface SearchMemoriesDeps extends TellDeps {
  search: Pick<Search, "search">;
  access: Pick<AccessStore, "person">;
  log: Log;
}

const SHOWN = 10;
/** Characters of all excerpts together. */
const EXCERPTS = 2_200;
const WORDS_LENGTH = 100;
const NAME_LENGTH = 80;
const EMBED_LENGTH = 4_096;

const schema = (): z.ZodType<SearchMemoriesInput> => z.object({ query: z.string() });

export function createSearchMemoriesJob(deps: SearchMemoriesDeps): JobKind {
  return {
    async run(job, run) {
      const { query } = schema().parse(job.input);
      return tell(job, run, await find(job, query, textsFor(job.locale), deps), deps);
    },
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).memory.search.failed }, deps),
  };
}

async function find(job: Job, query: string, texts: Texts, { search, access, clock, log }: SearchMemoriesDeps): Promise<Told> {
  const { search: say } = texts.memory;
  const askerId = job.user.id;
  const place = { ...job, userId: askerId, private: true, botPresent: job.bot.present, canRead: job.bot.canRead };
  const at = clock.now();
  try {
    const { timeZone } = await access.person(askerId);
    const now = { at, utcOffset: offsetAt(at, timeZone ?? "UTC") / 60_000 };
    const fit = { budget: EXCERPTS, size: (text: string) => text.length };
    const found = await search.search({ text: query, scopes: readableScopes(place), askerId, now }, { limit: SHOWN, literal: true, fit });
    const words = quote(query, WORDS_LENGTH);
    if (found.length === 0) return { text: say.nothing(words) };
    const lines = found.map((hit, index) => `${index + 1}. ${quote(hit.text, EXCERPTS)}\n-# ${details(hit, askerId, texts).join(" · ")}`);
    return { text: say.found(words, found.length), embeds: [{ description: clip(lines.join("\n"), EMBED_LENGTH) }] };
  } catch (error) {
    log.error("search-failed", { id: job.id, error: describeError(error) });
    return { text: say.failed };
  }
}

function details(hit: Found, askerId: string, { memory: { search: say } }: Texts): string[] {
  if (hit.kind === "passage") return [say.document(quote(hit.document, NAME_LENGTH))];
  const link = hit.messageId === null ? [] : [`[${say.jump}](${messageLink(hit.guildId, hit.channelId, hit.messageId)})`];
  return [`<t:${Math.floor(hit.at / 1000)}:d>`, hit.kind === "fact" ? aboutWhom(hit.owner, say) : whoSaid(hit, askerId, say), ...link];
}

function aboutWhom(owner: string, { fact: say }: Texts["memory"]["search"]): string {
  return owner.startsWith("user:") ? say.user : owner.startsWith("channel:") ? say.channel : say.server;
}

/** Of an exchange both messages are the asker's, the answer too. */
function whoSaid({ role, userId, name }: Extract<Found, { kind: "message" }>, askerId: string, say: Texts["memory"]["search"]): string {
  if (role === "assistant") return say.me;
  return userId === askerId ? say.you : quote(name, NAME_LENGTH);
}
