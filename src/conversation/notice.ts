/**
 * The whole story of what the bot notices about somebody by itself: read what they said since the last time, ask the small model, keep what may be kept.
 * Told by the job kind `notice`; nobody waits for it and nobody is told. What fails is tried the next night.
 */
import type { BudgetScope } from "../budget/store.ts";
import { inOneBatch, type Statement } from "../db/client.ts";
import type { Job, JobResult, JobRun, NoticeInput } from "../jobs/types.ts";
import { estimateTokens } from "../llm/tokens.ts";
import type { NewFact, Scope } from "../memory/facts-store.ts";
import type { SaidLine, Unnoticed } from "../memory/unnoticed-store.ts";
import { factScope, type MemoryPlace, readableScopes } from "../memory/visibility.ts";
import { decideModels, type ServerModels } from "../models/policy.ts";
import { parseServerModels } from "../models/store.ts";
import { deployerModels } from "../prompts/index.ts";
import { fence, inert } from "../turn/fence.ts";
import { newestThatFit, shorten } from "../turn/fit.ts";
import { RECORD, type TurnOutcome } from "../turn/types.ts";
import { askSmall, type SmallTask, smallWorstCase } from "./ask-small.ts";
import { smallJobs, whereToAsk } from "./choose-model.ts";
import { readNoticed } from "./noticed.ts";
import { createPurse, OverBudget, type Purse, StorageDown } from "./purse.ts";
import type { ConversationDeps } from "./types.ts";

const TASK: SmallTask = { prompt: "notice", inputTokens: 5_000 };
/** Tokens of what the person said at once, of what it was answered, and of what is known already. */
const [WORDS_TOKENS, ANSWER_TOKENS, KNOWN_TOKENS] = [300, 60, 1_500];

/** Journal steps: ids of the lines, newest first, and the model's words. */
const [LINES, WORDS] = ["lines", "outcome"];

/** Plain JSON. `again`: another night. `unwanted`: nothing is to be noticed about them. */
export interface NoticesToSave {
  jobId: string;
  costMicroUsd: number;
  of: Unnoticed;
  outcome: { kind: "again" } | { kind: "unwanted" } | { kind: "read"; upTo: number; messageIds: number[]; facts: { scope: Scope; fact: NewFact }[] };
}

export async function notice(job: Job, input: NoticeInput, run: JobRun, deps: ConversationDeps): Promise<JobResult> {
  const of: Unnoticed = { userId: job.user.id, ...input };
  const end = (costMicroUsd: number, outcome: NoticesToSave["outcome"]): void =>
    run.journal.put(RECORD, { jobId: job.id, costMicroUsd, of, outcome } satisfies NoticesToSave);
  if (!deps.settings.noticeFacts) {
    end(0, { kind: "again" });
    return { outcome: "answered", costMicroUsd: 0 };
  }
  const found = await read(job, of, deps);
  const charged = (cost: number) => (found.server.own === null ? cost : 0);
  const nothing = (outcome: NoticesToSave["outcome"]): JobResult => {
    // Before a crash the model may have answered. Written by runTurn alone.
    const costMicroUsd = (run.journal.get(WORDS) as TurnOutcome | undefined)?.costMicroUsd ?? 0;
    end(charged(costMicroUsd), outcome);
    return { outcome: "answered", costMicroUsd };
  };
  if (found.unwanted) return nothing({ kind: "unwanted" });
  const lines = sameLines(found.lines, run.journal);
  if (lines === null) return nothing({ kind: "again" });
  if (!lines.some(({ role }) => role === "user")) return nothing({ kind: "read", upTo: of.firstId - 1, messageIds: [], facts: [] });
  const { models, source } = decideModels([], found.server, deployerModels(deps.settings.models));
  const where = found.full === null ? await whereToAsk(job, { own: found.server.own, source, models }, deps) : (`budget-${found.full}` as const);
  if (typeof where === "string") {
    end(0, { kind: "again" });
    return { outcome: "failed", reason: where };
  }
  // Who runs a server's own endpoint can read along.
  const known = found.known.flatMap((fact) => (found.server.own !== null && fact.private ? [] : [fact.text]));
  const said = createTranscript(lines, known);
  const asking = { at: smallJobs(where, models, deps.settings), journal: run.journal, step: WORDS, signal: run.signal, afford: found.purse.afford };
  try {
    const { outcome, costMicroUsd, failure } = await askSmall(job, TASK, said.write, asking, deps);
    // Of what a model has read and said nothing fit about, it would say nothing better tomorrow.
    if (outcome === null || outcome.end === "stopped" || outcome.end === "deadline") {
      end(charged(costMicroUsd), { kind: "again" });
      return { outcome: "failed", reason: failure ?? "stopped", costMicroUsd };
    }
    const noticed = readNoticed(outcome.text, (line) => said.shown.has(line), known) ?? [];
    const facts = noticed.flatMap(({ line, text }, at) => factOf(job, said.shown.get(line), text, at + 1));
    end(charged(costMicroUsd), { kind: "read", upTo: lines[0]?.id ?? 0, messageIds: [...said.shown.values()].map(({ id }) => id), facts });
    const { model, usage } = outcome;
    return { outcome: "answered", costMicroUsd, model, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens };
  } catch (error) {
    if (!(error instanceof OverBudget || error instanceof StorageDown)) throw error;
    const lost = found.purse.lost();
    end(charged(lost), { kind: "again" });
    return { outcome: "failed", reason: error instanceof OverBudget ? `budget-${error.full}` : "storage", costMicroUsd: lost };
  }
}

