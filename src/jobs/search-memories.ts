/** Job kind `search-memories`: what recall finds in a place for its asker's eyes alone, each with its date, who said it, an excerpt and the way there. */
import * as z from "zod";
import { type LookUpDeps, lookUp } from "../conversation/look-up.ts";
import { giveBack, settleCost } from "../conversation/meaning.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import { describeError } from "../kernel/errors.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { Found } from "../memory/search.ts";
import { type TellDeps, type Told, tell } from "./tell.ts";
import type { Job, JobKind, JobRun, SearchMemoriesInput } from "./types.ts";

export type SearchMemoriesDeps = TellDeps & LookUpDeps;

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
      return tell(job, run, await find(job, query, textsFor(job.locale), run, deps), deps);
    },
    save: (job, journal) => settleCost(job, journal, deps),
    abandon: (job, run) => {
      if (deps.embeddings !== null) giveBack(run.journal);
      return tell(job, run, { text: textsFor(job.locale).memory.search.failed }, deps);
    },
  };
}

async function find(job: Job, query: string, texts: Texts, run: JobRun, deps: SearchMemoriesDeps): Promise<Told> {
  const { search: say } = texts.memory;
  try {
    const fit = { budget: EXCERPTS, size: (text: string) => text.length };
    const { found, byWordsAlone } = await lookUp(job, query, deps.clock.now(), { limit: SHOWN, literal: true, fit }, run, deps);
    const remark = byWordsAlone ? `\n-# ${say.wordsAlone}` : "";
    const words = quote(query, WORDS_LENGTH);
    if (found.length === 0) return { text: `${say.nothing(words)}${remark}` };
    const lines = found.map((hit, index) => `${index + 1}. ${quote(hit.text, EXCERPTS)}\n-# ${details(hit, job.user.id, texts).join(" · ")}`);
    return { text: `${say.found(words, found.length)}${remark}`, embeds: [{ description: clip(lines.join("\n"), EMBED_LENGTH) }] };
  } catch (error) {
    deps.log.error("search-failed", { id: job.id, error: describeError(error) });
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
