/**
 * What a turn remembers. Asked for in its first D1 round trip, along with everything else; what was found is read in the second, along with the question
 * who opted out. Used by load.ts and prepare.ts.
 */
import { createOptOutCheck, type OptOutCheck } from "../access/opt-outs.ts";
import type { AccessStore } from "../access/store.ts";
import { type Database, inOneBatch, type Statement } from "../db/client.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import { offsetAt } from "../kernel/calendar.ts";
import { describeError } from "../kernel/errors.ts";
import type { UserId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Embeddings } from "../llm/embeddings.ts";
import { countBytes } from "../llm/tokens.ts";
import type { AlwaysFact } from "../memory/facts-store.ts";
import { readQuestion } from "../memory/recall/question.ts";
import type { FinishOptions, Found, Search, SearchRequest } from "../memory/search.ts";
import { type MemoryPlace, readableScopes } from "../memory/visibility.ts";
import { isAboutChannel } from "./catch-up.ts";
import type { LastQuestion } from "./last-questions.ts";
import { type Meaning, MOST_BYTES, meaningOf } from "./meaning.ts";

type Begun = ReturnType<Search["begin"]>;
type SecondHalf = NonNullable<ReturnType<Begun["next"]>>;
type SecondRows = Parameters<SecondHalf["finish"]>[0];

/** What the first round trip knows. */
export interface Recalling {
  /** Null where nothing can be found, or nothing is to be looked for. */
  half: ((meant: Float32Array | null) => SecondHalf | null) | null;
  /** What is asked, for its meaning to be found as well, also among what is remembered of a channel (catch-up.ts); empty where it is not to be sent anywhere. */
  meaning: string;
  /** Still to be looked for: the question stood in D1 itself, or what it may be looked for in. */
  late: SearchRequest | null;
  /** What is told whatever the question is. */
  facts: AlwaysFact[];
}

/** Of those who opted out, and where there is nothing. */
export const NOTHING_RECALLED: Recalling = { half: null, meaning: "", late: null, facts: [] };

/** Whose memory may be looked into. Who keeps the channel out of a question keeps out what was said there, too. */
export function scopesOf(job: Job, askerId: UserId, { readChannel }: Pick<AskInput, "readChannel">): string[] {
  const place: MemoryPlace = {
    ...job,
    userId: askerId,
    private: job.private || job.conversation?.endsWith(":private") === true,
    botPresent: job.bot.present,
    canRead: job.bot.canRead,
  };
  return readableScopes(place).filter((scope) => readChannel || !scope.startsWith("channel:"));
}

/**
 * Whether a scope's memories may be told there. Facts are for their own person's turns; those that were meant for private ones do not go to a server's
 * own endpoint, whose managers can read along.
 */
export function tellable(owner: UserId, atOwnEndpoint: boolean): (scope: string) => boolean {
  const own = `facts:user:${owner}:`;
  return (scope) => !scope.startsWith("facts:user:") || (scope.startsWith(own) && !(atOwnEndpoint && scope === `${own}private`));
}

/** A question that asks for less has little of its own to be found by: then the one before it helps. */
const LEAST_TERMS = 2;

/** By which words it is looked; empty: by none. `before`: the asker's last question here, where it is known. */
function wordsToFind({ task, target, prompt, trigger, catchup }: AskInput, before: string): string {
  // What stands there is the whole matter, or was looked for already.
  if (trigger === "continue" || catchup !== undefined || task === "summarize" || task === "describe" || task === "transcribe" || task === "translate")
    return "";
  const isShort = target === undefined && readQuestion(prompt, [], null).terms.length < LEAST_TERMS;
  return [...(isShort ? [before] : []), prompt, target?.content ?? ""].filter((part) => part !== "").join("\n");
}

/** Its question stands in D1. */
const isAskedAgain = ({ trigger }: Pick<AskInput, "trigger">): boolean => trigger === "regenerate" || trigger === "retry" || trigger === "decide";

/** The most bytes that are embedded of a turn's question, as far as that can be told before D1 is asked. */
export function bytesToEmbed(input: AskInput, before: string, guildId: Job["guildId"]): number {
  if (isAskedAgain(input)) return MOST_BYTES;
  // Whether the question before it helps is known later; a follow-up may turn out to be about a channel.
  const words = wordsToFind(input, before) || (isAboutChannel(input, guildId) ? input.prompt : "");
  return Math.min(MOST_BYTES, countBytes(words));
}

interface RecallingOf {
  owner: UserId;
  startedAt: number;
  atOwnEndpoint: boolean;
  /** IANA name; null: UTC. */
  timeZone: string | null;
}

type FirstRows = Parameters<Begun["next"]>[0] & { facts: AlwaysFact[] };

