/** Job kind `export`: everything stored about somebody, as a file for them alone. It only reads, so it may be told from the start again. */
import type { AccessStore } from "../access/store.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import { textsFor } from "../locales/index.ts";
import { exportEverything } from "../privacy/export.ts";
import type { SweepDeps } from "../privacy/sweep.ts";
import { type TellDeps, tell } from "./tell.ts";
import type { JobKind } from "./types.ts";

export interface ExportDeps extends TellDeps {
  access: Pick<AccessStore, "optedOut">;
  sweep: SweepDeps;
  pseudonyms: Pseudonyms;
}

export function createExportJob(deps: ExportDeps): JobKind {
  return {
    run: async (job, run) => {
      const { privacy: say } = textsFor(job.locale);
      const keys = await deps.pseudonyms(job.user.id);
      const now = deps.clock.now();
      const optedOut = (await deps.access.optedOut(keys)).size > 0;
      const head = { about: say.exportAbout, exported_at: new Date(now).toISOString(), person: job.user, opted_out: optedOut };
      const { files, leftOut } = await exportEverything({ id: job.user.id, keys, at: now }, head, deps.sweep);
      const day = new Date(now).toISOString().slice(0, 10);
      const text = [say.exported, ...(leftOut > 0 ? [say.exportLeftOut(leftOut)] : [])].join("\n");
      const named = files.map((data, index) => ({ name: `edgewise-${day}${index === 0 ? "" : `-${index + 1}`}.json`, contentType: "application/json", data }));
      return tell(job, run, { text, files: named, noFiles: say.exportNoFiles }, deps);
    },
    abandon: (job, run) => tell(job, run, { text: textsFor(job.locale).privacy.exportFailed }, deps),
  };
}
