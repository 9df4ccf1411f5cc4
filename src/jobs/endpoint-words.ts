/** What a test of a server's own endpoint found wrong, as a sentence for its managers. Never a key, never a raw answer. Used by the job kind `endpoint`. */
import { code, exact } from "../discord/quote.ts";
import type { ModelFailure } from "../kernel/errors.ts";
import type { EndpointProblem } from "../llm/endpoints.ts";
import type { Texts } from "../locales/index.ts";

export interface TestFailure {
  failure: ModelFailure | EndpointProblem | "no-list" | "long-list";
  host: string;
  /** The one that was asked; empty where it did not come so far. */
  model: string;
  /** What the endpoint lists. */
  listed?: readonly string[];
  count?: number;
}

/** Names of a long list that a sentence has room for. */
const NAMED = 12;

export function explainTest({ failure, host, model, listed = [], count = 0 }: TestFailure, { models: { endpoint: say, own } }: Texts): string {
  switch (failure) {
    case "own-private":
      return say.private;
    case "own-no-key":
      return own.noKey;
    case "no-list":
      return say.noList(host);
    case "long-list":
      return say.longList(host, count);
    case "unreachable":
      return say.unreachable(host);
    case "unauthorized":
      return say.unauthorized(host);
    case "not-an-api":
      return say.notAnApi(host);
    case "unknown-model": {
      const names = listed.slice(0, NAMED).map((id) => code(id));
      return [say.unknownModel(host, exact(model)), ...(names.length > 0 ? [say.lists(names.join(", "))] : [])].join(" ");
    }
    case "rate-limited":
      return say.busy(host);
    case "first-token-timeout":
    case "idle-timeout":
      return say.slow(host);
    case "bad-request":
    case "too-long":
      return say.refused(host, exact(model));
    default:
      return say.ill(host);
  }
}
