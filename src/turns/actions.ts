/** What can be done with an answer by a button, and the custom ids that carry it: ids only, the asker's among them, so that permission needs no I/O. */

export const answerActions = ["stop", "regenerate", "continue", "follow-up", "why", "retry", "show"] as const;
export type AnswerAction = (typeof answerActions)[number];

/** `action:turn:asker`, plus `:1` where a regenerated answer fits into the same message. */
export function actionId(action: AnswerAction, turnId: string, askerId: string, inPlace = false): string {
  return `${action}:${turnId}:${askerId}${inPlace ? ":1" : ""}`;
}
