/**
 * The first half of a picture's story: load and reserve, fetch what it starts from, refine, have it made. A generation that a crash cut off has been paid
 * for and is lost, since pictures are too large for the journal: it is made once more, with the reservation raised, and no third time.
 */
import type { Delivery } from "../../delivery/deliver.ts";
import type { Failure } from "../../delivery/explain.ts";
import type { ImagineInput, Job, JobRun } from "../../jobs/types.ts";
import { ModelError, type ModelFailure } from "../../kernel/errors.ts";
import { pictureType } from "../../kernel/picture-type.ts";
import type { ImagePlan, Images, ImagesMade, Picture } from "../../llm/images.ts";
import type { Texts } from "../../locales/index.ts";
import { personaUse } from "../cast.ts";
import { isOwnIdea, payerOf } from "../load.ts";
import { createPurse, OverBudget, StorageDown } from "../purse.ts";
import { showable } from "./files.ts";
import { loadPicture, wholeInput } from "./load.ts";
import { startTicker } from "./progress.ts";
import { refine, refineWorstCase } from "./refine.ts";
import type { Painted, PictureDeps, PictureEnding } from "./types.ts";

const MOST_ATTEMPTS = 2;
const REFERENCE_BYTES = 10 * 1024 * 1024;
const attemptStep = (attempt: number) => `attempt:${attempt}`;

/** Attempts that began, whatever became of them. */
export function attemptsIn({ journal }: JobRun): number {
  let attempts = 0;
  while (journal.get(attemptStep(attempts)) !== undefined) attempts += 1;
  return attempts;
}

export const planOf = ({ shape, count, attachments }: ImagineInput): ImagePlan => ({ shape, count, hasReference: attachments.length > 0 });

/** Never rejects for an expected reason, except that the job was called off. */
export async function paint(job: Job, input: ImagineInput, texts: Texts, run: JobRun, delivery: Delivery, deps: PictureDeps): Promise<Painted> {
  const signal = AbortSignal.any([run.signal, delivery.gone]);
  let whole = input;
  let common: Pick<PictureEnding, "keep" | "firstUse" | "retentionDays"> = { keep: "ask", firstUse: false, retentionDays: null };
  /** What was spent, as far as it is known. */
  let spent = 0;
  const failed = (failure: Failure | "stopped", detail?: string): Painted => ({
    ending: { ...common, kind: "failed", failure, ...(detail === undefined ? {} : { detail }), input: whole, costMicroUsd: spent },
    pictures: [],
  });
  const { images } = deps;
  if (images === null) return failed("image-off");
  try {
    const found = await wholeInput(job, input, deps);
    if (typeof found === "string") return failed(found);
    whole = found;
    const unable = cannot(whole, images);
    if (unable !== null) return failed(unable);
    const worstOne = images.worstCaseMicroUsd(planOf(whole));
    const [userKey] = await deps.pseudonyms(payerOf(job));
    const worst = worstOne + (whole.refine ? refineWorstCase(deps) : 0);
    const reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd: worst };
    const loaded = await loadPicture(job, reservation, deps);
    const { standing } = loaded;
    common = {
      keep: standing.optedOut ? "numbers" : "text",
      firstUse: standing.isNew && !standing.optedOut && !isOwnIdea(job),
      retentionDays: standing.retentionDays,
    };
    if (loaded.kind === "refused") return failed(loaded.failure, loaded.detail);
    const purse = createPurse(reservation, () => false, deps.budget);
    const attempts = attemptsIn(run);
    spent = attempts * worstOne;
    if (attempts >= MOST_ATTEMPTS) return failed("crashed");
    if (attempts > 0) await purse.afford(spent);

    const reference = await readReference(whole, deps, signal);
    if (typeof reference === "string") return failed(reference);
    const style = whole.action === "upscale" || whole.action === "vary" ? "" : (loaded.speaker?.definition.imageStyle ?? "");
    const { small } = loaded;
    if (whole.refine) delivery.status(texts.imagine.refining);
    const refined =
      whole.refine && small !== null
        ? await refine(job, whole, { at: small, isFree: loaded.isOwn, style, journal: run.journal, signal, afford: purse.afford }, deps)
        : { prompt: null, costMicroUsd: 0 };
    spent += refined.costMicroUsd;
    signal.throwIfAborted();
    const prompt = refined.prompt ?? (style === "" ? whole.prompt : `${whole.prompt}\n\nStyle: ${style}`);

    run.journal.put(attemptStep(attempts), {});
    // From here on it is paid for, unless the server says that it was not.
    spent += worstOne;
    const startedAt = deps.clock.now();
    const safetyIdentifier = await deps.safetyIdentifier(job.user.id);
    const ticker = startTicker(texts, delivery.status, deps.clock, signal);
    const request = { prompt, shape: whole.shape, count: whole.count, reference, safetyIdentifier };
    const made = await make(whole, request, images, signal, ticker.report).finally(ticker.stop);
    spent += made.costMicroUsd - worstOne;
    const pictures = showable(made.pictures);
    if (pictures.length === 0) return failed("image-too-large");
    const persona = style === "" ? undefined : personaUse(loaded.speaker);
    return {
      ending: {
        ...common,
        kind: "made",
        input: whole,
        prompt: refined.prompt ?? whole.prompt,
        isRefined: refined.prompt !== null,
        style,
        count: made.pictures.length,
        leftOut: made.pictures.length - pictures.length,
        notices: whole.refine && refined.prompt === null ? [texts.imagine.notRefined] : [],
        usage: made.usage ?? { inputTokens: 0, outputTokens: 0 },
        madeMs: deps.clock.now() - startedAt,
        costMicroUsd: spent,
        ...(persona === undefined ? {} : { persona }),
      },
      pictures,
    };
  } catch (error) {
    if (run.signal.reason === "cancel" || delivery.gone.aborted) return failed("stopped");
    if (signal.aborted) return failed(signal.reason === "deadline" ? "deadline" : "stopped");
    if (error instanceof StorageDown) return failed("storage");
    if (error instanceof OverBudget) return failed(`budget-${error.full}`);
    const failure = wordOf(error);
    if (failure === null) throw error;
    // Refused before anything was made.
    if (!PAID.includes(failure)) spent = Math.max(0, spent - images.worstCaseMicroUsd(planOf(whole)));
    return failed(failure);
  }
}

