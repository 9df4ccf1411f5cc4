/** The whole story of a picture: paint, show, record. Told again after a crash; what must not happen twice is in the journal, except the pictures themselves (paint.ts). */

import { createDelivery, type DeliveryResult } from "../../delivery/deliver.ts";
import type { Failure } from "../../delivery/explain.ts";
import type { ImagineInput, Job, JobResult, JobRun } from "../../jobs/types.ts";
import { snowflakeTime } from "../../kernel/ids.ts";
import type { Texts } from "../../locales/index.ts";
import { RECORD } from "../../turn/types.ts";
import { createButtons } from "../buttons.ts";
import { askerOf, isOwnIdea } from "../load.ts";
import { resultOf } from "../record.ts";
import { composePicture } from "./compose.ts";
import { attemptsIn, paint, planOf } from "./paint.ts";
import { pictureRecord } from "./record.ts";
import type { Painted, PictureDeps, PictureEnding } from "./types.ts";

/** Journal step: how it ended, before it is shown. */
const ENDING = "ending";

/** Older messages take few edits (30046). */
const EDITABLE_MS = 60 * 60_000;
const isOld = (turnId: string | undefined, now: number) => turnId !== undefined && snowflakeTime(turnId) < now - EDITABLE_MS;

type Paint = (delivery: ReturnType<typeof createDelivery>) => Promise<Painted>;

export function imagine(job: Job, input: ImagineInput, texts: Texts, run: JobRun, deps: PictureDeps): Promise<JobResult> {
  return conclude(job, input, texts, run, deps, (delivery) => paint(job, input, texts, run, delivery, deps));
}

/** The job cannot be tried again; the person hears why, and may press Try again. */
export function giveUpPicture(job: Job, input: ImagineInput, texts: Texts, run: JobRun, failure: Failure, deps: PictureDeps): Promise<JobResult> {
  // What began has been paid for, for all we know.
  const costMicroUsd = attemptsIn(run) * (deps.images?.worstCaseMicroUsd(planOf(input)) ?? 0);
  const ending: PictureEnding = { kind: "failed", failure, input, costMicroUsd, keep: "ask", firstUse: false, retentionDays: null };
  return conclude(job, input, texts, run, deps, async () => ({ ending, pictures: [] }));
}

async function conclude(job: Job, input: ImagineInput, texts: Texts, run: JobRun, deps: PictureDeps, act: Paint): Promise<JobResult> {
  const startedAt = deps.clock.now();
  const { discord, clock, images, settings } = deps;
  const { journal } = run;
  const askerId = askerOf(job);
  const stopButton = createButtons({ turnId: job.id, askerId, shared: false, private: job.private }, texts).running;
  const delivery = createDelivery(
    { ...job, canPost: job.bot.canPost, quiet: (job.target === "update" && isOld(input.parentId, startedAt)) || isOwnIdea(job) },
    { discord, clock, journal, texts, stopButton, pace: deps.draftPace },
  );
  // What the Worker said instead must not be overwritten by a late draft.
  run.signal.addEventListener("abort", () => run.signal.reason === "cancel" && void delivery.abandon(), { once: true });
  const { ending, pictures } =
    knownEnding(run) ??
    (await act(delivery).catch(async (error: unknown) => {
      await delivery.abandon();
      throw error;
    }));
  journal.put(ENDING, ending);
  const isCancelled = run.signal.reason === "cancel";
  if (isCancelled) await delivery.abandon();
  const facts = { retentionDays: settings.retentionDays, host: images?.host ?? "" };
  const whole = composePicture(job, { ending, pictures }, { askerId, can: images?.can ?? null, facts }, texts);
  // They are its asker's.
  const composed = isOwnIdea(job) ? { ...whole, buttons: () => [] } : whole;
  const delivered: DeliveryResult = isCancelled ? { via: "never-acknowledged", messageIds: [] } : await delivery.finish(composed);
  const record = pictureRecord({ job, ending, delivered, model: images?.model ?? null, startedAt, finishedAt: clock.now() });
  journal.put(RECORD, record);
  return resultOf(record);
}

/** What a resumed job need not do again: words can be shown anew; pictures that were not shown yet are lost, and are painted once more. */
function knownEnding({ journal }: JobRun): Painted | null {
  const ending = journal.get(ENDING) as PictureEnding | undefined;
  if (ending === undefined) return null;
  const isShown = journal.get("delivered") !== undefined;
  return ending.kind === "failed" || isShown ? { ending, pictures: [] } : null;
}
