/** Job kind `imagine`: pictures out of words. */
import * as z from "zod";
import { giveUpPicture, imagine } from "../conversation/picture/imagine.ts";
import type { PictureDeps } from "../conversation/picture/types.ts";
import type { TurnToSave } from "../conversation/record.ts";
import { saveTurn } from "../conversation/save-turn.ts";
import type { Failure } from "../delivery/explain.ts";
import { textsFor } from "../locales/index.ts";
import { RECORD } from "../turn/types.ts";
import { attachment } from "./input-schemas.ts";
import type { ImagineInput, JobKind } from "./types.ts";

/** Checked again on this side: the Worker that wrote it may be another version. */
const schema = (): z.ZodType<ImagineInput> =>
  z.object({
    trigger: z.literal("imagine"),
    action: z.enum(["make", "reroll", "edit", "vary", "upscale", "retry"]),
    parentId: z.string().exactOptional(),
    prompt: z.string(),
    attachments: z.array(attachment()).max(1),
    shape: z.enum(["square", "portrait", "landscape"]),
    count: z.number().int().min(1).max(4),
    refine: z.boolean(),
  });

const failures = { crashes: "crashed", deadline: "deadline", bug: "bug" } as const satisfies Record<string, Failure>;
const NOTHING: ImagineInput = { trigger: "imagine", action: "make", prompt: "", attachments: [], shape: "square", count: 1, refine: false };

export function createImagineJob(deps: PictureDeps): JobKind {
  return {
    run: (job, run) => imagine(job, schema().parse(job.input), textsFor(job.locale), run, deps),
    save: async (_job, journal) => {
      const record = journal.get(RECORD);
      // Written by conversation/picture/imagine.ts alone.
      if (record !== undefined) await saveTurn(record as TurnToSave, deps);
    },
    abandon: (job, run, reason) => giveUpPicture(job, schema().safeParse(job.input).data ?? NOTHING, textsFor(job.locale), run, failures[reason], deps),
  };
}
