/**
 * Job kind `read-aloud`: an answer is read by the voice model. In public it becomes a voice message of the bot's own, where that is permitted; else a file
 * in the panel in which the button stood, which its reader alone sees. Either way one outcome: the nonce makes the repeat of a voice message harmless for
 * some minutes, and an intent that is older is never sent again.
 */
import * as z from "zod";
import type { AccessStore } from "../access/store.ts";
import { type ReadAloudDeps as MakingDeps, type Reading, readAloud, readingCost } from "../conversation/read-aloud.ts";
import { patiently } from "../delivery/bot-post.ts";
import { createDelivery, type Delivery, type FinalAnswer } from "../delivery/deliver.ts";
import type { DiscordApi } from "../discord/api.ts";
import { messageLink } from "../discord/messages.ts";
import type { Clock } from "../kernel/clock.ts";
import { DiscordApiError } from "../kernel/errors.ts";
import type { ChannelId, MessageId } from "../kernel/ids.ts";
import type { Speech } from "../llm/speech.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { RECORD } from "../turn/types.ts";
import type { TurnRecord, TurnStore } from "../turns/store.ts";
import { mayDecide } from "./answer-job.ts";
import { explainReading } from "./reading-words.ts";
import type { Job, JobKind, JobResult, JobRun, ReadAloudInput } from "./types.ts";

export interface ReadAloudJobDeps extends MakingDeps {
  speech: Speech | null;
  turns: TurnStore;
  access: Pick<AccessStore, "optedOut">;
  discord: DiscordApi;
  clock: Clock;
}

type Sound = Extract<Reading, { kind: "sound" }>;
type Told = Pick<FinalAnswer, "text" | "files" | "noFiles"> & { isDone: boolean };

/** Journal step: the voice message, from its intent on. */
const VOICE = "voice";
interface Voice {
  /** When it was first sent, ms since 1970. */
  at: number;
  id?: MessageId;
  refused?: true;
}

/** What is left to be written down. Plain JSON. */
interface Record {
  costMicroUsd: number;
  turnId: string;
  messageId: string | null;
}

/** "The past few minutes", in Discord's words, for which it knows a nonce; from the intent on. */
const NONCE_MS = 2 * 60_000;
/** Pseudonyms that are asked about at once, as many as a statement takes (access/opt-outs.ts). */
const PEOPLE_AT_ONCE = 90;

const schema = (): z.ZodType<ReadAloudInput> =>
  z.object({ turnId: z.string(), moderates: z.boolean(), voice: z.enum(["yes", "bot-lacks", "asker-lacks"]), reply: z.boolean() });

export function createReadAloudJob(deps: ReadAloudJobDeps): JobKind {
  const open = (job: Job, { journal }: JobRun): Delivery => {
    const { discord, clock } = deps;
    return createDelivery({ ...job, canPost: false, quiet: false }, { discord, clock, journal, texts: textsFor(job.locale), stopButton: [], pace: () => 0 });
  };

  const end = async (delivery: Delivery, { isDone, ...told }: Told): Promise<JobResult> => {
    const { via } = await delivery.finish({ ...told, heading: "", buttons: () => [], showButton: [] });
    if (via !== "interaction") return { outcome: via === "never-acknowledged" ? via : "undeliverable" };
    return { outcome: isDone ? "answered" : "failed" };
  };

  const note = (turnId: string, { journal }: JobRun) => {
    const record: Record = { costMicroUsd: readingCost(journal), turnId, messageId: (journal.get(VOICE) as Voice | undefined)?.id ?? null };
    journal.put(RECORD, record);
  };

  return {
    async run(job, run) {
      const input = schema().parse(job.input);
      const delivery = open(job, run);
      try {
        const told = await tell(job, input, run, delivery, deps);
        // Called off: the Worker has told the person something else.
        return run.signal.reason === "cancel" ? { outcome: "never-acknowledged" } : await end(delivery, told);
      } finally {
        await delivery.abandon();
        note(input.turnId, run);
      }
    },
    async save(job, journal) {
      const record = journal.get(RECORD) as Record | undefined;
      if (record === undefined) return;
      const { costMicroUsd, turnId, messageId } = record;
      await deps.db.batch([deps.budget.settle(job.id, costMicroUsd), ...(messageId === null ? [] : [deps.turns.noteVoice(turnId, messageId)])]);
    },
    async abandon(job, run) {
      const input = schema().parse(job.input);
      note(input.turnId, run);
      const texts = textsFor(job.locale);
      const { id } = (run.journal.get(VOICE) ?? {}) as Partial<Voice>;
      return end(open(job, run), id === undefined ? failed(texts.aloud.interrupted) : posted(job, id, false, texts));
    },
  };
}

const failed = (text: string): Told => ({ text, isDone: false });

