/** Job kind `export`: everything stored about somebody, as a file for them alone. It only reads, so it may be told from the start again. */
import type { AccessStore } from "../access/store.ts";
import { createDelivery } from "../delivery/deliver.ts";
import type { FinalAnswer } from "../delivery/last-word.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import { exportEverything } from "../privacy/export.ts";
import type { SweepDeps } from "../privacy/sweep.ts";
import type { Job, JobKind, JobResult, JobRun } from "./types.ts";

export interface ExportDeps {
  access: Pick<AccessStore, "optedOut">;
  sweep: SweepDeps;
  pseudonyms: Pseudonyms;
  discord: DiscordApi;
  clock: Clock;
}

export function createExportJob(deps: ExportDeps): JobKind {
  return {
    run: async (job, run) => {
      const texts = textsFor(job.locale);
      const { privacy: say } = texts;
      const keys = await deps.pseudonyms(job.user.id);
      const now = deps.clock.now();
      const optedOut = (await deps.access.optedOut(keys)).size > 0;
      const head = { about: say.exportAbout, exported_at: new Date(now).toISOString(), person: job.user, opted_out: optedOut };
      const { files, leftOut } = await exportEverything({ id: job.user.id, keys, at: now }, head, deps.sweep);
      const day = new Date(now).toISOString().slice(0, 10);
      return tell(job, run, texts, deps, {
        text: [say.exported, ...(leftOut > 0 ? [say.exportLeftOut(leftOut)] : [])].join("\n"),
        files: files.map((data, index) => ({ name: `edgewise-${day}${index === 0 ? "" : `-${index + 1}`}.json`, contentType: "application/json", data })),
        noFiles: say.exportNoFiles,
      });
    },
    abandon: (job, run) => tell(job, run, textsFor(job.locale), deps, { text: textsFor(job.locale).privacy.exportFailed }),
  };
}

async function tell(
  job: Job,
  { journal, signal }: JobRun,
  texts: Texts,
  { discord, clock }: ExportDeps,
  answer: Pick<FinalAnswer, "text" | "files" | "noFiles">,
): Promise<JobResult> {
  // Called off: the Worker has told the person something else.
  if (signal.reason === "cancel") return { outcome: "never-acknowledged" };
  const delivery = createDelivery({ ...job, canPost: false, quiet: true }, { discord, clock, journal, texts, stopButton: [], pace: () => 0 });
  const { via } = await delivery.finish({ heading: "", buttons: () => [], showButton: [], ...answer });
  return { outcome: via === "interaction" ? "answered" : via === "never-acknowledged" ? via : "undeliverable" };
}
