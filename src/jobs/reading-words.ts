/** Why an answer could not be read aloud, as a sentence that says what to do. Part of read-aloud.ts. */
import type { ReadingFailure } from "../conversation/read-aloud.ts";
import type { Texts } from "../locales/index.ts";

export function explainReading(failure: ReadingFailure, { aloud: { failure: say }, failure: usual }: Texts): string {
  const sentences: Record<ReadingFailure, string> = {
    unreachable: say.away,
    "first-token-timeout": say.slow,
    "idle-timeout": say.slow,
    "rate-limited": say.busy,
    "server-error": say.away,
    "broken-stream": say.away,
    empty: say.away,
    unauthorized: say.unauthorized,
    "unknown-model": say.unknownModel,
    "bad-request": say.refused,
    "too-long": say.refused,
    "not-an-api": say.notAudio,
    "too-large": say.tooLarge,
    nothing: say.nothing,
    crashed: usual.crashed,
    storage: usual.storage,
    "budget-user": usual.budgetUser,
    "budget-server": usual.budgetServer,
    "budget-global": usual.budgetGlobal,
  };
  return sentences[failure];
}
