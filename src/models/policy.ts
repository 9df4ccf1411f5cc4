/**
 * What may answer in a place, and what does: pure decisions over the choices of people and managers. The person's own choice goes before the thread's,
 * the channel's and the server's; a server that has an endpoint of its own is answered by that alone. Used by the conversation, /model and /settings.
 */

/** A server's own OpenAI-compatible endpoint. */
export interface OwnEndpoint {
  /** Everything before `/chat/completions`. */
  address: string;
  /** kernel/seal.ts, for `sealContext`; null: none is needed. */
  sealedKey: string | null;
  /** In the order in which they are tried; the first is the default. */
  models: string[];
  /** When a request to it last worked, ms since 1970. */
  testedAt: number | null;
}

export interface ServerModels {
  /** Of the bot's own models those that may be chosen; null: all. Of its own endpoint a server has named those that it wants anyway. */
  allowed: string[] | null;
  own: OwnEndpoint | null;
  setBy: string;
  changedAt: number;
}

export const DEFAULT_MODELS: ServerModels = { allowed: null, own: null, setBy: "", changedAt: 0 };

/** Who decided about a model. `asked`: for this answer alone. `job`: the deployer, for this kind of job. `endpoint`: it is the own endpoint's first. */
export type ModelSource = "asked" | "persona" | "user" | "thread" | "channel" | "server" | "job" | "endpoint" | "default";

/** A model that somebody wants, in the order of precedence. */
export interface Wanted {
  source: ModelSource;
  model: string;
}

export interface Decision {
  /** The model that answers, and those that are asked should it fail; empty where none may be used. */
  models: string[];
  /** Who decided about the first. */
  source: ModelSource;
  /** Wanted before the first, but not to be used here. */
  passedOver: Wanted[];
}

/** Requests that an own endpoint may get for one answer: its list may be long. */
const LONGEST_OWN_CHAIN = 4;

/** What can be chosen in a place, default first. `deployers`: the bot's own models. */
export function availableModels(server: ServerModels, deployers: readonly string[]): string[] {
  if (server.own !== null) return [...server.own.models];
  return server.allowed === null ? [...deployers] : deployers.filter((model) => mayBeUsed(model, server, deployers));
}

/** `deployers`: the bot's own models, those of single jobs among them. */
export function mayBeUsed(model: string, { own, allowed }: ServerModels, deployers: readonly string[]): boolean {
  if (own !== null) return own.models.includes(model);
  return deployers.includes(model) && (allowed === null || allowed.includes(model));
}

/** `wanted`: by precedence. `deployers`: as the deployer's chain has them. */
export function decideModels(wanted: readonly Wanted[], server: ServerModels, deployers: readonly string[]): Decision {
  const there = [...deployers, ...wanted.filter(({ source }) => source === "job").map(({ model }) => model)];
  const rest = availableModels(server, deployers).map((model): Wanted => ({ source: server.own === null ? "default" : "endpoint", model }));
  const inOrder = [...wanted, ...rest];
  const first = inOrder.findIndex(({ model }) => mayBeUsed(model, server, there));
  const chain = inOrder.map(({ model }) => model).filter((model) => mayBeUsed(model, server, there));
  const models = [...new Set(chain)].slice(0, server.own === null ? undefined : LONGEST_OWN_CHAIN);
  const before = first < 0 ? inOrder : inOrder.slice(0, first);
  // That the deployer's file names a model for a job is nobody's wish here.
  const passedOver = before.filter(({ source }) => source !== "job" && source !== "default" && source !== "endpoint");
  return { models, source: inOrder[first]?.source ?? "default", passedOver };
}

/** Choices as people made them, by precedence. `scopes`: of the place, widest first (persona/scopes.ts). */
export function chosenModels(
  scopes: readonly (readonly [kind: "server" | "channel" | "thread" | "user", scope: string])[],
  choices: readonly { scope: string; model: string | null }[],
): Wanted[] {
  return scopes.toReversed().flatMap(([source, scope]) => {
    const model = choices.find((choice) => choice.scope === scope)?.model ?? null;
    return model === null ? [] : [{ source, model }];
  });
}

/** The id as the list has it, whatever its letters' case; undefined where it is not there. */
export function findModelId(typed: string, models: readonly string[]): string | undefined {
  const wanted = typed.trim();
  return models.find((id) => id === wanted) ?? models.find((id) => id.toLowerCase() === wanted.toLowerCase());
}

/** Under which name the counting of a model is learnt: another server's model of the same name is another one. */
export function countName(model: string, own: Pick<OwnEndpoint, "address"> | null): string {
  return own === null ? model : `${own.address} ${model}`;
}

/** A key is sealed for one server and one host: moved to another it opens nowhere. */
export function sealContext(guildId: string, address: string): string {
  return `model endpoint of ${guildId} at ${new URL(address).origin}`;
}
