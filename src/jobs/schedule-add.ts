/** Job kind `schedule-add`: a schedule is prepared and shown to whoever adds it; nothing is kept before they press Save. */
import * as z from "zod";
import { prepareSchedule, type SchedulePreview } from "../conversation/scheduled/prepare.ts";
import type { ConversationDeps } from "../conversation/types.ts";
import { describeError } from "../kernel/errors.ts";
import { textsFor } from "../locales/index.ts";
import { RECORD } from "../turn/types.ts";
import { tell } from "./tell.ts";
import type { JobKind, ScheduleAddInput } from "./types.ts";

/** Journal step: what is shown. */
const PREPARED = "prepared";

const schema = (): z.ZodType<ScheduleAddInput> =>
  z.object({
    when: z.string(),
    cron: z.string().nullable(),
    timeZone: z.string().nullable(),
    channelId: z.string(),
    name: z.string(),
    prompt: z.string(),
    output: z.enum(["text", "image"]),
    tools: z.boolean(),
    budgetMicroUsd: z.number().nullable(),
  });

export function createScheduleAddJob(deps: ConversationDeps): JobKind {
  return {
    async run(job, run) {
      const texts = textsFor(job.locale);
      const before = run.journal.get(PREPARED) as SchedulePreview | undefined;
      const prepared =
        before ??
        (await prepareSchedule(job, schema().parse(job.input), texts, run, deps).catch((error: unknown): SchedulePreview => {
          if (run.signal.aborted) throw error;
          deps.log.error("schedule not prepared", { id: job.id, error: describeError(error) });
          return { text: texts.schedule.storage, embeds: [], rows: [], costMicroUsd: 0 };
        }));
      run.journal.put(PREPARED, prepared);
      const { costMicroUsd, ...told } = prepared;
      const result = await tell(job, run, told, deps);
      run.journal.put(RECORD, { costMicroUsd });
      return { ...result, costMicroUsd };
    },
    save: async (job, journal) => {
      const record = journal.get(RECORD) as { costMicroUsd: number } | undefined;
      if (record !== undefined) await deps.db.batch([deps.budget.settle(job.id, record.costMicroUsd)]);
    },
    abandon: async (job, run) => {
      const result = await tell(job, run, { text: textsFor(job.locale).schedule.preview.failed, embeds: [] }, deps);
      // What was reserved is given back; of a call that was under way nobody knows the price.
      if (run.journal.get(RECORD) === undefined) run.journal.put(RECORD, { costMicroUsd: 0 });
      return result;
    },
  };
}
