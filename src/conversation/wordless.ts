/** A turn of which only numbers may be written down: its asker, or somebody it quotes, opted out. Pure. Used by record.ts. */
import type { TurnToSave } from "./record.ts";

/** No question, no answer, no names of files: the numbers stay, so that budgets and /why hold. */
export function withoutWords(record: TurnToSave): TurnToSave {
  const { turn } = record;
  // The name of a persona of one's own is a word of one's own; one that ships has an id instead of a number.
  const { persona, ...numbers } = turn.explanation;
  const ships = persona !== undefined && !/^\d+$/.test(persona.ref);
  const explanation = { ...numbers, notices: [], ...(ships ? { persona } : {}) };
  const wordless = { ...turn, input: "null", answer: "", quotedUserId: null, explanation };
  return { ...record, turn: wordless, others: [], messages: [], summary: null, due: null };
}
