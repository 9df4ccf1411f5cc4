/** By night: hands out what people said and nobody has looked through yet, as jobs in their channels' objects. Called by dispatch.ts. */
import { describeError } from "../kernel/errors.ts";
import type { Log } from "../kernel/log.ts";
import { isNight, nextNight } from "../memory/night.ts";
import type { DueWords } from "../memory/unnoticed-store.ts";

/** A minute, so that no run makes more requests than it may, and the model is not asked by a hundred at once. */
const AT_ONCE = 10;

export interface NoticesDeps {
  log: Log;
  unnoticed: {
    /** Those that are due, which nobody else gets before `next`. */
    claim(now: number, next: number, limit: number): Promise<DueWords[]>;
  };
  /** Commits the job. */
  submit(words: DueWords): Promise<unknown>;
}

/** One that cannot be handed out is tried the next night, as is one that comes to nothing. */
export async function noticeByNight(minute: number, { unnoticed, submit, log }: NoticesDeps): Promise<void> {
  if (!isNight(minute)) return;
  const due = await unnoticed.claim(minute, nextNight(minute), AT_ONCE);
  await Promise.all(due.map((words) => submit(words).catch((error: unknown) => log.error("cron", { part: "notices", error: describeError(error) }))));
}
