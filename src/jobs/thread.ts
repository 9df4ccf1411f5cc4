/**
 * Job kind `thread`: an answer becomes the beginning of a thread, in which its conversation goes on. Idempotent: a message has one thread at most, and
 * its id is the message's.
 */
import { createOptOutCheck } from "../access/opt-outs.ts";
import type { AccessStore } from "../access/store.ts";
import type { OwnPlace } from "../autonomy/watch-store.ts";
import { recapOf } from "../conversation/past.ts";
import { spanOf } from "../conversation/span.ts";
import { excerptOf } from "../conversation/task.ts";
import type { Database } from "../db/client.ts";
import { patiently, postByBot } from "../delivery/bot-post.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { ChannelId, GuildId, MessageId, UserId } from "../kernel/ids.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { Carry } from "../memory/carry.ts";
import { type ConversationStore, conversationKey, sharedKey, stateOf } from "../memory/store.ts";
import { channelScope } from "../memory/visibility.ts";
import type { TurnRecord, TurnStore } from "../turns/store.ts";
import { answerJob, mayDecide } from "./answer-job.ts";
import type { AskInput, Job, JobKind, JobRun } from "./types.ts";

export interface ThreadDeps {
  db: Database;
  turns: TurnStore;
  conversations: ConversationStore;
  carry: Carry;
  access: AccessStore;
  pseudonyms: Pseudonyms;
  discord: DiscordApi;
  clock: Clock;
  /** What is written there is for the bot. */
  listenIn(place: OwnPlace): Promise<void>;
}

/** Journal step: whether the conversation in the thread had not begun before, as it does where the button is pressed again. */
const NEW = "new";
/** Of a thread's name, 1 to 100 characters. */
const NAME_LENGTH = 90;
/** Discord JSON error codes: the message is gone; AutoMod or the server's rules do not take those words. */
const UNKNOWN_MESSAGE = 10008;
const REFUSED_WORDS: readonly number[] = [200000, 200001, 50035];

export function createThreadJob(deps: ThreadDeps): JobKind {
  return answerJob(deps, async (job, input, run) => {
    const texts = textsFor(job.locale);
    const turn = await deps.turns.find(input.turnId);
    const { guildId } = job;
    if (turn === null || guildId === null) return { text: texts.failure.turnGone, isDone: false };
    const from = turn.messageIds.at(-1);
    if (turn.private || !mayDecide(job, turn, input) || from === undefined) return { text: texts.more.notYours, isDone: false };
    const thread = await start(job, turn, from as MessageId, texts, deps);
    if (typeof thread === "string") return { text: thread, isDone: false };
    const place = placeIn(turn, thread.id);
    const isNew = (run.journal.get(NEW) as boolean | undefined) ?? (await deps.conversations.history(place.key, { at: deps.clock.now() }, 1)).length === 0;
    run.journal.put(NEW, isNew);
    await carryOver(turn, place, guildId, deps);
    const { id: channelId } = thread;
    // Its name is made of somebody's words, so it is kept nowhere.
    await deps.listenIn({ channelId, guildId, parentId: job.channelId, channelName: "", locale: job.locale, opener: turn.userId });
    if (isNew) await open(job, thread.id, run, texts, deps);
    return { text: texts.more.goesOn(`<#${thread.id}>`), isDone: true };
  });
}

/** A sentence where it cannot be. */
async function start(job: Job, turn: TurnRecord, from: MessageId, texts: Texts, { discord, clock }: ThreadDeps): Promise<{ id: ChannelId } | string> {
  const begin = (name: string) =>
    patiently(
      () =>
        discord.startThreadFrom(job.channelId, from, name).catch((error: unknown) => {
          if (error instanceof DiscordApiError && error.status < 500 && error.status !== 429) return { code: error.code };
          throw error;
        }),
      clock,
    );
  const named = await begin(nameOf(turn, texts));
  const found = named !== null && "code" in named && REFUSED_WORDS.includes(named.code) ? await begin(texts.more.threadName) : named;
  if (found === null) return texts.more.refused;
  if ("id" in found) return found;
  return found.code === UNKNOWN_MESSAGE ? texts.more.messageGone : texts.more.refused;
}

function nameOf({ input }: TurnRecord, texts: Texts): string {
  // Written by record.ts alone; null where nothing was to be kept.
  const asked = JSON.parse(input) as AskInput | null;
  const excerpt = asked === null ? "" : excerptOf(asked, NAME_LENGTH);
  return excerpt === "" ? texts.more.threadName : excerpt;
}

interface PlaceInThread {
  threadId: ChannelId;
  /** Of the conversation there: the asker's, or everybody's. */
  key: string;
}

function placeIn({ channelId, conversation, userId }: TurnRecord, threadId: ChannelId): PlaceInThread {
  if (conversation === sharedKey(channelId as ChannelId)) return { threadId, key: sharedKey(threadId) };
  const askerId = (conversation.split(":")[1] ?? userId) as UserId;
  return { threadId, key: conversationKey(threadId, askerId, false) };
}

/**
 * Only what was said in public in the very conversation of the answer, back to the last long silence, and nobody's who opted out. In the thread it belongs
 * to whom it belonged: to the asker, or to everybody.
 */
async function carryOver(turn: TurnRecord, { threadId, key }: PlaceInThread, guildId: GuildId, deps: ThreadDeps): Promise<void> {
  const channelId = turn.channelId as ChannelId;
  const [said, current] = await Promise.all([
    deps.carry.read(turn.conversation, turn.createdAt),
    deps.conversations.current(turn.conversation, { channelId, parentId: null }),
  ]);
  const recap = recapOf(stateOf(current, turn.conversation));
  const people = [...new Set([...said.map(({ userId }) => userId), ...(recap?.people ?? [])])];
  const optedOut = await createOptOutCheck(deps)(people);
  if (optedOut === null) return;
  const before = recap !== null && recap.summarizedAt < turn.createdAt && !recap.people.some((id) => optedOut.has(id)) ? recap : null;
  const mine = said.filter(({ userId }) => !optedOut.has(userId));
  const { current: span } = spanOf(mine, { from: turn.createdAt, keepSince: turn.createdAt, summarizedAt: before?.summarizedAt ?? 0 });
  const notes = before && { summary: before.text, summarizedAt: before.summarizedAt, people: before.people };
  const [first, ...rest] = deps.carry.write(span, notes, { key, scope: channelScope(threadId), guildId });
  if (first !== undefined) await deps.db.batch([first, ...rest]);
}

/** Nobody is pinged. The thread is there without it, too. */
async function open(job: Job, threadId: ChannelId, { journal }: JobRun, { more: say }: Texts, { discord, clock }: ThreadDeps): Promise<void> {
  await postByBot([{ content: say.opener }], { discord, clock, journal, channelId: threadId, id: job.id });
}
