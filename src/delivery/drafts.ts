/** The live part of an answer: whatever is newest is shown when it may be, no more often than limits allow, until the last word. Used by deliver.ts and post-delivery.ts. */
import type { OutgoingMessage } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SurfaceResult } from "./surface.ts";

/** Discord's buckets stand about 5 edits in 5 s; more looks restless, too. */
const DRAFT_EVERY_MS = 1_200;

export interface DraftsDeps {
  clock: Clock;
  /** Least ms between drafts that outgoing budgets allow. */
  pace(): number;
  /** How long the next draft should wait because of its rate limit, ms. */
  delay(): number;
  /** Ends it. */
  closing: AbortSignal;
  /** The text so far and what is going on, as messages. */
  messages(text: string, line: string): OutgoingMessage[];
  show(messages: OutgoingMessage[]): Promise<SurfaceResult>;
  /** What comes of one that is not shown. `again`: it goes another way now; `pause`: until the next; `stop`: there are no more of them. */
  otherwise(result: SurfaceResult): Promise<"again" | "pause" | "stop">;
}

export interface Drafts {
  text(): string;
  line(): string;
  draft(text: string, present?: (text: string) => string): void;
  status(line: string): void;
  /** Something is to be shown, though no word is new. */
  kick(): void;
  /** Resolves when none is under way. */
  settled(): Promise<void>;
}

/** `quiet`: nothing is shown before the last word. */
export function createDrafts(quiet: boolean, deps: DraftsDeps): Drafts {
  const { clock, closing } = deps;
  let text = "";
  let present = (draft: string) => draft;
  let line = "";
  let isDirty = false;
  let isOver = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let drafting: Promise<void> | null = null;

  function kick(): void {
    if (quiet) return;
    isDirty = true;
    drafting ??= showDrafts().finally(() => {
      drafting = null;
    });
  }

  async function showDrafts(): Promise<void> {
    while (isDirty && !isOver && !closing.aborted) {
      const spacing = Math.max(DRAFT_EVERY_MS, deps.pace());
      await clock.sleep(Math.max(lastAt + spacing - clock.now(), deps.delay()), closing);
      if (closing.aborted) return;
      isDirty = false;
      const messages = deps.messages(present(text), line);
      try {
        const result = await deps.show(messages);
        if (result.kind !== "shown") {
          const next = await deps.otherwise(result);
          if (next === "pause") return;
          if (next === "stop") isOver = true;
          else isDirty = true;
        }
      } catch {
        // A draft that failed is replaced by the next one or by the final text.
      }
      if (messages.length > 0) lastAt = clock.now();
    }
  }

  return {
    text: () => text,
    line: () => line,
    draft(next, as = present) {
      text = next;
      present = as;
      if (text !== "") line = "";
      kick();
    },
    status(next) {
      line = next;
      kick();
    },
    kick,
    settled: async () => {
      await drafting;
    },
  };
}
