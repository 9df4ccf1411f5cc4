/**
 * Job kind `autonomy-try`: a dry run. Looks at the channel as it is now, decides with every gate, and has it rehearsed what would be said; shown to the
 * asker alone, nothing is posted. Not resumed in the middle: whatever is looked at twice, nobody notices.
 */
import type { AccessStore } from "../access/store.ts";
import { type Effective, effectiveSettings } from "../autonomy/settings.ts";
import type { AutonomyStore } from "../autonomy/store.ts";
import type { Decision } from "../autonomy/types.ts";
import { UNSET } from "../autonomy/watched.ts";
import { MESSAGE_LENGTH } from "../discord/limits.ts";
import { clip } from "../discord/quote.ts";
import { actionWords, closedWords, decidingGate, gateWords } from "../locales/gates.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { TryNow } from "./dry-run.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { Job, JobKind, JobResult, JobRun, SpeakInput } from "./types.ts";

/** What would have been said, or why there is nothing. */
export type Rehearsed = { text: string } | { silent: true } | { failure: string };

export interface AutonomyTryDeps extends TellDeps {
  access: Pick<AccessStore, "server">;
  autonomy: Pick<AutonomyStore, "read">;
  /** Of the channel's own object. */
  tryNow: TryNow;
  /** One model call, with its budget, and no post. */
  rehearse(job: Job, input: SpeakInput, run: JobRun): Promise<Rehearsed>;
}

/** Of what would be said; gates and the rest have to fit, too. */
const TEXT_LENGTH = 1_000;

export function createAutonomyTryJob(deps: AutonomyTryDeps): JobKind {
  return {
    run: async (job, run) => tellTexts(job, run, await tryOut(job, run, deps), deps),
    abandon: (job, run) => tellTexts(job, run, textsFor(job.locale).autonomy.try.noLook, deps),
  };
}

const tellTexts = (job: Job, run: JobRun, text: string, deps: AutonomyTryDeps): Promise<JobResult> => tell(job, run, { text }, deps);

async function tryOut(job: Job, run: JobRun, deps: AutonomyTryDeps): Promise<string> {
  const texts = textsFor(job.locale);
  const { try: say } = texts.autonomy;
  const held = job.guildId === null ? null : await readSettings(job.channelId, job.guildId, deps).catch(() => null);
  const looked = held === null ? null : await deps.tryNow(job, held).catch(() => null);
  if (held === null || looked === null) return say.noLook;
  const { decision, sentiment } = looked;
  const effective = held(sentiment);
  const rehearsed = await deps.rehearse(job, inputOf(decision, effective), run);
  return clip([...decisionLines(decision, effective, texts), ...rehearsedLines(decision, rehearsed, texts)].join("\n"), MESSAGE_LENGTH);
}

/** By how the talk sounds, which is only known after the look. */
async function readSettings(
  channelId: string,
  guildId: NonNullable<Job["guildId"]>,
  { autonomy, access, clock }: AutonomyTryDeps,
): Promise<(sentiment: number) => Effective> {
  const [{ channel, moods }, server] = await Promise.all([autonomy.read(channelId, guildId), access.server(guildId)]);
  const set = channel ?? { ...UNSET, channelId };
  return (sentiment) => effectiveSettings(set, server, moods, clock.now(), sentiment);
}

/** Where it would keep silent it rehearses what it could do: take up what was said last, else begin with something. */
function inputOf(decision: Decision, { settings, moodWords, topics, webhook }: Effective): SpeakInput {
  const action = decision.action ?? (decision.about === null ? "share_something" : "join_conversation");
  return { decision: { ...decision, action }, mood: settings.mood, moodWords, topics, webhook, rehearsal: true };
}

function decisionLines(decision: Decision, { hush }: Effective, texts: Texts): string[] {
  const { try: say } = texts.autonomy;
  const gate = decidingGate(decision);
  return [
    say.title,
    decision.action === null ? say.wouldNot(gate === undefined ? "?" : closedWords(gate, texts)) : say.would(actionWords(decision.action, texts)),
    hush === null ? say.rehearsal : say.hush,
    say.gates,
    ...decision.gates.map((each) => `${each.passed ? "✅" : "❌"} ${gateWords(each, texts)}`),
  ];
}

function rehearsedLines({ action }: Decision, rehearsed: Rehearsed, texts: Texts): string[] {
  const { try: say } = texts.autonomy;
  if ("failure" in rehearsed) return [say.failed(rehearsed.failure)];
  const text = "silent" in rehearsed ? say.silent : clip(rehearsed.text, TEXT_LENGTH);
  return [action === null ? say.ifSay : say.say, ...text.split("\n").map((line) => `> ${line}`)];
}