function posted({ guildId, channelId }: Job, id: MessageId, isShortened: boolean, { aloud: say }: Texts): Told {
  return { text: withRemark(say.posted(messageLink(guildId, channelId, id)), isShortened, say), isDone: true };
}

const withRemark = (text: string, isShortened: boolean, say: Texts["aloud"]) => (isShortened ? `${text}\n${say.shortened}` : text);

async function tell(job: Job, input: ReadAloudInput, run: JobRun, delivery: Delivery, deps: ReadAloudJobDeps): Promise<Told> {
  const texts = textsFor(job.locale);
  const { aloud: say } = texts;
  const before = run.journal.get(VOICE) as Voice | undefined;
  if (before?.id !== undefined) return posted(job, before.id, false, texts);
  // It may be there or not, and would be there twice.
  if (before !== undefined && before.refused !== true && deps.clock.now() > before.at + NONCE_MS) return failed(say.lost);
  if (deps.speech === null) return failed(say.off);
  const turn = await deps.turns.find(input.turnId);
  const reason = turn === null || turn.answer === "" ? texts.failure.turnGone : await whyNot(job, turn, input, texts, deps);
  if (turn === null || reason !== null) return failed(reason ?? texts.failure.turnGone);

  delivery.status(say.working);
  const signal = AbortSignal.any([run.signal, delivery.gone]);
  try {
    const reading = await readAloud(job, turn.answer, say.spoken, { journal: run.journal, signal }, deps.speech, deps);
    if (reading.kind === "failed") return failed(explainReading(reading.failure, texts));
    // What was deleted meanwhile must not be heard.
    if (((await deps.turns.find(turn.id))?.answer ?? "") === "") return failed(texts.failure.turnGone);
    return await hand(job, turn, input, reading, run, deps);
  } catch (error) {
    if (!signal.aborted) throw error;
    return failed(run.signal.reason === "deadline" ? texts.failure.deadline : texts.answer.stopped);
  }
}

/** What keeps its words from being read, or null. */
async function whyNot(job: Job, turn: TurnRecord, input: ReadAloudInput, { aloud: say, more }: Texts, { access }: ReadAloudJobDeps): Promise<string | null> {
  if (!mayDecide(job, turn, input)) return more.notYours;
  // The promise is that nothing of it goes anywhere else.
  if (turn.explanation.own !== undefined) return say.ownEndpoint;
  const pages = Array.from({ length: Math.ceil(turn.people.length / PEOPLE_AT_ONCE) }, (_, page) =>
    turn.people.slice(page * PEOPLE_AT_ONCE, (page + 1) * PEOPLE_AT_ONCE),
  );
  const found = await Promise.all(pages.map((page) => access.optedOut(page)));
  return found.some(({ size }) => size > 0) ? say.optedOut : null;
}

/** As a voice message where everybody may hear it, else as a file. */
async function hand(job: Job, turn: TurnRecord, { voice, reply }: ReadAloudInput, sound: Sound, { journal }: JobRun, deps: ReadAloudJobDeps): Promise<Told> {
  const texts = textsFor(job.locale);
  const { aloud: say } = texts;
  const { audio, shape, isShortened } = sound;
  const file = (text: string): Told => ({
    text: withRemark(text, isShortened, say),
    files: [{ name: `${say.fileName}.${audio.extension}`, contentType: audio.contentType, data: audio.bytes }],
    noFiles: say.noFile,
    isDone: true,
  });
  if (turn.private) return file(say.file.private);
  if (voice !== "yes") return file(voice === "bot-lacks" ? say.file.iLack : say.file.youLack);
  if (shape === null) return file(say.file.noVoice);
  const before = journal.get(VOICE) as Voice | undefined;
  if (before?.refused) return file(say.file.refused);
  const at = before?.at ?? deps.clock.now();
  journal.put(VOICE, { at } satisfies Voice);
  const message = {
    files: [{ name: "voice-message.ogg", contentType: audio.contentType, data: audio.bytes, voice: shape }],
    ...replyTo(turn, reply),
  };
  const send = () =>
    deps.discord.createMessage(job.channelId as ChannelId, message, `${BigInt(job.id).toString(36)}-v`).catch((error: unknown) => {
      if (error instanceof DiscordApiError && error.status < 500 && error.status !== 429) return null;
      throw error;
    });
  const sent = await patiently(async () => ({ message: await send() }), deps.clock, NONCE_MS);
  if (sent === null) return failed(say.lost);
  if (sent.message === null) {
    journal.put(VOICE, { at, refused: true } satisfies Voice);
    return file(say.file.refused);
  }
  journal.put(VOICE, { at, id: sent.message.id } satisfies Voice);
  return posted(job, sent.message.id, isShortened, texts);
}

/** To the beginning of the answer; the bot has to be able to read the channel for that. */
function replyTo({ messageIds: [first] }: TurnRecord, isPossible: boolean): { replyTo?: MessageId } {
  return isPossible && first !== undefined ? { replyTo: first as MessageId } : {};
}
