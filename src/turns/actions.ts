/** What can be done with an answer by a button, and the custom ids that carry it: ids only, the asker's among them, so that permission needs no I/O. */

export const answerActions = ["stop", "regenerate", "continue", "follow-up", "why", "retry", "show"] as const;
export type AnswerAction = (typeof answerActions)[number];

/** A regenerated answer fits into the same message. */
export const IN_PLACE = "1";
/** Anybody may go on from here: it was said in everybody's conversation. */
export const FOR_ALL = "all";

/** `action:turn:asker`, plus a flag. */
export function actionId(action: AnswerAction, turnId: string, askerId: string, flag: typeof IN_PLACE | typeof FOR_ALL | "" = ""): string {
  return `${action}:${turnId}:${askerId}${flag === "" ? "" : `:${flag}`}`;
}
