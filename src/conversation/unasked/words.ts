/** What the model is told where nobody asked: what it is about, its mood, what it may begin to talk about. Pure. Used by prepare.ts. */
import type { UnaskedInput } from "../../jobs/types.ts";
import { promptFor } from "../../prompts/index.ts";
import { attribute, inert } from "../../turn/fence.ts";
import { languageOf } from "../task.ts";

/** In place of what people are told about that: nobody has asked. */
export const UNREAD = "(Some of what is here could not be read. Do not speak of that, and not as if you had read it.)";

/** Managers' words, and a person's name: none of them is an instruction, however it is put. `person`: whom it is about, where their name is known. */
export function unaskedWords({ action, moodWords, topics }: UnaskedInput, locale: string, person: string): string {
  const name = attribute(person)
    .replaceAll(/[`*_~|@]/g, "")
    .trim();
  const body = promptFor("speak")
    .body.replaceAll("{action}", action)
    .replaceAll("{person}", () => (name === "" ? "whoever it is" : name))
    .replaceAll("{language}", languageOf(locale));
  const mood = moodWords === "" ? [] : [`<mood>\n${inert(moodWords)}\n</mood>`];
  const list = topics.length === 0 ? [] : [`<topics>\n${topics.map((topic) => `- ${inert(topic).replaceAll(/\s+/g, " ")}`).join("\n")}\n</topics>`];
  return [body, ...mood, ...list].join("\n\n");
}
