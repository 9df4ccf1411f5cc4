/** The one outcome of a job that is no conversation: words for the asker alone, with buttons. Used by job kinds. */
import { createDelivery, type FinalAnswer } from "../delivery/deliver.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { textsFor } from "../locales/index.ts";
import type { Job, JobResult, JobRun } from "./types.ts";

export interface TellDeps {
  discord: DiscordApi;
  clock: Clock;
}

export type Told = Pick<FinalAnswer, "text" | "embeds" | "files" | "noFiles"> & { rows?: ReturnType<FinalAnswer["buttons"]> };

export async function tell(job: Job, run: JobRun, { rows = [], ...told }: Told, deps: TellDeps): Promise<JobResult> {
  const { discord, clock } = deps;
  const texts = textsFor(job.locale);
  const delivery = createDelivery({ ...job, canPost: false, quiet: true }, { discord, clock, journal: run.journal, texts, stopButton: [], pace: () => 0 });
  // Called off: the Worker has told the person something else.
  if (run.signal.reason === "cancel") return { outcome: "never-acknowledged" };
  const { via } = await delivery.finish({ ...told, heading: "", buttons: () => rows, showButton: [] });
  return { outcome: via === "interaction" ? "answered" : via === "never-acknowledged" ? via : "undeliverable" };
}
