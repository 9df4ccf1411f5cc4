/** The buttons under an answer, by what happened to it. Ids only (turns/actions.ts), so they work as long as the turn is remembered. */
import { type ActionRow, button, row } from "../discord/components.ts";
import type { Texts } from "../locales/index.ts";
import { actionId, FOR_ALL, IN_PLACE } from "../turns/actions.ts";

interface About {
  turnId: string;
  askerId: string;
  /** Said in everybody's conversation. */
  shared: boolean;
  /** Its asker alone sees it. */
  private: boolean;
  /** Answers can be read aloud here. */
  speaks?: boolean;
}

export function createButtons({ turnId, askerId, shared, private: isPrivate, speaks = false }: About, texts: Texts) {
  const regenerate = (inPlace: boolean) => button(texts.button.regenerate, actionId("regenerate", turnId, askerId, inPlace ? IN_PLACE : ""), "secondary", "🔄");
  const why = button(texts.button.why, actionId("why", turnId, askerId), "secondary", "❓");
  // Of a private answer there is nothing more than that, unless it can be read aloud.
  const more = isPrivate && !speaks ? why : button(texts.button.more, actionId("more", turnId, askerId), "secondary", "⋯");
  const followUp = button(texts.button.followUp, actionId("follow-up", turnId, askerId, shared ? FOR_ALL : ""), "primary", "💬");
  return {
    running: row([button(texts.button.stop, actionId("stop", turnId, askerId), "secondary", "⏹️")]),
    answered: (inPlace: boolean, cutByLength: boolean): ActionRow[] =>
      row([
        followUp,
        ...(cutByLength ? [button(texts.button.continue, actionId("continue", turnId, askerId), "secondary", "▶️")] : []),
        regenerate(inPlace),
        more,
      ]),
    /** Where nothing was kept that could be asked or continued again. */
    unkept: row([followUp, more]),
    unkeptFailure: row([followUp, why]),
    /** Trying again would change nothing. */
    refused: row([why]),
    failed: row([button(texts.button.retry, actionId("retry", turnId, askerId), "primary", "🔁"), why]),
    show: row([button(texts.button.show, actionId("show", turnId, askerId), "primary", "👁️")]),
  };
}

export type Buttons = ReturnType<typeof createButtons>;
