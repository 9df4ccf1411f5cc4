/**
 * Job kind `erase`: takes somebody out of every table and every object, then hands them a receipt. May be broken off anywhere: what is gone stays gone, and
 * the receipt counts in the same transactions. Nothing of this job outlives it but its number.
 */
import { createDelivery } from "../delivery/deliver.ts";
import { button, customId, row } from "../discord/components.ts";
import { describeError } from "../kernel/errors.ts";
import type { ChannelId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { createEraser } from "../privacy/erase.ts";
import { kinds, type Person } from "../privacy/person.ts";
import type { ErasureStore, Receipt } from "../privacy/store.ts";
import type { SweepDeps } from "../privacy/sweep.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { Job, JobKind, JobResult, JobRun } from "./types.ts";

export interface EraseDeps extends TellDeps {
  erasures: ErasureStore;
  sweep: SweepDeps;
  pseudonyms: Pseudonyms;
  /** How many jobs of that channel's object, from until then, still know of the person; what can end, ends. */
  forgetIn(channelId: ChannelId, userId: string, until: number): Promise<number>;
  log: Log;
}

/** What was under way when they pressed has ended by then, or is in no hands but a job's, ms. */
const SETTLED_MS = 3_500;
/** Jobs that were stopped get so long to end; what they leave later is not taken in. */
const PATIENCE_MS = 60_000;
const WAITS_MS = [500, 2_000, 8_000];

export function createEraseJob(deps: EraseDeps): JobKind {
  const { clock, log, erasures } = deps;

  /** All of it may be repeated. */
  async function patiently<T>(act: () => Promise<T>): Promise<T> {
    for (const wait of WAITS_MS) {
      try {
        return await act();
      } catch (error) {
        log.error("erase failed", { error: describeError(error) });
        await clock.sleep(wait);
      }
    }
    return act();
  }

  const eraser = createEraser({ spend: deps.sweep.spend, run: (queries) => patiently(() => deps.sweep.run(queries)) });

  async function carryOut(job: Job, { journal, signal }: JobRun): Promise<Receipt | null> {
    // Called off: the Worker has told the person that nothing happens.
    const isCancelled = () => signal.reason === "cancel";
    const keys = await deps.pseudonyms(job.user.id);
    const person: Person = { id: job.user.id, keys, at: job.createdAt };
    if (isCancelled()) return null;
    await patiently(() => erasures.begin({ id: job.id, key: keys[0], at: person.at }));
    if (journal.get("objects") === undefined) {
      await clearObjects([...new Set([job.channelId as string, ...(await eraser.channels(person))])], person, isCancelled);
      journal.put("objects", true);
    }
    // A handler that was under way may have written after the first time.
    for (const time of ["first", "second"]) {
      if (time === "second") await clock.sleep(Math.max(0, job.createdAt + SETTLED_MS - clock.now()));
      if (isCancelled()) return null;
      await eraser.erase(person, job.id, (step) => journal.put(`${time}:${step}`, true));
    }
    return patiently(() => erasures.finish(job.id, clock.now()));
  }

  async function clearObjects(channels: readonly string[], { id, at }: Person, isCancelled: () => boolean): Promise<void> {
    const giveUpAt = clock.now() + PATIENCE_MS;
    for (let left = channels; left.length > 0 && !isCancelled(); ) {
      const busy: string[] = [];
      for (const channelId of left) {
        await deps.sweep.spend(1);
        if ((await patiently(() => deps.forgetIn(channelId as ChannelId, id, at))) > 0) busy.push(channelId);
      }
      if (busy.length === 0 || clock.now() >= giveUpAt) return;
      await clock.sleep(1_000);
      left = busy;
    }
  }

  async function eraseAndTell(job: Job, run: JobRun): Promise<JobResult> {
    const texts = textsFor(job.locale);
    const delivery = createDelivery({ ...job, canPost: false, quiet: false }, { ...deps, journal: run.journal, texts, stopButton: [], pace: () => 0 });
    delivery.status(texts.privacy.erasing);
    const receipt = await carryOut(job, run).finally(() => delivery.abandon());
    return receipt === null ? { outcome: "never-acknowledged" } : tell(job, run, { text: receiptWords(receipt, texts) }, deps);
  }

  return {
    run: eraseAndTell,
    abandon: async (job, run, reason) => {
      // What is over is the time to be told, not the wish; the receipt stands in /privacy.
      if (reason === "deadline") return eraseAndTell(job, run);
      const { privacy: say } = textsFor(job.locale);
      const again = row([button(say.eraseNow, customId("privacy-erase", "now"), "danger")]);
      return { ...(await tell(job, run, { text: say.eraseFailed, rows: again }, deps)), reason };
    },
  };
}

function receiptWords({ id, at, counts }: Receipt, { privacy: say }: Texts): string {
  const lines = kinds.flatMap((kind) => ((counts[kind] ?? 0) > 0 ? [`- ${say.erasedCounts[kind](counts[kind] ?? 0)}`] : []));
  return [say.erased(id, `<t:${Math.floor(at / 1000)}:f>`), ...(lines.length === 0 ? [say.erasedNothing] : lines), say.erasedAfter].join("\n");
}
