/** What somebody looks for in the memory by a command of its own: by words, and with an embedding model by meaning. Used by the job kind `search-memories`. */
import type { AccessStore } from "../access/store.ts";
import type { BudgetStore } from "../budget/store.ts";
import { type Database, inOneBatch } from "../db/client.ts";
import type { Job, JobRun } from "../jobs/types.ts";
import { offsetAt } from "../kernel/calendar.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Embeddings } from "../llm/embeddings.ts";
import type { FinishOptions, Found, Search } from "../memory/search.ts";
import { readableScopes } from "../memory/visibility.ts";
import { type ModelStore, parseServerModels } from "../models/store.ts";
import { embeddedBytes, giveBack, isCostNoted, meaningOf, noteCost, reserveFor } from "./meaning.ts";

export interface LookUpDeps {
  db: Database;
  search: Pick<Search, "search">;
  access: Pick<AccessStore, "person" | "standing">;
  models: Pick<ModelStore, "server">;
  budget: BudgetStore;
  pseudonyms: Pseudonyms;
  /** Null: without EMBEDDING_MODEL. */
  embeddings: Embeddings | null;
  log: Log;
}

export interface LookedUp {
  /** Best first. */
  found: Found[];
  /** Its meaning was to be looked for, too, and was not: the endpoint did not answer in time, or the budget is used up. */
  byWordsAlone: boolean;
}

/** `at`: ms since 1970. Throws when D1 does. */
export async function lookUp(job: Job, text: string, at: number, options: FinishOptions, run: JobRun, deps: LookUpDeps): Promise<LookedUp> {
  const { timeZone, meaning } = await readAsker(job, text, run, deps);
  const place = { ...job, userId: job.user.id, private: true, botPresent: job.bot.present, canRead: job.bot.canRead };
  const now = { at, utcOffset: offsetAt(at, timeZone ?? "UTC") / 60_000 };
  const request = { text, scopes: readableScopes(place), askerId: job.user.id, now };
  // Whatever comes of it, what it cost is noted before the job ends.
  const found = await deps.search.search(request, options, meaning ?? undefined).finally(() => meaning);
  return { found, byWordsAlone: meaning !== null && (await meaning) === null };
}

interface Asker {
  timeZone: string | null;
  /** On its way; null where it is not to be sent anywhere. */
  meaning: Promise<Float32Array | null> | null;
}

/** One round trip, in which the money is reserved, too. */
async function readAsker(job: Job, text: string, { journal, signal }: JobRun, deps: LookUpDeps): Promise<Asker> {
  const { access, models, pseudonyms, embeddings } = deps;
  if (embeddings === null) return { timeZone: (await access.person(job.user.id)).timeZone, meaning: null };
  // Managers decide about the servers that the bot is a member of.
  const guildId = job.bot.present ? job.guildId : null;
  const keys = await pseudonyms(job.user.id);
  const { verdict, ...standing } = access.standing({ ...job, guildId, userId: job.user.id, ownPseudonyms: keys, pseudonyms: keys });
  const reserve = await reserveFor(job, embeddings.worstCaseMicroUsd(embeddedBytes(text)), deps);
  const { server, person, optedOut, endpoint, ...rows } = await inOneBatch(deps.db, { ...standing, endpoint: models.server(guildId), ...reserve.statements });
  const asker = verdict(server, person, optedOut);
  // What a server asks at its own endpoint goes nowhere else.
  const mayBeEmbedded = !asker.optedOut && parseServerModels(endpoint).own === null;
  const isAsked = mayBeEmbedded && reserve.isReserved(rows) && !isCostNoted(journal);
  if (!isAsked) {
    giveBack(journal);
    return { timeZone: asker.timeZone, meaning: mayBeEmbedded ? Promise.resolve(null) : null };
  }
  const meaning = meaningOf(text, embeddings, signal, deps.log).then(({ vector, costMicroUsd }) => {
    noteCost(journal, costMicroUsd);
    return vector;
  });
  return { timeZone: asker.timeZone, meaning };
}