/** Without asking anybody. */
function cannot({ action, attachments }: ImagineInput, { can }: Images): Failure | null {
  if (action === "upscale") return can.upscale ? null : "image-no-upscale";
  return attachments.length > 0 && !can.edit ? "image-no-reference" : null;
}

async function readReference({ attachments }: ImagineInput, { cdn }: PictureDeps, signal: AbortSignal): Promise<Picture | undefined | Failure> {
  const [attachment] = attachments;
  if (attachment === undefined) return undefined;
  const result = await cdn(attachment.url, REFERENCE_BYTES, signal);
  if (result.kind === "gone" || result.kind === "unreachable") return "image-reference-gone";
  const type = result.kind === "bytes" ? pictureType(result.bytes) : null;
  if (result.kind !== "bytes" || type === null || type === "image/gif") return "image-reference-unreadable";
  return { bytes: new Uint8Array(result.bytes), type };
}

function make(
  { action }: ImagineInput,
  request: Parameters<Images["make"]>[0],
  images: Images,
  signal: AbortSignal,
  report: (share: number) => void,
): Promise<ImagesMade> {
  const { reference } = request;
  return action === "upscale" && reference !== undefined ? images.upscale(reference, signal, report) : images.make(request, signal, report);
}

/** After these the provider has, or may have, made it. */
export const PAID: readonly Failure[] = ["image-slow", "image-empty", "image-not-an-api", "image-too-large"];

const WORDS: Readonly<Record<ModelFailure, Failure>> = {
  unreachable: "image-unreachable",
  "first-token-timeout": "image-slow",
  "idle-timeout": "image-slow",
  "rate-limited": "image-busy",
  "server-error": "image-server-error",
  unauthorized: "image-unauthorized",
  "unknown-model": "image-unknown-model",
  "bad-request": "image-bad-request",
  "too-long": "image-too-large",
  "not-an-api": "image-not-an-api",
  "broken-stream": "image-empty",
  empty: "image-empty",
};

/** Why the picture model made none; null: that is not what was wrong. */
export function wordOf(error: unknown): Failure | null {
  if (error instanceof ModelError) return WORDS[error.failure];
  // The port is known here by its types alone.
  return error instanceof Error && error.name === "ImageRefused" ? "image-refused" : null;
}
