/** Polls, from what is asked for to what is answered with. Source: Discord reference, "Poll Resource". Called by `apply-body.ts`. */
import { asObject, asObjects, asString, type JsonObject } from "./json.ts";
import { type FormError, invalidForm } from "./refusal.ts";
import type { State } from "./state.ts";

const QUESTION_LIMIT = 300;
const ANSWER_LIMIT = 55;
const HOURS = 24;

/** The schema has been checked; it allows answers that are as long as questions, and none at all. */
export function pollOf(state: State, value: unknown): JsonObject {
  const wanted = asObject(value);
  const question = asString(asObject(wanted.question).text) ?? "";
  const answers = asObjects(wanted.answers).map((answer) => asObject(answer.poll_media));
  const errors: FormError[] = [
    ...lengthErrors(["poll", "question", "text"], question, QUESTION_LIMIT),
    ...answers.flatMap((media, index) => lengthErrors(["poll", "answers", index, "poll_media", "text"], asString(media.text) ?? "", ANSWER_LIMIT)),
  ];
  if (errors.length > 0) throw invalidForm(errors);
  return {
    question: { text: question },
    answers: answers.map((media, index) => ({ answer_id: index + 1, poll_media: { text: media.text } })),
    expiry: new Date(state.now() + Number(wanted.duration ?? HOURS) * 3600_000).toISOString(),
    allow_multiselect: wanted.allow_multiselect === true,
    layout_type: 1,
    results: { answer_counts: [], is_finalized: false },
  };
}

function lengthErrors(path: (string | number)[], text: string, limit: number): FormError[] {
  if (text.trim() === "") return [{ path, code: "BASE_TYPE_REQUIRED", message: "This field is required" }];
  return text.length > limit ? [{ path, code: "BASE_TYPE_BAD_LENGTH", message: `Must be between 1 and ${limit} in length.` }] : [];
}
