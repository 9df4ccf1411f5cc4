/** A description becomes what an image model understands best: by the small model, where somebody wants it and it answers. Used by paint.ts. */
import type { ImagineInput, Job } from "../../jobs/types.ts";
import { fence } from "../../turn/fence.ts";
import type { Journal } from "../../turn/types.ts";
import { askSmall, smallWorstCase } from "../ask-small.ts";
import type { SmallJobs } from "../choose-model.ts";
import type { PictureDeps } from "./types.ts";

/** Description and style have some thousand characters. */
const TASK = { prompt: "imagine", inputTokens: 2_500 } as const;
/** Of what comes back. */
const LONGEST = 1_500;
const STEP = "refined";

export const refineWorstCase = (deps: PictureDeps): number => smallWorstCase(TASK, { ...deps, models: deps.settings.smallModels }, deps.settings);

export interface Refined {
  /** Null: it could not be refined. */
  prompt: string | null;
  /** What the bot's deployer pays for it. */
  costMicroUsd: number;
}

interface Refining {
  at: SmallJobs;
  /** Somebody else pays: the server, at its own endpoint. */
  isFree: boolean;
  style: string;
  journal: Journal;
  signal: AbortSignal;
  afford(lostMicroUsd: number): Promise<void>;
}

/** Rejects with what `afford` rejects with. */
export async function refine(job: Job, { prompt, attachments }: ImagineInput, { at, isFree, style, ...rest }: Refining, deps: PictureDeps): Promise<Refined> {
  const parts = [
    ...(attachments.length === 0 ? [] : ["It starts from a picture of theirs."]),
    ...(style === "" ? [] : [fence("style", closed(style))]),
    fence("description", closed(prompt)),
  ];
  const { outcome, failure, costMicroUsd } = await askSmall(job, TASK, () => parts.join("\n"), { at, step: STEP, ...rest }, deps);
  const words = tidy(outcome?.text ?? "");
  return { prompt: failure === null && words !== "" ? words : null, costMicroUsd: isFree ? 0 : costMicroUsd };
}

/** It cannot end its own tag. */
const closed = (text: string): string => text.replaceAll("</", "<\u200b/");

/** Models like to put quotes around it. */
function tidy(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return (/^["“”'`](.*)["“”'`]$/.exec(flat)?.[1] ?? flat).slice(0, LONGEST).toWellFormed();
}
