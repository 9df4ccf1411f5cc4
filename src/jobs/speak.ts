/** Job kind `speak`: the bot has something to say that nobody asked for. No interaction stands behind it; committed by whoever found the moment. */
import * as z from "zod";
import { actions } from "../autonomy/types.ts";
import type { TurnToSave } from "../conversation/record.ts";
import { saveTurn } from "../conversation/save-turn.ts";
import { giveUpSpeaking, rehearse, type SpeakDeps, speak } from "../conversation/unasked/speak.ts";
import type { Failure } from "../delivery/explain.ts";
import { madeUpId, type UserId } from "../kernel/ids.ts";
import { textsFor } from "../locales/index.ts";
import { conversationKey } from "../memory/store.ts";
import { RECORD } from "../turn/types.ts";
import { ownAccess, type PostPlace } from "./mention.ts";
import type { Job, JobKind, JobRun, SpeakInput } from "./types.ts";

const gate = () => z.object({ gate: z.string(), passed: z.boolean(), value: z.number().exactOptional(), bar: z.number().exactOptional() });
const share = () => z.number().min(0).max(1);

/** Checked again on this side: whoever wrote it may be another version. */
const speakInput = (): z.ZodType<SpeakInput> =>
  z.object({
    decision: z.object({
      action: z.enum(actions).nullable(),
      gates: z.array(gate()),
      about: z.string().nullable(),
      person: z.string().nullable(),
      lookAgainAt: z.number(),
    }),
    mood: z.object({ name: z.string(), energy: share(), sociability: share(), impulsiveness: share(), curiosity: share() }),
    moodWords: z.string(),
    topics: z.array(z.string()),
    webhook: z.boolean(),
    rehearsal: z.literal(true).exactOptional(),
  });

/** One at a time in a channel: they are one conversation, the bot's own. */
export function speakJob(at: PostPlace, input: SpeakInput): Job {
  const { now, ...place } = at;
  const itself = at.applicationId as string as UserId;
  return {
    ...place,
    v: 1,
    id: madeUpId(now, Number(BigInt(at.channelId) & 0x3f_ff_ffn)),
    kind: "speak",
    conversation: conversationKey(at.channelId, itself, false),
    token: "",
    target: "post",
    private: false,
    user: { id: itself, name: "" },
    bot: ownAccess,
    createdAt: now,
    // Nobody has been told anything that it could contradict.
    answerBy: Number.MAX_SAFE_INTEGER,
    input,
  };
}

const failures = { crashes: "crashed", deadline: "deadline", bug: "bug" } as const satisfies Record<string, Failure>;

/** Also of what was only rehearsed: it was paid for. */
export const saveSpoken =
  (deps: SpeakDeps): NonNullable<JobKind["save"]> =>
  async (_job, journal) => {
    const record = journal.get(RECORD);
    // Written by unasked/speak.ts alone.
    if (record !== undefined) await saveTurn(record as TurnToSave, deps);
  };

/** For a job of any kind in that channel, whose `save` is the one above. */
export async function rehearseFor(
  job: Job,
  input: SpeakInput,
  run: JobRun,
  deps: SpeakDeps,
): Promise<{ text: string } | { silent: true } | { failure: string }> {
  const told = await rehearse(job, input, textsFor(job.locale), run, deps);
  if (told.kind === "failed") return { failure: told.sentence };
  if (told.kind === "silent") return { silent: true };
  return { text: told.picture === null ? told.text : `${told.text}\n🎨 ${told.picture}` };
}

export function createSpeakJob(deps: SpeakDeps): JobKind {
  return {
    run: (job, run) => speak(job, speakInput().parse(job.input), textsFor(job.locale), run, deps),
    save: saveSpoken(deps),
    abandon: async (job, run, reason) => {
      const input = speakInput().safeParse(job.input);
      if (!input.success) return { outcome: "failed", reason };
      return giveUpSpeaking(job, input.data, run, failures[reason], deps);
    },
  };
}