interface Found {
  unwanted: boolean;
  /** The budget that does not allow it; null: it is reserved. */
  full: BudgetScope | null;
  purse: Purse;
  server: ServerModels;
  /** Newest first. */
  lines: SaidLine[];
  known: { text: string; private: boolean }[];
}

/** One round trip. Idempotent: a resumed job reads again and reserves nothing twice. */
async function read(job: Job, of: Unnoticed, deps: ConversationDeps): Promise<Found> {
  const { unnoticed, memories, budget, models } = deps;
  const guildId = job.bot.present ? job.guildId : null;
  const keys = await deps.pseudonyms(job.user.id);
  const usual = smallJobs({ ...deps, use: { source: "default" } }, [], deps.settings);
  const amountMicroUsd = smallWorstCase(TASK, usual, deps.settings);
  const reservation = { turnId: job.id, userKey: keys[0], guildId, at: job.createdAt, amountMicroUsd };
  const reserve = budget.reserve(reservation, models.paysItself(guildId));
  const rows = await inOneBatch(deps.db, {
    reserved: reserve.insert,
    own: reserve.own,
    usage: reserve.usage,
    limit: reserve.limit,
    unwanted: unnoticed.unwanted(job.user.id, keys),
    lines: unnoticed.lines(of),
    known: memories.known(knownScopes(job, of), `user:${job.user.id}`),
    server: models.server(guildId),
  });
  const server = parseServerModels(rows.server);
  const verdict = reserve.verdict(rows.own, rows.usage, rows.limit);
  return {
    unwanted: rows.unwanted[0]?.unwanted === 1,
    full: verdict.reserved ? null : verdict.full,
    purse: createPurse(reservation, () => server.own !== null, budget),
    server,
    lines: rows.lines,
    known: rows.known,
  };
}

/** Those that a run before a crash had: the model's answer names them by their numbers. Null where some of them are gone. */
function sameLines(found: SaidLine[], journal: JobRun["journal"]): SaidLine[] | null {
  // Written below alone.
  const before = journal.get(LINES) as number[] | undefined;
  if (before === undefined) {
    journal.put(
      LINES,
      found.map(({ id }) => id),
    );
    return found;
  }
  const same = found.filter(({ id }) => before.includes(id));
  return same.length === before.length ? same : null;
}

const placeOf = (job: Job, isPrivate: boolean): MemoryPlace => ({
  ...job,
  userId: job.user.id,
  private: isPrivate,
  botPresent: job.bot.present,
  canRead: false,
});

/** What a turn of theirs there would be told about them. */
const knownScopes = (job: Job, { conversation }: Unnoticed): string[] =>
  readableScopes(placeOf(job, conversation.endsWith(":private"))).filter((key) => key.startsWith(`facts:user:${job.user.id}:`));

