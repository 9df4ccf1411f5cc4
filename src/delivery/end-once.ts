/** The end of a delivery, whichever way it goes: drafts stop first, and what was delivered before a crash is not delivered again. Used by deliver.ts and post-delivery.ts. */
import type { Journal } from "../turn/types.ts";
import type { Delivery, DeliveryResult } from "./deliver.ts";
import type { Drafts } from "./drafts.ts";
import type { FinalAnswer } from "./last-word.ts";

/** Journal step. */
const DELIVERED = "delivered";

interface Deps {
  drafts: Pick<Drafts, "settled">;
  /** Ends the drafts. */
  closing: AbortController;
  journal: Journal;
  settle(answer: FinalAnswer): Promise<DeliveryResult>;
}

export function endOnce({ drafts, closing, journal, settle }: Deps): Pick<Delivery, "abandon" | "finish"> {
  const abandon = async () => {
    closing.abort();
    await drafts.settled();
  };
  return {
    abandon,
    async finish(answer) {
      await abandon();
      // Written below alone.
      const before = journal.get(DELIVERED) as DeliveryResult | undefined;
      if (before) return before;
      const result = await settle(answer);
      journal.put(DELIVERED, result);
      return result;
    },
  };
}
