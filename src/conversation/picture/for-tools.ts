/** Pictures that a model has made while it answers: reserved, made, posted as a follow-up of the turn's interaction, settled under an id of their own. Wired in deps/. */
import type { BudgetStore } from "../../budget/store.ts";
import { type Database, inOneBatch } from "../../db/client.ts";
import { explainFailure } from "../../delivery/explain.ts";
import type { DiscordApi } from "../../discord/api.ts";
import { quote } from "../../discord/quote.ts";
import type { Clock } from "../../kernel/clock.ts";
import { DiscordApiError, describeError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Pseudonyms } from "../../kernel/pseudonym.ts";
import type { Images } from "../../llm/images.ts";
import { textsFor } from "../../locales/index.ts";
import type { ToolPictures } from "../../tools/ports.ts";
import { pictureFiles, showable } from "./files.ts";
import { PAID, wordOf } from "./paint.ts";

interface Parts {
  images: Images | null;
  db: Database;
  budget: BudgetStore;
  pseudonyms: Pseudonyms;
  discord: Pick<DiscordApi, "followUp">;
  safetyIdentifier(userId: string): Promise<string>;
  clock: Clock;
  log: Log;
}

const PROMPT_LENGTH = 300;

export function createToolPictures({ images, db, budget, ...deps }: Parts): ToolPictures | null {
  if (images === null) return null;

  return {
    async post({ prompt, shape }, place, key, signal) {
      const { guildId, asker, applicationId, token, locale } = place;
      const texts = textsFor(locale);
      const failed = (sentence: string) => ({ kind: "failed", sentence }) as const;
      const worst = images.worstCaseMicroUsd({ shape, count: 1, hasReference: false });
      const [userKey] = await deps.pseudonyms(asker.id);
      const reserve = budget.reserve({ turnId: key, userKey, guildId, at: deps.clock.now(), amountMicroUsd: worst });
      try {
        const rows = await inOneBatch(db, { reserved: reserve.insert, own: reserve.own, usage: reserve.usage, limit: reserve.limit });
        const verdict = reserve.verdict(rows.own, rows.usage, rows.limit);
        if (!verdict.reserved) return failed(`The budget does not allow a picture: ${explainFailure(`budget-${verdict.full}`, "", texts)}`);
      } catch (error) {
        deps.log.error("load failed", { kind: "generate_image", error: describeError(error) });
        return failed("The budget cannot be looked at just now, so no picture was made.");
      }
      // Until something is known, it is paid for.
      let cost = worst;
      try {
        const request = { prompt, shape, count: 1, safetyIdentifier: await deps.safetyIdentifier(asker.id) };
        const made = await images.make(request, signal, () => undefined);
        cost = made.costMicroUsd;
        const pictures = showable(made.pictures);
        if (pictures.length === 0) return failed(texts.imagine.failure["too-large"]);
        const files = pictureFiles(pictures, texts.imagine.fileName, prompt);
        const message = { content: `-# 🎨 ${quote(prompt, PROMPT_LENGTH)}`, files, private: place.private };
        const sent = await deps.discord.followUp({ applicationId, token }, message, signal);
        return sent.kind === "sent" ? { kind: "posted" } : { kind: "unknown" };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DiscordApiError) return failed("The picture was made, but Discord did not take it here. Files may not be allowed.");
        const failure = wordOf(error);
        if (failure === null) throw error;
        if (!PAID.includes(failure)) cost = 0;
        return failed(explainFailure(failure, "", texts));
      } finally {
        await db
          .batch([budget.settle(key, cost)])
          .catch((error: unknown) => deps.log.error("settle failed", { kind: "generate_image", error: describeError(error) }));
      }
    },
  };
}