/** Only their own lines have numbers. `shown`: after `write`, those that there was room for. */
function createTranscript(newestFirst: readonly SaidLine[], known: readonly string[]) {
  const shown = new Map<number, SaidLine>();
  const own = newestFirst.filter(({ role }) => role === "user").toReversed();
  const write = (room: number): string => {
    const told = newestThatFit([...known], KNOWN_TOKENS, (text) => estimateTokens(`- ${text}\n`));
    const before = told.length === 0 ? [] : [fence("memories", told.map((text) => `- ${oneLine(inert(text))}`).join("\n"))];
    const left = room - estimateTokens([...before, fence("conversation", "")].join("\n\n"));
    const lines = newestFirst.map((line) => ({ line, text: lineOf(line, own.indexOf(line) + 1) }));
    const fitting = newestThatFit(lines, left, ({ text }) => estimateTokens(`${text}\n`));
    shown.clear();
    for (const { line } of fitting) if (line.role === "user") shown.set(own.indexOf(line) + 1, line);
    const said = fitting.map(({ text }) => text).toReversed();
    return [...before, fence("conversation", said.join("\n"))].join("\n\n");
  };
  return { shown, write };
}

function lineOf({ role, content, createdAt }: SaidLine, number: number): string {
  const text = inert(content.replaceAll(/<(@[!&]?|#)\d+>/g, "@someone"));
  if (role === "assistant") return `You: ${oneLine(shorten(text, ANSWER_TOKENS, estimateTokens))}`;
  return `[${number}] ${new Date(createdAt).toISOString().slice(0, 10)}: ${oneLine(shorten(text, WORDS_TOKENS, estimateTokens))}`;
}

/** Indented, so that no line break makes words look like another line. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]+/g, "\n  ");

/** Where `/memory remember` would put it that is said in the same place; none without its line. */
function factOf(job: Job, line: SaidLine | undefined, text: string, number: number): { scope: Scope; fact: NewFact }[] {
  if (line === undefined) return [];
  const place = { ...placeOf(job, line.private), guildId: line.guildId as MemoryPlace["guildId"] };
  const key = factScope(place, "user");
  if (key === null) return [];
  const isPrivate = key === factScope({ ...place, private: true }, "user");
  // A private answer's message is not there to be linked to.
  const messageId = line.private ? null : line.messageId;
  const { id: userId } = job.user;
  return [
    {
      scope: { key, guildId: isPrivate ? null : line.guildId },
      fact: {
        // A line is looked through once, so that nothing else is ever called this.
        handle: `${line.turnId}-${number}`,
        owner: `user:${userId}`,
        guildId: isPrivate && messageId === null ? null : line.guildId,
        channelId: line.channelId,
        messageId,
        private: isPrivate,
        text,
        origin: "distilled",
        setBy: userId,
        quotedKey: null,
        createdAt: line.createdAt,
      },
    },
  ];
}

/** What was reserved is given back; of a call that was under way nobody knows the price. */
export function giveUpNotice(job: Job, input: NoticeInput, run: JobRun, reason: string): JobResult {
  const record: NoticesToSave = { jobId: job.id, costMicroUsd: 0, of: { userId: job.user.id, ...input }, outcome: { kind: "again" } };
  if (run.journal.get(RECORD) === undefined) run.journal.put(RECORD, record);
  return { outcome: "failed", reason };
}

/** One batch; throws when D1 does, and a repeat changes nothing: what is read is on the list no more. */
export async function saveNotices({ jobId, costMicroUsd, of, outcome }: NoticesToSave, deps: ConversationDeps): Promise<void> {
  const { db, budget, unnoticed, memories } = deps;
  const statements: [Statement, ...Statement[]] = [budget.settle(jobId, costMicroUsd)];
  if (outcome.kind === "unwanted") statements.push(unnoticed.drop(of));
  if (outcome.kind === "read") {
    const keys = await deps.pseudonyms(of.userId);
    const stands = unnoticed.stands(of, outcome.messageIds);
    for (const { scope, fact } of outcome.facts) statements.push(...memories.distil(scope, fact, keys, stands));
    statements.push(...unnoticed.done(of, outcome.upTo, outcome.messageIds));
  }
  await db.batch(statements);
}
