/** What embeddings, transcriptions and speech share: an answer that comes whole, within somebody's patience, and as JSON. Used in this folder. */
import type { Clock } from "../../kernel/clock.ts";
import { ModelError } from "../../kernel/errors.ts";
import { readAtMost } from "../../kernel/read-at-most.ts";
import { explainErrorObject, explainResponse, notAnApi, readRetryAfter } from "./failure.ts";
import { isRecord } from "./json.ts";

/** Throws ModelError; `endpoint`: its name in that error's words. Whether the request heeds its signal or not: nobody waits longer, nor once it is called off. */
export async function withinPatience<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  patience: { ms: number; clock: Clock; endpoint: string },
  signal: AbortSignal,
): Promise<Answer> {
  const giveUp = new AbortController();
  const ended = new AbortController();
  const tooLate = patience.clock.sleep(patience.ms, AbortSignal.any([signal, ended.signal])).then((): never => {
    giveUp.abort();
    throw new Error("too slow");
  });
  try {
    return await Promise.race([ask(AbortSignal.any([signal, giveUp.signal])), tooLate]);
  } catch (error) {
    signal.throwIfAborted();
    if (giveUp.signal.aborted) throw new ModelError("first-token-timeout", `${patience.endpoint} is too slow.`, { retryable: true, cause: error });
    if (error instanceof ModelError) throw error;
    throw new ModelError("unreachable", `${patience.endpoint} cannot be reached.`, { retryable: true, cause: error });
  } finally {
    ended.abort();
  }
}

/** The answer's object. Throws ModelError for everything else; what is longer than `mostBytes` is no answer. */
export async function readJsonAnswer(
  response: Response,
  mostBytes: number,
  { clock, apiKey }: { clock: Clock; apiKey: string },
): Promise<Record<string, unknown>> {
  const bytes = response.body === null ? new Uint8Array() : await readAtMost(response.body, mostBytes);
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  if (!response.ok)
    throw explainResponse(response.status, response.headers.get("content-type") ?? "", text, readRetryAfter(response.headers, clock.now()), apiKey);
  const answer = parseJson(text);
  if (!isRecord(answer)) throw notAnApi("no JSON object");
  if (answer.error) throw explainErrorObject(answer.error, apiKey);
  return answer;
}

/** Throws ModelError. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnApi("no JSON");
  }
}
