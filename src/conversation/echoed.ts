/** Whose words an answer repeats of what its tools brought back, or keeps while it waits. Used by answer.ts. */
import { echoesOf, type Heard, type Person } from "../kernel/echoes.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { Prepared } from "./prepare.ts";

/** Whose words that tools brought back stand in a text; those of whom only the name was kept count in any case. */
export function echoesIn(text: string, heard: readonly Heard[]): Person[] {
  const nameless = heard.filter((words) => words.text === "").map(({ person }) => person);
  return [...nameless, ...echoesOf(text, heard, [])];
}

/** What waits holds all that tools brought back, and what the model made of the rest. */
export function echoedBy({ text, tools, pending }: TurnOutcome, made: Prepared): Person[] {
  const heard = tools?.heard ?? [];
  if (pending === undefined) return [...made.echoes(text), ...echoesIn(text, heard)];
  const words = pending.rounds.flatMap((round) => [round.text, ...round.calls.map((call) => call.arguments)]);
  return [...made.echoes([text, ...words].join("\n")), ...heard.map(({ person }) => person)];
}

/** Needed no more once it is known whom the answer repeats. */
export function withoutHeard(outcome: TurnOutcome): TurnOutcome {
  return outcome.tools === undefined ? outcome : { ...outcome, tools: { ...outcome.tools, heard: [] } };
}
