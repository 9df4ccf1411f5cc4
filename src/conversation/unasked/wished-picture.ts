/** The picture that an unasked post wants to show: noted while its model speaks, made only once it is to be posted, for a draft may come to nothing. Used by answer.ts and speak.ts. */
import type { ToolPictures, WantedPicture } from "../../tools/ports.ts";
import type { Journal } from "../../turn/types.ts";

/** Journal step. */
const WISHED = "wished-picture";

export function wishedPictures(journal: Journal): ToolPictures {
  return {
    async post(wanted, _place, key) {
      const before = journal.get(WISHED) as { key: string } | undefined;
      if (before !== undefined && before.key !== key) return { kind: "failed", sentence: "One picture is enough, and there will be one already." };
      journal.put(WISHED, { key, wanted });
      return { kind: "posted" };
    },
  };
}

export const wishedPicture = (journal: Journal): WantedPicture | null => (journal.get(WISHED) as { wanted: WantedPicture } | undefined)?.wanted ?? null;
