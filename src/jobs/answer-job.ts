/** What the job kinds behind More have in common: they are about one answer, and end in the panel in which their button stood. Used by thread.ts and delete-answer.ts. */
import * as z from "zod";
import { createDelivery } from "../delivery/deliver.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { textsFor } from "../locales/index.ts";
import type { TurnRecord } from "../turns/store.ts";
import type { AnswerJobInput, Job, JobKind, JobResult, JobRun } from "./types.ts";

interface Outcome {
  text: string;
  isDone: boolean;
}

const schema = (): z.ZodType<AnswerJobInput> => z.object({ turnId: z.string(), moderates: z.boolean() });

export function answerJob(deps: { discord: DiscordApi; clock: Clock }, act: (job: Job, input: AnswerJobInput, run: JobRun) => Promise<Outcome>): JobKind {
  const tell = async (job: Job, run: JobRun, { text, isDone }: Outcome): Promise<JobResult> => {
    const texts = textsFor(job.locale);
    const { discord, clock } = deps;
    const delivery = createDelivery({ ...job, canPost: false, quiet: true }, { discord, clock, journal: run.journal, texts, stopButton: [], pace: () => 0 });
    // Called off: the Worker has told the person something else.
    if (run.signal.reason === "cancel") return { outcome: "never-acknowledged" };
    const { via } = await delivery.finish({ text, heading: "", buttons: () => [], showButton: [] });
    if (via !== "interaction") return { outcome: via === "never-acknowledged" ? via : "undeliverable" };
    return { outcome: isDone ? "answered" : "failed" };
  };
  return {
    run: async (job, run) => tell(job, run, await act(job, schema().parse(job.input), run)),
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).failure.bug, isDone: false }),
  };
}

/** The record decides, not the button: whoever asked, and moderators where the answer is public and here. */
export function mayDecide({ user, channelId }: Job, turn: TurnRecord, { moderates }: AnswerJobInput): boolean {
  const askedBy = [turn.userId, turn.conversation.split(":")[1]];
  return turn.channelId === channelId && (askedBy.includes(user.id) || (moderates && !turn.private));
}
