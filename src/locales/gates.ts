/** What a gate on the way to speaking looked at, in words for people. Used by /autonomy, the job that tries it out, and /why. */
import { type Texts, word } from "./index.ts";

/** As the autonomy room has it. */
interface Looked {
  gate: string;
  value?: number;
  bar?: number;
}

const figure = (n: number | undefined): string => (n === undefined ? "" : String(Math.abs(n) >= 10 ? Math.round(n) : Math.round(n * 100) / 100));

/** A gate without words of its own is told by its key. */
export function gateWords({ gate, value, bar }: Looked, { autonomy: { try: say }, unasked }: Texts): string {
  // A bar alone says nothing: there was nothing to measure.
  return say.gate(word(unasked.gate, gate) ?? `\`${gate}\``, figure(value), value === undefined ? "" : figure(bar));
}

/** Why that gate kept it silent, with what was measured. */
export function closedWords({ gate, value, bar }: Looked, { autonomy: { closed, try: say } }: Texts): string {
  const because = word(closed, gate) ?? `\`${gate}\``;
  return value === undefined || bar === undefined ? because : `${because} (${say.measured(figure(value), figure(bar))})`;
}

export const actionWords = (action: string, { unasked }: Texts): string => word(unasked.action, action) ?? action;

/** The one that decided; none where it spoke. */
export function decidingGate<G extends Looked>({ action, gates }: { action: string | null; gates: readonly G[] }): G | undefined {
  return action === null ? gates.at(-1) : undefined;
}
