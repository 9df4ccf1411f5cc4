/** The part of `/why` about what nobody asked for: its moment, gate by gate, and what became of it. Numbers alone, nobody's words. Used by render-why.ts. */
import { clip, quote } from "../discord/quote.ts";
import { gateWords } from "../locales/gates.ts";
import { type Texts, word } from "../locales/index.ts";
import type { GateRecord } from "../turns/explanation.ts";
import type { TurnRecord } from "../turns/store.ts";

/** Of one list of gates. */
const LENGTH = 600;

/** Empty where somebody asked. */
export function whyUnasked({ outcome, explanation: { unasked } }: Pick<TurnRecord, "outcome" | "explanation">, texts: Texts): string {
  const { unasked: say } = texts;
  if (unasked === undefined) return "";
  const { action, mood, gates, again, webhook, rehearsal } = unasked;
  const how = [word(say.action, action) ?? quote(action), say.mood(quote(mood)), ...(webhook ? [say.webhook] : []), ...(rehearsal ? [say.rehearsal] : [])];
  const end = outcome === "silent" ? say.noWords : outcome === "discarded" ? say.discarded : "";
  return [`**${say.title}** ${how.join(", ")}`, gatesOf(say.moment, gates, texts), ...(again === undefined ? [] : [againOf(gates, again.gates, texts)]), end]
    .filter((line) => line !== "")
    .join("\n");
}

/** Only what was otherwise by then. */
function againOf(before: readonly GateRecord[], now: readonly GateRecord[], texts: Texts): string {
  const changed = now.filter(({ gate, passed, value }) => !before.some((each) => each.gate === gate && each.passed === passed && each.value === value));
  return changed.length > 0 ? gatesOf(texts.unasked.again, changed, texts) : `**${texts.unasked.again}** ${texts.unasked.asBefore}`;
}

/** In one line: there may be a dozen of them. */
function gatesOf(title: string, gates: readonly GateRecord[], texts: Texts): string {
  if (gates.length === 0) return "";
  const told = gates.map((gate) => `${gate.passed ? "✓" : "✗"} ${gateWords({ ...gate, gate: quote(gate.gate) }, texts)}`);
  return `**${title}** ${clip(told.join(" · "), LENGTH)}`;
}
