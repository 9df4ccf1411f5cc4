/** The buttons under an answer, by what happened to it. Ids only (turns/actions.ts), so they work as long as the turn is remembered. */
import { type ActionRow, button, row } from "../discord/components.ts";
import type { Texts } from "../locales/index.ts";
import { actionId, FOR_ALL, IN_PLACE, WITH_SOURCES } from "../turns/actions.ts";

interface About {
  turnId: string;
  askerId: string;
  /** Said in everybody's conversation. */
  shared: boolean;
  /** Its asker alone sees it. */
  private: boolean;
  /** It cites the web. */
  cites?: boolean;
  /** Answers can be read aloud here. */
  speaks?: boolean;
  /** Whose question Retry asks; left out: the turn's own. */
  retried?: string;
}

export function createButtons({ turnId, askerId, shared, private: isPrivate, cites = false, speaks = false, retried = turnId }: About, texts: Texts) {
  const regenerate = (inPlace: boolean) => button(texts.button.regenerate, actionId("regenerate", turnId, askerId, inPlace ? IN_PLACE : ""), "secondary", "🔄");
  const why = button(texts.button.why, actionId("why", turnId, askerId), "secondary", "❓");
  // Of a private answer there is nothing more than that, unless it can be read aloud.
  const isAlone = isPrivate && !speaks;
  const sources = isAlone && cites ? [button(texts.button.sources, actionId("sources", turnId, askerId), "secondary", "🔗")] : [];
  const more = isAlone ? why : button(texts.button.more, actionId("more", turnId, askerId, cites ? WITH_SOURCES : ""), "secondary", "⋯");
  const followUp = button(texts.button.followUp, actionId("follow-up", turnId, askerId, shared ? FOR_ALL : ""), "primary", "💬");
  return {
    running: row([button(texts.button.stop, actionId("stop", turnId, askerId), "secondary", "⏹️")]),
    answered: (inPlace: boolean, cutByLength: boolean): ActionRow[] =>
      row([
        followUp,
        ...(cutByLength ? [button(texts.button.continue, actionId("continue", turnId, askerId), "secondary", "▶️")] : []),
        regenerate(inPlace),
        ...sources,
        more,
      ]),
    /** Somebody has to agree to what it wants to do. */
    waiting: (inPlace: boolean): ActionRow[] => {
      const flag = inPlace ? IN_PLACE : "";
      return row([
        button(texts.button.approve, actionId("approve", turnId, askerId, flag), "success"),
        button(texts.button.deny, actionId("deny", turnId, askerId, flag), "danger"),
        button(texts.button.denyWhy, actionId("deny-why", turnId, askerId, flag), "secondary"),
        why,
      ]);
    },
    /** Where nothing was kept that could be asked or continued again. */
    unkept: row([followUp, more]),
    unkeptFailure: row([followUp, why]),
    /** Trying again would change nothing. */
    refused: row([why]),
    failed: row([button(texts.button.retry, actionId("retry", retried, askerId), "primary", "🔁"), why]),
    show: row([button(texts.button.show, actionId("show", turnId, askerId), "primary", "👁️")]),
  };
}

export type Buttons = ReturnType<typeof createButtons>;
