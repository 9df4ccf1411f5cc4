/** Job kind `show`: a private answer whose token had died is shown again, by the token that the press of Show brought. */
import * as z from "zod";
import { signed } from "../conversation/signature.ts";
import { createDelivery } from "../delivery/deliver.ts";
import { explainFailure, type Failure } from "../delivery/explain.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Texts, textsFor } from "../locales/index.ts";
import type { TurnRecord, TurnStore } from "../turns/store.ts";
import type { Job, JobKind, JobResult, JobRun, ShowInput } from "./types.ts";

export interface ShowDeps {
  turns: TurnStore;
  discord: DiscordApi;
  clock: Clock;
  draftPace(): number;
}

const schema = (): z.ZodType<ShowInput> => z.object({ turnId: z.string() });

export function createShowJob(deps: ShowDeps): JobKind {
  async function deliver(job: Job, run: JobRun, text: string, failed: boolean): Promise<JobResult> {
    const texts = textsFor(job.locale);
    const delivery = createDelivery(
      { ...job, canPost: false, quiet: true },
      { discord: deps.discord, clock: deps.clock, journal: run.journal, texts, stopButton: [], pace: deps.draftPace },
    );
    const { via } = await delivery.finish({ text, heading: "", buttons: () => [], showButton: [] });
    if (via === "never-acknowledged") return { outcome: via };
    if (via === "undeliverable") return { outcome: "undeliverable" };
    return { outcome: failed ? "failed" : "answered" };
  }
  return {
    async run(job, run) {
      const texts = textsFor(job.locale);
      const { turnId } = schema().parse(job.input);
      const turn = await deps.turns.find(turnId);
      // The edge lets only the asker press it; the record has the last word.
      const text = turn !== null && turn.userId === job.user.id ? wordsOf(turn, texts) : null;
      return deliver(job, run, text ?? explainFailure("turn-gone", "", texts), text === null);
    },
    abandon: (job, run, reason) => deliver(job, run, explainFailure(reason === "crashes" ? "crashed" : reason, "", textsFor(job.locale)), true),
  };
}

/** What the person would have seen, had the token lived; null where the record does not tell. */
function wordsOf(turn: TurnRecord, texts: Texts): string | null {
  if (turn.reason === "waiting") return [signed(turn.answer, turn.explanation.persona), texts.tools.approval.unseen].filter((part) => part !== "").join("\n");
  if (turn.answer !== "") return signed(turn.answer, turn.explanation.persona);
  if (turn.outcome === "stopped") return texts.answer.stopped;
  // The reason of a failed turn is its Failure (conversation/record.ts).
  return turn.outcome === "failed" && turn.reason !== null ? explainFailure(turn.reason as Failure, turn.model ?? "", texts) : null;
}
