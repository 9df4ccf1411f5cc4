/** What went wrong, as a sentence for the person who asked. Never a stack, a token or a raw answer of a server. */
import type { ModelFailure } from "../kernel/errors.ts";
import type { Texts } from "../locales/index.ts";

/** Why there is no answer, beyond what a model can do wrong. */
export type Failure =
  | ModelFailure
  | "budget-user"
  | "budget-server"
  | "budget-global"
  | "storage"
  | "crashed"
  | "deadline"
  | "bug"
  | "turn-gone"
  | "not-kept"
  | "opted-out"
  | RefusedHere
  | OfOwnEndpoint
  | OfPictures;

/** Managers of the server decided so: trying again changes nothing. */
type RefusedHere = "paused" | "blocked" | "elsewhere" | "model-not-allowed" | "no-model";

/** The server's own endpoint fails, and its managers can do something about it. */
type OfOwnEndpoint = "own-unreachable" | "own-unauthorized" | "own-unknown-model" | "own-not-an-api" | "own-private" | "own-no-key";

/** Why there is no picture. */
type OfPictures = `image-${keyof Texts["imagine"]["failure"]}`;
const OF_PICTURES = "image-";
const isOfPictures = (failure: Failure): failure is OfPictures => failure.startsWith(OF_PICTURES);

/** `detail`: the model, the models that may be used, or the channels where the bot may be. */
export function explainFailure(failure: Failure, detail: string, texts: Texts): string {
  if (isOfPictures(failure)) return texts.imagine.failure[failure.slice(OF_PICTURES.length) as keyof Texts["imagine"]["failure"]];
  const { failure: sentence } = texts;
  const { own } = texts.models;
  const sentences: Record<Exclude<Failure, OfPictures>, string> = {
    unreachable: sentence.unreachable,
    "first-token-timeout": sentence.firstTokenTimeout,
    "idle-timeout": sentence.idleTimeout,
    "rate-limited": sentence.rateLimited,
    "server-error": sentence.serverError,
    unauthorized: sentence.unauthorized,
    "unknown-model": sentence.unknownModel(detail),
    "bad-request": sentence.badRequest,
    "too-long": sentence.tooLong,
    "not-an-api": sentence.notAnApi,
    "broken-stream": sentence.brokenStream,
    empty: sentence.empty,
    "budget-user": sentence.budgetUser,
    "budget-server": sentence.budgetServer,
    "budget-global": sentence.budgetGlobal,
    storage: sentence.storage,
    crashed: sentence.crashed,
    deadline: sentence.deadline,
    bug: sentence.bug,
    "turn-gone": sentence.turnGone,
    "not-kept": texts.privacy.notKept,
    "opted-out": texts.menus.optedOut,
    paused: sentence.paused,
    blocked: sentence.blocked,
    elsewhere: sentence.elsewhere(detail),
    "model-not-allowed": texts.models.notAllowed(detail),
    "no-model": texts.models.none,
    "own-unreachable": own.unreachable,
    "own-unauthorized": own.unauthorized,
    "own-unknown-model": own.unknownModel(detail),
    "own-not-an-api": own.notAnApi,
    "own-private": own.private,
    "own-no-key": own.noKey,
  };
  return sentences[failure];
}
