/** One picture that a model wants to show: reserved, made, settled under an id of its own. Used by for-tools.ts and unasked/speak.ts. */
import type { BudgetStore } from "../../budget/store.ts";
import { type Database, inOneBatch } from "../../db/client.ts";
import { explainFailure } from "../../delivery/explain.ts";
import type { OutgoingFile } from "../../discord/api.ts";
import type { Clock } from "../../kernel/clock.ts";
import { describeError } from "../../kernel/errors.ts";
import type { GuildId } from "../../kernel/ids.ts";
import type { Log } from "../../kernel/log.ts";
import type { Pseudonyms } from "../../kernel/pseudonym.ts";
import type { Images } from "../../llm/images.ts";
import { textsFor } from "../../locales/index.ts";
import type { WantedPicture } from "../../tools/ports.ts";
import { pictureFiles, showable } from "./files.ts";
import { PAID, wordOf } from "./paint.ts";

export interface MakeOneDeps {
  db: Database;
  budget: BudgetStore;
  pseudonyms: Pseudonyms;
  safetyIdentifier(userId: string): Promise<string>;
  clock: Clock;
  log: Log;
}

/** Whose it is, and whose budget bears it: a person's id, or a channel's where nobody asked. */
export interface PictureOwner {
  payer: string;
  guildId: GuildId | null;
  locale: string;
}

/** `sentence`: for the model, or for whoever set it up. */
export type MadeOne = { kind: "made"; files: OutgoingFile[] } | { kind: "failed"; sentence: string };

/** `use` is called with what was made before it is settled; until something is known, it is paid for. Rejects only with the signal's reason and what `use` rejects with. */
export async function makeOne<T>(
  images: Images,
  { prompt, shape }: WantedPicture,
  { payer, guildId, locale }: PictureOwner,
  key: string,
  signal: AbortSignal,
  deps: MakeOneDeps,
  use: (made: MadeOne) => Promise<T>,
): Promise<T> {
  const { db, budget, clock, log } = deps;
  const texts = textsFor(locale);
  const failed = (sentence: string) => use({ kind: "failed", sentence });
  const worst = images.worstCaseMicroUsd({ shape, count: 1, hasReference: false });
  const [userKey] = await deps.pseudonyms(payer);
  const reserve = budget.reserve({ turnId: key, userKey, guildId, at: clock.now(), amountMicroUsd: worst });
  try {
    const rows = await inOneBatch(db, { reserved: reserve.insert, own: reserve.own, usage: reserve.usage, limit: reserve.limit });
    const verdict = reserve.verdict(rows.own, rows.usage, rows.limit);
    if (!verdict.reserved) return failed(`The budget does not allow a picture: ${explainFailure(`budget-${verdict.full}`, "", texts)}`);
  } catch (error) {
    log.error("load failed", { kind: "generate_image", error: describeError(error) });
    return failed("The budget cannot be looked at just now, so no picture was made.");
  }
  let cost = worst;
  try {
    const request = { prompt, shape, count: 1, safetyIdentifier: await deps.safetyIdentifier(payer) };
    const made = await images.make(request, signal, () => undefined);
    cost = made.costMicroUsd;
    const pictures = showable(made.pictures);
    if (pictures.length === 0) return failed(texts.imagine.failure["too-large"]);
    return await use({ kind: "made", files: pictureFiles(pictures, texts.imagine.fileName, prompt) });
  } catch (error) {
    signal.throwIfAborted();
    const failure = wordOf(error);
    if (failure === null) throw error;
    if (!PAID.includes(failure)) cost = 0;
    return failed(explainFailure(failure, "", texts));
  } finally {
    await db.batch([budget.settle(key, cost)]).catch((error: unknown) => log.error("settle failed", { kind: "generate_image", error: describeError(error) }));
  }
}
