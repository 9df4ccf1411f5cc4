/** What somebody typed about a recurrence, in words that the grammar does not know, as the small model reads it: five fields, always shown before they are kept. Used by prepare.ts. */
import { inOneBatch } from "../../db/client.ts";
import type { Job, JobRun } from "../../jobs/types.ts";
import { decideModels } from "../../models/policy.ts";
import { parseServerModels } from "../../models/store.ts";
import { deployerModels } from "../../prompts/index.ts";
import { readRecurrence } from "../../schedule/recurrence.ts";
import { fence, inert } from "../../turn/fence.ts";
import { askSmall, type SmallTask, smallWorstCase } from "../ask-small.ts";
import { smallJobs, whereToAsk } from "../choose-model.ts";
import { createPurse, OverBudget, StorageDown } from "../purse.ts";
import type { ConversationDeps } from "../types.ts";

const TASK: SmallTask = { prompt: "recurrence", inputTokens: 1_200 };
/** Journal step: the model's words. */
const STEP = "proposed";

export interface Proposal {
  /** Null: it could not tell, or could not be asked. */
  cron: string | null;
  /** What the bot's deployer pays for it. */
  costMicroUsd: number;
}

/** Idempotent: a resumed job reserves nothing twice, and asks once. */
export async function proposeCron(job: Job, words: string, run: JobRun, deps: ConversationDeps): Promise<Proposal> {
  const nothing = (costMicroUsd: number): Proposal => ({ cron: null, costMicroUsd });
  const { budget, models } = deps;
  const [userKey] = await deps.pseudonyms(job.user.id);
  const amountMicroUsd = smallWorstCase(TASK, smallJobs({ ...deps, use: { source: "default" } }, [], deps.settings), deps.settings);
  const reservation = { turnId: job.id, userKey, guildId: job.guildId, at: job.createdAt, amountMicroUsd };
  const reserve = budget.reserve(reservation, models.paysItself(job.guildId));
  const rows = await inOneBatch(deps.db, {
    reserved: reserve.insert,
    own: reserve.own,
    usage: reserve.usage,
    limit: reserve.limit,
    server: models.server(job.guildId),
  });
  if (!reserve.verdict(rows.own, rows.usage, rows.limit).reserved) return nothing(0);
  const server = parseServerModels(rows.server);
  const decided = decideModels([], server, deployerModels(deps.settings.models));
  const where = await whereToAsk(job, { own: server.own, source: decided.source, models: decided.models }, deps);
  if (typeof where === "string") return nothing(0);
  const isFree = server.own !== null;
  const purse = createPurse(reservation, () => isFree, budget);
  const asking = { at: smallJobs(where, decided.models, deps.settings), journal: run.journal, step: STEP, signal: run.signal, afford: purse.afford };
  try {
    const { outcome, failure, costMicroUsd } = await askSmall(job, TASK, () => fence("when", inert(words)), asking, deps);
    const charged = isFree ? 0 : costMicroUsd;
    return failure === null ? { cron: cronIn(outcome?.text ?? ""), costMicroUsd: charged } : nothing(charged);
  } catch (error) {
    if (!(error instanceof OverBudget || error instanceof StorageDown)) throw error;
    return nothing(isFree ? 0 : purse.lost());
  }
}

/** From the first brace to the last: models like to say a word around it. Only fields count, and only such as could be typed. */
function cronIn(answer: string): string | null {
  try {
    const read = JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1)) as { cron?: unknown } | null;
    if (typeof read?.cron !== "string" || read.cron.trim().split(/\s+/).length !== 5) return null;
    const found = readRecurrence(read.cron);
    return "cron" in found ? found.cron : null;
  } catch {
    return null;
  }
}
