/** Which models a turn asks, in which order, where, and who decided so. Used by load.ts and answer.ts. */
import type { Failure } from "../delivery/explain.ts";
import { code, exact } from "../discord/quote.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import type { ModelFailure } from "../kernel/errors.ts";
import type { Endpoint } from "../llm/endpoints.ts";
import type { Texts } from "../locales/index.ts";
import { availableModels, chosenModels, type Decision, decideModels, findModelId, type OwnEndpoint, type ServerModels, type Wanted } from "../models/policy.ts";
import type { ModelChoice } from "../models/store.ts";
import { DEFAULT_MODEL } from "../persona/modelfile/persona.ts";
import type { promptScopes } from "../persona/scopes.ts";
import type { Speaker } from "../persona/speaker.ts";
import { deployerModels, promptFor } from "../prompts/index.ts";
import { jobOf } from "./task.ts";
import type { ConversationDeps } from "./types.ts";

/** Models that a sentence has room for. */
const NAMED = 15;

export interface ChosenModels extends Decision {
  /** Null: the deployer's endpoint. */
  own: OwnEndpoint | null;
  /** What could be chosen here. */
  available: string[];
}

/** How a model came to answer, as it is written down. Plain JSON. */
export interface ModelUse {
  source: Decision["source"];
  /** The server's own endpoint: its host, and whether the price is known. */
  own?: { host: string; priced: boolean };
}

/** `scopes`: of the place and the asker; `models`: the deployer's chain. */
export function chooseModels(
  input: AskInput,
  speaker: Speaker | null,
  scopes: ReturnType<typeof promptScopes>,
  choices: readonly ModelChoice[],
  server: ServerModels,
  models: readonly string[],
): ChosenModels {
  const deployers = deployerModels(models);
  const available = availableModels(server, deployers);
  const from = speaker?.definition.model;
  const file = promptFor(jobOf(input)).model;
  const wanted: Wanted[] = [
    ...(input.model === undefined ? [] : [{ source: "asked" as const, model: findModelId(input.model, available) ?? input.model }]),
    ...(from === undefined || from === DEFAULT_MODEL ? [] : [{ source: "persona" as const, model: findModelId(from, available) ?? from }]),
    ...chosenModels(scopes, choices),
    ...(file === undefined ? [] : [{ source: "job" as const, model: file }]),
  ];
  return { ...decideModels(wanted, server, deployers), own: server.own, available };
}

/** Why none of them may be asked; undefined: they may. What an old question wanted is passed over if it is not to be had any more. */
export function refusalOf(chosen: ChosenModels, input: AskInput): { failure: Failure; detail: string } | undefined {
  const named = chosen.available.slice(0, NAMED).map((id) => code(id));
  const detail = [...named, ...(chosen.available.length > NAMED ? ["…"] : [])].join(", ");
  if (input.trigger === "ask" && chosen.passedOver.some(({ source }) => source === "asked")) return { failure: "model-not-allowed", detail };
  return chosen.models.length === 0 ? { failure: "no-model", detail } : undefined;
}

/** For `/why`: what somebody had chosen, and why it did not answer. */
export function passedOverNotices({ passedOver, models }: ChosenModels, { models: say }: Texts): string[] {
  return passedOver.map(({ source, model }) => say.passedOver(exact(model), say.source[source], exact(models[0] ?? "")));
}

export interface Where extends Endpoint {
  use: ModelUse;
}

/** Where the question goes, or the word of a failure. A server's own endpoint is never replaced by the deployer's: that is other people's money. */
export async function whereToAsk(job: Job, chosen: Pick<ChosenModels, "own" | "source" | "models">, deps: ConversationDeps): Promise<Where | Failure> {
  const { own, source, models } = chosen;
  if (own === null) return { model: deps.model, pricing: deps.pricing, windowOf: deps.windowOf, use: { source } };
  const opened = await deps.openEndpoint(job.guildId ?? "", own);
  if (typeof opened === "string") return opened;
  return { ...opened, use: { source, own: { host: opened.host, priced: opened.pricing.price(models[0] ?? "").known } } };
}

/** Where and whom a small job is asked, such as notes on a conversation: what a server brought itself is asked by nobody else, and nobody else is asked. */
export interface SmallJobs extends Endpoint {
  models: readonly string[];
}

/** `chosen`: the models of the turn it belongs to. */
export function smallJobs(where: Where, chosen: readonly string[], { smallModels }: ConversationDeps["settings"]): SmallJobs {
  return { ...where, models: where.use.own === undefined ? smallModels : chosen };
}

/** Failures that name a setting, as they are said of a server's own endpoint: its managers can change it, the deployer cannot. */
const OF_OWN = {
  unreachable: "own-unreachable",
  unauthorized: "own-unauthorized",
  "unknown-model": "own-unknown-model",
  "not-an-api": "own-not-an-api",
} as const satisfies Partial<Record<ModelFailure, Failure>>;

export function failureAt(use: ModelUse, failure: ModelFailure): Failure {
  if (use.own === undefined || !Object.hasOwn(OF_OWN, failure)) return failure;
  return OF_OWN[failure as keyof typeof OF_OWN];
}
