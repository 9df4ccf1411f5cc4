/** What an unasked turn leaves behind: why it came about, with every gate, and what became of it. Words only of what was posted. Used by speak.ts. */
import type { Gate } from "../../autonomy/types.ts";
import type { DeliveryResult } from "../../delivery/deliver.ts";
import type { Job, SpeakInput } from "../../jobs/types.ts";
import { composeRecord, type Ending, type TurnToSave } from "../record.ts";

/** Plain JSON: it is journalled. */
export interface Rechecked {
  /** Null: not now. */
  action: string | null;
  about: string | null;
  gates: readonly Gate[];
}

export type Fate =
  | { kind: "posted"; messageIds: string[]; by: "bot" | "webhook" }
  | { kind: "silent" }
  | { kind: "discarded"; reason?: string }
  | { kind: "rehearsed" }
  | { kind: "failed" | "undeliverable"; reason: string };

const OUTCOMES = {
  posted: "answered",
  silent: "silent",
  discarded: "discarded",
  rehearsed: "answered",
  failed: "failed",
  undeliverable: "undeliverable",
} as const;

interface Facts {
  job: Job;
  input: SpeakInput;
  ending: Ending;
  fate: Fate;
  rechecked: Rechecked | undefined;
  startedAt: number;
  finishedAt: number;
}

export function spokenRecord({ job, input, ending, fate, rechecked, startedAt, finishedAt }: Facts): TurnToSave {
  const isPosted = fate.kind === "posted";
  const delivered: DeliveryResult = isPosted ? { via: "post", messageIds: fate.messageIds } : { via: "nothing", messageIds: [] };
  const record = composeRecord({ job, input: ending.input, ending, delivered, startedAt, finishedAt });
  const { decision, mood } = input;
  const { sources, ...explanation } = record.turn.explanation;
  return {
    ...record,
    turn: {
      ...record.turn,
      // Ids of people are in it, and nobody asks it again.
      input: "null",
      outcome: OUTCOMES[fate.kind],
      reason: "reason" in fate ? (fate.reason ?? null) : null,
      // What nobody has read is nobody's business.
      ...(isPosted ? {} : { answer: "" }),
      private: fate.kind === "rehearsed" || input.rehearsal === true,
      explanation: {
        ...explanation,
        ...(isPosted && sources !== undefined ? { sources } : {}),
        unasked: {
          action: decision.action ?? "",
          mood: mood.name,
          gates: [...decision.gates],
          ...(rechecked === undefined ? {} : { again: { passed: rechecked.action !== null, gates: [...rechecked.gates] } }),
          ...(isPosted && fate.by === "webhook" ? { webhook: true } : {}),
          ...(input.rehearsal ? { rehearsal: true } : {}),
        },
      },
    },
    others: isPosted ? record.others : [],
    // It stands in the channel, where whoever may read it finds it.
    messages: [],
    tells: null,
    due: null,
    overheard: null,
    askFirst: [],
    noticeLost: false,
  };
}