/** The first half. A question that is asked again stands in D1: until it is known it is looked for the last one, since that is most likely it. */
export function beginRecall(job: Job, input: AskInput, { askerId, before, search }: { askerId: UserId; before: LastQuestion; search: Pick<Search, "begin"> }) {
  const request = (text: string, scopes: readonly string[], whose = askerId): SearchRequest => ({
    text,
    // Without a word nothing is looked for, and so nowhere.
    scopes: text.trim() === "" ? [] : scopes,
    askerId: whose,
    now: nowAt("UTC"),
  });
  const nowAt = (timeZone: string): SearchRequest["now"] => ({ at: job.createdAt, utcOffset: offsetAt(job.createdAt, timeZone) / 60_000 });
  const isAgain = isAskedAgain(input);
  const asked = isAgain ? before.question : wordsToFind(input, before.question);
  const scopes = scopesOf(job, askerId, input);
  const { statements, next } = search.begin(request(asked, scopes));
  return {
    scopes,
    statements,
    /**
     * `whole`: as it stands in D1; whether it kept the channel out stands there, too. `owner`: whose question it is. `startedAt`: when the conversation
     * was begun anew, if it was. `timeZone`: by which the asker says "yesterday".
     */
    recalling(whole: AskInput, rows: FirstRows, { owner, startedAt, atOwnEndpoint, timeZone }: RecallingOf): Recalling {
      const now = nowAt(timeZone ?? "UTC");
      const mayBeTold = tellable(owner, atOwnEndpoint);
      const facts = rows.facts.filter(({ scope }) => mayBeTold(scope));
      const words = wordsToFind(whole, isAgain || before.at <= startedAt ? "" : before.question);
      // What a server asks at its own endpoint goes nowhere else.
      const meaning = atOwnEndpoint ? "" : words || (isAboutChannel(whole, job.guildId) ? whole.prompt : "");
      if (words === "") return { half: null, meaning, late: null, facts };
      if (words !== asked || whole.readChannel !== input.readChannel)
        return { half: null, meaning, late: { ...request(words, scopesOf(job, owner, whole).filter(mayBeTold), owner), now }, facts };
      const found = { hits: rows.hits, scopes: rows.scopes.filter(({ key }) => mayBeTold(key)) };
      return { half: (meant) => next(found, meant, now), meaning, late: null, facts };
    },
  };
}

interface RecallDeps {
  db: Database;
  search: Pick<Search, "begin">;
  access: Pick<AccessStore, "optedOut" | "optedOutAmong">;
  pseudonyms: Pseudonyms;
  embeddings: Embeddings | null;
  log: Log;
}

export interface SecondLook {
  /** The question's meaning; null where it cannot be had in time, or is not to be looked for. */
  meant: Promise<Float32Array | null>;
  /** The question's meaning could not be had in time, once all is found. */
  byWordsAlone(): boolean;
  /** The first time it takes along what was found. */
  optOuts: OptOutCheck;
  /** Best first. Never rejects: an answer that remembers nothing is better than none. `isKnown`: it is there anyway. */
  found(isKnown: (message: SecondRows["messages"][number]) => boolean, options: Pick<FinishOptions, "limit" | "fit">): Promise<Found[]>;
}

/** `spend`: what finding out the question's meaning cost. */
export async function createSecondLook(
  { half: begun, meaning, late }: Recalling,
  { signal, spend }: { signal: AbortSignal; spend(costMicroUsd: number): void },
  deps: RecallDeps,
): Promise<SecondLook> {
  const { embeddings } = deps;
  let isWordsAlone = false;
  // Meanwhile the channel is read.
  const meant = embeddings === null || meaning === "" ? Promise.resolve(null) : meaningOf(meaning, embeddings, signal, deps.log).then(paidFor);
  const begin = late === null ? begun : await beginLate(late, deps);
  let half: SecondHalf | null = null;
  let rows: SecondRows | null | undefined;

  function paidFor({ vector, costMicroUsd }: Meaning): Float32Array | null {
    spend(costMicroUsd);
    isWordsAlone = vector === null;
    return vector;
  }

  async function read(pages: readonly string[][]): Promise<Set<string>[]> {
    if (rows === undefined && begin !== null) {
      const vector = await meant;
      half ??= begin(vector);
    }
    const asked = pages.map((page, index) => [`page ${index}`, deps.access.optedOutAmong(page)] as const);
    const statements: Record<string, Statement> = { ...Object.fromEntries(asked), ...(rows === undefined ? half?.statements : {}) };
    // Should it fail, it is not tried again: nobody is read then, and nothing is remembered.
    const isFirst = rows === undefined;
    rows ??= null;
    const found = await inOneBatch(deps.db, statements);
    if (isFirst && half !== null) rows = found as unknown as SecondRows;
    return asked.map(([name]) => new Set((found[name] as { key: string }[]).map(({ key }) => key)));
  }

  return {
    meant,
    byWordsAlone: () => isWordsAlone,
    optOuts: createOptOutCheck(deps, read),
    async found(isKnown, options) {
      if (begin === null) return [];
      try {
        if (rows === undefined) await read([]);
        if (half === null || rows === null || rows === undefined) return [];
        const skip = new Set(rows.messages.filter(isKnown).map(({ id }) => id));
        return half.finish(rows, { ...options, skip });
      } catch (error) {
        deps.log.error("recall failed", { error: describeError(error) });
        return [];
      }
    },
  };
}

/** The first half by itself, for questions that stand in D1 and so become known with it. */
async function beginLate(request: SearchRequest, { db, search, log }: Pick<RecallDeps, "db" | "search" | "log">): Promise<Recalling["half"]> {
  try {
    const { statements, next } = search.begin(request);
    const rows = await inOneBatch(db, statements);
    return (meant) => next(rows, meant);
  } catch (error) {
    log.error("recall failed", { error: describeError(error) });
    return null;
  }
}
