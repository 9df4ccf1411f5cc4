/** The last word of a turn, as text and buttons: the answer with its notes, or why there is none. Used by take-turn.ts. */
import type { FinalAnswer } from "../delivery/deliver.ts";
import { explainFailure, type Failure } from "../delivery/explain.ts";
import { withoutPreviews } from "../delivery/previews.ts";
import { messageLink } from "../discord/messages.ts";
import { quote } from "../discord/quote.ts";
import type { Job } from "../jobs/types.ts";
import type { Texts } from "../locales/index.ts";
import { sharedKey } from "../memory/store.ts";
import type { TurnOutcome } from "../turn/types.ts";
import { approvalWords } from "./approval.ts";
import { type Buttons, createButtons } from "./buttons.ts";
import { sourceLine } from "./cited.ts";
import type { Ending } from "./record.ts";
import { signed } from "./signature.ts";
import { excerptOf } from "./task.ts";

/** Of a fact, under the answer that kept it. */
const NOTED_LENGTH = 120;

/** Somebody decided so; nothing changes by trying again. */
const REFUSALS: readonly string[] = ["paused", "blocked", "elsewhere", "opted-out", "model-not-allowed", "no-model"] satisfies Failure[];

/** Asking again changes nothing for a while. */
export const STANDING_FAILURES: readonly string[] = [...REFUSALS, ...(["budget-user", "budget-server", "budget-global"] satisfies Failure[])];

type Composed = [job: Job, ending: Ending, askerId: string, buttons: Buttons, texts: Texts, notice: { retentionDays: number; modelHost: string }];

/** `notice`: what the first-use notice tells. */
export function compose(...composed: Composed): FinalAnswer {
  const [, ending] = composed;
  const answer = composeAnswer(...composed);
  const { panel } = ending.input;
  const isWordless = ending.kind === "failed" || ending.outcome.text === "";
  return {
    ...answer,
    ...(isWordless ? { failed: true } : {}),
    ...(panel === undefined ? {} : { embeds: panel.embeds, buttons: (inPlace) => [...answer.buttons(inPlace), ...panel.rows] }),
  };
}

function composeAnswer(...[job, ending, askerId, buttons, texts, notice]: Composed): FinalAnswer {
  const heading = texts.delivery.answerFor(quote(job.user.name), excerptOf(ending.input));
  const notes = [...inReplyTo(job, ending, texts), ...(ending.prepared?.visibleNotices ?? []).map((text) => `-# ${text}`)];
  const isKept = ending.keep !== "numbers";
  const lead = ending.prepared?.lead ?? "";
  const base = { heading, showButton: buttons.show, ...(isKept ? {} : { lost: texts.privacy.privateLost }) };
  const answered = (isCut: boolean) => (inPlace: boolean) => (isKept ? buttons.answered(inPlace, isCut) : buttons.unkept);
  if (ending.kind === "answered") {
    const { end, pending } = ending.outcome;
    if (end === "waiting" && pending !== undefined) {
      const said = signed(ending.outcome.text, ending.prepared?.persona);
      return { ...base, text: lines(lead, said, approvalWords(pending, texts), ...notes), buttons: buttons.waiting };
    }
    const text = signed(ending.outcome.text, ending.prepared?.persona);
    const endNote = {
      stop: [],
      waiting: [],
      silent: [],
      stopped: [texts.answer.stopped],
      length: [isKept ? texts.answer.cutByLength : texts.privacy.cutByLength],
      deadline: [isKept ? texts.answer.cutByDeadline : texts.privacy.cutByDeadline],
      "content-filter": [texts.answer.contentFiltered],
    }[end];
    const isCut = end === "length" || end === "deadline";
    return {
      ...base,
      text: lines(
        lead,
        text,
        ...endNote,
        ...sourceLine(ending.outcome.text, ending.outcome.tools?.sources ?? [], texts),
        ...noted(ending.outcome, texts),
        ...notes,
      ),
      ...(ending.firstUse
        ? { footer: texts.privacy.firstUse(ending.retentionDays ?? notice.retentionDays, ending.prepared?.use.own?.host ?? notice.modelHost) }
        : {}),
      buttons: answered(isCut),
    };
  }
  const partial = signed(ending.partial, ending.prepared?.persona);
  if (ending.failure === "stopped") return { ...base, text: lines(partial === "" ? "" : lead, partial, texts.answer.stopped), buttons: answered(false) };
  const reason = explainFailure(ending.failure, ending.detail ?? ending.model, texts);
  // What stands in the message has its signature already.
  const oldAnswer = ending.parent === null ? (ending.input.shown ?? "") : signed(ending.parent.answer, ending.parent.explanation.persona);
  if (oldAnswer !== "" && ending.input.parentId !== undefined && ending.input.trigger === "regenerate" && job.target === "update") {
    const shared = ending.parent?.conversation === sharedKey(job.channelId);
    const old = createButtons({ turnId: ending.input.parentId, askerId, shared, private: job.private }, texts);
    return { ...base, text: lines(oldAnswer, `-# ${texts.failure.keptOldAnswer(reason)}`), buttons: (inPlace) => old.answered(inPlace, false) };
  }
  const again = REFUSALS.includes(ending.failure) ? buttons.refused : isKept ? buttons.failed : buttons.unkeptFailure;
  return {
    ...base,
    text: lines(partial === "" ? "" : lead, partial, partial === "" ? reason : `-# ${reason}`, ...notes),
    buttons: () => again,
  };
}

/** Nothing is kept of somebody without their seeing it: a page may have talked the model into it. */
const noted = ({ tools }: TurnOutcome, texts: Texts): string[] =>
  (tools?.noted ?? []).map((fact) => `-# ${texts.tools.noted(withoutPreviews(quote(fact, NOTED_LENGTH), true))}`);

const lines = (...parts: string[]) => parts.filter((part) => part !== "").join("\n");

/** Where the answer could not be a reply, it says to whom it speaks. */
function inReplyTo(job: Job, { input: { task, target } }: Ending, texts: Texts): string[] {
  if (task !== "reply" || target === undefined || job.target !== "message" || job.private) return [];
  return [texts.menus.inReplyTo(quote(target.author.name), messageLink(job.guildId, job.channelId, target.id))];
}
