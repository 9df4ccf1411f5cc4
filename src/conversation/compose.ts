/** The last word of a turn, as text and buttons: the answer with its notes, or why there is none. Used by take-turn.ts. */
import type { FinalAnswer } from "../delivery/deliver.ts";
import { explainFailure } from "../delivery/explain.ts";
import type { Job } from "../jobs/types.ts";
import type { Texts } from "../locales/index.ts";
import { type Buttons, createButtons } from "./buttons.ts";
import type { Ending } from "./record.ts";

export function compose(job: Job, ending: Ending, askerId: string, buttons: Buttons, texts: Texts): FinalAnswer {
  const heading = texts.delivery.answerFor(job.user.name, excerpt(ending.input.prompt));
  const notes = (ending.prepared?.visibleNotices ?? []).map((notice) => `-# ${notice}`);
  const base = { heading, showButton: buttons.show };
  if (ending.kind === "answered") {
    const { end, text } = ending.outcome;
    const endNote = {
      stop: [],
      stopped: [texts.answer.stopped],
      length: [texts.answer.cutByLength],
      deadline: [texts.answer.cutByDeadline],
      "content-filter": [texts.answer.contentFiltered],
    }[end];
    const isCut = end === "length" || end === "deadline";
    return { ...base, text: lines(text, ...endNote, ...notes), buttons: (inPlace) => buttons.answered(inPlace, isCut) };
  }
  if (ending.failure === "stopped")
    return { ...base, text: lines(ending.partial, texts.answer.stopped), buttons: (inPlace) => buttons.answered(inPlace, false) };
  const reason = explainFailure(ending.failure, ending.detail ?? ending.model, texts);
  const oldAnswer = ending.parent?.answer ?? ending.input.shown ?? "";
  if (oldAnswer !== "" && ending.input.parentId !== undefined && ending.input.trigger === "regenerate" && job.target === "update") {
    const old = createButtons(ending.input.parentId, askerId, texts);
    return { ...base, text: lines(oldAnswer, `-# ${texts.failure.keptOldAnswer(reason)}`), buttons: (inPlace) => old.answered(inPlace, false) };
  }
  return { ...base, text: lines(ending.partial, ending.partial === "" ? reason : `-# ${reason}`, ...notes), buttons: () => buttons.failed };
}

const lines = (...parts: string[]) => parts.filter((part) => part !== "").join("\n");

function excerpt(prompt: string): string {
  const line = prompt.replaceAll(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 117).toWellFormed()}...` : line;
}
